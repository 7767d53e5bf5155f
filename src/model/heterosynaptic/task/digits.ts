/** The digits that ship with the program, to be told apart. */
import { DIGIT_PIXELS } from '../../../dataset/digits.js';
import { shippedDigits } from '../../../dataset/labelled-images.js';
import type { Kernels } from '../../../kernel/kernels.js';
import { cut } from '../../../train/division.js';
import type { Examples, Sizes } from '../../../train/examples.js';
import { imageExamples } from '../../../train/images.js';
import { orderSource } from '../../../train/order.js';
import { PURPOSE } from '../purposes.js';
import { sizesOr, type Task } from './task.js';

/** Digits are divided alike in all runs, so that their tests are of the same items. */
const DIVISION_SEED = 0;

/** The shipped digits are so many. */
const DIGITS = 1797;
const CLASSES = 10;

const sizes: Task['sizes'] = (p) => sizesOr(p, { training: 1297, validation: 200, test: 300 });

function examples(kernels: Kernels, parts: Sizes, mostItems: number): Examples {
  const images = shippedDigits();
  const order = orderSource(kernels, DIVISION_SEED, images.count)(images.count, PURPOSE.division, 0);
  const { training, validation, test } = cut(order, parts);
  const part = (items: Int32Array) => ({ images, items });
  return imageExamples({ training: part(training), validation: part(validation), test: part(test) }, mostItems);
}

export const DIGITS_TASK: Task = {
  lr: 0.3,
  epochs: 40,
  kind: 'images',
  items: () => ({ kind: 'images', pixels: DIGIT_PIXELS, classes: CLASSES }),
  sizes,
  examples: (kernels, p) => examples(kernels, sizes(p), p.batch_size),
  check: (p) => {
    const { training, validation, test } = sizes(p);
    const asked = training + validation + test;
    if (asked <= DIGITS) return undefined;
    const message = `train_size + validation_size + test_size = ${asked} is more than the ${DIGITS} digits that there are`;
    return { key: 'train_size', message };
  },
};
