/** Columns that threads made by themselves stand side by side where all are read. */
import { describe, expect, it } from 'vitest';
import { openColumns, unitsOf } from '../../../src/model/heterosynaptic/columns.js';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import { numericOf } from '../../../src/model/heterosynaptic/numeric.js';
import { freshKernels } from '../../conformance/kernels.js';

describe('columns of threads', () => {
  it.each(['f32', 'f64'] as const)('are joined row by row, those that fill no vector too (%s)', (precision) => {
    const [n, rows, size] = [131, 3, 3];
    const numeric = numericOf(freshKernels(HETEROSYNAPTIC_MODULE), precision);
    const columns = openColumns(numeric, n, rows, { rank: 1, size });
    const strip = 160 / numeric.size;
    for (let rank = 0; rank < size; rank++) {
      const { from, to } = unitsOf(n, { rank, size }, strip);
      const [{ numbers }] = columns.made(rank, rows);
      expect(numbers.length).toBe(rows * (to - from));
      for (let i = 0; i < numbers.length; i++) {
        numbers[i] = 1000 * Math.floor(i / (to - from)) + from + (i % (to - from));
      }
    }
    columns.join(rows);
    const wanted = Array.from({ length: rows * n }, (_, i) => 1000 * Math.floor(i / n) + (i % n));
    expect([...numeric.view(columns.all, rows * n)]).toEqual(wanted);
  });

  it('have places of their own where they go between threads', () => {
    const numeric = numericOf(freshKernels(HETEROSYNAPTIC_MODULE), 'f32');
    const columns = openColumns(numeric, 131, 3, { rank: 0, size: 3 });
    let end = 0;
    for (let rank = 0; rank < 3; rank++) {
      const [{ from, numbers }] = columns.made(rank, 3);
      expect(from).toBe(end);
      end += numbers.length;
    }
    expect(end).toBe(columns.numbers);
  });
});
