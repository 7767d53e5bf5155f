import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { writeArrow } from '../../src/table/arrow.js';
import { readTable } from '../../src/table/read.js';
import type { Rows, TableDescription } from '../../src/table/table.js';
import { hashOf } from '../run/harness.js';
import { EVERY_TYPE, everyTypeRows, gather, joined, plain, SPECIAL_DOUBLES } from './support.js';

const groups = [everyTypeRows(0), everyTypeRows(3)];

async function written(description: TableDescription, rows: readonly Rows[]): Promise<Uint8Array> {
  const sink = gather();
  await writeArrow(description, rows, sink);
  return sink.bytes();
}

describe('Arrow files', () => {
  it('return every value of every type, bit by bit, over several batches', async () => {
    const table = await readTable(await written(EVERY_TYPE, groups), 'all.arrow');
    for (const [index, column] of table.columns.entries()) {
      expect(column.type).toBe(EVERY_TYPE.columns[index].type);
      expect(plain(column.data)).toEqual(joined(groups, index));
    }
  });

  it('keep metadata of the table and of its columns, and have the bytes that they always had', async () => {
    const table = await readTable(await written(EVERY_TYPE, groups), 'meta.arrow');
    expect(table.metadata).toMatchObject({ ...EVERY_TYPE.metadata, 'msm.format': '1' });
    expect(table.columns[0]).toMatchObject({ unit: 'mV', symbol: 'x_i', meaning: 'special doubles' });
    expect(hashOf(await written(EVERY_TYPE, groups))).toBe(
      '793a6e93a03475215c46a0a80e69bfe960433d798d12999c2d196055a942e4a8',
    );
  });

  it('hold lists of fixed width', async () => {
    const width = 4;
    const columns = [
      { name: 'sigma', type: 'f64' as const, meaning: 'state' },
      { name: 'J', type: 'f64' as const, meaning: 'couplings to the unit', width },
    ];
    const description = { name: 'state', meaning: 'final state', columns, metadata: {} };
    const J = Float64Array.from(SPECIAL_DOUBLES); // [4, 4]
    const rows = [Float64Array.of(1, 2, 3, 4), J];
    const table = await readTable(await written(description, [rows, rows]), 'state.arrow');
    expect(table.nRows).toBe(8);
    expect(table.columns[1]).toMatchObject({ name: 'J', type: 'f64', width });
    expect(plain(table.columns[1].data)).toEqual([...J, ...J]);
  });

  it('are valid without rows', async () => {
    const table = await readTable(await written(EVERY_TYPE, []), 'empty.arrow');
    expect(table.nRows).toBe(0);
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual(
      EVERY_TYPE.columns.map((c) => [c.name, c.type]),
    );
  });

  it('are read in stream form too, but not when the stream was cut', async () => {
    const stream = tableToIPC(tableFromArrays({ x: Float64Array.of(1, -0), n: Int32Array.of(3, 4) }), 'stream');
    const table = await readTable(stream, 'stream.arrow');
    expect(table.columns.map(({ name, data }) => [name, plain(data)])).toEqual([
      ['x', [1, -0]],
      ['n', [3, 4]],
    ]);
    for (const length of [0, 4, 50, stream.length - 8, stream.length - 1]) {
      await expect(readTable(stream.subarray(0, length), 'cut.arrow')).rejects.toMatchObject({ code: 'E_CORRUPT' });
    }
  });

  it('go to the sink batch by batch', async () => {
    const sink = gather();
    const seen: number[] = [];
    function* batches(): Generator<Rows> {
      for (const rows of groups) {
        yield rows;
        seen.push(sink.bytes().length);
      }
    }
    await writeArrow(EVERY_TYPE, batches(), sink);
    expect(seen[0]).toBeGreaterThan(1000);
    expect(seen[1]).toBeGreaterThan(seen[0] + 1000);
  });
});
