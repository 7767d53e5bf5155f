/** The items of a task: what is learned, what a fit is judged by, and what is looked at once. */
import type { Batch } from './trainable.js';

export type Part = 'training' | 'validation' | 'test';

/** How many items each part has. */
export type Sizes = { readonly [P in Part]: number };

export interface Examples {
  readonly sizes: Sizes;
  /**
   * Items of a part as a batch; valid until the next call.
   *
   * @param items - their numbers within the part
   * @param round - the fit, 1 after pruning: parts may be divided anew; 0 if absent
   * @param epoch - of the fit: training items may be drawn anew in each; 0 if absent
   */
  batch(part: Part, items: ArrayLike<number>, round?: number, epoch?: number): Batch;
  /** Mean loss over the test of the one answer that is best for all of its items; absent where answers are classes. */
  constantLoss?(): number;
}

/** Batches of a part; the last may be short. */
export const batchesOf = (items: number, batchSize: number): number => Math.ceil(items / batchSize);
