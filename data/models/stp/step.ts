import { exp_f64 } from 'msm/math/exp';
import { log1p_f64 } from 'msm/math/log';
import * as m from './state';

// R = alpha ln(1 + exp(h / alpha)), as a sum that does not overflow
function rate(s: usize, h: f64): f64 {
  const z = h / m.alpha(s);
  return m.alpha(s) * (max(z, 0.0) + log1p_f64(exp_f64(-abs(z))));
}

function input(s: usize, k: i32): f64 {
  const t = m.time(s);
  const cue = k == 0 && t >= 0.2 && t < 0.45 ? m.cue(s) : 0;
  return m.background(s) + cue + (t >= 1.5 && t < 1.6 ? m.probe(s) : 0);
}

// tau h' = -h + J u x R - J_EI R_I + I,  u' = (U - u)/tau_F + U (1 - u) R,  x' = (1 - x)/tau_D - u x R
export function field(s: usize): void {
  const inhibition = m.JEI(s) * rate(s, load<f64>(m.hI(s)));
  let sum: f64 = 0;
  for (let k: i32 = 0; k < m.P(s); k++) {
    const at = <usize>k << 3;
    const h = load<f64>(m.h(s) + at), u = load<f64>(m.u(s) + at), x = load<f64>(m.x(s) + at);
    const R = rate(s, h);
    sum += R;
    store<f64>(m.d_h(s) + at, (-h + m.J(s) * u * x * R - inhibition + input(s, k)) / m.tau(s));
    store<f64>(m.d_u(s) + at, (m.use(s) - u) / m.tauF(s) + m.use(s) * (1 - u) * R);
    store<f64>(m.d_x(s) + at, (1 - x) / m.tauD(s) - u * x * R);
  }
  store<f64>(m.d_hI(s), (-load<f64>(m.hI(s)) + m.JIE(s) * sum) / m.tau(s));
}

export function loaded(s: usize): f64 {
  return rate(s, load<f64>(m.h(s)));
}
export function other(s: usize): f64 {
  return rate(s, load<f64>(m.h(s), 8));
}
