/** Timing: the shortest of many short repetitions, because machines are shared and noise only ever adds time. */
import type { Subject } from '../model/bench.js';

/** A clock in milliseconds that never goes back. */
export type Milliseconds = () => number;

export interface Measurement {
  readonly name: string;
  /** Seconds of one call or step. */
  readonly seconds: number;
  readonly flops: number;
  readonly bytes: number;
  readonly gflops: number;
  readonly gbytes: number;
  /** Share of the machine's ceiling: the larger of the shares of peak arithmetic and of bandwidth; null where the operations are not those done. */
  readonly share: number | null;
}

export interface Ceiling {
  /** Peak arithmetic in GFLOP/s, on vectors as wide as the engine makes them. */
  readonly gflops: number;
  /** Bandwidth in GB/s over working sets of growing size: of reading, or of reading and writing, whichever moves more. */
  readonly bandwidth: readonly { readonly bytes: number; readonly gbytes: number }[];
}

/** Seconds of one of `inner` calls: the smallest mean over repetitions of about `spanMs` each, within `budgetMs`. */
export function least(clock: Milliseconds, call: (inner: number) => void, budgetMs: number, spanMs = 4): number {
  let inner = 1;
  let best = Number.POSITIVE_INFINITY;
  const end = clock() + budgetMs;
  let repetitions = 0;
  while (clock() < end || repetitions < 5) {
    const before = clock();
    call(inner);
    const took = clock() - before;
    if (took < spanMs && inner < 2 ** 28) {
      inner = Math.max(inner + 1, Math.min(inner * 4, Math.ceil((inner * spanMs) / Math.max(took, 0.001))));
    } else {
      best = Math.min(best, took / inner / 1000);
      repetitions++;
    }
  }
  return best;
}

/** The bandwidth that bounds a working set. */
function bandwidthOf({ bandwidth: levels }: Ceiling, workingSet: number): number {
  return (levels.find(({ bytes }) => workingSet <= bytes) ?? levels[levels.length - 1]).gbytes;
}

/** A measurement of a subject that took so long, with its rates and its share of the ceiling. */
export function rate(subject: Omit<Subject, 'run'>, seconds: number, ceiling: Ceiling): Measurement {
  const { name, flops, bytes, workingSet = bytes, peak = 1, countsMore = false } = subject;
  const gflops = flops / seconds / 1e9;
  const gbytes = bytes / seconds / 1e9;
  const share = Math.max(gflops / (peak * ceiling.gflops), gbytes / bandwidthOf(ceiling, workingSet));
  return { name, seconds, flops, bytes, gflops, gbytes, share: countsMore ? null : share };
}

/** Seconds of one of a subject. */
export const secondsOf = ({ run, perCall = 1, spanMs }: Subject, clock: Milliseconds, budgetMs: number): number =>
  least(clock, run, budgetMs, spanMs) / perCall;

/** What a subject says of itself, without the memory that it runs in, and how long one of it took. */
export interface Timed {
  readonly subject: Omit<Subject, 'run'>;
  readonly seconds: number;
}

/** Times subjects one after the other. */
export const timeAll = (subjects: Iterable<Subject>, clock: Milliseconds, budgetMs: number): readonly Timed[] =>
  Array.from(subjects, (subject) => {
    const { run, ...rest } = subject;
    return { subject: rest, seconds: secondsOf(subject, clock, budgetMs) };
  });

/** Times subjects one after the other, and says their shares of a ceiling. */
export const measureAll = (
  subjects: Iterable<Subject>,
  ceiling: Ceiling,
  clock: Milliseconds,
  budgetMs: number,
): readonly Measurement[] =>
  timeAll(subjects, clock, budgetMs).map(({ subject, seconds }) => rate(subject, seconds, ceiling));
