/** Folders that were made to deceive: what they say reaches nothing outside, and never ends in a stack trace or a hang. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { compileBuild } from '../../src/host/builds.js';
import { inFolder } from '../../src/run/layout.js';
import { resumeRun } from '../../src/run/session.js';
import { showRun } from '../../src/run/show.js';
import { verifyAnyRun } from '../../src/run/verify.js';
import { type Edit, forgeRun } from './edits.js';
import { temporaryFolders } from './folders.js';
import { dataHashes, goOn, start, surroundings, type Texts } from './harness.js';

const TEXTS: Texts = { N: 13, K: 2, T: 200 };

/** What the commands say of a folder: `done`, or the code of the error. */
async function answers(place: string): Promise<readonly string[]> {
  const asked = [() => showRun(place), () => verifyAnyRun(place), () => goOn(place)];
  const said: string[] = [];
  for (const ask of asked) {
    said.push(
      await ask().then(
        () => 'done',
        (error: unknown) => (error instanceof MsmError ? error.code : String((error as Error).stack)),
      ),
    );
  }
  return said;
}

describe('a folder that is hostile', () => {
  const folder = temporaryFolders();

  async function interrupted(): Promise<string> {
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, { inputFiles: {} }, { spans: 1 })).rejects.toMatchObject({
      code: 'E_INTERRUPTED',
    });
    return place;
  }

  it.each<[string, Edit]>([
    [
      'a format that leads outside',
      ({ output }) => Object.assign(output as object, { format: 'x/../../victim/target' }),
    ],
    [
      'a table of another name',
      ({ record }) => Object.assign(record as object, { observables: [{ name: '../a', schedule: { every: 1 } }] }),
    ],
    [
      'an input that leads outside',
      (run) => Object.assign(run, { inputs: [{ key: '../../a', source: '', shape: [13], sha256: '0'.repeat(64) }] }),
    ],
    [
      'an input that is none',
      (run) => Object.assign(run, { inputs: [{ key: 'toString', source: '', shape: [13], sha256: '0'.repeat(64) }] }),
    ],
    ['a family that is none', (run) => Object.assign(run, { family: '__proto__' })],
    ['a status that is none', (run) => Object.assign(run, { status: 'nearly' })],
    ['a build that is none', (run) => Object.assign(run, { build: 'constructor' })],
    ['parameters that are null', (run) => Object.assign(run, { parameters: null })],
    ['a parameter of another kind', ({ parameters }) => Object.assign(parameters as object, { N: 'thirteen' })],
    ['a parameter beyond its range', ({ parameters }) => Object.assign(parameters as object, { N: -1 })],
    ['a parameter too many', ({ parameters }) => Object.assign(parameters as object, { M: 1 })],
    [
      'a schedule that never comes',
      ({ record }) => Object.assign(record as object, { observables: [{ name: 'energy', schedule: { every: 0 } }] }),
    ],
    ['units that the network has not', ({ record }) => Object.assign(record as object, { units: [99] })],
    ['units out of order', ({ record }) => Object.assign(record as object, { units: [3, 1] })],
    ['steps as text', (run) => Object.assign(run, { steps: '200' })],
    ['an error of its own', (run) => Object.assign(run, { error: { code: 'E_NONE', message: '' } })],
    ['a key of its own', (run) => Object.assign(run, { extra: 1 })],
    ['a summary that is no list', (run) => Object.assign(run, { summary: {} })],
    ['a seed that is no number of ours', (run) => Object.assign(run, { seed: 1e300 })],
  ])(
    'with %s in a run.json whose checksum is right is refused as damaged, and reaches nothing outside',
    async (_, edit) => {
      const place = await interrupted();
      const root = join(place, '..');
      mkdirSync(join(root, 'victim'));
      writeFileSync(join(root, 'victim', 'target'), 'precious');
      mkdirSync(join(place, 'timeseries.x'));
      await forgeRun(place, edit);
      const [, , resume] = await answers(place);
      expect(resume).toBe('E_CORRUPT');
      expect(await answers(place)).not.toContainEqual(expect.stringContaining('\n'));
      expect(readFileSync(join(root, 'victim', 'target'), 'utf8')).toBe('precious');
      expect(readdirSync(root).sort()).toEqual(['run', 'victim']);
    },
  );

  it.each([
    'null',
    '{}',
    '[]',
    '"a"',
    '1e999',
    '',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    `{"format": 2, "error": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    '\ufffe\u0000',
  ])('with %j for run.json, manifest or checkpoint ends in a sentence', async (text) => {
    const place = await interrupted();
    const [checkpoint] = readdirSync(inFolder(place).checkpoints);
    for (const file of [join('checkpoint', checkpoint), 'manifest.json', 'run.json']) {
      writeFileSync(join(place, file), text);
      for (const said of await answers(place)) expect(said).toMatch(/^(done|E_CORRUPT|E_CONFIG)$/);
    }
    expect(await answers(place)).toEqual(['E_CORRUPT', 'E_CORRUPT', 'E_CORRUPT']);
  });

  const LINK = 'a link to itself outside';
  const PRESENT = ['run.json', 'checkpoint', 'checkpoint/file', 'log.jsonl'];
  /** Puts something else in the place of a file or folder. */
  const become: { readonly [what: string]: (path: string) => void } = {
    'a folder': (path) => mkdirSync(path),
    'a pipe': (path) => void execFileSync('mkfifo', [path]),
    [LINK]: (path) => {
      renameSync(path, `${join(path, '..', '..')}-outside`);
      symlinkSync(`${join(path, '..', '..')}-outside`, path);
    },
    'a link to a device': (path) => symlinkSync('/dev/zero', path),
    'a file': (path) => writeFileSync(path, 'x'),
  };

  it.each(
    ['run.json', 'checkpoint', 'chunks', 'inputs', 'checkpoint/file', '.lock', 'log.jsonl'].flatMap((file) =>
      Object.keys(become)
        // an interrupted run has a file or folder of these names, of which a link could be made
        .filter((what) => what !== LINK || PRESENT.includes(file))
        .map((what) => [file, what] as const),
    ),
  )('of which %s is %s ends in a sentence or goes on, and never waits', async (file, what) => {
    const place = await interrupted();
    const path = join(
      place,
      file === 'checkpoint/file' ? join('checkpoint', readdirSync(inFolder(place).checkpoints)[0]) : file,
    );
    if (what !== LINK) rmSync(path, { recursive: true, force: true });
    become[what](path);
    const said = await answers(place);
    expect(said.join()).toMatch(/^((done|E_CORRUPT|E_CONFIG|E_IO),?){3}$/);
    // what is read of it is refused; what is only written may be done without
    const isRead = file !== '.lock' && file !== 'log.jsonl' && !(file === 'run.json' && what === 'a file');
    if (isRead && what.startsWith('a link')) expect(said[2]).toBe('E_CORRUPT');
  });

  it('with a link in the place of a table is finished without writing through it', async () => {
    const place = await interrupted();
    const outside = join(place, '..', 'precious');
    writeFileSync(outside, 'precious');
    for (const file of ['timeseries.parquet', 'state.arrow', 'manifest.json', 'log.jsonl']) {
      rmSync(join(place, file), { force: true });
      symlinkSync(outside, join(place, file));
    }
    await goOn(place);
    expect(readFileSync(outside, 'utf8')).toBe('precious');
    expect(await verifyAnyRun(place)).toMatchObject({ isIntact: true });
  });

  it('with a manifest that names files outside, or a link inside, is damaged', async () => {
    const place = join(folder(), 'run');
    await start(place, TEXTS);
    const path = join(place, 'manifest.json');
    const good = readFileSync(path, 'utf8');
    for (const name of ['../run/state.arrow', '/etc/passwd', 'inputs/../state.arrow', 'a\\\\b', '.lock', 'a\\u0000']) {
      writeFileSync(path, good.replace('state.arrow', name));
      expect((await answers(place)).slice(1), name).toEqual(['E_CORRUPT', 'E_CORRUPT']);
    }
    writeFileSync(path, good);
    renameSync(join(place, 'state.arrow'), join(place, '..', 'state.arrow'));
    symlinkSync('../state.arrow', join(place, 'state.arrow'));
    expect(await verifyAnyRun(place)).toMatchObject({ isIntact: false });
  });

  it('but is only reached through a link is a folder like any other', async () => {
    const place = await interrupted();
    const link = join(folder(), 'link');
    symlinkSync(place, link);
    expect(await verifyAnyRun(link)).toMatchObject({ isIntact: true });
    await goOn(link);
    const straight = join(folder(), 'run');
    await start(straight, TEXTS);
    expect(dataHashes(place)).toEqual(dataHashes(straight));
  });

  it('that is a file, or is not there, is a mistake of who named it', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below'), join(folder(), 'none')]) {
      const said = await answers(path);
      expect([said[0], said[2]]).toEqual(['E_CONFIG', 'E_CONFIG']);
    }
  });

  it('of which run.json was damaged is refused by --from-start too, since nobody knows what to do again', async () => {
    const place = await interrupted();
    writeFileSync(join(place, 'run.json'), '{}');
    const again = resumeRun(place, compileBuild, surroundings(), { fromStart: true });
    await expect(again).rejects.toMatchObject({ code: 'E_CORRUPT' });
    expect(existsSync(inFolder(place).checkpoints)).toBe(true);
  });
});
