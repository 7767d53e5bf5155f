import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { concatenate, encodeRowGroup, parquetConcatenator, writeParquet } from '../../src/table/parquet.js';
import { readTable } from '../../src/table/read.js';
import { hashOf } from '../run/harness.js';
import { doublesTable, EVERY_TYPE, everyTypeRows, gather, joined, plain } from './support.js';

const groups = [everyTypeRows(0), everyTypeRows(3), everyTypeRows(7)];

function joinedFile(): Uint8Array {
  const sink = gather();
  concatenate(
    EVERY_TYPE,
    groups.map((rows) => encodeRowGroup(EVERY_TYPE, rows)),
    sink,
  );
  return sink.bytes();
}

describe('the compact Parquet profile', () => {
  it('returns every value of every type, bit by bit, over several row groups', async () => {
    const table = await readTable(joinedFile(), 'all.parquet');
    expect(table.nRows).toBe(groups[0][0].length * groups.length);
    for (const [index, column] of table.columns.entries()) {
      expect(column.type).toBe(EVERY_TYPE.columns[index].type);
      expect(plain(column.data)).toEqual(joined(groups, index));
    }
  });

  it('keeps one row group per chunk', () => {
    const metadata = parquetMetadata(joinedFile());
    expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual(groups.map((rows) => rows[0].length));
  });

  it('makes of one chunk the chunk itself', () => {
    const chunk = encodeRowGroup(EVERY_TYPE, groups[0]);
    const sink = gather();
    concatenate(EVERY_TYPE, [chunk], sink);
    expect(sink.bytes()).toEqual(chunk);
  });

  it('joins joined files to the bytes of all chunks joined at once', () => {
    const chunks = groups.map((rows) => encodeRowGroup(EVERY_TYPE, rows));
    const first = gather();
    concatenate(EVERY_TYPE, chunks.slice(0, 2), first);
    const twice = gather();
    concatenate(EVERY_TYPE, [first.bytes(), chunks[2]], twice);
    expect(twice.bytes()).toEqual(joinedFile());
  });

  it('writes the bytes that it always wrote, from chunks and from rows', async () => {
    const sink = gather();
    await writeParquet(EVERY_TYPE, groups, sink);
    expect(sink.bytes()).toEqual(joinedFile());
    expect(hashOf(joinedFile())).toBe('1bb5e4bd5f688955c1a0ce5cfc4fef7e415e33b9e5cf1bc3d54b4e5cb285c881');
  });

  it('does not depend on the order of the metadata or on the sign of a NaN', () => {
    const description = doublesTable('x');
    const nan = new Float64Array(new BigUint64Array([0xfff8000000000000n, 0x7ff8000000000001n]).buffer);
    const a = encodeRowGroup({ ...description, metadata: { a: '1', b: '2' } }, [nan]);
    const b = encodeRowGroup({ ...description, metadata: { b: '2', a: '1' } }, [
      Float64Array.of(Number.NaN, Number.NaN),
    ]);
    expect(a).toEqual(b);
  });

  it('writes a valid file with the schema for a table without rows', async () => {
    const sink = gather();
    expect(concatenate(EVERY_TYPE, [], sink)).toBe(0);
    const table = await readTable(sink.bytes(), 'empty.parquet');
    expect(table.nRows).toBe(0);
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual(
      EVERY_TYPE.columns.map((c) => [c.name, c.type]),
    );
    expect(
      encodeRowGroup(
        EVERY_TYPE,
        EVERY_TYPE.columns.map(() => []),
      ),
    ).toEqual(sink.bytes());
  });

  it('takes groups without rows and leaves no trace of them', async () => {
    const description = doublesTable('x');
    const [with_, without] = [gather(), gather()];
    await writeParquet(description, [[Float64Array.of(1)], [new Float64Array(0)], [Float64Array.of(2)]], with_);
    await writeParquet(description, [[Float64Array.of(1)], [Float64Array.of(2)]], without);
    expect(with_.bytes()).toEqual(without.bytes());
  });

  it('keeps units, symbols, meanings and run parameters, sorted by key', async () => {
    const bytes = joinedFile();
    const keys = parquetMetadata(bytes).key_value_metadata?.map(({ key }) => key);
    expect(keys).toEqual(['Umlaut', 'msm.format', 'msm.table', 'run.id', 'seed']);
    const table = await readTable(bytes, 'meta.parquet');
    expect(table.metadata).toMatchObject({ ...EVERY_TYPE.metadata, 'msm.format': '1' });
    expect(table.columns[0]).toMatchObject({ unit: 'mV', symbol: 'x_i', meaning: 'special doubles' });
  });

  it('states bounds only of columns without NaN, and signed zeros as the format asks', () => {
    const bounds = (values: number[]) => {
      const metadata = parquetMetadata(encodeRowGroup(doublesTable('x'), [Float64Array.from(values)]));
      return metadata.row_groups[0].columns[0].meta_data?.statistics;
    };
    expect(bounds([1, Number.NaN, 2])).toBeUndefined();
    expect(bounds([3, -1, 2])).toMatchObject({ min_value: -1, max_value: 3 });
    expect(bounds([0, 0])).toMatchObject({ min_value: -0, max_value: 0 });
    expect(bounds([-0, 5])).toMatchObject({ min_value: -0, max_value: 5 });
  });

  it('never writes doubles through a dictionary', () => {
    const metadata = parquetMetadata(encodeRowGroup(doublesTable('x'), [new Float64Array(5000)]));
    expect(metadata.row_groups[0].columns[0].meta_data?.encodings).toEqual(['BYTE_STREAM_SPLIT']);
  });

  it('refuses damaged chunks and chunks of another table', () => {
    const description = doublesTable('x');
    const chunk = encodeRowGroup(description, [Float64Array.of(1, 2, 3)]);
    const add = (bytes: Uint8Array) => () => parquetConcatenator(description, gather()).add(bytes);
    expect(add(chunk.subarray(0, chunk.length - 1))).toThrowError(expect.objectContaining({ code: 'E_CORRUPT' }));
    expect(add(new Uint8Array(0))).toThrowError(expect.objectContaining({ code: 'E_CORRUPT' }));
    const other = encodeRowGroup(doublesTable('y'), [Float64Array.of(1)]);
    expect(add(other)).toThrowError(/chunk 0 of table 'doubles' is damaged: its columns/);
  });

  it('refuses rows that do not fit the description', () => {
    const internal = expect.objectContaining({ code: 'E_INTERNAL' });
    const x = doublesTable('x', 'y');
    expect(() => encodeRowGroup(x, [Float64Array.of(1)])).toThrowError(internal);
    expect(() => encodeRowGroup(x, [Float64Array.of(1), Float64Array.of(1, 2)])).toThrowError(internal);
    expect(() => encodeRowGroup(x, [Float64Array.of(1), Int32Array.of(1)])).toThrowError(internal);
    expect(() => encodeRowGroup(x, [[null], [1]])).toThrowError(/cannot hold null in row 0/);
    const list = { ...x, columns: [{ name: 'J', type: 'f64' as const, meaning: 'couplings', width: 2 }] };
    expect(() => encodeRowGroup(list, [Float64Array.of(1, 2)])).toThrowError(/Parquet cannot hold column 'J'/);
  });

  it('passes every chunk on at once and keeps nothing of it but its place', () => {
    const description = doublesTable('x', 'y');
    const chunk = encodeRowGroup(description, [new Float64Array(1000), Float64Array.from({ length: 1000 }, Math.sin)]);
    const footer = parquetMetadata(chunk).metadata_length + 8;
    const sizes: number[] = [];
    const file = parquetConcatenator(description, { write: (bytes) => void sizes.push(bytes.length) });
    const written = () => sizes.reduce((sum, size) => sum + size, 0);
    for (let n = 1; n <= 5; n++) {
      file.add(chunk);
      expect(written()).toBe(4 + n * (chunk.length - 4 - footer));
    }
    expect(file.finish()).toBe(5000);
  });
});
