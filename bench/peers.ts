/**
 * The same work here and in NumPy, numba, JAX, PyTorch and C, in one run: from the same numbers, on one thread each, in turn. Whoever does not
 * come to the same result ends the comparison; docs/performance.md gets what was found, with machine and versions.
 *
 *     npm run bench:peers -- [--only NAME[,NAME]] [--rounds N] [--budget MS] [--python PATH] [--node PATH] [--with torch] [--quick]
 *                                                                                                         (after `npm run build`)
 *
 * Without a path it makes an environment of its own in .venv-peers and installs NumPy, SciPy, numba and JAX there; PyTorch, some gigabytes, only
 * with `--with torch`. What is absent is left out, and why is said. Where this Node makes no 256-bit vectors of our kernels, Node 24 comes into .nodes,
 * and is timed as well. With --only or --quick the page stays as it is.
 */
import { cpus, loadavg } from 'node:os';
import { versions } from 'node:process';
import { parseArgs } from 'node:util';
import { SYSTEM_CLOCK } from '../src/host/environment.js';
import { writeBetween } from './page.js';
import { type Compared, compare } from './peers/compare.js';
import { type OtherNode, ours, peersHere, widerNode } from './peers/contender.js';
import { aheadOf, pageOf, tableOf } from './peers/page.js';
import { workNamed, worksOf } from './peers/works.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    budget: { type: 'string' },
    python: { type: 'string' },
    node: { type: 'string' },
    with: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const isQuick = values.quick;
if (values.with !== undefined && values.with !== 'torch') throw new Error(`--with takes torch, not ${values.with}`);
const effort = {
  rounds: Number(values.rounds ?? (isQuick ? 1 : 5)),
  budgetMs: Number(values.budget ?? (isQuick ? 100 : 1000)),
};
if (!(Number.isInteger(effort.rounds) && effort.rounds > 0))
  throw new Error(`--rounds takes a whole number above 0, not ${values.rounds}`);
if (!(effort.budgetMs > 0)) throw new Error(`--budget takes milliseconds above 0, not ${values.budget}`);
const works = values.only?.split(',').map((name) => workNamed(name, isQuick)) ?? worksOf(isQuick);

const load = loadavg()[0];
const { contenders, skipped } = peersHere(values.python, values.with === 'torch');
for (const [tool, reason] of Object.entries(skipped)) console.log(`${tool} is left out: ${reason}`);
const builds = ['strict', 'fast'] as const;
let wider: OtherNode | undefined;
try {
  wider = widerNode(values.node);
} catch (error) {
  if (values.node !== undefined) throw error;
  console.log(`a Node with 256-bit vectors is left out: ${(error as Error).message.trim().split('\n').at(-1)}`);
}
const all = [
  ...builds.map((build) => ours(build, isQuick)),
  ...(wider === undefined ? [] : builds.map((build) => ours(build, isQuick, wider))),
  ...contenders,
];
const compared: Compared[] = [];
for (const work of works) {
  const found = await compare(work, all, skipped, effort);
  compared.push(found);
  console.log(`\n${[...tableOf(found, compared), ...aheadOf(found)].join('\n')}`);
}
const peers = new Set(
  compared.flatMap(({ rows }) => rows.filter(({ isOurs }) => !isOurs).flatMap(({ version }) => version.split(', '))),
);
const conditions = {
  ...{ processor: cpus()[0].model, nodes: [versions.node, ...(wider === undefined ? [] : [wider.version])] },
  ...{ day: SYSTEM_CLOCK.now().slice(0, 10), load, rounds: effort.rounds, versions: [...peers] },
};
if (values.only === undefined && !isQuick) writeBetween('peers', pageOf(compared, conditions));
