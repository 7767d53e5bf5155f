/**
 * What a sweep costs beside the computation of its runs: processor time and time on the clock a run, with one worker and with two, of all
 * processes together; and how long it takes to plan 10 000 runs and to read how they stand.
 *
 *     npm run bench:sweep -- [runs] [rounds]          (after `npm run build`)
 *
 * A run of 10 steps of 8 neurons computes for 0.3 ms. A session of 100 runs is taken from one of 100 + `runs`, so that the start of
 * the program and of its workers is not counted; the least of `rounds`. Target: 5 ms a run on the clock.
 *
 * What the disk takes for a run's files is measured right after each session: the same folders and files, of the same sizes and no
 * content, by one process that does nothing else. It is the floor of any program that leaves these files; on a virtual disk it
 * can be half of the whole, and changes by a factor of two within minutes.
 *
 * AMD EPYC (2 shared cores), 2026-11-23, Node 20.20.2, `-- 1000 2`, three times on the virtual disk (ext4) and once in memory (tmpfs):
 *
 *   a run, --jobs 1:         2.7, 3.0, 6.5 ms on the clock, 4.1 to 8.3 ms of processor time; in memory 3.1 and 4.6
 *     its files alone:       0.1, 0.1, 4.0 ms on the clock; in memory 0.1
 *   a run, --jobs 2:         3.8, 3.6, 4.1 ms on the clock, 6.9 to 7.8 ms of processor time; in memory 2.8 and 5.3
 *     its files alone:       0.3, 2.4, 3.8 ms on the clock; in memory 0.1
 *   plan 10000 runs:         120 to 160 ms of processor time
 *   how 10000 runs stand:     24 to 40 ms of processor time
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainSpace } from '../src/config/space.js';
import { compileBuild } from '../src/host/builds.js';
import { jsonText, NODE_DISK } from '../src/host/disk.js';
import { SYSTEM_CLOCK, sha256 } from '../src/host/environment.js';
import { HEBBIAN_MODULE } from '../src/model/hebbian/kernels.js';
import { HEBBIAN } from '../src/model/hebbian/model.js';
import { type PlannedRuns, planRuns } from '../src/run/plan-runs.js';
import { JournalReader, JournalWriter } from '../src/sweep/tasks/journal.js';
import { createSweep } from '../src/sweep/tasks/requests.js';
import { sweepStatus } from '../src/sweep/tasks/status.js';
import { openSweep } from '../src/sweep/tasks/sweep.js';

const [runs, rounds] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 3)];
const FEW = 100;
const PLANNED = 10_000;

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'msm-bench-sweep-'));
let count = 0;

interface Times {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Of the clock: what the disk takes for the files alone. */
  readonly filesMs: number;
}

/** Times of a command with all processes that it starts, by the shell, since Node does not tell those of its children. */
function timesOf(args: readonly string[]): Omit<Times, 'filesMs'> {
  const script = 'TIMEFORMAT="%R %U %S"; { time "$@" >/dev/null 2>/dev/null; } 2>&1';
  const text = execFileSync('bash', ['-c', script, 'bash', process.execPath, program, ...args], { encoding: 'utf8' });
  const [wall, user, system] = text.trim().split(' ').map(Number);
  return { wallMs: 1000 * wall, cpuMs: 1000 * (user + system) };
}

/** Time on the clock to make as many folders and files as there are below a sweep's `runs`, of the same sizes, in the way that results are written. */
function filesMs(sweepFolder: string): number {
  const runs = readdirSync(join(sweepFolder, 'runs')).map((name) => join(sweepFolder, 'runs', name));
  const files = runs.map((run) =>
    readdirSync(run).map((name) => ({ name, bytes: new Uint8Array(statSync(join(run, name)).size) })),
  );
  const place = `${sweepFolder}-files`;
  mkdirSync(place);
  const before = performance.now();
  for (const [index, all] of files.entries()) {
    const folder = join(place, String(index));
    mkdirSync(folder);
    for (const { name, bytes } of all) {
      const path = join(folder, name);
      writeFileSync(`${path}.tmp`, bytes);
      renameSync(`${path}.tmp`, path);
    }
  }
  const took = performance.now() - before;
  rmSync(place, { recursive: true });
  return took;
}

function sweep(replicas: number, jobs: number): Times {
  const out = join(folder, String(count++));
  const sizes = ['--N', '8', '--K', '2', '--T', '10', '--replicas', String(replicas)];
  const times = timesOf(['simulate', ...sizes, '--jobs', String(jobs), '--quiet', '--out', out]);
  const files = filesMs(out);
  rmSync(out, { recursive: true });
  return { ...times, filesMs: files };
}

/** Times of one run beyond the start of a session. */
function perRun(jobs: number): Times {
  const of = (replicas: number): readonly Times[] => Array.from({ length: rounds }, () => sweep(replicas, jobs));
  const [few, many] = [of(FEW), of(FEW + runs)];
  const difference = (key: keyof Times): number => {
    const [less, more] = [few, many].map((all) => Math.min(...all.map((times) => times[key])));
    return (more - less) / runs;
  };
  return { wallMs: difference('wallMs'), cpuMs: difference('cpuMs'), filesMs: difference('filesMs') };
}

/** The least processor time of several, in ms. */
async function least(part: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    const before = process.cpuUsage();
    await part();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

function plan(): Promise<PlannedRuns> {
  const texts = { N: '8', K: '2', T: '10', tau_J: '1..100', u: `lin:0..1/${PLANNED / 100}` };
  return planRuns({
    family: HEBBIAN,
    spaces: [plainSpace(Object.entries(texts).map(([key, text]) => ({ key, text })))],
    inputFiles: {},
    seed: 0,
    replicas: 1,
    record: {},
    output: { format: 'parquet', parquet: 'compact' },
    build: compileBuild(HEBBIAN_MODULE, 'strict'),
  });
}

/** A sweep of which a process says that all is done, and which has the folders that this says, with files of nothing. */
async function finished(): Promise<string> {
  const place = join(folder, 'planned');
  mkdirSync(join(place, 'runs'), { recursive: true });
  await createSweep(NODE_DISK, place, await plan());
  const sweep = await openSweep(place);
  const journal = new JournalWriter(place, NODE_DISK, SYSTEM_CLOCK);
  for (let task = 0; task < PLANNED; task++) {
    const { identity } = sweep.task(task);
    const files = ['state.arrow', 'timeseries.parquet'].map((path) => ({ path, bytes: 0, sha256: sha256('') }));
    const manifest = jsonText({ format: 1, identity, files });
    mkdirSync(sweep.place(task));
    writeFileSync(join(sweep.place(task), 'manifest.json'), manifest);
    for (const name of ['run.json', ...files.map(({ path }) => path)]) writeFileSync(join(sweep.place(task), name), '');
    journal.append({ event: 'done', task, n: 1, id: identity.slice(0, 12), manifest: sha256(manifest), at: 0 });
  }
  journal.close();
  return place;
}

try {
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`);
  for (const jobs of [1, 2]) {
    const times = perRun(jobs);
    const [wall, cpu, files] = [times.wallMs, times.cpuMs, times.filesMs].map((ms) => ms.toFixed(2));
    console.log(`a run, --jobs ${jobs}:        ${wall.padStart(6)} ms on the clock, ${cpu} ms of processor time`);
    console.log(`  its files alone:     ${files.padStart(6)} ms on the clock`);
  }
  console.log(`plan ${PLANNED} runs:     ${(await least(plan)).toFixed(0).padStart(6)} ms of processor time`);
  const place = await finished();
  const status = await least(async () => {
    const sweep = await openSweep(place);
    const { done } = sweepStatus(sweep, new JournalReader(place, sweep.count), SYSTEM_CLOCK);
    if (done !== PLANNED) throw new Error(`${done} done`);
  });
  console.log(`how ${PLANNED} runs stand: ${status.toFixed(0).padStart(6)} ms of processor time`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
