import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { numericArray, takeArray } from '../../src/table/read.js';
import type { ReadColumn, ReadTable } from '../../src/table/table.js';

/** A file of arrays that count from 1. */
function fileOf(arrays: { readonly [name: string]: readonly number[] }, name = 'a.npz'): ReadTable {
  const columns = Object.entries(arrays).map(([key, shape]): ReadColumn => {
    const size = shape.reduce((product, length) => product * length, 1);
    return { name: key, type: 'f64', data: Float64Array.from({ length: size }, (_, i) => i + 1), shape };
  });
  return { name, nRows: 0, columns, metadata: {}, hasHeader: true };
}

const count = (size: number): Float64Array => Float64Array.from({ length: size }, (_, i) => i + 1);

describe('an array out of a file of arrays', () => {
  it('is the one of its name, else the only one', () => {
    expect(numericArray(fileOf({ x: [9], J: [2, 3] }), [2, 3], 'J')).toEqual(count(6));
    expect(numericArray(fileOf({ '': [2, 3] }), [2, 3], 'J')).toEqual(count(6));
    expect(numericArray(fileOf({ x: [2, 3] }), [2, 3], 'J')).toEqual(count(6));
  });

  it('may have any of the names that its column may have, the first that is there', () => {
    const take = (table: ReadTable) => takeArray(table, { names: ['sigma0', 'sigma'], shape: [3] });
    expect(take(fileOf({ x: [2], sigma: [1, 3] }))).toMatchObject({ values: count(3), shape: [3] });
    const both = fileOf({ sigma: [3], sigma0: [3] });
    (both.columns[1].data as Float64Array).fill(7);
    expect(take(both).values).toEqual(Float64Array.of(7, 7, 7));
    const error = new MsmError('E_CONFIG', 'it holds texts');
    expect(take({ ...fileOf({ sigma: [3] }), unread: [{ name: 'sigma0', error }] }).values).toEqual(count(3));
    expect(() => take({ ...fileOf({ x: [3] }), unread: [{ name: 'sigma0', error }] })).toThrow('it holds texts');
  });

  it('is refused where several have other names, with their names and shapes', () => {
    const call = () => numericArray(fileOf({ x: [2], y: [3, 2] }), [2], 'J');
    expect(call).toThrowError(expect.objectContaining({ code: 'E_CONFIG', place: 'a.npz' }));
    expect(call).toThrow("a.npz holds 2 arrays and none is called 'J': x [2], y [3, 2]");
  });

  it('has the wanted shape; a vector may be one row or one column, and a size may be free', () => {
    expect(numericArray(fileOf({ h: [1, 3] }), [3], 'h')).toEqual(count(3));
    expect(numericArray(fileOf({ h: [3, 1] }), [3], 'h')).toEqual(count(3));
    expect(numericArray(fileOf({ h: [4, 3] }), [-1, 3], 'h')).toEqual(count(12));
    expect(numericArray(fileOf({ h: [2, 3] }), [3, 2], 'h', { transposed: true })).toEqual(
      Float64Array.of(1, 4, 2, 5, 3, 6),
    );
    const refused = (found: number[], wanted: number[], text: string) => {
      expect(() => numericArray(fileOf({ h: found }), wanted, 'h')).toThrow(`a.npz holds h with shape ${text}`);
    };
    refused([2, 3], [3, 2], '[2, 3], wanted [3, 2]');
    refused([6], [3, 2], '[6], wanted [3, 2]');
    refused([3, 2], [-1, 3], '[3, 2], wanted [*, 3]');
    refused([2, 3], [6], '[2, 3], wanted [6]');
    refused([1, 1, 3], [3], '[1, 1, 3], wanted [3]');
    refused([], [1], '[], wanted [1]');
  });

  it('is square where a square matrix is wanted', () => {
    const call = () => takeArray(fileOf({ W: [4, 25] }), { names: ['W'], shape: [-1, -1], isSquare: true });
    expect(call).toThrow(/a\.npz holds W with shape \[4, 25\], wanted \[4, 4\]$/);
  });

  it('names what it is called in the file where that is another name', () => {
    expect(() => numericArray(fileOf({ W: [2] }), [3], 'h')).toThrow("a.npz holds 'W' with shape [2], wanted [3]");
  });

  it('is finite, and says at which place it is not', () => {
    const table = fileOf({ h: [2, 3] });
    (table.columns[0].data as Float64Array)[4] = Number.NaN;
    expect(() => numericArray(table, [2, 3], 'h')).toThrow('a.npz: entry [1, 1] is NaN; all must be finite numbers');
  });
});
