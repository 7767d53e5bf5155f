/** Initial parameters (specification, section 3), each tensor a stream of draws of its own. */
import type { Kernels } from '../../kernel/kernels.js';
import { type Draws, randomSource } from '../../method/random.js';
import { roomToDraw } from '../../train/tensors.js';
import type { Tensor, Trainable } from '../../train/trainable.js';
import { PURPOSE } from './purposes.js';
import type { TrainedNetwork } from './settings-types.js';
import { DECODER, startOf, TENSOR } from './tensors.js';

/** Places of a kernel. */
const KERNEL = 9;

/** Layers whose draws depend on their inputs alone: linear layers of the published programs as they come. */
const PLAIN: readonly string[] = [TENSOR.output, ...DECODER.map(({ weight }) => weight)];

/**
 * Largest magnitude of a uniform draw: Xavier's with gain sqrt 2; that of linear layers, and of biases, by their inputs alone.
 *
 * @param before - the tensor before it, which biases belong to
 */
function largestOf({ name, shape: [rows, columns, ...kernel] }: Tensor, before: Tensor | undefined): number {
  if (PLAIN.includes(name)) return 1 / Math.sqrt(columns);
  if (columns === undefined) {
    const [, inputs = 1, ...own] = before?.shape ?? [];
    return 1 / Math.sqrt((own.length > 0 ? KERNEL : 1) * inputs);
  }
  return Math.sqrt(12 / ((kernel.length > 0 ? KERNEL : 1) * (rows + columns)));
}

/** What draws depend on beside the seed and the shapes of tensors. */
interface Drawn {
  /** Of question-answering the word that is none has a row of 0. */
  readonly kind?: TrainedNetwork['kind'];
  readonly form?: 'spiking' | 'relu';
  /** Factor of the weights of the read-out. */
  readonly readoutGain?: number;
  /** Keys that are read with hear the query as those that are written hear what is asked for. */
  readonly alignsKeys?: boolean;
}

/**
 * Gives the keys of the reading layer the weights by which those of the writing layer hear what comes first, features, sentences or sounds, which a
 * query is of; stretched to the bound of the layer that they belong to. What comes back to them from values stays as it was drawn.
 */
function alignKeys(trainable: Trainable, form: Drawn['form']): void {
  const { tensors } = trainable;
  const of = (name: string): Tensor | undefined => tensors.find((tensor) => tensor.name === name);
  const [writing, reading] = [of(TENSOR.writing), of(TENSOR.reading)];
  if (writing === undefined || reading === undefined) return;
  const stretch = largestOf(reading, undefined) / largestOf(writing, undefined);
  const all = trainable.parameters();
  const [keys, heard] = reading.shape;
  const [, told] = writing.shape;
  // with spikes, the values that come back stand behind the query
  const asked = form === 'spiking' ? heard - keys : heard;
  for (let key = 0; key < keys; key++) {
    for (let i = 0; i < asked; i++) {
      all[reading.offset + key * heard + i] = stretch * all[writing.offset + key * told + i];
    }
  }
}

/** Sets all parameters to those of a seed; some tensors have one number throughout. */
export function drawParameters(
  kernels: Kernels,
  trainable: Trainable,
  seed: number,
  { kind = 'associations', form = 'spiking', readoutGain = 1, alignsKeys = false }: Drawn = {},
): void {
  const { tensors } = trainable;
  const random = randomSource(kernels, seed);
  const address = roomToDraw(kernels, tensors);
  for (const [stream, tensor] of tensors.entries()) {
    const { offset, count } = tensor;
    const gain = tensor.name === TENSOR.output ? readoutGain : 1;
    const largest = gain * largestOf(tensor, tensors[stream - 1]);
    const at: Draws = { address, count, purpose: PURPOSE.weights, stream, first: 0 };
    random.uniform(at, -largest, largest);
    const draws = kernels.f64(address, count);
    const start = startOf(tensor.name);
    if (start !== undefined) draws.fill(start);
    if (tensor.name === TENSOR.embedding && kind === 'question-answering') draws.fill(0, 0, tensor.shape[1]);
    trainable.parameters().set(draws, offset);
  }
  if (alignsKeys) alignKeys(trainable, form);
  trainable.changed();
}
