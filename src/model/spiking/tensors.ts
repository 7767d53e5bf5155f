/** Names, shapes and places of the parameters, as the published program names them, in the order in which steps go through them. */
import { type NamedShape, placeTensors } from '../../train/tensors.js';
import type { Tensor } from '../../train/trainable.js';
import { encodedNeurons } from './image-encoder.js';
import type {
  AssociationsNetwork,
  CharactersNetwork,
  CrossModalNetwork,
  DigitsNetwork,
  PrototypesNetwork,
  QuestionAnsweringNetwork,
  TrainedNetwork,
} from './settings-types.js';

export const TENSOR = {
  input: 'input_layer.weight',
  embedding: 'embedding_layer.embedding.weight',
  encoding: 'encoding_layer.encoding',
  writing: 'writing_layer.W',
  reading: 'reading_layer.W',
  output: 'output_layer.weight',
} as const;

/** Those of the twin without time that makes an image of what was read. */
export const DECODER = [0, 2].map((layer) => ({
  weight: `decoder.${layer}.weight`,
  bias: `decoder.${layer}.bias`,
}));

/** Those of the spiking layers that make an image of what was read. */
export const DECODED = ['decoder_l1.W', 'decoder_l2.W'] as const;

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

/** Encoders of images by what they see. */
export type EncoderName = 'image' | 'audio';

/** Tensors of a block of such an encoder. */
export const encoderTensor = (encoder: EncoderName, block: number, of: 'weight' | 'bias'): string =>
  `${encoder}_encoder.${block}.${of}`;

/** Tensors of the batch normalisation of a block, as PyTorch names them: what is learned, then what is counted. */
export const NORM_TENSORS = ['weight', 'bias', 'running_mean', 'running_var'] as const;
export type NormTensor = (typeof NORM_TENSORS)[number];

export const normTensor = (encoder: EncoderName, block: number, of: NormTensor): string =>
  `${encoder}_encoder.${block}.bn.${of}`;

/** What they begin with. */
const NORM_START: { readonly [T in NormTensor]: number } = { weight: 1, bias: 0, running_mean: 0, running_var: 1 };

/** Whether a tensor has running statistics, which are counted and not learned. */
export const isCounted = ({ name }: { readonly name: string }): boolean => /\.bn\.running_(mean|var)$/.test(name);

/** The number that all of a tensor begin with; undefined where they are drawn. */
export function startOf(name: string): number | undefined {
  if (name === TENSOR.encoding) return 1;
  const [, of] = /\.bn\.(\w+)$/.exec(name) ?? [];
  return of === undefined ? undefined : NORM_START[of as NormTensor];
}

/** Tensor of the thresholds of an encoder, where they are kept with its weights. */
export const thresholdsTensor = (encoder: EncoderName): string => `${encoder}_encoder.thresholds`;

interface EncoderTensors {
  readonly channels: readonly number[];
  readonly hasBias: boolean;
  readonly hasNorm?: boolean;
  readonly keepsThresholds?: boolean;
}

export const encoderTensors = (
  name: EncoderName,
  { channels, hasBias, hasNorm = false, keepsThresholds = false }: EncoderTensors,
): readonly NamedShape[] => [
  ...channels.flatMap((own, i): readonly NamedShape[] => [
    [encoderTensor(name, i, 'weight'), [own, i === 0 ? 1 : channels[i - 1], 3, 3]],
    ...(hasBias ? [[encoderTensor(name, i, 'bias'), [own]] as const] : []),
    ...(hasNorm ? NORM_TENSORS.map((of) => [normTensor(name, i, of), [own]] as const) : []),
  ]),
  ...(keepsThresholds ? [[thresholdsTensor(name), [channels.length]] as const] : []),
];

const characters = (network: CharactersNetwork): readonly NamedShape[] => {
  const { embedding: E, memory: M, classes: C } = network;
  const n = encodedNeurons(network);
  const isSpiking = network.form === 'spiking';
  return [
    ...encoderTensors('image', network),
    [TENSOR.embedding, [C, E]],
    [TENSOR.writing, [2 * M, n + E]],
    [TENSOR.reading, [M, isSpiking ? n + M : n]],
    [TENSOR.output, [C, M]],
  ];
};

const crossModal = (network: CrossModalNetwork): readonly NamedShape[] => {
  const { sounds, images, hasBias, hasNorm, keepsThresholds, memory: M, classes: pixels, hidden } = network;
  const [heard, seen] = [encodedNeurons(sounds), encodedNeurons(images)];
  const isSpiking = network.form === 'spiking';
  const decoder: readonly NamedShape[] = isSpiking
    ? [
        [DECODED[0], [hidden, M]],
        [DECODED[1], [pixels, hidden]],
      ]
    : [
        [DECODER[0].weight, [hidden, M]],
        [DECODER[0].bias, [hidden]],
        [DECODER[1].weight, [pixels, hidden]],
        [DECODER[1].bias, [pixels]],
      ];
  return [
    ...encoderTensors('audio', { ...sounds, hasBias, hasNorm, keepsThresholds }),
    ...encoderTensors('image', { ...images, hasBias, hasNorm, keepsThresholds }),
    [TENSOR.writing, [2 * M, heard + seen]],
    [TENSOR.reading, [M, isSpiking ? heard + M : heard]],
    ...decoder,
  ];
};

const pretrained = (network: PrototypesNetwork | DigitsNetwork): readonly NamedShape[] =>
  encoderTensors(network.encoder, { ...network, hasBias: false });

const digits = (network: DigitsNetwork): readonly NamedShape[] => [
  ...pretrained(network),
  [TENSOR.output, [network.classes, encodedNeurons(network)]],
];

function namedShapes(network: TrainedNetwork): readonly NamedShape[] {
  if (network.kind === 'digits') return digits(network);
  if (network.kind === 'prototypes') return pretrained(network);
  if (network.kind === 'cross-modal') return crossModal(network);
  if (network.kind === 'question-answering') return questionAnswering(network);
  return network.kind === 'characters' ? characters(network) : associations(network);
}

export const tensorsOf = (network: TrainedNetwork): readonly Tensor[] => placeTensors(namedShapes(network));
