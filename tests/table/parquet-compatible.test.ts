import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { writeParquetCompatible } from '../../src/table/parquet-compatible.js';
import { readTable } from '../../src/table/read.js';
import type { Rows } from '../../src/table/table.js';
import { hashOf } from '../run/harness.js';
import { doublesTable, EVERY_TYPE, everyTypeRows, gather, joined, plain } from './support.js';

const groups = [everyTypeRows(0), everyTypeRows(3)];

async function written(rows: readonly Rows[]): Promise<Uint8Array> {
  const sink = gather();
  await writeParquetCompatible(EVERY_TYPE, rows, sink);
  return sink.bytes();
}

describe('the compatible Parquet profile', () => {
  it('returns every value of every type, bit by bit, over several row groups', async () => {
    const table = await readTable(await written(groups), 'compatible.parquet');
    expect(table.columns.map(({ name }) => name)).toEqual(EVERY_TYPE.columns.map(({ name }) => name));
    for (const [index, column] of table.columns.entries()) {
      expect(column.type).toBe(EVERY_TYPE.columns[index].type);
      expect(plain(column.data)).toEqual(joined(groups, index));
    }
  });

  it('uses no compression and no encoding but the plain ones', async () => {
    const metadata = parquetMetadata(await written(groups));
    const chunks = metadata.row_groups.flatMap((group) => group.columns.map((column) => column.meta_data));
    expect(new Set(chunks.map((chunk) => chunk?.codec))).toEqual(new Set(['UNCOMPRESSED']));
    expect(new Set(chunks.flatMap((chunk) => chunk?.encodings))).toEqual(new Set(['PLAIN', 'RLE']));
  });

  it('keeps the metadata and writes the bytes that it always wrote', async () => {
    const table = await readTable(await written(groups), 'meta.parquet');
    expect(table.metadata).toMatchObject({ ...EVERY_TYPE.metadata, 'msm.format': '1' });
    expect(table.columns[0]).toMatchObject({ unit: 'mV', symbol: 'x_i' });
    expect(hashOf(await written(groups))).toBe('12ab1f9f42a9db0bbc009875480f3475602710a4f4d79d401c5e95f34d67833a');
  });

  it('writes a valid file with the schema for a table without rows', async () => {
    const table = await readTable(await written([]), 'empty.parquet');
    expect(table.nRows).toBe(0);
    expect(table.columns.map(({ name }) => name)).toEqual(EVERY_TYPE.columns.map(({ name }) => name));
    expect(await written([EVERY_TYPE.columns.map(() => [])])).toEqual(await written([]));
  });

  it('leaves no handler of uncaught errors behind', async () => {
    const before = process.listeners('uncaughtException');
    await writeParquetCompatible(doublesTable('x'), [[Float64Array.of(1)]], gather());
    expect(process.listeners('uncaughtException')).toEqual(before);
  });

  it('returns gaps of any pattern', async () => {
    const description = doublesTable('x');
    const nullable = { ...description, columns: [{ ...description.columns[0], nullable: true }] };
    for (let length = 1; length <= 40; length++) {
      const values = Array.from({ length }, (_, i) => ((i * i + length) % 5 < 2 || i > 25 ? null : i));
      const sink = gather();
      await writeParquetCompatible(nullable, [[values]], sink);
      const table = await readTable(sink.bytes(), `gaps-${length}.parquet`);
      expect(plain(table.columns[0].data)).toEqual(values);
    }
  });
});
