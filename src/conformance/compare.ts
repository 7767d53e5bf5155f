/** Comparing computed numbers with golden ones: the largest error against a bound, per quantity. */

export interface Comparison {
  readonly quantity: string;
  /** Largest error found; infinite if the lengths differ, or if only one of two entries is a number. */
  readonly error: number;
  readonly bound: number;
}

type Numbers = ArrayLike<number>;

/** Error of an entry: 0 for the same number, NaN and the infinities included. */
function difference(computed: number, expected: number): number {
  if (Object.is(computed, expected) || computed === expected) return 0;
  const error = Math.abs(computed - expected);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

/** The largest share that an entry's error has of its allowance. */
function worst(computed: Numbers, expected: Numbers, allowance: (i: number) => number): number {
  if (computed.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = difference(computed[i], expected[i]);
    if (error > 0) largest = Math.max(largest, error / allowance(i));
  }
  return largest;
}

/** Largest difference over the largest finite magnitude of the golden numbers (1 if they are all zero). */
export function relative(quantity: string, computed: Numbers, expected: Numbers, bound: number): Comparison {
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isFinite(expected[i])) scale = Math.max(scale, Math.abs(expected[i]));
  }
  return { quantity, error: worst(computed, expected, () => scale || 1), bound };
}

/** Largest difference. */
export const absolute = (quantity: string, computed: Numbers, expected: Numbers, bound: number): Comparison => ({
  quantity,
  error: worst(computed, expected, () => 1),
  bound,
});

/** Largest relative error, entry by entry, with an absolute floor. */
export const mixed = (
  quantity: string,
  computed: Numbers,
  expected: Numbers,
  rel: number,
  abs: number,
): Comparison => ({
  quantity,
  error: worst(computed, expected, (i) => rel * Math.abs(expected[i]) + abs) * rel,
  bound: rel,
});

/** Largest share of an allowance that differs from entry to entry. */
export const allowed = (
  quantity: string,
  computed: Numbers,
  expected: Numbers,
  allowance: (i: number) => number,
): Comparison => ({ quantity, error: worst(computed, expected, allowance), bound: 1 });

/** Error 0 if both are the same, key by key and entry by entry, else infinite. */
export const equal = (quantity: string, computed: unknown, expected: unknown): Comparison => ({
  quantity,
  error: JSON.stringify(computed) === JSON.stringify(expected) ? 0 : Number.POSITIVE_INFINITY,
  bound: 0,
});
