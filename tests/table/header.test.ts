import { describe, expect, it } from 'vitest';
import { firstLineOf, settleHeader } from '../../src/table/header.js';
import { readTable } from '../../src/table/read.js';
import type { ReadTable } from '../../src/table/table.js';
import { plain } from './support.js';

const read = (text: string, name = 'x.csv'): Promise<ReadTable> => readTable(new TextEncoder().encode(text), name);
const first = (text: string) =>
  firstLineOf(text.split('\n').map((line) => line.split(',').map((cell) => (cell === '' ? null : cell))));

describe('the first line of a text table', () => {
  it.each([
    ['words', 'a,b,c\n1,2,3'],
    ['words of which one is a number too', 'label,0,1,2\n5,1,2,3'],
    ['an index without a name and words', ',a,b\n0,1,2'],
    ['an index without a name and a count', ',0,1,2\n0,1,2,3'],
    ['an index without a name and one column, as a series is written', ',0\n0,0.25'],
    ['an index without a name and the names of chosen columns', ',3,7\n0,0.5,0.5'],
    ['a count from 0, as pandas writes it without index', '0,1,2\n1,2,3'],
    ['a count of two', '0,1\n5,6'],
    ['a word above one column', 'sigma0\n0.5'],
    ['a single 0 above truth values, which is not a number among them', '0\nTrue\nFalse'],
    ['names alone, without a row', 'a,b'],
  ])('is a header: %s', (_, text) => {
    expect(first(text).is).toBe('header');
  });

  it.each([
    ['numbers', '1,2,3\n4,5,6'],
    ['a count with decimal points, the escape of data that begin so', '0.0,1.0,2.0\n1,2,3'],
    ['a count that begins with 1', '1,2,3\n4,5,6'],
    ['a count with a leading zero', '00,01\n1,2'],
    ['a count with a gap', '0,1,3\n1,2,3'],
    ['a missing number among decimals', ',0.5,0.5\n1,2,3'],
    ['a missing number among zeros and ones', ',0,1,1\n1,0,0,1'],
    ['a missing number that is not the first', '1,,0\n1,0,0'],
    ['a text among decimals', 'x,0.5,0.5\n1,2,3'],
    ['a text among repeated whole numbers: a label and pixels', 'A,0,1,0\nB,1,1,0'],
    ['a text for a missing value among whole numbers', 'NA,1,0\n1,0,1'],
    ['truth values', 'True,False\nFalse,False'],
    ['a number that is none', 'nan,1\n1,2'],
    ['a single number other than 0', '5\n0.5\n0.25'],
    ['a single 0 without others', '0'],
    ['a single 0 written as decimal', '0.0\n0.5'],
  ])('is data: %s', (_, text) => {
    expect(first(text).is).toBe('data');
  });

  it.each([
    ['whole numbers', '0\n1\n0', false],
    ['numbers with decimal point or exponent', '0\n0.5\n1e-3\n1.0', true],
    ['some of either', '0\n0.5\n1', false],
    ['decimals and a gap', '0\n0.5\n\n', false],
  ])('is open where a single 0 stands above %s', (_, text, isLikely) => {
    expect(first(text)).toEqual({ is: 'open', isLikely });
  });

  it('that is open is settled by the length wanted, else by how the others are written', async () => {
    const [whole, decimal] = [await read('0\n1\n0\n'), await read('0\n0.5\n0.25\n')];
    const rows = (table: ReadTable, wanted?: number) => plain(settleHeader(table, wanted).columns[0].data);
    expect(rows(whole, 3)).toEqual([0, 1, 0]);
    expect(rows(whole, 2)).toEqual([1, 0]);
    expect(rows(whole)).toEqual([0, 1, 0]);
    expect(rows(decimal, 3)).toEqual([0, 0.5, 0.25]);
    expect(rows(decimal, 2)).toEqual([0.5, 0.25]);
    expect(rows(decimal)).toEqual([0.5, 0.25]);
    expect(settleHeader(decimal, undefined)).toMatchObject({ nRows: 2, hasHeader: true });
    expect(settleHeader(whole, 7)).toMatchObject({ nRows: 3, hasHeader: false });
  });
});
