/**
 * The continuous Bernoulli law on [-1, 1] with log-odds t: density, log partition, entropy, and sampling by the inverse of its
 * distribution function. a = |t|, E = e^-2a.
 *
 *   log partition   psi = ln(2 sinh t / t) = ln 2 + z Q(z), z = t^2 < 1;  a + ln((1 - E)/a) else; psi(0) = ln 2
 *   entropy         psi - t L(t), for a >= 1 as 1 + log1p(-E) - ln a - 2 a/expm1(2a), which does not cancel
 *   density at x    t e^(t x)/(2 sinh t) = e^(a (s - 1)) a/(1 - E), s = sign(t) x; 1/2 at t = 0; 0 outside [-1, 1]
 *   sample          x(u) with v = u, or 1 - u for t < 0: a < 1: -1 + log1p(v expm1(2a))/a; else 1 + ln(v + (1 - v) E)/a; sign restored.
 *                   It is 2 v - 1 below a = 2^-60 and never leaves [-1, 1]
 *
 * Error, over 10^5 points against 280 bits (references: tests/kernel/attractor-functions.test.ts): psi 1.93 ulp, 2.5 promised; sample
 * 5.4e-16 absolute, 6e-16 promised; entropy 4.6e-16 absolute, 8e-16 and an ulp promised; density
 * 2^-52 (2 + a |s - 1|) relative. The `literal` sampler is the published one: t clipped to +-500, ln(e^-t + u (e^t - e^-t))/t, 2u - 1 up to
 * |t| = 1e-8. Source: T. Spisak and K. Friston, arXiv 2505.22749, and its program. No fused operations: same bits in both builds.
 */
import { exp_f64x2 } from './exp';
import { expm1_f64x2 } from './expm1';
import { decay_f64x2, langevin_f64x2, large_langevin_f64x2, small_langevin_f64x2 } from './langevin';
import { log1p_f64x2, log_f64x2 } from './log';
import { abs_f64x2, constant_f64x2, sign_bit_f64x2 } from './simd';

const TABLE = memory.data<f64>([
  /*  0 */ 0.0, /*  1 */ 1.0, /*  2 */ 2.0, /*  3 */ -1.0, /*  4 2^-60 */ 8.673617379884035e-19,
  /*  5 ln 2 */ 0.6931471805599453, /*  6 literal: clip */ 500.0, /*  7 */ -500.0,
  /*  8 literal: uniform up to here */ 1e-8, /*  9 */ 0.5,
]);

/** Above this v + (1 - v) e^-2a has the same bits with e^-690 for what is less, and is a normal number. */
export const LEAST_SHARE = memory.data<f64>([1e-280]);

/** Q(z) = (psi(t) - ln 2)/z, z = t^2 in [0, 1], lowest power first. */
const Q = memory.data<f64>([
  0.16666666666666666, -0.0055555555555553, 0.00035273368605855023, -2.645502634614059e-5, 2.13777920281465e-6,
  -1.803643341350071e-7, 1.565518031433476e-8, -1.3794517478122135e-9, 1.1708532674413125e-10, -7.310715998325355e-12,
]);

/** psi for |t| < 1. */
// @ts-ignore: decorator
@inline
export function small_log_partition_f64x2(t: v128): v128 {
  const z = f64x2.mul(t, t);
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const a = f64x2.add(constant_f64x2(Q, 0), f64x2.mul(z, constant_f64x2(Q, 1)));
  const b = f64x2.add(constant_f64x2(Q, 2), f64x2.mul(z, constant_f64x2(Q, 3)));
  const c = f64x2.add(constant_f64x2(Q, 4), f64x2.mul(z, constant_f64x2(Q, 5)));
  const d = f64x2.add(constant_f64x2(Q, 6), f64x2.mul(z, constant_f64x2(Q, 7)));
  const e = f64x2.add(constant_f64x2(Q, 8), f64x2.mul(z, constant_f64x2(Q, 9)));
  const ab = f64x2.add(a, f64x2.mul(z2, b));
  const cd = f64x2.add(c, f64x2.mul(z2, d));
  const q = f64x2.add(ab, f64x2.mul(z4, f64x2.add(cd, f64x2.mul(z4, e))));
  return f64x2.add(constant_f64x2(TABLE, 5), f64x2.mul(z, q));
}

/** log1p(-e^-2a). */
// @ts-ignore: decorator
@inline
function logGap(a: v128): v128 {
  return log1p_f64x2(f64x2.neg(decay_f64x2(a)));
}

/** psi for |t| >= 1 from a = |t| and e = e^-2a: the quotient is below 0.87, so its logarithm does not cancel. */
// @ts-ignore: decorator
@inline
function largeLogPartition(a: v128, e: v128): v128 {
  return f64x2.add(a, log_f64x2(f64x2.div(f64x2.sub(constant_f64x2(TABLE, 1), e), a)));
}

/** psi of both lanes: even; NaN stays NaN, +-Infinity gives NaN. */
// @ts-ignore: decorator
@inline
export function log_partition_f64x2(t: v128): v128 {
  const a = abs_f64x2(t);
  const isSmall = f64x2.lt(a, constant_f64x2(TABLE, 1));
  if (i64x2.all_true(isSmall)) return small_log_partition_f64x2(t);
  const large = largeLogPartition(a, decay_f64x2(a));
  if (!v128.any_true(isSmall)) return large;
  return v128.bitselect(small_log_partition_f64x2(t), large, isSmall);
}

/** Stores L(t) at `mean` and returns psi(t), with the bits of the two functions, which share e^-2a. */
// @ts-ignore: decorator
@inline
export function mean_and_log_partition_f64x2(t: v128, mean: usize): v128 {
  const a = abs_f64x2(t);
  const isSmall = f64x2.lt(a, constant_f64x2(TABLE, 1));
  const e = decay_f64x2(a);
  let m = large_langevin_f64x2(t, a, e);
  let psi = largeLogPartition(a, e);
  if (v128.any_true(isSmall)) {
    m = v128.bitselect(small_langevin_f64x2(t), m, isSmall);
    psi = v128.bitselect(small_log_partition_f64x2(t), psi, isSmall);
  }
  v128.store(mean, m);
  return psi;
}

/** Differential entropy of both lanes in nats: even, ln 2 at 0. */
// @ts-ignore: decorator
@inline
export function cb_entropy_f64x2(t: v128): v128 {
  const one = constant_f64x2(TABLE, 1);
  const a = abs_f64x2(t);
  const small = f64x2.sub(small_log_partition_f64x2(t), f64x2.mul(t, langevin_f64x2(t)));
  const twice = f64x2.add(a, a);
  const rest = f64x2.add(logGap(a), f64x2.neg(f64x2.div(twice, expm1_f64x2(twice))));
  const large = f64x2.add(f64x2.sub(one, log_f64x2(a)), rest);
  return v128.bitselect(small, large, f64x2.lt(a, one));
}

/** Density at x of both lanes. */
// @ts-ignore: decorator
@inline
export function cb_density_f64x2(t: v128, x: v128): v128 {
  const one = constant_f64x2(TABLE, 1);
  const a = abs_f64x2(t);
  const s = v128.xor(x, sign_bit_f64x2(t));
  const gap = f64x2.neg(expm1_f64x2(f64x2.neg(f64x2.add(a, a)))); // 1 - E
  const scale = v128.bitselect(constant_f64x2(TABLE, 9), f64x2.div(a, gap), f64x2.lt(a, constant_f64x2(TABLE, 4)));
  const p = f64x2.mul(exp_f64x2(f64x2.mul(a, f64x2.sub(s, one))), scale);
  return v128.andnot(p, f64x2.gt(abs_f64x2(x), one));
}

/** v of both lanes: u, or 1 - u for t < 0. */
// @ts-ignore: decorator
@inline
function mirrored(t: v128, u: v128): v128 {
  const isNegative = f64x2.lt(t, constant_f64x2(TABLE, 0));
  return v128.bitselect(f64x2.sub(constant_f64x2(TABLE, 1), u), u, isNegative);
}

/** ln(v + (1 - v) E) of both lanes. */
// @ts-ignore: decorator
@inline
function logarithmOf(t: v128, u: v128, e: v128): v128 {
  const v = mirrored(t, u);
  return log_f64x2(f64x2.add(v, f64x2.mul(f64x2.sub(constant_f64x2(TABLE, 1), v), e)));
}

/** x(u) for |t| < 1, without the sign: a = |t|. */
// @ts-ignore: decorator
@inline
function smallSample(t: v128, u: v128, a: v128): v128 {
  const one = constant_f64x2(TABLE, 1);
  const v = mirrored(t, u);
  const low = f64x2.sub(f64x2.div(log1p_f64x2(f64x2.mul(v, expm1_f64x2(f64x2.add(a, a)))), a), one);
  const isUniform = f64x2.lt(a, constant_f64x2(TABLE, 4));
  return v128.bitselect(f64x2.sub(f64x2.add(v, v), one), low, isUniform);
}

/** x within [-1, 1], which rounding may pass, and e underflows at v = 0, with the sign of t. NaN stays, it is the first operand. */
// @ts-ignore: decorator
@inline
function withSign(x: v128, t: v128): v128 {
  const bounded = f64x2.pmax(f64x2.pmin(x, constant_f64x2(TABLE, 1)), constant_f64x2(TABLE, 3));
  return v128.xor(bounded, sign_bit_f64x2(f64x2.lt(t, constant_f64x2(TABLE, 0))));
}

/** x(u) of both lanes from the logarithm, which is not read where |t| < 1. */
// @ts-ignore: decorator
@inline
function assembled(t: v128, u: v128, logarithm: v128): v128 {
  const one = constant_f64x2(TABLE, 1);
  const a = abs_f64x2(t);
  const isSmall = f64x2.lt(a, one);
  let x = f64x2.add(one, f64x2.div(logarithm, a));
  if (v128.any_true(isSmall)) x = v128.bitselect(smallSample(t, u, a), x, isSmall);
  return withSign(x, t);
}

/**
 * x(u) of both lanes where `large` need not be it: it has the bits of x(u) in each lane with |t| >= 1 and v > `LEAST_SHARE`.
 */
// @ts-ignore: decorator
@inline
export function cb_sample_mended_f64x2(t: v128, u: v128, large: v128): v128 {
  const a = abs_f64x2(t);
  const isSmall = f64x2.lt(a, constant_f64x2(TABLE, 1));
  const isKnown = v128.and(
    f64x2.ge(a, constant_f64x2(TABLE, 1)),
    f64x2.gt(mirrored(t, u), constant_f64x2(LEAST_SHARE, 0)),
  );
  if (!i64x2.all_true(v128.or(isSmall, isKnown))) return cb_sample_f64x2(t, u);
  if (!v128.any_true(isSmall)) return large;
  return v128.bitselect(withSign(smallSample(t, u, a), t), large, isSmall);
}

/** x(u) of both lanes, u in [0, 1). Finite for finite t; NaN for NaN. */
// @ts-ignore: decorator
@inline
export function cb_sample_f64x2(t: v128, u: v128): v128 {
  let logarithm = t;
  const isSmall = f64x2.lt(abs_f64x2(t), constant_f64x2(TABLE, 1));
  if (!i64x2.all_true(isSmall)) logarithm = logarithmOf(t, u, decay_f64x2(abs_f64x2(t)));
  return assembled(t, u, logarithm);
}

/** x(u) as the published program computes it; see the head comment. */
// @ts-ignore: decorator
@inline
export function cb_sample_literal_f64x2(t: v128, u: v128): v128 {
  const clipped = f64x2.pmax(f64x2.pmin(t, constant_f64x2(TABLE, 6)), constant_f64x2(TABLE, 7));
  const up = exp_f64x2(clipped);
  const down = exp_f64x2(f64x2.neg(clipped));
  const bracket = f64x2.add(down, f64x2.mul(u, f64x2.sub(up, down)));
  const x = f64x2.div(log_f64x2(bracket), clipped);
  const isUniform = f64x2.le(abs_f64x2(clipped), constant_f64x2(TABLE, 8));
  return v128.bitselect(f64x2.sub(f64x2.add(u, u), constant_f64x2(TABLE, 1)), x, isUniform);
}

/** psi(t), the bits of a lane of `log_partition_f64x2`. */
export function log_partition_f64(t: f64): f64 {
  return f64x2.extract_lane(log_partition_f64x2(f64x2.splat(t)), 0);
}

/** Entropy, the bits of a lane of `cb_entropy_f64x2`. */
export function cb_entropy_f64(t: f64): f64 {
  return f64x2.extract_lane(cb_entropy_f64x2(f64x2.splat(t)), 0);
}

/** Density at x, the bits of a lane of `cb_density_f64x2`. */
export function cb_density_f64(t: f64, x: f64): f64 {
  return f64x2.extract_lane(cb_density_f64x2(f64x2.splat(t), f64x2.splat(x)), 0);
}

/** x(u), the bits of a lane of `cb_sample_f64x2`. */
export function cb_sample_f64(t: f64, u: f64): f64 {
  return f64x2.extract_lane(cb_sample_f64x2(f64x2.splat(t), f64x2.splat(u)), 0);
}

/** x(u) as published, the bits of a lane of `cb_sample_literal_f64x2`. */
export function cb_sample_literal_f64(t: f64, u: f64): f64 {
  return f64x2.extract_lane(cb_sample_literal_f64x2(f64x2.splat(t), f64x2.splat(u)), 0);
}

/** dst[i] = psi(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function log_partition_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  while (src < end) {
    v128.store(dst, log_partition_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, log_partition_f64(load<f64>(src)));
}

/** dst[i] = entropy at src[i] for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function cb_entropy_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  while (src < end) {
    v128.store(dst, cb_entropy_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, cb_entropy_f64(load<f64>(src)));
}

/** dst[i] = density of log-odds t[i] at x[i] for i < n; f64, any n, dst may be t or x. 24 bytes moved per value. */
export function cb_density_array_f64(t: usize, x: usize, dst: usize, n: i32): void {
  const end = t + ((<usize>(n & ~1)) << 3);
  while (t < end) {
    v128.store(dst, cb_density_f64x2(v128.load(t), v128.load(x)));
    t += 16;
    x += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, cb_density_f64(load<f64>(t), load<f64>(x)));
}

/** dst[i] = sample of log-odds t[i] at u[i] for i < n; f64, any n, dst may be t or u. 24 bytes moved per value. */
export function cb_sample_array_f64(t: usize, u: usize, dst: usize, n: i32): void {
  const end = t + ((<usize>(n & ~1)) << 3);
  while (t < end) {
    v128.store(dst, cb_sample_f64x2(v128.load(t), v128.load(u)));
    t += 16;
    u += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, cb_sample_f64(load<f64>(t), load<f64>(u)));
}

/** The same as published. */
export function cb_sample_literal_array_f64(t: usize, u: usize, dst: usize, n: i32): void {
  const end = t + ((<usize>(n & ~1)) << 3);
  while (t < end) {
    v128.store(dst, cb_sample_literal_f64x2(v128.load(t), v128.load(u)));
    t += 16;
    u += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, cb_sample_literal_f64(load<f64>(t), load<f64>(u)));
}
