/** Random orders of items, by position: the order of an epoch follows from seed, fit and epoch alone. */
import type { Kernels } from '../kernel/kernels.js';
import { uniformDraws } from '../method/random.js';

/** Makes 0 to n - 1 of the array and exchanges from the last place down (Fisher and Yates); `draws` are n uniform numbers below 1. */
export function permute(order: Int32Array, draws: ArrayLike<number>): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(draws[i] * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}

/** Gives a uniform order of 0 to count - 1. */
export type OrderSource = (count: number, purpose: number, stream: number) => Int32Array;

/** Orders by the draws of a seed. The memory for the draws is taken once, for `most` items. */
export function orderSource(kernels: Kernels, seed: number, most: number): OrderSource {
  const draws = uniformDraws(kernels, seed, most);
  return (count, purpose, stream) => {
    const order = new Int32Array(count);
    permute(order, draws(purpose, stream, 0, count));
    return order;
  };
}
