/**
 * How the cost of a step of training grows with the pairs of an item, the time that each is shown and the items of a batch: it should grow as
 * they do, and not faster.
 *
 *     npx tsx bench/spiking-growth.ts [ROUNDS]          (after `npm run build`)
 *
 * All sizes are measured in turns, each by its least processor time of a step, so that other work of the machine counts little. `per unit` is the time for an item
 * and a step of time in which a pair is shown; exponents are those of a line through the logarithms of time over units.
 */
import { cpus, loadavg } from 'node:os';
import { versions } from 'node:process';
import { columns } from '../src/cli/text.js';
import { compileBuild, instantiate } from '../src/host/builds.js';
import { batchOf, networkFor } from '../src/model/spiking/bench.js';
import { drawParameters } from '../src/model/spiking/initial.js';
import { SPIKING_MODULE } from '../src/model/spiking/kernels.js';
import { openAlone } from '../src/model/spiking/open.js';
import { ADAM_DEFAULTS } from '../src/model/spiking/settings-types.js';

interface Size {
  readonly pairs: number;
  readonly steps: number;
  readonly items: number;
}

const USUAL: Size = { pairs: 2, steps: 100, items: 16 };

const SERIES: { readonly [name: string]: readonly Size[] } = {
  'pairs L': [1, 2, 5, 10, 20, 55].map((pairs) => ({ ...USUAL, pairs, items: 4 })),
  'steps of time T': [25, 50, 100, 200, 400].map((steps) => ({ ...USUAL, steps, items: 4 })),
  'items of a batch B': [4, 8, 16, 32, 64, 128].map((items) => ({ ...USUAL, items })),
};

/** Items times steps of time in which pairs are written; the query comes on top, and costs less. */
const unitsOf = ({ pairs, steps, items }: Size): number => items * steps * pairs;

interface Measured extends Size {
  readonly run: () => void;
  readonly megabytes: number;
  least: number;
}

const build = compileBuild(SPIKING_MODULE, 'strict');

function open(size: Size): Measured {
  const kernels = instantiate(build);
  const network = { ...networkFor(size.pairs), steps: size.steps };
  const { items } = size;
  const rates = { weight: 1e-5, target: 0 };
  const settings = { network, rates, adam: ADAM_DEFAULTS, maxGradient: 40, precision: 'f32', items } as const;
  const trainable = openAlone(kernels as never, settings);
  drawParameters(kernels as never, trainable, 1);
  const batch = batchOf(network, size.items);
  let step = 0;
  const run = (): void => {
    trainable.lossAndGradient(batch, { step: step++, epoch: 1 });
    trainable.optimize(0);
  };
  run();
  return { ...size, run, megabytes: kernels.memory.buffer.byteLength / 2 ** 20, least: Number.POSITIVE_INFINITY };
}

/** Milliseconds of processor time. */
function spentBy(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Slope of a line through the logarithms. */
function exponentOf(all: readonly Measured[]): number {
  const [x, y] = [all.map((one) => Math.log(unitsOf(one))), all.map(({ least }) => Math.log(least))];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  return (
    x.reduce((sum, xi, i) => sum + (xi - mx) * (y[i] - my), 0) / x.reduce((sum, xi) => sum + (xi - mx) * (xi - mx), 0)
  );
}

const rounds = Number(process.argv[2] ?? 5);
console.log(`${cpus()[0]?.model}, Node ${versions.node}, load ${loadavg()[0].toFixed(1)}, strict build, f32\n`);
for (const [name, sizes] of Object.entries(SERIES)) {
  const measured = sizes.map(open);
  for (let round = 0; round < rounds; round++) {
    for (const one of measured) one.least = Math.min(one.least, spentBy(one.run));
  }
  const rows = measured.map((one) => [
    ...[one.pairs, one.steps, one.items].map(String),
    one.least.toFixed(1),
    ((1000 * one.least) / unitsOf(one)).toFixed(2),
    one.megabytes.toFixed(0),
  ]);
  console.log(`${name}: exponent ${exponentOf(measured).toFixed(3)}`);
  for (const line of columns([['pairs', 'T', 'items', 'ms a step', 'us per unit', 'MB'], ...rows]))
    console.log(`  ${line}`);
}
