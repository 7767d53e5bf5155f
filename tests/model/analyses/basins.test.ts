import { describe, expect, it } from 'vitest';
import { hebbRule } from '../../../src/analysis/asynchronous.js';
import { type Channel, viewsOf } from '../../../src/figure/spec.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { BASIN_FIGURE } from '../../../src/model/analyses/basin-figure.js';
import type { AnalysedRun, Analysis, AnalysisOutcome } from '../../../src/model/analysis.js';
import { ATTRACTOR_ANALYSES } from '../../../src/model/attractor/analyses.js';
import { BASINS } from '../../../src/model/hebbian/analyses/basins.js';
import type { ResultTable } from '../../../src/model/record.js';
import { freshKernels } from '../../conformance/kernels.js';
import { about, dataOf } from '../../figure/data.js';

const TOOLS = { kernels: freshKernels, elementary: elementaryOf(freshKernels(CORE_MODULE)) };
const STARTS = 400;
const N = 15;
const PATTERN = Float64Array.from({ length: N }, (_, i) => (i % 3 === 0 ? -1 : 1));

const column = ({ columns, rows }: ResultTable, name: string): readonly unknown[] =>
  Array.from<unknown>(rows[columns.findIndex((one) => one.name === name)] as ArrayLike<unknown>);

/** A run of N units whose weights are `scale` times the outer product of one pattern, without diagonal. */
const runOf = (scale: number): AnalysedRun => {
  const J = hebbRule(PATTERN, N).map((value) => scale * N * value);
  const arrays: { readonly [name: string]: Float64Array } = { J, patterns: PATTERN, sigma: PATTERN };
  return {
    name: 'a run',
    parameters: { N, K: 1, search_of: 'J', search_beta: 1, search_tolerance: 1e-12, longest_period: 64 },
    summary: [],
    steps: 10,
    recorded: [],
    seed: 5,
    series: () => Promise.reject(new Error('not asked for')),
    table: () => Promise.resolve(undefined),
    state: (name) => Promise.resolve(arrays[name]),
    input: (name) => Promise.resolve(arrays[name]),
    data: () => ({}),
  };
};

const ofAttractor = ATTRACTOR_ANALYSES.find(({ name }) => name === 'basins') as Analysis;
const found = (one: unknown, scale: number, most = 1000): Promise<AnalysisOutcome> =>
  (one as Analysis).of(runOf(scale), { starts: STARTS, most }, TOOLS);

describe('attractors from random starts', () => {
  it('of one pattern by Hebb’s rule are the pattern and its mirror image, each from half of the starts', async () => {
    const { tables, verdict } = await found(BASINS, 1 / N);
    const [basins, states] = tables;
    expect(column(basins, 'status')).toEqual(['fixed point', 'fixed point']);
    expect((column(basins, 'starts') as number[]).reduce((sum, one) => sum + one, 0)).toBe(STARTS);
    expect([...(column(basins, 'overlap') as number[])].sort()).toEqual([-1, 1]);
    // by symmetry the probability is one half: both intervals hold it, at this seed
    for (const row of [0, 1]) {
      expect(column(basins, 'share_low')[row]).toBeLessThan(0.5);
      expect(column(basins, 'share_high')[row]).toBeGreaterThan(0.5);
    }
    const sign = (column(basins, 'overlap') as number[])[0];
    expect(column(states, 'sigma').slice(0, N)).toEqual([...PATTERN].map((value) => sign * value));
    expect(verdict[0]).toMatch(/^400 random starts ended at 2 attractors; the largest basin has \S+ % of them/);
    expect(verdict[1]).toMatch(
      /^2 of the attractors are patterns or their mirror images \(overlap of at least 0\.9 in size\), with 100 %/,
    );
    expect(verdict[2]).toBe('0 % of all starts lead to attractors that were not found (Good and Turing)');
  });

  it('of the free-energy network are where m = L(c (N - 1) m) has its solutions', async () => {
    const c = 0.5;
    const { tables } = await found(ofAttractor, c);
    const [basins, states] = tables;
    expect(column(basins, 'status')).toEqual(['fixed point', 'fixed point']);
    const m = Math.abs((column(states, 'sigma') as number[])[0]);
    const theta = c * (N - 1) * m;
    expect(Math.abs(1 / Math.tanh(theta) - 1 / theta - m)).toBeLessThan(1e-10);
    expect((column(basins, 'overlap') as number[]).map((value) => Math.abs(value).toFixed(9))).toEqual([
      '1.000000000',
      '1.000000000',
    ]);
  });

  it('of weights below the critical strength, c (N - 1) < 3, are none: all starts end at zero', async () => {
    const { tables, verdict } = await found(ofAttractor, 2.9 / (N - 1), 5000);
    expect([column(tables[0], 'status'), column(tables[0], 'share'), column(tables[0], 'overlap')]).toEqual([
      ['zero'],
      [1],
      [null],
    ]);
    expect(tables[1].rows[0]).toHaveLength(0);
    expect(verdict).toEqual(['none of 400 random starts ended at a fixed point', 'of the starts, 100 % zero']);
  });

  it('that are given up are said to be that', async () => {
    const { tables } = await found(ofAttractor, 0.5, 2);
    expect(column(tables[0], 'status')).toEqual(['not converged']);
  });
});

describe('the figure of basins', () => {
  const basins = { name: 'analysis/basins', nRows: 3, columns: [] };
  const columns = ['attractor', 'starts', 'share', 'share_low', 'share_high', 'pattern', 'overlap'];
  const tables = [
    { ...basins, columns: [...columns.map((name) => about(name)), about('status', { type: 'text' })] },
    { name: 'analysis/basin_states', nRows: 8, columns: [about('sigma')] },
  ];
  const data = dataOf({
    subject: { tables },
    columns: [about('overlap', { symbol: 'r' })],
    numbers: {
      attractor: [0, 1, 2],
      starts: [6, 1, 3],
      share: [0.6, 0.1, 0.3],
      share_low: [0.3, 0, 0.1],
      share_high: [0.8, 0.4, 0.6],
      pattern: [2, 0, Number.NaN],
      overlap: [0.95, -0.5, Number.NaN],
    },
    words: { status: ['fixed point', 'fixed point', 'cycle'] },
    array: { ...about('sigma'), shape: [2, 4], values: new Float64Array(8), axes: ['attractor', 'unit'] },
  });
  const { spec } = BASIN_FIGURE.draw(data);
  const views = spec.vconcat.flatMap(viewsOf);

  it('has the share of each attractor with its interval, mirror images apart, in the order of size', () => {
    const [shares] = views;
    const points = shares.layer.filter(({ mark }) => mark.type === 'point');
    expect(points.map(({ data: own }) => own?.values)).toEqual([[{ x: 0, y: 0.6 }], [{ x: 1, y: 0.1 }]]);
    const bars = shares.layer.filter(({ mark }) => mark.type === 'rule');
    expect(bars.map(({ data: own }) => own?.values)).toEqual([
      [{ x: 0, low: 0.3, high: 0.8 }],
      [{ x: 1, low: 0, high: 0.4 }],
    ]);
    expect((points[0].encoding.color as Channel).scale?.domain).toEqual([
      'nearest to a pattern',
      'nearest to a mirror image',
    ]);
  });

  it('has the likeness of each, and the attractors as images with their patterns', () => {
    expect((views[1].layer[0].encoding.y as Channel).title).toBe('|r|');
    expect(views[1].layer[0].data?.values.map(({ height }) => height)).toEqual([0.95, 0.5]);
    expect(views[2].layer[0].data?.values).toHaveLength(2);
    const texts = views[2].layer
      .filter(({ mark }) => mark.type === 'text')
      .flatMap(({ data: own }) => own?.values ?? []);
    expect(texts.map(({ text }) => text).slice(1)).toEqual(['2', '−0']);
  });

  it('says how many there were, what was not found, and what is no fixed point', () => {
    const { subtitle } = spec.title as { readonly subtitle: readonly string[] };
    expect(subtitle.join(' ')).toMatch(
      /^10 random starts, 2 attractors 10 % of all starts lead to attractors that were not found \(Good and Turing\) 30 % of the starts: cycle/,
    );
  });
});
