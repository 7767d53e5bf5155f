import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { msm } from './msm.js';

describe('msm export', () => {
  const folder = temporaryFolders();

  it('writes the curves of a run, says where, and how to look at them', async () => {
    const cwd = folder();
    await msm(cwd, 'simulate', '--N', '12', '--T', '5', '--out', 'run', '--quiet');
    const { status, stdout } = await msm(cwd, 'export', 'run', '--tensorboard', 'curves');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^run +curves\/run\/events\.out\.tfevents\.\d+\.msm +\d+ curves +\d+ points\n/);
    expect(stdout).toContain('look at them with: tensorboard --logdir curves');
    expect(readdirSync(join(cwd, 'curves'))).toEqual(['run']);
  });

  it.each([
    [['run'], 'msm export needs to know what for\nGive --tensorboard DIR.'],
    [['none', '--tensorboard', 'x'], 'none does not exist'],
  ])('refuses %j', async (words, message) => {
    const cwd = folder();
    const { status, stderr } = await msm(cwd, 'export', ...words);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(join(cwd, 'x'))).toBe(false);
  });
});
