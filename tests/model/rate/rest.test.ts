import { describe, expect, it } from 'vitest';
import { REST_SPEED } from '../../../src/method/lyapunov/course.js';
import { rateRun } from './run.js';

const sizes = { N: 24, p: 0.4, g: 5, trials: 6, T: 3250, transient: 100, align: 20, duration: 200, exponents: 2 };

describe('leaving trials at rest', () => {
  // this session has trials that rest during the pairs, during the transient, during the record, and not at all
  const given = { ...sizes, session: 9 };
  const whole = rateRun(given, {}, ['distance', 'mean_distance', 'traces', 'rates']);
  const left = rateRun({ ...given, stop_at_rest: true }, {}, ['distance', 'mean_distance', 'traces', 'rates']);
  for (const run of [whole, left]) run.finish();
  const verdicts = left.table('verdicts');
  const restStep = verdicts.rest_step as (number | null)[];
  const moving = [...restStep.keys()].filter((t) => restStep[t] === null);
  const resting = [...restStep.keys()].filter((t) => restStep[t] !== null);

  it('happens in every phase, and not to all trials', () => {
    const within = (from: number, to: number) =>
      resting.filter((t) => (restStep[t] as number) > from && (restStep[t] as number) <= to);
    for (const [from, to] of [
      [0, 3250],
      [3250, 3350],
      [3370, 3570],
    ])
      expect(within(from, to).length).toBeGreaterThan(0);
    expect(moving.length).toBeGreaterThan(0);
    expect(left.summary().get('resting_trials')).toBe(resting.length);
  });

  it('changes no bit of the trials that go on', () => {
    const rowsOf = (run: typeof whole, name: string, trial: number): unknown => {
      const table = run.table(name);
      const at = [...(table.trial as Int32Array).keys()].filter((i) => (table.trial as Int32Array)[i] === trial);
      return Object.values(table).map((column) => at.map((i) => column[i]));
    };
    const recorded = (run: typeof whole, name: string, trial: number): unknown => {
      const columns = run.rows.get(name) as number[][];
      const at = [...columns[2].keys()].filter((i) => columns[2][i] === trial);
      return columns.map((column) => at.map((i) => column[i]));
    };
    for (const trial of moving) {
      for (const name of ['verdicts', 'spectrum', 'running'])
        expect(rowsOf(left, name, trial)).toEqual(rowsOf(whole, name, trial));
      for (const name of ['distances', 'rates'])
        expect(recorded(left, name, trial)).toEqual(recorded(whole, name, trial));
    }
  });

  it('says which trial, when and why, and keeps its distance from there on', () => {
    const [step, , trial, distance] = left.rows.get('distances') as number[][];
    for (const t of resting) {
      const from = restStep[t] as number;
      expect((verdicts.stop as string[])[t]).toBe('at rest');
      expect((verdicts.verdict as string[])[t]).toBe('fixed point');
      expect((verdicts.stop_step as number[])[t]).toBe(from);
      const later = distance.filter((_, at) => trial[at] === t && step[at] >= from);
      // who rests after the pairs has no distance any more
      expect(new Set(later).size).toBe(from < sizes.T ? 1 : 0);
      // the distance at that step, to the last bit, and not that of the step before
      const there = (rows: readonly (readonly number[])[]) =>
        rows[3].filter((_, at) => rows[2][at] === t && rows[0][at] === from);
      expect(later.slice(0, 1)).toEqual(there(whole.rows.get('distances') as number[][]));
    }
    for (const t of moving) expect((verdicts.stop as string[])[t]).toBe('duration');
  });

  it('leaves exponents empty where a trial rests before they begin', () => {
    const early = resting.filter((t) => (restStep[t] as number) <= 3350);
    expect(early.length).toBeGreaterThan(0);
    for (const t of early) expect((verdicts.lambda_1 as (number | null)[])[t]).toBeNull();
  });

  it('is the same in small pieces', () => {
    const pieces = rateRun({ ...given, stop_at_rest: true });
    while (pieces.model.step() < pieces.model.steps) pieces.advance(17);
    expect(pieces.model.results?.()).toEqual(left.model.results?.());
  });

  it('ends a run in which nothing moves, and says at which step', () => {
    const run = rateRun({ ...sizes, g: 0.5, T: 400, stop_at_rest: true }, {}, ['mean_distance']);
    run.finish();
    expect(run.model.step()).toBeLessThan(720);
    expect(run.summary().get('stopped_at')).toBe(run.model.step());
    expect(run.summary().get('fixed_point_trials')).toBe(6);
    // the pairs have their whole series all the same
    expect((run.rows.get('timeseries') as number[][])[0]).toHaveLength(400);
    expect([...run.model.finalState().rows][0][1].every(Number.isFinite)).toBe(true);
  });
});

describe('a pair', () => {
  // without coupling a state decays by 0.95 a step, and its speed, tau |dr/dt| / sqrt(N), is its own size
  const [N, epsilon] = [4, 1e-2];
  const bare = { N, g: 0, trials: 3, T: 400, epsilon, exponents: 0, stop_at_rest: true };
  /** Looks come every 100 steps: the first at which a decaying state is slower than the limit. */
  const restOf = (size: number): number =>
    [100, 200, 300, 400].find((step) => size * 0.95 ** step < REST_SPEED) ?? Number.NaN;
  // base at rest from the start; companion at rest from the start; both, but for a companion that takes two looks more
  const initial = Float64Array.from({ length: 3 * N }, (_, at) => [0, -epsilon, 1e-9][Math.floor(at / N)]);

  it('leaves when both of it are at rest, not while its companion or its base still moves', () => {
    expect(restOf(epsilon)).toBe(200);
    const run = rateRun(bare, { W: new Float64Array(N * N), initial }, ['distance']);
    run.finish();
    const [step, , trial, distance] = run.rows.get('distances') as number[][];
    expect(run.table('verdicts').rest_step).toEqual([200, 200, 200]);
    for (const t of [0, 1, 2]) {
      const own = step.map((n, at) => [n, distance[at]] as const).filter((_, at) => trial[at] === t);
      // it goes on shrinking to the look at which it left, and stays from there on
      for (const [n, d] of own) {
        const expected = epsilon * Math.sqrt(N) * 0.95 ** Math.min(n, 200);
        expect(Math.abs(d / expected - 1), `trial ${t}, step ${n}`).toBeLessThan(1e-6);
      }
      expect(own).toHaveLength(400);
    }
  });
});
