/** How much memory a whole process takes: `npm run test:statistics`, since the number is that of a quiet machine's engine and takes seconds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { startProgram } from './msm.js';

const folder = temporaryFolders();

/** A fiftieth of the 6.4 GB that the original takes for the same run; 40 MB are Node's own. */
const MOST_MB = 128;

it('a run of training as a person begins it stays within a fiftieth of the original', async () => {
  const cwd = folder();
  const hook = join(cwd, 'peak.cjs');
  writeFileSync(hook, "process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS));");
  const words = 'memorize --preset two-pairs --epochs 2 --seed 1 --quiet --out run'.split(' ');
  const { ended } = startProgram(cwd, { words: [], env: { NODE_OPTIONS: `--require ${hook}` } }, ...words);
  const { status, stderr } = await ended;
  expect(status, stderr).toBe(0);
  const megabytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024;
  expect(megabytes).toBeGreaterThan(40);
  expect(megabytes).toBeLessThan(MOST_MB);
});
