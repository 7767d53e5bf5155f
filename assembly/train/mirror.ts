// Mirror descent with a fixed coupling of neighbours (specification, sections 1 and 2), in closed form.
//
// The n entries of a weight are cut into blocks of B neighbours, the last one of a segment shorter. A segment is the whole tensor, or one
// row of it. For a block of b entries with sum s
//
//   H_b(alpha)^-1 g  =  (g_i - alpha s / (1 + (b - 1) alpha)) / (1 - alpha)
//
// With a mask only the entries that have 1 are coupled, among each other (b counts those), and the others become 0.
// Flops 4 n, bytes 2 n numbers (3 n with the step). Error (B + 4) u cond(H_B) max |g|.

import { entry, lanes } from '../linalg/lanes';
import { sumAcross, sumRow, wholeOf } from './rows';

// @ts-ignore: decorator
@inline
function share(alpha: f64, count: i32): f64 {
  return count > 1 ? alpha / (1 + <f64>(count - 1) * alpha) : 0;
}

/** d <- H^-1 d for `segments` segments of `length` entries; mask 0: all take part. */
export function couple<T extends number>(
  segments: i32,
  length: i32,
  d: usize,
  block: i32,
  alpha: f64,
  mask: usize,
): void {
  for (let s = 0; s < segments; s++) {
    for (let i = 0; i < length; i += block) {
      const at = s * length + i;
      const count = min(block, length - i);
      if (mask == 0) coupleAll<T>(count, entry<T>(d, at), alpha);
      else coupleSome<T>(count, entry<T>(d, at), alpha, mask + <usize>at);
    }
  }
}

// @ts-ignore: decorator
@inline
function coupleAll<T extends number>(count: i32, d: usize, alpha: f64): void {
  if (count == 1) return;
  const common = <T>(<f64>sumRow<T>(d, count) * share(alpha, count));
  const scale = <T>(1.0 / (1.0 - alpha));
  const whole = wholeOf<T>(count);
  const c = v128.splat<T>(common);
  const k = v128.splat<T>(scale);
  for (let i = 0; i < whole; i += lanes<T>()) {
    v128.store(entry<T>(d, i), v128.mul<T>(v128.sub<T>(v128.load(entry<T>(d, i)), c), k));
  }
  for (let i = whole; i < count; i++) {
    store<T>(entry<T>(d, i), <T>(<T>(load<T>(entry<T>(d, i)) - common) * scale));
  }
}

// @ts-ignore: decorator
@inline
function coupleSome<T extends number>(count: i32, d: usize, alpha: f64, mask: usize): void {
  let alive = 0;
  let sum: T = <T>0;
  for (let i = 0; i < count; i++) {
    if (load<u8>(mask + <usize>i) == 0) continue;
    alive++;
    sum = <T>(sum + load<T>(entry<T>(d, i)));
  }
  const common = <T>(<f64>sum * share(alpha, alive));
  const scale = <T>(alive > 1 ? 1.0 / (1.0 - alpha) : 1.0);
  for (let i = 0; i < count; i++) {
    const at = entry<T>(d, i);
    store<T>(at, load<u8>(mask + <usize>i) ? <T>(<T>(load<T>(at) - common) * scale) : <T>0);
  }
}

/** x times c in double precision, lane by lane, all lanes being equal. */
// @ts-ignore: decorator
@inline
function timesWide<T extends number>(x: v128, c: v128): v128 {
  if (sizeof<T>() == 8) return f64x2.mul(x, c);
  const product = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(x), c));
  return v128.shuffle<i32>(product, product, 0, 0, 0, 0);
}

/** p -= rate H^-1 d where a block is a vector. */
function mirrorVectors<T extends number>(n: i32, p: usize, d: usize, part: f64, scale: v128, rate: v128): void {
  const wide = f64x2.splat(part);
  for (const end = entry<T>(p, n); p < end; p += 16, d += 16) {
    const v = v128.load(d);
    const step = v128.mul<T>(v128.sub<T>(v, timesWide<T>(sumAcross<T>(v), wide)), scale);
    v128.store(p, v128.sub<T>(v128.load(p), v128.mul<T>(rate, step)));
  }
}

/** p -= rate H^-1 d in one pass, blocks of B neighbours of one segment of n entries; d is kept. The numbers are those of `couple`. */
export function mirror<T extends number>(n: i32, p: usize, d: usize, block: i32, alpha: f64, rate: T): void {
  const scale = v128.splat<T>(<T>(1.0 / (1.0 - alpha)));
  const c = v128.splat<T>(rate);
  const part = share(alpha, block);
  const whole = n - (n % block);
  if (block == lanes<T>()) mirrorVectors<T>(whole, p, d, part, scale, c);
  else
    for (let i = 0; i < whole; i += block) {
      const common = v128.splat<T>(<T>(<f64>sumRow<T>(entry<T>(d, i), block) * part));
      for (let j = i; j < i + block; j += lanes<T>()) {
        const step = v128.mul<T>(v128.sub<T>(v128.load(entry<T>(d, j)), common), scale);
        v128.store(entry<T>(p, j), v128.sub<T>(v128.load(entry<T>(p, j)), v128.mul<T>(c, step)));
      }
    }
  if (whole == n) return;
  coupleAll<T>(n - whole, entry<T>(d, whole), alpha);
  for (let i = whole; i < n; i++) {
    store<T>(entry<T>(p, i), <T>(load<T>(entry<T>(p, i)) - <T>(rate * load<T>(entry<T>(d, i)))));
  }
}
