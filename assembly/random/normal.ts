/**
 * Normal draws: the inverse normal distribution function of a uniform in (0, 1), one draw per number.
 *
 *   u = (k + 1/2) 2^-53, k = bits >> 11, q = u - 1/2 = (k + 1/2 - 2^52) 2^-53
 *   |q| <= 0.425:  x = q A(r) / B(r),  r = 0.425^2 - q^2
 *   else           r = sqrt(-log(1/2 - |q|)),  |x| = C(r - 1.6) / D(r - 1.6) for r <= 5, E(r - 5) / F(r - 5) beyond
 *
 * q is exact (u itself would round to 1 at the top), so draws are exactly symmetric about 0 and end at +-8.2095 (2^-54).
 * Coefficients: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16: relative error about 1e-16 before
 * rounding. Uses the log of math/log.ts. No fused operations: same bits in both builds.
 */
import { constant_f64x2, storePair } from '../math/simd';
import { log_f64 } from '../math/log';
import { draw_u64, fill_draws_u64 } from './philox';

const A = memory.data<f64>([
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
]);
const B = memory.data<f64>([
  1.0, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852854561,
]);
const C = memory.data<f64>([
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
]);
const D = memory.data<f64>([
  1.0, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
]);
const E = memory.data<f64>([
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
]);
const F = memory.data<f64>([
  1.0, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
]);

/** 0.425^2. */
const TABLE = memory.data<f64>([0.180625]);

/** Horner's rule on the eight coefficients at `table`. */
// @ts-ignore: decorator
@inline
function polynomial(table: usize, r: f64): f64 {
  let sum = load<f64>(table, 56);
  sum = sum * r + load<f64>(table, 48);
  sum = sum * r + load<f64>(table, 40);
  sum = sum * r + load<f64>(table, 32);
  sum = sum * r + load<f64>(table, 24);
  sum = sum * r + load<f64>(table, 16);
  sum = sum * r + load<f64>(table, 8);
  return sum * r + load<f64>(table);
}

/** The same on two lanes, same order of operations. */
// @ts-ignore: decorator
@inline
function polynomial_f64x2(table: usize, r: v128): v128 {
  let sum = constant_f64x2(table, 7);
  sum = f64x2.add(f64x2.mul(sum, r), constant_f64x2(table, 6));
  sum = f64x2.add(f64x2.mul(sum, r), constant_f64x2(table, 5));
  sum = f64x2.add(f64x2.mul(sum, r), constant_f64x2(table, 4));
  sum = f64x2.add(f64x2.mul(sum, r), constant_f64x2(table, 3));
  sum = f64x2.add(f64x2.mul(sum, r), constant_f64x2(table, 2));
  sum = f64x2.add(f64x2.mul(sum, r), constant_f64x2(table, 1));
  return f64x2.add(f64x2.mul(sum, r), constant_f64x2(table, 0));
}

/** Inverse normal distribution function at 1/2 + q for 0.425 < |q| < 1/2. */
function tail(q: f64): f64 {
  const r = sqrt<f64>(-log_f64(0.5 - abs<f64>(q)));
  const x =
    r <= 5.0 ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6) : polynomial(E, r - 5.0) / polynomial(F, r - 5.0);
  return copysign<f64>(x, q);
}

/** u - 1/2 of a draw: (k + 1/2 - 2^52) 2^-53, exact, never 0 and never +-1/2. */
// @ts-ignore: decorator
@inline
export function centered_of_bits(bits: u64): f64 {
  return (<f64>(<i64>(bits >> 11) - 0x0010000000000000) + 0.5) * 1.1102230246251565e-16;
}

/** Inverse normal distribution function at 1/2 + q, |q| < 1/2 (odd in q). */
export function normal_quantile_centered(q: f64): f64 {
  if (abs<f64>(q) > 0.425) return tail(q);
  const r = 0.180625 - q * q;
  return (q * polynomial(A, r)) / polynomial(B, r);
}

/** Draw `index` of a stream as a standard normal number. */
export function normal(seedLo: u32, seedHi: u32, purpose: u32, stream: u32, index: u64): f64 {
  return normal_quantile_centered(centered_of_bits(draw_u64(seedLo, seedHi, purpose, stream, index)));
}

/** The quantile of both lanes where |q| <= 0.425. */
// @ts-ignore: decorator
@inline
function central_f64x2(q: v128): v128 {
  const r = f64x2.sub(constant_f64x2(TABLE, 0), f64x2.mul(q, q));
  return f64x2.div(f64x2.mul(q, polynomial_f64x2(A, r)), polynomial_f64x2(B, r));
}

/** Puts the number of q at `at` if it is beyond 0.425, as 15 % of draws are: these go one by one. */
// @ts-ignore: decorator
@inline
function mendTail(at: usize, q: f64, mean: f64, sd: f64): void {
  if (abs<f64>(q) > 0.425) store<f64>(at, mean + sd * tail(q));
}

/** dst[i] = mean + sd * normal(first + i) for i < n; f64. */
export function fill_normal_f64(
  dst: usize,
  n: i32,
  seedLo: u32,
  seedHi: u32,
  purpose: u32,
  stream: u32,
  firstLo: u32,
  firstHi: u32,
  mean: f64,
  sd: f64,
): void {
  fill_draws_u64(dst, n, seedLo, seedHi, purpose, stream, ((<u64>firstHi) << 32) | (<u64>firstLo));
  const base = f64x2.splat(mean);
  const scale = f64x2.splat(sd);
  const end = dst + ((<usize>n) << 3);
  for (; dst + 32 <= end; dst += 32) {
    const q0 = centered_of_bits(load<u64>(dst)),
      q1 = centered_of_bits(load<u64>(dst, 8)),
      q2 = centered_of_bits(load<u64>(dst, 16)),
      q3 = centered_of_bits(load<u64>(dst, 24));
    const low = f64x2.mul(scale, central_f64x2(f64x2.replace_lane(f64x2.splat(q0), 1, q1))),
      high = f64x2.mul(scale, central_f64x2(f64x2.replace_lane(f64x2.splat(q2), 1, q3)));
    storePair(dst, f64x2.add(base, low), f64x2.add(base, high));
    mendTail(dst, q0, mean, sd);
    mendTail(dst + 8, q1, mean, sd);
    mendTail(dst + 16, q2, mean, sd);
    mendTail(dst + 24, q3, mean, sd);
  }
  for (; dst < end; dst += 8) store<f64>(dst, mean + sd * normal_quantile_centered(centered_of_bits(load<u64>(dst))));
}
