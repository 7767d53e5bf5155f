/** `qr_every = auto`: how long the interval is, that it does what the same number does, and how far vectors part in it. */
import { describe, expect, it } from 'vitest';
import type { Inputs } from '../../../src/model/family.js';
import { toDense } from '../../../src/model/rate/connectivity.js';
import { spectralNorm } from '../../../src/model/rate/gain.js';
import { intervalOf } from '../../../src/model/rate/interval.js';
import { meanField } from '../../../src/model/rate/mean-field.js';
import { RATE } from '../../../src/model/rate/model.js';
import type { RateParameters } from '../../../src/model/rate/parameters.js';
import { padded } from '../../../src/model/rate/state.js';
import { elementary, randomNetwork } from '../../method/lyapunov/helpers.js';
import { defaults, type Given, rateRun } from './run.js';

/** A long record with a prime number of steps, so that no divisor matters. */
const FREE = [0, 1_000_000_007];

const chosen = (given: Given, spans: readonly number[] = FREE, inputs: Inputs = {}): number =>
  intervalOf({ ...defaults, qr_every: 'auto', ...given } as RateParameters, inputs, spans);

/** A dense network of that effective gain. */
const gain = (g: number, extra: Given = {}): Given => ({ N: 50, p: 1, weights: 'variance', g, ...extra });

const finished = (given: Given, inputs: Inputs = {}) => {
  const run = rateRun({ qr_every: 'auto', ...given }, inputs);
  run.finish();
  return run;
};

const numbers = (values: ArrayLike<unknown>): number[] => Array.from(values as ArrayLike<number>);

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe('the length of a chosen interval', () => {
  it('is 7 over the rate at which vectors part, or over that at which they shrink', () => {
    // eigenvalues of the Jacobian lie within the radius around -1, in units of 1/tau
    const steps = (radius: number): number => Math.floor((7 * 15) / (radius + Math.max(1, radius)));
    const fine = { tau: 15, scheme: 'rk4' };
    const found = [0, 0.25, 0.875, 1, 4, -4, 7].map((g) => chosen(gain(g, fine)));
    expect(found).toEqual([0, 0.25, 0.875, 1, 2, 2, Math.sqrt(7)].map(steps));
    // nothing saturates these, and a sigmoid has a quarter of the slope
    const others = (activation: string) => [0.5, 2, 8].map((g) => chosen(gain(g, { ...fine, activation })));
    expect(others('linear')).toEqual([0.5, 2, 8].map(steps));
    expect(others('relu')).toEqual([0.5, 2, 8].map(steps));
    expect(others('sigmoid')).toEqual([0.125, 0.5, Math.sqrt(2)].map(steps));
    // published weights are weaker by sqrt(N p)
    expect(chosen(gain(4 * Math.sqrt(50), { ...fine, weights: 'published' }))).toBe(steps(2));
  });

  it('takes a radius that mean-field theory does not exceed', () => {
    for (const g of [1.5, 6]) {
      const { variance } = meanField(g, elementary);
      let square = 0;
      for (let z = -8; z < 8; z += 1 / 64) {
        const slope = 1 - Math.tanh(Math.sqrt(variance) * z) ** 2;
        square += (slope * slope * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) / 64;
      }
      const radius = g * Math.sqrt(square);
      expect(radius).toBeLessThan(Math.sqrt(g));
      expect(radius).toBeGreaterThan(0.78 * Math.sqrt(g));
    }
  });

  it('holds for the step of Euler too, and is one step where a step may take a vector to zero', () => {
    for (const [g, radius] of [
      [0.5, 0.5],
      [1, 1],
      [4, 2],
      [16, 4],
    ]) {
      const h = 1 / 20;
      const shrinkage = -Math.log(1 - h - h * radius);
      const most = Math.max(shrinkage, Math.log((1 - h + h * radius) / (1 - h - h * radius)));
      expect(chosen(gain(g)) * most).toBeLessThan(7);
      expect(chosen(gain(g)) * most).toBeGreaterThan(5.8);
    }
    const long = [9.9, 10, 20].map((dt) => chosen(gain(1, { dt })));
    expect(long).toEqual([1, 1, 1]);
    expect(chosen(gain(1, { dt: 10, scheme: 'rk4' }))).toBe(1);
    // 0.9 + 0.3 a step, and then 1.05
    expect([6, 7].map((dt) => chosen(gain(4, { dt, scheme: 'rk4' })))).toEqual([5, 1]);
  });

  it('leaves 50 intervals in a record, and is not longer than 200 steps', () => {
    const weak = gain(0.1, { dt: 0.1 });
    expect(chosen(weak)).toBe(200);
    expect([9998, 10_000, 5050, 100, 99, 49, 1].map((steps) => chosen(weak, [0, steps]))).toEqual([
      199, 200, 101, 2, 1, 1, 1,
    ]);
  });

  it('divides alignment and record where more than half of it does', () => {
    // 41 steps are possible
    expect(chosen({ g: 10 })).toBe(41);
    expect(chosen({ g: 10 }, [1000, 7000])).toBe(40);
    expect(chosen({ g: 10 }, [0, 7000])).toBe(40);
    expect(chosen({ g: 10 }, [1000, 7001])).toBe(41);
    expect(chosen({ g: 10 }, [27, 27_000])).toBe(27);
    expect(chosen({ g: 10 }, [20, 20_000])).toBe(41);
    expect(chosen({ g: 10 }, [20, 2000])).toBe(40);
    expect(chosen({ g: 16 }, [1000, 7000])).toBe(25);
  });

  it('follows from the norm of given weights, which no structure exceeds', () => {
    const given = { N: 2, g: 3, scheme: 'rk4', tau: 15 };
    const of = (W: readonly number[], extra: Given = {}) =>
      chosen({ ...given, ...extra }, FREE, { W: Float64Array.from(W) });
    // norms 3 and 6; 14 over twice the norm
    expect(of([0, 1, 1, 0])).toBe(Math.floor((14 * 15) / 6));
    expect(of([0, 2, 0, 0])).toBe(Math.floor((14 * 15) / 12));
    expect(of([0, -2, 0, 0], { activation: 'sigmoid' })).toBe(Math.floor((14 * 15) / 3));
    // a companion may grow by half of 7
    for (const method of ['interval', 'bounds'])
      expect(of([0, 1, 1, 0], { method, exponents: 1 })).toBe(Math.floor((7 * 15) / 6));
    // a network that is drawn has the same as if its own weights were given, but for saturation
    const W = toDense(randomNetwork(100, 1, 0.1, 4));
    const own = chosen({ N: 100, g: 0.5 }, FREE, { W });
    const drawn = chosen({ N: 100, p: 1, weights: 'variance', g: 0.5 });
    expect(own / drawn).toBeGreaterThan(0.9);
    expect(own / drawn).toBeLessThan(1.6);
  });

  it('is a number where one is given', () => {
    expect(chosen({ qr_every: 7 }, [10, 10])).toBe(7);
  });
});

describe('the norm of given weights', () => {
  it('is the largest singular value', () => {
    expect(spectralNorm(Float64Array.of(3, 0, 0, -5), 2)).toBeCloseTo(5, 12);
    expect(spectralNorm(Float64Array.of(0, 7, 0, 0), 2)).toBeCloseTo(7, 12);
    expect(spectralNorm(new Float64Array(9), 3)).toBe(0);
    // u v^T of lengths 3 and 5
    expect(spectralNorm(Float64Array.of(3, 4, 6, 8, 6, 8).subarray(0, 4), 2)).toBeCloseTo(Math.sqrt(45) * (5 / 3), 12);
    // twice the radius of the circular law, but for some per cent of finite size and of what 32 products find
    const found = spectralNorm(toDense(randomNetwork(150, 1, 1 / Math.sqrt(150), 2)), 150);
    expect(found).toBeGreaterThan(1.85);
    expect(found).toBeLessThan(2.05);
  });
});

describe('a run with a chosen interval', () => {
  const small = { N: 20, p: 0.5, g: 12, trials: 2, T: 50, align: 100, duration: 2000, exponents: 20 };
  const every = chosen(small, [100, 2000]);
  const variants: readonly Given[] = [
    {},
    { form: 'x', scheme: 'rk4', noise: 0.2, transient: 30 },
    { method: 'interval', exponents: 1 },
    { method: 'bounds', exponents: 1 },
    { tolerance: 30, tolerance_blocks: 1 },
    { g: 3, stop_at_rest: true },
    { sum_rule: true, duration: 300 },
  ];

  it('is not that of ten steps', () => {
    expect(every).toBe(25);
  });

  it.each(variants)('is the run with that number, bit by bit, in pieces too: %o', (extra) => {
    const given = { ...small, ...extra };
    const [align, duration] = [given.align, given.duration];
    const number = chosen(given, [align, duration]);
    const [auto, same] = [finished(given), finished({ ...given, qr_every: number })];
    expect(auto.model.block.bytes()).toEqual(same.model.block.bytes());
    expect(auto.model.results?.()).toEqual(same.model.results?.());
    expect(auto.model.steps).toBe(same.model.steps);
    expect(auto.summary().get('interval_steps')).toBe(number);
    expect(same.summary().has('interval_steps')).toBe(false);
    const pieces = rateRun({ ...given, qr_every: 'auto' });
    while (pieces.model.step() < pieces.model.steps) pieces.advance(23);
    expect(pieces.model.block.bytes()).toEqual(auto.model.block.bytes());
  });

  it('is estimated as what it is', () => {
    const p = { ...defaults, ...small, qr_every: 'auto' } as RateParameters;
    const record = { observables: new Map(), from: 0, to: Number.POSITIVE_INFINITY };
    const { steps, stateBytes } = RATE.estimate(p, record);
    const run = rateRun({ ...small, qr_every: 'auto' });
    expect(steps).toBe(run.model.steps);
    expect(stateBytes).toBe(run.model.block.bytes().length);
  });

  it('has no interval to speak of without exponents', () => {
    expect(
      finished({ ...small, exponents: 0 })
        .summary()
        .has('interval_steps'),
    ).toBe(false);
  });

  it('has running estimates at ends of its intervals, up to the whole record', () => {
    const { step, time } = finished(small).table('running');
    expect(new Set(numbers(step).map((at) => (at - 150) % every))).toEqual(new Set([0]));
    expect(Math.max(...numbers(time))).toBe(2000);
  });
});

describe('exponents from a chosen interval', () => {
  it('are those of every tenth step to rounding: it is the same product of the same steps', () => {
    const given = { N: 40, p: 0.5, weights: 'variance', g: 5, trials: 2, T: 500, session: 2, exponents: 40 };
    const [auto, ten] = ['auto', 10].map((qr_every) => finished({ ...given, qr_every }));
    expect(auto.summary().get('interval_steps')).toBe(25);
    const [a, b] = [auto, ten].map((run) => numbers(run.table('spectrum').exponent));
    expect(auto.table('verdicts').verdict).toEqual(['chaos', 'chaos']);
    expect(auto.table('verdicts').recorded).toEqual([7000, 7000]);
    // in each of 280 intervals a condition number of about e^7 loses 1e-13 of a logarithm, and these losses have no sign: 2e-12/7 s, or ten times as much
    expect(largestDifference(a, b)).toBeLessThan(2e-11);
  });

  it.each(['interval', 'bounds'])('are those of every tenth step to what a companion has grown to (%s)', (method) => {
    // far below the onset, near it and in chaos: 50, 50 and 25 steps
    for (const g of [2, 4.2, 22]) {
      const given = { N: 60, p: 0.3, g, trials: 2, T: 500, session: 2, exponents: 1, method, duration: 5000 };
      const [auto, ten] = ['auto', 10].map((qr_every) => finished({ ...given, qr_every }));
      expect(auto.summary().get('interval_steps')).toBe({ 2: 50, 4.2: 50, 22: 25 }[g]);
      const [a, b] = [auto, ten].map((run) => numbers(run.table('spectrum').exponent));
      // in 1/s: 1e-5 of a distance in each of 200 intervals that scatter
      expect(largestDifference(a, b)).toBeLessThan(1e-4);
    }
  });

  const cells: readonly (readonly [number, Given])[] = [0.3, 0.95, 1.5, 3.6, 8].flatMap((g) => [
    [g, { scheme: 'euler', form: 'r' }],
    [g, { scheme: 'rk4', form: 'x', dt: 2 }],
  ]);
  const others: readonly (readonly [number, Given])[] = [
    [0.95, { activation: 'linear' }],
    [0.95, { activation: 'relu', input: 0.3 }],
    [3.6, { activation: 'sigmoid', form: 'x' }],
    [3.6, { noise: 0.5 }],
    [2, { p: 0.05 }],
    [0.95, { N: 12, p: 1 }],
    [20, { dt: 0.5 }],
  ];

  it.each([...cells, ...others])('part in it by what is wanted, and stay orthogonal: gain %f, %o', (g, extra) => {
    const given = { N: 40, p: 0.5, weights: 'variance', g, trials: 1, T: 100, align: 400, duration: 2000, ...extra };
    const N = given.N;
    const run = finished({ ...given, exponents: N });
    const every = run.summary().get('interval_steps') as number;
    const dt = Number((given as Given).dt ?? 1);
    const exponents = numbers(run.table('spectrum').exponent);
    const parting = ((exponents[0] - exponents[N - 1]) / 1000) * every * dt;
    expect(parting).toBeLessThan(7);
    // and it is not shorter than it need be: those of small gain are shrunk instead
    expect(Math.max(parting, (-exponents[N - 1] / 1000) * every * dt)).toBeGreaterThan(1.2);
    expect(every * dt).toBeGreaterThan(12);
    const logs = run.model.block.f64('logs');
    for (let from = 0; from < logs.length; from += N) {
      const row = logs.subarray(from, from + N);
      // single intervals scatter around it
      expect(Math.max(...row) - Math.min(...row)).toBeLessThan(10);
    }
    const [tangent, columns] = [run.model.block.f64('tangent'), padded(1 + N)];
    for (let a = 0; a < N; a++) {
      for (let b = 0; b <= a; b++) {
        let product = a === b ? -1 : 0;
        for (let i = 0; i < N; i++) product += tangent[i * columns + 1 + a] * tangent[i * columns + 1 + b];
        expect(Math.abs(product)).toBeLessThan(1e-15 * N);
      }
    }
    expect(run.model.notes?.()).toEqual([]);
  });

  it('stay apart by less than is lost, whatever weights are given', () => {
    const chain = Float64Array.from({ length: 64 }, (_, at) => (at % 8 === Math.floor(at / 8) + 1 ? 1 : 0));
    const swap = Float64Array.from({ length: 64 }, (_, at) => (at % 8 === 7 - Math.floor(at / 8) ? 1 : 0));
    for (const [W, activation] of [
      [chain, 'tanh'],
      [swap, 'linear'],
    ] as const) {
      for (const g of [0.4, 0.95, 4, 12]) {
        if (activation === 'linear' && g > 1) continue;
        const given = { N: 8, g, trials: 1, T: 10, align: 0, duration: 8000, exponents: 8, activation };
        // at rest at the origin, where nothing saturates
        const inputs = { W, initial: new Float64Array(8) };
        const [auto, one] = ['auto', 1].map((qr_every) => finished({ ...given, qr_every }, inputs));
        expect(auto.summary().get('interval_steps')).toBe(chosen({ ...given, p: 1 }, [0, 8000], { W }));
        const [a, b] = [auto, one].map((run) => numbers(run.table('spectrum').exponent));
        // 1e-16 times e^14, over 8 s
        expect(largestDifference(a, b)).toBeLessThan(1e-8);
      }
    }
  });
});

describe('what does not go with a chosen interval', () => {
  const messages = (given: Given) =>
    RATE.schema.compatible({ ...defaults, qr_every: 'auto', ...given } as RateParameters).map(({ message }) => message);

  it('is a record without two steps, or without twenty under a tolerance', () => {
    expect(messages({ duration: 2 })).toEqual([]);
    expect(messages({ duration: 1 })).toEqual([
      'duration = 1 ms is too short: it must hold at least 2 intervals of 1 step of 1 ms (qr_every = auto)',
    ]);
    expect(messages({ duration: 19, qr_every: 10 })).toEqual([
      'duration = 19 ms is too short: it must hold at least 2 intervals of 10 steps of 1 ms (qr_every = 10)',
    ]);
    expect(messages({ duration: 20, tolerance: 1 })).toEqual([]);
    expect(messages({ duration: 19, tolerance: 1 })).toEqual([
      'duration = 19 ms is too short for a tolerance: it must hold at least 20 intervals of 1 step of 1 ms (qr_every = auto)',
    ]);
  });

  it('is a companion that may outgrow the linear part until it is put back', () => {
    const most = 0.1 * Math.sqrt(200);
    const given = { method: 'interval', exponents: 1, d0: (1.01 * most) / 40 };
    expect(messages(given).join()).toMatch(
      /^d0 = 0\.035\d+ may grow 40 times in an interval of qr_every = auto: .*or qr_every a number$/,
    );
    expect(messages({ ...given, qr_every: 10 })).toEqual([]);
    expect(messages({ ...given, d0: (0.99 * most) / 40 })).toEqual([]);
    expect(messages({ ...given, activation: 'linear' })).toEqual([]);
    expect(messages({ ...given, method: 'bounds', lower: 1e-5, upper: 0.1 })).toEqual([]);
  });
});
