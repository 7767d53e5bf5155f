import { readFileSync, statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const MEMORY = '/dev/shm';
const ROOM_BYTES = 2 ** 31;

/**
 * Where tests make their folders: in memory, unless another place was said or there is none with room in which programs may be started. A
 * run waits for the disk after each of its files, which is half of the time of a short one; that it asks for that is tested by its calls.
 */
function temporaryFolder(): { readonly TMPDIR?: string } {
  if (process.env.TMPDIR !== undefined) return {};
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    const [, , , options] = mounts.map((line) => line.split(' ')).find(([, place]) => place === MEMORY) ?? [];
    const isFit = options !== undefined && !options.split(',').includes('noexec') && bavail * bsize > ROOM_BYTES;
    return isFit ? { TMPDIR: MEMORY } : {};
  } catch {
    // not Linux, or hidden from this process
    return {};
  }
}

const EVERYTHING = 'tests/**/*.test.ts';

/**
 * Tests of functions that keep nothing between calls: they share a process, and modules are loaded once. It takes a third of a second to
 * start one for each of these 250 files, longer than most of them.
 */
const SHARED = 'tests/{analysis,config,dataset,engine,figure,input,method,model,page,table,train}/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'shared', include: [SHARED], isolate: false } },
      { extends: true, test: { name: 'isolated', include: [EVERYTHING], exclude: [SHARED] } },
    ],
    env: temporaryFolder(),
    disableConsoleIntercept: true,
    // a focused test hides the others: in CI it is an error
    allowOnly: process.env.CI === undefined,
    // the default leaves a core idle, which is half of a machine with two
    maxWorkers: '100%',
    // generous: a busy machine must not fail a test that a quiet one does in seconds
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
