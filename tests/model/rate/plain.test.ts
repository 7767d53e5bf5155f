import { describe, expect, it } from 'vitest';
import { scaled } from '../../../src/model/rate/connectivity.js';
import { eulerColumns, pairDistances, rateNetwork, sparseTimes } from '../../../src/model/rate/plain.js';
import { draws, elementary, randomNetwork } from '../../method/lyapunov/helpers.js';

const [N, TAU] = [15, 20];
const W = scaled(randomNetwork(N, 0.4, 0.4, 3), 4);

describe('the plain rate network', () => {
  it.each(['euler', 'rk4'] as const)('maps its r-form into its x-form by x = W r (%s)', (method) => {
    const r = draws('normal', N, 1).map((value) => value / 3);
    const x = new Float64Array(N);
    sparseTimes(W, r, 1, x);
    const options = { method, dt: 1, tau: TAU };
    const [inR, inX] = (['r', 'x'] as const).map((form) => rateNetwork(W, { form, ...options }, elementary));
    const image = new Float64Array(N);
    for (let n = 0; n < 50; n++) {
      inR.step(r);
      inX.step(x);
      sparseTimes(W, r, 1, image);
      // roundings of sums of six terms below 2, magnified by at most e^(rate t) over 50 steps of 1/20
      for (let i = 0; i < N; i++) expect(Math.abs(image[i] - x[i])).toBeLessThan(1e-12);
    }
  });

  it('is odd: -r(t) is a solution too', () => {
    const [u, v] = [draws('normal', N, 2), draws('normal', N, 2).map((value) => -value)];
    const system = rateNetwork(W, { form: 'r', method: 'rk4', dt: 1, tau: TAU }, elementary);
    for (let n = 0; n < 100; n++) {
      system.step(u);
      system.step(v);
    }
    expect(u).toEqual(v.map((value) => -value));
  });

  it('advances columns to the same bits as single trajectories', () => {
    const trials = 7;
    const starts = Array.from({ length: trials }, (_, c) => draws('normal', N, 10 + c));
    const R = Float64Array.from({ length: N * trials }, (_, at) => starts[at % trials][Math.floor(at / trials)]);
    const system = rateNetwork(W, { form: 'r', method: 'euler', dt: 1, tau: TAU }, elementary);
    for (let n = 0; n < 100; n++) {
      eulerColumns(W, R, trials, 1 / TAU, new Float64Array(N * trials), elementary);
      starts.forEach((u) => {
        system.step(u);
      });
    }
    starts.forEach((u, c) => {
      for (let i = 0; i < N; i++) expect(R[i * trials + c]).toBe(u[i]);
    });
  });

  it('measures the distances of pairs', () => {
    // two neurons, two pairs: base (0, 1), (2, 2); companions (3, 5), (2, 2)
    const out = new Float64Array(2);
    pairDistances(Float64Array.of(0, 2, 3, 2, 1, 2, 5, 2), 2, 2, out);
    expect([...out]).toEqual([5, 0]);
  });
});
