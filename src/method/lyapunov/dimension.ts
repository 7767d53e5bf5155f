/** What follows from a spectrum: dimension, entropy, predictability, sums (spec B.4). Exponents may come in any order. */
import type { Elementary } from '../../kernel/elementary.js';

const descending = (exponents: ArrayLike<number>): Float64Array => Float64Array.from(exponents).sort().reverse();

export interface KaplanYorke {
  readonly dimension: number;
  /** True if no partial sum is negative: more exponents are needed, the dimension is at least this. */
  readonly isLowerBound: boolean;
}

/**
 * Kaplan-Yorke dimension D = j + (sum of the j largest) / |next|, j the number of leading exponents whose partial sum
 * stays >= 0. 0 if the largest is negative, or there is none. `dim` is the number of variables: with all exponents
 * given, a spectrum without contraction has the full dimension, and that is no lower bound.
 */
export function kaplanYorke(exponents: ArrayLike<number>, dim?: number): KaplanYorke {
  const sorted = descending(exponents);
  let sum = 0;
  for (let j = 0; j < sorted.length; j++) {
    const next = sum + sorted[j];
    if (next < 0) return { dimension: j === 0 ? 0 : j + sum / Math.abs(sorted[j]), isLowerBound: false };
    sum = next;
  }
  return { dimension: sorted.length, isLowerBound: sorted.length > 0 && sorted.length !== dim };
}

/** Sum of the positive exponents, nats per unit of time: Pesin's upper bound of the entropy rate. */
export function entropyRate(exponents: ArrayLike<number>): number {
  return descending(exponents).reduce((sum, value) => (value > 0 ? sum + value : sum), 0);
}

/** Nats to bits. */
export function inBits(nats: number, { log }: Pick<Elementary, 'log'>): number {
  return nats / log(2);
}

/** Number of exponents above a tolerance (default 0). */
export function countPositive(exponents: ArrayLike<number>, tolerance = 0): number {
  return descending(exponents).filter((value) => value > tolerance).length;
}

/** 1 / lambda_1; Infinity without a positive exponent. */
export function predictabilityTime(exponents: ArrayLike<number>): number {
  const largest = descending(exponents)[0];
  return largest > 0 ? 1 / largest : Number.POSITIVE_INFINITY;
}

export interface SumRule {
  readonly sum: number;
  readonly expected: number;
  readonly difference: number;
}

/** Compares the sum of ALL exponents with the mean divergence (trace of the Jacobian, or ln |det| per time of a map). */
export function sumRule(exponents: ArrayLike<number>, expected: number): SumRule {
  let sum = 0;
  for (let i = 0; i < exponents.length; i++) sum += exponents[i];
  return { sum, expected, difference: sum - expected };
}

/**
 * Participation dimension (sum e)^2 / sum e^2 of the eigenvalues e of the covariance of X [samples, variables], from the
 * trace of the covariance and of its square. NaN for a constant record. Cost: samples variables min(samples, variables).
 */
export function participationDimension(X: Float64Array, variables: number): number {
  const samples = Math.floor(X.length / variables);
  const centred = X.slice(0, samples * variables); // [samples, variables]
  for (let c = 0; c < variables; c++) {
    let sum = 0;
    for (let n = 0; n < samples; n++) sum += centred[n * variables + c];
    for (let n = 0; n < samples; n++) centred[n * variables + c] -= sum / samples;
  }
  // X'X and XX' have the same non-zero eigenvalues: take the smaller one
  const isWide = variables > samples;
  const [size, length] = isWide ? [samples, variables] : [variables, samples];
  const [stride, along] = isWide ? [variables, 1] : [1, variables];
  let trace = 0;
  let traceOfSquare = 0;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let m = 0; m < length; m++) dot += centred[a * stride + m * along] * centred[b * stride + m * along];
      traceOfSquare += (a === b ? 1 : 2) * dot * dot;
      if (a === b) trace += dot;
    }
  }
  return (trace * trace) / traceOfSquare;
}
