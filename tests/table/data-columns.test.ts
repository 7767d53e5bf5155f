import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ArrayRequest, readTable, takeArray } from '../../src/table/read.js';

const take = async (text: string, request: Partial<ArrayRequest> = {}) =>
  takeArray(await readTable(new TextEncoder().encode(text), 'x.csv'), {
    names: ['drive'],
    shape: [-1, -1],
    ...request,
  });
const values = async (text: string, request?: Partial<ArrayRequest>) => [...(await take(text, request)).values];
const refused = (text: string, request?: Partial<ArrayRequest>) => expect(take(text, request)).rejects;

describe('the columns of a matrix', () => {
  it.each([
    ['an index without a name', ',a,b\n5,1,2\n7,3,4\n'],
    ['an index of words', ',a,b\nx,1,2\ny,3,4\n'],
    ['labels', 'label,a,b\n3,1,2\nfour,3,4\n'],
    ['what pandas calls an index', 'Unnamed: 0,a,b\n0,1,2\n1,3,4\n'],
    ['time and step', 'time,a,b,step\n0.1,1,2,0\n0.2,3,4,1\n'],
    ['units that are counted', 'unit,a,b\n0,1,2\n1,3,4\n'],
  ])('are all but %s, which is said', async (_, text) => {
    const taken = await take(text);
    expect([taken.shape, ...taken.values]).toEqual([[2, 2], 1, 2, 3, 4]);
    expect(taken.said).toEqual([expect.stringMatching(/^without /)]);
  });

  it('are all of them where as many are wanted, whatever they are called', async () => {
    expect(await values('row,label\n1,2\n3,4\n', { shape: [2, 2] })).toEqual([1, 2, 3, 4]);
    expect(await values('unit,a\n5,2\n7,4\n', { shape: [2, 2] })).toEqual([5, 2, 7, 4]);
  });

  it('are not taken of a list of entries, of which a state was recorded', async () => {
    const states = 'step,time,unit,sigma\n0,0.0,0,1\n0,0.0,1,2\n5,0.5,0,3\n5,0.5,1,4\n';
    await refused(states).toThrow("column 'unit' would number the rows, and does not count them from 0");
    await refused(states).toMatchObject({ next: expect.stringContaining('A list of entries needs') });
  });

  it('may hold truth values, which are 0 and 1', async () => {
    expect(await values('True,False\nfalse,TRUE\n')).toEqual([1, 0, 0, 1]);
    expect(await values('a,b\n1,True\n0,False\n')).toEqual([1, 1, 0, 0]);
    await refused('a,b\n1,True\n0,\n').toThrow("row 1, column 'b' is missing");
  });

  it('that hold a text are refused with row, column and cell, not left out', async () => {
    await refused('a,b,c\n1,2,3\n4,x,6\n').toThrow(
      "x.csv: the value in row 1, column 'b' is 'x', which is not a number",
    );
    await refused('a,b,c\n1,2,3\n4,x,6\n', { shape: [2, 2] }).toThrow("row 1, column 'b' is 'x'");
    await refused('NA,0.5,0.5\n1,2,3\n').toThrow("row 0, column '0' is 'NA'");
    await refused('A,0,1,0\nB,1,0,1\n').toThrow("row 0, column '0' is 'A'");
    await refused('a,b\n1,2\n4,x\n').toMatchObject({ next: expect.stringContaining('index, row, label, pattern') });
    await refused('a,b\n1,\n4,\n').toThrow("column 'b' is empty");
  });

  it('that miss a number in the first row are refused with row and column', async () => {
    await refused(',0.5,0.5\n1,2,3\n').toThrow("the value in row 0, column '0' is missing");
    await refused(',0,1,1\n1,0,0,1\n').toThrow("the value in row 0, column '0' is missing");
  });

  it('with a name of an index and decimals are refused: they may be data', async () => {
    await refused(',a\n0.5,1\n1,2\n').toThrow(
      'the column without a name would be the number or name of the row, but row 0 has 0.5',
    );
  });

  it('in quotes with decimal commas are refused with the reason', async () => {
    await refused('a,b\n"0,5",1\n').toMatchObject({
      next: expect.stringContaining('The comma separates the cells here'),
    });
  });

  it('without a row are refused, with the way to write data that count from 0', async () => {
    await refused('0,1,2\n').toThrow('x.csv: there is no row of drive, only the header 0..2');
    await refused('0,1,2\n').toMatchObject({ next: expect.stringContaining('0.0,1.0,2.0') });
  });
});

describe('a shape that does not fit', () => {
  it('is said with what was seen', async () => {
    await refused('1 2 3\n4 5 6\n', { shape: [3, 3] }).toThrow(
      'x.csv holds drive with shape [2, 3], wanted [3, 3]: 2 rows x 3 columns, separated by blanks, no header',
    );
    await refused('a;b\n1;2\n', { shape: [1, 3] }).toThrow('1 row x 2 columns, separated by semicolons, header a..b');
    await refused('1,2,3\n4,5,6\n', { shape: [3, 2] }).toMatchObject({
      next: expect.stringContaining('looks transposed'),
    });
    await refused('1,2,3\n4,5,6\n', { isSquare: true }).toThrow('shape [2, 3], wanted [2, 2]');
    await refused('1,2\n3,4\n', { shape: [-1] }).toThrow('shape [2, 2], wanted [*]');
    await refused('0,0.5\n1,4\n', { shape: [-1] }).toMatchObject({ next: expect.stringContaining('unit,drive') });
  });
});

describe('a column of values', () => {
  it('is taken by any of its names, and has any shape that its length allows', async () => {
    const flat = 'n,W\n0,1\n0,2\n0,3\n0,4\n0,5\n0,6\n';
    expect((await take(flat, { names: ['W'], shape: [2, -1] })).shape).toEqual([2, 3]);
    expect(await take(flat, { names: ['x', 'W'], shape: [-1] })).toMatchObject({ shape: [6], form: "column 'W'" });
    await refused(flat, { names: ['W'], shape: [4, -1] }).toThrow('shape [6], wanted [4, *]');
    await refused(flat, { names: ['W'], isSquare: true }).toThrow('shape [6], wanted [*, *]');
    expect((await take('W\n1\n2\n3\n4\n', { names: ['W'], isSquare: true })).shape).toEqual([2, 2]);
    expect((await take(flat, { names: ['W'], stated: [3, 2] })).shape).toEqual([3, 2]);
    await refused(flat, { names: ['W'], stated: [3, 2], shape: [2, 3] }).toThrow('shape [6], wanted [2, 3]');
  });

  it('whose first line 0 may be its header is said to be read as data where nothing decides', async () => {
    expect(await take('0\n1\n0\n', { shape: [-1] })).toMatchObject({ shape: [3], said: ['first line 0 read as data'] });
    expect(await take('0\n1\n0\n', { shape: [-1], expected: 3 })).toMatchObject({ shape: [3], said: [] });
    expect(await take('0\n1\n0\n', { shape: [-1], expected: 2 })).toMatchObject({
      shape: [2],
      said: [],
      form: 'header 0',
    });
    expect(await take('0\n0.5\n1.0\n', { shape: [-1] })).toMatchObject({ shape: [2], said: [], form: 'header 0' });
  });
});

describe('the index of pandas', () => {
  const file = (name: string) => readTable(readFileSync(new URL(`files/${name}`, import.meta.url)), name);
  const request: ArrayRequest = { names: ['drive'], shape: [-1, -1] };

  it.each(['index.parquet', 'index.feather'])('is no data, which is said: %s', async (name) => {
    const table = await file(name);
    expect(table.columns.map((column) => [column.name, column.isIndex])).toEqual([
      ['x', undefined],
      ['y', undefined],
      ['trial', true],
    ]);
    const taken = takeArray(table, request);
    expect([taken.shape, ...taken.values]).toEqual([[2, 2], 1.5, 3.5, 2.5, 4.5]);
    expect(taken.said).toEqual(['without the index trial']);
    // also where it would make up for a column that is missing
    expect(takeArray(table, { names: ['drive'], shape: [2, 2] }).shape).toEqual([2, 2]);
    expect(() => takeArray(table, { names: ['drive'], shape: [2, 3] })).toThrow('shape [2, 2], wanted [2, 3]');
  });

  it('is no column where it is a range', async () => {
    const table = await file('range-index.parquet');
    expect(table.columns.map((column) => [column.name, column.isIndex])).toEqual([
      ['x', undefined],
      ['y', undefined],
    ]);
  });

  it('is damaged where its entry cannot be read', async () => {
    const bytes = Buffer.from(readFileSync(new URL('files/index.parquet', import.meta.url)));
    for (let at = bytes.indexOf('"index_columns"'); at >= 0; at = bytes.indexOf('"index_columns"', at + 1))
      bytes[at] = 33;
    await expect(readTable(bytes, 'x.parquet')).rejects.toMatchObject({ code: 'E_CORRUPT' });
    await expect(readTable(bytes, 'x.parquet')).rejects.toThrow("the entry 'pandas' of its metadata cannot be read");
  });
});
