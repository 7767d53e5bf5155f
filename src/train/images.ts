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
 * @param mostItems - most items of a batch
 */
export function imageExamples(parts: ImageParts, mostItems: number): Examples {
  const { height, width, pixels: kind } = parts.training.images;
  const size = height * width;
  const inputs = kind instanceof Uint8Array ? new Uint8Array(mostItems * size) : new Float32Array(mostItems * size);
  const targets = new Int32Array(mostItems);
  return {
    sizes: {
      training: parts.training.items.length,
      validation: parts.validation.items.length,
      test: parts.test.items.length,
    },
    batch: (part, numbers): Batch => {
      const { images, items } = parts[part];
      for (let i = 0; i < numbers.length; i++) {
        const item = items[numbers[i]];
        inputs.set(images.pixels.subarray(item * size, (item + 1) * size), i * size);
        targets[i] = images.labels[item];
      }
      return { items: numbers.length, inputs, targets };
    },
  };
}
