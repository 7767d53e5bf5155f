/**
 * Values between two ends: steps, equal differences, equal ratios. All arithmetic is on big integers, and no function of
 * the host (`Math.pow`, `Math.log`) takes part, so every engine gives the same doubles.
 */

import { align, type Decimal, decimalToNumber, ratioToNumber } from './decimal.js';

/** Binary digits after the point in the computation of a root: 2^20 multiplications leave more than 200 of them right. */
const FRACTION_BITS = 256n;
const ONE = 1n << FRACTION_BITS;

/** Number of values of start, start + step, ... up to end; 0 if the step leads away from the end. `step` is not 0. */
export function countSteps(start: Decimal, end: Decimal, step: Decimal): bigint {
  const [a, b, s] = align(start, end, step).mantissas;
  const isAway = s > 0n ? b < a : b > a;
  return isAway ? 0n : (b - a) / s + 1n;
}

/** start, start + step, ...: `count` values, each the double nearest to the exact decimal. */
export function steppedValues(start: Decimal, end: Decimal, step: Decimal, count: number): readonly number[] {
  const { mantissas, scale } = align(start, end, step);
  const [a, , s] = mantissas;
  return Array.from({ length: count }, (_, i) => decimalToNumber(a + BigInt(i) * s, scale));
}

/** `count` >= 2 values with equal differences; both ends are exact, the others the nearest doubles. */
export function linearValues(start: Decimal, end: Decimal, count: number): readonly number[] {
  const { mantissas, scale } = align(start, end);
  const [a, b] = mantissas;
  const parts = BigInt(count - 1);
  const den = parts * 10n ** BigInt(scale);
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return decimalToNumber(a, scale);
    if (i === count - 1) return decimalToNumber(b, scale);
    return ratioToNumber({ num: a * parts + BigInt(i) * (b - a), den });
  });
}

/**
 * `count` >= 2 values with equal ratios between positive ends; both ends are exact, the others the doubles nearest to
 * start (end/start)^(i/(count-1)) computed to 60 digits.
 */
export function logarithmicValues(start: Decimal, end: Decimal, count: number): readonly number[] {
  const { mantissas, scale } = align(start, end);
  const [a, b] = mantissas;
  if (b < a) return [...logarithmicValues(end, start, count)].reverse();
  const ratio = exponential(logarithm(b, a) / BigInt(count - 1));
  const den = (10n ** BigInt(scale)) << FRACTION_BITS;
  const values = [decimalToNumber(a, scale)];
  let power = ONE;
  for (let i = 1; i < count - 1; i++) {
    power = (power * ratio) >> FRACTION_BITS;
    values.push(ratioToNumber({ num: a * power, den }));
  }
  values.push(decimalToNumber(b, scale));
  return values;
}

/** 2 artanh(z) = ln((1 + z)/(1 - z)) by its series, for 0 <= z <= 1/3 in fixed point. */
function twiceArtanh(z: bigint): bigint {
  const square = (z * z) >> FRACTION_BITS;
  let sum = 0n;
  let term = z;
  for (let k = 1n; term > 0n; k += 2n) {
    sum += term / k;
    term = (term * square) >> FRACTION_BITS;
  }
  return 2n * sum;
}

/** ln(num/den) in fixed point, num >= den > 0: the quotient is 2^e f with f in [1, 2). */
function logarithm(num: bigint, den: bigint): bigint {
  const quotient = (num << FRACTION_BITS) / den;
  const e = BigInt(quotient.toString(2).length) - 1n - FRACTION_BITS;
  const f = quotient >> e;
  const ln2 = twiceArtanh(ONE / 3n);
  return e * ln2 + twiceArtanh(((f - ONE) << FRACTION_BITS) / (f + ONE));
}

/** e^x in fixed point, x >= 0: Taylor series of x/2^halvings <= 2^-8, then squared as often. */
function exponential(x: bigint): bigint {
  const halvings = BigInt((x >> FRACTION_BITS).toString(2).length) + 8n;
  const small = x >> halvings;
  let sum = ONE;
  let term = ONE;
  for (let k = 1n; term > 0n; k++) {
    term = ((term * small) >> FRACTION_BITS) / k;
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> FRACTION_BITS;
  return sum;
}
