/** Thresholds of encoders, measured with pictures of training where a run begins (specification, section 11). */
import type { Kernels } from '../../../kernel/kernels.js';
import type { Examples } from '../../../train/examples.js';
import { tensorPlaces } from '../../../train/tensors.js';
import type { Tensor, Trainable } from '../../../train/trainable.js';
import type { SpikingKernels } from '../kernels.js';
import { neuronOf } from '../neuron.js';
import { numericOf } from '../numeric.js';
import type { SpikingParameters } from '../parameters.js';
import type { MemoryNetwork, PictureEncoder } from '../settings-types.js';
import { type EncoderName, thresholdsTensor } from '../tensors.js';
import { type BalancedEncoder, balancedThresholds } from '../thresholds.js';

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

interface MeasuredEncoder {
  readonly name: EncoderName;
  /** Its layer, as rates know it. */
  readonly layer: string;
  readonly shape: PictureEncoder;
  readonly pictures: ItemPictures;
}

/** Sets the thresholds of encoders, with the weights that stand before them, if that is asked for. */
export function setThresholds(
  kernels: Kernels<SpikingKernels>,
  p: SpikingParameters,
  network: Trainable,
  examples: Examples,
  own: Pick<BalancedEncoder, 'hasBias' | 'steps'> & Pick<MemoryNetwork, 'neuron' | 'layerNeurons'>,
  encoders: readonly MeasuredEncoder[],
): void {
  if (!p.learn_if_thresholds) return;
  const numeric = numericOf(kernels, p.precision);
  const { hasBias, steps } = own;
  for (const { name, layer, shape, pictures } of encoders) {
    const neuron = neuronOf(own, layer);
    const encoder = { name, shape, hasBias, steps, neuron, at: tensorPlaces(network.tensors, numeric.size) };
    const measured = firstPictures(pictures, examples);
    const found = balancedThresholds(numeric, encoder, network.parameters(), measured, p.if_threshold_share);
    const { offset } = network.tensors.find((tensor) => tensor.name === thresholdsTensor(name)) as Tensor;
    network.parameters().set(found, offset);
  }
  network.changed();
}
