import { Args } from '@oclif/core';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { bytesText, columns, countText, durationText, numberText, pairs } from '../cli/text.js';
import { type ShownRun, type ShownSweep, showFolder } from '../run/show.js';

export default class Show extends MsmCommand<ShownRun | ShownSweep> {
  static override summary = 'List what is in a folder: the run, its tables, their columns with unit and meaning.';
  static override examples = ['<%= config.bin %> show runs/hebbian-0001'];
  static override args = { folder: Args.string({ required: true, description: 'folder of the run or sweep' }) };
  static override flags = COMMON_FLAGS;

  async perform(): Promise<ShownRun | ShownSweep> {
    const { args } = await this.parse(Show);
    return showFolder(args.folder);
  }

  present(shown: ShownRun | ShownSweep): readonly string[] {
    if ('sweep' in shown) {
      return columns(
        shown.sweep.map(({ folder, status, step, steps }) => [folder, status, `step ${step} of ${steps}`]),
      );
    }
    const { run, tables, folder } = shown;
    const parameters = Object.entries(run.parameters).filter(([, value]) => value !== null);
    return [
      ...pairs([
        ['run', `${folder} (${run.family}, ${run.status})`],
        ['identity', run.identity],
        ['parameters', parameters.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(' ')],
        ['seed', String(run.seed)],
        ['mode', `${run.parameters.mode}, ${run.build} build`],
        ['steps', `${countText(run.step)} of ${countText(run.steps)} in ${durationText(run.wallMs / 1000)}`],
        [
          'made by',
          `msm ${run.version}, kernels ${run.kernelSha256.slice(0, 12)}, on ${run.environment.host}, ${run.started}`,
        ],
      ]),
      ...run.summary.map(({ name, value, meaning }) => `  ${name} = ${numberText(value, 8)}  (${meaning})`),
      ...tables.flatMap((table) => [
        '',
        `${table.file}: ${countText(table.nRows)} rows, ${bytesText(table.bytes)}`,
        ...columns(
          table.columns.map(({ name, type, width, unit, symbol, meaning }) => [
            `  ${name}`,
            width === undefined ? type : `${type}[${width}]`,
            unit ?? '',
            symbol ?? '',
            meaning ?? '',
          ]),
        ),
      ]),
    ];
  }
}
