/** The digits that ship with the program, to be told apart. */
import { DIGIT_PIXELS } from '../../../dataset/digits.js';
import { shippedDigits } from '../../../dataset/labelled-images.js';
import { cut } from '../../../train/division.js';
import type { Examples } from '../../../train/examples.js';
import { imageExamples } from '../../../train/images.js';
import { orderSource } from '../../../train/order.js';
import { PURPOSE } from '../purposes.js';
import { DIVISION_SEED, sizesOr, type Task, type TaskOptions } from './task.js';

/** The shipped digits are so many. */
const DIGITS = 1797;
const CLASSES = 10;

const sizes: Task['sizes'] = (p) => sizesOr(p, { training: 1297, validation: 200, test: 300 });

function examples({ kernels, parameters, mostItems }: TaskOptions): Examples {
  const images = shippedDigits();
  const order = orderSource(kernels, DIVISION_SEED, images.count)(images.count, PURPOSE.division, 0);
  const { training, validation, test } = cut(order, sizes(parameters));
  const part = (items: Int32Array) => ({ images, items });
  return imageExamples([{ training: part(training), validation: part(validation), test: part(test) }], mostItems);
}

export const DIGITS_TASK: Task = {
  lr: 0.3,
  epochs: 40,
  batch: 32,
  kind: 'images',
  items: () => ({ kind: 'images', pixels: DIGIT_PIXELS, classes: CLASSES, hidden: [100, 60] }),
  sizes,
  examples,
  check: (p) => {
    const { training, validation, test } = sizes(p);
    const asked = training + validation + test;
    if (asked <= DIGITS) return undefined;
    const message = `train_size + validation_size + test_size = ${asked} is more than the ${DIGITS} digits that there are`;
    return { key: 'train_size', message };
  },
};
