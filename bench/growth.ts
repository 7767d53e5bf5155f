/**
 * How cost grows: time and memory of steps over the size of networks, batches and sweeps, beside the operations that are counted.
 *
 *     npm run bench:growth -- [--only NAME[,NAME]] [--rounds N] [--budget MS] [--long]          (after `npm run build`)
 *
 * The sizes of a series are measured in turns, each by its least processor time, so that other work of the machine counts little; exponents are
 * those of lines through the logarithms. With --long rate networks have up to 20,000 units and a sweep 100,000 runs (minutes).
 * bench/results/growth.json keeps what was found, and docs/performance.md gets the table of it: --only renews the rows of some series and leaves
 * the others.
 */
import { cpus, loadavg } from 'node:os';
import { versions } from 'node:process';
import { parseArgs } from 'node:util';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { SYSTEM_CLOCK } from '../src/host/environment.js';
import { CORE_MODULE } from '../src/kernel/core-kernels.js';
import { elementaryOf } from '../src/kernel/elementary.js';
import { growthPage, type Measured } from './growth/report.js';
import { type Series, seriesOf } from './growth/series.js';
import { readStored, renewed, writeStored } from './growth/stored.js';
import { writeBetween } from './page.js';
import { timeText } from './peers/page.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    budget: { type: 'string', default: '300' },
    long: { type: 'boolean', default: false },
  },
});
const [rounds, budgetMs] = [Number(values.rounds), Number(values.budget)];
if (!(Number.isInteger(rounds) && rounds > 0))
  throw new Error(`--rounds takes a whole number above 0, not ${values.rounds}`);
if (!(budgetMs > 0)) throw new Error(`--budget takes milliseconds above 0, not ${values.budget}`);
const all = seriesOf(values.long);
const names = values.only?.split(',') ?? all.map(({ name }) => name);
const unknown = names.find((name) => !all.some((series) => series.name === name));
if (unknown !== undefined) throw new Error(`${unknown} is none of ${all.map(({ name }) => name).join(', ')}`);

const conditions = { day: SYSTEM_CLOCK.now().slice(0, 10), load: loadavg()[0], rounds };

function measure({ sizes, ...series }: Series): Measured {
  const opened = sizes.map(({ open }) => open());
  const least = sizes.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { seconds }] of opened.entries()) least[i] = Math.min(least[i], seconds(budgetMs));
  }
  return {
    ...{ series, conditions },
    sizes: sizes.map(({ size, operations }, i) => ({
      ...{ size, operations, seconds: least[i], megabytes: opened[i].megabytes() },
    })),
  };
}

const f = elementaryOf(freshKernels('strict')(CORE_MODULE));
const machine = { processor: cpus()[0].model, node: versions.node };
let stored = readStored();
for (const series of all.filter(({ name }) => names.includes(name))) {
  const measured = measure(series);
  stored = renewed(
    stored,
    { ...machine, measured: [measured] },
    all.map(({ name }) => name),
  );
  // what took minutes is not lost with what comes after it
  writeStored(stored);
  console.log(`\n${series.name}: ${series.title}`);
  const rows = measured.sizes.map(({ size, seconds, megabytes }) => [
    ...[String(size), timeText(seconds), `${megabytes.toFixed(0)} MB`],
  ]);
  console.log(columns([[series.symbol, 'time', 'memory'], ...rows]).join('\n'));
}
const heading = `${machine.processor}, Node ${machine.node}, strict build, one thread; least processor time of all rounds.`;
const page = growthPage(stored?.measured ?? [], heading, f);
console.log(`\n${page}`);
writeBetween('growth', page);
