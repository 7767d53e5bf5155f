import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { progressBar } from '../cli/progress.js';
import { reportStatus, type SimulationReport, simulationLines, simulationReport } from '../cli/report.js';
import { isSearchOutcome, type SearchReport, searchLines, searchReport } from '../cli/search-report.js';
import { FAILURE_FLAGS, JOBS_FLAG, sweepSurroundings, THREADS_FLAG } from '../cli/sweep-flags.js';
import { compileBuild } from '../host/builds.js';
import { endWithParent } from '../host/orphan.js';
import { isWatched, watchSignals } from '../host/signals.js';
import { LAUNCH_FLAGS, stopText } from '../launch/flags.js';
import { wasSubmitted } from '../launch/slurm/submissions.js';
import { isSweepFolder } from '../run/folder.js';
import { assertFolder } from '../run/layout.js';
import { resume } from '../simulate/resume.js';

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
    ...JOBS_FLAG,
    ...FAILURE_FLAGS,
    ...LAUNCH_FLAGS,
    ...COMMON_FLAGS,
  };

  async perform(): Promise<SimulationReport> {
    const { args, flags: typed } = await this.parse(Resume);
    const folder = await folderOr(this, args.folder, 'unfinished');
    assertFolder(folder);
    // a sweep that was handed to Slurm goes on there, not on the machine where somebody happens to be
    const flags = { ...typed, launcher: typed.launcher ?? (wasSubmitted(folder) ? 'slurm' : 'local') };
    const bar = await progressBar(!this.isQuiet && !isSweepFolder(folder));
    if (isWatched()) endWithParent();
    const signals = watchSignals((signal) => {
      bar.stop();
      this.say(stopText(signal, flags));
    });
    try {
      const result = await resume(folder, compileBuild, {
        ...(await sweepSurroundings(this, flags, signals, bar)),
        fromStart: flags['from-start'],
        data: flags.data,
      });
      return isSearchOutcome(result) ? searchReport(result) : simulationReport(result);
    } finally {
      bar.stop();
      signals.stop();
    }
  }

  override exitStatusOf(report: SimulationReport): number {
    return reportStatus(report);
  }

  async present(result: SimulationReport): Promise<readonly string[]> {
    return 'search' in result ? searchLines(result as SearchReport) : simulationLines(result);
  }
}
