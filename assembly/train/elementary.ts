// Elementary functions of both types, by the type.
import { exp_f64x2 } from '../math/exp';
import { exp_f32x4 } from '../math/exp-f32';
import { tanh_f64x2 } from '../math/tanh';
import { tanh_f32x4 } from '../math/tanh-f32';

/** exp of all lanes: 1 ulp. */
// @ts-ignore: decorator
@inline
export function exp<T extends number>(v: v128): v128 {
  if (sizeof<T>() == 4) return exp_f32x4(v);
  return exp_f64x2(v);
}

/** tanh of all lanes: 3 ulp. */
// @ts-ignore: decorator
@inline
export function tanh<T extends number>(v: v128): v128 {
  if (sizeof<T>() == 4) return tanh_f32x4(v);
  return tanh_f64x2(v);
}
