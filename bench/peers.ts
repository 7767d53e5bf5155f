/**
 * Steps of training against PyTorch on one thread, in one run: both builds and PyTorch in turn, the least CPU time of several rounds.
 *
 *     npm run bench:peers -- [--rounds N] [--python PATH]          (after `npm run build`)
 *
 * Without a path it makes an environment of its own in .venv-peers and installs PyTorch there, which is some gigabytes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { env, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { secondsOf } from '../src/bench/measure.js';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { BENCH } from '../src/model/heterosynaptic/bench.js';
import { cpuMilliseconds } from './cpu-time.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, python: { type: 'string' } } });
const BUDGET_MS = 2000;

/** Runs a program to its end. Throws with what it said if that was no success. */
function output(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** Python with PyTorch. */
function environment(): string {
  const folder = fileURLToPath(new URL('../.venv-peers', import.meta.url));
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) {
    output('python3', ['-m', 'venv', folder]);
    output(python, ['-m', 'pip', 'install', '--quiet', 'torch', 'numpy']);
  }
  return python;
}

/** Milliseconds of the steps, in the order perceptron, transformer. */
const ours = (build: 'strict' | 'fast'): readonly number[] =>
  Array.from(BENCH.workloads(freshKernels(build)), (step) => 1000 * secondsOf(step, cpuMilliseconds, BUDGET_MS));

interface Theirs {
  readonly version: string;
  readonly perceptron: number;
  readonly transformer: number;
}

const python = values.python ?? environment();
const script = fileURLToPath(new URL('peers/heterosynaptic.py', import.meta.url));
const found: Record<'strict' | 'fast' | 'torch', number[][]> = { strict: [], fast: [], torch: [] };
let version = '';
for (let round = 0; round < Number(values.rounds); round++) {
  for (const build of ['strict', 'fast'] as const) found[build].push([...ours(build)]);
  const theirs = JSON.parse(output(python, [script])) as Theirs;
  version = theirs.version;
  found.torch.push([theirs.perceptron, theirs.transformer]);
}
const least = (rounds: readonly number[][], step: number): number => Math.min(...rounds.map((round) => round[step]));
console.log(
  `${cpus()[0].model}, Node ${versions.node}, PyTorch ${version}, one thread, least of ${values.rounds} rounds`,
);
const rows = ['perceptron, batch 128', 'transformer, 32 x 120'].map((name, step) => {
  const peer = least(found.torch, step);
  const cells = (['strict', 'fast'] as const).map((build) => {
    const own = least(found[build], step);
    return `${build} ${own.toFixed(1)} ms (${(own / peer).toFixed(2)})`;
  });
  return [name, `PyTorch ${peer.toFixed(1)} ms`, ...cells];
});
console.log(columns(rows).join('\n'));
