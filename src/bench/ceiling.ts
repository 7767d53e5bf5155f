/** What this machine can do, measured in the same run as everything that is compared with it. */
import type { CoreKernels } from '../kernel/core-kernels.js';
import type { Kernels } from '../kernel/kernels.js';
import { type Ceiling, least, type Milliseconds } from './measure.js';

/**
 * Terms of the sums of the tile, and its passes in a call: its panels are 24 KB, which first-level caches have room for, and long enough
 * that the start and end of a sum do not show (with half as many, other kernels came to 104 % of it).
 */
const DEPTH = 384;
const PASSES = 200;
/** Flops of a term. */
const TILE_FLOPS = 32;

/** Turns of the chains in a call, and flops of a turn. */
const TURNS = 50_000;
const CHAIN_FLOPS = 48;

/** Working sets of the bandwidth: what fits the caches of common machines, and what fits none. */
const SIZES = [2 ** 15, 2 ** 18, 2 ** 22, 2 ** 24, 2 ** 26];

/** Measures the machine again and again: each time it gives the largest numbers so far, because noise only ever lowers them. */
export function openCeiling(kernels: Kernels<CoreKernels>, clock: Milliseconds, budgetMs = 300): () => Ceiling {
  const [tile, chains] = [kernels.kernel('bench_tile_f64'), kernels.kernel('bench_chains_f64')];
  const [read, update] = [kernels.kernel('bench_read_f64'), kernels.kernel('bench_update_f64')];
  const large = SIZES[SIZES.length - 1];
  const address = kernels.allocate(large);
  kernels.f64(address, large / 8).fill(1);
  const [a, b, c] = [32 * DEPTH, 32 * DEPTH, 256].map((bytes) => kernels.allocate(bytes));
  for (const panel of [a, b]) kernels.f64(panel, 4 * DEPTH).fill(1);
  const secondsOf = (call: () => void): number =>
    least(
      clock,
      (n) => {
        for (let i = 0; i < n; i++) call();
      },
      budgetMs,
    );
  let most: Ceiling = { gflops: 0, bandwidth: SIZES.map((bytes) => ({ bytes, gbytes: 0 })) };
  return () => {
    const ofTile = (TILE_FLOPS * DEPTH * PASSES) / secondsOf(() => tile(PASSES, DEPTH, a, b, c)) / 1e9;
    const ofChains = (CHAIN_FLOPS * TURNS) / secondsOf(() => chains(TURNS, 1, 0)) / 1e9;
    most = {
      gflops: Math.max(most.gflops, ofTile, ofChains),
      bandwidth: most.bandwidth.map(({ bytes, gbytes }) => {
        const reading = bytes / secondsOf(() => read(address, bytes / 8)) / 1e9;
        // kernels that write what they read are held to what that can move
        const updating = (2 * bytes) / secondsOf(() => update(address, bytes / 8, 0)) / 1e9;
        return { bytes, gbytes: Math.max(gbytes, reading, updating) };
      }),
    };
    return most;
  };
}

/** Peak arithmetic, on vectors as wide as the engine makes them, and bandwidth, measured once. */
export const measureCeiling = (kernels: Kernels<CoreKernels>, clock: Milliseconds, budgetMs?: number): Ceiling =>
  openCeiling(kernels, clock, budgetMs)();
