/** Exponents of growth from times that are known, and what the page says of them. */
import { describe, expect, it } from 'vitest';
import { growthOf, growthPage, isFaster, type Measured } from '../../bench/growth/report.js';
import { seriesOf } from '../../bench/growth/series.js';
import { renewed, type StoredGrowth } from '../../bench/growth/stored.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../src/kernel/elementary.js';
import { freshKernels } from '../conformance/kernels.js';

const f = elementaryOf(freshKernels(CORE_MODULE));
/** Rounding of logarithms and of a line through them. */
const TOLERANCE = 1e-12;

const measured = (time: (n: number) => number, operations: (n: number) => number): Measured => ({
  series: { name: 'x', title: 'a step', symbol: 'N' },
  conditions: { day: '2026-11-30', load: 0.25, rounds: 2 },
  sizes: [10, 20, 40, 80].map((size) => ({
    ...{ size, operations: operations(size), seconds: 1e-6 * time(size), megabytes: 3 * size },
  })),
});

describe('growth', () => {
  it('is the slope of logarithms, of time, operations and memory', () => {
    const { time, operations, memory } = growthOf(
      measured(
        (n) => n ** 3,
        (n) => 7 * n * n,
      ),
      f,
    );
    expect(Math.abs(time.value - 3)).toBeLessThan(TOLERANCE);
    expect(Math.abs(operations.value - 2)).toBeLessThan(TOLERANCE);
    expect(Math.abs(memory.value - 1)).toBeLessThan(TOLERANCE);
    expect(time.standardError).toBeLessThan(TOLERANCE);
  });

  it('is faster than that of its operations beyond two standard errors and a twentieth', () => {
    const exponents = (time: number, standardError: number | null) => ({
      time: { value: time, standardError },
      operations: { value: 2, standardError: 0 },
      memory: { value: 2, standardError: 0 },
    });
    expect(isFaster(exponents(2.2, 0.09))).toBe(true);
    expect(isFaster(exponents(2.2, 0.11))).toBe(false);
    expect(isFaster(exponents(2.04, 0))).toBe(false);
    expect(isFaster(exponents(2.06, null))).toBe(true);
    expect(isFaster(exponents(1.5, 0))).toBe(false);
  });

  it('is told as a table, with a line that names what grows too fast, or that nothing does', () => {
    const square = (n: number): number => n * n;
    const page = growthPage([measured((n) => n ** 3, square)], 'heading', f);
    expect(page).toContain(
      '| a step | N = 10 to 80 | 1.00 ms to 512 ms | 3.00 ± 0.00 | 2.00 | 30 to 240 MB | 1.00 | 2026-11-30, 0.3, 2 |',
    );
    expect(page).toContain('Faster than its operations grows: a step, over N (3.00 ± 0.00, operations 2.00).');
    expect(growthPage([measured(square, square)], 'heading', f)).toContain('Nothing grows faster than its operations.');
  });
});

describe('what is kept', () => {
  const stored = (node: string, ...all: readonly (readonly [string, number])[]): StoredGrowth => ({
    ...{ processor: 'P', node },
    measured: all.map(([name, factor]) => {
      const one = measured(
        (n) => factor * n,
        (n) => n,
      );
      return { ...one, series: { ...one.series, name } };
    }),
  });
  const told = ({ measured: all }: StoredGrowth) =>
    all.map(({ series, sizes }) => [series.name, Math.round(sizes[0].seconds / 1e-5)]);

  it('keeps series that were not measured again, in their order, and forgets those that are no more', () => {
    const before = stored('20', ['c', 1], ['a', 2], ['gone', 3]);
    expect(told(renewed(before, stored('20', ['a', 5], ['b', 6]), ['a', 'b', 'c']))).toEqual([
      ['a', 5],
      ['b', 6],
      ['c', 1],
    ]);
  });

  it('keeps nothing of another machine or version of Node', () => {
    expect(told(renewed(stored('20', ['a', 1]), stored('22', ['b', 2]), ['a', 'b']))).toEqual([['b', 2]]);
    expect(told(renewed(undefined, stored('22', ['b', 2]), ['a', 'b']))).toEqual([['b', 2]]);
  });
});

describe('the series', () => {
  it('have names of their own and sizes and operations that grow', () => {
    for (const isLong of [false, true]) {
      const all = seriesOf(isLong);
      expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
      for (const { sizes } of all) {
        expect(sizes.length).toBeGreaterThan(2);
        for (const key of ['size', 'operations'] as const) {
          const values = sizes.map((one) => one[key]);
          expect(values).toEqual([...values].sort((a, b) => a - b));
          expect(new Set(values).size).toBe(values.length);
        }
      }
    }
  });
});
