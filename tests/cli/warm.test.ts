/** The program that is kept running for tests must not differ from one that is started for each line. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { launch, msm } from './msm.js';

const LINES: readonly (readonly string[])[] = [
  ['simulate', '--help'],
  ['simulate', '--N', '12', '--T', '40', '--K', '2,3', '--out', 'sweep', '--quiet', '--workers', '2'],
  ['simulate', '--N', '12', '--tau-j', '3'],
  ['collect', 'sweep', '--json'],
  ['collect', 'nothing'],
  ['status', 'sweep'],
  ['simulat'],
  ['presets', '--json'],
  ['verify', 'sweep', '--quiet'],
  ['presets'],
  ['show'],
  ['--help'],
  ['memorize', '--help'],
];

describe('the program kept running', () => {
  const folder = temporaryFolders();

  it('says and writes what a process of its own does, line by line in another folder', async () => {
    const root = folder();
    const [warm, cold] = ['warm', 'cold'].map((name) => join(root, name));
    for (const place of [warm, cold]) mkdirSync(place);
    for (const words of LINES) {
      const { stdout, stderr, status, signal } = await launch(cold, ...words).ended;
      expect(await msm(warm, ...words), words.join(' ')).toEqual({ stdout, stderr, status, signal });
    }
    expect(dataHashes(warm)).toEqual(dataHashes(cold));
  });

  it('gives lines at once processes of their own', async () => {
    const cwd = folder();
    const outcomes = await Promise.all(['--help', 'none'].map((word) => msm(cwd, word)));
    expect(outcomes.map(({ status }) => status)).toEqual([0, 2]);
    expect(outcomes[1].stderr).toContain('none is not a command of msm');
  });
});
