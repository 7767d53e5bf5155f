import { describe, expect, it } from 'vitest';
import { writeParquet } from '../../src/table/parquet.js';
import { writeParquetCompatible } from '../../src/table/parquet-compatible.js';
import { readParquetGroups } from '../../src/table/read-parquet.js';
import { EVERY_TYPE, everyTypeRows, gather } from './support.js';

const groups = [everyTypeRows(0), everyTypeRows(3), everyTypeRows(5)];

describe('reading row group by row group', () => {
  it.each([
    ['compact', writeParquet],
    ['compatible', writeParquetCompatible],
  ])('gives every group of the %s profile as it was written', async (_, write) => {
    const sink = gather();
    await write(EVERY_TYPE, groups, sink);
    const bytes = sink.bytes();
    const source = { byteLength: bytes.length, read: (start: number, end: number) => bytes.subarray(start, end) };
    let index = 0;
    for await (const { columns, nRows } of readParquetGroups(source, 'every.parquet')) {
      const rows = groups[index++];
      expect(nRows).toBe(rows[0].length);
      for (const [c, { data }] of columns.entries())
        expect(Array.from<unknown>(data)).toEqual(Array.from<unknown>(rows[c]));
    }
    expect(index).toBe(3);
  });

  it('says that a file was cut', async () => {
    const sink = gather();
    await writeParquet(EVERY_TYPE, groups, sink);
    const bytes = sink.bytes().subarray(0, -9);
    const source = { byteLength: bytes.length, read: (start: number, end: number) => bytes.subarray(start, end) };
    await expect(async () => {
      for await (const _ of readParquetGroups(source, 'cut.parquet'));
    }).rejects.toMatchObject({ code: 'E_CORRUPT' });
  });
});
