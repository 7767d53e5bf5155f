/** How items are divided into parts that have none in common. */
import type { Part, Sizes } from './examples.js';

/** Items of each part, by their numbers among all. */
export type Division = { readonly [P in Part]: Int32Array };

const PARTS: readonly Part[] = ['training', 'validation', 'test'];

/** Cuts an order of items: training first, then validation, then the test. */
export function cut(order: Int32Array, sizes: Sizes): Division {
  let from = 0;
  const parts = PARTS.map((part) => {
    const items = order.subarray(from, from + sizes[part]);
    from += sizes[part];
    return [part, items] as const;
  });
  return Object.fromEntries(parts) as Division;
}
