import { describe, expect, it } from 'vitest';
import { writeArrow } from '../../src/table/arrow.js';
import { numericArray, readTable } from '../../src/table/read.js';
import type { ReadTable } from '../../src/table/table.js';
import { gather } from './support.js';

const csv = (text: string, name = 'J.csv'): Promise<ReadTable> => readTable(new TextEncoder().encode(text), name);

describe('an array taken out of a table', () => {
  it('comes from a column of its name', async () => {
    const table = await csv('step,h\n0,0.5\n1,-2\n2,3\n');
    expect(numericArray(table, [3], 'h')).toEqual(Float64Array.of(0.5, -2, 3));
  });

  it('comes from a matrix with a header, without one, and with row numbers', async () => {
    const wanted = Float64Array.of(1, 2, 3, 4, 5, 6);
    expect(numericArray(await csv('a,b,c\n1,2,3\n4,5,6\n'), [2, 3], 'J')).toEqual(wanted);
    expect(numericArray(await csv('1,2,3\n4,5,6\n'), [2, 3], 'J')).toEqual(wanted);
    expect(numericArray(await csv(',a,b,c\n0,1,2,3\n1,4,5,6\n'), [2, 3], 'J')).toEqual(wanted);
    expect(numericArray(await csv('0,1,2\n1,2,3\n4,5,6\n'), [2, 3], 'J')).toEqual(wanted);
    expect(numericArray(await csv('1,2,3,4,5,6\n'), [6], 'J')).toEqual(wanted);
    expect(numericArray(await csv('1\n2\n3\n4\n5\n6\n'), [6], 'J')).toEqual(wanted);
  });

  it('comes from the long form in any order', async () => {
    const wanted = Float64Array.of(1, 2, 3, 4);
    expect(numericArray(await csv('j,i,value\n1,1,4\n0,0,1\n1,0,2\n0,1,3\n'), [2, 2], 'J')).toEqual(wanted);
    expect(numericArray(await csv('i,j,K,J\n0,0,9,1\n0,1,9,2\n1,0,9,3\n1,1,9,4\n'), [2, 2], 'J')).toEqual(wanted);
    expect(numericArray(await csv('unit,h\n1,7\n0,5\n'), [2], 'h')).toEqual(Float64Array.of(5, 7));
  });

  it('comes from lists of fixed width', async () => {
    const columns = [{ name: 'J', type: 'f64' as const, meaning: 'couplings', width: 2 }];
    const sink = gather();
    await writeArrow(
      { name: 'state', meaning: 'state', columns, metadata: {} },
      [[Float64Array.of(1, 2, 3, 4, 5, 6)]],
      sink,
    );
    const table = await readTable(sink.bytes(), 'state.arrow');
    expect(numericArray(table, [3, 2], 'J')).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
    expect(numericArray(table, [2, 3], 'J', { transposed: true })).toEqual(Float64Array.of(1, 3, 5, 2, 4, 6));
    expect(() => numericArray(table, [2, 3], 'J')).toThrow('state.arrow holds J with shape [3, 2], wanted [2, 3]');
  });

  it('is refused with its size where a state has it whole, and not with those of the table', async () => {
    const columns = [{ name: 'weights', type: 'f64' as const, meaning: 'weights', width: 3 }];
    const sink = gather();
    await writeArrow({ name: 'state', meaning: 'state', columns, metadata: {} }, [[Float64Array.of(1, 2, 3)]], sink);
    const table = await readTable(sink.bytes(), 'state.arrow');
    expect(numericArray(table, [3], 'weights')).toEqual(Float64Array.of(1, 2, 3));
    expect(() => numericArray(table, [5], 'weights')).toThrow(
      /^state.arrow holds weights with shape \[3\], wanted \[5\]$/,
    );
  });

  it('is transposed only on request', async () => {
    const table = await csv('1,2,3\n4,5,6\n');
    expect(() => numericArray(table, [3, 2], 'J')).toThrow('J.csv holds J with shape [2, 3], wanted [3, 2]');
    expect(numericArray(table, [3, 2], 'J', { transposed: true })).toEqual(Float64Array.of(1, 4, 2, 5, 3, 6));
  });

  it('is refused with the place of a value that is missing, not finite, out of range or given twice', async () => {
    const refused = async (text: string, shape: number[], message: RegExp) => {
      const table = await csv(text);
      const call = () => numericArray(table, shape, 'J');
      expect(call).toThrowError(expect.objectContaining({ code: 'E_CONFIG' }));
      expect(call).toThrow(message);
    };
    await refused('a,b\n1,2\n3,NaN\n', [2, 2], /row 1, column 'b' is NaN/);
    await refused('a,b\n1,2\n,4\n', [2, 2], /row 1, column 'a' is missing/);
    await refused('J\n1\ninf\n', [2], /row 1, column 'J' is Infinity/);
    await refused('i,j,value\n0,0,1\n0,1,2\n0,1,3\n1,1,4\n', [2, 2], /row 2 gives i = 0, j = 1 of J a second time/);
    await refused('i,value\n0,1\n2,3\n', [2], /row 1: 'i' is 2, wanted a whole number from 0 to 1/);
    await refused('i,value\n0,1\n', [2], /1 of 2 values of J are there; the first missing is i = 1/);
    await refused('5\n1\n2\n', [2], /shape \[3, 1\], wanted \[2\]/);
    await refused('J\nx\n', [1], /row 0, column 'J' is 'x', which is not a number/);
  });
});
