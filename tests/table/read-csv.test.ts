import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/read.js';
import type { ReadTable } from '../../src/table/table.js';
import { plain } from './support.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, name = 'x.csv'): Promise<ReadTable> => readTable(bytesOf(text), name);
const values = async (text: string, name?: string): Promise<readonly unknown[]> =>
  (await read(text, name)).columns.map(({ data }) => plain(data));
const names = async (text: string): Promise<readonly string[]> => (await read(text)).columns.map(({ name }) => name);

describe('text tables', () => {
  const SAVED =
    '1.000000000000000000e+00 2.500000000000000000e-01\n3.000000000000000000e+00 -4.000000000000000000e+00\n';

  it.each([
    ['blanks, as np.savetxt writes them', SAVED, 'separated by blanks'],
    ['runs of blanks and tabs, some in front', '  1   0.25\n\t3 \t -4 \n', 'separated by blanks'],
    ['tabs', '1\t0.25\n3\t-4\n', 'separated by tabs'],
    ['commas and blanks', '1, 0.25\n3, -4\n', 'separated by commas'],
    ['semicolons with decimal commas', '1;0,25\n3,0;-4\n', 'separated by semicolons, decimal comma'],
    ['tabs with decimal commas', '1\t0,25\n3,0\t-4\n', 'separated by tabs, decimal comma'],
    ['semicolons with points', '1;0.25\n3;-4\n', 'separated by semicolons'],
    ['commas, one at the end of each line', '1,0.25,\n3,-4,\n', 'separated by commas'],
    ['commas and quotes', '"1","0.25"\n"3","-4"\n', 'separated by commas'],
    ['semicolons and quotes', '"1";"0,25"\n"3";"-4"\n', 'separated by semicolons, decimal comma'],
    ['blanks and quotes', '"1" 0.25\n"3"  -4\n', 'separated by blanks'],
  ])('may be separated by %s', async (_, text, layout) => {
    expect(await values(text)).toEqual([
      [1, 3],
      [0.25, -4],
    ]);
    expect((await read(text)).layout).toBe(layout);
  });

  it('may end with .tsv or .txt, packed too, have lines of other systems and a mark of their encoding', async () => {
    for (const name of ['x.tsv', 'x.txt', 'X.TXT'])
      expect(await values('1 2\r\n3 4\r\n', name)).toEqual([
        [1, 3],
        [2, 4],
      ]);
    for (const name of ['x.tsv.gz', 'x.txt.gz']) {
      const table = await readTable(new Uint8Array(gzipSync('1\t2\n')), name);
      expect(table.columns.map(({ data }) => plain(data))).toEqual([[1], [2]]);
    }
    expect(await values('\ufeff1,2\r3,4\r')).toEqual([
      [1, 3],
      [2, 4],
    ]);
    const wide = new Uint8Array(Uint16Array.of(0xfeff, ...[...'1\t2\r\n'].map((c) => c.charCodeAt(0))).buffer);
    expect((await readTable(wide, 'x.txt')).columns.map(({ data }) => plain(data))).toEqual([[1], [2]]);
  });

  it('may have comments, of which the last above the data can name the columns', async () => {
    expect(await values('# made by hand\n1 2\n# between\n3 4\n# end\n')).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(await names('# made by hand\n1 2\n')).toEqual(['0', '1']);
    expect(await names('# i j value\n0 1 0.5\n')).toEqual(['i', 'j', 'value']);
    expect(await names('#,a,b\n0,1,2\n')).toEqual(['', 'a', 'b']);
    expect(await names('# 0 1\n7 8\n')).toEqual(['0', '1']);
    expect((await read('# 0 1\n7 8\n')).nRows).toBe(1);
    expect(await names('# b\n0.5\n')).toEqual(['0']);
    expect(await values('# "quoted"\n"1",2\n')).toEqual([[1], [2]]);
  });

  it('keep blanks inside names and texts', async () => {
    expect(await names('my rate\n0.5\n0.25\n')).toEqual(['my rate']);
    expect(await names('my rate, other\n0.5, 1\n')).toEqual(['my rate', 'other']);
    expect(await values('name,x\na b,1\nc d e,2\n')).toEqual([
      ['a b', 'c d e'],
      [1, 2],
    ]);
    expect(await values('why,x\na;b,1\nc,2\n')).toEqual([
      ['a;b', 'c'],
      [1, 2],
    ]);
  });

  it('with lines of different length are refused with line, cells and separator', async () => {
    const refused = (text: string) => expect(read(text)).rejects;
    await refused('a,b,c\n1,2,3\n4,5\n').toThrow(
      'x.csv is damaged: line 3 has 2 cells, line 1 has 3 (separated by commas)',
    );
    await refused('# c\n\n1 2 3\n4\n').toThrow('line 4 has 1 cell, line 3 has 3 (separated by blanks)');
    await refused('a;b\n1;2\n3;4;5\n').toThrow('line 3 has 3 cells, line 1 has 2 (separated by semicolons)');
  });

  it('of one column are refused for an empty line between others, which would be a missing value', async () => {
    await expect(read('0.5\n\n0.25\n')).rejects.toThrow(
      'x.csv: line 2 is empty, which in one column is a missing value',
    );
    await expect(read('a\n\n"0.25"\n')).rejects.toMatchObject({ code: 'E_CONFIG' });
    expect(await values('\n\n0.5\n0.25\n\n \n')).toEqual([[0.5, 0.25]]);
    expect(await values('1 2\n\n3 4\n')).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it('in which commas could be either mark are refused with the reason', async () => {
    const refused = (text: string) => expect(read(text)).rejects;
    await refused('0,5;1.5\n').toThrow("'0,5' has a decimal comma, but '1.5' has a point");
    await refused('1.000,5;0,5\n').toThrow("'0,5' has a decimal comma, but '1.000,5' has a point");
    await refused('0,5 1,0\n1,0 0,5\n').toThrow("'0,5' could be two numbers or one, where blanks separate the cells");
    await expect(read('0,5 1,0\n')).rejects.toMatchObject({
      code: 'E_CONFIG',
      next: expect.stringContaining('semicolons'),
    });
  });

  it('are numbers, truth values or texts column by column; gaps stay gaps', async () => {
    const table = await read('a,b,c,d\n1,True,x,0.5\n2,false, ,\n');
    expect(table.columns.map(({ type, data }) => [type, plain(data)])).toEqual([
      ['i32', [1, 2]],
      ['boolean', [true, false]],
      ['text', ['x', null]],
      ['f64', [0.5, null]],
    ]);
    expect((await read('a\n""\n0.5\n')).columns[0]).toMatchObject({ type: 'f64', data: [null, 0.5] });
  });
});
