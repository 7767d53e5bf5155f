/**
 * Random numbers by position: draw(seed, purpose, stream, index). There is no generator state; a draw depends on its four
 * coordinates alone, so it does not matter who draws what first.
 */
import type { Kernels } from '../kernel/kernels.js';

/**
 * What draws of no family are for. A number is part of the results, so it is never changed or used for something else; those of a
 * family stand in its `purposes.ts`.
 */
export const PURPOSE = {
  replicaSeed: 1,
  search: 12,
  tangentBasis: 15,
  /** What an analysis draws: signs of copies that are turned, patterns, orders of updating, random starts. */
  analysisNoise: 101,
  analysisPatterns: 102,
  analysisOrder: 103,
  analysisStart: 104,
} as const;

/** Numbers from here on belong to models from outside, and are made from the names of what they draw. */
export const FIRST_OWN_PURPOSE = 1000;

/** Fills addresses in the kernels' memory with draws `first`, `first + 1`, ... of one purpose and stream. */
export interface RandomSource {
  uniform(at: Draws, low: number, high: number): void;
  normal(at: Draws, mean: number, deviation: number): void;
  /** +1 or -1, as doubles. */
  sign(at: Draws): void;
  /** i32 from 0 to range - 1. */
  integer(at: Draws, range: number): void;
  /** The two words of the seed, for kernels that draw by themselves. */
  readonly words: readonly [number, number];
}

export interface Draws {
  readonly address: number;
  readonly count: number;
  /** Number of what they are for. */
  readonly purpose: number;
  readonly stream: number;
  readonly first: number;
}

const WORD = 2 ** 32;

/** Low and high 32 bits of an integer below 2^53. */
export function words(value: number): readonly [number, number] {
  return [value % WORD, Math.floor(value / WORD)];
}

/** Draws for one seed, an integer from 0 to 2^53 - 1. */
export function randomSource(kernels: Kernels, seed: number): RandomSource {
  const seedWords = words(seed);
  const place = ({ address, count, purpose, stream, first }: Draws) =>
    [address, count, ...seedWords, purpose, stream, ...words(first)] as const;
  return {
    words: seedWords,
    uniform: (at, low, high) => void kernels.kernel('fill_uniform_f64')(...place(at), low, high),
    normal: (at, mean, deviation) => void kernels.kernel('fill_normal_f64')(...place(at), mean, deviation),
    sign: (at) => void kernels.kernel('fill_sign_f64')(...place(at)),
    integer: (at, range) => void kernels.kernel('fill_integer_i32')(...place(at), range),
  };
}

/** Uniform draws in [0, 1) of a purpose and stream from a place on; valid until the next call. */
export type UniformDraws = (purpose: number, stream: number, first: number, count: number) => Float64Array;

/** Uniform draws of a seed. The memory for them is taken once, for `most` at a time. */
export function uniformDraws(kernels: Kernels, seed: number, most: number): UniformDraws {
  const random = randomSource(kernels, seed);
  const address = kernels.allocate(8 * most);
  return (purpose, stream, first, count) => {
    if (count > most) throw new RangeError(`${count} draws, and there is room for ${most}`);
    random.uniform({ address, count, purpose, stream, first }, 0, 1);
    return kernels.f64(address, count);
  };
}

/** Seed of replica r: the seed itself for r = 0, then independent draws of 53 bits. */
export function replicaSeed(kernels: Kernels, seed: number, replica: number): number {
  if (replica === 0) return seed;
  const address = kernels.allocate(8);
  const at = { address, count: 1, purpose: PURPOSE.replicaSeed, stream: 0, first: replica };
  randomSource(kernels, seed).uniform(at, 0, 1);
  return kernels.f64(address, 1)[0] * 2 ** 53;
}
