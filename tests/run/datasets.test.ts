/** Data sets are references: found by a path, known by the hashes of their files, never copied. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compileBuild } from '../../src/host/builds.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { configurationOf } from '../../src/run/configuration.js';
import { layerOfRun } from '../../src/run/from-run.js';
import { repeatedRun } from '../../src/run/repeated-run.js';
import { readRun, resultHash } from '../../src/run/run-record.js';
import { verifyAnyRun } from '../../src/run/verify.js';
import { resume } from '../../src/simulate/resume.js';
import { readSweepRecord } from '../../src/sweep/tasks/record.js';
import { verifyFolder } from '../../src/sweep/tasks/verify.js';
import { idx, NAMES, smallMnist, writeFiles } from '../dataset/idx-files.js';
import { temporaryFolders } from './folders.js';
import { dataHashes, filesBelow, goOn, HASTY_MS, hashOf, plan, start, surroundings, type Texts } from './harness.js';

const TEXTS: Texts = {
  ...{ task: 'mnist', train_size: 24, validation_size: 8, test_size: 12 },
  ...{ hidden: '[6]', batch_size: 8, max_epochs: 30 },
};

/** Stops after the first steps. */
const HASTY = { spans: 2, tick: () => HASTY_MS };

describe('a data set', () => {
  const folder = temporaryFolders();
  const files = (): string => writeFiles(join(folder(), 'data'), smallMnist());
  const given = (data: string) => ({ family: HETEROSYNAPTIC, inputFiles: { data } });
  const planned = (data: string, texts: Texts = TEXTS) => plan(texts, given(data));
  const refusal = (data: string, texts: Texts = TEXTS): Promise<unknown> =>
    planned(data, texts).then(
      () => undefined,
      (error: unknown) => error,
    );
  /** A run that was stopped after its first steps. */
  async function stopped(data: string, texts = TEXTS): Promise<string> {
    const run = join(folder(), 'cut');
    await expect(start(run, texts, given(data), HASTY)).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    return run;
  }

  it('is kept as a reference with path, sizes and hashes, and none of it is copied', async () => {
    const [data, run] = [files(), join(folder(), 'run')];
    await start(run, TEXTS, given(data));
    const own = smallMnist();
    expect(readRun(run).data).toEqual([
      {
        key: 'data',
        source: data,
        folder: data,
        files: ['training images', 'training labels', 'test images', 'test labels'].map((role, i) => ({
          role,
          name: NAMES[i],
          bytes: own[NAMES[i]].length,
          sha256: hashOf(own[NAMES[i]]),
        })),
        sizes: { input_size: 12 },
      },
    ]);
    expect(readRun(run).parameters.input_size).toBe(12);
    expect(filesBelow(run).filter((name) => name.includes('idx') || name.startsWith('inputs'))).toEqual([]);
    // the manifest names what the files were, and not where
    const stored = readRun(run);
    const [reference] = stored.data ?? [];
    const [first, ...others] = reference.files;
    const resultOf = (other: object): string => resultHash({ ...stored, data: [{ ...reference, ...other }] });
    expect(resultOf({ folder: '/elsewhere' })).toBe(resultHash(stored));
    expect(resultOf({ files: [{ ...first, sha256: '0'.repeat(64) }, ...others] })).not.toBe(resultHash(stored));
    const hashes = new Set(Object.values(own).map(hashOf));
    expect(Object.values(dataHashes(run)).filter((hash) => hashes.has(hash))).toEqual([]);
  });

  it('enters the identity by its contents alone, not by its place or by the names of its files', async () => {
    const dotted = Object.fromEntries(
      Object.entries(smallMnist()).map(([name, bytes]) => [name.replace('-idx', '.idx'), bytes]),
    );
    const plans = [
      await planned(files()),
      await planned(files()),
      await planned(writeFiles(join(folder(), 'd'), dotted)),
    ];
    const [first, ...others] = plans.map((one) => one.run(0).identity);
    expect(others).toEqual([first, first]);
    const another = smallMnist();
    another[NAMES[2]][20] ^= 1;
    expect((await planned(writeFiles(join(folder(), 'x'), another))).run(0).identity).not.toBe(first);
  });

  it('is read raw or with gzip, and trains to the same bytes', async () => {
    const packed = Object.entries(smallMnist()).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]);
    const tables = async (data: string): Promise<unknown> => {
      const run = join(folder(), 'run');
      await start(run, TEXTS, given(data));
      const { summary } = readRun(run);
      return summary;
    };
    const gz = writeFiles(join(folder(), 'gz'), Object.fromEntries(packed));
    expect(await tables(gz)).toEqual(await tables(files()));
  });

  it('is found again by an interrupted run, which ends with the bytes of one that was not', async () => {
    const data = files();
    const [whole, cut] = [join(folder(), 'whole'), await stopped(data)];
    await start(whole, TEXTS, given(data));
    await goOn(cut);
    expect(dataHashes(cut)).toEqual(dataHashes(whole));
  });

  it('that was moved is missed with its hash, and found where a person says', async () => {
    const data = files();
    const cut = await stopped(data);
    const elsewhere = join(folder(), 'elsewhere');
    renameSync(data, elsewhere);
    const own = smallMnist();
    await expect(goOn(cut)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `${join(data, NAMES[0])} is missing, a file of ${own[NAMES[0]].length} bytes with SHA-256 ${hashOf(own[NAMES[0]])}`,
      next: 'Where it is now is said by: msm resume DIR --data PATH',
    });
    expect((await verifyAnyRun(cut)).files).toContainEqual(
      expect.objectContaining({ path: join(data, NAMES[0]), status: 'missing' }),
    );
    const { done } = await resume(cut, compileBuild, { ...surroundings(), data: elsewhere });
    expect(done).toBe(1);
    expect(readRun(cut).data?.[0].folder).toBe(elsewhere);
    expect((await verifyAnyRun(cut)).isIntact).toBe(true);
  });

  it('that was changed is neither gone on with nor taken from another place', async () => {
    const data = files();
    const cut = await stopped(data);
    const path = join(data, NAMES[1]);
    const before = readFileSync(path);
    const after = Uint8Array.from(before, (byte, i) => (i === 12 ? byte ^ 1 : byte));
    writeFileSync(path, after);
    const message = `${path} is not the file that the run began with: it has SHA-256 ${hashOf(after)}, that one had ${hashOf(before)}`;
    await expect(goOn(cut)).rejects.toMatchObject({ code: 'E_CORRUPT', message });
    await expect(resume(cut, compileBuild, { ...surroundings(), data })).rejects.toMatchObject({ message });
    const { files: found, isIntact } = await verifyAnyRun(cut);
    expect([found.find((file) => file.path === path)?.status, isIntact]).toEqual(['changed', false]);
    writeFileSync(path, before.subarray(1));
    await expect(goOn(cut)).rejects.toThrow(`it has ${before.length - 1} bytes, that one had ${before.length} bytes`);
    expect((await verifyAnyRun(cut)).isIntact).toBe(false);
  });

  it('is kept by a sweep once, and its runs go on where it was moved to', async () => {
    const data = files();
    const sweep = join(folder(), 'sweep');
    const texts = { ...TEXTS, lr: '0.1,0.2' };
    await expect(start(sweep, texts, given(data), HASTY)).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    expect(readSweepRecord(sweep).requests[0].request.data).toEqual((await planned(data)).request.data);
    expect(filesBelow(sweep).filter((name) => /idx|inputs/.test(name))).toEqual([]);
    const elsewhere = join(folder(), 'elsewhere');
    renameSync(data, elsewhere);
    await expect(goOn(sweep)).rejects.toThrow(`${join(data, NAMES[0])} is missing`);
    // nothing is needed to look at it
    expect((await verifyFolder(sweep)).data.map(({ status }) => status)).toEqual(Array(4).fill('missing'));
    const { done, failures } = await resume(sweep, compileBuild, { ...surroundings(), data: elsewhere });
    expect([done, failures]).toEqual([2, []]);
    const { runs, data: found } = await verifyFolder(sweep);
    expect([runs.length, runs.every(({ isIntact }) => isIntact)]).toEqual([2, true]);
    expect(found.map(({ status }) => status)).toEqual(Array(4).fill('ok'));
    // nor to find that nothing is left to do
    rmSync(elsewhere, { recursive: true });
    expect(await goOn(sweep)).toMatchObject({ done: 0, skipped: 2 });
  });

  it('is taken over by whoever repeats the run or begins from it, and compared', async () => {
    const [data, run] = [files(), join(folder(), 'run')];
    await start(run, TEXTS, given(data));
    const again = repeatedRun(HETEROSYNAPTIC.schema, run, '--preset');
    const [text] = again?.inputs?.data ?? [];
    expect(text.text).toBe(data);
    expect(layerOfRun(HETEROSYNAPTIC, run, readRun(run)).inputs?.data).toEqual([text]);
    const { request } = await plan(TEXTS, { family: HETEROSYNAPTIC, inputFiles: { data: [text] } });
    expect(request.data?.[0].folder).toBe(data);
    writeFileSync(
      join(data, NAMES[3]),
      smallMnist(40, 20)[NAMES[3]].map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
    );
    const other = plan(TEXTS, { family: HETEROSYNAPTIC, inputFiles: { data: [text] } });
    await expect(other).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('is not what the run was made from'),
    });
  });

  it('that has moved since a run is missed by who repeats it, in a sentence that says what to do', async () => {
    const [data, run] = [files(), join(folder(), 'run')];
    await start(run, TEXTS, given(data));
    rmSync(data, { recursive: true });
    const inputFiles = { data: repeatedRun(HETEROSYNAPTIC.schema, run, '--preset')?.inputs?.data ?? [] };
    await expect(plan(TEXTS, { family: HETEROSYNAPTIC, inputFiles })).rejects.toMatchObject({
      code: 'E_CONFIG',
      next: 'The run had it there. Where it is now is said by --data PATH.',
    });
  });

  it('stands in the printed configuration by its absolute path', async () => {
    const data = files();
    expect(configurationOf(await planned(data)).inputs).toEqual({ data });
  });

  it('that is damaged, incomplete or not wanted is refused before anything is written', async () => {
    const data = files();
    expect(await refusal(data, { task: 'digits' })).toMatchObject({
      code: 'E_CONFIG',
      message: '--data has no effect with task = digits',
    });
    expect(await refusal(join(data, 'no'))).toMatchObject({
      message: `--data ${join(data, 'no')} is neither a file nor a folder: there is no such path`,
    });
    expect(await refusal(join(data, NAMES[0]))).toMatchObject({
      message: `--data ${join(data, NAMES[0])} is a file; task = mnist takes the folder that has ${NAMES.join(', ')}`,
    });
    expect(await refusal(data, { ...TEXTS, train_size: 33 })).toMatchObject({
      message: 'train_size + validation_size = 41 is more than the 40 training images of data',
    });
    expect(await refusal(data, { ...TEXTS, train_size: '24,33' })).toMatchObject({ code: 'E_CONFIG' });
    expect(await refusal(data, { ...TEXTS, test_size: 21 })).toMatchObject({
      message: 'test_size = 21 is more than the 20 test images of data',
    });
    expect(await refusal(data, { ...TEXTS, input_size: 784 })).toMatchObject({
      message: 'input_size = 784, and an image of data has 3 x 4 = 12 pixels',
    });
    writeFileSync(join(data, 'notes.txt'), '');
    rmSync(join(data, NAMES[1]));
    expect(await refusal(data)).toMatchObject({
      code: 'E_CONFIG',
      message: `--data ${data} lacks ${NAMES[1]}, also as .gz; there is notes.txt, ${[...NAMES.slice(2), NAMES[0]].join(', ')}`,
    });
    writeFileSync(join(data, `${NAMES[1]}.gz`), gzipSync(smallMnist()[NAMES[1]]).subarray(0, 30));
    expect(await refusal(data)).toMatchObject({
      code: 'E_CORRUPT',
      message: `${join(data, `${NAMES[1]}.gz`)}: it is broken: gzip says unexpected end of file`,
    });
    writeFileSync(join(data, `${NAMES[1]}.gz`), 'plain');
    expect(await refusal(data)).toMatchObject({
      message: `${join(data, `${NAMES[1]}.gz`)}: its name ends in .gz, and it is not compressed with gzip`,
    });
    writeFileSync(join(data, NAMES[1]), smallMnist()[NAMES[3]]);
    expect(await refusal(data)).toMatchObject({
      code: 'E_CORRUPT',
      message: `${join(data, NAMES[1])}: it has 20 labels for the 40 images of ${join(data, NAMES[0])}`,
    });
  });

  it('whose test images have another size than those of training is refused', async () => {
    const data = files();
    writeFileSync(join(data, NAMES[2]), idx([20, 2, 6], new Uint8Array(240)));
    expect(await refusal(data)).toMatchObject({
      code: 'E_CORRUPT',
      message: `${join(data, NAMES[2])}: its images have 2 x 6 pixels, those of training 3 x 4`,
    });
  });

  it('is missed where a task needs it, with the place where it is had', async () => {
    await expect(plan({ task: 'fmnist' }, { family: HETEROSYNAPTIC })).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: 'task = fmnist needs a data set: give it with --data',
      next: expect.stringContaining('dataset-fashion-mnist'),
    });
    const twice = plan(TEXTS, { family: HETEROSYNAPTIC, inputFiles: { data: ['a', 'b'] } });
    await expect(twice).rejects.toThrow('--data takes one path, not 2');
  });
});
