import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RATE } from '../../../src/model/rate/model.js';
import { defaults, rateRun } from './run.js';

describe('the published session through the fast engine', () => {
  const golden = JSON.parse(readFileSync('tests/golden/lyapunov/published_session.json', 'utf8'));
  const { N } = golden;
  const W = new Float64Array(N * N);
  golden.weights_value.forEach((value: number, e: number) => {
    W[golden.weights_row[e] * N + golden.weights_col[e]] = value;
  });
  const initial = Float64Array.from(golden.initial_states.flat());

  it.each(['10', '13', '16', '19', '22'])('gives the curves and the fixed-window slope at g = %s', (g) => {
    const expected = golden.expected[g];
    const { end } = expected.fixed_window;
    const run = rateRun({ g: Number(g), exponents: 0, fit_from: 0, fit_to: end }, { W, initial });
    run.advance(run.model.steps);
    const curve = run.table('curve').mean_distance as Float64Array;
    expected.sample_times.forEach((n: number, at: number) => {
      // tolerance of the golden file: 1e-7 up to the window's end, 1e-4 in all
      const bound = n <= end ? 1e-7 : 1e-4;
      expect(Math.abs(curve[n] / expected.mean_distance[at] - 1)).toBeLessThan(bound);
    });
    const estimates = run.table('estimates');
    const lambda = (rule: string): number =>
      (estimates.exponent as number[])[(estimates.rule as string[]).indexOf(rule)];
    expect(Math.abs(lambda('window') / expected.fixed_window.lambda_per_s - 1)).toBeLessThan(1e-7);
    // the original's own rule takes its threshold from a chaotic tail
    expect(Math.abs(lambda('published') / expected.whole_pipeline.published_lambda_per_s - 1)).toBeLessThan(0.05);
    expect(Math.abs((estimates.kept as Int32Array)[0] - expected.kept.length)).toBeLessThanOrEqual(g === '10' ? 0 : 1);
  });

  it('says that session 1 at g = 10 is no lasting chaos, and at g = 22 that it is', () => {
    const verdicts = (g: number, transient: number): readonly string[] => {
      const run = rateRun({ g, transient, exponents: 2, duration: 8000 }, { W, initial });
      run.advance(run.model.steps);
      return run.table('verdicts').verdict as string[];
    };
    // all trials of g = 10 have settled at fixed points by 40 s
    expect(new Set(verdicts(10, 40_000))).toEqual(new Set(['fixed point']));
    expect(verdicts(22, 0).filter((kind) => kind === 'chaos').length).toBeGreaterThanOrEqual(19);
  });
});

describe('a run of the family', () => {
  const small = { N: 30, p: 0.3, g: 8, trials: 3, T: 200, exponents: 2, transient: 15, align: 50, duration: 200 };

  it('is the same in one piece, in small pieces, and from a saved block', () => {
    const whole = rateRun(small, {}, ['mean_distance', 'distance', 'rates']);
    whole.advance(whole.model.steps);
    const pieces = rateRun(small, {}, ['mean_distance', 'distance', 'rates']);
    while (pieces.model.step() < pieces.model.steps)
      pieces.advance(Math.min(7, pieces.model.steps - pieces.model.step()));
    expect(pieces.model.block.bytes()).toEqual(whole.model.block.bytes());
    expect(pieces.rows).toEqual(whole.rows);
    const first = rateRun(small);
    first.advance(100);
    const saved = first.model.block.bytes().slice();
    const second = rateRun(small);
    second.model.block.bytes().set(saved);
    second.advance(second.model.steps - second.model.step());
    expect(second.model.block.bytes()).toEqual(whole.model.block.bytes());
    expect(second.model.results?.()).toEqual(whole.model.results?.());
  });

  it('records from a saved block on what comes after it, and nothing twice', () => {
    const names = ['traces', 'mean_distance', 'distance', 'rates'];
    const [whole, first, second] = [rateRun(small, {}, names), rateRun(small, {}, names), rateRun(small, {}, names)];
    whole.advance(200);
    first.advance(110);
    second.model.block.bytes().set(first.model.block.bytes());
    second.advance(90);
    for (const [table, columns] of whole.rows) {
      const [before = [], after = []] = [first.rows.get(table), second.rows.get(table)];
      expect(columns.map((_, c) => [...before[c], ...after[c]])).toEqual(columns);
    }
  });

  it('records each step once, however many are done in a call and however often a state is traced', () => {
    const long = { N: 40, p: 0.3, g: 16, trials: 3, T: 1700 };
    const names = ['traces', 'mean_distance', 'log_distance', 'distance'];
    const [whole, pieces] = [rateRun(long, {}, names), rateRun(long, {}, names)];
    whole.advance(1700);
    while (pieces.model.step() < 1700) pieces.advance(Math.min(13, 1700 - pieces.model.step()));
    expect(whole.rows).toEqual(pieces.rows);
    const [steps, , means, logs] = whole.rows.get('timeseries') as number[][];
    const distances = whole.rows.get('distances')?.at(-1) as number[];
    expect(steps).toEqual(Array.from({ length: 1700 }, (_, step) => step));
    for (let step = 0; step < 1700; step++) {
      const [a, b, c] = distances.slice(3 * step);
      expect(means[step]).toBe((a + b + c) / 3);
      expect(logs[step]).toBeCloseTo((Math.log(a) + Math.log(b) + Math.log(c)) / 3, 12);
    }
  });

  it('does not depend on what is recorded', () => {
    const bare = rateRun(small);
    const full = rateRun(small, {}, ['mean_distance', 'log_distance', 'distance', 'rates']);
    for (const run of [bare, full]) run.advance(run.model.steps);
    expect(full.model.block.bytes()).toEqual(bare.model.block.bytes());
  });

  it('has the same network and initial states for all g of a session, and others in another session', () => {
    const weights = (g: number, session: number) =>
      rateRun({ ...small, g, session }).table('weights').W as Float64Array;
    expect(weights(4, 1)).toEqual(weights(9, 1));
    expect(weights(4, 2)).not.toEqual(weights(4, 1));
  });

  it('reports null with a reason where there is no estimate', () => {
    const run = rateRun({ ...small, g: 0.5, exponents: 0 });
    run.advance(run.model.steps);
    expect(run.summary().get('lambda_published')).toBeNull();
    expect((run.table('estimates').reason as string[])[0]).toMatch(/no trial/);
    expect((run.table('curve').mean_distance as (number | null)[]).every((value) => value === null)).toBe(true);
  });

  it('without coupling decays at the bare rate of Euler, ln(1 - dt/tau)/dt, in all directions', () => {
    const run = rateRun({ ...small, g: 0, exponents: 30 });
    run.advance(run.model.steps);
    const found = run.table('spectrum').exponent as number[];
    const expected = (1000 * Math.log(1 - 1 / 20)) / 1;
    // 20 intervals of 10 steps, one logarithm each
    for (const value of found) expect(Math.abs(value / expected - 1)).toBeLessThan(1e-12);
    expect(run.table('verdicts').verdict).toEqual(['fixed point', 'fixed point', 'fixed point']);
  });

  it.each([
    [{ dt: 40 }, /stability/],
    [{ dt: 56, scheme: 'rk4' }, /stability/],
    [{ d0: 1e-6 }, /belongs to the methods/],
    [{ method: 'interval', d0: 1e-13 }, /rounding/],
    [{ method: 'interval', d0: 1.5 }, /attractor/],
    [{ method: 'bounds', d0: 1e-3, upper: 1.5 }, /reaches beyond/],
    [{ input_phase: 'random' }, /no sine/],
    [{ tolerance_kind: 'relative' }, /without tolerance/],
    [{ T: 1 }, /shorter/],
    [{ fit_to: 9000 }, /window/],
    [{ exponents: 300 }, /only N/],
    [{ duration: 5 }, /at least 2 intervals of 10 steps of 1 ms/],
  ])('refuses %j with the reason', (given, reason) => {
    const messages = RATE.schema.compatible({ ...defaults, ...given } as never).map(({ message }) => message);
    expect(messages.join('\n')).toMatch(reason);
  });
});
