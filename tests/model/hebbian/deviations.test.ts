/** Large deviations of a run: which steps, and what is kept of each. */
import { describe, expect, it } from 'vitest';
import { keptSteps } from '../../../src/analysis/deviations.js';
import { HEBBIAN } from '../../../src/model/hebbian/model.js';
import type { ParameterValue } from '../../../src/model/schema.js';
import { parameters, type RunOptions, testRun } from './helpers.js';

type Given = { readonly [key: string]: ParameterValue };

const ALL = ['distance', 'distance_normalized', 'theory_mean', 'theory_std', 'overlap', 'sigma', 'J', 'deviations'];
const TRACKED: RunOptions = { record: ALL, schedules: { deviations: { every: 20, most: 5 } } };

function played(given: Given, pieces: readonly number[], options: RunOptions = TRACKED) {
  const run = testRun(given, options);
  for (const steps of pieces) run.advance(steps);
  const series = (name: string): readonly number[] => run.column('timeseries', name);
  const events = (name: string): readonly number[] => run.column('deviations', name);
  return { run, series, events };
}

/** The entries of a table at one step. */
const at = (run: ReturnType<typeof testRun>, table: string, name: string, step: number): readonly number[] => {
  const steps = run.column(table, 'step');
  return run.column(table, name).filter((_, row) => steps[row] === step);
};

const SATURATED: Given = { N: 12, K: 3, beta: 1000, tau_J: 20, T: 200 };
const KINDS: readonly (readonly [string, Given])[] = [
  ['saturated', SATURATED],
  ['general', { ...SATURATED, beta: 1, u: 1.5, tau_h: { min: 1, max: 4 } }],
  ['rk4', { ...SATURATED, scheme: 'rk4', dt: 0.5, beta: 1, u: 2, T: 100, hold_time: 2 }],
  ['simultaneous', { ...SATURATED, scheme: 'euler-simultaneous', activation: 'tanh', beta: 1, u: 2 }],
];

describe('large deviations', () => {
  it.each(KINDS)(
    'of a run that is %s are the steps that the rule keeps of its series, and no more than asked for',
    (_, given) => {
      const { series, events } = played(given, [200]);
      const [S, mean, std] = ['distance_normalized', 'theory_mean', 'theory_std'].map(series);
      const deviations = S.map((value, n) => Math.abs(value - mean[n]));
      const wanted = keptSteps({ cooldown: 20, most: 5, end: 199 }, deviations, std);
      expect(events('step')).toEqual([...wanted]);
      expect(events('event')).toEqual([...wanted].map((_, i) => i + 1));
      expect(events('deviation')).toEqual([...wanted].map((n) => deviations[n]));
      for (const [column, values] of [
        ['threshold', std],
        ['theory_std', std],
        ['theory_mean', mean],
        ['distance', series('distance')],
        ['overlap_2', series('overlap_2')],
      ] as const) {
        expect(events(column)).toEqual([...wanted].map((n) => values[n]));
      }
      expect(wanted.length).toBeGreaterThan(2);
    },
  );

  it.each(KINDS)(
    'of a run that is %s keep neurons and couplings of the step, bit for bit as they are recorded',
    (_, given) => {
      const { run, events } = played(given, [200]);
      for (const step of events('step')) {
        expect(at(run, 'deviation_sigma', 'sigma', step)).toEqual(at(run, 'sigma', 'sigma', step));
        for (const name of ['i', 'j', 'J'])
          expect(at(run, 'deviation_couplings', name, step)).toEqual(at(run, 'couplings', name, step));
      }
    },
  );

  it.each(KINDS)('of a run that is %s are the same in any pieces, and leave no trace in the run', (_, given) => {
    const lean: RunOptions = { ...TRACKED, record: ['distance', 'deviations'] };
    const [whole, pieces] = [played(given, [200], lean), played(given, [1, 2, 97, 99, 1], lean)];
    for (const table of ['deviations', 'deviation_sigma', 'deviation_couplings']) {
      for (const { name } of whole.run.model.tables.find((one) => one.name === table)?.columns ?? [])
        expect(pieces.run.column(table, name), `${table}.${name}`).toEqual(whole.run.column(table, name));
    }
    const without = played(given, [200], { record: ['distance'] });
    expect(whole.series('distance')).toEqual(without.series('distance'));
    const blocks = [whole, without].map(({ run }) => {
      // the count of events and the latest of them
      run.model.block.f64('theory').fill(0, 9);
      return run.model.block.bytes().slice();
    });
    expect(blocks[0]).toEqual(blocks[1]);
  });

  it('of the published program compare a distance with a mean that is divided by k², and take the last step from the duration', () => {
    const given = { ...SATURATED, mode: 'faithful', k: 0.5, T: 100, dt: 0.5 };
    const { series, events } = played(given, [200]);
    const deviations = series('distance').map((value, n) => Math.abs(value - series('theory_mean')[n]));
    const wanted = keptSteps({ cooldown: 20, most: 5, end: 99 }, deviations, series('theory_std'));
    expect(events('step')).toEqual([...wanted]);
    expect(events('deviation')).toEqual([...wanted].map((n) => deviations[n]));
  });

  it('of frozen synapses are none but the last step: rounding is no deviation', () => {
    expect(played({ ...SATURATED, tau_J: 'infinity' }, [200]).events('step')).toEqual([199]);
  });

  it('are taken between the first and last step that are recorded', () => {
    const model = HEBBIAN.create({
      kernels: testRun(SATURATED).kernels,
      parameters: parameters(SATURATED),
      inputs: {},
      seed: 1,
      record: { observables: new Map([['deviations', { every: 1, most: 99 }]]), from: 50, to: 60 },
    });
    const steps: number[] = [];
    model.advance(200, { append: (table, _, [step]) => void (table === 'deviations' && steps.push(...step)) });
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.every((step) => step >= 50 && step <= 60)).toBe(true);
  });

  it('are refused for the model that has no theory', () => {
    expect(() => testRun({ ...SATURATED, model_class: 'memory-matrix' }, TRACKED)).toThrow(
      'there is none for --model-class memory-matrix',
    );
  });

  it('are counted before the run: at most as many as asked for, with all of their entries', () => {
    const record = {
      observables: new Map([['deviations', { every: 20, most: 5 }]]),
      from: 0,
      to: Number.POSITIVE_INFINITY,
    };
    const { tables } = HEBBIAN.estimate(parameters(SATURATED), record);
    expect(tables.map(({ name, rows }) => [name, rows])).toEqual([
      ['deviations', 5],
      ['deviation_sigma', 5 * 12],
      ['deviation_couplings', 5 * 66],
    ]);
  });
});
