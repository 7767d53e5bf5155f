// What decays for ever comes to numbers that the processor takes a hundred times longer for, in f32 after 1740 steps of tau = 20. So what is this
// small counts as 0: membranes, adjoints and entries of the memory below 2^-76 in f32 (2^-600 in f64), traces below 2^-48 (2^-300), of which rates of
// change are products. Beside thresholds and gradients of 10^-7 that is below rounding.

import { entry, lanes } from '../linalg/lanes';

const SMALL32 = memory.data<f32>([1.3234889800848443e-23]);
const SMALL64 = memory.data<f64>([2.409919865102884e-181]);
const FAINT32 = memory.data<f32>([3.552713678800501e-15]);
const FAINT64 = memory.data<f64>([4.909093465297727e-91]);

/** Membranes, adjoints, entries of the memory. What is no number stays so. */
// @ts-ignore: decorator
@inline
export function settle<T extends number>(x: v128): v128 {
  return v128.andnot(x, v128.lt<T>(v128.abs<T>(x), v128.load_splat<T>(sizeof<T>() == 4 ? SMALL32 : SMALL64)));
}

/** Traces. */
// @ts-ignore: decorator
@inline
export function settleTrace<T extends number>(x: v128): v128 {
  return v128.andnot(x, v128.lt<T>(v128.abs<T>(x), v128.load_splat<T>(sizeof<T>() == 4 ? FAINT32 : FAINT64)));
}

/** All of n numbers that fill vectors. */
export function settleAll<T extends number>(x: usize, n: i32): void {
  for (let i = 0; i < n; i += lanes<T>()) {
    const at = entry<T>(x, i);
    v128.store(at, settle<T>(v128.load(at)));
  }
}
