/** What a spiking network keeps in the block of its run: parameters and moments. All of it is in a checkpoint. */
import type { Block, StructDeclaration } from '../../kernel/struct.js';
import { countOf } from '../../train/tensors.js';
import type { Precision, Tensor, TrainableState } from '../../train/trainable.js';
import { CONVOLUTION, NEURON, READING, WRITING } from './layers.js';

/** Structs that the kernels read. */
export const LAYOUTS: { readonly [name: string]: StructDeclaration } = {
  neuron: NEURON,
  writing: WRITING,
  reading: READING,
  convolution: CONVOLUTION,
};

/** Places in the array `progress`. */
export const PROGRESS = { steps: 0 } as const;

/** Arrays and sizes to put into the declaration of a run's block. */
export function trainedState(type: Precision, tensors: readonly Tensor[]): TrainableState {
  const count = countOf(tensors);
  return {
    arrays: [
      { name: 'progress', type: 'f64', shape: ['progress'], meaning: 'steps of the optimizer' },
      { name: 'parameters', type, shape: ['parameters'], meaning: 'stored parameters' },
      { name: 'moment', type, shape: ['parameters'], meaning: 'first moments of the gradient' },
      { name: 'variance', type, shape: ['parameters'], meaning: 'second moments of the gradient' },
    ],
    sizes: { progress: Object.keys(PROGRESS).length, parameters: count },
  };
}

/** Addresses of the arrays in an opened block. */
export const placesOf = (block: Block) => ({
  parameters: block.pointer('parameters'),
  moment: block.pointer('moment'),
  variance: block.pointer('variance'),
});
