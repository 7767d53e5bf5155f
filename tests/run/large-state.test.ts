/** States that are larger than one piece of a checkpoint. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiskOperations, NODE_DISK } from '../../src/host/disk.js';
import { STATE_PIECE_BYTES } from '../../src/run/state-bytes.js';
import { temporaryFolders } from './folders.js';
import { dataHashes, goOn, HASTY_MS, start, type Texts } from './harness.js';

/** Couplings of 1200 neurons are 5.8 MB, one piece and a part of another. */
const TEXTS: Texts = { N: 1200, K: 2, T: 20 };
const HASTY = { tick: () => HASTY_MS };

describe('the checkpoint of a large state', () => {
  const folder = temporaryFolders();
  const checkpointsOf = (place: string): readonly string[] => readdirSync(join(place, 'checkpoint'));

  /** A disk that tells of each write to a checkpoint, before and after. */
  function watched(before: (checkpoint: number, bytes: Uint8Array, file: number) => void): DiskOperations {
    let [written, current] = [0, -1];
    return {
      ...NODE_DISK,
      open: (path, flags) => {
        const file = NODE_DISK.open(path, flags);
        if (path.includes('.ckpt')) [written, current] = [written + 1, file];
        return file;
      },
      write: (file, bytes) => {
        if (file === current) before(written, bytes, file);
        return NODE_DISK.write(file, bytes);
      },
      close: (file) => {
        if (file === current) current = -1;
        NODE_DISK.close(file);
      },
    };
  }

  /** A run that was stopped by its first signal, and the bytes of its checkpoint. */
  async function stopped() {
    const place = join(folder(), 'stopped');
    await expect(start(place, TEXTS, {}, { spans: 1, ...HASTY })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const [name] = checkpointsOf(place);
    const path = join(place, 'checkpoint', name);
    return { place, path, bytes: readFileSync(path) };
  }

  it('is written in pieces of the memory itself, and gone on from to the same bytes', async () => {
    const [straight, place] = [join(folder(), 'straight'), join(folder(), 'run')];
    await start(straight, TEXTS);
    const sizes: number[] = [];
    const buffers = new Set<ArrayBufferLike>();
    const disk = watched((_, bytes) => {
      sizes.push(bytes.length);
      if (bytes.length > 2 ** 16) buffers.add(bytes.buffer);
    });
    const first = start(place, TEXTS, {}, { disk, spans: 2, ...HASTY });
    await expect(first).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    expect(Math.max(...sizes)).toBe(STATE_PIECE_BYTES);
    // no copy was made: all pieces are views of one memory
    expect(buffers.size).toBe(1);
    await goOn(place);
    expect(dataHashes(place)).toEqual(dataHashes(straight));
  });

  it('killed in the middle of a piece leaves the one before, from which the run goes on to the same bytes', async () => {
    const [straight, place, killed] = ['straight', 'run', 'killed'].map((name) => join(folder(), name));
    await start(straight, TEXTS);
    let pieces = 0;
    const disk = watched((checkpoint, bytes, file) => {
      if (checkpoint !== 2 || bytes.length < 2 ** 16 || ++pieces !== 2) return;
      // what the disk has if the process ends here
      NODE_DISK.write(file, bytes.subarray(0, bytes.length >> 1));
      cpSync(place, killed, { recursive: true });
      throw Object.assign(new Error('the process is gone'), { code: 'EIO' });
    });
    await expect(start(place, TEXTS, {}, { disk, ...HASTY })).rejects.toMatchObject({ code: 'E_IO' });
    rmSync(join(killed, '.lock'));
    const names = checkpointsOf(killed);
    expect(names.filter((name) => name.endsWith('.ckpt'))).toHaveLength(1);
    expect(names.filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
    await goOn(killed);
    const lines = readFileSync(join(killed, 'log.jsonl'), 'utf8').trim().split('\n');
    const resumed = lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'resume');
    expect(resumed.step).toBe(Number(/\d+/.exec(names.find((name) => name.endsWith('.ckpt')) ?? '')?.[0]));
    expect(dataHashes(killed)).toEqual(dataHashes(straight));
  });

  it.each([
    ['the first piece', 2 ** 20],
    ['the second piece', 4_500_000],
  ])('with a bit of %s changed is refused', async (_, at) => {
    const { place, path, bytes } = await stopped();
    bytes[at] ^= 4;
    writeFileSync(path, bytes);
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CORRUPT', message: expect.stringContaining(path) });
  });
});
