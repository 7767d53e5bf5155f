import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unpackPage } from '../../src/table/parquet-codec.js';
import { kindOf, turnOf } from '../../src/table/parquet-column.js';
import { readTable } from '../../src/table/read.js';
import { EVERYTHING } from './files/everything.js';
import { plain } from './support.js';

/** As a program gets it: a Buffer, whose `slice` does not copy. */
const file = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url));

const refused = async (bytes: Uint8Array, code: string, message: RegExp, limit?: number) => {
  const error = await readTable(bytes, 'x.parquet', limit).catch((caught) => caught);
  expect(error).toMatchObject({ code });
  expect(error.message).toMatch(message);
};

/** The file with each place that holds `from` holding `to`. */
function replaced(bytes: Uint8Array, from: readonly number[], to: readonly number[]): Uint8Array {
  const copy = Buffer.from(bytes);
  let count = 0;
  for (let at = copy.indexOf(Buffer.from(from)); at >= 0; at = copy.indexOf(Buffer.from(from), at + 1)) {
    copy.set(to, at);
    count++;
  }
  expect(count).toBeGreaterThan(0);
  return copy;
}

describe('Parquet files of others', () => {
  it.each(['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4', 'v2', 'delta'])(
    'have every column of numbers and texts: %s',
    async (name) => {
      const bytes = file(`everything.${name}.parquet`);
      const before = Buffer.from(bytes);
      const { columns, nRows } = await readTable(bytes, name.concat('.parquet'));
      expect(nRows).toBe(20);
      for (const column of columns) {
        expect([column.name, column.type, plain(column.data)]).toEqual([column.name, ...EVERYTHING[column.name]]);
      }
      expect(columns.length).toBe(13);
      expect(columns.find((column) => column.name === 'list')?.width).toBe(2);
      expect(Buffer.compare(bytes, before), 'the bytes that were given').toBe(0);
    },
  );

  it('have decimals as the nearest double, stored in 4, 8 or more bytes', async () => {
    const { columns } = await readTable(file('decimals.parquet'), 'decimals.parquet');
    for (const { type, data } of columns) expect([type, plain(data)]).toEqual(['f64', [0.947, null]]);
    const duckdb = await readTable(file('duckdb.parquet'), 'duckdb.parquet');
    expect(duckdb.columns.map(({ name, type }) => [name, type])).toEqual([
      ['x', 'f64'],
      ['b', 'boolean'],
      ['d', 'f64'],
    ]);
    expect(plain(duckdb.columns[2].data)).toEqual(Array.from({ length: 20 }, (_, i) => i / 1000));
  });

  it('are sound where the place of the dictionary is 0, which says that there is none', async () => {
    // field 11 after field 9 of the metadata of a column of integers without dictionary: none is there, so put one in
    const { parquetMetadata } = await import('hyparquet');
    const bytes = file('everything.delta.parquet');
    const { row_groups: groups } = parquetMetadata(new Uint8Array(bytes));
    expect(groups[0].columns[0].meta_data?.dictionary_page_offset).toBeUndefined();
    const { writeMetadata } = await import('hyparquet-writer/src/metadata.js');
    const { ByteWriter } = await import('hyparquet-writer/src/bytewriter.js');
    const metadata = parquetMetadata(new Uint8Array(bytes), { geoparquet: false });
    for (const { meta_data: column } of metadata.row_groups[0].columns) {
      if (column) Object.assign(column, { dictionary_page_offset: 0n, statistics: undefined });
    }
    const writer = new ByteWriter();
    writer.appendBytes(new Uint8Array(bytes.subarray(0, bytes.length - 8 - metadata.metadata_length)));
    writeMetadata(writer, metadata);
    writer.appendBytes(Buffer.from('PAR1'));
    const { columns } = await readTable(new Uint8Array(writer.getBuffer()), 'zero.parquet');
    expect(plain(columns[0].data)).toEqual(EVERYTHING.f8[1]);
  });

  it('are refused where a column is nested otherwise, naming it', async () => {
    await refused(
      file('nested.parquet'),
      'E_CONFIG',
      /^x\.parquet: column 's' has a nested type that is not supported$/,
    );
  });

  it('may say by their newer types alone that a number is a decimal', () => {
    const element = { type: 'INT64', name: 'd', logical_type: { type: 'DECIMAL', precision: 12, scale: 3 } } as const;
    expect(kindOf({ count: 1, element, children: [], path: ['d'] })).toBe('f64');
    expect(turnOf(element)(BigInt64Array.of(947n, -5n))).toEqual(Float64Array.of(0.947, -0.005));
  });

  it('may have LZ4 in blocks with both their sizes in front, as old programs write it', () => {
    const block = (text: string) => [
      0,
      0,
      0,
      text.length,
      0,
      0,
      0,
      text.length + 1,
      text.length << 4,
      ...Buffer.from(text),
    ];
    const unpacked = (size: number) => unpackPage(Uint8Array.from([...block('abc'), ...block('defg')]), 'LZ4', size);
    expect(Buffer.from(unpacked(7)).toString()).toBe('abcdefg');
    expect(() => unpacked(6)).toThrow(/LZ4|unpack/);
    expect(Buffer.from(unpackPage(Uint8Array.of(0x30, 97, 98, 99), 'LZ4', 3)).toString()).toBe('abc');
  });

  it('are refused where a whole number is not exact', async () => {
    const bytes = file('everything.none.parquet');
    const word = (value: number) => [value, 0, 0, 0, 0, 0, 0, 0];
    const large = replaced(bytes, [...word(17), ...word(18)], [...word(17), 1, 0, 0, 0, 0, 0, 32, 0]);
    await refused(large, 'E_CONFIG', /column 'i64_gaps': the whole number 9007199254740993 is not exact as a double/);
  });

  it('unpack to the limit only', async () => {
    for (const name of ['snappy', 'gzip', 'brotli', 'zstd', 'lz4']) {
      await refused(file(`everything.${name}.parquet`), 'E_CONFIG', /x\.parquet unpacks to more than 100 bytes/, 100);
    }
  });

  it('are damaged where a value is none of its dictionary, or the checksum of a page is wrong', async () => {
    // the numbers 0 to 11 in 4 bits each
    const numbers = [0x10, 0x32, 0x54, 0x76, 0x98, 0xba];
    const odd = replaced(file('everything.none.parquet'), numbers, [...numbers.slice(0, 5), 0xfa]);
    await refused(odd, 'E_CORRUPT', /column 'f8': a value is number 15 of a dictionary of 12/);
    const one = [0, 0, 0, 0, 0, 0, 0xf0, 0x3f];
    expect(plain((await readTable(file('checksum.parquet'), 'x.parquet')).columns[0].data)).toEqual([1, 2]);
    const flipped = replaced(file('checksum.parquet'), [...one, 0, 0, 0, 0, 0, 0, 0, 0x40], [1]);
    await refused(flipped, 'E_CORRUPT', /column 's': the checksum of a page is wrong/);
  });
});
