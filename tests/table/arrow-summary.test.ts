import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeArrow } from '../../src/table/arrow.js';
import { summarizeArrow } from '../../src/table/arrow-summary.js';
import { readMetadata, readTable } from '../../src/table/read.js';
import { EVERY_TYPE, everyTypeRows, gather } from './support.js';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`files/${name}`, import.meta.url)));

/** A file that counts the bytes that are read of it. */
function counted(bytes: Uint8Array) {
  const count = { bytes: 0 };
  const read = (start: number, end: number): Uint8Array => {
    count.bytes += end - start;
    return bytes.subarray(start, end);
  };
  return { count, source: { byteLength: bytes.length, read } };
}

/** What reading the whole file says. */
async function wholeOf(bytes: Uint8Array, name: string) {
  const { nRows, columns, metadata } = await readTable(bytes, name);
  return { name, nRows, columns: columns.map(({ data: _, ...column }) => column), metadata };
}

async function written(lists: number, width: number): Promise<Uint8Array> {
  const description = {
    name: 'state',
    meaning: 'last state',
    columns: [
      { name: 'n', type: 'i32' as const, meaning: 'a whole number' },
      { name: 'J', type: 'f64' as const, meaning: 'couplings [3, 4]', symbol: 'J', unit: 'mV', width },
      { name: 'isLast', type: 'boolean' as const, meaning: 'whether' },
    ],
    metadata: { seed: '1' },
  };
  const rows = [new Int32Array(lists), new Float64Array(lists * width), new Array<boolean>(lists).fill(true)];
  const sink = gather();
  await writeArrow(description, [rows, rows], sink);
  return sink.bytes();
}

describe('the summary of an Arrow file', () => {
  it('says what reading all of it says, from its metadata alone', async () => {
    const bytes = await written(3, 20_000);
    const { source, count } = counted(bytes);
    const summary = await summarizeArrow(source, 'state.arrow');
    expect(summary).toEqual(await wholeOf(bytes, 'state.arrow'));
    expect(summary?.columns[1]).toMatchObject({ width: 20_000, symbol: 'J', unit: 'mV', meaning: 'couplings [3, 4]' });
    expect([summary?.nRows, bytes.length > 900_000, count.bytes < 20_000]).toEqual([6, true, true]);
  });

  it('says the same of every type of ours and of files without rows', async () => {
    const sink = gather();
    await writeArrow(EVERY_TYPE, [everyTypeRows(0), everyTypeRows(3)], sink);
    const none = await written(0, 5);
    for (const bytes of [sink.bytes(), none]) {
      expect(await summarizeArrow(counted(bytes).source, 'x.arrow')).toEqual(await wholeOf(bytes, 'x.arrow'));
    }
  });

  it.each([
    'everything.uncompressed.feather',
    'everything.lz4.feather',
    'everything.zstd.feather',
    'stream.arrow',
    'polars.arrow',
    'more-words.arrow',
    'index.feather',
  ])('of others is that of reading them: %s', async (name) => {
    expect(await readMetadata(counted(file(name)).source, name)).toEqual(await wholeOf(file(name), name));
  });

  it('is left to reading where the metadata are cut or make no sense', async () => {
    const bytes = await written(2, 3);
    const cut = readMetadata(counted(bytes.subarray(0, bytes.length - 5)).source, 'x.arrow');
    await expect(cut).rejects.toMatchObject({ code: 'E_CORRUPT' });
    for (let at = bytes.length - 400; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 0xff;
      const found = await readMetadata(counted(damaged).source, 'x.arrow').catch(({ code }) => code);
      if (typeof found === 'string') expect(['E_CORRUPT', 'E_CONFIG']).toContain(found);
    }
  });
});
