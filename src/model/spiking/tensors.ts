/** Names, shapes and places of the parameters, as the published program names them, in the order in which steps go through them. */
import { type NamedShape, placeTensors } from '../../train/tensors.js';
import type { Tensor } from '../../train/trainable.js';
import type { AssociationsNetwork, QuestionAnsweringNetwork, SpikingNetwork } from './settings-types.js';

export const TENSOR = {
  input: 'input_layer.weight',
  embedding: 'embedding_layer.embedding.weight',
  encoding: 'encoding_layer.encoding',
  writing: 'writing_layer.W',
  reading: 'reading_layer.W',
  output: 'output_layer.weight',
} as const;

const associations = ({
  form,
  features: F,
  embedding: E,
  memory: M,
  classes: C,
}: AssociationsNetwork): readonly NamedShape[] => [
  [TENSOR.input, [E, F]],
  [TENSOR.embedding, [C, E]],
  [TENSOR.writing, [2 * M, 2 * E]],
  // values come back to the keys of the reading layer; without time there is nothing to come back
  [TENSOR.reading, [M, form === 'spiking' ? E + M : E]],
  [TENSOR.output, [C, M]],
];

const questionAnswering = ({
  words,
  places,
  learnsEncoding,
  embedding: E,
  memory: M,
  classes: C,
}: QuestionAnsweringNetwork): readonly NamedShape[] => [
  [TENSOR.embedding, [words, E]],
  ...(learnsEncoding ? [[TENSOR.encoding, [places, E]] as const] : []),
  [TENSOR.writing, [2 * M, E]],
  [TENSOR.reading, [M, E + M]],
  [TENSOR.output, [C, M]],
];

export const tensorsOf = (network: SpikingNetwork): readonly Tensor[] =>
  placeTensors(network.kind === 'associations' ? associations(network) : questionAnswering(network));
