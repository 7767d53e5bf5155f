/** Labelled images as the items of a task. */
import type { LabelledImages } from '../dataset/labelled-images.js';
import type { Examples, Part } from './examples.js';
import type { Batch } from './trainable.js';

/** Where the images of a part are, and which of them it has. */
export interface ImagePart {
  readonly images: LabelledImages;
  readonly items: Int32Array;
}

export type ImageParts = { readonly [P in Part]: ImagePart };

/**
 * @param rounds - parts of each fit; the last ones stay
 * @param mostItems - most items of a batch
 */
export function imageExamples(rounds: readonly ImageParts[], mostItems: number): Examples {
  const [{ training, validation, test }] = rounds;
  const { height, width, pixels: kind } = training.images;
  const size = height * width;
  const inputs = kind instanceof Uint8Array ? new Uint8Array(mostItems * size) : new Float32Array(mostItems * size);
  const targets = new Int32Array(mostItems);
  return {
    sizes: { training: training.items.length, validation: validation.items.length, test: test.items.length },
    batch: (part, numbers, round = 0): Batch => {
      const { images, items } = rounds[Math.min(round, rounds.length - 1)][part];
      for (let i = 0; i < numbers.length; i++) {
        const item = items[numbers[i]];
        inputs.set(images.pixels.subarray(item * size, (item + 1) * size), i * size);
        targets[i] = images.labels[item];
      }
      return { items: numbers.length, inputs, targets };
    },
  };
}
