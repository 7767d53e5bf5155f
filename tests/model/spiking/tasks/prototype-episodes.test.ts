import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { CORE_MODULE } from '../../../../src/kernel/core-kernels.js';
import { PROTOTYPES } from '../../../../src/model/spiking/tasks/protonet-task.js';
import { type PrototypeOptions, prototypeItems } from '../../../../src/model/spiking/tasks/prototype-episodes.js';
import type { Part } from '../../../../src/train/examples.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { spikingParameters } from '../parameters.js';
import { barCharacters } from './bars.js';

const JUDGED = { classes: 3, support: 2, queries: 1 };
const OPTIONS: PrototypeOptions = {
  shots: { training: { classes: 4, support: 1, queries: 2 }, validation: JUDGED, test: JUDGED },
  side: 28,
  sizes: { training: 6, validation: 4, test: 5 },
  seed: 42,
  renewsValidation: false,
  mostItems: 3,
};
const PIXELS = 784;

const DRAWINGS = 4;
const DATA = barCharacters(DRAWINGS);

/** Character and drawing of a picture of 28 x 28, whichever way it is turned: pictures are transposed. */
function readPicture(picture: readonly number[]): { readonly one: string; readonly drawing: number } {
  const at = (x: number, y: number) => picture[y * 28 + x];
  const turned = [
    (x: number, y: number) => at(y, x),
    (x: number, y: number) => at(27 - x, y),
    (x: number, y: number) => at(27 - y, 27 - x),
    (x: number, y: number) => at(x, 27 - y),
  ];
  const sides = Array.from({ length: 28 }, (_, i) => i);
  for (const [turn, pixel] of turned.entries()) {
    const row = sides.find((y) => y < 20 && sides.every((x) => pixel(x, y) === 1));
    const dot = sides.find((x) => pixel(x, 26) === 1);
    if (row !== undefined && dot !== undefined && dot < DRAWINGS) return { one: `${row} turned ${turn}`, drawing: dot };
  }
  throw new Error('no character');
}

function episode(data: Dataset, part: Part, number: number, epoch = 0) {
  const { examples, width } = prototypeItems(freshKernels(CORE_MODULE), OPTIONS, data);
  // behind another one
  const { inputs, targets } = examples.batch(part, [0, number], 0, epoch);
  const row = Array.from(inputs.slice(width, 2 * width));
  const sizes = OPTIONS.shots[part];
  const count = sizes.classes * (sizes.support + sizes.queries);
  const pictures = Array.from({ length: count }, (_, i) =>
    row.slice(3 + count + i * PIXELS, 3 + count + (i + 1) * PIXELS),
  );
  const asked = sizes.classes * sizes.queries;
  return {
    sizes: row.slice(0, 3),
    places: row.slice(3, 3 + count),
    pictures,
    targets: [...targets.slice(asked, 2 * asked)],
  };
}

describe('episodes of prototypical networks', () => {
  it.each([
    ['training', [4, 1, 2], [0, 0, 1, 1, 2, 2, 3, 3]],
    ['validation', [3, 2, 1], [0, 1, 2]],
    ['test', [3, 2, 1], [0, 1, 2]],
  ] as const)('of %s have the sizes that they say, with targets class by class', (part, sizes, targets) => {
    const found = episode(DATA, part, 1);
    expect(found.sizes).toEqual(sizes);
    expect(found.targets).toEqual(targets);
    const each = sizes[1] + sizes[2];
    for (let c = 0; c < sizes[0]; c++) {
      const own = found.pictures.filter((_, i) => found.places[i] === c).map(readPicture);
      expect(own).toHaveLength(each);
      // one class, and no drawing of it twice
      expect(new Set(own.map(({ one }) => one)).size).toBe(1);
      expect(new Set(own.map(({ drawing }) => drawing)).size).toBe(each);
    }
    expect(new Set(found.pictures.map((picture) => readPicture(picture).one)).size).toBe(sizes[0]);
  });

  it('mix their pictures, go on from epoch to epoch where they are learned, and are the same in each validation', () => {
    const { places } = episode(DATA, 'training', 2);
    expect(places).not.toEqual([...places].sort());
    expect(episode(DATA, 'training', 2)).toEqual(episode(DATA, 'training', 2));
    expect(episode(DATA, 'training', 2, 1)).not.toEqual(episode(DATA, 'training', 2));
    expect(episode(DATA, 'validation', 2, 1)).toEqual(episode(DATA, 'validation', 2));
  });
});

describe('what an episode may be', () => {
  const p = (set: object) => spikingParameters({ task: 'pretrain-protonet', ...set });
  const check = (set: object) => PROTOTYPES.check(p(set)).flatMap((one) => one?.message ?? []);
  const ofFiles = (set: object) => PROTOTYPES.data?.data.check(p(set), DATA).map(({ message }) => message);

  it('has the published sizes where nothing is said', () => {
    expect(PROTOTYPES.network(p({}))).toMatchObject({
      classes: 60,
      episodes: [
        { classes: 60, support: 1, queries: 5 },
        { classes: 5, support: 1, queries: 15 },
      ],
    });
    expect(check({ batch_size: 1 })).toEqual([]);
  });

  it('is no more than the data have', () => {
    const few = { classes_per_iteration_train: 4, num_samples_query_train: 2, num_samples_query_val: 2 };
    expect(ofFiles(few)).toEqual([]);
    expect(ofFiles({ ...few, classes_per_iteration_train: 49 })).toEqual([
      'classes_per_iteration_train = 49 is more than the 48 classes for training',
    ]);
    expect(ofFiles({ ...few, classes_per_iteration_val: 9 })).toEqual([
      'classes_per_iteration_val = 9 is more than the 8 classes for validation',
    ]);
    expect(ofFiles({ ...few, num_samples_support_val: 3 })).toEqual([
      'num_samples_support_val + num_samples_query_val = 5 is more than the 4 drawings of L/character07, a character for validation',
    ]);
    const { training, ...judged } = OPTIONS.shots;
    const many = { ...OPTIONS, shots: { ...judged, training: { ...training, queries: 4 } } };
    expect(() => prototypeItems(freshKernels(CORE_MODULE), many, DATA)).toThrow(
      'num_samples_support_train + num_samples_query_train = 5 is more than the 4 drawings of L/character01, a character for training',
    );
  });

  it('asks for files where stand-ins are too few', () => {
    const request = (set: object) => PROTOTYPES.data?.data.request(p(set));
    expect(request({ classes_per_iteration_train: 480 })).toMatchObject({
      isOptional: true,
      by: 'task = pretrain-protonet',
    });
    expect(request({ classes_per_iteration_train: 481 })).toMatchObject({
      isOptional: false,
      by: 'classes_per_iteration_train = 481',
    });
    expect(request({ classes_per_iteration_val: 81 })).toMatchObject({
      isOptional: false,
      by: 'classes_per_iteration_val = 81',
    });
  });

  it('has no classes of other tasks, and fits into a batch', () => {
    expect(check({ batch_size: 1, num_classes: 20 })).toEqual([
      'num_classes = 20 has no effect with task = pretrain-protonet, whose episodes have classes_per_iteration_train and classes_per_iteration_val',
    ]);
    expect(check({ batch_size: 1000 })).toEqual([
      'batch_size = 1000 makes batches of 360000 pictures, and 171196 of image_size = 28 is the most: choose fewer episodes, or smaller ones',
    ]);
  });
});

describe('episodes that are normalised together', () => {
  it('are as many as there is room for', () => {
    const violations = (set: object) =>
      PROTOTYPES.check(spikingParameters({ task: 'pretrain-protonet', use_batch_norm: true, ...set })).flatMap(
        (one) => one?.message ?? [],
      );
    expect(violations({ batch_size: 8 })).toEqual([]);
    expect(violations({ batch_size: 16 })[0]).toMatch(
      /^batch_size = 16 makes batches of 5760 pictures, of which use_batch_norm = true keeps \d{10} bytes, and 1610612736 are the most: choose at most 10$/,
    );
    // twice as many bytes
    expect(violations({ batch_size: 8, precision: 'f64' })).toHaveLength(1);
  });
});
