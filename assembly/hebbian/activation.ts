// The nonlinearity g inside the synaptic rule.

import { sigmoid_f64x2 } from '../math/sigmoid';
import { tanh_f64x2 } from '../math/tanh';
import * as S from './state';

/** out = g(x) for the np entries of a state; padding stays zero (a sigmoid would make it 1/2). */
export function activate(state: usize, x: usize, out: usize): void {
  const np = S.np(state);
  const kind = S.activation(state);
  const bytes = (<usize>np) << 3;
  if (kind == S.ACTIVATION_IDENTITY) {
    memory.copy(out, x, bytes);
    return;
  }
  const zero = f64x2.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    let y: v128;
    if (kind == S.ACTIVATION_SIGMOID) y = sigmoid_f64x2(v);
    else if (kind == S.ACTIVATION_TANH) y = tanh_f64x2(v);
    // not f64x2.max: relu of NaN must stay NaN
    else y = v128.bitselect(zero, v, f64x2.lt(v, zero));
    v128.store(out + j, y);
  }
  const n = (<usize>S.n(state)) << 3;
  memory.fill(out + n, 0, bytes - n);
}
