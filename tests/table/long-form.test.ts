import { describe, expect, it } from 'vitest';
import { type ArrayRequest, readTable, takeArray } from '../../src/table/read.js';

const take = async (text: string, request: Partial<ArrayRequest> = {}) =>
  takeArray(await readTable(new TextEncoder().encode(text), 'w.csv'), {
    names: ['W'],
    shape: [-1, -1],
    isSquare: true,
    ...request,
  });
const refused = (text: string, request: Partial<ArrayRequest> = {}) => expect(take(text, request)).rejects;

describe('a list of edges', () => {
  const LIST = 'i,j,value\n0,1,1\n1,2,0.5\n2,3,-1\n';

  it('is a matrix whose other entries are 0, as large as asked, and says how many there were', async () => {
    const { values, shape, said, isBound } = await take(LIST, { shape: [5, 5] });
    expect(shape).toEqual([5, 5]);
    expect([...values].flatMap((value, at) => (value === 0 ? [] : [[at, value]]))).toEqual([
      [1, 1],
      [7, 0.5],
      [13, -1],
    ]);
    expect(said).toEqual(['3 entries, the other 22 of 25 are 0 (indexes count from 0)']);
    expect(isBound).toBe(false);
  });

  it('is at least as large as its largest index where nobody says more', async () => {
    const { shape, isBound } = await take(LIST);
    expect([shape, isBound]).toEqual([[4, 4], true]);
  });

  it('that has all entries says nothing of zeros', async () => {
    expect((await take('i,j,value\n0,0,1\n0,1,2\n1,0,3\n1,1,4\n')).said).toEqual([]);
  });

  it.each([
    ['i,j,W', 'i,j,W\n1,0,7\n'],
    ['row,column', 'row,column,value\n1,0,7\n'],
    ['row,col', 'row,col,weight\n1,0,7\n'],
    ['source to target', 'source,target,weight\n0,1,7\n'],
    ['from and to', 'from,to,x\n0,1,7\n'],
    ['pre and post', 'pre,post,x\n0,1,7\n'],
    ['an index in front', ',i,j,value\n0,1,0,7\n'],
    ['blanks and a comment for a header', '# i j value\n1 0 7\n'],
  ])('may call its columns %s: the entry is in row 1, column 0, from unit 0 to unit 1', async (_, text) => {
    expect([...(await take(text, { shape: [2, 2] })).values]).toEqual([0, 0, 7, 0]);
  });

  it('is refused for an index that is none, is beyond the size, or counts from 1', async () => {
    await refused(LIST, { shape: [3, 3] }).toThrow("row 2: 'j' is 3, wanted a whole number from 0 to 2");
    await refused('i,j,value\n0,-1,1\n').toThrow("row 0: 'j' is -1, wanted a whole number from 0 on");
    await refused('i,j,value\n0,0.5,1\n').toThrow("row 0: 'j' is 0.5, wanted a whole number from 0 on");
    await refused('i,j,value\n1,2,1\n2,1,1\n', { shape: [2, 2] }).toMatchObject({ next: /count from 1/ });
    await refused('i,j,value\n0,2,1\n', { shape: [2, 2] }).toMatchObject({ next: undefined });
    await refused('i,j,value\n1,2,1\n2,1,1\n').toThrow('no entry has an index 0, and indexes count from 0');
    expect((await take('i,j,value\n1,2,1\n2,1,1\n', { shape: [3, 3] })).shape).toEqual([3, 3]);
  });

  it('is refused for an entry given twice, and for a value that is none', async () => {
    await refused('i,j,value\n0,1,1\n0,1,1\n').toThrow('row 1 gives i = 0, j = 1 of W a second time');
    await refused('i,j,value\n0,1,1\n0,2,\n').toThrow("the value in row 1, column 'value' is missing");
    await refused('i,j,value\n0,1,x\n').toThrow("the value in row 0, column 'value' is 'x'");
  });

  it('without values, or with several columns that could be them, is refused with advice', async () => {
    await refused('i,j\n0,1\n1,0\n').toThrow(
      'columns i and j are those of a list of entries, but there is no column with values',
    );
    await refused('i,j\n0,1\n1,0\n').toMatchObject({ next: /give each the value 1/ });
    await refused('i,j,a,b\n0,1,1,2\n').toThrow('which of a, b has the values is not clear');
  });

  it('has no values in what pandas kept as its index', async () => {
    const table = await readTable(new TextEncoder().encode('n,i,j,x\n7,0,1,0.5\n8,1,0,2\n'), 'w.csv');
    const columns = table.columns.map((column) =>
      column.name === 'n' ? { ...column, isIndex: true as const } : column,
    );
    const { values, form } = takeArray({ ...table, columns }, { names: ['W'], shape: [2, 2] });
    expect([...values, form]).toEqual([0, 0.5, 2, 0, "column 'x'"]);
  });

  it('is no list where i and j are names of columns of a matrix among others', async () => {
    const letters = 'defghij'.split('');
    const rows = letters.map((_, r) => letters.map((_, c) => r * 7 + c).join(','));
    const { values } = await take(`${letters.join(',')}\n${rows.join('\n')}\n`);
    expect([...values]).toEqual(Array.from({ length: 49 }, (_, at) => at));
  });

  it('of a run that has only the upper triangle is mirrored where the matrix is symmetric', async () => {
    const upper = 'i,j,J\n0,1,1\n0,2,2\n1,2,3\n';
    const { values, said } = await take(upper, { names: ['J0', 'J'], isSymmetric: true });
    expect([...values]).toEqual([0, 1, 2, 1, 0, 3, 2, 3, 0]);
    expect(said).toEqual([]);
    expect([...(await take(upper, { names: ['J0', 'J'] })).values]).toEqual([0, 1, 2, 0, 0, 3, 0, 0, 0]);
  });

  it('is as large as the run that wrote it says, and refused for another size', async () => {
    expect((await take(LIST, { stated: [6, 6] })).shape).toEqual([6, 6]);
    await refused(LIST, { stated: [6, 6], shape: [7, 7] }).toMatchObject({ data: { found: [6, 6], wanted: [7, 7] } });
  });
});

describe('a long form of a vector, or of trials and units', () => {
  it('must have every position once', async () => {
    const vector = { names: ['h'] as [string], shape: [-1], isSquare: false };
    expect([...(await take('unit,h\n1,7\n0,5\n', vector)).values]).toEqual([5, 7]);
    await refused('unit,h\n0,7\n2,5\n', vector).toThrow('2 of 3 values of h are there; the first missing is unit = 1');
    await refused('unit,h\n1,7\n0,5\n', { ...vector, shape: [3] }).toMatchObject({ data: { found: [2], wanted: [3] } });
    const pairs = { names: ['r'] as [string], shape: [2, -1], isSquare: false };
    await refused('trial,unit,r\n0,0,1\n0,1,2\n1,1,3\n', pairs).toThrow('the first missing is trial = 1, unit = 0');
  });

  it('may be the only row of a matrix', async () => {
    const row = { names: ['r'] as [string], shape: [1, -1], isSquare: false };
    expect(await take('unit,r\n0,1\n1,2\n', row)).toMatchObject({ shape: [1, 2], values: Float64Array.of(1, 2) });
  });
});
