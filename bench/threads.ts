/**
 * Steps of training by one thread and by several, within one process and in turns.
 *
 *     npx tsx bench/threads.ts [THREADS]          (after `npm run build`)
 *
 * Two ratios. "wall" is the least time of a step of many spells, which needs as many free processors as threads for a moment. A spell is long enough
 * that its first step, which finds in no cache what it reads since the other network had its turn, counts for little, as in a run. "work" is what a
 * step takes of the processor of the busiest thread, which is its time where every thread has a processor of its own, and hardly changes with
 * the load of the machine; it leaves out the time in which one thread waits for another.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { versions } from 'node:process';
import { columns } from '../src/cli/text.js';
import { completeParameters } from '../src/config/validate.js';
import { compileBuild, instantiate } from '../src/host/builds.js';
import { startTeam } from '../src/host/team.js';
import { batchOf } from '../src/model/heterosynaptic/bench.js';
import { drawParameters } from '../src/model/heterosynaptic/initial.js';
import { HETEROSYNAPTIC_MODULE } from '../src/model/heterosynaptic/kernels.js';
import { openAlone } from '../src/model/heterosynaptic/open.js';
import { HETEROSYNAPTIC_SCHEMA } from '../src/model/heterosynaptic/schema.js';
import { trainableOf } from '../src/model/heterosynaptic/settings.js';
import { ownSteps, type Steps, teamSteps } from '../src/train/steps.js';

const PROGRAM = new URL('../dist/run/team-thread.js', import.meta.url);
const SPELLS = 24;
const STEPS_OF_A_SPELL = 16;

const WORKLOADS = {
  'perceptron 784-500-400-300-10, batch 128': {
    task: 'mnist',
    hidden: [500, 400, 300],
    batch_size: 128,
    update_alg: 'md',
    lr: 1e-4,
  },
  'transformer 2 x 64, batch 32 x 120': { task: 'selective-copying', update_alg: 'md', momentum: 0.95, lr: 1e-4 },
} as const;

/** Milliseconds of processor time of each thread of this process so far; Linux alone tells. */
function workOfThreads(): ReadonlyMap<string, number> {
  const threads = readdirSync('/proc/self/task');
  return new Map(
    threads.map((id) => [id, Number(readFileSync(`/proc/self/task/${id}/schedstat`, 'utf8').split(' ')[0]) / 1e6]),
  );
}

/** Milliseconds of a step: the least of the clock, and the least work of the busiest thread. */
interface Spent {
  wall: number;
  work: number;
}

async function spell(steps: Steps, batch: ReturnType<typeof batchOf>, best: Spent): Promise<void> {
  const [began, before] = [performance.now(), workOfThreads()];
  for (let step = 0; step < STEPS_OF_A_SPELL; step++) await steps.learn(batch, { step });
  const wall = performance.now() - began;
  const work = [...workOfThreads()].map(([id, spent]) => spent - (before.get(id) ?? 0));
  best.wall = Math.min(best.wall, wall / STEPS_OF_A_SPELL);
  best.work = Math.min(best.work, Math.max(...work) / STEPS_OF_A_SPELL);
}

async function measured(given: object, threads: number): Promise<readonly [one: Spent, several: Spent]> {
  const build = compileBuild(HETEROSYNAPTIC_MODULE, 'strict');
  const parameters = completeParameters(HETEROSYNAPTIC_SCHEMA, given as never);
  const settings = trainableOf(parameters, 0);
  const networks = [0, 1].map(() => {
    const kernels = instantiate(build);
    const network = openAlone(kernels, settings);
    drawParameters(kernels, network, settings.network, 1);
    return network;
  });
  const data = { family: 'heterosynaptic', parameters, inputs: {}, seed: 0, module: build.module, build: build.build };
  const team = startTeam(PROGRAM, data, threads);
  const [one, several] = [ownSteps(networks[0]), teamSteps(networks[1], team)];
  const batch = batchOf(settings.network, settings.items);
  const best = [0, 1].map((): Spent => ({ wall: Number.POSITIVE_INFINITY, work: Number.POSITIVE_INFINITY }));
  for (let i = 0; i < 3; i++) await spell(i === 0 ? one : several, batch, { wall: 0, work: 0 });
  for (let i = 0; i < SPELLS; i++) {
    await spell(one, batch, best[0]);
    await spell(several, batch, best[1]);
  }
  team.close();
  return [best[0], best[1]];
}

const threads = Number(process.argv[2] ?? 2);
console.log(`${cpus()[0].model}, ${cpus().length} processors, Node ${versions.node}`);
const rows = [['', '1 thread', `${threads} threads`, 'wall', 'work']];
for (const [name, given] of Object.entries(WORKLOADS)) {
  const [one, several] = await measured(given, threads);
  const of = ({ wall, work }: Spent): string => `${wall.toFixed(2)} ms (${work.toFixed(2)})`;
  const ratio = (key: keyof Spent): string => `${(one[key] / several[key]).toFixed(2)} x`;
  rows.push([name, of(one), of(several), ratio('wall'), ratio('work')]);
}
console.log(columns(rows).join('\n'));
console.log(`load ${loadavg()[0].toFixed(1)} in the last minute`);
