/** Arrays that several figures of one page show: each is read once, and kept until the last of them has it. */
import type { ArrayValues, Need } from '../figure/figure.js';

export type ArrayNeed = Need & { readonly kind: 'array' };

/** The array that is needed; `read` reads it. */
export type ArrayReads = (need: ArrayNeed, read: () => Promise<ArrayValues>) => Promise<ArrayValues>;

/** Reads whatever is needed. */
export const READ_ALWAYS: ArrayReads = (_, read) => read();

/** Bytes of all arrays that are kept at once; what has no room is read again. Eight matrices of 2000 x 2000. */
const MOST_KEPT = 256 * 2 ** 20;

const keyOf = ({ table, value, step }: ArrayNeed): string => JSON.stringify([table, value, step]);

/** Reads for figures that need all of these together, one after the other. */
export function keptArrays(needs: readonly Need[], most = MOST_KEPT): ArrayReads {
  const left = new Map<string, number>();
  for (const need of needs) if (need.kind === 'array') left.set(keyOf(need), (left.get(keyOf(need)) ?? 0) + 1);
  const kept = new Map<string, ArrayValues>();
  return async (need, read) => {
    const key = keyOf(need);
    const array = kept.get(key) ?? (await read());
    const others = (left.get(key) ?? 1) - 1;
    left.set(key, others);
    kept.delete(key);
    const bytes = [array, ...kept.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
    if (others > 0 && bytes <= most) kept.set(key, array);
    return array;
  };
}
