import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { reportStatus, type SimulationReport, simulationLines, simulationReport } from '../cli/report.js';
import { FAILURE_FLAGS, JOBS_FLAG, sweepSurroundings } from '../cli/sweep-flags.js';
import { configError } from '../config/problem.js';
import { watchSignals } from '../host/signals.js';
import { parseRanges, shareOf } from '../sweep/tasks/ranges.js';
import { readSweepRecord } from '../sweep/tasks/record.js';
import { LOCAL } from '../sweep/work/launcher.js';
import { quoted } from '../text.js';

/** `r/n` as two numbers, 0 <= r < n. @throws E_CONFIG */
function parseShare(text: string): { readonly rank: number; readonly size: number } {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  const [rank, size] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && rank < size) return { rank, size };
  throw configError(`--share ${quoted(text)}: must be R/N with R from 0 to N - 1, as 0/4`, '--share');
}

/** Which tasks are meant. @throws E_CONFIG for numbers that the sweep does not have */
function chosen(count: number, tasks: string | undefined, share: string | undefined): readonly number[] {
  const numbers = tasks === undefined ? Array.from({ length: count }, (_, i) => i) : parseRanges(tasks, '--tasks');
  if (numbers.length > 0 && numbers[numbers.length - 1] >= count) {
    throw configError(`--tasks ${quoted(tasks ?? '')}: the sweep has tasks 0 to ${count - 1}`, '--tasks');
  }
  if (share === undefined) return numbers;
  const { rank, size } = parseShare(share);
  return shareOf(numbers, rank, size);
}

export default class Work extends MsmCommand<SimulationReport> {
  static override hidden = true;
  static override summary =
    'Do tasks of a sweep that nobody else does; launchers start this where the work is to be done.';
  static override examples = [
    '<%= config.bin %> work sweep --tasks 0-9,15 --jobs 1',
    '<%= config.bin %> work sweep --share 0/4',
  ];
  static override args = { folder: Args.string({ required: true, description: 'folder of the sweep' }) };
  static override flags = {
    tasks: Flags.string({ helpValue: 'RANGES', description: 'Numbers of the tasks, as 0-9,15. Default: all.' }),
    share: Flags.string({
      helpValue: 'R/N',
      description: 'Only each N-th of them, from the R-th on, R from 0 to N - 1.',
    }),
    ...JOBS_FLAG,
    ...FAILURE_FLAGS,
    ...COMMON_FLAGS,
  };

  async perform(): Promise<SimulationReport> {
    const { args, flags } = await this.parse(Work);
    const tasks = chosen(readSweepRecord(args.folder).taskCount, flags.tasks, flags.share);
    const signals = watchSignals((signal) => this.say(`${signal}: writing checkpoints; once more stops at once`));
    const around = await sweepSurroundings(this, flags, signals, { update: () => {} });
    try {
      return simulationReport(
        // a claim of a machine that died is waited for until it has run out, and then taken over, as when a person asks
        await LOCAL.launch(args.folder, tasks, around, around),
      );
    } finally {
      signals.stop();
    }
  }

  override exitStatusOf(report: SimulationReport): number {
    return reportStatus(report);
  }

  present(result: SimulationReport): Promise<readonly string[]> {
    return simulationLines(result);
  }
}
