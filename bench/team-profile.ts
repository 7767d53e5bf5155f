/**
 * Where the time of a training step goes that several threads share, job by job: all threads are done one after the other in this process, and
 * the least time that each job took is kept. What threads wait for each other, and what it costs to fetch what another processor wrote, is
 * not in it.
 *
 *     npx tsx bench/team-profile.ts [THREADS] [STEPS]          (after `npm run build`)
 */
import { argv } from 'node:process';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { BENCH_NETWORKS, batchOf } from '../src/model/heterosynaptic/bench.js';
import { HETEROSYNAPTIC_MODULE } from '../src/model/heterosynaptic/kernels.js';
import { openAlone } from '../src/model/heterosynaptic/open.js';
import { RULE_DEFAULTS } from '../src/model/heterosynaptic/rules.js';
import { readJob } from '../src/train/jobs.js';
import { trainingMember } from '../src/train/member.js';
import { ownSteps, teamSteps } from '../src/train/steps.js';
import type { Job, Team } from '../src/train/team.js';

const [threads, steps] = [Number(argv[2] ?? 2), Number(argv[3] ?? 200)];
const fresh = freshKernels('strict');
const { network, items } = BENCH_NETWORKS.perceptron;
const open = () => {
  const rule = { ...RULE_DEFAULTS, rate: 1e-4 };
  const opened = openAlone(fresh(HETEROSYNAPTIC_MODULE), { network, rule, precision: 'f32', items, prunes: false });
  const p = opened.parameters();
  for (let i = 0; i < p.length; i++) p[i] = (((i * 7919) % 1009) / 1009 - 0.5) / 12;
  opened.changed();
  return opened;
};
const batch = batchOf(network, items);

/** Least milliseconds of a job, by thread. */
const least = new Map<string, number[]>();
const timed = (job: Job, rank: number, work: () => void): void => {
  const before = performance.now();
  work();
  const ms = performance.now() - before;
  const { kind, stage } = readJob(job);
  const name = kind === 'stage' ? `stage ${stage}` : kind;
  const times = least.get(name) ?? Array<number>(threads).fill(Number.POSITIVE_INFINITY);
  times[rank] = Math.min(times[rank], ms);
  least.set(name, times);
};

const members = Array.from({ length: threads - 1 }, () => trainingMember(open()));
const team: Team = {
  size: threads,
  begin: (memory) => {
    for (const [i, member] of members.entries()) member.begin({ rank: i + 1, size: threads }, memory);
  },
  together: async (job, own) => {
    timed(job, 0, own);
    for (const [i, member] of members.entries()) timed(job, i + 1, () => member.work(job));
  },
  close: () => {},
};

const [alone, shared] = [ownSteps(open()), teamSteps(open(), team)];
let [one, several] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
for (let step = 0; step < steps; step++) {
  // the first steps are in baseline code
  if (step === 20) least.clear();
  const before = performance.now();
  await alone.learn(batch, { step });
  one = Math.min(one, performance.now() - before);
  const between = performance.now();
  await shared.learn(batch, { step });
  several = Math.min(several, performance.now() - between);
}
const rows = [...least].map(([name, times]) => [name, ...times.map((ms) => `${ms.toFixed(3)} ms`)]);
const sums = Array.from({ length: threads }, (_, rank) =>
  [...least.values()].reduce((sum, times) => sum + times[rank], 0),
);
const slowest = [...least.values()].reduce((sum, times) => sum + Math.max(...times), 0);
// what is no job: the batch goes up, and the step of others comes down
const rest = several - sums.reduce((sum, ms) => sum + ms, 0);
console.log(columns([...rows, ['sum', ...sums.map((ms) => `${ms.toFixed(3)} ms`)]]).join('\n'));
console.log(
  `alone ${one.toFixed(3)} ms; slowest of each job ${slowest.toFixed(3)} ms, no job ${rest.toFixed(3)} ms: ${(one / (slowest + rest)).toFixed(2)} x`,
);
