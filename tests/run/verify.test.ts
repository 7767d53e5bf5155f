import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyRun } from '../../src/run/verify.js';
import { temporaryFolders } from './folders.js';
import { goOn, start, type Texts } from './harness.js';

const TEXTS: Texts = { N: 13, K: 2, T: 50 };

describe('the manifest', () => {
  const folder = temporaryFolders();

  async function finished(): Promise<string> {
    const place = join(folder(), 'run');
    await start(place, TEXTS, { seed: 3 });
    return place;
  }

  function editRun(place: string, edit: (run: { [key: string]: unknown }) => void): void {
    const run = JSON.parse(readFileSync(join(place, 'run.json'), 'utf8'));
    edit(run);
    writeFileSync(join(place, 'run.json'), JSON.stringify(run));
  }

  it('names every data file, sorted, and finds a fresh run intact', async () => {
    const { files, isIntact, isIdentityRight } = verifyRun(await finished());
    expect(files).toEqual([
      { path: 'state.arrow', status: 'ok' },
      { path: 'timeseries.parquet', status: 'ok' },
    ]);
    expect([isIntact, isIdentityRight]).toEqual([true, true]);
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
  });

  it.each<[string, (run: { [key: string]: unknown }) => void]>([
    ['parameters', (run) => Object.assign(run.parameters as object, { tau_J: 10 })],
    ['seed', (run) => Object.assign(run, { seed: 4 })],
    ['identity', (run) => Object.assign(run, { identity: '0'.repeat(64) })],
    ['inputs', (run) => Object.assign(run, { inputs: [{ key: 'sigma0', sha256: '0' }] })],
  ])('shows that the %s of run.json were edited', async (_, edit) => {
    const place = await finished();
    editRun(place, edit);
    expect(verifyRun(place)).toMatchObject({ isIdentityRight: false, isIntact: false });
  });

  it('does not exist before the end', async () => {
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, {}, { spans: 1 })).rejects.toThrow();
    expect(() => verifyRun(place)).toThrow(expect.objectContaining({ code: 'E_CONFIG' }));
  });

  it.each([
    ['no JSON', '{"format": 1,'],
    ['of a version to come', '{"format": 2}'],
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
    editRun(place, (run) => Object.assign(run.parameters as object, { tau_J: 10 }));
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('run.json'),
    });
  });
});
