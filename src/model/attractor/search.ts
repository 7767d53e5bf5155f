/** Attractor search (spec 4.4): deterministic relaxation from noisy, faint versions of the patterns, at several noise levels. */
import type { Kernels } from '../../kernel/kernels.js';
import { randomSource } from '../../method/random.js';
import { checkNumbers } from './network.js';
import type { Relaxation, RelaxationMode, Relaxer } from './relaxation.js';
import type { Numerics } from './rule.js';

/** Factor of the pattern, and of the noise, in a start state. */
const FAINT = 0.1;

/** Published noise levels. */
export const NOISE_LEVELS: readonly number[] = [0, 0.1, 0.2, 0.5];

export interface SearchOptions {
  /** Noise levels nu; `NOISE_LEVELS` if absent. The published program returns only the last one's attractors. */
  readonly levels?: readonly number[];
  readonly beta?: number;
  readonly mode?: RelaxationMode;
  readonly numerics?: Numerics;
  readonly maxSteps?: number;
  /** 1e-12 if absent. */
  readonly tolerance?: number;
  readonly longestPeriod?: number;
  /** Seed of the start noise; needed if a level is above 0 and `normals` is absent. */
  readonly seed?: number;
  /** Standard normal numbers [levels, patterns, n] instead of drawn ones. */
  readonly normals?: ArrayLike<number>;
}

export interface FoundAttractor extends Relaxation {
  readonly level: number;
  readonly pattern: number;
  /** Start state L(0.1 d + noise) [n]. */
  readonly from: Float64Array;
}

/** Population standard deviation. */
export function deviation(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) * (values[i] - mean);
  return Math.sqrt(squares / values.length);
}

/** Start state L(0.1 d + e), e_i ~ N(0, (0.1 nu sd(d))^2), from standard normal numbers [n] (not read at level 0). */
export function startState(
  langevin: (t: number) => number,
  d: ArrayLike<number>,
  level: number,
  normals: ArrayLike<number> | undefined,
): Float64Array {
  const width = FAINT * level * deviation(d);
  return Float64Array.from(d, (value, i) => langevin(FAINT * value + (normals === undefined ? 0 : width * normals[i])));
}

/** Standard normal numbers [n] for the start from a pattern; `address` has room for them. They depend on seed, stream and pattern alone. */
export function startNormals(
  kernels: Kernels,
  address: number,
  seed: number,
  n: number,
  stream: number,
  pattern: number,
): Float64Array {
  const at = { address, count: n, purpose: 'attractorStart', stream, first: pattern * n } as const;
  randomSource(kernels, seed).normal(at, 0, 1);
  return kernels.f64(address, n);
}

/**
 * Relaxes from every pattern [n] (scaled as the experiment asks: e z, or z) at every level; returns all of them, level by level.
 *
 * Throws E_CONFIG for patterns of another size.
 */
export function searchAttractors(
  kernels: Kernels,
  relaxer: Relaxer,
  patterns: readonly ArrayLike<number>[],
  options: SearchOptions = {},
): readonly FoundAttractor[] {
  const { n } = relaxer;
  const langevin = kernels.kernel(options.numerics === 'literal' ? 'langevin_literal_f64' : 'langevin_f64');
  const normals = kernels.allocate(8 * n);
  const relaxing = { tolerance: 1e-12, ...options, bias: undefined };
  return (options.levels ?? NOISE_LEVELS).flatMap((level, l) =>
    patterns.map((d, pattern) => {
      checkNumbers(`pattern ${pattern}`, d, n);
      const first = (l * patterns.length + pattern) * n;
      const given =
        options.normals === undefined
          ? undefined
          : Array.from({ length: n }, (_, i) => Number(options.normals?.[first + i]));
      const drawn = level === 0 ? undefined : startNormals(kernels, normals, options.seed ?? 0, n, l, pattern);
      const from = startState(langevin, d, level, given ?? drawn);
      return { ...relaxer.relax(from, relaxing), level, pattern, from };
    }),
  );
}
