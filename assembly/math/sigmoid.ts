/**
 * sigmoid(x) = 1 / (1 + exp(-x)).
 *
 *   z = exp(-|x|) <= 1,  sigmoid(x) = 1 / (1 + z) for x >= 0,  z / (1 + z) for x < 0
 *
 * exp never overflows, and results down to the subnormals (x > -745.13) keep their relative accuracy.
 *
 * Error: 2.34 ulp at most over 10^7 points (scripts/accuracy.ts); 2.5 ulp promised. Cost: exp plus 1 addition and
 * 1 division. No fused operations: same bits in both builds.
 */
import { abs_f64x2, constant_f64x2, storePair } from './simd';
import { exp_f64x2 } from './exp';

const TABLE = memory.data<f64>([0.0, 1.0]);

/** sigmoid of both lanes; -Infinity gives 0, +Infinity gives 1, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function sigmoid_f64x2(v: v128): v128 {
  const one = constant_f64x2(TABLE, 1);
  const z = exp_f64x2(f64x2.neg(abs_f64x2(v)));
  const numerator = v128.bitselect(z, one, f64x2.lt(v, constant_f64x2(TABLE, 0)));
  return f64x2.div(numerator, f64x2.add(one, z));
}

/** sigmoid(x), the bits of a lane of `sigmoid_f64x2`. */
export function sigmoid_f64(x: f64): f64 {
  return f64x2.extract_lane(sigmoid_f64x2(f64x2.splat(x)), 0);
}

/** dst[i] = sigmoid(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function sigmoid_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  for (; src + 32 <= end; src += 32, dst += 32) {
    storePair(dst, sigmoid_f64x2(v128.load(src)), sigmoid_f64x2(v128.load(src, 16)));
  }
  if (src < end) {
    v128.store(dst, sigmoid_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, sigmoid_f64(load<f64>(src)));
}
