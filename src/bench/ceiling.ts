/** What this machine can do, measured in the same run as everything that is compared with it. */
import type { CoreKernels } from '../kernel/core-kernels.js';
import type { Kernels } from '../kernel/kernels.js';
import { type Ceiling, least, type Milliseconds } from './measure.js';

/** Terms of the sums of the peak kernel, and its passes in a call: its panels are 12 KB, which every first-level cache has room for. */
const DEPTH = 192;
const PASSES = 400;
/** Flops of a term. */
const FLOPS = 32;

/** Working sets of the bandwidth: what fits the caches of common machines, and what fits none. */
const SIZES = [2 ** 18, 2 ** 22, 2 ** 24, 2 ** 26];

/** Measures peak 128-bit arithmetic and read bandwidth. */
export function measureCeiling(kernels: Kernels<CoreKernels>, clock: Milliseconds, budgetMs = 300): Ceiling {
  const peak = kernels.kernel('bench_peak_f64');
  const read = kernels.kernel('bench_read_f64');
  const large = SIZES[SIZES.length - 1];
  const address = kernels.allocate(large);
  kernels.f64(address, large / 8).fill(1);
  const [a, b, c] = [32 * DEPTH, 32 * DEPTH, 128].map((bytes) => kernels.allocate(bytes));
  for (const panel of [a, b]) kernels.f64(panel, 4 * DEPTH).fill(1);
  const seconds = least(
    clock,
    (n) => {
      for (let i = 0; i < n; i++) peak(PASSES, DEPTH, a, b, c);
    },
    budgetMs,
  );
  const bandwidth = (bytes: number): number =>
    bytes /
    least(
      clock,
      (n) => {
        for (let i = 0; i < n; i++) read(address, bytes / 8);
      },
      budgetMs,
    ) /
    1e9;
  return {
    gflops: (FLOPS * DEPTH * PASSES) / seconds / 1e9,
    bandwidth: SIZES.map((bytes) => ({ bytes, gbytes: bandwidth(bytes) })),
  };
}
