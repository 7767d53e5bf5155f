/**
 * Random numbers by position: draw(seed, purpose, stream, index). There is no generator state; a draw depends on its four
 * coordinates alone, so it does not matter who draws what first.
 */
import type { Kernels } from '../kernel/kernels.js';

/** What a draw is for. Numbers are part of the results: never reuse or change one. */
export const PURPOSE = {
  replicaSeed: 1,
  initialNeurons: 2,
  initialCouplings: 3,
  patternBase: 4,
  patternMask: 5,
  fieldPattern: 6,
  fieldHold: 7,
  initialMemories: 8,
  edges: 9,
  weights: 10,
  initialRates: 11,
  search: 12,
  inputNoise: 13,
  inputPhases: 14,
  tangentBasis: 15,
  referenceMatrices: 60,
  attractorNoise: 40,
  attractorSweep: 41,
  attractorOrder: 42,
  attractorStart: 43,
  attractorProbe: 44,
  attractorTrial: 45,
} as const;

export type Purpose = keyof typeof PURPOSE;

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
  /** A name of `PURPOSE`, or a number from `FIRST_OWN_PURPOSE` on. */
  readonly purpose: Purpose | number;
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
  const place = ({ address, count, purpose, stream, first }: Draws) => {
    const number = typeof purpose === 'number' ? purpose : PURPOSE[purpose];
    return [address, count, ...seedWords, number, stream, ...words(first)] as const;
  };
  return {
    words: seedWords,
    uniform: (at, low, high) => void kernels.kernel('fill_uniform_f64')(...place(at), low, high),
    normal: (at, mean, deviation) => void kernels.kernel('fill_normal_f64')(...place(at), mean, deviation),
    sign: (at) => void kernels.kernel('fill_sign_f64')(...place(at)),
    integer: (at, range) => void kernels.kernel('fill_integer_i32')(...place(at), range),
  };
}

/** Seed of replica r: the seed itself for r = 0, then independent draws of 53 bits. */
export function replicaSeed(kernels: Kernels, seed: number, replica: number): number {
  if (replica === 0) return seed;
  const address = kernels.allocate(8);
  randomSource(kernels, seed).uniform({ address, count: 1, purpose: 'replicaSeed', stream: 0, first: replica }, 0, 1);
  return kernels.f64(address, 1)[0] * 2 ** 53;
}
