import { describe, expect, it } from 'vitest';
import { divideFixed, expFixed, FRACTION_BITS, logFixed, toFixed } from './fixed-point.js';
import {
  expm1Reference,
  expReference,
  log1pReference,
  logReference,
  type Reference,
  sigmoidReference,
  tanhReference,
} from './reference.js';

const ONE = 1n << FRACTION_BITS;

/** The error the measurement of kernels can tolerate: 2^-68 is 2^-15 ulp. */
const MAX_RELATIVE_ERROR_LOG2 = -68;

/** log2 of the relative error of a reference against the exact fixed-point value. */
function errorLog2(reference: Reference, x: number, exact: bigint): number {
  const out = new Float64Array(3);
  reference(x, out);
  const shift = BigInt(out[2]);
  const sum = toFixed(out[0]) + toFixed(out[1]);
  const value = shift >= 0n ? sum << shift : sum >> -shift;
  const difference = value > exact ? value - exact : exact - value;
  const magnitude = exact < 0n ? -exact : exact;
  return difference.toString(2).length - magnitude.toString(2).length;
}

/** Deterministic magnitudes from 2^-40 to 64, and points around the table steps. */
const magnitudes = Array.from({ length: 300 }, (_, i) => 2 ** (-40 + (i * 46) / 300) * (1 + ((i * 0.618034) % 1) / 8));
const bothSigns = magnitudes.flatMap((x) => [x, -x]);
const minusOne = (a: bigint): bigint => a - ONE;

const CASES: readonly (readonly [string, Reference, readonly number[], (a: bigint) => bigint])[] = [
  ['exp', expReference, bothSigns, expFixed],
  ['expm1', expm1Reference, bothSigns, (a) => minusOne(expFixed(a))],
  ['log', logReference, [...magnitudes, ...bothSigns.map((x) => 1 + x / 80)], logFixed],
  ['log1p', log1pReference, [...magnitudes, ...magnitudes.map((x) => -x / 80)], (a) => logFixed(ONE + a)],
  ['tanh', tanhReference, bothSigns, (a) => divideFixed(minusOne(expFixed(2n * a)), expFixed(2n * a) + ONE)],
  ['sigmoid', sigmoidReference, bothSigns, (a) => divideFixed(ONE, ONE + expFixed(-a))],
];

describe('the double-double reference', () => {
  it.each(CASES)('of %s agrees with BigInt arithmetic to 2^-68', (_name, reference, points, exact) => {
    const worst = Math.max(...points.map((x) => errorLog2(reference, x, exact(toFixed(x)))));
    expect(worst).toBeLessThanOrEqual(MAX_RELATIVE_ERROR_LOG2);
  });
});
