/** MNIST and its kin: four IDX files, images and labels for training and test. */
import { MsmError } from '../errors.js';
import type { DataFile, Dataset, WantedFile } from './dataset.js';
import { labelledImages, readIdx } from './idx.js';
import type { LabelledImages } from './labelled-images.js';

const wanted = (role: string, name: string, kind: string): WantedFile => ({
  role,
  // some archives have a dot in place of the dash
  names: [`${name}-${kind}`, `${name}.${kind}`],
});

/** The files, by the names under which they are published. */
export const MNIST_FILES = [
  wanted('training images', 'train-images', 'idx3-ubyte'),
  wanted('training labels', 'train-labels', 'idx1-ubyte'),
  wanted('test images', 't10k-images', 'idx3-ubyte'),
  wanted('test labels', 't10k-labels', 'idx1-ubyte'),
] as const;

/** Pixels of an image as published; files with images of another size are read too. */
export const MNIST_PIXELS = 28 * 28;
/** Classes of every such data set. */
export const MNIST_CLASSES = 10;

export interface ImageSets {
  readonly training: LabelledImages;
  readonly test: LabelledImages;
}

function setOf(files: Dataset['files'], part: string): LabelledImages {
  const [images, labels]: readonly DataFile[] = [files[`${part} images`], files[`${part} labels`]];
  const places = { images: images.name, labels: labels.name };
  return labelledImages(readIdx(images.bytes, images.name), readIdx(labels.bytes, labels.name), MNIST_CLASSES, places);
}

function parse({ files }: Dataset): ImageSets {
  const [training, test] = [setOf(files, 'training'), setOf(files, 'test')];
  if (test.height !== training.height || test.width !== training.width) {
    const place = files['test images'].name;
    const [a, b] = [test, training].map(({ height, width }) => `${height} x ${width}`);
    throw new MsmError('E_CORRUPT', `${place}: its images have ${a} pixels, those of training ${b}`, { place });
  }
  return { training, test };
}

/** What was read of each data set: looked at once, however many runs take it. */
const READ = new WeakMap<Dataset, ImageSets>();

/** The images of a data set with the four files. Throws E_CORRUPT with file, entry and value where they are damaged or do not go together. */
export function imageSets(data: Dataset): ImageSets {
  const known = READ.get(data);
  if (known !== undefined) return known;
  const sets = parse(data);
  READ.set(data, sets);
  return sets;
}
