import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderOr } from '../cli/folder-argument.js';
import { placeName } from '../cli/place-name.js';
import { bytesText, pairs } from '../cli/text.js';
import { NODE_DISK } from '../host/disk.js';
import type { WrittenReport } from '../report/write.js';

export default class ReportCommand extends MsmCommand<WrittenReport> {
  static override summary =
    'Write a report of a run or a sweep, or a comparison of several: one HTML page with live figures and tables.';
  static override description =
    'The page needs no network and no other file. Figures zoom, show values and hide series; tables sort. The same data give the same bytes. Of several folders it says what differs, and lays their curves over each other.';
  static override examples = [
    '<%= config.bin %> report runs/hebbian-0001',
    '<%= config.bin %> report runs/hebbian-0001 --output hebbian.html',
    '<%= config.bin %> report runs/hebbian-0001 runs/hebbian-0002',
  ];
  static override args = {
    folders: Args.string({
      multiple: true,
      description: 'folder of the run or sweep, or several to compare; default: the newest in runs/',
    }),
  };
  static override flags = {
    output: Flags.string({
      parse: placeName,
      description: 'The page, or --out. Default: report.html in the folder; of several, comparison.html here.',
      helpValue: 'FILE',
      aliases: ['out'],
    }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<WrittenReport> {
    const { args, flags } = await this.parse(ReportCommand);
    const folders = args.folders ?? [await folderOr(this, undefined, 'any')];
    const { writeReport } = await import('../report/write.js');
    return writeReport(NODE_DISK, folders, flags.output);
  }

  present({ path, bytes, figures, warnings }: WrittenReport): readonly string[] {
    return pairs([
      ['report', `${path} (${bytesText(bytes)})`],
      ['figures', String(figures)],
      ...warnings.map((warning) => ['warning', warning] as const),
    ]);
  }
}
