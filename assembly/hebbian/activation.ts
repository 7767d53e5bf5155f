// The nonlinearity g inside the synaptic rule.

import { sigmoid_f64x2 } from '../math/sigmoid';
import { storePair } from '../math/simd';
import { tanh_f64x2 } from '../math/tanh';
import * as S from './state';

/** Not f64x2.max: relu of NaN must stay NaN. */
// @ts-ignore: decorator
@inline
function relu(v: v128): v128 {
  const zero = f64x2.splat(0);
  return v128.bitselect(zero, v, f64x2.lt(v, zero));
}

/** out = g(x) for the np entries of a state; padding stays zero (a sigmoid would make it 1/2). */
export function activate(state: usize, x: usize, out: usize): void {
  const np = S.np(state);
  const kind = S.activation(state);
  const bytes = (<usize>np) << 3;
  if (kind == S.ACTIVATION_IDENTITY) {
    memory.copy(out, x, bytes);
    return;
  }
  for (let j: usize = 0; j < bytes; j += 32) {
    const low = v128.load(x + j),
      high = v128.load(x + j, 16);
    if (kind == S.ACTIVATION_SIGMOID) storePair(out + j, sigmoid_f64x2(low), sigmoid_f64x2(high));
    else if (kind == S.ACTIVATION_TANH) storePair(out + j, tanh_f64x2(low), tanh_f64x2(high));
    else storePair(out + j, relu(low), relu(high));
  }
  const n = (<usize>S.n(state)) << 3;
  memory.fill(out + n, 0, bytes - n);
}
