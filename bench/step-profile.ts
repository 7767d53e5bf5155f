/**
 * Where the time of a training step goes, kernel by kernel.
 *
 *     npx tsx bench/step-profile.ts [strict|fast] [STEPS]          (after `npm run build`)
 *
 * A step calls the same kernels in the same order each time, so the least time of each call over many steps is kept, and the least times
 * of one kernel are added up. What is left to the whole is the host's.
 */
import { cpus } from 'node:os';
import { argv, versions } from 'node:process';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import type { FreshKernels, Kernels } from '../src/kernel/kernels.js';
import { BENCH } from '../src/model/heterosynaptic/bench.js';

const build = argv[2] === 'fast' ? 'fast' : 'strict';
const steps = Number(argv[3] ?? 300);

/** The calls of a step: kernel and least milliseconds, in order. */
const calls: { name: string; ms: number }[] = [];
let place = 0;

type Kernel = (...args: readonly unknown[]) => unknown;

const timed =
  (name: string, kernel: Kernel): Kernel =>
  (...args) => {
    const before = performance.now();
    const result = kernel(...args);
    const ms = performance.now() - before;
    const known = calls[place];
    if (known === undefined) calls.push({ name, ms });
    else known.ms = Math.min(known.ms, ms);
    place++;
    return result;
  };

const fresh = freshKernels(build);
const watched: FreshKernels = <K>(module: Parameters<typeof fresh<K>>[0]): Kernels<K> => {
  const kernels = fresh(module);
  return { ...kernels, kernel: (name) => timed(name, kernels.kernel(name) as Kernel) as K[typeof name] };
};

console.log(`${cpus()[0].model}, Node ${versions.node}, ${build} build, least of ${steps} steps`);
for (const { name, run } of BENCH.workloads(watched)) {
  calls.length = 0;
  let whole = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    // the first steps are in baseline code, and one has what is called only once
    if (step === 20) calls.length = 0;
    place = 0;
    const before = performance.now();
    run(1);
    whole = Math.min(whole, performance.now() - before);
  }
  const sums = new Map<string, { ms: number; count: number }>();
  for (const { name: kernel, ms } of calls) {
    const { ms: sum, count } = sums.get(kernel) ?? { ms: 0, count: 0 };
    sums.set(kernel, { ms: sum + ms, count: count + 1 });
  }
  const inKernels = calls.reduce((sum, { ms }) => sum + ms, 0);
  console.log(`\n${name}: ${whole.toFixed(2)} ms, of which ${inKernels.toFixed(2)} ms in kernels`);
  const rows = [...sums].sort(([, a], [, b]) => b.ms - a.ms);
  console.log(
    columns(rows.map(([kernel, { ms, count }]) => [kernel, `${ms.toFixed(3)} ms`, `${count} calls`])).join('\n'),
  );
}
