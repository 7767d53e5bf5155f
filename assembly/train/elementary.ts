// Elementary functions of both types, by the type.
import { exp_f64x2 } from '../math/exp';
import { exp2_below_f32x4 } from '../math/exp-f32';
import { tanh_f64x2 } from '../math/tanh';
import { tanh_f32x4 } from '../math/tanh-f32';

/** tanh of all lanes: 3 ulp. */
// @ts-ignore: decorator
@inline
export function tanh<T extends number>(v: v128): v128 {
  if (sizeof<T>() == 4) return tanh_f32x4(v);
  return tanh_f64x2(v);
}

/** What an exponent is multiplied with before `powerBelow`: that takes powers of 2 in single precision. */
// @ts-ignore: decorator
@inline
export function exponentScale<T extends number>(): T {
  return sizeof<T>() == 4 ? <T>1.4426950408889634 : <T>1;
}

/** exp of lanes that are not above 0 and have been multiplied with `exponentScale`. */
// @ts-ignore: decorator
@inline
export function powerBelow<T extends number>(v: v128): v128 {
  if (sizeof<T>() == 4) return exp2_below_f32x4(v);
  return exp_f64x2(v);
}
