/** Names, shapes and places of the parameters, as the published program names them, in the order in which steps go through them. */
import { placeTensors } from '../../train/tensors.js';
import type { Tensor } from '../../train/trainable.js';
import type { SpikingNetwork } from './settings-types.js';

export const TENSOR = {
  input: 'input_layer.weight',
  embedding: 'embedding_layer.embedding.weight',
  writing: 'writing_layer.W',
  reading: 'reading_layer.W',
  output: 'output_layer.weight',
} as const;

export const tensorsOf = ({
  form,
  features: F,
  embedding: E,
  memory: M,
  classes: C,
}: SpikingNetwork): readonly Tensor[] =>
  placeTensors([
    [TENSOR.input, [E, F]],
    [TENSOR.embedding, [C, E]],
    [TENSOR.writing, [2 * M, 2 * E]],
    // values come back to the keys of the reading layer; without time there is nothing to come back
    [TENSOR.reading, [M, form === 'spiking' ? E + M : E]],
    [TENSOR.output, [C, M]],
  ]);
