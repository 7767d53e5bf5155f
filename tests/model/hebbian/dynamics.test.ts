import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { INTEGRATORS } from '../../../src/method/integrators.js';
import { hebbianMatrix } from '../../../src/model/hebbian/patterns.js';
import { directDistance, largestDifference, type TestRun, testRun } from './helpers.js';

/** Unit roundoff of float64. */
const ULP = 2 ** -52;

const SCHEMES = Object.keys(INTEGRATORS);
const ACTIVATIONS = ['identity', 'sigmoid', 'relu', 'tanh'];

describe('the couplings', () => {
  const cases = SCHEMES.flatMap((scheme) => ACTIVATIONS.map((activation) => ({ scheme, activation })));

  it.each(cases)('stay symmetric and hollow bit for bit ($scheme, $activation)', ({ scheme, activation }) => {
    for (const N of [5, 8, 13]) {
      const run = testRun({ N, K: 3, u: 0.7, tau_s: 2, tau_J: 9, tau_h: 3, T: 120, scheme, activation });
      for (let part = 0; part < 6; part++) {
        run.advance(20);
        const J = run.couplings();
        const bits = new BigInt64Array(J.buffer);
        for (let i = 0; i < N; i++) {
          expect(J[i * N + i]).toBe(0);
          for (let j = 0; j < i; j++) expect(bits[i * N + j]).toBe(bits[j * N + i]);
        }
      }
    }
  });

  it('stay as they are when frozen, whatever the scheme', () => {
    for (const scheme of SCHEMES) {
      const run = testRun({ N: 12, K: 2, tau_J: 'infinity', u: 0.5, tau_s: 3, T: 60, scheme });
      const before = run.couplings();
      run.advance(60);
      expect(run.couplings()).toEqual(before);
    }
  });

  it('decay to k times the shown pattern when one pattern is shown for ever', () => {
    // one pattern, saturated neurons: J_n = (1-e)^n J_0 + (1 - (1-e)^n) k xi xi^T exactly
    const run = testRun({ N: 9, K: 1, k: 0.8, tau_J: 20, T: 1000 });
    const J0 = run.couplings();
    run.advance(50);
    const xi = run.model.block.f64('slots').slice(0, 9);
    const keep = 0.95 ** 50;
    const expected = J0.map((J, at) => {
      const [i, j] = [Math.floor(at / 9), at % 9];
      return i === j ? 0 : keep * J + (1 - keep) * 0.8 * xi[i] * xi[j];
    });
    // 50 contractions round once each
    expect(largestDifference(run.couplings(), expected)).toBeLessThan(60 * ULP);
  });
});

describe('the neurons', () => {
  it('equal the shown pattern exactly when the field saturates them', () => {
    const run = testRun({ N: 30, K: 4, T: 200 }, { record: ['pattern', 'sigma'] });
    run.advance(200);
    const [sigma, shown] = [run.column('sigma', 'sigma'), run.column('timeseries', 'pattern')];
    const xi = run.model.block.f64('slots');
    for (let n = 1; n < 200; n++) {
      for (let i = 0; i < 30; i++) expect(sigma[n * 30 + i]).toBe(xi[shown[n - 1] * 32 + i]);
    }
  });

  it('stay in [-1, 1] and their padding stays zero', () => {
    for (const scheme of SCHEMES) {
      const run = testRun({ N: 13, K: 3, u: 3, beta: 2, tau_s: 1.5, tau_J: 12, T: 300, scheme, activation: 'sigmoid' });
      run.advance(300);
      expect(run.sigma().every((value) => Math.abs(value) <= 1)).toBe(true);
      for (const name of ['sigma', 'field', 'diagonal']) {
        expect([...run.model.block.f64(name).slice(13, 16)]).toEqual([0, 0, 0]);
      }
    }
  });
});

describe('the distance to the Hebbian matrix', () => {
  const settings = [
    { name: 'saturated', u: 200, tau_s: 1 },
    { name: 'soft neurons', u: 0.6, tau_s: 1.7 },
  ];
  const cases = SCHEMES.flatMap((scheme) =>
    ACTIVATIONS.flatMap((activation) => settings.map((s) => ({ scheme, activation, ...s }))),
  );

  it.each(cases)(
    'by recursion equals the direct sum ($scheme, $activation, $name)',
    ({ scheme, activation, u, tau_s }) => {
      const run = testRun({ N: 21, K: 4, u, tau_s, tau_J: 40, tau_h: 2, T: 500, scheme, activation });
      run.advance(500);
      run.kernels.kernel('hebbian_observe')(run.model.block.address, 0);
      // each of 500 updates rounds a few times relative to S + k^2 V, which is below 2
      expect(Math.abs(run.model.block.get('deviation') - directDistance(run, 4))).toBeLessThan(500 * 4 * ULP);
    },
  );

  it('stays exact over many refreshes', () => {
    const run = testRun({ N: 16, K: 3, tau_J: 1e5, u: 0.4, tau_s: 2, T: 20_000 });
    run.advance(20_000);
    run.kernels.kernel('hebbian_observe')(run.model.block.address, 0);
    // at most 4096 updates since the last direct sum
    expect(Math.abs(run.model.block.get('deviation') - directDistance(run, 3))).toBeLessThan(4096 * 4 * ULP);
  });

  it('is constant when the synapses are frozen', () => {
    const run = testRun({ N: 20, K: 3, tau_J: 'infinity', T: 50 });
    run.advance(50);
    expect(new Set(run.column('timeseries', 'distance')).size).toBe(1);
  });
});

describe('the delayed form', () => {
  // the plain loop of assembly/hebbian/plain.ts: one dense J, one pass a step
  function plain(
    run: TestRun,
    K: number,
    steps: number,
    shown: readonly number[],
  ): { J: Float64Array; sigma: Float64Array; distance: number[] } {
    const { kernels, model } = run;
    const { block } = model;
    const [N, np] = [block.get('n'), block.get('np')];
    const at = (count: number): number => kernels.allocate(8 * count);
    const [J, kH, sigma, field] = [at(np * np), at(np * np), at(np), at(np)];
    const dense = run.couplings();
    const patterns = new Float64Array(K * N);
    for (let mu = 0; mu < K; mu++) patterns.set(block.f64('slots').subarray(mu * np, mu * np + N), mu * N);
    const H = hebbianMatrix(patterns, block.f64('probabilities'), N);
    const k = block.get('strength');
    for (let i = 0; i < N; i++) {
      kernels.f64(J + 8 * i * np, N).set(dense.subarray(i * N, (i + 1) * N));
      kernels.f64(kH + 8 * i * np, N).set(H.subarray(i * N, (i + 1) * N).map((h) => k * h));
    }
    kernels.f64(sigma, np).set(block.f64('sigma'));
    const [h, initial] = [kernels.f64(field, np), block.f64('sigma')];
    for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) h[i] += dense[i * N + j] * initial[j];
    const [beta, u, r, e] = ['beta', 'gain', 'rate', 'contraction'].map((name) => block.get(name));
    const distance: number[] = [];
    for (let n = 0; n < steps; n++) {
      const xi = block.pointer('slots') + 8 * np * shown[n];
      const sum = kernels.kernel('hebbian_plain_step')(np, J, kH, sigma, field, xi, beta, u, r, 1 - e, e * k);
      distance.push(sum / (N * (N - 1)));
    }
    const out = new Float64Array(N * N);
    for (let i = 0; i < N; i++) out.set(kernels.f64(J + 8 * i * np, N), i * N);
    return { J: out, sigma: kernels.f64(sigma, N).slice(), distance };
  }

  it.each([
    { name: 'saturated', u: 200, tau_s: 1, N: 50, K: 5, steps: 150 },
    { name: 'soft', u: 0.5, tau_s: 1, N: 50, K: 5, steps: 150 },
    { name: 'lagging', u: 200, tau_s: 2, N: 50, K: 5, steps: 150 },
    { name: 'in and out of saturation', u: 19, tau_s: 1, N: 50, K: 5, steps: 150 },
    { name: 'couplings in four streams', u: 0.5, tau_s: 1, N: 2501, K: 1, steps: 2 },
  ])('equals the plain loop over dense couplings ($name)', ({ u, tau_s, N, K, steps }) => {
    const given = { N, K, u, tau_s, tau_J: 30, T: steps };
    const ours = testRun(given, { record: ['distance', 'pattern'] });
    ours.advance(steps);
    const other = testRun(given, { record: ['distance', 'pattern'] });
    const shown = ours.column('timeseries', 'pattern');
    const reference = plain(other, K, steps, shown);
    // sums of up to N terms in another order, contracted by the dynamics: N + slots roundings a step, 30 steps of memory
    const bound = (N + 21) * 30 * ULP;
    expect(largestDifference(ours.couplings(), reference.J)).toBeLessThan(bound);
    expect(largestDifference(ours.sigma(), reference.sigma)).toBeLessThan(bound);
    expect(largestDifference(ours.column('timeseries', 'distance').slice(1), reference.distance)).toBeLessThan(bound);
  });
});

describe('the energies', () => {
  it('the joint Lyapunov function falls and never rises while the field is constant', () => {
    for (const seed of [1, 2, 3]) {
      const given = { N: 20, K: 1, beta: 0.5, u: 0.1, k: 0.5, tau_s: 1, tau_J: 10, dt: 0.05, T: 40, scheme: 'rk4' };
      const run = testRun(given, { seed, record: ['lyapunov'] });
      run.advance(800);
      const L = run.column('timeseries', 'lyapunov');
      expect(L).toHaveLength(800);
      expect(L[799]).toBeLessThan(L[0]);
      // a rise within the rounding of a sum of N^2 terms of order one is none
      for (let n = 1; n < L.length; n++) expect(L[n] - L[n - 1]).toBeLessThan(400 * ULP * Math.abs(L[0]));
    }
  });

  it('the published energy rises where the Lyapunov function falls: neurons that relax without couplings', () => {
    const N = 20;
    const patterns = new Float64Array(N).map((_, i) => (i % 3 === 0 ? 1 : -1));
    const inputs = { patterns, J0: new Float64Array(N * N), sigma0: patterns.map((x) => 0.99 * x) };
    const given = { N, K: 1, beta: 0.5, u: 0.1, tau_s: 1, tau_J: 'infinity', dt: 0.05, T: 1 };
    const run = testRun(given, { inputs, record: ['lyapunov', 'energy'] });
    run.advance(2);
    const [E, L] = ['energy', 'lyapunov'].map((name) => run.column('timeseries', name));
    // E = -xi.sigma here, and sigma moves by dt (tanh(beta u xi) - sigma)
    expect(Math.abs(E[1] - E[0] - N * 0.05 * (0.99 - Math.tanh(0.05)))).toBeLessThan(100 * ULP);
    expect(L[1]).toBeLessThan(L[0]);
  });
});

describe('the schemes', () => {
  const golden = JSON.parse(readFileSync('tests/golden/hebbian/continuous_rk4.json', 'utf8')).cases[0];
  const flat = (rows: readonly (readonly number[])[]): Float64Array => Float64Array.from(rows.flat());

  /** Error of the state at the end against the adaptive reference solution. */
  function error(scheme: string, stepsPerHold: number): number {
    const dt = golden.hold_time / stepsPerHold;
    const field = Int32Array.from(golden.draws.flatMap((draw: number) => new Array(stepsPerHold).fill(draw)));
    const inputs = {
      patterns: flat(golden.patterns),
      sigma0: Float64Array.from(golden.sigma0),
      J0: flat(golden.J0),
      field,
    };
    const par = { N: golden.N, K: golden.K, beta: 1.3, u: 0.7, k: 0.9, tau_s: 1.5, tau_J: 12 };
    const run = testRun({ ...par, dt, T: field.length * dt, scheme }, { inputs });
    run.advance(field.length);
    return Math.max(
      largestDifference(run.sigma(), golden.reference_sigma),
      largestDifference(run.couplings(), flat(golden.reference_J)),
    );
  }

  it.each(Object.entries(INTEGRATORS))('%s converges with the order that it declares', (scheme, { order }) => {
    const [coarse, fine] = [error(scheme, 32), error(scheme, 64)];
    const measured = Math.log2(coarse / fine);
    // the leading error term dominates to a few per cent at these steps
    expect(Math.abs(measured - order)).toBeLessThan(0.15 * order);
  });
});
