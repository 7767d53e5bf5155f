/** Given arrays are kept once a sweep; its runs refer to them, and say what they lack where they stand alone. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.js';
import { type DiskOperations, NODE_DISK } from '../../src/host/disk.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { RATE } from '../../src/model/rate/model.js';
import { layerOfRun } from '../../src/run/from-run.js';
import { sealedText } from '../../src/run/json-file.js';
import { readManifest } from '../../src/run/manifest.js';
import { repeatedRun } from '../../src/run/repeated-run.js';
import { readRun } from '../../src/run/run-record.js';
import { showRun } from '../../src/run/show.js';
import { verifyAnyRun } from '../../src/run/verify.js';
import { simulateAgain } from '../../src/simulate/simulate.js';
import { readSweepRecord } from '../../src/sweep/tasks/record.js';
import { verifyFolder } from '../../src/sweep/tasks/verify.js';
import { editJson, flipBit, forgeRun } from '../run/edits.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes, filesBelow, goOn, hashOf, plan, start, surroundings } from '../run/harness.js';

const TEXTS = { K: 2, T: 40, u: '1,2' };

describe('the given arrays of a sweep', () => {
  const folder = temporaryFolders();

  /** A file with two patterns of four nodes. */
  function patterns(): string {
    const path = join(folder(), 'a.csv');
    writeFileSync(path, '1,-1,1,1\n-1,-1,1,-1\n');
    return path;
  }
  const runsOf = (sweep: string): readonly string[] =>
    readdirSync(join(sweep, 'runs'))
      .sort()
      .map((name) => join(sweep, 'runs', name));
  async function sweepOf(source = patterns()): Promise<string> {
    const sweep = join(folder(), 'sweep');
    await start(sweep, TEXTS, { inputFiles: { patterns: source } });
    return sweep;
  }
  /** A sweep of which the first run was stopped, and the folder of that. */
  async function stopped(source = patterns()): Promise<{ readonly sweep: string; readonly run: string }> {
    const sweep = join(folder(), 'cut');
    const session = start(sweep, TEXTS, { inputFiles: { patterns: source } }, { spans: 2 });
    await expect(session).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    return { sweep, run: runsOf(sweep)[0] };
  }
  /** The run by itself, in another place. */
  function alone(run: string): string {
    const place = join(folder(), 'alone');
    cpSync(run, place, { recursive: true });
    return place;
  }
  const KEPT = 'inputs/patterns.arrow';
  /** What a run says that was moved away from its sweep: the array, the file with its hash, where it stood and where it came from. */
  function lack(sweep: string, source: string): RegExp {
    const hash = hashOf(readFileSync(join(sweep, KEPT)));
    const { sha256 } = readRun(runsOf(sweep)[0]).inputs[0];
    return new RegExp(
      `it lacks the given array patterns \\(2 x 4, SHA-256 ${sha256}\\), in a file with SHA-256 ${hash} that stood in the sweep as ${KEPT}; it was read from ${source}`,
    );
  }

  it('are one file, to which every run refers by its hash', async () => {
    const sweep = await sweepOf();
    expect(filesBelow(sweep).filter((path) => path.includes('inputs'))).toEqual([KEPT]);
    const bytes = readFileSync(join(sweep, KEPT));
    for (const run of runsOf(sweep)) {
      expect(readRun(run).inputs[0].kept).toEqual({ path: KEPT, bytes: bytes.length, sha256: hashOf(bytes) });
      expect(readManifest(run).files.map(({ path }) => path)).toEqual(['state.arrow', 'timeseries.parquet']);
      expect((await verifyAnyRun(run)).files).toContainEqual({ path: `../../${KEPT}`, status: 'ok' });
    }
  });

  it('are one file for twenty runs, which take less than that together', async () => {
    const [sweep, source] = [join(folder(), 'many'), join(folder(), 'wide.csv')];
    const row = (sign: number): string => Array.from({ length: 400 }, (_, i) => (i % 3 === 0 ? -sign : sign)).join();
    writeFileSync(source, `${row(1)}\n${row(-1)}\n`);
    await start(sweep, { K: 2, T: 2 }, { inputFiles: { patterns: source }, replicas: 20 });
    expect(runsOf(sweep)).toHaveLength(20);
    const files = filesBelow(sweep).filter((path) => path.endsWith('.arrow') && !path.endsWith('state.arrow'));
    expect(files).toEqual([KEPT]);
    expect(new Set(runsOf(sweep).map((run) => readRun(run).inputs[0].kept?.path))).toEqual(new Set([KEPT]));
  });

  it('are written again where a process was killed between them and sweep.json', async () => {
    const source = patterns();
    const sweep = await sweepOf(source);
    // what it leaves: arrays that sweep.json does not name, whole and unfinished, and perhaps of another request than the next
    const place = join(sweep, 'requests', '1', 'inputs');
    mkdirSync(place, { recursive: true });
    for (const name of ['patterns-0.arrow', 'patterns-1.arrow', '.patterns-1.arrow.1.tmp'])
      writeFileSync(join(place, name), 'of another request');
    expect((await verifyFolder(sweep)).runs).toMatchObject([{ isIntact: true }, { isIntact: true }]);
    const other = join(folder(), 'b.csv');
    writeFileSync(other, '1,1,-1,1\n-1,1,1,-1\n');
    await simulateAgain(await plan(TEXTS, { inputFiles: { patterns: [source, other] } }), sweep, surroundings());
    expect(readSweepRecord(sweep).requests[1].inputs?.map(({ path }) => path)).toEqual([
      KEPT,
      'requests/1/inputs/patterns-1.arrow',
    ]);
    for (const run of runsOf(sweep)) expect(await verifyAnyRun(run)).toMatchObject({ isIntact: true });
  });

  it('without sweep.json make no sweep', async () => {
    const [sweep, source] = [join(folder(), 'torn'), patterns()];
    const disk: DiskOperations = {
      ...NODE_DISK,
      rename: (from, to) => {
        if (to.endsWith('sweep.json')) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
        NODE_DISK.rename(from, to);
      },
    };
    await expect(start(sweep, TEXTS, { inputFiles: { patterns: source } }, { disk })).rejects.toMatchObject({
      code: 'E_IO',
    });
    expect(existsSync(join(sweep, 'sweep.json'))).toBe(false);
    expect(existsSync(join(sweep, 'runs'))).toBe(false);
  });

  it('are copied into the folder of a run by itself', async () => {
    const run = join(folder(), 'single');
    await start(run, { ...TEXTS, u: 1 }, { inputFiles: { patterns: patterns() } });
    expect(readRun(run).inputs[0].kept).toBeUndefined();
    expect(readManifest(run).files.map(({ path }) => path)).toContain(KEPT);
  });

  it('are found when the sweep is moved as a whole', async () => {
    const source = patterns();
    const [whole, { sweep }] = [await sweepOf(source), await stopped(source)];
    const moved = join(folder(), 'far', 'away');
    mkdirSync(dirname(moved), { recursive: true });
    renameSync(sweep, moved);
    rmSync(source);
    await goOn(moved);
    expect(dataHashes(moved)).toEqual(dataHashes(whole));
    const [run] = runsOf(moved);
    expect(await verifyAnyRun(run)).toMatchObject({ isIntact: true });
    expect((await showRun(run)).lacks).toEqual([]);
    expect(repeatedRun(HEBBIAN.schema, run, '--preset')?.inputs).toEqual({
      patterns: [{ text: join(moved, KEPT), sha256: readRun(run).inputs[0].sha256 }],
    });
  });

  it('are found from a folder that is named by a link or as the folder where the program is', async () => {
    const [run] = runsOf(await sweepOf());
    const link = join(folder(), 'link');
    symlinkSync(run, link);
    expect(await verifyAnyRun(link)).toMatchObject({ isIntact: true });
    const before = process.cwd();
    process.chdir(run);
    try {
      expect(await verifyAnyRun('.')).toMatchObject({ isIntact: true });
      expect((await goOn('.')).skipped).toBe(1);
    } finally {
      process.chdir(before);
    }
  });

  it('are told of by name, hash and place where a finished run stands alone', async () => {
    const source = patterns();
    const sweep = await sweepOf(source);
    const run = alone(runsOf(sweep)[0]);
    const reason = expect.stringMatching(lack(sweep, source));
    const { isIntact, files } = await verifyAnyRun(run);
    expect(isIntact).toBe(false);
    expect(files).toContainEqual({ path: `../../${KEPT}`, status: 'missing', reason });
    expect((await showRun(run)).lacks).toEqual([reason]);
    const refusal = { code: 'E_CORRUPT', message: reason, next: expect.stringContaining(join(run, KEPT)) };
    await expect(goOn(run)).rejects.toMatchObject(refusal);
    expect(() => repeatedRun(HEBBIAN.schema, run, '--preset')).toThrow(expect.objectContaining(refusal));
    // its results need no arrays
    expect((await collect(NODE_DISK, { sources: [run], out: join(folder(), 'out') })).runs).toBe(1);
  });

  it('are told of where an unfinished run stands alone, and can be put into its own folder instead', async () => {
    const source = patterns();
    const [whole, { sweep, run }] = [await sweepOf(source), await stopped(source)];
    const single = alone(run);
    const reason = expect.stringMatching(lack(sweep, source));
    await expect(goOn(single)).rejects.toMatchObject({ code: 'E_CORRUPT', message: reason });
    expect(await verifyAnyRun(single)).toMatchObject({ isIntact: false });
    mkdirSync(join(single, 'inputs'));
    cpSync(join(sweep, KEPT), join(single, KEPT));
    expect((await verifyAnyRun(single)).files).toContainEqual({ path: KEPT, status: 'ok' });
    await goOn(single);
    const { [KEPT]: own, ...results } = dataHashes(single);
    expect(own).toBe(hashOf(readFileSync(join(sweep, KEPT))));
    expect(results).toEqual(dataHashes(runsOf(whole)[0]));
  });

  it('are needed to begin from a run that stands alone only where they are what it gives', async () => {
    const current = join(folder(), 'current.csv');
    writeFileSync(current, '0.1\n0.2\n0.3\n');
    const sweep = join(folder(), 'rate');
    const texts = { N: 3, trials: 1, T: 100, exponents: 0, g: '1,2' };
    await start(sweep, texts, { family: RATE, inputFiles: { current } });
    const run = alone(runsOf(sweep)[0]);
    const layerOf = (place: string) => layerOfRun(RATE, place, readRun(place));
    expect(layerOf(runsOf(sweep)[0]).inputs?.current).toEqual([{ text: join(sweep, 'inputs/current.arrow') }]);
    expect(() => layerOf(run)).toThrow(/it lacks the given array current/);
    const initial = join(runsOf(sweep)[0], 'state.arrow');
    const other = join(folder(), 'other');
    await start(other, texts, { family: RATE, inputFiles: { initial } });
    expect(Object.keys(layerOf(alone(runsOf(other)[0])).inputs ?? {})).toContain('initial');
  });

  it.each([
    [
      'changed',
      (sweep: string) => flipBit(join(sweep, KEPT)),
      'changed',
      'it is not the array that the sweep was made with',
    ],
    ['gone', (sweep: string) => rmSync(join(sweep, KEPT)), 'missing', 'it is missing'],
  ])('that are %s are named by each run', async (_, damage, status, why) => {
    const { sweep, run } = await stopped();
    damage(sweep);
    expect((await verifyAnyRun(run)).files).toContainEqual(expect.objectContaining({ path: `../../${KEPT}`, status }));
    await expect(goOn(run)).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: `${join(sweep, KEPT)} is damaged: ${why}`,
    });
    await expect(verifyFolder(sweep)).rejects.toMatchObject({ code: 'E_CORRUPT' });
  });

  it.each([KEPT, 'inputs'])('are not read through a link in the place of %s', async (path) => {
    const { sweep, run } = await stopped();
    const outside = join(folder(), 'outside');
    renameSync(join(sweep, path), outside);
    symlinkSync(outside, join(sweep, path));
    const refusal = { code: 'E_CORRUPT', message: expect.stringContaining(join(sweep, path)) };
    await expect(goOn(run)).rejects.toMatchObject(refusal);
    await expect(verifyAnyRun(run)).rejects.toMatchObject(refusal);
    expect(() => repeatedRun(HEBBIAN.schema, run, '--preset')).toThrow(expect.objectContaining(refusal));
  });

  it.each(['../../../outside.arrow', 'inputs/../../x.arrow', '/etc/passwd', 'requests/1/../x.arrow'])(
    'are not looked for at %s',
    async (path) => {
      const { run } = await stopped();
      await forgeRun(run, (content) => {
        const [input] = content.inputs as { kept: { path: string } }[];
        input.kept.path = path;
      });
      await expect(verifyAnyRun(run)).rejects.toMatchObject({ code: 'E_CORRUPT' });
    },
  );

  it('stand in the folder of each run of an older version, which is gone on with all the same', async () => {
    const source = patterns();
    const [whole, { sweep, run }] = [await sweepOf(source), await stopped(source)];
    mkdirSync(join(run, 'inputs'));
    cpSync(join(sweep, KEPT), join(run, KEPT));
    // as 0.2 wrote them
    const { checksum: _, ...stored } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    for (const input of stored.inputs) delete input.kept;
    writeFileSync(join(run, 'run.json'), sealedText({ ...stored, format: 2 }));
    const { checksum: __, ...record } = JSON.parse(readFileSync(join(sweep, 'sweep.json'), 'utf8'));
    for (const input of record.requests[0].inputs) delete input.name;
    writeFileSync(join(sweep, 'sweep.json'), sealedText({ ...record, format: 3 }));
    expect(await verifyAnyRun(run)).toMatchObject({ isIntact: true });
    await goOn(sweep);
    const [first, second] = runsOf(sweep);
    expect(readManifest(first).files.map(({ path }) => path)).toContain(KEPT);
    expect(existsSync(join(second, 'inputs'))).toBe(false);
    const {
      [`runs/${first.slice(-14)}/${KEPT}`]: own,
      [`runs/${first.slice(-14)}/manifest.json`]: _m,
      ...rest
    } = dataHashes(sweep);
    const { [`runs/${first.slice(-14)}/manifest.json`]: _n, 'sweep.json': _s, ...wanted } = dataHashes(whole);
    expect(own).toBe(hashOf(readFileSync(join(sweep, KEPT))));
    expect({ ...rest, 'sweep.json': undefined, 'results.parquet': '' }).toEqual({
      ...wanted,
      'sweep.json': undefined,
      'results.parquet': '',
    });
    // and a later request names the arrays of both
    await simulateAgain(
      await plan({ ...TEXTS, u: '1,2,3' }, { inputFiles: { patterns: source } }),
      sweep,
      surroundings(),
    );
    expect(readSweepRecord(sweep).requests.map(({ inputs }) => inputs?.map(({ path }) => path))).toEqual([
      [KEPT],
      [KEPT],
    ]);
    expect(existsSync(join(sweep, 'requests'))).toBe(false);
  });

  it('are refused where sweep.json does not name one of them', async () => {
    const sweep = await sweepOf();
    const { checksum: _, ...record } = JSON.parse(readFileSync(join(sweep, 'sweep.json'), 'utf8'));
    record.requests[0].inputs[0].name = 'another';
    writeFileSync(join(sweep, 'sweep.json'), sealedText(record));
    await expect(goOn(sweep)).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('it does not name the copy patterns'),
    });
    editJson(join(sweep, 'sweep.json'), (content) => Object.assign(content, { format: 7 }));
    await expect(goOn(sweep)).rejects.toThrow('has format 7, this version reads 2, 3, 4, 5 and 6');
  });
});
