/**
 * What must be known of a whole batch: sums that the shares need of each other, and the length of the gradient. Both are added up in an order
 * that depends on sizes alone, so one thread and several give the same bits.
 */
import { type Batch, type Clipping, type Moment, type Outcome, sumOfOutcomes, type Trainable } from './trainable.js';

/** Adds up the sums of shares, which stand one behind the other, in the order of shares. */
export function sumOfShares(sums: ArrayLike<number>, count: number): Float64Array {
  const whole = new Float64Array(count);
  for (let i = 0; i < sums.length; i++) whole[i % count] += sums[i];
  return whole;
}

/** A batch by one thread: its survey, then the gradients of all shares. */
export function learnWhole(
  network: Pick<Trainable, 'shares' | 'survey' | 'gradientOfShares'>,
  batch: Batch,
  at: Moment,
): Outcome {
  const all = { from: 0, to: network.shares(batch.items).length };
  const { survey } = network;
  survey?.take(sumOfShares(survey.of(batch, all, at), survey.count), batch);
  return sumOfOutcomes(network.gradientOfShares(batch, all, at, 0));
}

/** Keeps a gradient of no length from being divided by. */
const TINY = 1e-6;

/** What a gradient is multiplied by so that it is not longer than it may be; `squares` are the sums of squares of its tensors, in their order. */
export function clipFactor({ longest }: Clipping, squares: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < squares.length; i++) sum += squares[i];
  return Math.min(1, longest / (Math.sqrt(sum) + TINY));
}
