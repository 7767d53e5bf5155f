import { describe, expect, it } from 'vitest';
import { identityColumns } from '../../../src/method/lyapunov/qr.js';
import { fromDense, scaled, toDense } from '../../../src/model/rate/connectivity.js';
import { gainOfWeights, spectralRadius } from '../../../src/model/rate/gain.js';
import { meanField, meanFieldMap } from '../../../src/model/rate/mean-field.js';
import { RATE } from '../../../src/model/rate/model.js';
import { rateNetwork } from '../../../src/model/rate/plain.js';
import { elementary, randomNetwork } from '../../method/lyapunov/helpers.js';
import { defaults, type Given, rateRun } from './run.js';

const finished = (...args: Parameters<typeof rateRun>) => {
  const run = rateRun(...args);
  run.finish();
  return run;
};
const numbers = (values: ArrayLike<unknown>): number[] => Array.from(values as ArrayLike<number>);

/** Weights of oscillators side by side, [2 n, 2 n]: a unit excites itself and the two drive each other in turn. */
function oscillators(...turns: readonly number[]): Float64Array {
  const N = 2 * turns.length;
  const W = new Float64Array(N * N);
  turns.forEach((turn, c) => {
    const [a, b] = [2 * c, 2 * c + 1];
    W[a * N + a] = W[b * N + b] = 1.5;
    W[a * N + b] = -turn;
    W[b * N + a] = turn;
  });
  return W;
}

/** Some initial states that are all different. */
const states = (trials: number, N: number) =>
  Float64Array.from({ length: trials * N }, (_, i) => ((i * 17) % 23) / 23 - 0.47);

describe('tangent vectors', () => {
  it('measure the largest exponent also where unit 0 leads nowhere, with any number of exponents', () => {
    const N = 100;
    const W = toDense(scaled(randomNetwork(N, 0.3, 1 / Math.sqrt(0.3 * N), 5), 12));
    for (let i = 0; i < N; i++) W[i * N] = 0;
    const given = { N, g: 1, trials: 2, T: 500, align: 500, duration: 3000 };
    const [one, four] = [1, 4].map((exponents) => finished({ ...given, exponents }, { W, initial: states(2, N) }));
    expect(one.table('verdicts').verdict).toEqual(['chaos', 'chaos']);
    // the first vector is the same one, however many follow
    const [first, same] = [one, four].map((run) => numbers(run.table('verdicts').lambda_1));
    first.forEach((value, t) => {
      expect(Math.abs(value / same[t] - 1)).toBeLessThan(1e-6);
    });
    const trapped = finished({ ...given, exponents: 1 }, { W, initial: states(2, N), Q0: identityColumns(N, 1) });
    // ln(1 - 1/20) per ms is all that the bare leak of unit 0 gives
    expect(numbers(trapped.table('verdicts').lambda_1)[0]).toBeCloseTo(1000 * Math.log(0.95), 9);
  });

  it('start from a given basis, made orthonormal', () => {
    const given = { N: 12, p: 0.5, g: 4, trials: 2, T: 50, align: 0, duration: 200, exponents: 2 };
    const Q0 = identityColumns(12, 2);
    const spectrumOf = (basis: Float64Array | undefined) =>
      finished(given, basis === undefined ? {} : { Q0: basis }).table('spectrum').exponent;
    expect(spectrumOf(Q0.map((value) => 3 * value))).toEqual(spectrumOf(Q0));
    expect(spectrumOf(undefined)).not.toEqual(spectrumOf(Q0));
    const twice = Float64Array.from(Q0, (_, at) => (at < 2 ? 1 : 0));
    expect(() => rateRun(given, { Q0: twice })).toThrow(/column 1 of Q0/);
    expect(() => rateRun(given, { Q0: new Float64Array(24) })).toThrow(/column 0 of Q0/);
    const messages = (extra: Given) => RATE.checkInputs?.({ ...defaults, ...given, ...extra } as never, { Q0 });
    expect(messages({})).toEqual([]);
    expect(messages({ exponents: 0 })?.[0].message).toMatch(/first basis of QR/);
    expect(messages({ method: 'interval', exponents: 1 })?.[0].message).toMatch(/first basis of QR/);
  });

  it('are other ones for each trial and seed, and the same for each g', () => {
    const given = { N: 12, p: 0.5, g: 0, trials: 2, T: 2, align: 0, duration: 20, exponents: 1 };
    const basis = (extra: Given, seed: number, trial: number) => {
      const run = rateRun({ ...given, ...extra }, {}, [], seed);
      run.advance(2);
      const tangent = run.model.block.f64('tangent');
      return Array.from({ length: 12 }, (_, i) => tangent[i * 4 + 2 * trial + 1]);
    };
    expect(basis({}, 3, 0)).not.toEqual(basis({}, 3, 1));
    expect(basis({}, 3, 0)).not.toEqual(basis({}, 4, 0));
    expect(basis({}, 3, 0)).toEqual(basis({ g: 5 }, 3, 0));
    expect(basis({}, 3, 0).reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 14);
  });
});

describe('a network of oscillators', () => {
  const given = { g: 1, trials: 2, T: 2000, align: 1000, duration: 4000 };

  it('is a limit cycle with the period that its crossings of zero have', () => {
    const run = finished({ ...given, N: 2 }, { W: oscillators(1), initial: states(2, 2) });
    const { verdict, period } = run.table('verdicts');
    expect(verdict).toEqual(['limit cycle', 'limit cycle']);
    const system = rateNetwork(
      fromDense(oscillators(1), 2),
      { form: 'r', method: 'euler', dt: 1, tau: 20 },
      elementary,
    );
    const u = Float64Array.of(0.3, -0.2);
    for (let n = 0; n < 5000; n++) system.step(u);
    const crossings: number[] = [];
    for (let n = 0; n < 3000; n++) {
      const before = u[0];
      system.step(u);
      if (before < 0 && u[0] >= 0) crossings.push(n + before / (before - u[0]));
    }
    const expected = (crossings[crossings.length - 1] - crossings[0]) / (crossings.length - 1);
    // both interpolate linearly within a step of 1 ms
    for (const found of numbers(period)) expect(Math.abs(found - expected)).toBeLessThan(0.05);
    expect(run.summary().get('period')).toBeCloseTo(expected, 1);
    expect(run.summary().get('cycle_trials')).toBe(2);
  });

  it.each([
    [1, 1.37],
    [1.37, 1],
  ])('that do not touch is a torus, whichever unit comes first: turns of %d and %d', (first, second) => {
    const W = oscillators(first, second);
    const run = finished({ ...given, N: 4, duration: 60_000 }, { W, initial: states(2, 4) });
    expect(run.table('verdicts').verdict).toEqual(['torus', 'torus']);
    for (const lambda of numbers(run.table('verdicts').lambda_2)) expect(Math.abs(lambda)).toBeLessThan(0.1);
  });

  it('with one exponent alone decides no cycle', () => {
    const run = finished({ ...given, N: 2, exponents: 1 }, { W: oscillators(1), initial: states(2, 2) });
    expect(run.table('verdicts').verdict).toEqual(['undecided', 'undecided']);
    expect(numbers(run.table('verdicts').period)[0]).toBeGreaterThan(0);
  });

  it('gives the same verdicts in small pieces, and following leaves the state as it was', () => {
    const small = { ...given, N: 2, duration: 1000 };
    const [whole, pieces] = [0, 1].map(() => rateRun(small, { W: oscillators(1), initial: states(2, 2) }));
    whole.finish();
    while (pieces.model.step() < pieces.model.steps) pieces.advance(37);
    const before = pieces.model.block.bytes().slice();
    expect(pieces.model.results?.()).toEqual(whole.model.results?.());
    expect(pieces.model.block.bytes()).toEqual(before);
  });
});

describe('states come first', () => {
  it('growth without bound is no chaos', () => {
    for (const activation of ['linear', 'relu']) {
      const W = Float64Array.of(0.5, 0.6, 0.6, 0.5);
      const given = { N: 2, g: 1, activation, trials: 2, T: 100, align: 100, duration: 2000 };
      const run = finished(given, { W, initial: Float64Array.of(0.2, 0.3, 0.5, 0.1) });
      expect(run.table('verdicts').verdict).toEqual(['unbounded', 'unbounded']);
      expect(run.summary().get('unbounded_trials')).toBe(2);
      // growth at the leading eigenvalue: tau lambda = 1.1 - 1, by Euler
      // the basis has turned to the leading direction by e^(-1.2 times 5) when the record begins, and its angle enters squared
      expect(run.summary().get('lambda_1_unbounded')).toBeCloseTo(1000 * Math.log(1 + 0.1 / 20), 5);
      expect(run.summary().get('lambda_1_chaotic')).toBeNull();
    }
  });

  it('a state that no longer moves is a fixed point, unstable as it may be', () => {
    const given = { N: 30, p: 0.5, weights: 'variance', g: 6, trials: 1, T: 100, duration: 500 };
    const run = finished(given, { initial: new Float64Array(30) });
    expect(numbers(run.table('verdicts').lambda_1)[0]).toBeGreaterThan(0);
    expect(run.table('verdicts').verdict).toEqual(['fixed point']);
  });

  it('exponents are averaged by verdict', () => {
    const N = 60;
    const given = { N, p: 0.5, weights: 'variance', g: 8, trials: 3, T: 500, align: 300, duration: 2000 };
    const initial = states(3, N).fill(0, N, 2 * N);
    const run = finished(given, { initial });
    const { verdict, lambda_1 } = run.table('verdicts');
    expect(verdict).toEqual(['chaos', 'fixed point', 'chaos']);
    const [a, b, c] = numbers(lambda_1);
    const summary = run.summary();
    expect(summary.get('lambda_1')).toBeCloseTo((a + c) / 2, 12);
    expect(summary.get('lambda_1_chaotic')).toBe(summary.get('lambda_1'));
    expect(summary.get('lambda_1_chaotic_error')).toBeCloseTo(Math.abs(a - c) / 2, 12);
    expect(summary.get('lambda_1_fixed_point')).toBe(b);
    expect(summary.get('measured_trials')).toBe(2);
    expect(summary.get('chaotic_trials')).toBe(2);
  });

  it('a divergence names unit and trial also where distances overflow before the states', () => {
    const given = { N: 2, g: 1, activation: 'linear', trials: 2, T: 300, epsilon: 1e150, exponents: 0 };
    const run = rateRun(given, { W: Float64Array.of(2, 0, 0, 1), initial: Float64Array.of(1, 1, 1e160, 1) });
    const error = (() => {
      try {
        run.finish();
      } catch (thrown) {
        return thrown as { readonly message: string; readonly data: { readonly index: readonly number[] } };
      }
      throw new Error('it did not diverge');
    })();
    expect(error.data.index).toEqual([0, 1]);
    expect(error.message).toMatch(/^pairs\[unit 0, trial 1\] = 1.*e\+1\d\d is too large/);
  });
});

describe('steps that are no small part of tau', () => {
  const given = { N: 2, g: 1, dt: 20, trials: 1, T: 2000, align: 2000, duration: 20_000, qr_every: 1 };

  it('make a map, which is judged as one: its period is counted in steps', () => {
    // r <- tanh(W r) with a rotation by a quarter turn: a period of four steps
    const run = finished(given, { W: Float64Array.of(0, -2, 2, 0), initial: Float64Array.of(0.3, 0.4) });
    const { verdict, period } = run.table('verdicts');
    expect(verdict).toEqual(['periodic orbit']);
    expect(numbers(period)).toEqual([80]);
    expect(run.summary().get('periodic_trials')).toBe(1);
    expect(run.model.notes?.()).toEqual([
      'dt = 20 ms is not well below tau = 20 ms, beyond the stability of the linear part: each step is the map r <- phi(g W r), and verdicts are those of maps',
    ]);
  });

  it('are noted only from a fifth of tau on, or beyond the stability of the linear part', () => {
    const noted = (dt: number, g = 1) =>
      rateRun({ ...given, T: 200, dt, g }, { W: Float64Array.of(0, -0.5, 0.5, 0) }).model.notes?.().length;
    expect([noted(4), noted(4.1)]).toEqual([0, 1]);
    // gain g / 2: the limit of Euler is 2 tau / (1 + g / 2) = 3.97 ms at g = 18.15
    expect([noted(4, 17.9), noted(4, 18.15)]).toEqual([0, 1]);
  });

  it('are compared with the mean-field map, and with no theory between flow and map', () => {
    const N = 40;
    const network = { N, p: 1, weights: 'variance', g: 3, trials: 1, mean_field: true, exponents: 1 };
    const times = { T: 400, align: 100, duration: 2000 };
    const theoryOf = (extra: Given) => {
      const run = finished({ ...network, ...times, ...extra });
      const found = run.model.summary().find(({ name }) => name === 'lambda_mf');
      return { gain: run.summary().get('g_eff') as number, value: found?.value ?? null, reason: found?.reason };
    };
    const flow = theoryOf({});
    expect(flow.value).toBeCloseTo(meanField(flow.gain, elementary).maxExponent * 50, 12);
    const map = theoryOf({ dt: 20, qr_every: 1, align: 400, duration: 40_000 });
    expect(map.value).toBeCloseTo(meanFieldMap(map.gain, elementary).exponentPerStep * 50, 12);
    const between = theoryOf({ dt: 10, qr_every: 1 });
    expect(between.value).toBeNull();
    expect(between.reason).toMatch(/the flow .* and the map/);
    expect(theoryOf({ dt: 20, scheme: 'rk4', qr_every: 1, align: 400 }).value).toBeNull();
  });
});

describe('given weights', () => {
  const N = 50;
  const W = toDense(randomNetwork(N, 0.4, 0.7, 9));

  it('give the effective gain that theory takes, whatever N and p say', () => {
    const run = finished({ N, g: 2, trials: 1, T: 100, exponents: 0, mean_field: true }, { W, initial: states(1, N) });
    const gain = 2 * Math.sqrt(W.reduce((sum, weight) => sum + weight * weight, 0) / N);
    expect(run.summary().get('g_eff')).toBeCloseTo(gain, 12);
    expect(run.summary().get('lambda_mf')).toBeCloseTo(meanField(gain, elementary).maxExponent * 50, 9);
    // drawn with variance 1/(N p): the measured gain is that of the rule, up to the scatter of 1000 squares
    const drawn = toDense(randomNetwork(200, 0.1, 1 / Math.sqrt(20), 3));
    expect(Math.abs(gainOfWeights(drawn, 200) - 1)).toBeLessThan(0.05);
  });

  it('leave what weights are drawn by without effect, and that is refused', () => {
    const messages = (extra: Given) =>
      (RATE.checkInputs?.({ ...defaults, N, ...extra } as never, { W }) ?? []).map(({ key }) => key);
    expect(messages({})).toEqual([]);
    expect(messages({ p: 0.3 })).toEqual(['p']);
    expect(messages({ weights: 'variance', centred: false })).toEqual(['weights', 'centred']);
    expect(RATE.checkInputs?.({ ...defaults, p: 0.3, weights: 'variance' } as never, {})).toEqual([]);
  });

  it('limit the step by their own spectral radius where nothing else bounds the states', () => {
    const refused = (dt: number, activation: string, weights = W) =>
      (RATE.checkInputs?.({ ...defaults, N, g: 1, dt, activation } as never, { W: weights }) ?? []).length > 0;
    const radius = spectralRadius(W, N);
    const limit = 40 / (1 + radius);
    expect([refused(limit * 1.001, 'relu'), refused(limit * 0.999, 'relu')]).toEqual([true, false]);
    expect(refused(limit * 1.001, 'tanh')).toBe(false);
    // the weights drawn by default would allow 2.5 times as much
    expect(radius).toBeGreaterThan(2);
    const drawn = (dt: number) => RATE.checkInputs?.({ ...defaults, dt, activation: 'linear' } as never, {})?.length;
    const bound = 40 / (1 + 10 / Math.sqrt(20));
    expect([drawn(bound * 1.001), drawn(bound * 0.999)]).toEqual([1, 0]);
  });

  it('have a spectral radius that is exact for one dominant eigenvalue or pair, and zero for a chain', () => {
    expect(spectralRadius(Float64Array.of(3, 1, 0, -1), 2)).toBeCloseTo(3, 12);
    const [cos, sin] = [Math.cos(0.7), Math.sin(0.7)];
    expect(spectralRadius(Float64Array.of(2 * cos, -2 * sin, 2 * sin, 2 * cos), 2)).toBeCloseTo(2, 12);
    expect(spectralRadius(Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0), 3)).toBe(0);
    expect(spectralRadius(new Float64Array(4), 2)).toBe(0);
  });
});

describe('vectors that part too far between two QR', () => {
  it('are noted with an interval that does', () => {
    const given = { N: 20, p: 0.5, g: 0.5, trials: 1, T: 100, align: 0, exponents: 20, form: 'x' } as const;
    const noteOf = (extra: Given) => finished({ ...given, ...extra }).model.notes?.() ?? [];
    expect(noteOf({ duration: 2000 })).toEqual([]);
    const wide = { duration: 8000, qr_every: 400, weights: 'variance', g: 1.5 };
    const [note] = noteOf(wide);
    expect(note).toMatch(/lost in rounding: use --qr-every \d+ or less/);
    const better = Number(/--qr-every (\d+)/.exec(note)?.[1]);
    expect(better).toBeLessThan(400);
    expect(noteOf({ ...wide, qr_every: better })).toEqual([]);
  });
});
