import { describe, expect, it } from 'vitest';
import { autocorrelation } from '../../../src/analysis/statistics.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { AUTOCORRELATION, STATIONARITY } from '../../../src/model/analyses/general.js';
import type { AnalysedRun, Analysis } from '../../../src/model/analysis.js';
import type { RunTable } from '../../../src/model/collections.js';
import type { ResultTable } from '../../../src/model/record.js';
import { freshKernels } from '../../conformance/kernels.js';
import { uniforms } from '../../method/uniforms.js';

const TOOLS = { kernels: freshKernels, elementary: elementaryOf(freshKernels(CORE_MODULE)) };

const runWith = (timeseries: RunTable | undefined): AnalysedRun => ({
  name: 'a run',
  parameters: {},
  summary: [],
  steps: 10,
  recorded: [],
  seed: 0,
  series: () => Promise.reject(new Error('not asked for')),
  table: (name) => Promise.resolve(name === 'timeseries' ? timeseries : undefined),
  state: () => Promise.resolve(undefined),
  input: () => Promise.resolve(undefined),
  data: () => ({}),
});

const defaults = ({ options }: Analysis) => Object.fromEntries(options.map(({ key, default: value }) => [key, value]));
const column = ({ columns, rows }: ResultTable, name: string): readonly unknown[] =>
  Array.from(rows[columns.findIndex((one) => one.name === name)] as ArrayLike<unknown>);

const draw = uniforms(5);
const NOISE = Float64Array.from({ length: 1000 }, () => draw() - 0.5);
const TABLE: RunTable = {
  step: Int32Array.from(NOISE, (_, i) => i),
  time: Float64Array.from(NOISE, (_, i) => i),
  noise: NOISE,
  flat: new Float64Array(1000).fill(2),
  gaps: [...NOISE].map((value, i) => (i === 3 ? null : value)),
  word: [...NOISE].map(() => 'x'),
};

describe('the autocorrelation of a run', () => {
  it('is that of each column of numbers that has a value in every row, and of no other', async () => {
    const { tables } = await AUTOCORRELATION.of(runWith(TABLE), { ...defaults(AUTOCORRELATION), lags: 5 }, TOOLS);
    const [correlations, means] = tables;
    expect(column(correlations, 'column')).toEqual([...new Array(5).fill('noise'), ...new Array(5).fill('flat')]);
    expect(column(correlations, 'lag').slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(column(correlations, 'autocorrelation').slice(0, 5)).toEqual([...autocorrelation(NOISE, 5)]);
    // of a constant series there is none
    expect(column(correlations, 'autocorrelation').slice(5)).toEqual(new Array(5).fill(null));
    expect(column(means, 'column')).toEqual(['noise', 'flat']);
    expect(column(means, 'records')).toEqual([1000, 1000]);
    expect(column(means, 'low')[1]).toBeNull();
  });

  it('has as many lags as half of the records, at most 100, where nothing is said', async () => {
    const short: RunTable = { x: NOISE.slice(0, 30) };
    for (const [table, lags] of [
      [TABLE, 100],
      [short, 15],
    ] as const) {
      const { tables } = await AUTOCORRELATION.of(runWith(table), defaults(AUTOCORRELATION), TOOLS);
      expect(Math.max(...(column(tables[0], 'lag') as number[]))).toBe(lags - 1);
    }
  });

  it('says the mean with an interval, and what is constant', async () => {
    const { verdict } = await AUTOCORRELATION.of(runWith(TABLE), defaults(AUTOCORRELATION), TOOLS);
    expect(verdict[0]).toMatch(
      /^noise: mean -?\d.*\(95 % interval -?\d\S* to -?\d\S*\); records are correlated over 1\.\d\d of them$/,
    );
    expect(verdict[1]).toBe('flat is constant');
  });

  it('leaves out what only counts, and writes numbers out', async () => {
    const count = (of: (row: number) => number) => Int32Array.from({ length: 40 }, (_, row) => of(row));
    const table: RunTable = {
      ...{ step: count((row) => row), epoch: count((row) => row % 3), moves: count((row) => Math.floor(row / 2)) },
      right: count((row) => (row * 7) % 5),
      flips: count(() => 3),
      loss: Float64Array.from(NOISE.slice(0, 40), (value) => 2080 + value),
    };
    const { tables, verdict } = await AUTOCORRELATION.of(runWith(table), defaults(AUTOCORRELATION), TOOLS);
    expect(column(tables[1], 'column')).toEqual(['right', 'flips', 'loss']);
    expect(verdict[2]).toMatch(/^loss: mean 20\d\d \(95 % interval 20\d\d to 20\d\d\);/);
  });

  it('has an interval that holds the mean of 95 of 100 correlated series (88 to 100: false alarm 0.4 %)', async () => {
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const next = uniforms(seed + 77);
      let x = 0;
      const series = Float64Array.from({ length: 4000 }, () => {
        x = 0.8 * x + next() - 0.5;
        return x;
      });
      const { tables } = await AUTOCORRELATION.of(runWith({ x: series }), { lags: 1 }, TOOLS);
      const [low, high] = ['low', 'high'].map((name) => column(tables[1], name)[0] as number);
      if (low <= 0 && 0 <= high) held++;
    }
    expect(held).toBeGreaterThanOrEqual(88);
  });

  it('is refused where there are no numbers', async () => {
    const refused = AUTOCORRELATION.of(runWith(undefined), defaults(AUTOCORRELATION), TOOLS);
    await expect(refused).rejects.toThrow('a run: it has no time series of numbers to look at');
  });
});

describe('the stationarity of a run', () => {
  it('finds the first window of noise, none of a drift, and says so', async () => {
    const table: RunTable = { noise: NOISE, drift: NOISE.map((_, i) => i + 0.01 * NOISE[i]) };
    const options = { ...defaults(STATIONARITY), min_periods: 100 };
    const { tables, verdict } = await STATIONARITY.of(runWith(table), options, TOOLS);
    expect(column(tables[0], 'converged')).toEqual([1, 0]);
    expect(column(tables[0], 'convergence_point')[1]).toBeNull();
    expect(verdict).toEqual(['stationary from some point on: noise', 'no stationary window at p < 0.01: drift']);
  });

  it('says that a run is too short for a window, and how to take fewer records', async () => {
    const { verdict } = await STATIONARITY.of(runWith({ x: NOISE.slice(0, 200) }), defaults(STATIONARITY), TOOLS);
    expect(verdict).toEqual([
      'no window: the first begins after 600 records, and there are 200; --set min_periods=... takes fewer',
    ]);
  });
});
