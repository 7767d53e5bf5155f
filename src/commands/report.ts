import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { bytesText, pairs } from '../cli/text.js';
import { NODE_DISK } from '../host/disk.js';
import type { WrittenReport } from '../report/write.js';

export default class ReportCommand extends MsmCommand<WrittenReport> {
  static override summary =
    'Write a report of a run or a sweep: one HTML page with live figures, tables, and how to repeat it.';
  static override description =
    'The page needs no network and no other file. Figures zoom, show values and hide series; tables sort. The same data give the same bytes.';
  static override examples = [
    '<%= config.bin %> report runs/hebbian-0001',
    '<%= config.bin %> report runs/hebbian-0001 --output hebbian.html',
  ];
  static override args = folderArgument('any');
  static override flags = {
    output: Flags.string({ description: 'The page. Default: report.html in the folder.', helpValue: 'FILE' }),
    ...COMMON_FLAGS,
  };

  async perform(): Promise<WrittenReport> {
    const { args, flags } = await this.parse(ReportCommand);
    const folder = await folderOr(this, args.folder, 'any');
    const { writeReport } = await import('../report/write.js');
    return writeReport(NODE_DISK, [folder], flags.output);
  }

  present({ path, bytes, figures, warnings }: WrittenReport): readonly string[] {
    return pairs([
      ['report', `${path} (${bytesText(bytes)})`],
      ['figures', String(figures)],
      ...warnings.map((warning) => ['warning', warning] as const),
    ]);
  }
}
