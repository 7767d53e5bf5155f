/** Initial parameters (specification, section 3), each tensor a stream of draws of its own. */
import type { Kernels } from '../../kernel/kernels.js';
import { type Draws, randomSource } from '../../method/random.js';
import type { Tensor, Trainable } from '../../train/trainable.js';
import { PURPOSE } from './purposes.js';
import { TENSOR } from './tensors.js';

/** Largest magnitude of a uniform draw: Xavier's with gain sqrt 2, that of the output by its inputs alone. */
const largestOf = ({ name, shape: [rows, columns] }: Tensor): number =>
  name === TENSOR.output ? 1 / Math.sqrt(columns) : Math.sqrt(12 / (rows + columns));

/** Sets all parameters to those of a seed. */
export function drawParameters(kernels: Kernels, trainable: Trainable, seed: number): void {
  const { tensors } = trainable;
  const random = randomSource(kernels, seed);
  const address = kernels.allocate(8 * Math.max(...tensors.map(({ count }) => count)));
  for (const [stream, tensor] of tensors.entries()) {
    const { offset, count } = tensor;
    const largest = largestOf(tensor);
    const at: Draws = { address, count, purpose: PURPOSE.weights, stream, first: 0 };
    random.uniform(at, -largest, largest);
    trainable.parameters().set(kernels.f64(address, count), offset);
  }
  trainable.changed();
}
