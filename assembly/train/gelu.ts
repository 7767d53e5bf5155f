// The activation of a transformer's inner layer in its tanh form (specification, section 5).
//
//   gelu(x) = x (1 + t)/2,   t = tanh(s (x + c x^3)),  s = sqrt(2/pi),  c = 0.044715
//   gelu'(x) = (1 + t)/2 + x (1 - t^2) s (1 + 3 c x^2)/2
//
// Arrays of any number of values; whole vectors are read and written, so they need room to the end of one. Error 6 u max(|x|, 1).

import { entry, lanes } from '../linalg/lanes';
import { tanh } from './elementary';

/** sqrt(2/pi), c, 1, 1/2, 3 c. */
const F64 = memory.data<f64>([0.7978845608028654, 0.044715, 1.0, 0.5, 0.134145]);
const F32 = memory.data<f32>([0.7978845608028654, 0.044715, 1.0, 0.5, 0.134145]);

/** A constant in both types, read rather than built (math/simd.ts says why). */
// @ts-ignore: decorator
@inline
function constant<T extends number>(i: usize): v128 {
  if (sizeof<T>() == 4) return v128.load32_splat(F32 + (i << 2));
  return v128.load64_splat(F64 + (i << 3));
}

/** t for all lanes. */
// @ts-ignore: decorator
@inline
function bend<T extends number>(x: v128): v128 {
  const cube = v128.mul<T>(v128.mul<T>(x, x), x);
  return tanh<T>(v128.mul<T>(constant<T>(0), v128.add<T>(x, v128.mul<T>(constant<T>(1), cube))));
}

/** y = gelu(x) of `count` values; t is kept for the way back. y may be x where that is not needed again. */
export function gelu<T extends number>(count: i32, x: usize, y: usize, t: usize): void {
  for (let i = 0; i < count; i += lanes<T>()) {
    const v = v128.load(entry<T>(x, i));
    const bent = bend<T>(v);
    v128.store(entry<T>(t, i), bent);
    v128.store(entry<T>(y, i), v128.mul<T>(v128.mul<T>(constant<T>(3), v), v128.add<T>(constant<T>(2), bent)));
  }
}

/** d <- d gelu'(x), with the t of the way there. */
export function geluBackward<T extends number>(count: i32, x: usize, t: usize, d: usize): void {
  for (let i = 0; i < count; i += lanes<T>()) {
    const v = v128.load(entry<T>(x, i));
    const bent = v128.load(entry<T>(t, i));
    const one = constant<T>(2);
    const half = constant<T>(3);
    const steep = v128.mul<T>(constant<T>(0), v128.add<T>(one, v128.mul<T>(constant<T>(4), v128.mul<T>(v, v))));
    const rise = v128.mul<T>(v128.mul<T>(v128.sub<T>(one, v128.mul<T>(bent, bent)), steep), v);
    const slope = v128.mul<T>(half, v128.add<T>(v128.add<T>(one, bent), rise));
    v128.store(entry<T>(d, i), v128.mul<T>(v128.load(entry<T>(d, i)), slope));
  }
}
