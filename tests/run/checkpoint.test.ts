import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileBuild } from '../../src/host/builds.js';
import type { Compile } from '../../src/run/stored-run.js';
import { resume } from '../../src/simulate/resume.js';
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
    const other: Compile = (module, build) => ({ ...compileBuild(module, build), hash: '0'.repeat(64) });
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

describe('two checkpoints', () => {
  const folder = temporaryFolders();
  const names = (place: string): readonly string[] => readdirSync(join(place, 'checkpoint')).sort();
  const resumedAt = (place: string): number | undefined => {
    const lines = readFileSync(join(place, 'log.jsonl'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line)).findLast(({ event }) => event === 'resume')?.step;
  };
  const stop = (session: Promise<unknown>) => expect(session).rejects.toMatchObject({ code: 'E_INTERRUPTED' });

  /** A run that has both the checkpoint of its first session and that of its second, whole. */
  async function withTwo(): Promise<{ readonly place: string; readonly older: string; readonly newer: string }> {
    const place = join(folder(), 'run');
    await stop(start(place, TEXTS, {}, { spans: 1, tick: () => 40_000 }));
    const [older] = names(place);
    const bytes = readFileSync(join(place, 'checkpoint', older));
    await stop(goOn(place, { spans: 3, tick: () => 40_000 }));
    const [newer] = names(place);
    writeFileSync(join(place, 'checkpoint', older), bytes);
    expect(names(place)).toEqual([older, newer]);
    return { place, older, newer };
  }
  const stepOf = (name: string): number => Number(/\d+/.exec(name)?.[0]);

  it('that are whole are gone on with from the newer, and the older goes', async () => {
    const { place, newer } = await withTwo();
    await stop(goOn(place, { spans: 2, tick: () => 40_000 }));
    expect(resumedAt(place)).toBe(stepOf(newer));
    expect(names(place)).toHaveLength(1);
    const { runs } = await goOn(place);
    expect(runs[0].run).toMatchObject({ status: 'done', step: 200 });
  });

  it('of which the newer is damaged are gone on with from the older', async () => {
    const { place, older, newer } = await withTwo();
    writeFileSync(join(place, 'checkpoint', newer), 'torn');
    await goOn(place);
    expect(resumedAt(place)).toBe(stepOf(older));
  });
});

describe('the header of a checkpoint', () => {
  const folder = temporaryFolders();
  const [MAGIC_BYTES, DIGEST_BYTES] = [8, 32];

  /** A checkpoint with another header, name and a checksum that fits. */
  async function forged(change: (header: { step: number }) => void): Promise<string> {
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, {}, { spans: 1, tick: () => 40_000 })).rejects.toMatchObject({
      code: 'E_INTERRUPTED',
    });
    const [name] = readdirSync(join(place, 'checkpoint'));
    const path = join(place, 'checkpoint', name);
    const bytes = readFileSync(path);
    const length = bytes.readUInt32LE(MAGIC_BYTES);
    const header = JSON.parse(bytes.subarray(MAGIC_BYTES + 4, MAGIC_BYTES + 4 + length).toString());
    change(header);
    const text = Buffer.from(JSON.stringify(header));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    const rest = bytes.subarray(MAGIC_BYTES + 4 + length, bytes.length - DIGEST_BYTES);
    const body = Buffer.concat([bytes.subarray(0, MAGIC_BYTES), size, text, rest]);
    rmSync(path);
    const own = name.replace(/\d+/, String(header.step).padStart(15, '0'));
    writeFileSync(join(place, 'checkpoint', own), Buffer.concat([body, createHash('sha256').update(body).digest()]));
    return place;
  }

  it('may be written anew with the same step', async () => {
    expect((await goOn(await forged(() => {}))).runs[0].run).toMatchObject({ status: 'done', step: 200 });
  });

  it('must name the step of the state behind it', async () => {
    const place = await forged((header) => {
      header.step += 1;
    });
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('its header contradicts its state'),
    });
  });

  it('must name the step that its file is named by: a renamed one is not taken for a newer one', async () => {
    const place = await forged(() => {});
    const [name] = readdirSync(join(place, 'checkpoint'));
    const later = name.replace(/\d+/, String(150).padStart(15, '0'));
    renameSync(join(place, 'checkpoint', name), join(place, 'checkpoint', later));
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('its header contradicts itself'),
    });
  });
});
