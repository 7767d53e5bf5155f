// Free energy of a state (spec 3): with c = b + J s and m = L(c)
//
//   accuracy A = b.m + m.J m     complexity C = sum_i KL(CB(c_i) || CB(b_i)) = sum_i psi(b_i) - psi(c_i) + (c_i - b_i) m_i
//   free energy F = C - A        mean field F_mf = C - m.J m / 2
//
// The literal complexity takes ln(c / sinh c), which overflows beyond 710.4758: each term is then minus infinite and C may be NaN.
// Source: T. Spisak and K. Friston, arXiv 2505.22749, and its program.

import { dots_f64 } from '../linalg/vectors';
import { log_partition_f64x2 } from '../math/continuous-bernoulli';
import { langevin_literal_f64x2 } from '../math/langevin';
import { abs_f64x2, constant_f64x2, sum_f64x2 } from '../math/simd';
import { expectations } from './expectations';
import { ENERGY_ACCURACY, ENERGY_COMPLEXITY, ENERGY_FREE_ENERGY, ENERGY_MEAN_FIELD_FREE_ENERGY } from './state';

/** Beyond this sinh is infinite in doubles; minus infinity; largest double; 0. */
const TABLE = memory.data<f64>([710.4758600739439, -Infinity, 0.0]);

/** ln(x / sinh x) with psi(x) = ln 2 + ln(sinh x / x); the ln 2 of the two terms of C cancels. */
// @ts-ignore: decorator
@inline
function literalTerm(x: v128, psi: v128): v128 {
  const isLost = f64x2.gt(abs_f64x2(x), constant_f64x2(TABLE, 0));
  return v128.bitselect(constant_f64x2(TABLE, 1), f64x2.neg(psi), isLost);
}

/**
 * Writes A, C, F, F_mf to `out`, an `energy`.
 *
 * field: J s; b, psi: biases and their log partitions; m, product: scratch, left as L(b + J s) and J m; all np doubles, padding of
 * field and b zero. Flops 2 np^2 + about 120 np, bytes 8 np^2.
 */
export function attractor_energy(
  J: usize,
  np: i32,
  field: usize,
  b: usize,
  psi: usize,
  m: usize,
  product: usize,
  isLiteral: i32,
  out: usize,
): void {
  if (isLiteral) energy(J, np, field, b, psi, m, product, true, out);
  else energy(J, np, field, b, psi, m, product, false, out);
}

// @ts-ignore: decorator
@inline
function energy(
  J: usize,
  np: i32,
  field: usize,
  b: usize,
  psi: usize,
  m: usize,
  product: usize,
  isLiteral: bool,
  out: usize,
): void {
  const bytes = (<usize>np) << 3;
  if (!isLiteral) expectations(np, b, field, m, product);
  let divergence = f64x2.splat(0),
    literal = f64x2.splat(0),
    drive = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const bias = v128.load(b + i);
    const c = f64x2.add(bias, v128.load(field + i));
    const own = v128.load(psi + i);
    let now: v128;
    if (isLiteral) {
      now = log_partition_f64x2(c);
      v128.store(m + i, langevin_literal_f64x2(c));
    } else {
      now = v128.load(product + i);
    }
    const mean = v128.load(m + i);
    divergence = f64x2.add(divergence, f64x2.add(f64x2.sub(own, now), f64x2.mul(f64x2.sub(c, bias), mean)));
    drive = f64x2.add(drive, f64x2.mul(bias, mean));
    if (isLiteral) {
      const after = f64x2.add(literalTerm(c, now), f64x2.mul(c, mean));
      const before = f64x2.add(literalTerm(bias, own), f64x2.mul(bias, mean));
      literal = f64x2.add(literal, f64x2.sub(after, before));
    }
  }
  dots_f64(J, np, np, m, product);
  let quadratic = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    quadratic = f64x2.add(quadratic, f64x2.mul(v128.load(m + i), v128.load(product + i)));
  }
  const form = sum_f64x2(quadratic);
  const accuracy = finiteOrBound(sum_f64x2(drive) + form);
  const complexity = sum_f64x2(divergence);
  const shown = isLiteral ? sum_f64x2(literal) : complexity;
  store<f64>(out, accuracy, ENERGY_ACCURACY);
  store<f64>(out, shown, ENERGY_COMPLEXITY);
  store<f64>(out, shown - accuracy, ENERGY_FREE_ENERGY);
  store<f64>(out, complexity - 0.5 * form, ENERGY_MEAN_FIELD_FREE_ENERGY);
}

/** NaN becomes 0 and infinities the largest double, as published. */
// @ts-ignore: decorator
@inline
function finiteOrBound(x: f64): f64 {
  if (x != x) return 0;
  return min(max(x, -f64.MAX_VALUE), f64.MAX_VALUE);
}
