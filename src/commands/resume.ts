import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { reportStatus, type SimulationReport, simulationLines } from '../cli/report.js';
import { resumeFolder } from '../cli/resume-folder.js';
import { type SearchReport, searchLines } from '../cli/search-report.js';
import { FAILURE_FLAGS, JOBS_FLAG, RANK_FLAGS, THREADS_FLAG } from '../cli/sweep-flags.js';
import { LAUNCH_FLAGS } from '../launch/flags.js';

export default class Resume extends MsmCommand<SimulationReport> {
  static override summary =
    'Go on with an interrupted run or sweep; the result has the same bytes as without interruption.';
  static override examples = [
    '<%= config.bin %> resume runs/hebbian-0001',
    '<%= config.bin %> resume sweep --retries 2',
  ];
  static override args = folderArgument('unfinished');
  static override flags = {
    'from-start': Flags.boolean({
      description: 'Forget what a run has, also if it is finished, and do all of it again: for one that is damaged.',
    }),
    data: Flags.string({
      helpValue: 'PATH',
      description:
        'Where the data sets are now, if they are not where they were: a folder or a file. Their SHA-256 is compared.',
    }),
    ...THREADS_FLAG,
    ...RANK_FLAGS,
    ...JOBS_FLAG,
    ...FAILURE_FLAGS,
    ...LAUNCH_FLAGS,
    ...COMMON_FLAGS,
  };

  async perform(): Promise<SimulationReport> {
    const { args, flags } = await this.parse(Resume);
    const folder = await folderOr(this, args.folder, 'unfinished');
    return resumeFolder(this, folder, flags);
  }

  override exitStatusOf(report: SimulationReport): number {
    return reportStatus(report);
  }

  async present(result: SimulationReport): Promise<readonly string[]> {
    return 'search' in result ? searchLines(result as SearchReport) : simulationLines(result);
  }
}
