import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { encodeRowGroup } from '../../src/table/parquet.js';
import { readTable } from '../../src/table/read.js';
import type { ColumnData, ColumnType } from '../../src/table/table.js';

let tables = 0;
/** A name that no table has had. */
const newName = (): string => `t${tables++}`;

const fileOf = (name: string, type: ColumnType, data: ColumnData, nullable?: boolean) =>
  encodeRowGroup({ name, meaning: 'm', columns: [{ name: 'c', type, meaning: 'c', nullable }], metadata: {} }, [data]);

/** Columns of a file as they are read. */
const columnsIn = async (file: Uint8Array) => (await readTable(file, 't.parquet')).columns.map(({ data }) => data);
const bitsOf = (data: unknown): bigint[] => [...new BigInt64Array((data as Float64Array).slice().buffer)];

describe('a column that was encoded before', () => {
  it('gives the same bytes again, and is another one as soon as a bit differs', async () => {
    const name = newName();
    const data = Float64Array.from({ length: 500 }, (_, i) => Math.fround(i / 7));
    const before = fileOf(name, 'f64', data);
    expect(fileOf(name, 'f64', data.slice())).toEqual(before);
    data[499] += 2 ** -40;
    const after = fileOf(name, 'f64', data);
    expect(after).not.toEqual(before);
    expect(bitsOf((await columnsIn(after))[0])).toEqual(bitsOf(data));
  });

  it('is kept as it was, whatever is written over its array later', async () => {
    const name = newName();
    const data = Int32Array.from([1, 2, 3]);
    const before = fileOf(name, 'i32', data);
    data.fill(9);
    expect(await columnsIn(fileOf(name, 'i32', data))).toEqual([Int32Array.from([9, 9, 9])]);
    expect(fileOf(name, 'i32', Int32Array.from([1, 2, 3]))).toEqual(before);
  });

  it('tells 0 from -0, and one that is the beginning of a longer one from it', async () => {
    const name = newName();
    for (const values of [[0, 1], [-0, 1], [0, 1, 2], [0], [0, 1]]) {
      const data = Float64Array.from(values);
      expect(bitsOf((await columnsIn(fileOf(name, 'f64', data)))[0])).toEqual(bitsOf(data));
    }
  });

  it('is another one under another name', () => {
    const data = Float64Array.of(1, 2);
    const columns = ['a', 'b'].map((name) => ({ name, type: 'f64' as const, meaning: name }));
    const file = encodeRowGroup({ name: newName(), meaning: 'm', columns, metadata: {} }, [data, data]);
    const [group] = parquetMetadata(file.slice().buffer).row_groups;
    expect(group.columns.map(({ meta_data }) => meta_data?.path_in_schema)).toEqual([['a'], ['b']]);
  });

  it('is another one if it may be empty', async () => {
    const name = newName();
    const data = Float64Array.from([1, 2]);
    const required = fileOf(name, 'f64', data);
    const optional = fileOf(name, 'f64', data, true);
    expect(parquetMetadata(optional.slice().buffer).schema[1].repetition_type).toBe('OPTIONAL');
    expect(await columnsIn(optional)).toEqual([data]);
    expect(fileOf(name, 'f64', data)).toEqual(required);
  });

  it('stands where it belongs in a file, behind others of any length', async () => {
    const description = (columns: readonly string[]) => ({
      name: newName(),
      meaning: 'm',
      columns: columns.map((name) => ({ name, type: 'f64' as const, meaning: name })),
      metadata: {},
    });
    const both = description(['a', 'b']);
    const b = Float64Array.from({ length: 300 }, (_, i) => i);
    for (const a of [b.map((x) => x / 3), b.map(() => 1)]) {
      expect((await columnsIn(encodeRowGroup(both, [a, b]))).map(bitsOf)).toEqual([bitsOf(a), bitsOf(b)]);
    }
  });
});

describe('pages', () => {
  it.each([
    [2 ** 17 - 1, 1],
    [2 ** 17, 2],
    [2 ** 17 + 1, 2],
  ])('%i doubles are in %i', async (length, pages) => {
    const data = Float64Array.from({ length }, (_, i) => i);
    const file = fileOf(newName(), 'f64', data);
    const [{ columns }] = parquetMetadata(file.slice().buffer).row_groups;
    expect(columns[0].meta_data?.encoding_stats).toMatchObject([{ count: pages }]);
    expect(await columnsIn(file)).toEqual([data]);
  });
});
