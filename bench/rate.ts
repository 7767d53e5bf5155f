/**
 * The published sweep of the rate family as a whole program: 5 networks, 8 values of g, 20 pairs of trajectories over 7000 steps each,
 * files included. Target: 20 s on 2 cores, 1 GB.
 *
 *     npx tsx bench/rate.ts [--rounds N] [--jobs N]          (after `npm run build`)
 *
 * Printed are the wall time, the CPU time of all threads, the peak of memory, and what share of the CPU time the kernels need, measured
 * by themselves: one step of 40 columns. The least of several rounds, because noise of a shared machine only ever adds. A careful NumPy
 * program (all trajectories of a cell as one matrix) took 40 s on one core of another machine, the original 51 min there.
 *
 * AMD EPYC (2 shared cores, load above 10), Node 20.20.2, 2026-11-23: 31 s of CPU time, 217 MiB, a step 56 us of CPU time. The wall
 * time says nothing at such a load.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { secondsOf } from '../src/bench/measure.js';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { SYSTEM_CLOCK } from '../src/host/environment.js';
import { rateStep } from '../src/model/rate/bench.js';
import { runMsm } from './msm-process.js';

const CELLS = 40;
const STEPS = 7000;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});

interface Round {
  readonly wallS: number;
  readonly cpuS: number;
  readonly memoryMiB: number;
}

function sweep(folder: string): Round {
  const out = join(folder, 'sweep');
  const before = SYSTEM_CLOCK.milliseconds();
  const command = ['lyapunov', '--preset', 'published', '--jobs', values.jobs, '--quiet', '--out', out];
  const { seconds: cpuS, megabytes: memoryMiB } = runMsm(command);
  const wallS = (SYSTEM_CLOCK.milliseconds() - before) / 1000;
  rmSync(out, { recursive: true });
  return { wallS, cpuS, memoryMiB };
}

const folder = mkdtempSync(join(tmpdir(), 'msm-rate-'));
try {
  const fresh = freshKernels('strict');
  const rounds: Round[] = [];
  let stepS = Number.POSITIVE_INFINITY;
  for (let i = 0; i < Number(values.rounds); i++) {
    rounds.push(sweep(folder));
    stepS = Math.min(stepS, secondsOf(rateStep(fresh, 200), SYSTEM_CLOCK.milliseconds, 500));
  }
  const least = (of: (round: Round) => number): number => Math.min(...rounds.map(of));
  const kernelS = CELLS * STEPS * stepS;
  const cpuS = least((round) => round.cpuS);
  console.log(
    `${cpus()[0].model}, Node ${process.versions.node}, ${values.jobs} jobs, least of ${values.rounds} rounds`,
  );
  const rows = [
    ['wall time', `${least((round) => round.wallS).toFixed(1)} s`],
    ['CPU time', `${cpuS.toFixed(1)} s`],
    [
      'of it kernels',
      `${kernelS.toFixed(1)} s (${Math.round((100 * kernelS) / cpuS)} %), ${(stepS * 1e6).toFixed(1)} us a step`,
    ],
    ['memory', `${Math.max(...rounds.map((round) => round.memoryMiB)).toFixed(0)} MiB`],
  ];
  console.log(columns(rows).join('\n'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
