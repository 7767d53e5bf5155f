/**
 * How long the program takes to start and to do a short run, as whole processes: the least and the median of several.
 *
 *     node bench/startup.js [processes]          (after `npm run build`)
 *
 * Targets: `msm --version` 150 ms, first step 400 ms after the start of the command, `msm simulate --N 200 --K 10 --T 4000` 1 s.
 *
 * AMD EPYC (2 cores, nothing else running), 2026-11-30, least and median of 15 on Node 20.20.2:
 *
 *   node -e 0 (the engine alone)              47 ms     48 ms
 *   msm --version                             54 ms     55 ms
 *   msm simulate --help                      144 ms    150 ms
 *   first step of msm simulate               185 ms    195 ms
 *   msm simulate ... --T 10                  242 ms    250 ms
 *   msm simulate ... --T 4000                298 ms    308 ms
 *
 * What a single run does not need is imported where it is used: 71 own modules before the first step
 * (tests/cli/startup.test.ts watches over that). Processor time to import the command: 237 ms, 438 ms before.
 *
 * Bundling the own modules into few files would save another 45 ms, too little for what it takes. Half of the time until the first
 * step is the engine and the command framework.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const count = Number(process.argv[2] ?? 9);
const folder = mkdtempSync(join(tmpdir(), 'msm-startup-'));
let runs = 0;

/** Milliseconds of one process. Throws if it fails. */
function time(args) {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const wallMs = performance.now() - before;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return wallMs;
}

/** A new run folder: an existing one is refused. */
const out = () => join(folder, String(runs++));

const simulate = (path, T) => [program, 'simulate', '--N', '200', '--K', '10', '--T', T, '--quiet', '--out', path];

/** Milliseconds from starting the process to the journal's `start`, which is written right before the first step. */
function timeToFirstStep() {
  const path = out();
  const before = Date.now();
  time(simulate(path, '10'));
  const [first] = readFileSync(join(path, 'log.jsonl'), 'utf8').split('\n');
  return Date.parse(JSON.parse(first).time) - before;
}

const tasks = [
  ['node -e 0 (the engine alone)', () => time(['-e', '0'])],
  ['msm --version', () => time([program, '--version'])],
  ['msm simulate --help', () => time([program, 'simulate', '--help'])],
  ['first step of msm simulate --N 200 --K 10', timeToFirstStep],
  ['msm simulate --N 200 --K 10 --T 10', () => time(simulate(out(), '10'))],
  ['msm simulate --N 200 --K 10 --T 4000', () => time(simulate(out(), '4000'))],
];

try {
  const found = tasks.map(() => []);
  // one of each in turn, so that a busy moment of the machine does not hit one task alone
  for (let i = 0; i < count; i++) {
    tasks.forEach(([, run], at) => {
      found[at].push(run());
    });
  }
  console.log(`${cpus()[0].model}, Node ${process.versions.node}, ${count} processes each`);
  tasks.forEach(([name], at) => {
    const sorted = found[at].sort((a, b) => a - b);
    const [least, median] = [sorted[0], sorted[sorted.length >> 1]].map((ms) => `${ms.toFixed(0)} ms`.padStart(8));
    console.log(`${name.padEnd(44)} least ${least}   median ${median}`);
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
