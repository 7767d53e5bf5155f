/**
 * tanh of rows in passes, to the bits of `tanh_f64x2`.
 *
 * One tanh is a chain of about 70 cycles and as many instructions, so a processor that looks ahead some 100 operations has hardly
 * two of them under way. Cut into short passes over a row, many chains run at once, and the few constants of a pass stay in
 * registers: 0.6 of the time of the loop over `tanh_f64x2` (AMD EPYC, Node 20).
 *
 *   reduce      v -> h, t = 2^-n
 *   fraction    h, t -> numerator, denominator (in their place)
 *   value       copysign(numerator / denominator, v), left to the caller, who has something to do with it
 */
import { abs_f64x2, constant_f64x2, copysign_f64x2 } from './simd';
import { P, TABLE } from './tanh';

/** First pass: h and t of v = c + input for `bytes` bytes, a multiple of 16. 8 operations a vector. */
// @ts-ignore: decorator
@inline
export function tanh_reduce_row(bytes: usize, c: usize, input: v128, h: usize, t: usize): void {
  const limit = constant_f64x2(TABLE, 0),
    scale = constant_f64x2(TABLE, 1),
    shift = constant_f64x2(TABLE, 2);
  const half = constant_f64x2(TABLE, 3),
    rest = constant_f64x2(TABLE, 4);
  for (let j: usize = 0; j < bytes; j += 16) {
    const a = f64x2.pmin(abs_f64x2(f64x2.add(v128.load(c + j), input)), limit);
    const shifted = f64x2.add(f64x2.mul(a, scale), shift);
    const minusN = f64x2.sub(shifted, shift);
    v128.store(t + j, i64x2.shl(shifted, 52));
    v128.store(h + j, f64x2.add(f64x2.add(a, f64x2.mul(minusN, half)), f64x2.mul(minusN, rest)));
  }
}

/** Second pass: numerator in the place of h, denominator in that of t. 23 operations a vector. */
// @ts-ignore: decorator
@inline
export function tanh_fraction_row(bytes: usize, hs: usize, ts: usize): void {
  const p0 = constant_f64x2(P, 0),
    p1 = constant_f64x2(P, 1),
    p2 = constant_f64x2(P, 2),
    p3 = constant_f64x2(P, 3),
    p4 = constant_f64x2(P, 4);
  const one = constant_f64x2(TABLE, 5);
  for (let j: usize = 0; j < bytes; j += 16) {
    const h = v128.load(hs + j),
      t = v128.load(ts + j);
    const z = f64x2.mul(h, h);
    const z2 = f64x2.mul(z, z);
    const p01 = f64x2.add(p0, f64x2.mul(z, p1));
    const p23 = f64x2.add(p2, f64x2.mul(z, p3));
    const p = f64x2.add(p01, f64x2.mul(z2, f64x2.add(p23, f64x2.mul(z2, p4))));
    const q = f64x2.mul(z, p);
    const u = f64x2.sub(one, t);
    const w = f64x2.add(one, t);
    v128.store(hs + j, f64x2.add(u, f64x2.add(f64x2.mul(q, u), f64x2.mul(h, w))));
    v128.store(ts + j, f64x2.add(w, f64x2.add(f64x2.mul(q, w), f64x2.mul(h, u))));
  }
}

/** What the last pass does with each vector: tanh(v) from what the passes left at h and t. */
// @ts-ignore: decorator
@inline
export function tanh_value(h: usize, t: usize, v: v128): v128 {
  return copysign_f64x2(f64x2.div(v128.load(h), v128.load(t)), v);
}
