import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileBuild } from '../../src/run/builds.js';
import { resume } from '../../src/sweep/simulate.js';
import { forgeRun } from './edits.js';
import { temporaryFolders } from './folders.js';
import { goOn, start, surroundings, type Texts } from './harness.js';

const TEXTS: Texts = { N: 13, K: 2, T: 200 };

describe('a checkpoint', () => {
  const folder = temporaryFolders();

  /** A run that stands still at its first checkpoint: its folder and the checkpoint's path. */
  async function interrupted(texts: Texts = TEXTS): Promise<{ readonly place: string; readonly path: string }> {
    const place = join(folder(), 'run');
    await expect(start(place, texts, {}, { spans: 1 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const [name] = readdirSync(join(place, 'checkpoint'));
    return { place, path: join(place, 'checkpoint', name) };
  }

  it('is one file, whatever their number before', async () => {
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, {}, { tick: () => 40_000, spans: 9 })).rejects.toMatchObject({
      code: 'E_INTERRUPTED',
    });
    expect(readdirSync(join(place, 'checkpoint'))).toHaveLength(1);
  });

  it.each([
    ['cut at its start', (bytes: Buffer) => bytes.subarray(0, 5)],
    ['empty', () => Buffer.alloc(0)],
    ['cut in the state', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ['cut by one byte', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ['longer by one byte', (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)])],
    ['of another kind', (bytes: Buffer) => Buffer.concat([Buffer.from('PAR1'), bytes])],
  ])('that is %s is refused as damaged', async (_, damage) => {
    const { place, path } = await interrupted();
    writeFileSync(path, damage(readFileSync(path)));
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CORRUPT', exitStatus: 5, place: path });
    // and the way out that the message names works
    rmSync(path);
    expect((await goOn(place)).runs[0].completion.steps).toBe(200);
  });

  it('with any bit changed is refused as damaged', async () => {
    const { place, path } = await interrupted();
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 1 + Math.floor(bytes.length / 40)) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1 << (at % 8);
      writeFileSync(path, changed);
      await expect(goOn(place), `byte ${at}`).rejects.toMatchObject({ code: 'E_CORRUPT' });
    }
  });

  it('of another run is refused', async () => {
    const [own, other] = [await interrupted(), await interrupted({ ...TEXTS, tau_J: 50 })];
    copyFileSync(other.path, own.path);
    await expect(goOn(own.place)).rejects.toMatchObject({
      code: 'E_CONFIG',
      exitStatus: 2,
      message: expect.stringContaining('belongs to another run'),
    });
  });

  it('gives way to an older one that is whole', async () => {
    const { place, path } = await interrupted();
    writeFileSync(path.replace(/step-\d+/, 'step-000000000000150'), 'torn');
    const { runs } = await goOn(place);
    expect(runs[0].run).toMatchObject({ status: 'done', step: 200 });
  });

  it('does not fit a run.json whose record was edited', async () => {
    const { place } = await interrupted();
    await forgeRun(place, ({ record }) => {
      (record as { observables: object[] }).observables.push({ name: 'sigma', schedule: { every: 1 } });
    });
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining('other tables'),
    });
  });

  it('is not gone on with by other kernels', async () => {
    const { place } = await interrupted();
    const other = (build: 'strict' | 'fast') => ({ ...compileBuild(build), hash: '0'.repeat(64) });
    await expect(resume(place, other, surroundings())).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining('was begun with other kernels'),
    });
  });

  it('is looked for in vain in a folder that a killed process left empty', async () => {
    const place = join(folder(), 'run');
    mkdirSync(place);
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining('nothing in it'),
    });
  });
});
