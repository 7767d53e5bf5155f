/**
 * Kernels and steps of training of spiking networks in both builds, on one core, beside the ceiling of the machine.
 *
 *     npx tsx bench/spiking.ts          (after `npm run build`)
 *
 * Times are CPU times, the least of many repetitions, because noise of a shared machine only ever adds.
 */
import { cpus } from 'node:os';
import { versions } from 'node:process';
import { measureCeiling } from '../src/bench/ceiling.js';
import { measureAll } from '../src/bench/measure.js';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { CORE_MODULE } from '../src/kernel/core-kernels.js';
import { BENCH } from '../src/model/spiking/bench.js';
import { cpuMilliseconds } from './cpu-time.js';

const [budgetMs, ceilingMs] = [3000, 600];

console.log(`${cpus()[0].model}, Node ${versions.node}`);
for (const build of ['strict', 'fast'] as const) {
  const fresh = freshKernels(build);
  const ceiling = measureCeiling(fresh(CORE_MODULE), cpuMilliseconds, ceilingMs);
  console.log(`\n${build} build, ceiling ${(2 * ceiling.gflops).toFixed(1)} GFLOP/s in f32`);
  const subjects = [...BENCH.kernels(fresh), ...BENCH.workloads(fresh)];
  const rows = measureAll(subjects, ceiling, cpuMilliseconds, budgetMs).map((one) => [
    one.name,
    `${(one.seconds * 1000).toFixed(3)} ms`,
    `${one.gflops.toFixed(1)} GFLOP/s`,
    `${(100 * (one.share ?? 0)).toFixed(0)} %`,
  ]);
  console.log(columns(rows).join('\n'));
}
