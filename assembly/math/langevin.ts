/**
 * The continuous Bernoulli law on [-1, 1] with log-odds t: mean (Langevin function), variance and their inverse.
 *
 *   L(t) = coth t - 1/t      L'(t) = 1/t^2 - 1/sinh^2 t      L(0) = 0, L'(0) = 1/3
 *
 *   |t| < 1    L = t P(t^2), degree 11 in t^2           |t| < 2    L' = D(t^2), degree 16
 *   else       L = 1 - 1/a + 2 E/(1 - E), a = |t|       else       L' = 1/a^2 - 4 E/(1 - E)^2, E = e^-2a
 *
 * Both polynomials interpolate at the Chebyshev nodes (nearest poles: t = +-i pi); the difference 1 - 1/a is exact up to a = 2, so
 * neither branch cancels. Error: L 2.74 ulp, L' 3.28 ulp at most over 10^5 points against 280 bits (tests/kernel/
 * attractor-functions.test.ts has the references); 3 and 4 ulp promised. L: about 60 operations and 2 divisions a value if lanes fall
 * into both branches; a branch that no lane needs is skipped.
 *
 * The `literal` forms are the published program's: the argument of coth clipped to +-700, 1/t not, so that they cancel near 0 and give
 * NaN for subnormals. Source: T. Spisak and K. Friston, arXiv 2505.22749, and its program. No fused operations: same bits in both builds.
 */
import { abs_f64x2, constant_f64x2, copysign_f64x2, storePair } from './simd';
import { exp_f64x2 } from './exp';
import { expm1_f64 } from './expm1';
import { tanh_f64x2 } from './tanh';

const TABLE = memory.data<f64>([
  /*  0 */ 0.0, /*  1 */ 1.0, /*  2 */ 2.0, /*  3 */ 4.0, /*  4 literal: clip */ 700.0, /*  5 */ -700.0,
]);

/** P(z) = L(t)/t, z = t^2 in [0, 1], lowest power first. */
const P = memory.data<f64>([
  0.3333333333333333, -0.022222222222222216, 0.0021164021164018997, -0.00021164021163615698, 2.1377799116279e-5,
  -2.1644040556002346e-6, 2.1925865795181036e-7, -2.2212632091642007e-8, 2.247586237518309e-9, -2.245921427196067e-10,
  2.067672478831482e-11, -1.3029134634279475e-12,
]);

/** D(z) = L'(t), z = t^2 in [0, 4], lowest power first. */
const D = memory.data<f64>([
  0.3333333333333333, -0.0666666666666656, 0.010582010581984888, -0.0014814814812357073, 0.00019240019115863624,
  -2.3808443269178534e-5, 2.8503654368466868e-6, -3.332080439085003e-7, 3.825189400654076e-8, -4.32420746429111e-9,
  4.801631701760865e-10, -5.1611819548293787e-11, 5.1753611370135626e-12, -4.528804441231041e-13,
  3.1285048751581245e-14, -1.4649235424241904e-15, 3.3944437396926244e-17,
]);

/** c_k + x c_(k+1). */
// @ts-ignore: decorator
@inline
function pair(table: usize, k: usize, x: v128): v128 {
  return f64x2.add(constant_f64x2(table, k), f64x2.mul(x, constant_f64x2(table, k + 1)));
}

// @ts-ignore: decorator
@inline
function step_f64x2(low: v128, power: v128, high: v128): v128 {
  return f64x2.add(low, f64x2.mul(power, high));
}

/** L for |t| < 1. */
// @ts-ignore: decorator
@inline
export function small_langevin_f64x2(t: v128): v128 {
  const z = f64x2.mul(t, t);
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const a = step_f64x2(pair(P, 0, z), z2, pair(P, 2, z));
  const b = step_f64x2(pair(P, 4, z), z2, pair(P, 6, z));
  const c = step_f64x2(pair(P, 8, z), z2, pair(P, 10, z));
  return f64x2.mul(t, step_f64x2(a, z4, step_f64x2(b, z4, c)));
}

/** e^-2a, shared by the functions of the law. */
// @ts-ignore: decorator
@inline
export function decay_f64x2(a: v128): v128 {
  return exp_f64x2(f64x2.neg(f64x2.add(a, a)));
}

/** L for |t| >= 1 from a = |t| and e = e^-2a. */
// @ts-ignore: decorator
@inline
export function large_langevin_f64x2(t: v128, a: v128, e: v128): v128 {
  const one = constant_f64x2(TABLE, 1);
  const tail = f64x2.div(f64x2.add(e, e), f64x2.sub(one, e));
  return copysign_f64x2(f64x2.add(f64x2.sub(one, f64x2.div(one, a)), tail), t);
}

/** L of both lanes: odd to the last bit, L(+-Infinity) = +-1, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function langevin_f64x2(t: v128): v128 {
  const a = abs_f64x2(t);
  const isSmall = f64x2.lt(a, constant_f64x2(TABLE, 1));
  if (i64x2.all_true(isSmall)) return small_langevin_f64x2(t);
  if (!v128.any_true(isSmall)) return large_langevin_f64x2(t, a, decay_f64x2(a));
  return v128.bitselect(small_langevin_f64x2(t), large_langevin_f64x2(t, a, decay_f64x2(a)), isSmall);
}

/** L as the published program computes it; see the head comment. */
// @ts-ignore: decorator
@inline
export function langevin_literal_f64x2(t: v128): v128 {
  const one = constant_f64x2(TABLE, 1);
  const clipped = f64x2.pmax(f64x2.pmin(t, constant_f64x2(TABLE, 4)), constant_f64x2(TABLE, 5));
  const y = f64x2.sub(f64x2.div(one, tanh_f64x2(clipped)), f64x2.div(one, t));
  return v128.andnot(y, f64x2.eq(t, constant_f64x2(TABLE, 0)));
}

/** L' of both lanes: even, 0 at +-Infinity, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function langevin_slope_f64x2(t: v128): v128 {
  const one = constant_f64x2(TABLE, 1);
  const a = abs_f64x2(t);
  const z = f64x2.mul(a, a);
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const p = step_f64x2(pair(D, 0, z), z2, pair(D, 2, z));
  const q = step_f64x2(pair(D, 4, z), z2, pair(D, 6, z));
  const r = step_f64x2(pair(D, 8, z), z2, pair(D, 10, z));
  const s = step_f64x2(step_f64x2(pair(D, 12, z), z2, pair(D, 14, z)), z4, constant_f64x2(D, 16));
  const series = step_f64x2(p, z4, step_f64x2(q, z4, step_f64x2(r, z4, s)));
  const e = decay_f64x2(a);
  const gap = f64x2.sub(one, e);
  const tail = f64x2.div(f64x2.mul(constant_f64x2(TABLE, 3), e), f64x2.mul(gap, gap));
  const inverse = f64x2.div(one, a);
  const direct = f64x2.sub(f64x2.mul(inverse, inverse), tail);
  return v128.bitselect(series, direct, f64x2.lt(a, constant_f64x2(TABLE, 2)));
}

/** L(t), the bits of a lane of `langevin_f64x2`. */
export function langevin_f64(t: f64): f64 {
  return f64x2.extract_lane(langevin_f64x2(f64x2.splat(t)), 0);
}

/** L(t) as published, the bits of a lane of `langevin_literal_f64x2`. */
export function langevin_literal_f64(t: f64): f64 {
  return f64x2.extract_lane(langevin_literal_f64x2(f64x2.splat(t)), 0);
}

/** L'(t), the bits of a lane of `langevin_slope_f64x2`. */
export function langevin_slope_f64(t: f64): f64 {
  return f64x2.extract_lane(langevin_slope_f64x2(f64x2.splat(t)), 0);
}

/** Rational approximation of the inverse of L, y (3 - y^2)/(1 - y^2): at most 4.94 % off, poles at +-1. */
export function langevin_inverse_rational_f64(y: f64): f64 {
  const square = y * y;
  return (y * (3 - square)) / (1 - square);
}

/** Passes of Newton's method at most; about 4 suffice from the rational start. */
const PASSES: i32 = 60;
/** Below this L(t) = t/3 to the last bit. */
const LINEAR: f64 = 3e-9;

/**
 * The t with L(t) = y: Newton from the rational approximation within a bracket, which is halved when a pass leaves it. For |y| >= 1/2
 * the equation solved is 1/t - 2/expm1(2t) = 1 - |y|, whose right side is exact, so the result keeps its relative accuracy up to the
 * pole. +-1 give +-Infinity, beyond is NaN. Error: what 5 ulp of y do to t, and 16 ulp. Not vectorised.
 */
export function langevin_inverse_f64(y: f64): f64 {
  const target = abs(y);
  if (!(target <= 1)) return NaN;
  if (target == 1) return copysign<f64>(Infinity, y);
  if (target < LINEAR) return 3 * y;
  // L(t) <= t/3 and 1 - L(t) <= 1/t
  const gap = 1 - target;
  let low = 3 * target,
    high = 1 / gap;
  let t = langevin_inverse_rational_f64(target);
  for (let pass = 0; pass < PASSES; pass++) {
    // positive if t is too small
    const error = target < 0.5 ? target - langevin_f64(t) : 1 / t - 2 / expm1_f64(2 * t) - gap;
    if (error == 0) break;
    if (error > 0) low = t;
    else high = t;
    let next = t + error / langevin_slope_f64(t);
    if (!(next >= low && next <= high)) next = 0.5 * (low + high);
    const isSettled = abs(next - t) <= 1.2e-16 * next;
    t = next;
    if (isSettled) break;
  }
  return copysign<f64>(t, y);
}

/** dst[i] = L(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function langevin_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  while (src < end) {
    v128.store(dst, langevin_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, langevin_f64(load<f64>(src)));
}

/** dst[i] = L(src[i]) as published, for i < n; f64, any n, dst == src allowed. */
export function langevin_literal_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  for (; src + 32 <= end; src += 32, dst += 32) {
    storePair(dst, langevin_literal_f64x2(v128.load(src)), langevin_literal_f64x2(v128.load(src, 16)));
  }
  if (src < end) {
    v128.store(dst, langevin_literal_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, langevin_literal_f64(load<f64>(src)));
}

/** dst[i] = L'(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function langevin_slope_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  for (; src + 32 <= end; src += 32, dst += 32) {
    storePair(dst, langevin_slope_f64x2(v128.load(src)), langevin_slope_f64x2(v128.load(src, 16)));
  }
  if (src < end) {
    v128.store(dst, langevin_slope_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, langevin_slope_f64(load<f64>(src)));
}

/** dst[i] = the inverse of L at src[i], for i < n; f64, any n, dst == src allowed. */
export function langevin_inverse_array_f64(src: usize, dst: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<f64>(dst + ((<usize>i) << 3), langevin_inverse_f64(load<f64>(src + ((<usize>i) << 3))));
  }
}
