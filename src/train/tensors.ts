/** Places of the parameters of a network in the flat array of all, in the order in which rules go through them. */
import type { Kernels } from '../kernel/kernels.js';
import type { Share, Tensor } from './trainable.js';

export type NamedShape = readonly [name: string, shape: readonly number[]];

/** Places tensors one behind the other. */
export function placeTensors(named: readonly NamedShape[]): readonly Tensor[] {
  let offset = 0;
  return named.map(([name, shape]) => {
    const count = shape.reduce((product, length) => product * length, 1);
    const tensor = { name, shape, offset, count };
    offset += count;
    return tensor;
  });
}

/** Rows of a tensor, or numbers of one that has no rows, as a tensor of its own. */
export function rowsOf({ shape: [all, ...row], offset, count, name }: Tensor, { from, to }: Share): Tensor {
  const numbers = count / all;
  return { name, shape: [to - from, ...row], offset: offset + from * numbers, count: (to - from) * numbers };
}

/** Numbers of all tensors. */
export const countOf = (tensors: readonly Tensor[]): number => tensors.reduce((sum, { count }) => sum + count, 0);

/** Room for the draws that a tensor begins with, the largest one. */
export const roomToDraw = ({ allocate }: Pick<Kernels, 'allocate'>, tensors: readonly Tensor[]): number =>
  allocate(8 * Math.max(...tensors.map(({ count }) => count)));

/** Place of a tensor by its name, in bytes. */
export type TensorPlaces = (name: string) => number;

/** Places of tensors whose numbers have `size` bytes. */
export function tensorPlaces(tensors: readonly Tensor[], size: number): TensorPlaces {
  const places = new Map(tensors.map(({ name, offset }) => [name, offset * size]));
  return (name) => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`no tensor named '${name}'`);
    return place;
  };
}
