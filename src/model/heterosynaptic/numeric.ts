/** The kernels of one precision, by their names without it. */
import type { Kernels } from '../../kernel/kernels.js';
import type { Precision, Reals } from '../../train/trainable.js';
import type { HeterosynapticKernels } from './kernels.js';

type Base<Name> = Name extends `${infer Stem}_f32` ? Stem : never;

/** Names of the kernels that exist in both precisions. */
export type NumericName = Base<keyof HeterosynapticKernels>;

type NumericKernels = { readonly [Name in NumericName]: HeterosynapticKernels[`${Name}_f32`] };

/** Kernels and memory of one precision; addresses are bytes, counts are numbers. */
export interface Numeric {
  readonly kernels: Kernels<HeterosynapticKernels>;
  readonly precision: Precision;
  /** Bytes of a number. */
  readonly size: number;
  /** Numbers of a vector. */
  readonly lanes: number;
  /** The kernels of these names. */
  pick<N extends NumericName>(...names: readonly N[]): Pick<NumericKernels, N>;
  /** Room for numbers, with some behind it that may be overwritten by what fills no vector. */
  room(count: number): number;
  /** Room for 32-bit words. */
  words(count: number): number;
  view(address: number, count: number): Reals;
  zero(address: number, count: number): void;
}

/** A vector. */
const SLACK = 16;

export function numericOf(kernels: Kernels<HeterosynapticKernels>, precision: Precision): Numeric {
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
    pick: <N extends NumericName>(...names: readonly N[]) =>
      // one type has both precisions, which differ in nothing that the host sees
      Object.fromEntries(
        names.map((name) => [name, kernels.kernel(`${name}_${precision}` as keyof HeterosynapticKernels)]),
      ) as unknown as Pick<NumericKernels, N>,
    room: (count) => kernels.allocate(count * size + SLACK),
    words: (count) => kernels.allocate(count * 4 + SLACK),
    view,
    zero: (address, count) => void view(address, count).fill(0),
  };
}
