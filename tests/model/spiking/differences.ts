/** Gradients by differences, for tests. */
import type { Tensor, Trainable } from '../../../src/train/trainable.js';

const H = 1e-6;

/** Central differences of a loss with each parameter of a tensor. */
export function differencesOf(trainable: Trainable, { offset, count }: Tensor, lossAt: () => number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const at = offset + i;
    const value = trainable.parameters()[at];
    const [more, less] = [value + H, value - H].map((moved) => {
      trainable.parameters()[at] = moved;
      trainable.changed();
      return lossAt();
    });
    trainable.parameters()[at] = value;
    return (more - less) / (2 * H);
  });
}
