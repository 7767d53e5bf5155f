import * as m from './state';
export function field(s: usize): void {
  const a = m.x(s), d = m.d_x(s);
  const x = load<f64>(a), y = load<f64>(a, 8), z = load<f64>(a, 16);
  store<f64>(d, m.sigma(s) * (y - x));
  store<f64>(d, x * (m.rho(s) - z) - y, 8);
  store<f64>(d, x * y - m.beta(s) * z, 16);
}
