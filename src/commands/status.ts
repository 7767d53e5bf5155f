import * as Flags from '@oclif/core/flags';
import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { folderArgument, folderOr } from '../cli/folder-argument.js';
import { runName } from '../cli/report.js';
import { countText, durationText, pairs } from '../cli/text.js';
import { SYSTEM_CLOCK } from '../host/environment.js';
import { watchSignals } from '../host/signals.js';
import { isAnyQueued, type QueueReport, queueLines, queueReport } from '../launch/slurm/status.js';
import { assertFolder, isRunFolder, isSweepFolder } from '../run/layout.js';
import type { StatusOfRun } from '../run/run-status.js';
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
const isMoving = (status: Shown): boolean => (isOfRun(status) ? status.status === 'running' : status.running > 0);

/** With what the queue says, if runs were handed over to Slurm. */
type ShownSweep = SweepStatus & { readonly slurm?: QueueReport };
type Shown = ShownSweep | StatusOfRun;

const isOfRun = (status: Shown): status is StatusOfRun => 'status' in status;

export default class Status extends MsmCommand<Shown> {
  static override summary =
    'How a sweep goes on: runs done, running, failed, lost, pending, and the time left; how one run goes on, with its curves so far.';
  static override description =
    'On a terminal it is shown until nobody works on it any more; otherwise, and with --json, once. A line of letters shows the number that a sweep is about, or the objective of a search, over its runs; of one run the curves that are on the disk, up to its newest checkpoint.';
  static override examples = [
    '<%= config.bin %> status sweep',
    '<%= config.bin %> status sweep --json',
    '<%= config.bin %> status runs/heterosynaptic-0001',
  ];
  static override args = folderArgument('any');
  static override flags = {
    watch: Flags.boolean({ allowNo: true, description: 'Show it until nobody works on it. Default: on a terminal.' }),
    ...COMMON_FLAGS,
  };

  /** Curves of a sweep over its runs that are done, or all lines of a run. */
  #lines: readonly string[] = [];

  async perform(): Promise<Shown> {
    const { args, flags } = await this.parse(Status);
    const folder = await folderOr(this, args.folder, 'any');
    const isWatched = !this.isQuiet && (flags.watch ?? process.stdout.isTTY === true);
    assertFolder(folder);
    const isRun = !isSweepFolder(folder) && isRunFolder(folder);
    const look = isRun ? this.#lookAtRun(folder) : await this.#lookAtSweep(folder);
    const status = isWatched ? await this.#watched(look) : await look();
    return isOfRun(status) ? status : this.#withQueue(status);
  }

  /** Looks at a run, again and again. */
  #lookAtRun(folder: string): () => Promise<Shown> {
    return async () => {
      const { lookAtRun } = await import('../run/run-status.js');
      const found = await lookAtRun(folder, SYSTEM_CLOCK);
      const { runStatusLines } = await import('../cli/run-status.js');
      if (!this.isQuiet) this.#lines = await runStatusLines(found);
      return found.status;
    };
  }

  async #lookAtSweep(folder: string): Promise<() => Promise<Shown>> {
    const { sweep, journal } = await readSweep(folder);
    const looks = new Looks('glance');
    const { ProgressCurve } = await import('../cli/curve-lines.js');
    const curve = new ProgressCurve(sweep);
    return async () => {
      const states = readStates(sweep, journal, looks);
      if (!this.isQuiet) this.#lines = await curve.lines(states);
      return statusOf(sweep, journal, SYSTEM_CLOCK, states);
    };
  }

  /** Shows it until nothing changes any more. */
  async #watched(look: () => Promise<Shown>): Promise<Shown> {
    let status = await look();
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
    return status;
  }

  async #withQueue(status: SweepStatus): Promise<ShownSweep> {
    const slurm = await queueReport(status.folder);
    return slurm === undefined ? status : { ...status, slurm };
  }

  present(status: Shown): readonly string[] {
    if (isOfRun(status)) return this.#lines;
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
      ...this.#lines,
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
