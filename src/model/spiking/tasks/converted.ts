/** Encoders that were trained without spikes, made spiking ones where a run begins, with pictures of training (specification, section 11). */
import type { Kernels } from '../../../kernel/kernels.js';
import type { Examples } from '../../../train/examples.js';
import { tensorPlaces } from '../../../train/tensors.js';
import type { Trainable } from '../../../train/trainable.js';
import { convertEncoder } from '../conversion.js';
import { isFolded } from '../given-encoders.js';
import type { SpikingKernels } from '../kernels.js';
import { neuronOf } from '../neuron.js';
import { numericOf } from '../numeric.js';
import type { SpikingParameters } from '../parameters.js';
import type { MemoryNetwork, PictureEncoder } from '../settings-types.js';
import { type EncoderName, encoderTensor, thresholdsTensor } from '../tensors.js';

/** Pictures that thresholds are measured with. */
const MEASURED = 256;

/** Pictures that stand one behind the other in an item. */
interface ItemPictures {
  readonly first: number;
  readonly pixels: number;
  readonly count: number;
}

/** The first pictures that are shown in training. */
function firstPictures({ first, pixels, count }: ItemPictures, { sizes, batch }: Examples): readonly Float64Array[] {
  const items = Math.min(sizes.training, Math.ceil(MEASURED / count));
  return Array.from({ length: items }, (_, item) => {
    const inputs = Float64Array.from(batch('training', Int32Array.of(item), 0, 0).inputs);
    return Array.from({ length: count }, (_, n) => inputs.slice(first + n * pixels, first + (n + 1) * pixels));
  }).flat();
}

interface SeeingEncoder {
  readonly name: EncoderName;
  /** Its layer, as rates know it. */
  readonly layer: string;
  readonly shape: PictureEncoder;
  readonly pictures: ItemPictures;
}

type Converted = Pick<MemoryNetwork, 'neuron' | 'layerNeurons' | 'steps'> & { readonly hasBias: boolean };

/** Sets thresholds that are asked for, with the weights that stand before them, and biases that were of numbers. */
export function convertEncoders(
  kernels: Kernels<SpikingKernels>,
  p: SpikingParameters,
  network: Trainable,
  examples: Examples,
  own: Converted,
  encoders: readonly SeeingEncoder[],
): void {
  const addsToNumbers = isFolded(p);
  if (!p.learn_if_thresholds && !addsToNumbers) return;
  const numeric = numericOf(kernels, p.precision);
  const { hasBias, steps } = own;
  for (const { name, layer, shape, pictures } of encoders) {
    const encoder = { name, shape, hasBias, steps, neuron: neuronOf(own, layer) };
    const { thresholds, biases } = convertEncoder(
      numeric,
      { ...encoder, at: tensorPlaces(network.tensors, numeric.size) },
      network.parameters(),
      {
        ...(p.learn_if_thresholds && { images: firstPictures(pictures, examples), share: p.if_threshold_share }),
        addsToNumbers,
      },
    );
    const found = new Map<string, ArrayLike<number>>([
      [thresholdsTensor(name), thresholds],
      ...biases.map((bias, i) => [encoderTensor(name, i, 'bias'), bias] as const),
    ]);
    for (const tensor of network.tensors) {
      const values = found.get(tensor.name);
      if (values !== undefined) network.parameters().set(values, tensor.offset);
    }
  }
  network.changed();
}
