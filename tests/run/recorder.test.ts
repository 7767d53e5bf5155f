import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NODE_DISK } from '../../src/host/disk.js';
import type { RecordTable } from '../../src/model/record.js';
import { EMPTY_CHAIN, takeChunks, writeChunk } from '../../src/run/chunks.js';
import { describeTables, Recorder, rowsPerGroup } from '../../src/run/recorder.js';
import { concatenate } from '../../src/table/parquet.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from './folders.js';

/** Lists make rows wide: a group of 1024 rows instead of 2^18. */
const WIDE = 1023;
const COLUMNS: RecordTable['columns'] = [
  { name: 'step', type: 'i32', meaning: 'step' },
  { name: 'value', type: 'f64', meaning: 'value', nullable: true },
];
const TABLE: RecordTable = { name: 'numbers', meaning: 'numbers', columns: COLUMNS };
const [DESCRIPTION] = describeTables([TABLE], { 'msm.seed': '1' });

const rows = (from: number, count: number): readonly [Int32Array, Float64Array] => [
  Int32Array.from({ length: count }, (_, i) => from + i),
  Float64Array.from({ length: count }, (_, i) => (from + i) / 3),
];

/** A recorder that can encode at once. */
async function readyRecorder(): Promise<Recorder> {
  const recorder = new Recorder([DESCRIPTION]);
  await recorder.ready();
  return recorder;
}

/** Writes what waits. */
async function flush(recorder: Recorder, place: string): Promise<number> {
  const full = recorder.takeFull();
  for (const { table, index, bytes } of full) {
    recorder.keep(table, await writeChunk(NODE_DISK, place, table, index, bytes));
  }
  return full.length;
}

function fileOf(recorder: Recorder): Buffer {
  const parts: Uint8Array[] = [];
  concatenate(DESCRIPTION, recorder.groups('numbers'), { write: (bytes) => parts.push(bytes.slice()) });
  return Buffer.concat(parts);
}

describe('a recorder', () => {
  const folder = temporaryFolders();
  const newFolder = (): string => {
    const place = join(folder(), 'chunks');
    mkdirSync(place);
    return place;
  };

  it('has groups whose size depends on the columns alone and stays below 8 MiB', () => {
    expect(rowsPerGroup(TABLE)).toBe(2 ** 18);
    const wide = { ...TABLE, columns: [...COLUMNS, { name: 'list', type: 'f64' as const, meaning: '', width: WIDE }] };
    expect(rowsPerGroup(wide)).toBe(Math.floor((8 * 2 ** 20) / (8 * WIDE + 12)));
    const huge = { ...TABLE, columns: [{ name: 'list', type: 'f64' as const, meaning: '', width: 2 ** 21 }] };
    expect(rowsPerGroup(huge)).toBe(1);
  });

  it('gives one file whatever the portions in which the rows came', async () => {
    const total = 2 ** 18 + 1000;
    const files = new Set<string>();
    for (const portions of [
      [total],
      [1, total - 1],
      [2 ** 18, 1000],
      [2 ** 18 - 1, 2, 999],
      Array(8).fill(total / 8),
    ]) {
      const [recorder, place] = [await readyRecorder(), newFolder()];
      let at = 0;
      for (const count of portions) {
        recorder.append('numbers', count, rows(at, count));
        await flush(recorder, place);
        at += count;
      }
      const file = fileOf(recorder);
      files.add(file.toString('base64'));
      const { nRows, columns } = await readTable(file, 'numbers.parquet');
      expect(nRows).toBe(total);
      expect(columns[0].data[total - 1]).toBe(total - 1);
      expect(columns[1].data[total - 1]).toBe((total - 1) / 3);
    }
    expect(files.size).toBe(1);
  });

  it('goes on from its position and pending bytes as if it had never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 70_000 }), { minLength: 1, maxLength: 12 }),
        fc.nat(11),
        async (counts, cut) => {
          const place = newFolder();
          const straight = await readyRecorder();
          let resumed = await readyRecorder();
          let at = 0;
          for (const [i, count] of counts.entries()) {
            for (const recorder of [straight, resumed]) {
              recorder.append('numbers', count, rows(at, count));
              await flush(recorder, place);
            }
            at += count;
            if (i !== cut % counts.length) continue;
            const bytes = Buffer.concat(resumed.pendingBytes());
            const positions = resumed.positions();
            resumed = await readyRecorder();
            expect(resumed.fits(positions, bytes.length)).toBe(true);
            resumed.restore(positions, bytes, takeChunks(place, positions));
          }
          expect(resumed.positions()).toEqual(straight.positions());
          expect(fileOf(resumed).equals(fileOf(straight))).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('keeps groups that fill up before it can encode', async () => {
    const total = 3 * 174_764; // above two groups
    const [early, late] = [await readyRecorder(), new Recorder([DESCRIPTION])];
    for (const recorder of [early, late]) {
      for (let at = 0; at < total; at += total / 3) recorder.append('numbers', total / 3, rows(at, total / 3));
      expect(recorder.hasFull).toBe(true);
    }
    expect(late.takeFull()).toEqual([]);
    await late.ready();
    expect(await flush(late, newFolder())).toBe(2);
    expect(await flush(early, newFolder())).toBe(2);
    expect(fileOf(late).equals(fileOf(early))).toBe(true);
    expect(late.hasFull).toBe(false);
  });

  it('refuses positions of other tables or of another length', () => {
    const recorder = new Recorder([DESCRIPTION]);
    const position = { name: 'numbers', chunks: 0, chain: EMPTY_CHAIN, pending: 2 };
    expect(recorder.fits([{ ...position, name: 'other' }], 24)).toBe(false);
    expect(recorder.fits([], 0)).toBe(false);
    expect(recorder.fits([{ ...position, pending: 3 }], 24)).toBe(false);
    expect(recorder.fits([{ ...position, pending: 2 ** 18 }], 12 * 2 ** 18)).toBe(false);
    expect(recorder.positions()).toEqual([{ ...position, pending: 0 }]);
    expect(recorder.fits([{ ...position, chunks: 1 }], 24)).toBe(true);
  });

  it('writes a NaN as an empty field, because NaN is never data, and an empty table with its columns', async () => {
    const recorder = await readyRecorder();
    const empty = await readTable(fileOf(recorder), 'numbers.parquet');
    expect([empty.nRows, empty.columns.map(({ name }) => name)]).toEqual([0, ['step', 'value']]);
    recorder.append('numbers', 2, [Int32Array.of(0, 1), Float64Array.of(Number.NaN, -0)]);
    const { columns } = await readTable(fileOf(recorder), 'numbers.parquet');
    expect([...columns[1].data]).toEqual([null, -0]);
  });
});
