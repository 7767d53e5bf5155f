/**
 * Kernels and steps of training in both builds, on one core, beside the ceiling of the machine.
 *
 *     npm run bench:training -- [heterosynaptic] [spiking]          (after `npm run build`; without names both)
 *
 * Times are CPU times, the least of many repetitions, because noise of a shared machine only ever adds.
 */
import { cpus } from 'node:os';
import { argv, versions } from 'node:process';
import { measureCeiling } from '../src/bench/ceiling.js';
import { measureAll } from '../src/bench/measure.js';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { CORE_MODULE } from '../src/kernel/core-kernels.js';
import { BENCH as HETEROSYNAPTIC } from '../src/model/heterosynaptic/bench.js';
import { BENCH as SPIKING } from '../src/model/spiking/bench.js';
import { cpuMilliseconds } from './cpu-time.js';

const FAMILIES = { heterosynaptic: HETEROSYNAPTIC, spiking: SPIKING } as const;
const [budgetMs, ceilingMs] = [3000, 600];

const names = argv.slice(2);
const unknown = names.find((name) => !Object.hasOwn(FAMILIES, name));
if (unknown !== undefined) throw new Error(`${unknown} is none of ${Object.keys(FAMILIES).join(', ')}`);
const chosen = Object.entries(FAMILIES).filter(([name]) => names.length === 0 || names.includes(name));

console.log(`${cpus()[0].model}, Node ${versions.node}`);
for (const build of ['strict', 'fast'] as const) {
  const fresh = freshKernels(build);
  const ceiling = measureCeiling(fresh(CORE_MODULE), cpuMilliseconds, ceilingMs);
  for (const [name, bench] of chosen) {
    console.log(`\n${name}, ${build} build, ceiling ${(2 * ceiling.gflops).toFixed(1)} GFLOP/s in f32`);
    const subjects = [...bench.kernels(fresh), ...bench.workloads(fresh)];
    const rows = measureAll(subjects, ceiling, cpuMilliseconds, budgetMs).map((one) => [
      one.name,
      `${(one.seconds * 1000).toFixed(3)} ms`,
      `${one.gflops.toFixed(1)} GFLOP/s`,
      one.share === null ? '-' : `${(100 * one.share).toFixed(0)} %`,
    ]);
    console.log(columns(rows).join('\n'));
  }
}
