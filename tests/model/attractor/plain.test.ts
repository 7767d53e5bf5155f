import { describe, expect, it } from 'vitest';
import { ATTRACTOR_MODULE } from '../../../src/model/attractor/kernels.js';
import type { Inputs } from '../../../src/model/family.js';
import type { Parameters } from '../../../src/model/schema.js';
import { freshKernels } from '../../conformance/kernels.js';
import { DEFAULTS, sequence, type TestRun, testRun } from './helpers.js';
import { PlainNetwork, type PlainTrials, type Rows } from './plain.js';

const N = 6;
const SEED = 11;
/** Other orders of sums; the dynamics contract. */
const BOUND = 1e-12;
/** The literal L is 1e-15/|x| off, which differs from one order of sums to the other where states decay. */
const LITERAL = 1e-9;

const rowsOf = (values: Float64Array, n = N): Rows =>
  Array.from({ length: values.length / n }, (_, r) => [...values.subarray(r * n, (r + 1) * n)]);

const PATTERNS = sequence(3 * N, 1);
const TEST = sequence(5 * N, 2);
const [Z, OTHERS] = [rowsOf(PATTERNS), rowsOf(TEST)];
const INPUTS: Inputs = { patterns: PATTERNS, test: TEST };

/** Different numbers for everything that has a number of its own, so that none can stand for another. */
const SETTINGS: Parameters = {
  N,
  e: 3,
  beta: 0.6,
  eta: 0.03,
  epochs: 7,
  K: 3,
  signal: 0.4,
  snr: 2,
  beta_eval: 1.3,
  trials: 4,
  trial_steps: 8,
  generalise_signal: 0.3,
  generalise_snr: 1.5,
  generalise_beta: 0.9,
  generalise_trials: 5,
  generalise_steps: 7,
  free_steps: 6,
  free_beta: 1.1,
  forget_steps: 9,
  levels: [0, 0.5, 0.2],
  search_steps: 25,
  search_beta: 1.2,
  search_tolerance: 1e-6,
};

/** Everything that changes how a run is done, together with its opposite. */
const WAYS: readonly (readonly [string, Parameters])[] = [
  ['as published', {}],
  ['with burn-in', { burn_in: 3 }],
  ['with trials from zero', { trial_state: 'reset', burn_in: 2 }],
  ['faithful', { mode: 'faithful' }],
  [
    'faithful, symmetric part, patterns as they are',
    { mode: 'faithful', search_of: 'symmetric', search_scale: 'pattern' },
  ],
  ['node by node', { schedule: 'sequential' }],
  ['in a random order', { schedule: 'sequential-random' }],
  ['by means', { sampling: 'mean', schedule: 'sequential' }],
  ['predicting with the bias', { prediction: 'field+bias', prediction_beta: true }],
  ['patterns in turn', { order: 'fixed', search_of: 'symmetric' }],
];

interface Played {
  readonly run: TestRun;
  readonly plain: PlainNetwork;
  readonly p: Parameters;
}

function open(
  experiment: string,
  changes: Parameters,
  start: { readonly J0: Float64Array; readonly sigma0: Float64Array },
) {
  const p = { ...DEFAULTS, ...SETTINGS, ...changes, experiment };
  const run = testRun(
    { ...SETTINGS, ...changes, experiment },
    { ...INPUTS, ...start },
    ['sigma', 'pattern'],
    new Map(),
    SEED,
  );
  const plain = new PlainNetwork(freshKernels(ATTRACTOR_MODULE), p, SEED, {
    J: rowsOf(start.J0),
    sigma: [...start.sigma0],
  });
  return { run, plain, p };
}

const number = (p: Parameters, key: string): number => p[key] as number;

const retrieval = (
  p: Parameters,
  rows: Rows = Z,
  pick: PlainTrials['pick'] = 'cyclic',
  trials = number(p, 'trials'),
) => ({
  rows,
  pick,
  trials,
  steps: number(p, 'trial_steps'),
  signal: number(p, 'signal'),
  snr: number(p, 'snr'),
  beta: number(p, 'beta_eval'),
});

const generalisation = (p: Parameters, pick: PlainTrials['pick'] = 'random'): PlainTrials => ({
  rows: OTHERS,
  pick,
  trials: number(p, 'generalise_trials'),
  steps: number(p, 'generalise_steps'),
  signal: number(p, 'generalise_signal'),
  snr: number(p, 'generalise_snr'),
  beta: number(p, 'generalise_beta'),
});

const near = (found: ArrayLike<number>, expected: readonly number[], what: string, bound = BOUND): void => {
  expect(found.length, what).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value), `${what} ${i}`).toBeLessThan(bound * Math.max(1, Math.abs(value)));
  });
};

/** Trials, searches, weights and states of a finished run against the plain ones. */
function compare({ run, plain, p }: Played): void {
  near(run.table('couplings').J as Float64Array, plain.J.flat(), 'J');
  near(run.model.block.f64('sigma').slice(0, N), plain.sigma, 'state');
  if (plain.trials.length > 0) {
    const { phase, pattern, r2_in: r2In, r2_out: r2Out } = run.table('trials');
    expect(Array.from(phase)).toEqual(plain.trials.map((trial) => trial.phase));
    expect(Array.from(pattern)).toEqual(plain.trials.map((trial) => trial.pattern));
    near(
      r2In as number[],
      plain.trials.map((trial) => trial.r2In),
      'r2 in',
    );
    near(
      r2Out as number[],
      plain.trials.map((trial) => trial.r2Out),
      'r2 out',
    );
  }
  expect(plain.searches.length).toBeGreaterThan(0);
  const table = run.table('searches');
  const ends = run.table('attractors').sigma;
  for (const key of ['phase', 'level', 'pattern'] as const) {
    expect(Array.from(table[key]), key).toEqual(plain.searches.map((search) => search[key]));
  }
  plain.searches.forEach(({ after }, s) => {
    const steps = table.steps[s] as number;
    const end = Array.from(ends).slice(s * N, (s + 1) * N);
    const isLost = p.mode === 'faithful' && table.status[s] === 'not converged';
    if (isLost) expect(end).toEqual(new Array(N).fill(null));
    else near(end as number[], after(steps), `end of search ${s}`, p.mode === 'faithful' ? LITERAL : BOUND);
    if (p.mode === 'faithful') return;
    // at rest for the first time, and not a step before
    const change = (t: number): number => Math.max(...after(t).map((x, i) => Math.abs(x - after(t - 1)[i])));
    if (!['fixed point', 'zero'].includes(table.status[s] as string)) return;
    expect(change(steps)).toBeLessThan(number(p, 'search_tolerance'));
    if (steps > 1) expect(change(steps - 1)).toBeGreaterThanOrEqual(number(p, 'search_tolerance'));
  });
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};

/** Gains are medians of differences, each of its own phase; pairs are those of each phase's first level. */
function compareSummaries({ run, plain }: Played, trials: readonly number[], searches: readonly number[]): void {
  trials.forEach((phase, i) => {
    const own = plain.trials.filter((trial) => trial.phase === phase);
    const name = `${i % 2 === 0 ? 'retrieval' : 'generalisation'}${i < 2 ? '' : '_after'}`;
    near([run.item(`${name}_gain`) as number], [median(own.map(({ r2In, r2Out }) => r2Out - r2In))], `${name}_gain`);
    near([run.item(`${name}_r2`) as number], [median(own.map(({ r2Out }) => r2Out))], `${name}_r2`);
  });
  const { of, a, b, angle } = run.table('pairs');
  const { status } = run.table('searches');
  const ends = run.table('attractors').sigma as (number | null)[];
  for (const phase of searches) {
    const first = plain.searches.findIndex((search) => search.phase === phase);
    const end = (k: number): (number | null)[] => ends.slice((first + k) * N, (first + k + 1) * N);
    const rows = Array.from(of, (_, r) => r).filter((r) => of[r] === `attractors of phase ${phase}`);
    expect(rows.map((r) => [a[r], b[r]])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    for (const r of rows) {
      const [x, y] = [end(a[r] as number), end(b[r] as number)];
      if (x.includes(null) || y.includes(null)) continue;
      if ([a[r], b[r]].some((k) => status[first + (k as number)] === 'zero')) {
        expect(angle[r]).toBeNull();
        continue;
      }
      const dot = (u: (number | null)[], v: (number | null)[]) =>
        u.reduce((sum: number, value, i) => sum + (value ?? 0) * (v[i] ?? 0), 0);
      const cosine = dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
      // the arc cosine is steep near 1: there it makes the root of a rounding, 3e-8, of a rounding of the cosine, times 180/pi
      const bound = Math.abs(cosine) < 0.999 ? 1e-10 : 1e-5;
      const expected = (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
      expect(Math.abs((angle[r] as number) - expected), `angle ${r}`).toBeLessThan(bound * Math.max(1, expected));
    }
  }
}

describe.each(WAYS)('an experiment %s, against the plain equations', (_, changes) => {
  const start = { J0: sequence(N * N, 5).map((x) => 0.4 * x), sigma0: sequence(N, 6) };

  it('forgets: all phases before and after, each with its own draws', () => {
    const played = open('forget', changes, start);
    const { run, plain, p } = played;
    plain.train(Z);
    plain.reconstruct(1, retrieval(p));
    plain.reconstruct(2, generalisation(p));
    plain.search(3, Z);
    plain.run(number(p, 'forget_steps'), number(p, 'free_beta'), number(p, 'eta'));
    plain.reconstruct(5, retrieval(p));
    plain.reconstruct(6, generalisation(p));
    plain.search(7, Z);
    run.advance(run.model.steps);
    compare(played);
    compareSummaries(played, [1, 2, 5, 6], [3, 7]);
  });

  it('shows the last test pattern and then the first', () => {
    const played = open('bars', changes, start);
    const { run, plain, p } = played;
    plain.train(Z);
    plain.search(1, Z);
    plain.reconstruct(2, generalisation(p, OTHERS.length - 1));
    plain.reconstruct(3, retrieval(p, OTHERS, 0));
    run.advance(run.model.steps);
    compare(played);
  });

  it('runs freely through its states, and searches afterwards', () => {
    const played = open('sequence', changes, start);
    const { run, plain, p } = played;
    plain.train(Z);
    const states = plain.run(number(p, 'free_steps'), number(p, 'free_beta'), 0);
    plain.search(2, Z);
    run.advance(run.model.steps);
    compare(played);
    const free =
      run.rows
        .get('sigma')
        ?.at(-1)
        ?.slice(-N * states.length) ?? [];
    near(free, states.flat(), 'free run');
    const shown = (run.rows.get('timeseries') as number[][])[2];
    expect(shown.slice(0, 7 * 3).filter((__, t) => t % 3 === 0)).toEqual(plain.shown);
  });
});

describe('a training whose patterns are given', () => {
  it('shows each for its epoch, node by node in the drawn order', () => {
    const shown = [2, 0, 0, 1, 2, 1, 1];
    const changes = { schedule: 'sequential-random', experiment: 'learn' } as const;
    const run = testRun(
      { ...SETTINGS, ...changes },
      { ...INPUTS, shown: Int32Array.from(shown) },
      ['sigma'],
      new Map(),
      SEED,
    );
    const plain = new PlainNetwork(freshKernels(ATTRACTOR_MODULE), { ...DEFAULTS, ...SETTINGS, ...changes }, SEED);
    plain.train(Z, shown);
    run.advance(7 * 3);
    near(run.model.block.f64('sigma').slice(0, N), plain.sigma, 'state');
  });
});

describe('a search that is given up', () => {
  const start = { J0: sequence(N * N, 5).map((x) => 4 * x), sigma0: sequence(N, 6) };
  const given = { experiment: 'attractors', epochs: 0, levels: [0.5], search_steps: 2 };

  it.each(['right', 'faithful'])(
    'keeps its last state in the mode right, and is no number as published: %s',
    (mode) => {
      const played = open('attractors', { ...given, mode }, start);
      played.plain.search(0, Z);
      played.run.advance(2);
      expect(played.run.table('searches').status).toEqual(new Array(3).fill('not converged'));
      expect(played.run.table('attractors').sigma).toHaveLength(3 * N);
      compare(played);
      expect(Array.from(played.run.table('attractors').sigma).includes(null)).toBe(mode === 'faithful');
    },
  );
});
