// Mixing of activities by a fixed coupling of neighbours, in closed form (specification, section 3).
//
// Units are cut into blocks of B neighbours, the last one shorter; within a block of more than one unit, s being its sum,
//
//   h_i <- (1 - alpha) h_i + alpha s
//
// which is H_B(alpha) h. B = n mixes all units, B = 1 none. Flops 3 n a row, bytes 2 n numbers. The matrix is symmetric, so the backward
// pass is the same mixing. Error: (B + 3) u (|1 - alpha| |h_i| + |alpha| sum |h|).

import { entry, lanes } from '../linalg/lanes';
import { sumAcross, sumRow, wholeOf } from './rows';

/** Mixes a row [n] from x to y, which may be the same. */
// @ts-ignore: decorator
@inline
function mixRow<T extends number>(n: i32, x: usize, y: usize, block: i32, alpha: T): void {
  const rest = <T>(<T>1 - alpha);
  const scale = v128.splat<T>(rest);
  for (let from = 0; from < n; from += block) {
    const count = min(block, n - from);
    const a = entry<T>(x, from);
    const b = entry<T>(y, from);
    if (count == 1) {
      store<T>(b, load<T>(a));
      continue;
    }
    const all = <T>(alpha * sumRow<T>(a, count));
    const whole = wholeOf<T>(count);
    const added = v128.splat<T>(all);
    for (let i = 0; i < whole; i += lanes<T>()) {
      v128.store(entry<T>(b, i), v128.add<T>(v128.mul<T>(scale, v128.load(entry<T>(a, i))), added));
    }
    for (let i = whole; i < count; i++) store<T>(entry<T>(b, i), <T>(<T>(rest * load<T>(entry<T>(a, i))) + all));
  }
}

/** The same for `count` blocks of one vector. */
function mixVectors<T extends number>(count: i32, x: usize, y: usize, alpha: T): void {
  const scale = v128.splat<T>(<T>(<T>1 - alpha));
  const weight = v128.splat<T>(alpha);
  for (let i = 0; i < count; i++, x += 16, y += 16) {
    const v = v128.load(x);
    v128.store(y, v128.add<T>(v128.mul<T>(scale, v), v128.mul<T>(weight, sumAcross<T>(v))));
  }
}

/** y [rows][n] = mixed x [rows][n]; y may be x. */
export function mix<T extends number>(rows: i32, n: i32, x: usize, y: usize, block: i32, alpha: T): void {
  if (block == lanes<T>() && n % block == 0) {
    mixVectors<T>((rows * n) / block, x, y, alpha);
    return;
  }
  for (let r = 0; r < rows; r++) mixRow<T>(n, entry<T>(x, r * n), entry<T>(y, r * n), block, alpha);
}

/** z [rows][n] <- relu(z + bias), in place. */
export function biasRelu<T extends number>(rows: i32, n: i32, z: usize, bias: usize): void {
  const whole = wholeOf<T>(n);
  const zero = v128.splat<T>(<T>0);
  for (let r = 0; r < rows; r++) {
    const row = entry<T>(z, r * n);
    for (let i = 0; i < whole; i += lanes<T>()) {
      const sum = v128.add<T>(v128.load(entry<T>(row, i)), v128.load(entry<T>(bias, i)));
      // NaN is kept: pmax gives its first operand unless that is smaller
      v128.store(entry<T>(row, i), v128.pmax<T>(sum, zero));
    }
    for (let i = whole; i < n; i++) {
      const sum = <T>(load<T>(entry<T>(row, i)) + load<T>(entry<T>(bias, i)));
      store<T>(entry<T>(row, i), sum < <T>0 ? <T>0 : sum);
    }
  }
}

/** d [count] <- d where the activity a is above 0, else 0: relu'(0) = 0. */
export function reluBackward<T extends number>(count: i32, a: usize, d: usize): void {
  const whole = wholeOf<T>(count);
  const zero = v128.splat<T>(<T>0);
  for (let i = 0; i < whole; i += lanes<T>()) {
    const isActive = v128.gt<T>(v128.load(entry<T>(a, i)), zero);
    v128.store(entry<T>(d, i), v128.and(v128.load(entry<T>(d, i)), isActive));
  }
  for (let i = whole; i < count; i++) if (!(load<T>(entry<T>(a, i)) > <T>0)) store<T>(entry<T>(d, i), <T>0);
}
