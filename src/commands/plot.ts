import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { PLOT_FLAGS, type PlotFlags, requestOf } from '../cli/plot-flags.js';
import { bytesText, columns, skippedText } from '../cli/text.js';
import type { ListedFigure, Plot } from '../draw/plot.js';
import { NODE_DISK } from '../host/disk.js';

/** What --list says. */
interface Listed {
  readonly folder: string;
  readonly list: readonly ListedFigure[];
}

export default class PlotCommand extends MsmCommand<Plot | Listed> {
  static override summary =
    'Draw figures of a finished run or of a sweep: SVG, PNG, PDF; and what moves as GIF and APNG.';
  static override description =
    'Beside each figure stands its Vega-Lite specification with all data (NAME.vl.json), which the Vega editor and Altair open. The same data give the same bytes.';
  static override examples = [
    '<%= config.bin %> plot runs/hebbian-0001',
    '<%= config.bin %> plot runs/hebbian-0001 --list',
    '<%= config.bin %> plot runs/hebbian-0001 --figure distance,sigma --format svg,pdf --width 85mm --font-size 8',
    '<%= config.bin %> plot runs/hebbian-0001 --figure synaptic_weights --format gif --fps 20',
    '<%= config.bin %> plot runs/rate-0001 --x g --y lambda_1 --colour session',
  ];
  static override args = folderArgument('any');
  static override flags = {
    list: Flags.boolean({ description: 'Say which figures there are, and draw none.' }),
    ...PLOT_FLAGS,
    ...COMMON_FLAGS,
  };

  async perform(): Promise<Plot | Listed> {
    const { args, flags } = await this.parse(PlotCommand);
    const folder = await folderOr(this, args.folder, 'any');
    const request = requestOf(folder, flags as PlotFlags);
    const { listFigures, plot } = await import('../draw/plot.js');
    if (flags.list) return { folder, list: await listFigures(folder) };
    return plot(NODE_DISK, request);
  }

  override isData(result: Plot | Listed): boolean {
    return 'list' in result;
  }

  present(result: Plot | Listed): readonly string[] {
    if ('list' in result) {
      const rows = result.list.map(({ name, meaning, isDrawn, isAnimated, reason }) => [
        name,
        reason !== undefined ? 'not drawn' : isDrawn ? '' : 'if named',
        isAnimated ? 'gif, apng' : '',
        reason === undefined ? meaning : `${meaning} (${reason})`,
      ]);
      return columns(rows);
    }
    const files = columns(
      result.figures.flatMap(({ name, files }) =>
        files.map(({ path, bytes }, i) => [i === 0 ? name : '', path, bytesText(bytes)]),
      ),
    );
    return [...files, ...result.skipped.map(skippedText)];
  }
}
