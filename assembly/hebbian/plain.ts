// The same model written down directly: one dense J, one pass over it per step. The reference for the tests, and what the
// benchmarks compare with. Sequential Euler, identity activation.

import { madd_f64x2, sum_f64x2 } from '../math/simd';
import { tanh_f64x2 } from '../math/tanh';

/**
 * sigma <- (1 - r) sigma + r tanh(beta (field + u xi)); J <- a J + b sigma sigma^T, J_ii = 0; field <- J sigma.
 * J and KH (k times the Hebbian matrix) are np x np with zero padding. Returns sum_{i != j} (J_ij - KH_ij)^2.
 * Flops 8 np^2, bytes 24 np^2.
 */
export function hebbian_plain_step(
  np: i32,
  j: usize,
  kh: usize,
  sigma: usize,
  field: usize,
  xi: usize,
  beta: f64,
  u: f64,
  r: f64,
  a: f64,
  b: f64,
): f64 {
  const bytes = (<usize>np) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const drive = f64x2.add(v128.load(field + i), f64x2.mul(f64x2.splat(u), v128.load(xi + i)));
    const t = tanh_f64x2(f64x2.mul(f64x2.splat(beta), drive));
    const s = f64x2.mul(f64x2.splat(1 - r), v128.load(sigma + i));
    v128.store(sigma + i, f64x2.add(s, f64x2.mul(f64x2.splat(r), t)));
  }
  const decay = f64x2.splat(a);
  let distance: f64 = 0;
  for (let i: usize = 0; i < bytes; i += 8) {
    const row = j + i * <usize>np,
      reference = kh + i * <usize>np;
    const weight = f64x2.splat(b * load<f64>(sigma + i));
    let sum = f64x2.splat(0),
      squares = f64x2.splat(0);
    // the entry on the diagonal stays zero: its products are made in place and cleared after the loop
    const own = load<f64>(sigma + i);
    for (let c: usize = 0; c < bytes; c += 16) {
      const s = v128.load(sigma + c);
      const e = madd_f64x2(weight, s, f64x2.mul(decay, v128.load(row + c)));
      const d = f64x2.sub(e, v128.load(reference + c));
      sum = madd_f64x2(e, s, sum);
      squares = madd_f64x2(d, d, squares);
      v128.store(row + c, e);
    }
    const diagonal = load<f64>(row + i);
    store<f64>(row + i, 0);
    store<f64>(field + i, sum_f64x2(sum) - diagonal * own);
    distance += sum_f64x2(squares) - diagonal * diagonal;
  }
  return distance;
}
