/** A disk that is really full: a small file system in memory, which only root can make. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { assertReadable, dataHashes, start } from '../run/harness.js';
import { msm } from './msm.js';

const TEXTS = { N: 64, K: 3, T: 12_000, u: 1 };
const RECORD = ['distance', 'sigma'];
const ARGUMENTS = ['simulate', '--N', '64', '--K', '3', '--T', '12000', '--u', '1', '--record', RECORD.join()];
/** The three chunks of states take 0.7 MB and the table that they become as much again: too much for the small one, always. */
const [SMALL, LARGE] = ['size=1400k', 'size=64m'];

describe('a full disk', () => {
  const folder = temporaryFolders();
  const mounted: string[] = [];

  afterEach(() => {
    for (const place of mounted.splice(0)) spawnSync('umount', [place]);
  });

  it('is one sentence with exit status 74, and the run completes when there is room', async (context) => {
    const disk = join(folder(), 'disk');
    mkdirSync(disk);
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', SMALL, 'tmpfs', disk], { encoding: 'utf8' });
    if (status !== 0) {
      console.log(`full disk: not tested, no file system can be mounted here: ${stderr?.trim() || 'no mount program'}`);
      context.skip();
    }
    mounted.push(disk);
    const straight = join(folder(), 'run');
    await start(straight, TEXTS, { record: { record: RECORD } });

    const full = await msm(disk, ...ARGUMENTS, '--out', 'run');
    expect(full).toMatchObject({ status: 74, stdout: '' });
    expect(full.stderr).toMatch(/^E_IO: cannot write run\/\S+: the disk is full\n.*msm resume run\n$/);
    await assertReadable(join(disk, 'run'));
    expect(await msm(disk, 'resume', 'run')).toMatchObject({ status: 74 });

    execFileSync('mount', ['-o', `remount,${LARGE}`, disk]);
    expect(await msm(disk, 'resume', 'run')).toMatchObject({ status: 0 });
    expect(dataHashes(join(disk, 'run'))).toEqual(dataHashes(straight));
    expect(JSON.parse(readFileSync(join(disk, 'run', 'run.json'), 'utf8'))).toMatchObject({ status: 'done' });
  });

  it('that is full before the start leaves no folder', async (context) => {
    const disk = join(folder(), 'disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', disk]).status !== 0) context.skip();
    mounted.push(disk);
    spawnSync('sh', ['-c', 'cat /dev/zero > filler'], { cwd: disk });
    const full = await msm(disk, ...ARGUMENTS, '--out', 'run');
    expect(full).toMatchObject({ status: 74, stdout: '' });
    expect(full.stderr).toMatch(/^E_IO: .*the disk is full\nFree some space and start it again\.\n$/);
    expect(spawnSync('ls', ['-A'], { cwd: disk, encoding: 'utf8' }).stdout).toBe('filler\n');
  });
});
