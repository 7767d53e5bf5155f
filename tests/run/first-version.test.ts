/**
 * Folders as version 0.1 wrote them, kept as they are in `folders-0.1`: a finished run with a given array, one with tables as CSV, one that
 * diverged, one that was interrupted. They have no checksum in run.json, and no hash of it in the manifest.
 */

import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.js';
import { compileBuild } from '../../src/host/builds.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';
import { readRun } from '../../src/run/run-record.js';
import { resumeRun } from '../../src/run/session.js';
import { showRun } from '../../src/run/show.js';
import { verifyAnyRun } from '../../src/run/verify.js';
import { flipBit } from './edits.js';
import { temporaryFolders } from './folders.js';
import { surroundings } from './harness.js';

const KEPT = fileURLToPath(new URL('folders-0.1', import.meta.url));

describe('a folder of version 0.1', () => {
  const folder = temporaryFolders();
  const copy = (name: string): string => {
    const place = join(folder(), name);
    cpSync(join(KEPT, name), place, { recursive: true });
    return place;
  };

  it.each([
    ['done', 'done', ['inputs/sigma0.arrow', 'state.arrow', 'timeseries.parquet'], undefined],
    ['csv', 'done', ['state.arrow', 'timeseries.csv', 'timeseries.csv.json'], undefined],
    ['diverged', 'failed', ['timeseries.parquet'], 'failed at step 4 of 3000'],
  ])('that holds a run (%s) is shown and verified', async (name, status, files, unfinished) => {
    const place = copy(name);
    expect(await showRun(place)).toMatchObject({ run: { format: 1, status } });
    const verified = await verifyAnyRun(place);
    expect(verified).toMatchObject({ isIntact: true, isIdentityRight: true });
    expect(verified.files).toEqual(files.map((path) => ({ path, status: 'ok' })));
    expect(verified.unfinished).toBe(unfinished);
    flipBit(join(place, files[files.length - 1]));
    expect(await verifyAnyRun(place)).toMatchObject({ isIntact: false });
  });

  it('that holds a finished run is collected, and resume says that nothing is to be done', async () => {
    const place = copy('done');
    const { runs } = await collect(NODE_DISK, { sources: [place], out: join(folder(), 'tables') });
    expect(runs).toBe(1);
    expect(await resumeRun(place, compileBuild, surroundings())).toBeUndefined();
  });

  it('that holds an interrupted run is shown, and refused with a sentence where its work would have to be believed', async () => {
    const place = copy('interrupted');
    expect(await showRun(place)).toMatchObject({ run: { status: 'interrupted', step: 908440 }, tables: [] });
    const { files, isIntact } = await verifyAnyRun(place);
    expect([isIntact, files]).toEqual([false, [{ path: 'checkpoint/step-000000000908440.ckpt', status: 'changed' }]]);
    const { kernelSha256 } = readRun(place);
    const kernels = (hash: string) => () => ({ ...compileBuild(HEBBIAN_MODULE, 'strict'), hash });
    await expect(resumeRun(place, kernels(kernelSha256), surroundings())).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('it is of an earlier version, of which the chunks cannot be checked'),
      next: `Do the whole run again with: msm resume ${place} --from-start`,
    });
    await expect(resumeRun(place, kernels('0'.repeat(64)), surroundings())).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining('was begun with other kernels'),
    });
  });

  it('is not what a newer one becomes if its checksums are taken away', async () => {
    const place = copy('done');
    const path = join(place, 'run.json');
    const run = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...run, format: 2 }));
    expect(() => readRun(place)).toThrow('it must be');
    writeFileSync(path, JSON.stringify({ ...run, checksum: '0'.repeat(64) }));
    expect(() => readRun(place)).toThrow('checksum is "000');
    expect(readdirSync(place)).toHaveLength(6);
  });
});
