import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { runName } from '../cli/report.js';
import { countText, durationText, pairs } from '../cli/text.js';
import { SYSTEM_CLOCK } from '../host/environment.js';
import { watchSignals } from '../host/signals.js';
import { isAnyQueued, type QueueReport, queueLines, queueReport } from '../launch/slurm/status.js';
import { Looks } from '../sweep/tasks/look.js';
import { type SweepStatus, statusOf } from '../sweep/tasks/status.js';
import { readStates, readSweep } from '../sweep/tasks/tasks.js';

/** Time between two looks. */
const LOOK_MS = 1000;
/** Most failures and lost runs that are listed on a terminal; the others are counted. */
const MOST_LISTED = 20;

/** Lines, or the first of them and how many there are more. */
function listed(lines: readonly string[], what: string, folder: string): readonly string[] {
  const hidden = lines.length - MOST_LISTED;
  if (hidden <= 0) return lines;
  return [
    ...lines.slice(0, MOST_LISTED),
    `and ${countText(hidden)} more ${what}; all of them: msm status ${folder} --json`,
  ];
}

/** Whether anything can still change without a command. */
const isMoving = ({ running }: SweepStatus): boolean => running > 0;

/** With what the queue says, if runs were handed over to Slurm. */
type Shown = SweepStatus & { readonly slurm?: QueueReport };

export default class Status extends MsmCommand<Shown> {
  static override summary = 'How a sweep goes on: runs done, running, failed, lost, pending, and the time left.';
  static override description =
    'On a terminal it is shown until nobody works on the sweep any more; otherwise, and with --json, once. A line of letters shows the number that the sweep is about, or the objective of a search, over its runs.';
  static override examples = ['<%= config.bin %> status sweep', '<%= config.bin %> status sweep --json'];
  static override args = folderArgument('sweep');
  static override flags = {
    watch: Flags.boolean({ allowNo: true, description: 'Show it until nobody works on it. Default: on a terminal.' }),
    ...COMMON_FLAGS,
  };

  /** Over the runs that are done. */
  #curve: readonly string[] = [];

  async perform(): Promise<Shown> {
    const { args, flags } = await this.parse(Status);
    const { sweep, journal } = await readSweep(await folderOr(this, args.folder, 'sweep'));
    const isWatched = !this.isQuiet && (flags.watch ?? process.stdout.isTTY === true);
    const looks = new Looks('glance');
    const { ProgressCurve } = await import('../cli/curve-lines.js');
    const curve = new ProgressCurve(sweep);
    const look = async (): Promise<SweepStatus> => {
      const states = readStates(sweep, journal, looks);
      if (!this.isQuiet) this.#curve = await curve.lines(states);
      return statusOf(sweep, journal, SYSTEM_CLOCK, states);
    };
    let status = await look();
    if (!isWatched) return this.#withQueue(status);
    const signals = watchSignals(() => {});
    try {
      while (isMoving(status) && !signals.isRequested() && !this.terminal.isClosed) {
        const lines = this.present(status);
        this.terminal.print(lines);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        status = await look();
        this.terminal.takeBack(lines.length);
      }
    } finally {
      signals.stop();
    }
    return this.#withQueue(status);
  }

  async #withQueue(status: SweepStatus): Promise<Shown> {
    const slurm = await queueReport(status.folder);
    return slurm === undefined ? status : { ...status, slurm };
  }

  present(status: Shown): readonly string[] {
    const { folder, total, done, running, failed, lost, damaged, pending, failures, undone } = status;
    const left = status.secondsLeft === null || running === 0 ? '-' : `about ${durationText(status.secondsLeft)}`;
    return [
      ...pairs([
        ['sweep folder', folder],
        ['done', `${countText(done)} of ${countText(total)}`],
        ['running', countText(running)],
        ['failed', countText(failed)],
        ['lost', countText(lost)],
        ...(damaged > 0 ? [['damaged', countText(damaged)] as const] : []),
        ['pending', countText(pending)],
        ['time left', left],
      ]),
      ...this.#curve,
      ...listed(
        failures.map(
          ({ index, axes, code, message, log }) => `${runName(index, axes)} failed: ${code}: ${message} (${log})`,
        ),
        'failures',
        folder,
      ),
      ...listed(
        undone.map(
          ({ index, axes, folder: place, state, reason }) =>
            `${runName(index, axes)} is ${state}: ${reason} (${place})`,
        ),
        'runs that were done before',
        folder,
      ),
      ...queueLines(status.slurm),
      ...(running === 0 && pending + lost + damaged > 0 && !isAnyQueued(status.slurm)
        ? [`Nobody works on it; go on with: msm resume ${folder}`]
        : []),
    ];
  }
}
