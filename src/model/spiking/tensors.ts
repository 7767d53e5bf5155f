/** Names, shapes and places of the parameters, as the published program names them, in the order in which steps go through them. */
import { type NamedShape, placeTensors } from '../../train/tensors.js';
import type { Tensor } from '../../train/trainable.js';
import type {
  AssociationsNetwork,
  CharactersNetwork,
  QuestionAnsweringNetwork,
  SpikingNetwork,
} from './settings-types.js';

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

/** Tensors of a block of the encoder of images. */
export const imageTensor = (block: number, of: 'weight' | 'bias'): string => `image_encoder.${block}.${of}`;

const characters = ({
  channels,
  hasBias,
  embedding: E,
  memory: M,
  classes: C,
}: CharactersNetwork): readonly NamedShape[] => {
  const last = channels[channels.length - 1];
  return [
    ...channels.flatMap((own, i): readonly NamedShape[] => [
      [imageTensor(i, 'weight'), [own, i === 0 ? 1 : channels[i - 1], 3, 3]],
      ...(hasBias ? [[imageTensor(i, 'bias'), [own]] as const] : []),
    ]),
    [TENSOR.embedding, [C, E]],
    [TENSOR.writing, [2 * M, last + E]],
    [TENSOR.reading, [M, last + M]],
    [TENSOR.output, [C, M]],
  ];
};

function namedShapes(network: SpikingNetwork): readonly NamedShape[] {
  if (network.kind === 'question-answering') return questionAnswering(network);
  return network.kind === 'characters' ? characters(network) : associations(network);
}

export const tensorsOf = (network: SpikingNetwork): readonly Tensor[] => placeTensors(namedShapes(network));
