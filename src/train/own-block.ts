/** A block that has nothing but the arrays of a network: for networks that belong to no run, as those of threads and checks do. */
import type { Kernels } from '../kernel/kernels.js';
import { type Block, layOut, openBlock, type StructDeclaration } from '../kernel/struct.js';
import type { TrainableState } from './trainable.js';

/** All of it is 0. */
export function ownBlock<K>(
  { memory, allocate }: Pick<Kernels<K>, 'memory' | 'allocate'>,
  state: TrainableState,
): Block {
  const declaration: StructDeclaration = { name: 'trained', scalars: [], arrays: state.arrays };
  const layout = layOut(declaration, state.sizes);
  return openBlock(memory, declaration, layout, allocate(layout.bytes), true);
}
