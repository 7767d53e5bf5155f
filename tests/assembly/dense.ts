// Dense matrices and random numbers for the specs: everything written down directly, one scalar at a time.
import { fill_uniform_f64 } from '../../assembly/random/uniform';

/** Distance of 1 from the next f64: two unit roundoffs. */
export const EPSILON: f64 = 2.220446049250313e-16;

/** Entry i of an array of f64. */
// @ts-ignore: decorator
@inline
export function at(array: usize, i: i32): f64 {
  return load<f64>(array + ((<usize>i) << 3));
}

// @ts-ignore: decorator
@inline
export function put(array: usize, i: i32, value: f64): void {
  store<f64>(array + ((<usize>i) << 3), value);
}

/** n numbers in [-1, 1), then zeros up to `padded`. */
export function randomVector(out: usize, n: i32, padded: i32, stream: u32): void {
  memory.fill(out, 0, (<usize>padded) << 3);
  fill_uniform_f64(out, n, 7, 0, 1, stream, 0, 0, -1, 1);
}

/** A symmetric hollow np x np matrix of numbers in [-1, 1), zero from row and column n on. */
export function randomSymmetric(out: usize, n: i32, np: i32, stream: u32): void {
  memory.fill(out, 0, (<usize>(np * np)) << 3);
  for (let i = 0; i < n; i++) randomVector(out + ((<usize>(i * np)) << 3), i, i, stream + 100 + i);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) put(out, i * np + j, at(out, j * np + i));
  }
}

/** sum_j x_j y_j in the order of the index. */
export function plainDot(x: usize, y: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < n; j++) sum += at(x, j) * at(y, j);
  return sum;
}

/** sum_j |x_j y_j|: what the rounding errors of a dot product are relative to. */
export function magnitude(x: usize, y: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < n; j++) sum += abs(at(x, j) * at(y, j));
  return sum;
}

/** Whether an np x np matrix equals its transpose bit for bit and its diagonal is +0. */
export function isSymmetricAndHollow(matrix: usize, np: i32): bool {
  let isGood = true;
  for (let i = 0; i < np; i++) {
    for (let j = 0; j < i; j++) {
      const upper = load<u64>(matrix + ((<usize>(j * np + i)) << 3));
      isGood = isGood && upper == load<u64>(matrix + ((<usize>(i * np + j)) << 3));
    }
    isGood = isGood && load<u64>(matrix + ((<usize>(i * np + i)) << 3)) == 0;
  }
  return isGood;
}
