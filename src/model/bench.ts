/** What of a family is timed. It says what is done and how much that is; the room `bench` has the clock. */
import type { FreshKernels } from '../kernel/kernels.js';

export interface Subject {
  readonly name: string;
  /** Floating point operations and bytes moved of one of it. */
  readonly flops: number;
  readonly bytes: number;
  /** Bytes that it goes over, which tell the level of memory that bounds it; `bytes` if absent. */
  readonly workingSet?: number;
  /** Its peak arithmetic in peaks of double precision: 2 in single precision; 1 if absent. */
  readonly peak?: number;
  /** Whether its operations are those of a plain loop, more than it does: it then has no share of the ceiling. */
  readonly countsMore?: boolean;
  /** Does it `count` times `perCall` times. */
  readonly run: (count: number) => void;
  /** How many of it one call of a kernel does; 1 if absent. */
  readonly perCall?: number;
  /** Shortest time of a measurement in milliseconds; that of all others if absent. */
  readonly spanMs?: number;
}

/** Made one after the other, since each has memory of its own. */
export interface Bench {
  /** Hot kernels on their own. */
  kernels(fresh: FreshKernels): Iterable<Subject>;
  /** Headline workloads: steps as a run does them. */
  workloads(fresh: FreshKernels): Iterable<Subject>;
}

/** A call again and again. */
export const repeated =
  (call: () => void) =>
  (count: number): void => {
    for (let i = 0; i < count; i++) call();
  };

/** What ends the name of a subject that `countsMore`. */
export const PLAIN_LOOP = ', operations of a plain loop';
