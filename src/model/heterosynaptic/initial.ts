/** Initial parameters (specification, sections 4 and 5), each tensor a stream of draws of its own. */
import type { Kernels } from '../../kernel/kernels.js';
import { type Draws, randomSource } from '../../method/random.js';
import { roomToDraw } from '../../train/tensors.js';
import type { Tensor, Trainable } from '../../train/trainable.js';
import type { NetworkSettings } from './open.js';
import { PURPOSE } from './purposes.js';

/** Standard deviation of weights and embeddings of a transformer. */
const DEVIATION = 0.02;

type Law = { readonly constant: number } | { readonly uniform: number } | { readonly normal: number };

/** Biases of a layer are drawn from the range of its weights, whose tensor stands before them. */
const perceptronLaw = ({ shape }: Tensor, before: Tensor | undefined): Law => ({
  uniform: 1 / Math.sqrt((shape.length > 1 ? shape : (before?.shape ?? shape))[1]),
});

function gptLaw({ name, shape }: Tensor, layers: number): Law {
  if (shape.length === 1) return { constant: /ln_(1|2|f)\.weight$/.test(name) ? 1 : 0 };
  return { normal: name.endsWith('c_proj.weight') ? DEVIATION / Math.sqrt(2 * layers) : DEVIATION };
}

/** Sets all parameters to those of a seed. */
export function drawParameters(kernels: Kernels, trainable: Trainable, network: NetworkSettings, seed: number): void {
  const { tensors } = trainable;
  const random = randomSource(kernels, seed);
  const address = roomToDraw(kernels, tensors);
  const parameters = trainable.parameters();
  for (const [stream, tensor] of tensors.entries()) {
    const { offset, count } = tensor;
    const law =
      network.kind === 'gpt' ? gptLaw(tensor, network.shape.layers) : perceptronLaw(tensor, tensors[stream - 1]);
    const at: Draws = { address, count, purpose: PURPOSE.weights, stream, first: 0 };
    if ('constant' in law) kernels.f64(address, count).fill(law.constant);
    else if ('uniform' in law) random.uniform(at, -law.uniform, law.uniform);
    else random.normal(at, 0, law.normal);
    parameters.set(kernels.f64(address, count), offset);
  }
  trainable.changed();
}
