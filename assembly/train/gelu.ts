// The activation of a transformer's inner layer in its tanh form (specification, section 5).
//
//   gelu(x) = x (1 + t)/2,   t = tanh(s (x + c x^3)),  s = sqrt(2/pi),  c = 0.044715
//   gelu'(x) = (1 + t)/2 + x (1 - t^2) s (1 + 3 c x^2)/2
//
// Arrays of any number of values; whole vectors are read and written, so they need room to the end of one. Error 6 u max(|x|, 1).

import { entry, lanes } from '../linalg/lanes';
import { storePair } from '../math/simd';
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

/** gelu of x with its t. */
// @ts-ignore: decorator
@inline
function bentBy<T extends number>(x: v128, t: v128): v128 {
  return v128.mul<T>(v128.mul<T>(constant<T>(3), x), v128.add<T>(constant<T>(2), t));
}

/** y = gelu(x) of `count` values; t is kept for the way back. y may be x where that is not needed again. */
export function gelu<T extends number>(count: i32, x: usize, y: usize, t: usize): void {
  let i = 0;
  for (; i + lanes<T>() < count; i += 2 * lanes<T>()) {
    const low = v128.load(entry<T>(x, i)),
      high = v128.load(entry<T>(x, i), 16);
    const lowBent = bend<T>(low),
      highBent = bend<T>(high);
    const lowY = bentBy<T>(low, lowBent),
      highY = bentBy<T>(high, highBent);
    storePair(entry<T>(t, i), lowBent, highBent);
    storePair(entry<T>(y, i), lowY, highY);
  }
  if (i < count) {
    const v = v128.load(entry<T>(x, i));
    const bent = bend<T>(v);
    v128.store(entry<T>(t, i), bent);
    v128.store(entry<T>(y, i), bentBy<T>(v, bent));
  }
}

/** gelu'(x) with its t. */
// @ts-ignore: decorator
@inline
function slope<T extends number>(x: v128, t: v128): v128 {
  const one = constant<T>(2);
  const steep = v128.mul<T>(constant<T>(0), v128.add<T>(one, v128.mul<T>(constant<T>(4), v128.mul<T>(x, x))));
  const rise = v128.mul<T>(v128.mul<T>(v128.sub<T>(one, v128.mul<T>(t, t)), steep), x);
  return v128.mul<T>(constant<T>(3), v128.add<T>(v128.add<T>(one, t), rise));
}

/** d <- d gelu'(x), with the t of the way there. */
export function geluBackward<T extends number>(count: i32, x: usize, t: usize, d: usize): void {
  let i = 0;
  for (; i + lanes<T>() < count; i += 2 * lanes<T>()) {
    const low = slope<T>(v128.load(entry<T>(x, i)), v128.load(entry<T>(t, i)));
    const high = slope<T>(v128.load(entry<T>(x, i), 16), v128.load(entry<T>(t, i), 16));
    const at = entry<T>(d, i);
    storePair(at, v128.mul<T>(v128.load(at), low), v128.mul<T>(v128.load(at, 16), high));
  }
  if (i < count) {
    const at = entry<T>(d, i);
    v128.store(at, v128.mul<T>(v128.load(at), slope<T>(v128.load(entry<T>(x, i)), v128.load(entry<T>(t, i)))));
  }
}
