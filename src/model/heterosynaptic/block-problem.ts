/** Whether a block of the Hessian can be inverted: what is said of one before anything is written, and where it is factored. */
import type { Precision } from '../../train/trainable.js';

/** Difference of two entries that are to be the same, relative to the diagonal: that of matrices that were products. */
const ASYMMETRY = 1e-6;

/** The order of a square matrix of so many numbers; undefined for another number of them. */
export function orderOf(values: Float64Array): number | undefined {
  const order = Math.sqrt(values.length);
  return Number.isInteger(order) && order > 0 ? order : undefined;
}

function asymmetry(order: number, values: Float64Array): string | undefined {
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      const [one, other] = [values[i * order + j], values[j * order + i]];
      if (!Number.isFinite(one)) return `has ${one} in row ${i}, column ${j}: it must be finite`;
      const size = Math.sqrt(Math.abs(values[i * order + i] * values[j * order + j]));
      if (Math.abs(one - other) <= ASYMMETRY * size) continue;
      return `is not symmetric: it has ${one} in row ${i}, column ${j}, and ${other} across the diagonal`;
    }
  }
  return undefined;
}

/** Whether Cholesky's factor exists, in the order and the precision of the kernel that makes it: what passes here does not fail there. */
function isPositiveDefinite(order: number, values: Float64Array, precision: Precision): boolean {
  const round = precision === 'f32' ? Math.fround : (x: number): number => x;
  const l = Float64Array.from(values, round); // [order, order]
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = l[i * order + j];
      for (let k = 0; k < j; k++) sum = round(sum - round(l[i * order + k] * l[j * order + k]));
      if (i === j && !(sum > 0)) return false;
      l[i * order + j] = i === j ? round(Math.sqrt(sum)) : round(sum / l[j * order + j]);
    }
  }
  return true;
}

/** Why a block cannot be inverted, as the rest of a sentence; undefined if it can. */
export function blockProblem(values: Float64Array, precision: Precision): string | undefined {
  const order = orderOf(values);
  if (order === undefined) return `has ${values.length} numbers: it must be square`;
  const odd = asymmetry(order, values);
  if (odd !== undefined || isPositiveDefinite(order, values, precision)) return odd;
  return precision === 'f32' && isPositiveDefinite(order, values, 'f64')
    ? 'is positive definite in double precision alone'
    : 'is not positive definite';
}
