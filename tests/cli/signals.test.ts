/** Signals, kill -9 and two processes at once, with the real program. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { assertReadable, dataHashes, filesBelow, randomFrom, start } from '../run/harness.js';
import { launch, logOf, msm, namesIn, waitUntil } from './msm.js';

/** Of the day the test was written; printed when a kill was not survived. */
const SEED = 20_261_122;

/** Rows of a chunk over the rows of a step: 2^18 states of 64 neurons. */
const CHUNK_STEPS = 2 ** 18 / 64;
const TEXTS = { N: 64, K: 3, T: 16_000 };
const RECORD = ['distance', 'sigma'];
const ARGUMENTS = ['simulate', '--N', '64', '--K', '3', '--T', '16000', '--record', RECORD.join()];
/** Far more steps than a test waits for. */
const ENDLESS = ['simulate', '--N', '64', '--K', '3', '--T', '1e9', '--record', 'distance', '--every', '1000'];

const hasBegun = (folder: string): boolean => logOf(folder).some(({ event }) => event === 'start');
const hasChunk = (folder: string): boolean => namesIn(join(folder, 'chunks')).some((name) => name.endsWith('.parquet'));

describe('the program', () => {
  const folder = temporaryFolders();
  let straight: { readonly [path: string]: string };

  beforeAll(async () => {
    const { mkdtempSync, rmSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const place = mkdtempSync(join(tmpdir(), 'msm-test-'));
    await start(join(place, 'run'), TEXTS, { record: { record: RECORD } });
    straight = dataHashes(join(place, 'run'));
    rmSync(place, { recursive: true });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGUSR1'] as const)(
    'stops at %s, says how to go on, and goes on to the same bytes',
    async (signal) => {
      const cwd = folder();
      const run = join(cwd, 'run');
      const { child, ended } = launch(cwd, ...ARGUMENTS, '--out', 'run');
      await waitUntil(cwd, child, () => hasChunk(run));
      child.kill(signal);
      const { status, stdout, stderr } = await ended;
      expect({ status, stdout }).toEqual({ status: 75, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^${signal}: writing a checkpoint; once more stops at once\n`));
      expect(stderr).toMatch(
        /E_INTERRUPTED: stopped after step \d+ of 16000; nothing is lost\nGo on with: msm resume run\n$/,
      );
      expect(JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'))).toMatchObject({
        status: 'interrupted',
        exitStatus: 75,
        error: { code: 'E_INTERRUPTED' },
      });
      expect(namesIn(run)).not.toContain('.lock');
      expect((await msm(cwd, 'show', 'run')).stdout).toMatch(/^run +run \(hebbian, interrupted\)\n/);
      await assertReadable(run);
      expect(await msm(cwd, 'resume', 'run', '--quiet')).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
      expect(dataHashes(run)).toEqual(straight);
      expect(logOf(run).filter(({ event }) => event === 'resume')[0].step).toBeGreaterThanOrEqual(CHUNK_STEPS);
    },
  );

  it('stops at once at a second signal, with 128 plus its number', async () => {
    const cwd = folder();
    // the first sixteen steps of this network take some tenths of a second, in which both signals arrive
    const slow = ['--N', '3000', '--K', '2', '--u', '1', '--scheme', 'rk4', '--dt', '0.1', '--T', '1e6'];
    const { child, ended } = launch(cwd, 'simulate', ...slow, '--record', 'distance', '--out', 'run');
    await waitUntil(cwd, child, () => hasBegun(join(cwd, 'run')));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect([128 + 2, 128 + 15]).toContain((await ended).status);
    await assertReadable(join(cwd, 'run'));
  });

  it('survives kill -9 at random moments: all files can be read, the bytes are the same', async () => {
    const cwd = folder();
    const run = join(cwd, 'run');
    const random = randomFrom(SEED);
    let kills = 0;
    for (let session = 0; session < 3; session++) {
      const { child, ended } = launch(cwd, ...(existsSync(run) ? ['resume', 'run'] : [...ARGUMENTS, '--out', 'run']));
      // a moment right after some change in the folder, where a half-done step would show
      let changes = Math.floor(40 * random());
      await waitUntil(cwd, child, () => existsSync(join(run, 'run.json')) && changes-- <= 0);
      child.kill('SIGKILL');
      if ((await ended).signal === 'SIGKILL') kills++;
      await assertReadable(run);
      // a finished run may have been killed while it tidied up
      if (JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')).status === 'done') break;
      const chunks = namesIn(join(run, 'chunks')).filter((name) => /^sigma.*\.parquet$/.test(name)).length;
      const saved = namesIn(join(run, 'checkpoint')).find((name) => name.endsWith('.ckpt'));
      const step = Number(saved?.match(/\d+/)?.[0] ?? 0);
      // the first chunk of a session is followed by a checkpoint; later ones wait for 20 times what that took
      if (chunks > 1) expect(step, `seed ${SEED}, session ${session}`).toBeGreaterThan(0);
    }
    expect(kills).toBeGreaterThan(0);
    expect(await msm(cwd, 'resume', 'run')).toMatchObject({ status: 0 });
    expect(dataHashes(run), `seed ${SEED}`).toEqual(straight);
    expect(filesBelow(run).filter((path) => path.startsWith('.'))).toEqual([]);
  });

  it('refuses to go on where another process works, and says which', async () => {
    const cwd = folder();
    const { child, ended } = launch(cwd, ...ENDLESS, '--out', 'run');
    await waitUntil(cwd, child, () => hasBegun(join(cwd, 'run')));
    const second = await msm(cwd, 'resume', 'run');
    expect(second).toMatchObject({ status: 2, stdout: '' });
    expect(second.stderr).toMatch(
      new RegExp(`^E_CONFIG: process ${child.pid} on \\S+ is working in run\nWait for it\\.`),
    );
    child.kill('SIGINT');
    expect((await ended).status).toBe(75);
    const both = [launch(cwd, 'resume', 'run'), launch(cwd, 'resume', 'run')];
    const refused = await Promise.race(both.map((one) => one.ended));
    expect(refused.status).toBe(2);
    for (const one of both) one.child.kill('SIGINT');
    const statuses = (await Promise.all(both.map((one) => one.ended))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([2, 75]);
  });

  it('stops a sweep at a signal, even one of short runs, and goes on through the sweep', async () => {
    const cwd = folder();
    const { child, ended } = launch(
      cwd,
      'simulate',
      '--N',
      '8',
      '--K',
      '2',
      '--T',
      '10',
      '--replicas',
      '5000',
      '--out',
      'many',
    );
    await waitUntil(cwd, child, () => namesIn(join(cwd, 'many', 'runs')).length > 1);
    child.kill('SIGTERM');
    const { status, stderr } = await ended;
    expect(status).toBe(75);
    expect(stderr).toMatch(/E_INTERRUPTED: .*\nGo on with: msm resume many\n$/);
    const shown = await msm(cwd, 'show', 'many');
    expect(shown.stdout).toMatch(/^run 0 \(replica=0\) +done +step 10 of 10 +many\/runs\/0000-\w{12}\n/);
  });
});
