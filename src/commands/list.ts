import * as Args from '@oclif/core/args';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { bytesText, columns } from '../cli/text.js';
import { assertFolder } from '../run/layout.js';
import { HOME } from '../sweep/tasks/catalogue.js';
import { type Listed, listRuns } from '../sweep/tasks/list.js';

interface Result {
  readonly folder: string;
  /** Oldest first. */
  readonly entries: readonly Listed[];
}

export default class List extends MsmCommand<Result> {
  static override summary = 'List runs and sweeps: kind, family, state, size, start, parameters.';
  static override examples = ['<%= config.bin %> list', '<%= config.bin %> list results --json'];
  static override args = { folder: Args.string({ description: `where to look; default: ${HOME}` }) };
  static override flags = COMMON_FLAGS;

  async perform(): Promise<Result> {
    const { args } = await this.parse(List);
    const { folder = HOME } = args;
    if (args.folder !== undefined) assertFolder(folder);
    return { folder, entries: await listRuns(folder) };
  }

  present({ folder, entries }: Result): readonly string[] {
    if (entries.length === 0) return [`there are no runs or sweeps in ${folder}/`];
    return columns(
      entries.map(({ folder: place, kind, family, state, bytes, started, parameters }) => [
        place,
        kind,
        family,
        state,
        bytesText(bytes),
        started.slice(0, 16).replace('T', ' '),
        parameters,
      ]),
    );
  }
}
