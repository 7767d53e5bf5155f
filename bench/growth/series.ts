/** What grows, one thing at a time: sizes of a network, of a batch, of a sweep, with the operations that are counted at each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secondsOf } from '../../src/bench/measure.js';
import { freshKernels } from '../../src/host/builds.js';
import type { FreshKernels, Kernels } from '../../src/kernel/kernels.js';
import type { Subject } from '../../src/model/bench.js';
import { stepOf as hebbianStep, saturatingGain } from '../../src/model/hebbian/bench.js';
import { BENCH_NETWORKS, stepOf as networkStep } from '../../src/model/heterosynaptic/bench.js';
import { rateStep } from '../../src/model/rate/bench.js';
import { networkFor, stepOf as spikingStep, stepFlops } from '../../src/model/spiking/bench.js';
import { cpuMilliseconds } from '../cpu-time.js';
import { runMsm } from '../msm-process.js';

/** One size, opened: what it takes again and again. */
export interface Opened {
  /** Processor seconds of one of it, measured for about so long. */
  readonly seconds: (budgetMs: number) => number;
  /** Memory at most, in MB. */
  readonly megabytes: () => number;
}

export interface Size {
  readonly size: number;
  /** Operations counted, in units that are the same over the series. */
  readonly operations: number;
  readonly open: () => Opened;
}

export interface Series {
  readonly name: string;
  readonly title: string;
  /** Symbol of what grows. */
  readonly symbol: string;
  readonly sizes: readonly Size[];
}

/** A subject with the memory of the kernels that it runs in. */
function inKernels(make: (fresh: FreshKernels) => Subject): Opened {
  const base = freshKernels('strict');
  const used: Pick<Kernels, 'memory'>[] = [];
  const subject = make((module) => {
    const kernels = base(module);
    used.push(kernels);
    return kernels;
  });
  return {
    seconds: (budgetMs) => secondsOf(subject, cpuMilliseconds, budgetMs),
    megabytes: () => used.reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0) / 2 ** 20,
  };
}

/** A series of subjects, whose operations are those that they count unless they are given. */
function ofSubjects(
  heading: Omit<Series, 'sizes'>,
  sizes: readonly number[],
  make: (fresh: FreshKernels, size: number) => Subject,
  operations: (size: number) => number,
): Series {
  const open = (size: number) => () => inKernels((fresh) => make(fresh, size));
  return { ...heading, sizes: sizes.map((size) => ({ size, operations: operations(size), open: open(size) })) };
}

/** Multiplications and additions of a transformer's step over width w and context c; attention counts, unlike in its benchmark. */
function transformerOperations(width: number, context: number): number {
  const { items, network } = BENCH_NETWORKS.transformer;
  return items * context * 6 * network.shape.layers * (12 * width * width + 2 * context * width);
}

function transformer(fresh: FreshKernels, width: number, context: number): Subject {
  const { items, network } = BENCH_NETWORKS.transformer;
  return networkStep(fresh, '', { ...network, shape: { ...network.shape, width, context } }, items);
}

/** A sweep of so many runs of ten steps of eight neurons: all its processes, from start to end. */
function sweepOf(runs: number): Opened {
  let most = 0;
  return {
    seconds() {
      const folder = mkdtempSync(join(tmpdir(), 'msm-growth-'));
      const sizes = ['--N', '8', '--K', '2', '--T', '10', '--replicas', String(runs), '--jobs', '1', '--quiet'];
      const used = runMsm(['simulate', ...sizes, '--out', join(folder, 'sweep')]);
      rmSync(folder, { recursive: true });
      most = Math.max(most, used.megabytes);
      return used.seconds;
    },
    megabytes: () => most,
  };
}

/** Edges of each unit in the series over N: sparse, so that operations grow as N does. */
const EDGES = 40;
/** Units and columns decide the rest of a step beside its edges: tanh and update, as many operations as this many edges. */
const UPDATE = 17;

/** All series. `isLong`: up to sizes that take minutes or gigabytes each. */
export const seriesOf = (isLong: boolean): readonly Series[] => [
  ofSubjects(
    { name: 'hebbian-N', title: 'step of neurons and couplings, K = 10, not saturated', symbol: 'N' },
    [500, 1000, 2000, 4000, 8000],
    (fresh, N) => hebbianStep('', fresh, N, 10, 0.5),
    (N) => N * N,
  ),
  ofSubjects(
    { name: 'hebbian-N-saturated', title: 'step of neurons and couplings, K = 10, saturated', symbol: 'N' },
    [500, 1000, 2000, 4000, 8000],
    (fresh, N) => hebbianStep('', fresh, N, 10, saturatingGain(N, 10)),
    (N) => N,
  ),
  ofSubjects(
    { name: 'hebbian-K', title: 'step of neurons and couplings, N = 2000, saturated', symbol: 'K' },
    [5, 10, 20, 40, 80],
    (fresh, K) => hebbianStep('', fresh, 2000, K, saturatingGain(2000, K)),
    // 4 N K of the patterns and 30 N of the neurons (stepFlops)
    (K) => 4 * K + 30,
  ),
  ofSubjects(
    { name: 'rate-N', title: `step of 20 pairs of trajectories, ${EDGES} edges a unit`, symbol: 'N' },
    isLong ? [500, 1000, 2000, 5000, 10_000, 20_000] : [500, 1000, 2000, 5000],
    (fresh, N) => rateStep(fresh, N, EDGES / N),
    (N) => N,
  ),
  ofSubjects(
    { name: 'rate-p', title: 'step of 20 pairs of trajectories, N = 1000', symbol: 'p' },
    [0.02, 0.05, 0.1, 0.2, 0.4],
    (fresh, p) => rateStep(fresh, 1000, p),
    (p) => 1000 * p + UPDATE,
  ),
  ofSubjects(
    { name: 'transformer-width', title: 'step of training, transformer, 2 layers, batch 32 × 120', symbol: 'width' },
    [32, 64, 128, 256],
    (fresh, width) => transformer(fresh, width, 120),
    (width) => transformerOperations(width, 120),
  ),
  ofSubjects(
    {
      name: 'transformer-context',
      title: 'step of training, transformer, 2 layers of 64, batch 32',
      symbol: 'context',
    },
    [30, 60, 120, 240, 480],
    (fresh, context) => transformer(fresh, 64, context),
    (context) => transformerOperations(64, context),
  ),
  ...(
    [
      ['pairs', 'L', [1, 2, 5, 10, 20, 55]],
      ['steps', 'T', [25, 50, 100, 200, 400]],
      ['items', 'B', [4, 8, 16, 32, 64, 128]],
    ] as const
  ).map(([what, symbol, sizes]) =>
    ofSubjects(
      { name: `spiking-${what}`, title: `step of training, spiking network, ${what}`, symbol },
      sizes,
      (fresh, size) => {
        const network = { ...networkFor(what === 'pairs' ? size : 2), ...(what === 'steps' && { steps: size }) };
        return spikingStep(fresh, '', network, what === 'items' ? size : 4);
      },
      // a query comes on top of the pairs
      (size) => (what === 'pairs' ? stepFlops(networkFor(size), 4) : size),
    ),
  ),
  {
    ...{ name: 'sweep-runs', title: 'sweep of runs of 10 steps of 8 neurons, parent and one worker', symbol: 'runs' },
    sizes: (isLong ? [100, 1000, 10_000, 100_000] : [100, 300, 1000]).map((runs) => ({
      ...{ size: runs, operations: runs, open: () => sweepOf(runs) },
    })),
  },
];
