/** The kernels of one precision, by their names without it, and their memory. */
import type { Kernels } from '../kernel/kernels.js';
import type { Precision, Reals } from './trainable.js';

type Base<Name> = Name extends `${infer Stem}_f32` ? Stem : never;

/** Names of the kernels of a module that exist in both precisions. */
export type NumericName<K> = Base<keyof K & string>;

type NumericKernels<K> = {
  readonly [Name in NumericName<K>]: `${Name}_f32` extends infer Full extends keyof K ? K[Full] : never;
};

/** Kernels and memory of one precision; addresses are bytes, counts are numbers. */
export interface NumericOf<K> {
  readonly kernels: Kernels<K>;
  readonly precision: Precision;
  /** Bytes of a number. */
  readonly size: number;
  /** Numbers of a vector. */
  readonly lanes: number;
  /** The kernels of these names. */
  pick<N extends NumericName<K>>(...names: readonly N[]): Pick<NumericKernels<K>, N>;
  /** Room for numbers, with some behind it that may be overwritten by what fills no vector. */
  room(count: number): number;
  /** Announces so many of these rooms: each call makes the next one. */
  later(rooms: number, count: number): () => number;
  /** Room for 32-bit words. */
  words(count: number): number;
  view(address: number, count: number): Reals;
  zero(address: number, count: number): void;
}

/** A vector. */
const SLACK = 16;

export function openNumeric<K>(kernels: Kernels<K>, precision: Precision): NumericOf<K> {
  const size = precision === 'f32' ? 4 : 8;
  const { memory } = kernels;
  const view = (address: number, count: number): Reals =>
    precision === 'f32'
      ? new Float32Array(memory.buffer, address, count)
      : new Float64Array(memory.buffer, address, count);
  return {
    kernels,
    precision,
    size,
    lanes: 16 / size,
    pick: <N extends NumericName<K>>(...names: readonly N[]) =>
      // one type has both precisions, which differ in nothing that the host sees
      Object.fromEntries(
        names.map((name) => [name, kernels.kernel(`${name}_${precision}` as keyof K & string)]),
      ) as unknown as Pick<NumericKernels<K>, N>,
    room: (count) => kernels.allocate(count * size + SLACK),
    later: (rooms, count) => kernels.later(rooms, count * size + SLACK),
    words: (count) => kernels.allocate(count * 4 + SLACK),
    view,
    zero: (address, count) => void view(address, count).fill(0),
  };
}
