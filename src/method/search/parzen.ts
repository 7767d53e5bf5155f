/**
 * Parzen estimators: densities made of a kernel at each observation and a uniform prior of the weight of one observation.
 *
 * Bergstra et al. (2011) take truncated Gaussians. Here the kernels are truncated logistic densities of the same standard
 * deviation: their distribution function has a closed form and a closed inverse, so truncation is exact and a draw takes
 * two uniform numbers, without rejection.
 */
import type { Elementary } from '../../kernel/elementary.js';

/** Scale of a logistic density of standard deviation 1: sqrt(3)/pi. */
const LOGISTIC_SCALE = 0.5513288954217921;

/** A kernel is never narrower than 1/100 of the range, as in the paper's implementation. */
const MOST_PARTS = 100;

interface Kernel {
  readonly mean: number;
  readonly scale: number;
  /** Distribution function at 0, and the share of it that lies in [0, 1]. */
  readonly below: number;
  readonly inside: number;
}

export interface Parzen {
  /** Probability of the interval [from, to] of [0, 1]. */
  readonly mass: (from: number, to: number) => number;
  /** Density at z. */
  readonly density: (z: number) => number;
  /** A draw from two uniform numbers in [0, 1). */
  readonly draw: (u: number, v: number) => number;
}

/**
 * The density of observations in [0, 1]. A kernel's deviation is the larger of the distances to its neighbours (the ends
 * count as such), at least 1/min(100, n + 2). Cost O(n log n), then O(n) for each density.
 */
export function parzen(observations: readonly number[], { exp, log }: Elementary): Parzen {
  const sorted = [...observations].sort((a, b) => a - b);
  const least = 1 / Math.min(MOST_PARTS, sorted.length + 2);
  const distribution = (x: number): number => 1 / (1 + exp(-x));
  const kernels = sorted.map((mean, i): Kernel => {
    const left = mean - (i === 0 ? 0 : sorted[i - 1]);
    const right = (i === sorted.length - 1 ? 1 : sorted[i + 1]) - mean;
    const scale = Math.max(left, right, least) * LOGISTIC_SCALE;
    const below = distribution(-mean / scale);
    return { mean, scale, below, inside: distribution((1 - mean) / scale) - below };
  });
  const parts = kernels.length + 1;
  const share = ({ mean, scale, inside }: Kernel, from: number, to: number): number =>
    (distribution((to - mean) / scale) - distribution((from - mean) / scale)) / inside;
  const height = ({ mean, scale, inside }: Kernel, z: number): number => {
    const f = distribution((z - mean) / scale);
    return (f * (1 - f)) / (scale * inside);
  };
  return {
    mass: (from, to) => kernels.reduce((sum, kernel) => sum + share(kernel, from, to), to - from) / parts,
    density: (z) => kernels.reduce((sum, kernel) => sum + height(kernel, z), 1) / parts,
    draw: (u, v) => {
      const part = Math.floor(u * parts);
      if (part === 0) return v;
      const { mean, scale, below, inside } = kernels[part - 1];
      const f = below + v * inside;
      return Math.min(1, Math.max(0, mean + scale * log(f / (1 - f))));
    },
  };
}
