import { describe, expect, it } from 'vitest';
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
