/**
 * Steps of the attractor family against the machine's ceiling, and the published experiments' training as a whole.
 *
 *     npx tsx bench/attractor.ts [--fast] [--budget MS] [--rounds N]
 *
 * A step draws its random numbers, moves the states, learns, and records the five curves, as in a run; nothing is written. Times are
 * the least of many repetitions, because noise of a shared machine only ever adds. Ratios and shares carry over to other
 * machines, seconds do not. The published program's times were measured on another machine.
 *
 * AMD EPYC (2 shared cores, load 1), Node 20.20.2, strict build, 2026-11-30; ceiling 28.9 GFLOP/s:
 *
 *   n    step              time     steps/s  GFLOP/s  of ceiling  published* / this
 *   25   learning, curves  0.85 us  1175808  15.4     53 %        2469
 *   25   learning          0.54 us  1857367  13.6     47 %        2786
 *   25   no learning       0.39 us  2562229  14.8     51 %        -
 *   64   learning, curves  1.96 us  509733   22.3     77 %        5811
 *   64   learning          1.24 us  803587   20.9     72 %        6429
 *   64   no learning       0.85 us  1175145  20.9     72 %        -
 *   90   learning, curves  3.55 us  281687   22.1     77 %        6028
 *   90   learning          2.26 us  442425   21.1     73 %        6150
 *   90   no learning       1.46 us  684819   21.0     73 %        -
 *   120  learning, curves  5.19 us  192638   23.6     82 %        6145
 *   120  learning          3.29 us  303811   23.0     80 %        6988
 *   120  no learning       2.05 us  488973   22.9     79 %        -
 *
 * Simulation 3 4.3 ms, one cell 0.12 s.
 */

import { parseArgs } from 'node:util';
import { openCeiling } from '../src/bench/ceiling.js';
import { rate, secondsOf } from '../src/bench/measure.js';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { describeEnvironment, SYSTEM_CLOCK } from '../src/host/environment.js';
import { readPatterns } from '../src/input/patterns.js';
import { CORE_MODULE } from '../src/kernel/core-kernels.js';
import type { Build } from '../src/kernel/kernels.js';
import { advanceSpan, allocateSpans, type Stretch } from '../src/model/attractor/advance.js';
import { type StepKind, stepBytes, stepFlops, stepOf } from '../src/model/attractor/bench.js';
import { placeEvidence } from '../src/model/attractor/evidence.js';
import { ATTRACTOR_MODULE } from '../src/model/attractor/kernels.js';
import { createNetwork } from '../src/model/attractor/network.js';
import { DEFAULT_RULE } from '../src/model/attractor/rule.js';

const { values: options } = parseArgs({
  options: {
    fast: { type: 'boolean', default: false },
    budget: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '4' },
  },
});
const build: Build = options.fast ? 'fast' : 'strict';
const [budgetMs, rounds] = [Number(options.budget), Number(options.rounds)];
const fresh = freshKernels(build);
const clock = SYSTEM_CLOCK.milliseconds;

/** Milliseconds a step of the published program, by n (spec, section 8), on another machine. Learning, without and with curves. */
const PUBLISHED_MS: { readonly [n: number]: readonly [number, number] } = {
  25: [1.5, 2.1],
  64: [8.0, 11.4],
  90: [13.9, 21.4],
  120: [23.0, 31.9],
};

interface Contender extends StepKind {
  readonly name: string;
}

/** Seconds of a whole training: `steps` steps of digits with curves, as the published experiments do them. */
async function trainingSeconds(
  rowsText: string,
  e: number,
  beta: number,
  steps: number,
  perEpoch: number,
  repetitions: number,
): Promise<number> {
  const { values, count, size } = await readPatterns(rowsText, 'patterns', '--patterns');
  const rows = Array.from({ length: count }, (_, r) => values.subarray(r * size, (r + 1) * size).map((z) => e * z));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < repetitions; round++) {
    const kernels = fresh(ATTRACTOR_MODULE);
    const network = createNetwork(kernels, { n: size });
    const spans = allocateSpans(network);
    const shown = (s: number): number => Math.floor(s / perEpoch) % count;
    const rule = { ...DEFAULT_RULE, eta: 0.001, beta };
    const stretch: Stretch = {
      rule,
      evidence: placeEvidence(kernels, size, rows),
      shown,
      noise: { seed: round },
      withCurves: true,
    };
    const before = clock();
    for (let done = 0; done < steps; done += spans.longest) {
      advanceSpan(network, spans, stretch, done, Math.min(spans.longest, steps - done));
    }
    best = Math.min(best, (clock() - before) / 1000);
  }
  return best;
}

const contenders: readonly Contender[] = [25, 64, 90, 120].flatMap((n) => [
  { name: 'learning, curves', n, learns: true, withCurves: true },
  { name: 'learning', n, learns: true, withCurves: false },
  { name: 'no learning', n, learns: false, withCurves: false },
]);
const seconds = contenders.map(() => Number.POSITIVE_INFINITY);
const machine = openCeiling(fresh(CORE_MODULE), clock, budgetMs / rounds);
let ceiling = machine();
// round by round, so that a busy minute of the machine spoils no contender for good
for (let round = 0; round < rounds; round++) {
  for (const [i, contender] of contenders.entries()) {
    seconds[i] = Math.min(seconds[i], secondsOf(stepOf(contender.name, fresh, contender), clock, budgetMs / rounds));
  }
  ceiling = machine();
}
const sequence = await trainingSeconds('digits:1,2,3', 20, 1, 2000, 1, 10 * rounds);
const cell = await trainingSeconds('digits:0..9', 11, 0.16681005372000582, 50_000, 10, rounds);

const { processor, node } = describeEnvironment();
console.log(`${processor}, Node ${node}, ${build} build, one core, ${new Date().toISOString().slice(0, 10)}`);
console.log(`ceiling: ${ceiling.gflops.toFixed(1)} GFLOP/s (128-bit vectors)\n`);
const lines = contenders.map((contender, i) => {
  const { n, name, learns, withCurves } = contender;
  const found = rate(
    { name, flops: stepFlops(contender), bytes: stepBytes(contender), workingSet: 8 * n * n },
    seconds[i],
    ceiling,
  );
  const published = learns ? PUBLISHED_MS[n]?.[withCurves ? 1 : 0] : undefined;
  return [
    String(n),
    name,
    `${(found.seconds * 1e6).toFixed(2)} us`,
    Math.round(1 / found.seconds).toString(),
    found.gflops.toFixed(1),
    found.share === null ? '-' : `${Math.round(100 * found.share)} %`,
    published === undefined ? '-' : Math.round((published * 1e-3) / found.seconds).toString(),
  ];
});
const head = ['n', 'step', 'time', 'steps/s', 'GFLOP/s', 'of ceiling', 'published* / this'];
for (const line of columns([head, ...lines])) console.log(line);
console.log(`\nsimulation 3, 2000 learning steps with curves, n = 64: ${(sequence * 1000).toFixed(1)} ms`);
console.log(`one cell of simulation 2, 50 000 learning steps with curves, n = 64: ${cell.toFixed(2)} s`);
console.log('* measured on another machine (one thread of a 2.8 GHz Xeon core, Python 3.11, NumPy 1.24)');
