import { describe, expect, it } from 'vitest';
import { wavOf } from '../../../../src/dataset/audio/wav.js';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { CORE_MODULE } from '../../../../src/kernel/core-kernels.js';
import { sinOfTurns } from '../../../../src/method/circle.js';
import {
  type CrossModalOptions,
  checkImages,
  checkSounds,
  crossModalItems,
} from '../../../../src/model/spiking/tasks/cross-modal.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { idx } from '../../../dataset/idx-files.js';

const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const OPTIONS: CrossModalOptions = {
  pairs: 3,
  side: 28,
  trainClasses: ALL,
  testClasses: ALL,
  sizes: { training: 20, validation: 10, test: 10 },
  sound: { coefficients: 20, frames: 30, centre: 'energy' },
  seed: 42,
  dividesValidation: true,
  mostItems: 4,
};
const [SOUND, IMAGE] = [600, 784];

const make = (options: Partial<CrossModalOptions> = {}, data: { sounds?: Dataset; images?: Dataset } = {}) =>
  crossModalItems(freshKernels(CORE_MODULE), { ...OPTIONS, ...options }, data);

function item(of: ReturnType<typeof make>, part: 'training' | 'validation' | 'test', number: number, epoch = 0) {
  const { inputs, targets } = of.examples.batch(part, [number], 0, epoch);
  const row = Array.from(inputs.slice(0, of.width));
  const cut = (from: number, size: number) => row.slice(from, from + size).join();
  const images = [0, 1, 2].map((n) => cut(3 * SOUND + n * IMAGE, IMAGE));
  return {
    sounds: [0, 1, 2].map((n) => cut(n * SOUND, SOUND)),
    images,
    query: cut(3 * SOUND + 3 * IMAGE, SOUND),
    target: targets[0],
    answer: images[targets[0]],
  };
}

/** Recordings and images of digits 0 to 2, each image of one brightness that says digit and number. */
function published(): { sounds: Dataset; images: Dataset } {
  const recordings = [0, 1, 2].flatMap((digit) =>
    Array.from({ length: 25 }, (_, index) => {
      const samples = Float64Array.from(
        { length: 500 },
        (_, n) => 0.4 * sinOfTurns(0.1 + (n * (digit + 2 + index / 50)) / 40),
      );
      const path = `${digit}_x_${index}.wav`;
      return { path, name: path, bytes: wavOf({ rate: 8000, samples }) };
    }),
  );
  const set = (count: number, first: number) => ({
    images: idx(
      [count, 28, 28],
      Array.from({ length: count }, (_, i) =>
        new Array<number>(784).fill(50 * (i % 3) + first + Math.floor(i / 3)),
      ).flat(),
    ),
    labels: idx(
      [count],
      Array.from({ length: count }, (_, i) => i % 3),
    ),
  });
  const [a, b] = [set(60, 0), set(6, 40)];
  const file = (bytes: Uint8Array) => ({ name: 'f', bytes });
  return {
    sounds: { files: {}, trees: { recordings } },
    images: {
      files: {
        'training images': file(a.images),
        'training labels': file(a.labels),
        'test images': file(b.images),
        'test labels': file(b.labels),
      },
    },
  };
}

describe('sounds and images', () => {
  it('are tones and shipped digits where a person gives none, and say so', () => {
    const items = make();
    expect(items.notes).toEqual([
      'the sounds are tones, a stand-in for spoken digits; --sounds PATH takes recordings',
      'the images are the digits that ship, made larger, a stand-in for MNIST; --images PATH takes its files',
    ]);
    expect(items.width).toBe(3 * 600 + 3 * 784 + 600);
    const { sounds, images, query } = item(items, 'training', 0);
    expect(new Set([...sounds, query]).size).toBe(4);
    const [brightest, darkest] = [Math.max, Math.min].map((of) => of(...images[0].split(',').map(Number)));
    expect([brightest, darkest]).toEqual([1, 0]);
  });

  it('are those of the files, in the test with sound and image of one digit', () => {
    const classes = [0, 1, 2];
    const items = make({ trainClasses: classes, testClasses: classes }, published());
    expect(items.notes).toEqual([]);
    const [beside, queries] = [new Map<string, number>(), new Map<string, number>()];
    for (let number = 0; number < 10; number++) {
      const { sounds, images, query, target } = item(items, 'test', number);
      const digits = images.map((image) => Math.floor((Number(image.split(',')[0]) * 255 - 40) / 50 + 1e-9));
      expect([...digits].sort()).toEqual(classes);
      queries.set(query, digits[target]);
      for (const [n, sound] of sounds.entries()) {
        expect(beside.get(sound) ?? digits[n]).toBe(digits[n]);
        beside.set(sound, digits[n]);
      }
    }
    // the sound that asks is of the digit whose image is the answer
    const known = [...queries].filter(([sound]) => beside.has(sound));
    expect(known.length).toBeGreaterThan(0);
    for (const [sound, digit] of known) expect(beside.get(sound)).toBe(digit);
  });

  it('can be smaller, each pixel the mean of those that come to it', () => {
    const [large, small] = [make(), make({ side: 14 })];
    expect(small.width).toBe(3 * 600 + 3 * 196 + 600);
    const image = item(large, 'test', 0).images[0].split(',').map(Number);
    const [first] = [small.examples.batch('test', [0]).inputs].map((inputs) => inputs.slice(1800, 1996));
    const mean = (y: number, x: number): number =>
      (image[28 * y + x] + image[28 * y + x + 1] + image[28 * (y + 1) + x] + image[28 * (y + 1) + x + 1]) / 4;
    for (let i = 0; i < 196; i++) expect(first[i]).toBeCloseTo(mean(2 * Math.floor(i / 14), 2 * (i % 14)), 12);
  });

  it('say how far their answers are from their mean in the test', () => {
    const items = make();
    const answers = Array.from({ length: 10 }, (_, i) => item(items, 'test', i).answer.split(',').map(Number));
    const mean = answers[0].map((_, j) => answers.reduce((sum, row) => sum + row[j], 0) / 10);
    const spread = answers.flatMap((row) => row.map((x, j) => (x - mean[j]) ** 2)).reduce((a, b) => a + b, 0) / 7840;
    expect(items.examples.constantLoss?.()).toBeCloseTo(spread, 12);
  });

  it('have images and sounds of their own for validation, unless the original is wanted', () => {
    const classes = [0, 1, 2];
    const shown = (divides: boolean, part: 'training' | 'validation') => {
      const items = make(
        {
          trainClasses: classes,
          testClasses: classes,
          dividesValidation: divides,
          sizes: { training: 80, validation: 80, test: 1 },
        },
        published(),
      );
      const all = Array.from({ length: 80 }, (_, i) => item(items, part, i));
      return {
        images: new Set(all.flatMap(({ images }) => images)),
        sounds: new Set(all.flatMap(({ sounds }) => sounds)),
      };
    };
    const [training, validation] = [shown(true, 'training'), shown(true, 'validation')];
    expect([...validation.images].filter((image) => training.images.has(image))).toEqual([]);
    expect([...validation.sounds].filter((sound) => training.sounds.has(sound))).toEqual([]);
    const both = shown(false, 'validation');
    expect([...both.images].some((image) => training.images.has(image))).toBe(true);
  });

  it('are others in each epoch of training, and the same in each validation', () => {
    const items = make();
    expect(item(items, 'training', 0, 1)).not.toEqual(item(items, 'training', 0, 0));
    expect(item(items, 'validation', 0, 1)).toEqual(item(items, 'validation', 0, 0));
    expect(item(make({ seed: 7 }), 'training', 0)).not.toEqual(item(items, 'training', 0));
  });

  it('are refused where a digit has too few, or images have another size', () => {
    const options = { ...OPTIONS, testClasses: [0, 1, 2], trainClasses: [0, 1, 3] };
    const { sounds, images: seen } = published();
    expect(checkSounds(options, sounds)).toEqual([
      { key: 'train_classes', message: 'digit 3 has 0 recordings for training; an example takes 2 of one digit' },
    ]);
    expect(checkImages(options, seen)).toEqual([
      { key: 'train_classes', message: 'digit 3 has 0 images for training; an example takes 1 of one digit' },
    ]);
    const known = { ...options, trainClasses: [0, 1, 2] };
    expect([...checkSounds(known, sounds), ...checkImages(known, seen)]).toEqual([]);
    const small = published();
    const file = { name: 'f', bytes: idx([3, 2, 2], new Array<number>(12).fill(0)) };
    const labels = { name: 'l', bytes: idx([3], [0, 1, 2]) };
    const images = {
      files: { 'training images': file, 'training labels': labels, 'test images': file, 'test labels': labels },
    };
    expect(() => make({}, { sounds: small.sounds, images })).toThrow(
      'the images have 2 x 2 pixels; those of task = cross-modal have 28 x 28',
    );
  });
});
