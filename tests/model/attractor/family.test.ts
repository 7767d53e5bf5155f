import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { correlation } from '../../../src/analysis/correlation.js';
import { completeParameters } from '../../../src/config/validate.js';
import { MsmError } from '../../../src/errors.js';
import { readPatterns } from '../../../src/input/patterns.js';
import { EXPERIMENTS, phasesOf } from '../../../src/model/attractor/experiment.js';
import { ATTRACTOR } from '../../../src/model/attractor/model.js';
import { isAtZero } from '../../../src/model/attractor/outcomes.js';
import type { AttractorParameters } from '../../../src/model/attractor/parameters.js';
import type { Parameters } from '../../../src/model/schema.js';
import { DEFAULTS, sequence, type TestRun, testRun } from './helpers.js';

const N = 9;
const SMALL: Parameters = {
  N,
  e: 6,
  beta: 0.5,
  eta: 0.01,
  epochs: 6,
  K: 3,
  trials: 3,
  trial_steps: 5,
  burn_in: 2,
  free_steps: 7,
  forget_steps: 9,
  levels: [0, 0.5],
  search_steps: 40,
};
const INPUTS = { patterns: sequence(3 * N, 1), test: sequence(4 * N, 2) };
const ALL = ATTRACTOR.schema.observables.map(({ name }) => name);

/** Everything that a run leaves: rows, state, results, summary. */
const remains = ({ model, rows }: TestRun) => ({
  rows: [...rows],
  state: [...model.block.bytes()],
  results: model.results?.(),
  summary: model.summary(),
});

/** Runs in pieces of changing length, each by a new model that takes over the bytes of the last. */
function inPieces(given: Parameters, inputs: Parameters | typeof INPUTS, lengths: readonly number[]): TestRun {
  let run = testRun(given, inputs as typeof INPUTS, ALL);
  for (let piece = 0; run.model.step() < run.model.steps; piece++) {
    run.advance(Math.min(lengths[piece % lengths.length], run.model.steps - run.model.step()));
    const next = testRun(given, inputs as typeof INPUTS, ALL, run.rows);
    next.model.block.bytes().set(run.model.block.bytes());
    run = next;
  }
  return run;
}

describe('a run of the attractor family', () => {
  const names = Object.keys(EXPERIMENTS);

  it.each(names)('leaves the same bytes straight and in pieces: %s', (experiment) => {
    const inputs = experiment === 'attractors' ? { ...INPUTS, J0: sequence(N * N, 3) } : INPUTS;
    const others: readonly Parameters[] = [
      {},
      { mode: 'faithful', trial_state: 'reset', schedule: 'sequential-random', search_of: 'symmetric' },
    ];
    for (const changes of others) {
      const given = { ...SMALL, ...changes, experiment };
      const straight = testRun(given, inputs, ALL);
      straight.advance(straight.model.steps);
      expect(remains(inPieces(given, inputs, [1, 4, 2, 13]))).toEqual(remains(straight));
    }
  });

  it.each(names)('writes as many rows as it foretells, whatever the phases: %s', (experiment) => {
    const inputs = experiment === 'attractors' ? { ...INPUTS, J0: sequence(N * N, 3) } : INPUTS;
    const given = completeParameters(ATTRACTOR.schema, { ...SMALL, experiment });
    const run = testRun(given, inputs, ALL);
    run.advance(run.model.steps);
    const request = {
      observables: new Map(ALL.map((name) => [name, { every: 1 }])),
      from: 0,
      to: Number.POSITIVE_INFINITY,
    };
    const foretold = ATTRACTOR.estimate(given, request);
    expect(run.model.steps).toBe(foretold.steps);
    for (const { name, rows } of foretold.tables) {
      // the estimate does not know how many patterns there are and takes ten
      const expected = name === 'projections' ? (rows * 3) / 10 : rows;
      expect(run.rows.get(name)?.[0].length ?? 0, name).toBe(expected);
    }
  });

  it('shows patterns in a fixed order, at random, or as given', () => {
    const shown = (order: Parameters, inputs: object = {}): readonly number[] => {
      const run = testRun({ ...SMALL, experiment: 'learn', ...order }, { ...INPUTS, ...inputs }, ['pattern']);
      run.advance(18);
      return (run.rows.get('timeseries') as number[][])[2].filter((_, t) => t % 3 === 0);
    };
    expect(shown({ order: 'fixed' })).toEqual([0, 1, 2, 0, 1, 2]);
    expect(new Set(shown({ order: 'random', epochs: 6 })).size).toBeGreaterThan(1);
    expect(shown({}, { shown: Int32Array.of(2, 2, 1, 0, 0, 1) })).toEqual([2, 2, 1, 0, 0, 1]);
  });

  it('records the evidence that it shows: e z in training, s e z with its noise in trials, nothing in free steps', () => {
    const run = testRun({ ...SMALL, experiment: 'forget', snr: 2 }, INPUTS, ['pattern', 'evidence']);
    run.advance(run.model.steps);
    const [, phases, pattern] = run.rows.get('timeseries') as number[][];
    const [steps, phase, unit, value] = run.rows.get('evidence') as number[][];
    expect(new Set(phase)).toEqual(new Set([0, 1, 2, 5, 6]));
    expect(steps.length).toBe(N * phases.filter((of) => of !== 4).length);
    expect(unit.slice(0, N + 1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 0]);
    const at = (row: number): number[] => value.slice(N * row, N * (row + 1));
    const z = (row: number): Float64Array => INPUTS.patterns.slice(N * row, N * (row + 1));
    for (const step of [0, 4, 17]) expect(at(step)).toEqual([...z(pattern[step]).map((one) => 6 * one)]);
    // five steps a trial behind 18 of training: the same in all of a trial, and as noisy as the table says
    const r2In = run.table('trials').r2_in as readonly number[];
    for (const trial of [0, 1, 2]) {
      const first = 18 + 5 * trial;
      expect(at(first + 4)).toEqual(at(first));
      expect(pattern[first]).toBe(trial);
      expect(correlation(Float64Array.from(at(first)), z(trial)) ** 2).toBeCloseTo(r2In[trial], 12);
    }
    expect(at(18)).not.toEqual(at(23));
  });

  it('keeps the weights before it forgets, and learns without evidence', () => {
    const run = testRun({ ...SMALL, experiment: 'forget' }, INPUTS, ['pattern', 'weight_change']);
    run.advance(run.model.steps);
    const r = run.item('forgetting_correlation') as number;
    expect(r).toBeGreaterThan(0.5);
    expect(r).toBeLessThan(1);
    const [, phase, pattern, change] = run.rows.get('timeseries') as number[][];
    const forgetting = phasesOf({ ...DEFAULTS, ...SMALL, experiment: 'forget' }).findIndex(
      ({ name }) => name === 'forgetting',
    );
    const of = (values: number[]): number[] => values.filter((_, t) => phase[t] === forgetting);
    expect(of(pattern)).toEqual(new Array(9).fill(-1));
    expect(Math.min(...of(change))).toBeGreaterThan(0);
    // trials do not learn
    expect(change.filter((_, t) => phase[t] === 1)).toEqual(new Array(15).fill(0));
  });

  it('learns the published sequence: three attractors, the order kept, a cycle of about eleven steps', async () => {
    const { values: patterns } = await readPatterns('digits:1,2,3', 'patterns', '--patterns');
    const given = {
      experiment: 'sequence',
      e: 20,
      beta: 1,
      K: 1,
      epochs: 2000,
      order: 'fixed',
      search_of: 'symmetric',
    };
    const run = testRun(given, { patterns });
    run.advance(run.model.steps);
    const { remeasured } = JSON.parse(
      readFileSync('tests/golden/attractor/published-statistics.json', 'utf8'),
    ).simulation_3;
    // one seed within the extremes of 200
    expect(run.item('asymmetry')).toBeGreaterThan(remeasured.asymmetry.min);
    expect(run.item('asymmetry')).toBeLessThan(remeasured.asymmetry.max);
    expect(run.item('attractors')).toBe(3);
    expect(run.item('searches_at_rest')).toBe(3);
    expect(run.item('order_errors')).toBe(0);
    expect(run.item('period')).toBeGreaterThan(10.5);
    expect(run.item('period')).toBeLessThan(11.7);
    expect(run.table('searches').status).toEqual(['fixed point', 'fixed point', 'fixed point']);
  });

  describe('the state at zero', () => {
    const search = { ...SMALL, experiment: 'attractors', levels: [0], search_steps: 1000, epochs: 0 };
    /** Couplings s v v^T of a unit vector: a step shrinks a small state by s/3, and above 3 there is an attractor. */
    const along = (s: number): Float64Array => {
      const v = sequence(N, 8);
      const size = v.reduce((sum, value) => sum + value * value, 0);
      return Float64Array.from({ length: N * N }, (_, at) => (s * v[Math.floor(at / N)] * v[at % N]) / size);
    };
    const ended = (s: number, given: Parameters = {}): TestRun => {
      const run = testRun({ ...search, ...given }, { ...INPUTS, J0: along(s) });
      run.advance(run.model.steps);
      return run;
    };

    it('is no attractor: it has a status and a norm of its own, and no correlation', () => {
      const run = ended(1);
      const { status, norm, correlation } = run.table('searches');
      expect(status).toEqual(['zero', 'zero', 'zero']);
      expect(correlation).toEqual([null, null, null]);
      for (const value of norm as readonly number[]) expect(value).toBeLessThan(1e-12);
      expect(['attractors', 'attractors_distinct', 'searches_at_rest', 'searches_at_zero'].map(run.item)).toEqual([
        0, 0, 0, 3,
      ]);
      const item = run.model.summary().find(({ name }) => name === 'attractor_orthogonality');
      expect(item).toMatchObject({ value: null, reason: 'the searches ended at zero, which is not an attractor' });
      const { of, angle } = run.table('pairs');
      const pairs = Array.from(of, (name, at) => [name, angle[at]]).filter(([name]) => name !== 'patterns');
      expect(pairs.map(([, value]) => value)).toEqual([null, null, null]);
    });

    it('is known where it is approached so slowly that the last state is far above the tolerance', () => {
      const run = ended(2.9);
      const norms = run.table('searches').norm as readonly number[];
      // the naive reading: larger than the tolerance of 1e-12 and so something else
      expect(Math.min(...norms)).toBeGreaterThan(1e-11);
      expect(run.table('searches').status).toEqual(['zero', 'zero', 'zero']);
    });

    it('is not taken for a weak attractor, nor a weak attractor for it', () => {
      const run = ended(3.2);
      expect(run.table('searches').status).toEqual(new Array(3).fill('fixed point'));
      expect([run.item('attractors_distinct'), run.item('searches_at_zero')]).toEqual([1, 0]);
    });

    it('counts as one attractor in mode faithful, as published', () => {
      const run = ended(1, { mode: 'faithful' });
      expect(run.table('searches').status).toEqual(['zero', 'zero', 'zero']);
      expect([run.item('attractors'), run.item('attractors_distinct')]).toEqual([1, 0]);
    });

    it('ends at the tolerance times the steps, and at the root of that where the free energy was looked at', () => {
      const at = (largest: number, isFaithful: boolean): boolean =>
        isAtZero(Float64Array.of(0, -largest, largest / 2), 100, 1e-12, isFaithful);
      expect([at(1e-10, false), at(1.001e-10, false)]).toEqual([true, false]);
      expect([at(1e-5, true), at(1.001e-5, true)]).toEqual([true, false]);
    });
  });

  describe('the replay of a free run', () => {
    let digits: Float64Array;
    beforeAll(async () => {
      digits = (await readPatterns('digits:1,2,3', 'patterns', '--patterns')).values;
    });
    const published = {
      experiment: 'sequence',
      e: 20,
      beta: 1,
      K: 1,
      epochs: 2000,
      order: 'fixed',
      search_of: 'symmetric',
    };
    const replayed = (given: Parameters, patterns?: Float64Array): TestRun => {
      const run = testRun({ ...published, ...given }, { patterns: patterns ?? digits });
      run.advance(run.model.steps);
      return run;
    };
    const NAMES = ['order_errors', 'period', 'visits', 'patterns_visited'] as const;
    const found = (run: TestRun) => NAMES.map(run.item);
    const reasonOf = (run: TestRun, name: string): string | undefined =>
      run.model.summary().find((item) => item.name === name)?.reason;

    it('has visits, a period and no errors where patterns were learned in turn', () => {
      const [errors, period, visits, visited] = found(replayed({}));
      expect([errors, visited]).toEqual([0, 3]);
      expect(period).toBeGreaterThan(5);
      expect(visits).toBeGreaterThan(10);
    });

    it('has no errors of order and no period where patterns were learned in a random order', () => {
      const run = replayed({ order: 'random' });
      expect(found(run).slice(0, 2)).toEqual([null, null]);
      expect(run.item('visits')).toBeGreaterThan(0);
      for (const name of ['order_errors', 'period'])
        expect(reasonOf(run, name)).toMatch(/do not show the patterns in turn/);
    });

    it('takes the word of whoever gives the weights', () => {
      const J0 = new Float64Array(64 * 64);
      const trained = replayed({});
      const { i, j, J } = trained.table('couplings');
      for (let at = 0; at < J0.length; at++) J0[(i[at] as number) * 64 + (j[at] as number)] = J[at] as number;
      const sigma0 = digits.slice(0, 64).map((value) => value / 4);
      const later = (order: string, start = sigma0): TestRun => {
        const given = { ...published, experiment: 'free-run', epochs: 0, order };
        const run = testRun(given, { patterns: digits, J0, sigma0: start });
        run.advance(run.model.steps);
        return run;
      };
      expect([later('fixed').item('order_errors'), reasonOf(later('fixed'), 'order_errors')]).toEqual([0, undefined]);
      expect(reasonOf(later('random'), 'order_errors')).toMatch(/--order fixed says that it was/);
      // without a bias the network knows no sign, and a label of mirror images is that of the pattern they are least unlike
      const mirrored = later(
        'fixed',
        sigma0.map((value) => -value),
      );
      expect([mirrored.item('visits'), reasonOf(mirrored, 'order_errors')]).toEqual([
        null,
        expect.stringMatching(/mirror images/),
      ]);
    });

    it('has none of it where the states are noise', () => {
      const run = replayed({ free_beta: 0.05 });
      expect(found(run)).toEqual([null, null, null, null]);
      for (const name of NAMES) expect(reasonOf(run, name)).toMatch(/no more than noise/);
    });

    it('has no errors and no period where it stands still, and says where', () => {
      // each pattern is shown for a hundred steps: the weights hold them and do not hand them on
      const run = replayed({ K: 100, epochs: 30, sampling: 'mean' });
      expect(found(run)).toEqual([null, null, 1, 1]);
      expect(reasonOf(run, 'period')).toMatch(/^the replay stands still: from step 0 on at pattern \d$/);
    });

    it('has no errors of order with two patterns, which have only one', () => {
      const run = replayed({ free_beta: 0.6, free_steps: 150 }, digits.slice(0, 128));
      expect(run.item('order_errors')).toBeNull();
      expect(reasonOf(run, 'order_errors')).toBe('two patterns have only one order');
    });
  });

  it('counts no attractor where a search was given up, but each failure as published', () => {
    const given = { ...SMALL, experiment: 'attractors', levels: [0], search_steps: 2, epochs: 0 };
    // weights far from rest after two steps
    const run = testRun(given, { ...INPUTS, J0: sequence(N * N, 3).map((x) => 4 * x) });
    run.advance(run.model.steps);
    expect(run.table('searches').status).toEqual(new Array(3).fill('not converged'));
    expect(run.item('searches_at_rest')).toBe(0);
    expect(run.item('attractors')).toBe(3);
    expect(run.item('attractors_distinct')).toBe(0);
    expect(run.item('attractor_orthogonality')).toBeNull();
    expect(run.item('attractor_orthogonality_published')).toBeNull();
  });

  it('refuses what it cannot do, naming the place', () => {
    const refusal = (given: Parameters, inputs: object): MsmError => {
      try {
        testRun({ ...SMALL, ...given }, inputs as typeof INPUTS);
      } catch (error) {
        if (error instanceof MsmError) return error;
      }
      throw new Error('it was not refused');
    };
    const { patterns } = INPUTS;
    expect(refusal({}, {}).place).toBe('--patterns');
    expect(refusal({ experiment: 'regime' }, { patterns }).place).toBe('--test');
    expect(refusal({ experiment: 'attractors' }, { patterns }).place).toBe('--J0');
    expect(refusal({}, { patterns, J0: sequence(N * N, 1).fill(Number.NaN, 4, 5) }).place).toBe('--J0');
    expect(refusal({}, { patterns, sigma0: sequence(N, 1).fill(1.5, 2, 3) }).message).toContain('node 2 starts at 1.5');
    expect(refusal({}, { patterns: patterns.slice(1) }).place).toBe('--patterns');
    expect(refusal({}, { patterns: patterns.map((z, i) => (i === 10 ? Number.NaN : z)) }).message).toContain(
      'value 1 of pattern 1',
    );
    expect(refusal({}, { patterns, shown: Int32Array.of(0, 1, 2, 0, 1, 3) }).message).toContain(
      'entry 5 shows pattern 3',
    );
  });

  it('says where a run diverges', () => {
    const run = testRun({ ...SMALL, eta: 1e308 }, INPUTS);
    let error: unknown;
    try {
      run.advance(run.model.steps);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(MsmError);
    const { code, data } = error as MsmError;
    expect(code).toBe('E_DIVERGED');
    expect(data).toMatchObject({ step: run.model.step(), variable: 'field' });
    expect(data.index).toHaveLength(1);
  });

  it('finds violations of several parameters together', () => {
    const keys = (given: Parameters): readonly string[] =>
      ATTRACTOR.schema.compatible({ ...DEFAULTS, ...given } as AttractorParameters).map(({ key }) => key);
    expect(keys({})).toEqual([]);
    expect(keys({ experiment: 'regime', burn_in: 100 })).toEqual(['burn_in']);
    expect(keys({ experiment: 'regime', generalise_steps: 20, burn_in: 30 })).toEqual(['burn_in']);
    expect(keys({ levels: [] })).toContain('levels');
    expect(keys({ epochs: 2 ** 31 })).toEqual(['epochs']);
  });
});
