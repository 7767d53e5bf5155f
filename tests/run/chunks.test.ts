import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileBuild } from '../../src/host/builds.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { chained, EMPTY_CHAIN, findChunks, takeChunks, writeChunk } from '../../src/run/chunks.js';
import { resumeRun } from '../../src/run/session.js';
import { verifyAnyRun } from '../../src/run/verify.js';
import { flipBit } from './edits.js';
import { temporaryFolders } from './folders.js';
import { dataHashes, goOn, type PlanOptions, start, surroundings, type Texts } from './harness.js';

/** Three chunks of states when it stops after ten spans, each twice as long as the one before. */
const TEXTS: Texts = { N: 64, K: 2, T: 17_000, u: 1 };
const OPTIONS: PlanOptions = { record: { record: ['distance', 'sigma'] } };

describe('chunks in a folder', () => {
  const folder = temporaryFolders();
  const bytesOf = (n: number): Uint8Array => new Uint8Array(100).fill(n);

  /** Three chunks of a table, and what a checkpoint says of them. */
  async function three() {
    const place = folder();
    const chunks = [];
    for (let i = 0; i < 3; i++) chunks.push(await writeChunk(NODE_DISK, place, 'sigma', i, bytesOf(i)));
    const chain = chunks.reduce(chained, EMPTY_CHAIN);
    return { place, chunks, counted: [{ name: 'sigma', chunks: 3, chain }] };
  }
  const statuses = (place: string, counted: Parameters<typeof findChunks>[1]): readonly string[] =>
    [...findChunks(place, counted).values()].flat().map(({ status }) => status);

  it('are found whole, and those that no checkpoint counts are removed', async () => {
    const { place, chunks, counted } = await three();
    await writeChunk(NODE_DISK, place, 'sigma', 3, bytesOf(3));
    await writeChunk(NODE_DISK, place, 'J', 0, bytesOf(3));
    writeFileSync(join(place, 'note.txt'), '');
    expect([...takeChunks(place, counted).values()].flat().map(({ path }) => path)).toEqual(
      chunks.map(({ path }) => path),
    );
    expect(
      readdirSync(place)
        .map((file) => join(place, file))
        .sort(),
    ).toEqual([join(place, 'note.txt'), ...chunks.map(({ path }) => path)]);
  });

  it('show a changed bit, a missing one, a link, and a folder in its place', async () => {
    const { place, chunks, counted } = await three();
    flipBit(chunks[1].path);
    rmSync(chunks[2].path);
    expect(statuses(place, counted)).toEqual(['ok', 'changed', 'missing']);
    expect(() => takeChunks(place, counted)).toThrow(
      `${chunks[1].path} is damaged: it is not the chunk that was written`,
    );
    renameSync(chunks[0].path, join(folder(), 'elsewhere'));
    symlinkSync(join(folder(), 'elsewhere'), chunks[0].path);
    expect(statuses(place, counted)[0]).toBe('changed');
  });

  it('show that one was replaced by another that is whole', async () => {
    const { place, chunks, counted } = await three();
    rmSync(chunks[1].path);
    await writeChunk(NODE_DISK, place, 'sigma', 1, bytesOf(9));
    expect(statuses(place, counted)).toEqual(['changed', 'changed', 'changed']);
  });

  it('are taken in spite of another of the same number that was damaged in its name', async () => {
    const { place, chunks, counted } = await three();
    copyFileSync(chunks[1].path, chunks[1].path.replace(/-[0-9a-f]{64}/, `-${'0'.repeat(64)}`));
    expect(statuses(place, counted)).toEqual(['ok', 'ok', 'ok']);
    takeChunks(place, counted);
    expect(readdirSync(place)).toHaveLength(3);
  });

  it('are not looked for without end where a checkpoint counts billions', async () => {
    const { place, counted } = await three();
    expect(statuses(place, [{ ...counted[0], chunks: 2 ** 32 }])).toEqual(['ok', 'ok', 'ok', 'missing']);
  });
});

describe('the chunks of an interrupted run', () => {
  const folder = temporaryFolders();
  let straight: { readonly [path: string]: string };

  async function interrupted(): Promise<{ readonly place: string; readonly chunks: readonly string[] }> {
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, OPTIONS, { spans: 10 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const chunks = readdirSync(join(place, 'chunks')).map((file) => join(place, 'chunks', file));
    expect(chunks).toHaveLength(3);
    return { place, chunks };
  }

  beforeAll(async () => {
    const { mkdtempSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const place = mkdtempSync(join(tmpdir(), 'msm-test-'));
    await start(join(place, 'run'), TEXTS, OPTIONS);
    straight = dataHashes(join(place, 'run'));
    rmSync(place, { recursive: true });
  });

  it('are refused by resume and verify when a bit has changed, and --from-start does all again to the same bytes', async () => {
    const { place, chunks } = await interrupted();
    expect(await verifyAnyRun(place)).toMatchObject({
      isIntact: true,
      unfinished: 'interrupted at step 16368 of 17000',
    });
    flipBit(chunks[1]);
    expect((await verifyAnyRun(place)).files.filter(({ status }) => status !== 'ok')).toEqual([
      { path: chunks[1].slice(place.length + 1), status: 'changed' },
    ]);
    const before = dataHashes(place);
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CORRUPT',
      exitStatus: 5,
      place: chunks[1],
      next: `Do the whole run again with: msm resume ${place} --from-start`,
    });
    expect(dataHashes(place)).toEqual(before);
    await resumeRun(place, compileBuild, surroundings(), { fromStart: true });
    expect(dataHashes(place)).toEqual(straight);
  });

  it('are refused when one is missing, and when it changes while the run goes on', async () => {
    const { place, chunks } = await interrupted();
    const [whole, path] = [readFileSync(chunks[0]), chunks[0]];
    rmSync(path);
    await expect(goOn(place)).rejects.toMatchObject({
      message: expect.stringMatching(/sigma-000000-\S+ is damaged: it is missing/),
    });
    writeFileSync(path, whole);
    let looks = 0;
    const isRequested = (): boolean => {
      if (looks++ === 0) flipBit(path);
      return false;
    };
    const changing = { ...surroundings(), interruption: { isRequested } };
    await expect(resumeRun(place, compileBuild, changing)).rejects.toMatchObject({ code: 'E_CORRUPT', place: path });
    expect(readdirSync(place)).not.toContain('sigma.parquet');
    writeFileSync(path, whole);
    await goOn(place);
    expect(dataHashes(place)).toEqual(straight);
  });

  it('do not make the checkpoint grow with their number', async () => {
    const stopped = async (spans: number) => {
      const place = join(folder(), 'run');
      const session = start(place, { ...TEXTS, T: 40_000 }, OPTIONS, { spans, tick: () => 1 });
      await expect(session).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
      const [name] = readdirSync(join(place, 'checkpoint'));
      const bytes = readFileSync(join(place, 'checkpoint', name));
      const header = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
      return { header, chunks: readdirSync(join(place, 'chunks')).length };
    };
    const [some, more] = [await stopped(10), await stopped(11)];
    expect(more.chunks).toBeGreaterThan(some.chunks);
    expect(more.header).toBe(some.header);
  });
});
