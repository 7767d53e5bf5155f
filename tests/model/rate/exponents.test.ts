import { describe, expect, it } from 'vitest';
import { largestByBounds, largestByInterval } from '../../../src/method/lyapunov/two-trajectory.js';
import { scaled, toDense } from '../../../src/model/rate/connectivity.js';
import { startRun } from '../../../src/model/rate/create.js';
import { RATE_MODULE } from '../../../src/model/rate/kernels.js';
import { meanField } from '../../../src/model/rate/mean-field.js';
import { RATE } from '../../../src/model/rate/model.js';
import type { RateParameters } from '../../../src/model/rate/parameters.js';
import { rateNetwork } from '../../../src/model/rate/plain.js';
import { freshKernels } from '../../conformance/kernels.js';
import { elementary, randomNetwork } from '../../method/lyapunov/helpers.js';
import { defaults, rateRun } from './run.js';

const numbers = (values: ArrayLike<unknown>): number[] => Array.from(values as ArrayLike<number>);

describe('the largest exponent from two trajectories', () => {
  const N = 15;
  const W = randomNetwork(N, 0.5, 0.4, 8);
  const initial = Float64Array.from({ length: N }, (_, i) => ((i * 17) % 23) / 23 - 0.5);
  const sizes = { N, g: 3, trials: 1, T: 2, transient: 100, align: 0, duration: 1000, d0: 1e-7 };

  /** The estimators in plain code from the same state; exponents in 1/s. */
  const plain = (method: 'interval' | 'bounds'): number => {
    const system = rateNetwork(scaled(W, 3), { form: 'r', method: 'euler', dt: 1, tau: 20 }, elementary);
    const common = { transient: 102, record: 1000, d0: 1e-7 };
    const found =
      method === 'interval'
        ? largestByInterval(system, initial, { ...common, every: 10 }, elementary)
        : largestByBounds(system, initial, { ...common, lower: 1e-10, upper: 1e-4 }, elementary);
    return 1000 * found.exponent;
  };

  it.each(['interval', 'bounds'] as const)('is that of the plain estimator (%s)', (method) => {
    const run = rateRun({ ...sizes, method }, { W: toDense(W), initial });
    run.finish();
    // rates of order 1 hold a distance of 1e-7 to 1e-9 of it; a hundred logarithms over one second add up at random
    expect(Math.abs((run.summary().get('lambda_1') as number) - plain(method))).toBeLessThan(1e-5);
  });

  it('agrees with QR within the errors', () => {
    const given = { N: 60, p: 0.3, g: 22, trials: 4, T: 500, transient: 500, align: 500, duration: 6000, exponents: 1 };
    const found = (['qr', 'interval', 'bounds'] as const).map((method) => {
      const run = rateRun({ ...given, method, session: 3 });
      run.finish();
      const { lambda_1, lambda_1_error, verdict } = run.table('verdicts');
      return { values: numbers(lambda_1), errors: numbers(lambda_1_error), verdict };
    });
    const [qr, ...others] = found;
    expect(qr.verdict).toEqual(new Array(4).fill('chaos'));
    for (const { values, errors } of others) {
      // seed 3, four trials: independent records of one attractor would differ by more than 4 sigma in 1 of 2000 runs
      values.forEach((value, t) => {
        expect(Math.abs(value - qr.values[t])).toBeLessThan(4 * Math.sqrt(errors[t] ** 2 + qr.errors[t] ** 2));
        expect(errors[t]).toBeGreaterThan(0);
      });
    }
  });

  it('is one exponent unless told otherwise, and refuses more', () => {
    const messages = (given: object) =>
      RATE.schema.compatible({ ...defaults, ...given } as never).map(({ message }) => message);
    expect(messages({ method: 'interval' })).toEqual([]);
    expect(messages({ method: 'interval', exponents: 2 }).join()).toMatch(/largest exponent alone/);
    expect(messages({ method: 'bounds', lower: 1e-3 }).join()).toMatch(/between/);
    expect(messages({ lower: 1e-9 }).join()).toMatch(/belongs to the method bounds/);
  });

  it('is the same in small pieces', () => {
    const given = { ...sizes, p: 0.5, trials: 3, method: 'bounds', stop_at_rest: true } as const;
    const [whole, pieces] = [rateRun(given), rateRun(given)];
    whole.finish();
    while (pieces.model.step() < pieces.model.steps) pieces.advance(23);
    expect(pieces.model.block.bytes()).toEqual(whole.model.block.bytes());
  });
});

describe('running estimates', () => {
  const given = { N: 30, p: 0.3, g: 8, trials: 2, T: 100, align: 100, duration: 2000, exponents: 3 };
  const run = rateRun(given);
  run.finish();
  const running = run.table('running');
  const [step, trial, index, exponent, error, time] = ['step', 'trial', 'index', 'exponent', 'error', 'time'].map(
    (name) => numbers(running[name]),
  );

  it('are fifty for each exponent and trial, and end with the result', () => {
    expect(step).toHaveLength(50 * 2 * 3);
    const last = [...step.keys()].filter((i) => step[i] === 2200);
    const spectrum = run.table('spectrum');
    expect(last.map((i) => [trial[i], index[i], exponent[i], error[i]])).toEqual(
      last.map((_, i) => [spectrum.trial[i], spectrum.index[i], spectrum.exponent[i], spectrum.error[i]]),
    );
  });

  it('are what a shorter record would have given', () => {
    const short = rateRun({ ...given, duration: 800 });
    short.finish();
    const at = [...step.keys()].filter((i) => time[i] === 800 && trial[i] === 1).map((i) => exponent[i]);
    const spectrum = short.table('spectrum');
    const expected = numbers(spectrum.exponent).filter((_, i) => spectrum.trial[i] === 1);
    expect(at).toHaveLength(3);
    expect(at.sort()).toEqual(expected.sort());
  });

  it('stop a run within a tolerance, which says where and why', () => {
    const loose = rateRun({ ...given, tolerance: 3, tolerance_blocks: 2 });
    loose.finish();
    const at = loose.summary().get('stopped_at') as number;
    expect(at).toBe(loose.model.step());
    expect((at - 200) % 100).toBe(0);
    expect(at).toBeLessThan(2200);
    const { stop, stop_step, recorded, lambda_1 } = loose.table('verdicts');
    expect(stop).toEqual(['tolerance', 'tolerance']);
    expect(stop_step).toEqual([at, at]);
    expect(recorded).toEqual([at - 200, at - 200]);
    // the rule held for the first time there: blocks of 10 intervals of the whole run
    const logs = run.model.block.f64('logs');
    const estimate = (t: number, i: number, block: number): number => {
      let sum = 0;
      for (let n = 0; n < block * 10; n++) sum += logs[(n * 2 + t) * 3 + i];
      return (1000 * sum) / (block * 100);
    };
    const isCalm = (block: number): boolean =>
      [0, 1].every((t) => [0, 1, 2].every((i) => Math.abs(estimate(t, i, block) - estimate(t, i, block - 1)) < 3));
    const first = Array.from({ length: 20 }, (_, b) => b + 1).find((b) => b > 2 && isCalm(b) && isCalm(b - 1));
    expect(at).toBe(200 + 100 * (first ?? Number.NaN));
    expect(numbers(lambda_1)).toHaveLength(2);
    const resumed = rateRun({ ...given, tolerance: 3, tolerance_blocks: 2 });
    while (resumed.model.step() < resumed.model.steps) resumed.advance(10);
    expect(resumed.model.results?.()).toEqual(loose.model.results?.());
  });

  it('that never settle run for the whole duration', () => {
    const strict = rateRun({ ...given, tolerance: 1e-12, tolerance_kind: 'relative' });
    strict.finish();
    expect(strict.summary().get('stopped_at')).toBeNull();
    expect(strict.table('verdicts').stop).toEqual(['duration', 'duration']);
    expect(strict.table('spectrum')).toEqual(run.table('spectrum'));
  });
});

describe('the sum rule', () => {
  it.each([
    { form: 'r', scheme: 'euler', activation: 'tanh' },
    { form: 'x', scheme: 'rk4', activation: 'tanh' },
    { form: 'r', scheme: 'rk4', activation: 'sigmoid' },
  ])('holds to rounding ($form-form, $scheme, $activation, with noise)', (variant) => {
    const N = 16;
    const given = {
      ...variant,
      N,
      p: 0.5,
      g: 6,
      noise: 0.2,
      trials: 2,
      T: 50,
      align: 100,
      duration: 400,
      exponents: N,
    };
    const run = rateRun({ ...given, sum_rule: true });
    run.finish();
    const { sum, divergence, sum_difference } = run.table('verdicts');
    for (let t = 0; t < 2; t++) {
      // 40 intervals of 16 logarithms near 0.5 and 400 determinants, each within 1e-14: relative 1e-12 is generous
      expect(Math.abs((sum_difference[t] as number) / (sum[t] as number))).toBeLessThan(1e-12);
    }
    // two ways to the same number: in one trial of two at least they round apart
    expect(sum).not.toEqual(divergence);
    const bare = rateRun(given);
    bare.finish();
    expect(bare.table('spectrum')).toEqual(run.table('spectrum'));
    expect(bare.table('verdicts').divergence).toEqual([null, null]);
  });

  it('has room for the states of a whole interval, however few are recorded at a time', () => {
    const given = { N: 4, trials: 400, T: 2, align: 0, duration: 2000, qr_every: 1000, exponents: 4, sum_rule: true };
    for (const record of [[], ['rates']]) {
      const { samples, scratch, longest } = startRun({
        kernels: freshKernels(RATE_MODULE),
        parameters: { ...defaults, ...given } as RateParameters,
        inputs: {},
        seed: 0,
        record: { observables: new Map(record.map((name) => [name, { every: 1 }])), from: 0, to: 2 },
      });
      expect(longest).toBeLessThan(1000);
      // the next room begins there
      expect(scratch - samples).toBeGreaterThanOrEqual(8 * 4 * 400 * 1000);
    }
  });

  it('needs all exponents', () => {
    const messages = RATE.schema.compatible({ ...defaults, sum_rule: true } as never).map(({ message }) => message);
    expect(messages.join()).toMatch(/exponents = 200/);
  });
});

describe('mean-field theory beside a run', () => {
  it('is one point of the curve over g, in table and summary', () => {
    const given = {
      N: 20,
      p: 1,
      weights: 'variance',
      g: 0.6,
      trials: 1,
      T: 100,
      duration: 200,
      align: 50,
      mean_field: true,
    };
    const run = rateRun(given);
    run.finish();
    const { g, g_eff, lambda_mf, lambda_mf_tau, variance_mf, lambda_1 } = run.table('mean_field');
    const gain = g_eff[0] as number;
    const theory = meanField(gain, elementary);
    expect(g).toEqual([0.6]);
    expect(variance_mf).toEqual([theory.variance]);
    expect(lambda_mf).toEqual([theory.maxExponent * 50]);
    expect(Math.abs((lambda_mf_tau[0] as number) - theory.maxExponent)).toBeLessThan(1e-15);
    expect(run.summary().get('lambda_mf')).toBe(lambda_mf[0]);
    expect(run.summary().get('lambda_1')).toBe(lambda_1[0]);
  });
});

describe('the example of traces', () => {
  it('has four units of the first pair at about 500 steps, the numbers of the whole record', () => {
    const given = { N: 30, p: 0.3, g: 8, trials: 2, T: 1200, exponents: 0 };
    const run = rateRun(given, {}, ['traces', 'rates']);
    run.finish();
    const [step, time, unit, rate, companion] = run.rows.get('traces') as number[][];
    expect(step).toHaveLength(4 * 400);
    expect(new Set(unit)).toEqual(new Set([0, 1, 2, 3]));
    expect(time[4]).toBe(3);
    const all = run.rows.get('rates') as number[][];
    const key = (n: number, i: number): string => `${n} ${i}`;
    const pairs = new Map(
      all[0]
        .map((n, at) => [key(n, all[3][at]), [all[4][at], all[5][at]]] as const)
        .filter((_, at) => all[2][at] === 0),
    );
    step.forEach((n, at) => {
      expect([rate[at], companion[at]]).toEqual(pairs.get(key(n, unit[at])));
    });
  });

  it('is not recorded unless asked for', () => {
    const run = rateRun({ N: 30, T: 100, exponents: 0 }, {}, ['mean_distance']);
    run.finish();
    expect(run.rows.has('traces')).toBe(false);
  });
});

describe('seed and replicas', () => {
  it('are refused with the published stream, where they have no effect', () => {
    const check = (given: object, seed: number, replicas: number) =>
      (RATE.checkDraws?.({ ...defaults, ...given } as never, { seed, replicas }) ?? []).map(({ message }) => message);
    expect(check({ stream: 'published' }, 0, 1)).toEqual([]);
    expect(check({ stream: 'published' }, 5, 1).join()).toMatch(/whatever the seed/);
    expect(check({ stream: 'published' }, 0, 3).join()).toMatch(/3 replicas would all be equal/);
    expect(check({ stream: 'published', noise: 0.1 }, 5, 3)).toEqual([]);
    expect(check({}, 5, 3)).toEqual([]);
  });
});
