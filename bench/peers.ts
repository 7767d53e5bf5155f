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
import { BENCH as HETEROSYNAPTIC } from '../src/model/heterosynaptic/bench.js';
import { BENCH as SPIKING } from '../src/model/spiking/bench.js';
import { cpuMilliseconds } from './cpu-time.js';
import { output, pythonWithTorch } from './python.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, python: { type: 'string' } } });
const BUDGET_MS = 2000;

/** Families that are compared: the first workloads of each bench, in the order in which its script names its steps. */
const PEERS = [
  {
    bench: HETEROSYNAPTIC,
    script: 'peers/heterosynaptic.py',
    steps: { perceptron: 'perceptron, batch 128', transformer: 'transformer, 32 x 120' },
  },
  { bench: SPIKING, script: 'peers/spiking.py', steps: { associations: 'associations, batch 32, 2 facts' } },
] as const;

type Peer = (typeof PEERS)[number];

/** Milliseconds of the steps of a family. */
const ours = ({ bench, steps }: Peer, build: 'strict' | 'fast'): readonly number[] => {
  const found: number[] = [];
  for (const step of bench.workloads(freshKernels(build))) {
    found.push(1000 * secondsOf(step, cpuMilliseconds, BUDGET_MS));
    if (found.length === Object.keys(steps).length) break;
  }
  return found;
};

const python = values.python ?? pythonWithTorch();
const least = (rounds: readonly (readonly number[])[], step: number): number =>
  Math.min(...rounds.map((round) => round[step]));
const lines: string[][] = [];
let version = '';
for (const peer of PEERS) {
  const script = fileURLToPath(new URL(peer.script, import.meta.url));
  const found: Record<'strict' | 'fast' | 'torch', number[][]> = { strict: [], fast: [], torch: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const build of ['strict', 'fast'] as const) found[build].push([...ours(peer, build)]);
    const theirs = JSON.parse(output(python, [script])) as { readonly version: string } & Record<string, number>;
    version = theirs.version;
    found.torch.push(Object.keys(peer.steps).map((step) => theirs[step]));
  }
  for (const [step, name] of Object.values<string>(peer.steps).entries()) {
    const torch = least(found.torch, step);
    const cells = (['strict', 'fast'] as const).map((build) => {
      const own = least(found[build], step);
      return `${build} ${own.toFixed(1)} ms (${(own / torch).toFixed(2)})`;
    });
    lines.push([name, `PyTorch ${torch.toFixed(1)} ms`, ...cells]);
  }
}
console.log(
  `${cpus()[0].model}, Node ${versions.node}, PyTorch ${version}, one thread, least of ${values.rounds} rounds`,
);
console.log(columns(lines).join('\n'));
