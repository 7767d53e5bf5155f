/**
 * Where the time of a training step goes that several threads share, turn by turn: all threads are done one after the other in this process, each
 * until it would wait for another one, and the least time of each turn is kept. What threads wait for each other, and what it costs to fetch what
 * another processor wrote, is not in it.
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
import { trainingMember } from '../src/train/member.js';
import { doOwn } from '../src/train/pause.js';
import { ownSteps, teamSteps } from '../src/train/steps.js';
import type { Team } from '../src/train/team.js';

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

/** Least milliseconds of each turn of a thread, by thread. */
const least = Array.from({ length: threads }, (): number[] => []);
/** Does a turn of a thread; whether there are more. */
const timed = (rank: number, turn: number, work: () => boolean): boolean => {
  const before = performance.now();
  const goesOn = work();
  least[rank][turn] = Math.min(least[rank][turn] ?? Number.POSITIVE_INFINITY, performance.now() - before);
  return goesOn;
};

const members = Array.from({ length: threads - 1 }, () => trainingMember(open()));
const team: Team = {
  size: threads,
  begin: (memory) => {
    for (const [i, member] of members.entries()) member.begin({ rank: i + 1, size: threads }, memory);
  },
  together: async (job, own) => {
    await doOwn(own);
    for (const member of members) member.work(job);
  },
  near: {
    meet: async (job, own) => {
      let left = [own, ...members.flatMap((member) => member.work(job) ?? [])].map((meeting, rank) => ({
        meeting,
        rank,
      }));
      for (let turn = 0; left.length > 0; turn++) {
        left = left.filter(({ meeting, rank }) => timed(rank, turn, () => meeting.next().done !== true));
      }
    },
    now: (job) => {
      for (const member of members) member.work(job);
    },
  },
  close: () => {},
};

const [alone, shared] = [ownSteps(open()), teamSteps(open(), team)];
let one = Number.POSITIVE_INFINITY;
for (let step = 0; step < steps; step++) {
  // the first steps are in baseline code
  if (step === 20) for (const turns of least) turns.length = 0;
  const before = performance.now();
  await alone.learn(batch, { step });
  one = Math.min(one, performance.now() - before);
  await shared.learn(batch, { step });
}
const ms = (time?: number): string => (time === undefined ? '' : `${time.toFixed(3)} ms`);
const turns = Array.from({ length: Math.max(...least.map(({ length }) => length)) }, (_, turn) => turn);
const sums = least.map((times) => times.reduce((sum, time) => sum + time, 0));
const rows = turns.map((turn) => [`turn ${turn}`, ...least.map((times) => ms(times[turn]))]);
console.log(columns([...rows, ['sum', ...sums.map(ms)]]).join('\n'));
console.log(`alone ${ms(one)}, ${(one / Math.max(...sums)).toFixed(2)} x the thread that has most to do`);
