/** Has the runs of a sweep done by the ranks of one mpirun or srun, each its share. */
import { asMsmError, MsmError } from '../../errors.js';
import { parseRanges, printRanges, shareOf } from '../../sweep/tasks/ranges.js';
import { assertDataThere, openSweep } from '../../sweep/tasks/sweep.js';
import { type Launcher, type LaunchOptions, LOCAL } from '../../sweep/work/launcher.js';
import { againText, mostFailures, type Outcome, type SweepSurroundings } from '../../sweep/work/outcome.js';
import { watchSweep } from '../settled.js';
import {
  BEAT_MS,
  halt,
  invite,
  isHalted,
  joinLeader,
  leave,
  note,
  type RankEnd,
  type RankState,
  waitForRanks,
} from './meeting.js';
import { type Rank, rankOf } from './ranks.js';

/** What work returns if it was stopped. */
interface Share {
  readonly state: RankState;
  readonly error?: MsmError;
}

/** Does this rank's share, with signs of life meanwhile. */
async function workOnShare(
  folder: string,
  rank: Rank,
  runs: readonly number[],
  options: LaunchOptions,
  around: SweepSurroundings,
): Promise<Share> {
  let beat = 0;
  let last: Promise<void> = Promise.resolve();
  let mustHalt = false;
  const isRequested = (): boolean => mustHalt || around.interruption.isRequested();
  const live = (): void => {
    mustHalt ||= isHalted(folder, rank);
    // the decision: a sign of life that cannot be written is left out; a failing disk shows up where results are written
    last = last.then(() => note(around.disk, folder, rank, 'working', ++beat)).catch(() => {});
  };
  live();
  const timer = setInterval(live, BEAT_MS);
  const { retries, failFast, maxFailures, patience } = options;
  let end: Share = { state: 'finished' };
  try {
    // one run at a time and in this process: every rank has its own core, unless the person says how many there are
    const jobs = options.arguments?.jobs as number | undefined;
    const share = shareOf(runs, rank.rank, rank.size);
    await LOCAL.launch(
      folder,
      share,
      { retries, failFast, maxFailures, patience, jobs },
      { ...around, jobs, interruption: { isRequested } },
    );
  } catch (error) {
    const known = asMsmError(error);
    // a rank that stops because others failed does as it was told
    end = mustHalt && known.code === 'E_INTERRUPTED' ? { state: 'stopped' } : { state: 'stopped', error: known };
  } finally {
    clearInterval(timer);
    await last;
  }
  // as for the signs of life; rank 0 counts a rank that cannot write as missing
  await note(around.disk, folder, rank, end.state, ++beat, end.error?.message ?? null).catch(() => {});
  return end;
}

/** What the others left undone, in one sentence with the ranks and their runs. */
function missing(
  folder: string,
  rank: Rank,
  ends: readonly RankEnd[],
  runs: readonly number[],
  left: readonly number[],
): MsmError {
  const undone = new Set(left);
  const parts = ends.flatMap(({ rank: other, end, reason }) => {
    const own = shareOf(runs, other, rank.size).filter((run) => undone.has(run));
    if (own.length === 0) return [];
    const why = end === 'missing' ? 'is not heard of any more' : `stopped${reason === null ? '' : ` (${reason})`}`;
    return [`rank ${other} of ${rank.size} ${why}, without runs ${printRanges(own)}`];
  });
  const said = parts.length === 0 ? `${left.length} runs are not finished` : parts.join('; ');
  return new MsmError('E_INTERRUPTED', said, {
    place: folder,
    next: `Nothing that was done is lost. Go on with: msm resume ${folder}, alone or by mpirun with --launcher mpi`,
    data: { runs: left.slice(0, 1000) },
  });
}

/** Rank 0: shares out the open runs, does its own, waits for the others and reports how everything stands. */
async function lead(
  folder: string,
  rank: Rank,
  tasks: readonly number[] | 'all',
  options: LaunchOptions,
  around: SweepSurroundings,
): Promise<Outcome> {
  const sweep = await openSweep(folder);
  const watched = watchSweep(sweep, tasks, options.retries ?? 0, around.onRun);
  const { open, again } = watched;
  if (open.length > 0) assertDataThere(sweep);
  if (again > 0) around.onNote?.(againText(again));
  const most = mostFailures(options);
  await invite(around.disk, folder, rank, printRanges(open));
  // ends of runs are reported as the journals have them, whichever rank did the run
  const timer = setInterval(() => {
    try {
      watched.refresh();
      if (watched.failedCount() > most) halt(folder, rank);
    } catch {
      // the decision: what cannot be read now is reported when it is read at the end
    }
  }, BEAT_MS);
  try {
    const own = await workOnShare(folder, rank, open, options, { ...around, onRun: undefined, onNote: undefined });
    const ends = await waitForRanks(folder, rank, around, () => {
      watched.refresh();
      return watched.unsettled().length === 0;
    });
    watched.refresh();
    if (own.error !== undefined) throw own.error;
    const left = watched.unsettled().filter((run) => !watched.hasFailed(run));
    const outcome = watched.outcome();
    const mayBeLeft = most < Number.POSITIVE_INFINITY && outcome.failures.length > 0;
    if (left.length > 0 && !mayBeLeft) throw missing(folder, rank, ends, open, left);
    return { ...outcome, left: left.length };
  } finally {
    clearInterval(timer);
    leave(folder, rank);
  }
}

/** The other ranks: wait for rank 0 and do their share. They never fail as processes: that would end all others. */
async function follow(folder: string, rank: Rank, options: LaunchOptions, around: SweepSurroundings): Promise<Outcome> {
  const runs = parseRanges(await joinLeader(folder, rank, around), folder);
  await workOnShare(folder, rank, runs, options, { ...around, onRun: undefined, onNote: undefined });
  return { folder, runs: [], done: 0, skipped: 0, elsewhere: 0, failures: [], left: 0, isFollower: true };
}

/** The launcher in a given environment. */
export const mpiLauncher = (environment: { readonly [name: string]: string | undefined }): Launcher => ({
  name: 'mpi',
  prepare: async (out, family) => {
    const { rank, key } = rankOf(environment);
    // without --out all ranks must arrive at the same name by themselves
    return { out: out ?? `runs/${family}-mpi-${key}`, isLeader: rank === 0 };
  },
  launch: (folder, tasks, options, around) => {
    const rank = rankOf(environment);
    return rank.rank === 0 ? lead(folder, rank, tasks, options, around) : follow(folder, rank, options, around);
  },
});

export const MPI: Launcher = mpiLauncher(process.env);
