/** Comparing computed arrays with golden ones: the largest error against a bound, per quantity. */

export interface Comparison {
  readonly quantity: string;
  /** Largest error found, relative to the largest magnitude of the golden array unless `isAbsolute`. */
  readonly error: number;
  readonly bound: number;
}

export type Nested = number | null | readonly Nested[];

/** All numbers of a nested list, in order. */
export function flatten(value: Nested): readonly number[] {
  if (typeof value === 'number') return [value];
  return value === null ? [Number.NaN] : value.flatMap((entry) => [...flatten(entry)]);
}

/** Largest difference over the largest magnitude of the golden numbers (1 if they are all zero). Sizes must agree. */
export function relative(quantity: string, computed: ArrayLike<number>, golden: Nested, bound: number): Comparison {
  const expected = flatten(golden);
  if (computed.length !== expected.length) return { quantity, error: Number.POSITIVE_INFINITY, bound };
  let largest = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    // written so that NaN counts as an infinite error
    const difference = Math.abs(computed[i] - expected[i]);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return { quantity, error: largest === 0 ? 0 : largest / (scale || 1), bound };
}

/** Largest difference. Sizes must agree. */
export function absolute(quantity: string, computed: ArrayLike<number>, golden: Nested, bound: number): Comparison {
  const expected = flatten(golden);
  if (computed.length !== expected.length) return { quantity, error: Number.POSITIVE_INFINITY, bound };
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(computed[i] - expected[i]);
    if (!(difference <= error)) error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return { quantity, error, bound };
}

/** Error 0 if both are the same, else infinite. */
export function equal(quantity: string, computed: unknown, golden: unknown): Comparison {
  const isSame = JSON.stringify(computed) === JSON.stringify(golden);
  return { quantity, error: isSame ? 0 : Number.POSITIVE_INFINITY, bound: 0 };
}

/** Relative error entry by entry with an absolute floor, as a share of the allowance. */
export function mixed(
  quantity: string,
  computed: ArrayLike<number>,
  golden: Nested,
  rel: number,
  abs: number,
): Comparison {
  const expected = flatten(golden);
  if (computed.length !== expected.length) return { quantity, error: Number.POSITIVE_INFINITY, bound: rel };
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const share = Math.abs(computed[i] - expected[i]) / (rel * Math.abs(expected[i]) + abs);
    if (!(share <= worst)) worst = Number.isNaN(share) ? Number.POSITIVE_INFINITY : share;
  }
  return { quantity, error: worst * rel, bound: rel };
}
