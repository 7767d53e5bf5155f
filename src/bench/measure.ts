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
  /** Share of the machine's ceiling: the larger of the shares of peak arithmetic and of bandwidth. */
  readonly share: number | null;
}

export interface Ceiling {
  /** Peak 128-bit arithmetic in GFLOP/s. */
  readonly gflops: number;
  /** Read bandwidth in GB/s over working sets of growing size. */
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

/**
 * A measurement with its rates and its share of the ceiling. `workingSet`: bytes that the call goes over; `peak`: peaks of double
 * precision that its arithmetic may reach.
 */
export function rate(
  name: string,
  seconds: number,
  flops: number,
  bytes: number,
  ceiling: Ceiling,
  workingSet = bytes,
  peak = 1,
): Measurement {
  const gflops = flops / seconds / 1e9;
  const gbytes = bytes / seconds / 1e9;
  const levels = ceiling.bandwidth;
  const { gbytes: bandwidth } = levels.find((level) => workingSet <= level.bytes) ?? levels[levels.length - 1];
  return {
    ...{ name, seconds, flops, bytes, gflops, gbytes },
    share: Math.max(gflops / (peak * ceiling.gflops), gbytes / bandwidth),
  };
}

/** Seconds of one of a subject. */
export const secondsOf = ({ run, perCall = 1, spanMs }: Subject, clock: Milliseconds, budgetMs: number): number =>
  least(clock, run, budgetMs, spanMs) / perCall;

/** Times subjects one after the other. */
export const measureAll = (
  subjects: Iterable<Subject>,
  ceiling: Ceiling,
  clock: Milliseconds,
  budgetMs: number,
): readonly Measurement[] =>
  Array.from(subjects, (subject) => {
    const { name, flops, bytes, workingSet, peak } = subject;
    return rate(name, secondsOf(subject, clock, budgetMs), flops, bytes, ceiling, workingSet, peak);
  });
