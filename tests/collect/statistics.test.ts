import { describe, expect, it } from 'vitest';
import { statisticsFrame } from '../../src/collect/statistics.js';

describe('statistics over runs', () => {
  it('are made of all numbers, counts among them, but of those that tell runs apart', () => {
    const column = (name: string, type: 'f64' | 'i32' | 'text', values: readonly (number | string | null)[]) => ({
      name,
      type,
      meaning: name,
      values,
    });
    const [K, edges] = [column('K', 'i32', [2, 2, 3]), column('edges', 'i32', [4, 6, 5])];
    const columns = [K, column('run', 'i32', [0, 1, 2]), edges, column('word', 'text', ['a', 'b', 'c'])];
    const { nRows, columns: made } = statisticsFrame({ nRows: 3, columns }, [K], ['K', 'run']);
    const of = (name: string) => made.find((one) => one.name === name)?.values;
    expect(nRows).toBe(2);
    expect([of('quantity'), of('n'), of('mean')]).toEqual([
      ['edges', 'edges'],
      [2, 1],
      [5, 5],
    ]);
  });
});
