import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeArrow } from '../../src/table/arrow.js';
import { readTable } from '../../src/table/read.js';
import { EVERYTHING } from './files/everything.js';
import { doublesTable, gather, plain } from './support.js';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`files/${name}`, import.meta.url)));

const refused = async (bytes: Uint8Array, code: string, message: RegExp, limit?: number) => {
  const error = await readTable(bytes, 'x.arrow', limit).catch((caught) => caught);
  expect(error).toMatchObject({ code });
  expect(error.message).toMatch(message);
  return error;
};

describe('Arrow data of others', () => {
  it.each(['everything.uncompressed.feather', 'everything.lz4.feather', 'everything.zstd.feather', 'stream.arrow'])(
    'has every column of numbers and texts: %s',
    async (name) => {
      const { columns, nRows } = await readTable(file(name), name);
      expect(nRows).toBe(20);
      const found = Object.fromEntries(columns.map((column) => [column.name, [column.type, plain(column.data)]]));
      expect(found).toEqual(EVERYTHING);
      expect(columns.find((column) => column.name === 'fixed_list')?.width).toBe(3);
    },
  );

  it('has the views of polars', async () => {
    const { columns } = await readTable(file('polars.arrow'), 'polars.arrow');
    expect(plain(columns[0].data)).toEqual(EVERYTHING.f8[1]);
    expect(new Set(plain(columns[1].data))).toEqual(new Set(['a long text of polars']));
  });

  it('has dictionaries that grow from batch to batch', async () => {
    const { columns } = await readTable(file('more-words.arrow'), 'more-words.arrow');
    expect(plain(columns[0].data)).toEqual(['u', 'v', 'u', 'v', 'w']);
  });

  it('is refused where a column is nested otherwise, naming it', async () => {
    await refused(
      file('nested.feather'),
      'E_CONFIG',
      /^x\.arrow, column 's': it has the type struct, which is not supported$/,
    );
  });

  it('is refused with advice when it is of version 1 of Feather', async () => {
    const error = await refused(file('version1.feather'), 'E_CONFIG', /x\.arrow: it is a Feather file of version 1/);
    expect(error.next).toMatch(/write_feather/);
  });

  it('is refused with row and number where a whole number is not exact', async () => {
    const bytes = file('everything.uncompressed.feather');
    // the last row of i64_gaps that is not missing, in the third batch of 9 rows at most
    const at = Buffer.from(bytes).lastIndexOf(Buffer.from([18, 0, 0, 0, 0, 0, 0, 0]));
    bytes.set([1, 0, 0, 0, 0, 0, 32, 0], at);
    await refused(bytes, 'E_CONFIG', /row 18: the whole number 9007199254740993 is not exact as a double/);
  });

  it('may have anything in the place of a missing value', async () => {
    const bytes = Buffer.from(file('everything.uncompressed.feather'));
    const word = (value: number) => [value, 0, 0, 0, 0, 0, 0, 0];
    // i64_gaps: 2, missing, 4
    const at = bytes.indexOf(Buffer.from([...word(2), ...word(0), ...word(4)]));
    expect(at).toBeGreaterThan(0);
    bytes.set([1, 0, 0, 0, 0, 0, 32, 0], at + 8);
    const { columns } = await readTable(bytes, 'x.feather');
    expect(plain(columns[6].data)).toEqual(EVERYTHING.i64_gaps[1]);
  });

  it('unpacks to the limit only', async () => {
    await refused(file('everything.lz4.feather'), 'E_CONFIG', /x\.arrow unpacks to more than 500 bytes/, 500);
    await refused(file('everything.zstd.feather'), 'E_CONFIG', /x\.arrow unpacks to more than 500 bytes/, 500);
    expect((await readTable(file('everything.uncompressed.feather'), 'x.arrow', 500)).nRows).toBe(20);
    // many views may show the same bytes
    await refused(file('everything.uncompressed.feather'), 'E_CONFIG', /x\.arrow unpacks to more than 100 bytes/, 100);
  });

  it('is damaged where the bits of missing values and their number differ', async () => {
    const sink = gather();
    const description = doublesTable('x');
    const columns = [{ ...description.columns[0], nullable: true }];
    await writeArrow({ ...description, columns }, [[[1, null, 3]]], sink);
    const bytes = sink.bytes();
    const bits = Buffer.from(bytes).indexOf(Buffer.from([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 240, 63]));
    expect(plain((await readTable(bytes, 'x.arrow')).columns[0].data)).toEqual([1, null, 3]);
    bytes[bits] = 7;
    await refused(bytes, 'E_CORRUPT', /column 'x': a column has 0 missing values where 1 are stated/);
  });
});
