import { axpy_f64, dot_f64 } from 'msm/linalg/vectors';
import * as m from './state';

// Row i of couplings or patterns.
function row(base: usize, i: i32, np: i32): usize {
  return base + (<usize>(i * np) << 3);
}

// J = (1/N) sum_mu xi^mu xi^mu without its diagonal; the first pattern with some of its units turned
export function start(s: usize): void {
  const n = m.N(s), np = m.Np(s), J = m.J(s);
  for (let i: i32 = 0; i < n; i++) {
    const r = row(J, i, np), at = <usize>i << 3;
    for (let mu: i32 = 0; mu < m.P(s); mu++) {
      const xi = row(m.xi(s), mu, np);
      axpy_f64(load<f64>(xi + at) / n, xi, r, np);
    }
    store<f64>(r + at, 0);
    const first = load<f64>(m.xi(s) + at), u = load<f64>(m.s(s) + at);
    store<f64>(m.s(s) + at, u < m.turned(s) ? -first : first);
  }
}

// s_i <- sign(sum_j J_ij s_j); a unit without a field stays
export function step(s: usize): void {
  const i = m.unit(s), h = dot_f64(row(m.J(s), i, m.Np(s)), m.s(s), m.Np(s));
  if (h != 0) store<f64>(m.s(s) + (<usize>i << 3), h > 0 ? 1 : -1);
}

// E = -1/2 sum_ij J_ij s_i s_j
export function energy(s: usize): f64 {
  let sum: f64 = 0;
  for (let i: i32 = 0; i < m.N(s); i++) {
    sum += load<f64>(m.s(s) + (<usize>i << 3)) * dot_f64(row(m.J(s), i, m.Np(s)), m.s(s), m.Np(s));
  }
  return -0.5 * sum;
}

export function overlap(s: usize): f64 {
  return dot_f64(m.xi(s), m.s(s), m.Np(s)) / m.N(s);
}
