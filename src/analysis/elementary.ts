/** Elementary functions for statistics, and what multiplications alone can make. */
export { type Elementary, elementaryOf } from '../kernel/elementary.js';

/** c[0] + c[1] x + c[2] x^2 + ... by Horner's rule. */
export function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
  return sum;
}
