/**
 * Files of every kind with one damaged byte: the same values, other ones (where nothing covers them), or a sentence; never
 * another exception, and never long. A few hundred mutations a file; `MSM_EVERY_BYTE=1` tries each byte with each bit.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { readTable } from '../../src/table/read.js';
import { readPng } from '../../src/table/read-png.js';
import { writeSafetensors } from '../../src/table/safetensors.js';
import { doublesNpy, matWriter, zipOf } from './foreign.js';

const SEED = 20_261_214;
const isAll = process.env.MSM_EVERY_BYTE === '1';
const PER_FILE = 120;
/** Processor time of one read; a sound file of this size takes 5 ms. */
const LONGEST_MS = 1000;
/** What all reads together may add to the memory of the process. */
const MOST_MEMORY = 512 * 2 ** 20;

const FOLDER = new URL('files/', import.meta.url);

function filesOf(): readonly (readonly [string, Uint8Array])[] {
  const stored = readdirSync(FOLDER).filter((name) => /\.(parquet|feather|arrow)$/.test(name));
  const writer = matWriter(true);
  const W = writer.variable(6, [2, 3], 'W', [writer.element(9, [1, 4, 2.5, 5, 3, 6])]);
  const npy = doublesNpy([2, 3], [1, 2, 3, 4, 5, 6]);
  return [
    ...stored.map((name) => [name, new Uint8Array(readFileSync(new URL(name, FOLDER)))] as const),
    ['x.npy', npy],
    [
      'x.npz',
      zipOf([
        { name: 'W.npy', body: npy, isDeflated: true },
        { name: 'h.npy', body: npy },
      ]),
    ],
    [
      'x.safetensors',
      writeSafetensors([
        { name: 'W', shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, 5, 6) },
        { name: 'h', shape: [3], values: Float32Array.of(1, 2, 3) },
      ]),
    ],
    ['x.mat', writer.file(writer.packed(W), writer.variable(6, [1, 1], 'h', [writer.element(2, [1], true)]))],
    ['x.csv.gz', new Uint8Array(gzipSync('a,b\n1,2\n3,4.5\n'))],
    [
      'x.png',
      new Uint8Array(
        Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNg+M9gnAYABM4BmRl11eIAAAAASUVORK5CYII=',
          'base64',
        ),
      ),
    ],
  ];
}

/** Numbers from 0 to 1 that are the same every time (mulberry32). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

function* mutationsOf(bytes: Uint8Array): Generator<readonly [number, number]> {
  if (isAll) {
    for (let at = 0; at < bytes.length; at++) for (let bit = 0; bit < 8; bit++) yield [at, 1 << bit];
    return;
  }
  const random = stream(SEED);
  for (let i = 0; i < PER_FILE; i++) {
    const kind = random();
    const flip = kind < 0.6 ? 1 << Math.floor(8 * random()) : 1 + Math.floor(255 * random());
    yield [Math.floor(bytes.length * random()), flip];
  }
}

async function outcomeOf(bytes: Uint8Array, name: string): Promise<string> {
  try {
    if (name.endsWith('.png')) await readPng(bytes, name);
    else await readTable(bytes, name);
    return 'read';
  } catch (error) {
    return error instanceof MsmError ? error.code : String((error as Error).stack);
  }
}

const before = process.resourceUsage().maxRSS;

describe('a file with one damaged byte', () => {
  it.each(filesOf())('is read or refused, soon: %s', async (name, bytes) => {
    expect(['read', 'E_CONFIG']).toContain(await outcomeOf(bytes, name));
    for (const [at, flip] of mutationsOf(bytes)) {
      const damaged = bytes.slice();
      damaged[at] ^= flip;
      const start = process.cpuUsage();
      const outcome = await outcomeOf(damaged, name);
      const { user, system } = process.cpuUsage(start);
      const place = `seed ${SEED}: byte ${at} of ${name} changed by ${flip}`;
      expect(['read', 'E_CORRUPT', 'E_CONFIG'], `${place}: ${outcome}`).toContain(outcome);
      expect((user + system) / 1000, place).toBeLessThan(LONGEST_MS);
    }
  });

  afterAll(() => {
    expect((process.resourceUsage().maxRSS - before) * 1024).toBeLessThan(MOST_MEMORY);
  });
});
