import { describe, expect, it } from 'vitest';
import { hebbRule } from '../../../src/analysis/asynchronous.js';
import { meanInterval } from '../../../src/analysis/proportion.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { agesOf, halfLoad, retrievalCurves, spread } from '../../../src/model/analyses/retrieval-curves.js';
import type { AnalysedRun } from '../../../src/model/analysis.js';
import type { ResultTable } from '../../../src/model/record.js';
import { freshKernels } from '../../conformance/kernels.js';
import { uniforms } from '../../method/uniforms.js';

const TOOLS = { kernels: freshKernels, elementary: elementaryOf(freshKernels(CORE_MODULE)) };
const OPTIONS = { turned: 0, patterns: 100, sweeps: 100 };

const column = ({ columns, rows }: ResultTable, name: string): readonly unknown[] =>
  Array.from<unknown>(rows[columns.findIndex((one) => one.name === name)] as ArrayLike<unknown>);

const runOf = (seed: number, timeseries?: { readonly [name: string]: readonly number[] }): AnalysedRun => ({
  name: 'a run',
  parameters: {},
  summary: [],
  steps: 10,
  recorded: [],
  seed,
  series: () => Promise.reject(new Error('not asked for')),
  table: () => Promise.resolve(timeseries),
  state: () => Promise.resolve(undefined),
  input: () => Promise.resolve(undefined),
  data: () => ({}),
});

/** A network of N units with K patterns by Hebb's rule, the first of which count most. */
function network(N: number, K: number, seed: number) {
  const draw = uniforms(seed + 9);
  for (let warm = 0; warm < 50; warm++) draw();
  const patterns = Float64Array.from({ length: N * K }, () => (draw() < 0.5 ? -1 : 1));
  const young = patterns.subarray(0, 3 * N);
  return { N, patterns, J: hebbRule(young, N), ages: Array.from({ length: K }, (_, mu) => 10 * mu) };
}

describe('the curves of capacity and retention', () => {
  it('have a point for each rule, of all patterns, and a row for each pattern with its age', async () => {
    const analysis = retrievalCurves(() => Promise.resolve(network(60, 6, 1)));
    const { tables, verdict } = await analysis.of(runOf(1), OPTIONS, TOOLS);
    const [capacity, retention] = tables;
    expect(column(capacity, 'rule')).toEqual(['network', 'hebb', 'projection']);
    expect(column(capacity, 'load')).toEqual([0.1, 0.1, 0.1]);
    expect(column(capacity, 'retrieved')[2]).toBe(1);
    expect(column(capacity, 'theory').map((value) => value === null)).toEqual([true, false, true]);
    expect(column(retention, 'age').slice(0, 6)).toEqual([0, 10, 20, 30, 40, 50]);
    // the network was taught the three youngest alone
    expect(column(retention, 'retrieved').slice(0, 3)).toEqual([1, 1, 1]);
    expect(verdict[0]).toMatch(
      /^6 patterns in 60 units \(load 0\.100\), retrieved by the network \d+\S* %, Hebb’s rule \d\S* %, the projection rule 100 %$/,
    );
    expect(verdict[1]).toMatch(
      /^of the 3 patterns shown last \(up to 20 steps ago\) the network retrieves 3, of the 3 older ones [0-2]$/,
    );
  });

  it('have the interval of the mean overlap over patterns, from their scatter with divisor n - 1', async () => {
    const analysis = retrievalCurves(() => Promise.resolve(network(60, 6, 1)));
    const [capacity, retention] = (await analysis.of(runOf(1), OPTIONS, TOOLS)).tables;
    const rules = column(retention, 'rule');
    const overlaps = column(retention, 'overlap').filter((_, row) => rules[row] === 'network') as readonly number[];
    const mean = overlaps.reduce((sum, one) => sum + one / 6, 0);
    const squares = overlaps.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
    expect(squares).toBeGreaterThan(0);
    const { low, high } = meanInterval(mean, Math.sqrt(squares / 5), 6) as { low: number; high: number };
    const found = ['overlap_low', 'overlap_high'].map((name) => column(capacity, name)[0] as number);
    // sums in another order
    expect(Math.abs(found[0] - low)).toBeLessThan(1e-12);
    expect(Math.abs(found[1] - high)).toBeLessThan(1e-12);
  });

  it('are the same again, and others from starts of which signs are turned', async () => {
    const analysis = retrievalCurves(() => Promise.resolve(network(60, 9, 2)));
    const overlaps = async (turned: number) =>
      column((await analysis.of(runOf(4), { ...OPTIONS, turned }, TOOLS)).tables[1], 'overlap');
    expect(await overlaps(0.3)).toEqual(await overlaps(0.3));
    expect(await overlaps(0.3)).not.toEqual(await overlaps(0));
  });

  it('try no more patterns than asked for, evenly spread', () => {
    expect(spread(3, 100)).toEqual([0, 1, 2]);
    expect(spread(10, 4)).toEqual([0, 2, 5, 7]);
  });

  it('say at which load half is retrieved, by seed, and what theory has for Hebb’s rule', async () => {
    // the same network at loads that are told by the number of its patterns
    const at = async (K: number, seed: number) => {
      const run = runOf(seed);
      const one = retrievalCurves(() => Promise.resolve(network(40, K, seed)));
      return { run, outcome: await one.of(run, OPTIONS, TOOLS) };
    };
    const analysis = retrievalCurves(() => Promise.resolve(network(40, 2, 0)));
    const outcomes = await Promise.all([4, 6, 8, 12, 16].flatMap((K) => [1, 2].map((seed) => at(K, seed))));
    const [own, hebb, projection] = analysis.together?.(outcomes) ?? [];
    expect(own).toMatch(
      /^the network: half of the patterns are retrieved up to a load of 0\.\d+ ± \S+ \(95 % interval over 2 seeds\)$/,
    );
    expect(hebb).toMatch(/^Hebb’s rule: /);
    expect(projection).toBe(
      'the projection rule: no load among these at which half of the patterns are retrieved, in 2 of 2 seeds',
    );
  });

  it('keep networks of different size apart', async () => {
    const at = async (N: number, K: number) => {
      const one = retrievalCurves(() => Promise.resolve(network(N, K, 3)));
      return { run: runOf(3), outcome: await one.of(runOf(3), OPTIONS, TOOLS) };
    };
    const analysis = retrievalCurves(() => Promise.resolve(network(40, 2, 0)));
    const all = await Promise.all([at(40, 4), at(40, 16), at(20, 2), at(20, 8)]);
    const lines = analysis.together?.(all) ?? [];
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'the network of 20 units',
      'the network of 40 units',
      'Hebb’s rule of 20 units',
      'Hebb’s rule of 40 units',
      'the projection rule of 20 units',
      'the projection rule of 40 units',
    ]);
    expect(lines[1]).toContain('up to a load of 0.');
  });
});

describe('the load at which half is retrieved', () => {
  const curve = (shares: readonly number[]) => shares.map((share, i) => ({ load: (i + 1) / 10, share }));

  it('lies on the line between the last point above a half and the first below', () => {
    expect(halfLoad(curve([1, 0.75, 0.25, 0]))).toBeCloseTo(0.25, 14);
    expect(halfLoad([...curve([1, 0.5, 0])].reverse())).toBeCloseTo(0.2, 14);
  });

  it('is none where the curve begins below or does not fall below', () => {
    expect(halfLoad(curve([0.4, 0.1]))).toBeUndefined();
    expect(halfLoad(curve([1, 0.9]))).toBeUndefined();
    expect(halfLoad([])).toBeUndefined();
  });
});

describe('the age of a pattern', () => {
  it('is the number of steps behind the last one that showed it; there is none for one that never was, and nothing where it was not recorded', async () => {
    const run = runOf(0, { step: [0, 2, 4, 6], pattern: [1, 0, 1, -1] });
    expect(await agesOf(run, 3)).toEqual([7, 5, null]);
    expect(await agesOf(runOf(0), 3)).toBeUndefined();
  });
});
