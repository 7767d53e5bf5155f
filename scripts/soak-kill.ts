/**
 * `npm run soak:kill -- [KILLS] [SEED]`: kills the program at random moments (mostly kill -9), goes on, and compares the finished
 * files with those of a run that nobody disturbed. Minutes; exit 1 at the first violation, which names the seed.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { launch, msm, namesIn, orphansEnded, waitUntil } from '../tests/cli/msm.js';
import { assertReadable, dataHashes, randomFrom } from '../tests/run/harness.js';

const [kills, seed] = [Number(process.argv[2] ?? 300), Number(process.argv[3] ?? Date.now() % 1e6)];
const random = randomFrom(seed);
const below = (limit: number): number => Math.floor(limit * random());

const RUNS: readonly (readonly string[])[] = [
  ['--N', '64', '--K', '3', '--T', '16000', '--record', 'distance,sigma'],
  ['--N', '64', '--K', '3', '--T', '9000', '--u', '1', '--record', 'sigma,J@2000', '--format', 'arrow'],
  ['--N', '40', '--K', '2', '--T', '2000', '--tau-J', '10,20,30', '--replicas', '2', '--sigma0', 'sigma0.csv'],
];
/** A session from start to end takes about this long; kills fall anywhere within. */
const SESSION_MS = 1500;

const folder = mkdtempSync(join(tmpdir(), 'msm-soak-'));
writeFileSync(join(folder, 'sigma0.csv'), Array.from({ length: 40 }, (_, i) => i / 40).join('\n'));

/** Ends the process: after some time, or right after some change of its files. */
async function killSometime(name: string, args: readonly string[]): Promise<boolean> {
  const { child, ended } = launch(folder, ...args);
  if (random() < 0.5) await Promise.race([setTimeout(below(SESSION_MS)), ended]);
  else {
    let changes = below(60);
    await waitUntil(folder, child, () => existsSync(join(folder, name)) && changes-- <= 0);
  }
  child.kill(random() < 0.85 ? 'SIGKILL' : (['SIGINT', 'SIGTERM', 'SIGUSR1'] as const)[below(3)]);
  const { status, signal, stderr } = await ended;
  const isExpected = signal !== null || status === 0 || status === 75 || /^Debugger listening/.test(stderr);
  assert(isExpected, `status ${status}: ${stderr}`);
  return status !== 0;
}

/** The first chunk of a session is followed by a checkpoint. A finished run may have been killed while it tidied up. */
function assertCheckpointed(name: string): void {
  const run = join(folder, name, 'run.json');
  if (!existsSync(run) || JSON.parse(readFileSync(run, 'utf8')).status === 'done') return;
  const chunks = namesIn(join(folder, name, 'chunks')).filter((file) => /^sigma.*\.parquet$/.test(file)).length;
  const saved = namesIn(join(folder, name, 'checkpoint')).find((file) => file.endsWith('.ckpt'));
  const step = Number(saved?.match(/\d+/)?.[0] ?? 0);
  assert(chunks < 2 || step > 0, `${chunks} chunks but no checkpoint`);
}

const canGoOn = (name: string): boolean =>
  ['run.json', 'sweep.json'].some((file) => existsSync(join(folder, name, file)));

/** Kills and goes on until a session ends by itself; returns the number of kills. */
async function tormented(name: string, args: readonly string[]): Promise<number> {
  for (let killed = 0; ; killed++) {
    if (!canGoOn(name)) rmSync(join(folder, name), { recursive: true, force: true });
    const command = canGoOn(name) ? ['resume', name] : ['simulate', ...args, '--out', name];
    if (!(await killSometime(name, [...command, '--quiet']))) return killed;
    await orphansEnded(join(folder, name));
    await assertReadable(join(folder, name));
    assertCheckpointed(name);
  }
}

let done = 0;
let runs = 0;
try {
  for (const [i, args] of RUNS.entries())
    assert.equal((await msm(folder, 'simulate', ...args, '--out', `good${i}`)).status, 0);
  for (; done < kills; runs++) {
    const [i, name] = [runs % RUNS.length, `run${runs}`];
    done += await tormented(name, RUNS[i]);
    assert.deepEqual(dataHashes(join(folder, name)), dataHashes(join(folder, `good${i}`)), name);
    const hidden = namesIn(join(folder, name)).filter((file) => file.startsWith('.'));
    assert.deepEqual(hidden, []);
    rmSync(join(folder, name), { recursive: true });
    console.log(`run ${runs + 1}: ${done} kills so far`);
  }
  console.log(`soak: ${runs} runs survived ${done} kills (seed ${seed})`);
} catch (error) {
  console.error(`seed ${seed}, run ${runs + 1}, folder ${folder}`);
  throw error;
}
rmSync(folder, { recursive: true, force: true });
