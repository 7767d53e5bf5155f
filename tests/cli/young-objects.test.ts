/** Training makes few young objects, and gets little room for them: a quarter of the memory of a small run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { startProgram } from './msm.js';

const folder = temporaryFolders();

/** Whether the program has what it starts keep that room small. */
async function isSmall(...words: readonly string[]): Promise<boolean> {
  const cwd = folder();
  // nothing of a run but its family: to go on with it fails, after the program began
  for (const family of ['spiking', 'cards', 'heterosynaptic', 'hebbian']) {
    mkdirSync(join(cwd, family));
    writeFileSync(join(cwd, family, 'run.json'), JSON.stringify({ family }));
  }
  mkdirSync(join(cwd, 'sweep'));
  const request = { family: 'spiking' };
  writeFileSync(join(cwd, 'sweep', 'sweep.json'), JSON.stringify({ requests: [{ request }] }, null, 2));
  const hook = join(cwd, 'options.cjs');
  writeFileSync(hook, "process.on('exit', () => console.error('options', process.env.NODE_OPTIONS));");
  const { ended } = startProgram(cwd, { words: [], env: { NODE_OPTIONS: `--require ${hook}` } }, ...words);
  const [, options] = /^options (.*)$/m.exec((await ended).stderr) ?? [];
  expect(options).toContain(hook);
  return options.startsWith('--max-semi-space-size=1 ');
}

it.each([
  [['resume', 'spiking'], true],
  [['resume', 'cards', '--quiet'], true],
  [['resume', '--quiet', 'heterosynaptic'], true],
  [['resume', 'sweep'], true],
  [['resume', 'hebbian'], false],
  [['verify', 'spiking'], false],
])('is small where networks are trained: %j, %j', async (words, small) => {
  expect(await isSmall(...words)).toBe(small);
});
