import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFacts } from '../../src/run/facts.js';
import { showRun } from '../../src/run/show.js';
import { verifyAnyRun, verifyRun } from '../../src/run/verify.js';
import { type Edit, editJson, flipBit, forgeRun } from './edits.js';
import { temporaryFolders } from './folders.js';
import { goOn, HASTY_MS, start, type Texts } from './harness.js';

const TEXTS: Texts = { N: 13, K: 2, T: 50 };

describe('the manifest', () => {
  const folder = temporaryFolders();

  async function finished(): Promise<string> {
    const place = join(folder(), 'run');
    await start(place, TEXTS, { seed: 3 });
    return place;
  }

  it('names every data file, sorted, and finds a fresh run intact', async () => {
    const { files, isIntact, isIdentityRight } = verifyRun(await finished());
    expect(files).toEqual([
      { path: 'state.arrow', status: 'ok' },
      { path: 'timeseries.parquet', status: 'ok' },
    ]);
    expect([isIntact, isIdentityRight]).toEqual([true, true]);
  });

  it('has nothing to say of a whole run, and nothing of one that is not finished', async () => {
    expect((await showRun(await finished())).problems).toEqual([]);
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, {}, { spans: 1 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    expect((await showRun(place)).problems).toEqual([]);
  });

  it('shows one changed bit', async () => {
    const place = await finished();
    const path = join(place, 'timeseries.parquet');
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(path, bytes);
    const { files, isIntact } = verifyRun(place);
    expect(files[1]).toEqual({ path: 'timeseries.parquet', status: 'changed' });
    expect(isIntact).toBe(false);
  });

  it('shows a file that was cut and one that is missing', async () => {
    const place = await finished();
    const path = join(place, 'timeseries.parquet');
    writeFileSync(path, readFileSync(path).subarray(0, -1));
    rmSync(join(place, 'state.arrow'));
    expect(verifyRun(place).files.map(({ status }) => status)).toEqual(['missing', 'changed']);
    const bytes = readFileSync(path).length;
    const shown = await showRun(place);
    expect([shown.tables, shown.problems]).toEqual([
      [],
      [
        { path: 'state.arrow', reason: 'is missing' },
        { path: 'timeseries.parquet', reason: `has ${bytes} bytes and had ${bytes + 1}` },
      ],
    ]);
    const verify = `; look at all of it with: msm verify ${place}`;
    expect(runFacts(shown).filter(([label]) => label === 'damaged')).toEqual([
      ['damaged', `state.arrow is missing${verify}`],
      ['damaged', `timeseries.parquet has ${bytes} bytes and had ${bytes + 1}${verify}`],
    ]);
    rmSync(path);
    writeFileSync(join(place, 'manifest.json'), '{');
    expect((await showRun(place)).problems).toEqual([{ path: 'manifest.json', reason: 'is damaged' }]);
    rmSync(join(place, 'manifest.json'));
    expect((await showRun(place)).problems).toEqual([{ path: 'manifest.json', reason: 'is missing' }]);
  });

  it.each<[string, Edit]>([
    ['parameters', (run) => Object.assign(run.parameters as object, { tau_J: 10 })],
    ['seed', (run) => Object.assign(run, { seed: 4 })],
    ['identity', (run) => Object.assign(run, { identity: '0'.repeat(64) })],
    [
      'inputs',
      (run) => Object.assign(run, { inputs: [{ key: 'sigma0', source: 'a', shape: [13], sha256: '0'.repeat(64) }] }),
    ],
  ])('shows that the %s of run.json were edited, also with the right checksum', async (_, edit) => {
    const place = await finished();
    await forgeRun(place, edit);
    expect(verifyRun(place)).toMatchObject({ isIdentityRight: false, isIntact: false });
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CORRUPT', place: join(place, 'run.json') });
  });

  it.each<[string, Edit]>([
    ['summary', ({ summary }) => Object.assign((summary as object[])[1], { value: 0 })],
    ['replica', (run) => Object.assign(run, { replica: 1 })],
    ['steps', (run) => Object.assign(run, { step: 49, steps: 49 })],
    ['record', ({ record }) => Object.assign(record as object, { from: 1 })],
    ['output', ({ output }) => Object.assign(output as object, { parquet: 'compatible' })],
    ['build', (run) => Object.assign(run, { build: 'fast' })],
    ['manifest', (run) => Object.assign(run, { manifestSha256: '0'.repeat(64) })],
  ])('shows that the %s of run.json were edited, also with the right checksum', async (_, edit) => {
    const place = await finished();
    await forgeRun(place, edit);
    expect(verifyRun(place)).toMatchObject({ isIdentityRight: true, isIntact: false, runProblem: expect.any(String) });
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CORRUPT', place: join(place, 'run.json') });
  });

  it('does not mind when and where the run was made', async () => {
    const place = await finished();
    await forgeRun(place, (run) => Object.assign(run, { started: '2001-01-01T00:00:00.000Z', wallMs: 5, sessions: 3 }));
    expect(verifyRun(place)).toMatchObject({ isIntact: true });
  });

  it('of which a file was taken out is not the one that run.json names', async () => {
    const place = await finished();
    editJson(join(place, 'manifest.json'), (manifest) => (manifest.files as object[]).pop());
    expect(verifyRun(place)).toMatchObject({
      isIntact: false,
      runProblem: 'manifest.json is not the one that run.json names',
    });
  });

  it('of a finished run is held against its files before resume says that nothing is to be done', async () => {
    const place = await finished();
    flipBit(join(place, 'state.arrow'));
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CORRUPT',
      place: join(place, 'state.arrow'),
      next: `Do the whole run again with: msm resume ${place} --from-start`,
    });
  });

  it('of a run that diverged covers the steps before', async () => {
    const place = join(folder(), 'run');
    const texts = { N: 8, K: 2, model_class: 'memory-matrix', mode: 'faithful', u: 1, tau_J: 100 };
    await expect(start(place, texts, {}, { tick: () => HASTY_MS })).rejects.toMatchObject({ code: 'E_DIVERGED' });
    const { files, isIntact, unfinished } = await verifyAnyRun(place);
    expect([isIntact, unfinished]).toEqual([true, expect.stringMatching(/^failed at step \d+ of /)]);
    expect(files.map(({ path }) => path)).toEqual(['timeseries.parquet']);
    flipBit(join(place, 'timeseries.parquet'));
    expect(await verifyAnyRun(place)).toMatchObject({ isIntact: false });
  });

  it('does not exist before the end', async () => {
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, {}, { spans: 1 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    expect(() => verifyRun(place)).toThrow(expect.objectContaining({ code: 'E_CONFIG' }));
  });

  it.each([
    ['no JSON', '{"format": 1,'],
    ['of a version to come', '{"format": 9}'],
    ['without anything else', '{"format": 2}'],
    ['without its files', '{"format": 1, "identity": "a"}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('that is %s is refused as damaged, as run.json is', async (_, text) => {
    const place = await finished();
    writeFileSync(join(place, 'manifest.json'), text);
    expect(() => verifyRun(place)).toThrow(expect.objectContaining({ code: 'E_CORRUPT' }));
    writeFileSync(join(place, 'run.json'), text);
    expect(() => verifyRun(place)).toThrow(expect.objectContaining({ code: 'E_CORRUPT' }));
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CORRUPT' });
  });

  it('keeps a run from going on with edited parameters', async () => {
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, {}, { spans: 1 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    await forgeRun(place, (run) => Object.assign(run.parameters as object, { tau_J: 10 }));
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('run.json'),
    });
  });
});
