/** Intervals of the exponents: what the input is in each, how long they are, how many there are, and at which one a run ends. */
import { describe, expect, it } from 'vitest';
import type { Inputs } from '../../../src/model/family.js';
import { scaled, toDense } from '../../../src/model/rate/connectivity.js';
import { phasesOf } from '../../../src/model/rate/phases.js';
import { rateNetwork } from '../../../src/model/rate/plain.js';
import { elementary, qr, randomNetwork } from '../../method/lyapunov/helpers.js';
import { defaults, type Given, rateRun } from './run.js';

const N = 12;
const W = randomNetwork(N, 0.4, 0.4, 5);
const initial = Float64Array.from({ length: N }, (_, i) => ((i * 37) % 41) / 41 - 0.5);
const small = { N, g: 3, trials: 1, T: 3, transient: 8, align: 20, duration: 200, exponents: 1, dt: 1 };

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe('exponents under an input that changes', () => {
  const drive = Float64Array.from({ length: 7 * N }, (_, i) => 2 * (((i * 29) % 31) / 31 - 0.5));
  const driven = { ...small, input_amplitude: 0.8, input_period: 23 };
  const inputOf = (n: number, i: number): number =>
    0.8 * Math.sin((2 * Math.PI * n) / 23) + drive[((n + 7) % 7) * N + i];
  const variants = [
    { form: 'r', scheme: 'euler', method: 'interval' },
    { form: 'x', scheme: 'rk4', method: 'interval' },
    { form: 'r', scheme: 'rk4', method: 'bounds' },
    { form: 'x', scheme: 'euler', method: 'bounds' },
    { form: 'r', scheme: 'euler', method: 'qr' },
    { form: 'x', scheme: 'rk4', method: 'qr' },
  ] as const;

  /** Growth over each interval of 10 steps, by plain code that is given the input of every step, of which `late` steps too late. */
  function plain({ form, scheme, method }: (typeof variants)[number], late = 0): readonly number[] {
    const input = new Float64Array(N);
    const system = rateNetwork(scaled(W, 3), { form, method: scheme, dt: 1, tau: 20, input }, elementary);
    const u = initial.slice();
    const d0 = 1e-7;
    let n = 0;
    const under = (body: () => void): void => {
      for (let i = 0; i < N; i++) input[i] = inputOf(n - late, i);
      body();
      n++;
    };
    while (n < 11) under(() => system.step(u));
    const v = u.map((value) => value + d0 / Math.sqrt(N));
    const Q = new Float64Array(N).fill(1 / Math.sqrt(N));
    const distance = (): number => Math.sqrt(u.reduce((sum, value, i) => sum + (v[i] - value) ** 2, 0));
    const putBack = (d: number): void => v.set(v.map((value, i) => u[i] + ((value - u[i]) * d0) / d));
    return Array.from({ length: 22 }, () => {
      if (method === 'qr') {
        for (let s = 0; s < 10; s++) under(() => system.tangentStep(u, Q, 1));
        const row = new Float64Array(1);
        qr(Q, N, 1, row, null);
        return row[0];
      }
      let growth = -Math.log(distance() / d0);
      for (let s = 0; s < 10; s++) {
        under(() => {
          system.step(u);
          system.step(v);
        });
        const d = distance();
        if (method !== 'bounds' || (d >= 0.9 * d0 && d <= 1.1 * d0)) continue;
        growth += Math.log(d / d0);
        putBack(d);
      }
      growth += Math.log(distance() / d0);
      if (method === 'interval') putBack(distance());
      return growth;
    }).slice(2);
  }

  it.each(variants)('are those of plain code at every interval ($form-form, $scheme, $method)', (variant) => {
    const basis: Inputs = variant.method === 'qr' ? { Q0: new Float64Array(N).fill(1) } : {};
    const inputs = { W: toDense(W), initial, drive, ...basis };
    const run = rateRun({ ...driven, ...variant, d0: 1e-7, lower: 0.9e-7, upper: 1.1e-7 }, inputs);
    // pieces that are no whole number of rows of the drive
    while (run.model.step() < run.model.steps) run.advance(30);
    const logs = run.model.block.f64('logs').slice();
    // rates of order 1 hold a distance of 1e-7 to 1e-9 of it
    expect(largestDifference(logs, plain(variant))).toBeLessThan(variant.method === 'qr' ? 1e-11 : 1e-6);
    // the same input one step late is another experiment
    expect(largestDifference(logs, plain(variant, 1))).toBeGreaterThan(1e-3);
  });
});

describe('intervals of several steps', () => {
  const given = { ...small, trials: 2, exponents: 3, g: 5, noise: 0.2 };
  const logsOf = (extra: Given) => {
    const run = rateRun({ ...given, ...extra }, { W: toDense(W) });
    run.finish();
    return { logs: run.model.block.f64('logs').slice(), exponents: run.table('spectrum').exponent as number[] };
  };
  const one = logsOf({ qr_every: 1 });

  it.each([2, 5, 10, 20])('have the growth of the %i steps alone: R of a product is the product of all R', (every) => {
    const many = logsOf({ qr_every: every });
    expect(many.logs).toHaveLength((200 / every) * 2 * 3);
    const sums = new Float64Array(many.logs.length);
    one.logs.forEach((value, at) => {
      sums[6 * Math.floor(at / 6 / every) + (at % 6)] += value;
    });
    // vectors that part by e^(20 steps * 0.1) lose as much of 1e-16, and 220 steps add it up
    expect(largestDifference(many.logs, sums)).toBeLessThan(1e-12);
    // in 1/s, over 0.2 s
    expect(largestDifference(many.exponents, one.exponents)).toBeLessThan(1e-9);
  });

  it.each(['interval', 'bounds'])(
    'give two trajectories the same exponent to the size of their distance (%s)',
    (method) => {
      const [single, tenfold] = [1, 10].map(
        (qr_every) => logsOf({ qr_every, method, exponents: 1, d0: 1e-7 }).exponents,
      );
      expect(single).toHaveLength(2);
      expect(largestDifference(single, tenfold)).toBeLessThan(1e-4);
    },
  );

  it('are as many as fit into a duration, and the rest of it is not run', () => {
    const phases = (extra: Given) => phasesOf({ ...defaults, ...small, qr_every: 10, ...extra } as never);
    expect(phases({ duration: 200 })).toEqual({
      pairs: 3,
      transient: 8,
      align: 20,
      record: 200,
      every: 10,
      total: 231,
    });
    expect(phases({ duration: 209, align: 29 })).toEqual(phases({ duration: 200 }));
    expect(phases({ duration: 210, align: 19 })).toMatchObject({ align: 10, record: 210, total: 231 });
    // 0.3/0.1 is less than 3 in doubles
    expect(phases({ dt: 0.1, T: 0.3, transient: 0.3, align: 0.3, duration: 0.9, qr_every: 3 })).toMatchObject({
      pairs: 3,
      transient: 3,
      align: 3,
      record: 9,
    });
    const [whole, over, next] = [200, 209, 210].map((duration) => {
      const run = rateRun({ ...given, duration, align: duration === 209 ? 29 : 20 }, { W: toDense(W) });
      run.finish();
      return run;
    });
    expect(over.model.block.bytes()).toEqual(whole.model.block.bytes());
    expect(over.model.results?.()).toEqual(whole.model.results?.());
    expect(over.model.step()).toBe(231);
    expect(over.table('verdicts').recorded).toEqual([200, 200]);
    expect(next.table('verdicts').recorded).toEqual([210, 210]);
    expect(next.model.block.f64('logs').subarray(0, 20 * 6)).toEqual(whole.model.block.f64('logs'));
  });
});

describe('the tolerance', () => {
  const given = { ...small, trials: 2, exponents: 2, duration: 430 };
  const run = rateRun(given, { W: toDense(W) });
  run.finish();
  const logs = run.model.block.f64('logs');
  /** Intervals of a block: a twentieth of 43, rounded down. */
  const SIZE = 2;

  /** Estimates after block 1, 2, ... of each trial and direction; block 0 is the 0 before there is any. */
  const estimates = Array.from({ length: 4 }, (_, column) => {
    const found = [0];
    let sum = 0;
    for (let n = 0; n < 43; n++) {
      sum += logs[4 * n + column];
      if ((n + 1) % SIZE === 0) found.push(sum / ((n + 1) * 0.01));
    }
    return found;
  });
  const changeOf = (block: number): number =>
    Math.max(...estimates.map((found) => Math.abs(found[block] - found[block - 1])));
  const endOf = (tolerance: number, tolerance_blocks: number): number => {
    const short = rateRun({ ...given, tolerance, tolerance_blocks }, { W: toDense(W) });
    short.finish();
    const recorded = (short.model.step() - 31) / 10;
    // what is behind the end was never run, and what is before it is what the whole run has
    const mine = short.model.block.f64('logs');
    expect(mine.subarray(0, 4 * recorded)).toEqual(logs.subarray(0, 4 * recorded));
    expect(mine.subarray(4 * recorded).every((value) => value === 0)).toBe(true);
    expect(short.table('verdicts').recorded).toEqual([10 * recorded, 10 * recorded]);
    expect(short.summary().get('stopped_at')).toBe(recorded === 43 ? null : 31 + 10 * recorded);
    const { step } = short.table('running');
    expect(Math.max(...(step as Int32Array))).toBe(31 + 10 * recorded);
    return recorded;
  };

  it('is judged when there is a block more than it asks for, and not one earlier or later', () => {
    for (const blocks of [1, 2, 5, 20]) expect(endOf(1e9, blocks)).toBe((blocks + 1) * SIZE);
    // the last interval makes no block of its own
    expect(endOf(1e9, 21)).toBe(43);
  });

  it('ends a run at the block whose change is below it, not at it, in every trial and direction', () => {
    // the smallest tolerance that block 4 keeps and blocks 2 and 3 do not
    const change = changeOf(4);
    expect(Math.min(changeOf(2), changeOf(3))).toBeGreaterThan(change);
    const above = change * (1 + 2 ** -52);
    expect(endOf(above, 1)).toBe(4 * SIZE);
    expect(endOf(change, 1)).toBeGreaterThan(4 * SIZE);
  });
});

describe('the bounds of a companion', () => {
  // r <- r + (g W r - r)/4, and W exchanges two equal entries: the distance is multiplied by (3 + g)/4, exactly
  const swap = Float64Array.of(0, 1, 1, 0);
  const distanceAfter = (factor: number, steps: number, lower: number, upper: number): number => {
    const given = {
      N: 2,
      g: 4 * factor - 3,
      trials: 1,
      T: 0.5,
      transient: 0,
      align: 0,
      duration: steps / 4,
      exponents: 1,
      dt: 0.25,
      tau: 1,
      qr_every: 1,
    };
    const run = rateRun(
      { ...given, activation: 'linear', method: 'bounds', d0: 2 ** -20, lower, upper },
      { W: swap, initial: new Float64Array(2) },
    );
    run.finish();
    const [base, companion] = [0, 1].map((column) => [0, 4].map((row) => run.model.block.f64('close')[row + column]));
    expect(base).toEqual([0, 0]);
    // as the kernels have it, to the last bit
    return Math.sqrt(companion[0] * companion[0] + companion[1] * companion[1]);
  };
  it('leave it alone on them, and put it back beyond', () => {
    const d0 = distanceAfter(1, 2, 2 ** -30, 2 ** -10);
    expect(Math.abs(d0 / 2 ** -20 - 1)).toBeLessThan(1e-15);
    for (const factor of [2, 0.5]) {
      const isGrowing = factor > 1;
      const reached = distanceAfter(factor, 3, 2 ** -30, 2 ** -10);
      expect(reached).toBe(d0 * factor ** 3);
      const [on, before] = [reached, reached * (1 + (isGrowing ? -1e-15 : 1e-15))];
      const with3 = (bound: number) =>
        isGrowing ? distanceAfter(factor, 3, 2 ** -30, bound) : distanceAfter(factor, 3, bound, 2 ** -10);
      expect(with3(on)).toBe(reached);
      expect(Math.abs(with3(before) / d0 - 1)).toBeLessThan(1e-14);
    }
  });
});
