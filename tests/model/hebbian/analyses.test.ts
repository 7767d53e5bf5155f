/** The analyses of this family, on runs in memory. */
import { describe, expect, it } from 'vitest';
import { isKept } from '../../../src/analysis/deviations.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { RETRIEVED } from '../../../src/model/analyses/retrieval-curves.js';
import type { AnalysedRun, Analysis } from '../../../src/model/analysis.js';
import { EVENTS } from '../../../src/model/hebbian/analyses/events.js';
import { countedPresentations, PROBABILITIES } from '../../../src/model/hebbian/analyses/probabilities.js';
import { levelsOf, RETRIEVAL, retrievedFrom, shownLevels } from '../../../src/model/hebbian/analyses/retrieval.js';
import { networkOf } from '../../../src/model/hebbian/analyses/states.js';
import { HEBBIAN_MODULE } from '../../../src/model/hebbian/kernels.js';
import type { HebbianParameters } from '../../../src/model/hebbian/parameters.js';
import { hebbianSettings } from '../../../src/model/hebbian/settings.js';
import type { ResultTable } from '../../../src/model/record.js';
import type { ParameterValue } from '../../../src/model/schema.js';
import { freshKernels } from '../../conformance/kernels.js';
import { parameters, testRun } from './helpers.js';

const TOOLS = { kernels: freshKernels, elementary: elementaryOf(freshKernels(CORE_MODULE)) };

const column = (tables: readonly ResultTable[], table: string, name: string): readonly unknown[] => {
  const found = tables.find((one) => one.name === table) as ResultTable;
  return Array.from(found.rows[found.columns.findIndex((one) => one.name === name)] as ArrayLike<unknown>);
};

type Given = { readonly [key: string]: ParameterValue };

/** A finished run in memory as analyses see it. */
function analysed(given: Given, seed = 1, record = ['distance', 'deviations']): AnalysedRun<HebbianParameters> {
  const run = testRun(given, { seed, record, schedules: { deviations: { every: 20, most: 3 } } });
  run.advance(run.model.steps);
  const { table, rows } = run.model.finalState();
  const groups = [...rows];
  return {
    name: 'a run',
    parameters: parameters(given),
    summary: run.model.summary(),
    steps: run.model.steps,
    recorded: record,
    seed,
    input: () => Promise.resolve(undefined),
    data: () => ({}),
    series: (name) => Promise.resolve(Float64Array.from(run.column('timeseries', name))),
    table: (name) => {
      const found = run.model.tables.find((one) => one.name === name);
      return Promise.resolve(
        found && Object.fromEntries(found.columns.map((one) => [one.name, run.column(name, one.name)])),
      );
    },
    state: (name) => {
      const at = table.columns.findIndex((one) => one.name === name);
      return Promise.resolve(at < 0 ? undefined : Float64Array.from(groups.flatMap((group) => [...group[at]])));
    },
  };
}

const GIVEN: Given = { N: 30, K: 3, beta: 1000, tau_J: 40, T: 300, p: [0.6, 0.3, 0.1] };

const defaults = ({ options }: Analysis<HebbianParameters>) =>
  Object.fromEntries(options.map(({ key, default: value }) => [key, value]));

describe('the states of a run', () => {
  it('are those of its large deviations, as they were recorded, and the last one', async () => {
    const run = analysed(GIVEN);
    const { states, patterns, K, N, k } = await networkOf(run);
    expect(states.map(({ event }) => event)).toEqual([1, 2, 3, 0]);
    expect(k).toBe(1);
    const events = await run.table('deviations');
    expect(states.map(({ step }) => step)).toEqual([...Array.from(events?.step as number[]), 300]);
    // the neurons at an event are the shown pattern, so one overlap is 1
    for (const { overlaps, J } of states) {
      expect(Math.max(...overlaps.map(Math.abs))).toBe(1);
      expect(J.every((value, at) => value === J[(at % N) * N + Math.floor(at / N)])).toBe(true);
      expect(J.some((value) => value !== 0)).toBe(true);
    }
    expect(patterns).toHaveLength(K * N);
    expect(patterns.every((value) => Math.abs(value) === 1)).toBe(true);
  });

  it('are the last one alone where no deviations were recorded', async () => {
    const { states } = await networkOf(analysed(GIVEN, 1, ['distance']));
    expect(states.map(({ event, step }) => [event, step])).toEqual([[0, 300]]);
  });
});

describe('the probabilities of patterns', () => {
  it('are inferred with intervals that hold the true ones: 95 % of 300 (89 to 98 %; false alarm below 1 %)', async () => {
    let [held, all] = [0, 0];
    for (let seed = 0; seed < 100; seed++) {
      const { tables } = await PROBABILITIES.of(analysed(GIVEN, seed, ['distance']), {}, TOOLS);
      const [low, high, p, k] = ['low', 'high', 'shown_with', 'k'].map(
        (name) => column(tables, 'probabilities', name) as number[],
      );
      low.forEach((value, row) => {
        if (k[row] !== 1) return;
        all++;
        if (value <= p[row] && p[row] <= high[row]) held++;
      });
    }
    expect(all).toBe(300);
    expect(held / all).toBeGreaterThan(0.89);
    expect(held / all).toBeLessThan(0.985);
  });

  it('are told for the strength of the run and for 1, as in the published report', async () => {
    const { tables, verdict } = await PROBABILITIES.of(analysed({ ...GIVEN, k: 0.5 }), {}, TOOLS);
    expect(column(tables, 'inference', 'k')).toEqual([0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1]);
    expect(column(tables, 'inference', 'regime')).toEqual(new Array(8).fill('overdetermined'));
    expect(verdict[0]).toMatch(
      /^from the last state \(step 300\): pattern 0 was shown most, with probability 0\.\d+ \(95 % interval/,
    );
    const inferred = column(tables, 'probabilities', 'inferred') as number[];
    expect(Math.abs(inferred.slice(0, 3).reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(1e-12);
  });

  it('count as many presentations as the couplings remember: (2 - eps)/eps after a long time, one for one pattern held', () => {
    const of = (given: Given, step: number) =>
      countedPresentations(hebbianSettings(parameters(given), freshKernels(HEBBIAN_MODULE)), step);
    expect(Math.abs((of(GIVEN, 100_000) ?? 0) - (2 - 1 / 40) * 40)).toBeLessThan(1e-9);
    expect(Math.abs((of({ ...GIVEN, tau_h: 300 }, 300) ?? 0) - 1)).toBeLessThan(1e-12);
    expect(of({ ...GIVEN, tau_h: { min: 1, max: 4 } }, 300)).toBeNull();
    expect(of({ ...GIVEN, tau_J: 'infinity' }, 300)).toBeNull();
  });

  it('say why there is no interval', async () => {
    const { verdict, tables } = await PROBABILITIES.of(analysed({ ...GIVEN, tau_h: { min: 1, max: 4 } }), {}, TOOLS);
    expect(verdict).toEqual([
      'from the last state (step 300): no interval, since it is not known how many presentations count',
    ]);
    expect(new Set(column(tables, 'probabilities', 'low'))).toEqual(new Set([null]));
  });
});

describe('the report of large deviations', () => {
  it('has what the tracker said of each, and norms', async () => {
    const run = analysed(GIVEN);
    const { tables, verdict } = await EVENTS.of(run, {}, TOOLS);
    const events = (await run.table('deviations')) ?? {};
    expect(column(tables, 'events', 'event')).toEqual([1, 2, 3, 0]);
    expect(column(tables, 'events', 'deviation')).toEqual([...Array.from(events.deviation as number[]), null]);
    const distances = column(tables, 'events', 'distance') as number[];
    Array.from(events.distance as number[]).forEach((value, e) => {
      expect(Math.abs(distances[e] / value - 1)).toBeLessThan(1e-10);
    });
    const norms = column(tables, 'events', 'norm') as number[];
    // in mode right it is the norm of J - k H, which the distance is made of
    for (const [e, norm] of norms.entries())
      expect(Math.abs(norm / Math.sqrt(distances[e] * 30 * 29) - 1)).toBeLessThan(1e-10);
    expect(verdict).toHaveLength(1);
    expect(verdict[0]).toMatch(/^3 large deviations; the largest is \d\S* standard deviations, at step \d+$/);
    // each of them was kept by the rule
    const rule = { cooldown: 20, most: 3, end: 299 };
    const [d, o] = ['deviation', 'theory_std'].map((name) => column(tables, 'events', name) as number[]);
    expect(isKept(rule, { count: 0, latest: -20 }, 5, d[0], o[0])).toBe(true);
  });

  it('says that none was recorded', async () => {
    const { verdict } = await EVENTS.of(analysed(GIVEN, 1, ['distance']), {}, TOOLS);
    expect(verdict[0]).toMatch(/^no large deviation was recorded/);
  });
});

describe('retrieval', () => {
  const few = { ...defaults(RETRIEVAL), copies: 8, levels: 3, T: 40 };

  it('is tried in four passes over each state, with the same copies in passes that differ in couplings alone', async () => {
    const { tables } = await RETRIEVAL.of(analysed(GIVEN), few, TOOLS);
    const of = (name: string) => column(tables, 'retrieval', name);
    const passes = new Set(of('event').map((event, row) => `${event} ${of('couplings')[row]} ${of('from')[row]}`));
    expect(passes.size).toBe(4 * 4);
    expect(of('r')).toContain(0.5);
    expect(of('overlap')).toHaveLength(16 * 3 * 3);
    const courses = (name: string) => column(tables, 'retrieval_course', name);
    expect(courses('overlap')).toHaveLength(16 * 3 * 40);
    const start = (event: number, couplings: string) =>
      courses('overlap').filter(
        (_, row) =>
          courses('record')[row] === 0 && courses('event')[row] === event && courses('couplings')[row] === couplings,
      );
    expect(start(1, 'event')).toEqual(start(1, 'hebbian'));
    // without noise the copies are the pattern
    expect(start(0, 'event')[2]).toBe(1);
  });

  it('says in words what was retrieved, from which share of right signs', async () => {
    const { verdict } = await RETRIEVAL.of(analysed(GIVEN), few, TOOLS);
    expect(verdict).toHaveLength(4);
    expect(verdict[0]).toMatch(
      /^with the couplings of the last state \(step 300\), pattern \d \(nearest to that state\) is retrieved from copies of which (50|75|100) % of the signs are right, or more \(final overlap (0\.9\d+|1\.00)\)$/,
    );
    const hot = await RETRIEVAL.of(analysed(GIVEN), { ...few, beta: 0.01 }, TOOLS);
    expect(hot.verdict[0]).toMatch(/is not retrieved: the final overlap is at most/);
  });

  it('counts a level as retrieved from a lower end of 0.9 on, and only if all above it are', () => {
    expect(retrievedFrom([RETRIEVED, RETRIEVED])).toBe(0);
    expect(retrievedFrom([1, RETRIEVED - 1e-9, 1])).toBe(2);
    expect(retrievedFrom([1, 1, RETRIEVED - 1e-9])).toBeUndefined();
    expect(retrievedFrom([Number.NaN])).toBeUndefined();
  });

  it('has levels from 0 to 1, and shows seven of them at most', () => {
    expect(levelsOf(3)).toEqual([0, 0.5, 1]);
    expect(levelsOf(1)).toEqual([1]);
    expect(shownLevels(11)).toEqual([0, 2, 3, 5, 7, 8, 10]);
    expect(shownLevels(3)).toEqual([0, 1, 2]);
  });
});
