import * as Args from '@oclif/core/args';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { progressBar } from '../cli/progress.js';
import { outcomeLine, type SimulationReport, simulationLines, simulationReport } from '../cli/report.js';
import { defaultJobs } from '../cli/run-flags.js';
import { EXIT_STATUS } from '../errors.js';
import { compileBuild } from '../run/builds.js';
import { NODE_DISK } from '../run/disk.js';
import { SYSTEM_CLOCK } from '../run/environment.js';
import { watchSignals } from '../run/signals.js';
import { isSweepFolder, resume } from '../run/simulate.js';

export default class Resume extends MsmCommand<SimulationReport> {
  static override summary =
    'Go on with an interrupted run or sweep; the result has the same bytes as without interruption.';
  static override examples = ['<%= config.bin %> resume runs/hebbian-0001'];
  static override args = { folder: Args.string({ required: true, description: 'folder of the run or sweep' }) };
  static override flags = COMMON_FLAGS;

  async perform(): Promise<SimulationReport> {
    const { args } = await this.parse(Resume);
    const bar = await progressBar(!this.isQuiet && !isSweepFolder(args.folder));
    const signals = watchSignals((signal) => {
      bar.stop();
      this.say(`${signal}: writing a checkpoint; once more stops at once`);
    });
    try {
      const around = {
        disk: NODE_DISK,
        clock: SYSTEM_CLOCK,
        interruption: signals,
        progress: bar,
        jobs: defaultJobs(),
      };
      const result = await resume(args.folder, compileBuild, around, (...outcome) => this.say(outcomeLine(...outcome)));
      return simulationReport(result);
    } finally {
      bar.stop();
      signals.stop();
    }
  }

  override exitStatusOf({ failures }: SimulationReport): number {
    return failures.length > 0 ? EXIT_STATUS.E_SWEEP : 0;
  }

  present(result: SimulationReport): readonly string[] {
    return simulationLines(result);
  }
}
