/**
 * `npm run soak:sweep -- [KILLS] [SEED]`: kills the driver of a small sweep, or single workers of it, at random moments (mostly
 * kill -9), goes on, and checks after each kill that every visible file can be read, that no run that was done is lost or changed,
 * and that none is done twice. Minutes; exit 1 at the first violation, which names the seed.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { JOURNAL_FORMAT, type JournalLine, parseLine } from '../src/sweep/tasks/journal-lines.js';
import { launch, msm, namesIn, type Outcome, orphansEnded, waitUntil } from '../tests/cli/msm.js';
import { assertReadable, dataHashes, randomFrom } from '../tests/run/harness.js';

const [kills, seed] = [Number(process.argv[2] ?? 300), Number(process.argv[3] ?? Date.now() % 1e6)];
const random = randomFrom(seed);
const below = (limit: number): number => Math.floor(limit * random());

/** Sixteen runs, of which half take long enough to be caught in the middle, and half are over at once. */
const SWEEP: readonly string[] = ['--N', '48', '--K', '2', '--T', '20,3000', '--tau-J', '10,20', '--replicas', '4'];
const RUNS = 16;
/** A session from start to end takes about this long; kills fall anywhere within. */
const SESSION_MS = 2500;
/** Kills of workers over one task must not make it a failure: the soak asks for as many tries as it kills. */
const OPTIONS: readonly string[] = ['--jobs', '2', '--retries', '100000', '--quiet'];

const folder = mkdtempSync(join(tmpdir(), 'msm-soak-'));

/** All whole lines of the journals. */
function journalOf(place: string): readonly JournalLine[] {
  return namesIn(join(place, 'journal')).flatMap((name) => {
    const path = join(place, 'journal', name);
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line, k) => parseLine(line, path, k + 1, k === 0 ? undefined : JOURNAL_FORMAT));
  });
}

/** Result files of one run; a finished run has no others. */
function hashesOf(place: string): string {
  const entries = Object.entries(dataHashes(place)).filter(([path]) => !/^(checkpoint|chunks)\//.test(path));
  return JSON.stringify(entries);
}

/** Results of tasks that a journal called done at an earlier look, by task. */
type Seen = Map<number, string>;

/** Each task is called done once at most, and what was done is as it was. */
function assertKept(place: string, seen: Seen): void {
  const done = journalOf(place).flatMap((line) => (line.event === 'done' ? [line.task] : []));
  assert.equal(new Set(done).size, done.length, `done twice: ${done.sort((a, b) => a - b).join()}`);
  assert.deepEqual(
    journalOf(place).filter(({ event }) => event === 'failed' || event === 'broken'),
    [],
  );
  for (const task of done) {
    const name = namesIn(join(place, 'runs')).find((one) => Number.parseInt(one, 10) === task);
    assert(name !== undefined, `task ${task} is done but has no folder`);
    const run = JSON.parse(readFileSync(join(place, 'runs', name, 'run.json'), 'utf8'));
    assert.equal(run.status, 'done', name);
    const hashes = hashesOf(join(place, 'runs', name));
    assert.equal(hashes, seen.get(task) ?? hashes, `the bytes of task ${task} changed`);
    seen.set(task, hashes);
  }
  for (const task of seen.keys()) assert(done.includes(task), `task ${task} is no longer done`);
}

/** Processes that have claims now. */
function workersOf(place: string): readonly number[] {
  const claims = namesIn(join(place, 'claims')).filter((name) => /^\d/.test(name));
  const pids = claims.flatMap((name) => {
    try {
      return [Number(JSON.parse(readFileSync(join(place, 'claims', name), 'utf8')).pid)];
    } catch {
      // given back between the two looks
      return [];
    }
  });
  return [...new Set(pids)];
}

const counts = { driver: 0, worker: 0, signal: 0, sessions: 0 };

/** A moment within a session: after some time, or right after some change of the files. */
async function sometime(place: string, session: ReturnType<typeof launch>): Promise<void> {
  if (random() < 0.5) await Promise.race([setTimeout(below(SESSION_MS)), session.ended]);
  else {
    let changes = below(120);
    await waitUntil(folder, session.child, () => existsSync(place) && changes-- <= 0);
  }
}

/** Lets a session run and kills in it; true if it ended by itself. */
async function torment(place: string, args: readonly string[]): Promise<boolean> {
  counts.sessions++;
  const session = launch(folder, ...args, ...OPTIONS);
  const isOver = (): boolean => session.child.exitCode !== null || session.child.signalCode !== null;
  for (let k = below(4); k > 0 && !isOver(); k--) {
    await sometime(place, session);
    const workers = workersOf(place);
    if (workers.length === 0 || isOver()) continue;
    try {
      process.kill(workers[below(workers.length)], 'SIGKILL');
      counts.worker++;
    } catch {
      // it ended meanwhile
    }
  }
  await sometime(place, session);
  const isHard = random() < 0.8;
  if (!isOver()) {
    session.child.kill(isHard ? 'SIGKILL' : (['SIGINT', 'SIGTERM', 'SIGUSR1'] as const)[below(3)]);
    counts[isHard ? 'driver' : 'signal']++;
  }
  const { status, signal, stderr }: Outcome = await session.ended;
  const isExpected = signal !== null || status === 0 || status === 75 || /^Debugger listening/.test(stderr);
  assert(isExpected, `status ${status}: ${stderr}`);
  return status === 0;
}

const killed = (): number => counts.driver + counts.worker + counts.signal;

/** Kills and goes on until the sweep is finished. */
async function tormented(name: string): Promise<void> {
  const place = join(folder, name);
  const seen: Seen = new Map();
  for (;;) {
    const canGoOn = existsSync(join(place, 'sweep.json'));
    if (!canGoOn) rmSync(place, { recursive: true, force: true });
    const again = canGoOn && random() < 0.5 ? ['resume', name] : ['simulate', ...SWEEP, '--out', name, '--resume'];
    const isFinished = await torment(place, again);
    // half of the time the next session meets workers of the killed one that are still saving what they have
    if (!isFinished && random() < 0.5) continue;
    await orphansEnded(place);
    await assertReadable(place);
    assertKept(place, seen);
    if (isFinished) return;
  }
}

let sweeps = 0;
try {
  assert.equal((await msm(folder, 'simulate', ...SWEEP, '--out', 'good', '--quiet')).status, 0);
  const good = dataHashes(join(folder, 'good'));
  for (; killed() < kills; sweeps++) {
    const name = `sweep${sweeps}`;
    await tormented(name);
    // nothing is left to do by hand, and nothing is left over
    const last = await msm(folder, 'resume', name, '--json');
    assert.equal(last.status, 0, last.stderr);
    assert.equal(JSON.parse(last.stdout).skipped, RUNS);
    assert.deepEqual(dataHashes(join(folder, name)), good);
    const done = journalOf(join(folder, name)).filter(({ event }) => event === 'done');
    assert.equal(done.length, RUNS);
    assert.deepEqual(readdirSync(join(folder, name, 'claims')), []);
    rmSync(join(folder, name), { recursive: true });
    console.log(`sweep ${sweeps + 1}: ${killed()} kills so far ${JSON.stringify(counts)}`);
  }
  console.log(`soak: ${sweeps} sweeps of ${RUNS} runs survived ${killed()} kills (seed ${seed})`);
} catch (error) {
  console.error(`seed ${seed}, sweep ${sweeps + 1}, folder ${folder}`);
  throw error;
}
rmSync(folder, { recursive: true, force: true });
