/**
 * Steps of training against PyTorch on one thread, in one run: both builds and PyTorch in turn, the least CPU time of several rounds.
 *
 *     npm run bench:peers -- [--rounds N] [--python PATH]          (after `npm run build`)
 *
 * Without a path it makes an environment of its own in .venv-peers and installs PyTorch there, which is some gigabytes.
 */
import { cpus } from 'node:os';
import { versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { secondsOf } from '../src/bench/measure.js';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { BENCH } from '../src/model/heterosynaptic/bench.js';
import { cpuMilliseconds } from './cpu-time.js';
import { output, pythonWithTorch } from './python.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, python: { type: 'string' } } });
const BUDGET_MS = 2000;

/** Milliseconds of the steps, in the order perceptron, transformer. */
const ours = (build: 'strict' | 'fast'): readonly number[] =>
  Array.from(BENCH.workloads(freshKernels(build)), (step) => 1000 * secondsOf(step, cpuMilliseconds, BUDGET_MS));

interface Theirs {
  readonly version: string;
  readonly perceptron: number;
  readonly transformer: number;
}

const python = values.python ?? pythonWithTorch();
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
