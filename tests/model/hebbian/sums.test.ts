/** The sums over couplings that are carried along: when they are taken anew, and when they no longer are numbers. */
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../../src/errors.js';
import { INTEGRATORS } from '../../../src/method/integrators.js';
import { directDistance, type TestRun, testRun } from './helpers.js';

const ULP = 2 ** -52;
/** Steps between direct sums: REFRESH of assembly/hebbian/sums.ts. */
const REFRESH = 4096;
const SCHEMES = Object.keys(INTEGRATORS);

describe('the sums over the couplings', () => {
  /** Puts S and P beside what they are, as a lost update would. */
  const spoil = ({ model: { block } }: TestRun): void => {
    for (const name of ['deviation', 'projection']) block.set(name, block.get(name) + 0.5);
  };
  /** How far the carried distance is from the sum over all couplings, both of the state as it is. */
  const fault = (run: TestRun): number => {
    run.kernels.kernel('hebbian_observe')(run.model.block.address, 0);
    return Math.abs(run.model.block.get('deviation') - directDistance(run, 2));
  };

  it.each(SCHEMES)('are taken anew every 4096 steps, at the multiples and at no other step (%s)', (scheme) => {
    // slow synapses forget an error of S by 8 % in so many steps, so what is mended was summed
    const run = testRun({ N: 5, K: 2, u: 0.4, tau_s: 2, tau_J: 1e5, T: 3 * REFRESH, scheme });
    let done = 0;
    const advanceTo = (step: number): void => {
      run.advance(step - done);
      done = step;
    };
    for (const round of [1, 2]) {
      advanceTo((round - 1) * REFRESH + 10);
      spoil(run);
      advanceTo(round * REFRESH - 1);
      expect(fault(run), `before step ${done}`).toBeGreaterThan(0.1);
      advanceTo(round * REFRESH);
      // the state before the next step was summed when it was looked at; entries below 2 with a few roundings each
      expect(fault(run), `before step ${done}`).toBeLessThan(100 * ULP);
    }
  });

  it.each(['euler', 'euler-simultaneous'])(
    'that overflow end the run before that step, and name the largest coupling, while neurons are saturated (%s)',
    (scheme) => {
      // a contraction of 10 multiplies J by -9 a step. The schema refuses that; here it stands for whatever makes J grow
      const run = testRun({ N: 7, K: 1, k: 0.8, tau_J: 0.1, T: 1000, scheme }, { record: ['distance'] });
      const step = firstOverflow(run, scheme === 'euler');
      const error = caught(() => run.advance(1000));
      expect([error.code, error.data.step, error.data.variable]).toEqual(['E_DIVERGED', step, 'J']);
      expect(run.model.step()).toBe(step);
      const J = run.couplings();
      const [i, j] = error.data.index as readonly number[];
      expect(Number(error.data.value)).toBe(J[i * 7 + j]);
      expect(Math.abs(J[i * 7 + j])).toBe(Math.max(...J.map(Math.abs)));
      expect(error.message).toMatch(/^J\[\d, \d\] = \S+e\+15\d is too large to compute with before step \d+$/);
      expect([...run.sigma()].every((value) => Math.abs(value) === 1)).toBe(true);
      const distance = run.column('timeseries', 'distance');
      expect(distance).toHaveLength(step);
      expect(distance.every(Number.isFinite)).toBe(true);
    },
  );

  it('that overflow name the largest of different couplings', () => {
    // beyond the first four rows, which the kernels hand over at once
    const J0 = Float64Array.from({ length: 100 }, (_, at) => (at % 11 === 0 ? 0 : 1e155));
    J0[58] = J0[85] = -3e155;
    const error = caught(() => testRun({ N: 10, K: 2, T: 5 }, { inputs: { J0 } }).advance(5));
    expect([error.message, error.data.index]).toEqual([
      'J[5, 8] = -3e+155 is too large to compute with before step 0',
      [5, 8],
    ]);
  });

  it('that overflow though no coupling is large are named themselves', () => {
    // D = J - k H with J = 0: it is k that cannot be squared
    const error = caught(() =>
      testRun({ N: 4, K: 2, k: 1e200, T: 5 }, { inputs: { J0: new Float64Array(16) } }).advance(5),
    );
    expect([error.code, error.message]).toEqual(['E_DIVERGED', 'distance = Infinity before step 0']);
  });

  it('are not all that is looked at: neurons that overflow beside frozen synapses end the run and are named', () => {
    // dt/tau_s = 10/3 multiplies the neurons by -7/3 a step, which the schema refuses
    const run = testRun({ N: 6, K: 1, tau_J: 'infinity', tau_s: 0.3, T: 1000 }, { record: ['energy'] });
    const error = caught(() => run.advance(1000));
    expect(error.message).toMatch(/^sigma\[\d\] = -?\d\S+e\+15\d is too large to compute with before step \d+$/);
    const [i] = error.data.index as readonly number[];
    expect(Math.abs(run.sigma()[i])).toBe(Math.max(...run.sigma().map(Math.abs)));
    expect(run.column('timeseries', 'energy').every(Number.isFinite)).toBe(true);
  });
});

function caught(body: () => void): MsmError {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(MsmError);
    return error as MsmError;
  }
  throw new Error('it went on');
}

/** First step before which the mean of (J - k H)^2 is beyond the doubles: the model written down directly, for one pattern. */
function firstOverflow({ couplings, sigma: neurons, model }: TestRun, isSequential: boolean): number {
  const { block } = model;
  const [N, k, c, beta, u] = ['n', 'strength', 'contraction', 'beta', 'gain'].map((name) => block.get(name));
  const xi = block.f64('slots').slice(0, N);
  let [J, sigma] = [couplings(), neurons()];
  for (let step = 0; ; step++) {
    let mean = 0;
    for (let i = 0; i < N; i++)
      for (let j = 0; j < N; j++) mean += i === j ? 0 : (J[i * N + j] - k * xi[i] * xi[j]) ** 2 / (N * (N - 1));
    if (!Number.isFinite(mean)) return step;
    const next = sigma.map((_, i) => {
      let field = u * xi[i];
      for (let j = 0; j < N; j++) field += J[i * N + j] * sigma[j];
      return Math.tanh(beta * field);
    });
    const g = isSequential ? next : sigma;
    J = J.map((value, at) => {
      const [i, j] = [Math.floor(at / N), at % N];
      return i === j ? 0 : (1 - c) * value + c * k * g[i] * g[j];
    });
    sigma = next;
  }
}
