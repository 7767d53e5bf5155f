/**
 * One step of the hebbian family against the plain loop, the machine's ceiling, and the published program's NumPy step.
 *
 *     npx tsx bench/hebbian.ts [--fast] [--budget MS] [--rounds N]
 *
 * Two regimes: in the default model the field saturates the neurons, which then equal a pattern exactly, and a step costs
 * O(N K); in the general one (u = 0.5) every step multiplies by J. The plain loop keeps J dense and passes over it once a step;
 * it does not know the regime. Times are the least of many repetitions, because noise of a shared machine only ever adds.
 * Ratios and shares carry over to other machines, seconds do not.
 *
 * AMD EPYC (2 shared cores, 32 MiB L3), Node 20.20.2, strict build, 2026-11-23; ceiling 15.2 GFLOP/s, reads 81.9, 67.6, 56.1 and
 * 20.0 GB/s of 0.25, 4, 16 and 64 MiB. NumPy* was measured on another machine (2-core x86-64 at 2.8 GHz):
 *
 *   N     step                 time        GFLOP/s  GB/s read  of ceiling  plain / this  NumPy* / this
 *   100   default model        1.68 us     4.2      9.5        27 %        4.4           101
 *   100   general (u = 0.5)    4.13 us     9.7      10.3       64 %        1.8           41
 *   100   plain one-pass loop  7.30 us     11.0     21.9       72 %        1.0           23
 *   200   default model        3.14 us     4.5      10.2       29 %        8.8           140
 *   200   general (u = 0.5)    12.19 us    11.5     13.9       76 %        2.3           36
 *   200   plain one-pass loop  27.76 us    11.5     23.1       76 %        1.0           16
 *   500   default model        7.55 us     4.6      10.6       30 %        22.0          291
 *   500   general (u = 0.5)    62.20 us    12.9     17.1       85 %        2.7           35
 *   500   plain one-pass loop  165.97 us   12.1     24.1       79 %        1.0           13
 *   1000  default model        14.69 us    4.8      10.9       31 %        47.6          545
 *   1000  general (u = 0.5)    231.65 us   13.4     18.3       88 %        3.0           35
 *   1000  plain one-pass loop  698.40 us   11.5     22.9       75 %        1.0           11
 *   2000  default model        30.93 us    4.5      10.3       30 %        108.6         1002
 *   2000  general (u = 0.5)    1034.27 us  11.8     16.4       78 %        3.2           30
 *   2000  plain one-pass loop  3357.88 us  9.5      19.1       95 %        1.0           9
 *
 * The fast build on it: ceiling 25.6 GFLOP/s; general step 10.8 us at N = 200 and 187 us at N = 1000.
 */

import { parseArgs } from 'node:util';
import { openCeiling } from '../src/bench/ceiling.js';
import { rate, secondsOf } from '../src/bench/measure.js';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { describeEnvironment, SYSTEM_CLOCK } from '../src/host/environment.js';
import { CORE_MODULE } from '../src/kernel/core-kernels.js';
import type { Build } from '../src/kernel/kernels.js';
import type { Subject } from '../src/model/bench.js';
import { plainStepOf, stepOf } from '../src/model/hebbian/bench.js';

const K = 10;

/** Milliseconds of the NumPy step alone, by N: spec, section 14, on a 2-core x86-64 at 2.8 GHz, another machine than this one. */
const NUMPY_MS: ReadonlyMap<number, number> = new Map([
  [100, 0.17],
  [200, 0.44],
  [500, 2.2],
  [1000, 8.0],
  [2000, 31],
]);

interface Contender extends Subject {
  readonly N: number;
}

const { values } = parseArgs({
  options: {
    fast: { type: 'boolean', default: false },
    budget: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '4' },
  },
});
const build: Build = values.fast ? 'fast' : 'strict';
const [budgetMs, rounds] = [Number(values.budget), Number(values.rounds)];
const clock = SYSTEM_CLOCK.milliseconds;
const fresh = freshKernels(build);

const contenders: readonly Contender[] = [...NUMPY_MS.keys()].flatMap((N) => [
  { N, ...stepOf('default model', fresh, N, K, 200) },
  { N, ...stepOf('general (u = 0.5)', fresh, N, K, 0.5) },
  { N, ...plainStepOf('plain one-pass loop', fresh, N, K) },
]);
const machine = openCeiling(fresh(CORE_MODULE), clock, budgetMs / rounds);
let ceiling = machine();
const seconds = contenders.map(() => Number.POSITIVE_INFINITY);
// round by round, so that a busy minute of the machine spoils no contender for good
for (let round = 0; round < rounds; round++) {
  contenders.forEach((contender, i) => {
    seconds[i] = Math.min(seconds[i], secondsOf(contender, clock, budgetMs / rounds));
  });
  ceiling = machine();
}

const row = (contender: Contender, i: number): readonly string[] => {
  const { N, name } = contender;
  const found = rate(contender, seconds[i], ceiling);
  const reference = seconds[contenders.findIndex((other) => other.N === N && other.name.startsWith('plain'))];
  const numpy = (NUMPY_MS.get(N) ?? Number.NaN) / 1000;
  return [
    String(N),
    name,
    `${(found.seconds * 1e6).toFixed(2)} us`,
    found.gflops.toFixed(1),
    found.gbytes.toFixed(1),
    found.share === null ? '-' : `${Math.round(100 * found.share)} %`,
    `${(reference / found.seconds).toFixed(1)}`,
    `${(numpy / found.seconds).toFixed(0)}`,
  ];
};

const { processor, node } = describeEnvironment();
const bandwidth = ceiling.bandwidth.map(({ bytes, gbytes }) => `${gbytes.toFixed(1)} GB/s of ${bytes / 2 ** 20} MiB`);
console.log(`${processor}, Node ${node}, ${build} build, one core, K = ${K}, ${new Date().toISOString().slice(0, 10)}`);
console.log(`ceiling: ${ceiling.gflops.toFixed(1)} GFLOP/s (128-bit vectors); reads ${bandwidth.join(', ')}`);
console.log('a step of ours includes recording distance and energy; the NumPy step does not\n');
const head = ['N', 'step', 'time', 'GFLOP/s', 'GB/s read', 'of ceiling', 'plain / this', 'NumPy* / this'];
for (const line of columns([head, ...contenders.map(row)])) console.log(line);
console.log(
  '\n* NumPy step measured on another machine (2-core x86-64 at 2.8 GHz, OpenBLAS; CPU ms 0.17, 0.44, 2.2, 8.0, 31)',
);
