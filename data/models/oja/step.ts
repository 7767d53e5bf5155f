import { dot_f64 } from 'msm/linalg/vectors';
import * as m from './state';
// y = w.x,  w <- w + eta y (x - y w)
export function step(s: usize): void {
  const w = m.w(s), x = m.x(s);
  store<f64>(x, m.gain(s) * load<f64>(x));
  const y = dot_f64(w, x, m.Np(s));
  for (let i: usize = 0; i < (<usize>m.N(s)) << 3; i += 8)
    store<f64>(w + i, load<f64>(w + i) + m.eta(s) * y * (load<f64>(x + i) - y * load<f64>(w + i)));
  m.setY(s, y);
}
export function length(s: usize): f64 { return sqrt(dot_f64(m.w(s), m.w(s), m.Np(s))); }
