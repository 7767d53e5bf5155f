import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { csvMetadata, numberText, writeCsv } from '../../src/table/csv.js';
import { readTable } from '../../src/table/read.js';
import { doublesTable, EVERY_TYPE, everyTypeRows, gather, joined, plain } from './support.js';

const groups = [everyTypeRows(0), everyTypeRows(3)];
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('CSV files', () => {
  it('return every value, bit by bit', async () => {
    const sink = gather();
    expect(await writeCsv(EVERY_TYPE, groups, sink)).toBe(groups.length * groups[0][0].length);
    const table = await readTable(sink.bytes(), 'all.csv');
    for (const [index, column] of table.columns.entries()) {
      expect(column.name).toBe(EVERY_TYPE.columns[index].name);
      expect(plain(column.data)).toEqual(joined(groups, index));
    }
  });

  it('look as promised', async () => {
    const sink = gather();
    const description = doublesTable('x', 'a,b');
    await writeCsv(description, [[Float64Array.of(1, -0, 1e21), Float64Array.of(0.1, 5e-324, Number.NaN)]], sink);
    expect(new TextDecoder().decode(sink.bytes())).toBe('x,"a,b"\n1.0,0.1\n-0.0,5e-324\n1e+21,NaN\n');
  });

  it('write whole numbers so that no reader takes a column of doubles for integers', () => {
    expect([0, -0, 7, -3, 2 ** 53, 1e21, 1e-7, 0.5].map(numberText)).toEqual([
      '0.0',
      '-0.0',
      '7.0',
      '-3.0',
      '9007199254740992.0',
      '1e+21',
      '1e-7',
      '0.5',
    ]);
    expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(numberText)).toEqual([
      'NaN',
      'inf',
      '-inf',
    ]);
  });

  it('keep a negative zero where it stands among whole numbers, ours and of others', async () => {
    const isNegative = ({ data }: { readonly data: ArrayLike<unknown> }): boolean[] =>
      Array.from(data, (value) => Object.is(value, -0));
    const sink = gather();
    await writeCsv(doublesTable('x'), [[Float64Array.of(-0, 0, 3)]], sink);
    const own = await readTable(sink.bytes(), 'own.csv');
    expect(isNegative(own.columns[0])).toEqual([true, false, false]);
    const other = await readTable(bytesOf('x\n-0\n0\n3\n'), 'other.csv');
    expect([other.columns[0].type, isNegative(other.columns[0])]).toEqual(['f64', [true, false, false]]);
  });

  it('are cut at the separator that all lines agree on, where tabs and semicolons stand in one', async () => {
    const cells = async (text: string) =>
      (await readTable(bytesOf(text), 'mixed.csv')).columns.map(({ name, data }) => [name, plain(data)]);
    expect(await cells('a\tb\n1;2\t3\n4;5\t6\n')).toEqual([
      ['a', ['1;2', '4;5']],
      ['b', [3, 6]],
    ]);
    expect(await cells('a;b\n1\t2;3\n4\t5;6\n')).toEqual([
      ['a', ['1\t2', '4\t5']],
      ['b', [3, 6]],
    ]);
  });

  it('write a nullable column without a value as empty fields, which are read as none', async () => {
    const column = (name: string, type: 'f64' | 'text') => ({ name, type, meaning: name, nullable: true }) as const;
    const description = {
      name: 't',
      meaning: 't',
      metadata: {},
      columns: [column('x', 'f64'), column('t', 'text'), column('y', 'f64')],
    };
    const sink = gather();
    await writeCsv(
      description,
      [
        [
          [null, null],
          [null, null],
          [1, 2],
        ],
      ],
      sink,
    );
    expect(new TextDecoder().decode(sink.bytes())).toBe('x,t,y\n,,1.0\n,,2.0\n');
    const { columns } = await readTable(sink.bytes(), 'empty.csv');
    expect(columns.map(({ data }) => plain(data))).toEqual([
      [null, null],
      [null, null],
      [1, 2],
    ]);
    // a lone one is no empty line, which readers skip
    const lone = gather();
    await writeCsv({ ...description, columns: [column('x', 'f64')] }, [[[null, null]]], lone);
    expect(new TextDecoder().decode(lone.bytes())).toBe('x\n""\n""\n');
  });

  it('have their metadata beside them as JSON', () => {
    const metadata = JSON.parse(csvMetadata(EVERY_TYPE));
    expect(metadata).toMatchObject({ 'msm.format': '1', seed: '1', 'msm.table': { name: 'everything' } });
    expect(metadata['msm.table'].columns[0]).toMatchObject({ name: 'x', unit: 'mV' });
  });

  it('are read without a header, packed, with other separators and from other systems', async () => {
    const bare = await readTable(bytesOf('1,2\n3,4.5\n'), 'bare.csv');
    expect(bare.hasHeader).toBe(false);
    expect(bare.columns.map(({ name, type, data }) => [name, type, plain(data)])).toEqual([
      ['0', 'i32', [1, 3]],
      ['1', 'f64', [2, 4.5]],
    ]);
    const packed = await readTable(new Uint8Array(gzipSync('x\n1\n')), 'packed.csv.gz');
    expect(plain(packed.columns[0].data)).toEqual([1]);
    const foreign = await readTable(bytesOf('\ufeffx;y\r\n1;true\r\n;false\r\n'), 'foreign.csv');
    expect(foreign.columns.map(({ name, data }) => [name, plain(data)])).toEqual([
      ['x', [1, null]],
      ['y', [true, false]],
    ]);
  });

  it('are refused with the place when they are damaged', async () => {
    const corrupt = (text: Uint8Array, name: string) =>
      expect(readTable(text, name)).rejects.toMatchObject({ code: 'E_CORRUPT' });
    await corrupt(bytesOf('a,b\n1,2\n3\n'), 'short.csv');
    await corrupt(bytesOf('a,b\n1,"2\n'), 'quote.csv');
    await corrupt(bytesOf(''), 'empty.csv');
    await corrupt(Uint8Array.of(0x61, 0xff), 'latin.csv');
    await corrupt(bytesOf('x\n1\n'), 'not-packed.csv.gz');
    await expect(readTable(bytesOf('a,b\n1,2\n3\n'), 'short.csv')).rejects.toThrow(/short\.csv is damaged: .*line 3/);
  });
});
