import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import type { Inputs } from '../../../src/model/family.js';
import { checkInputs } from '../../../src/model/spiking/check-inputs.js';
import type { SpikingParameters } from '../../../src/model/spiking/parameters.js';
import { associationExamples, associationWidth } from '../../../src/model/spiking/tasks/associations.js';
import type { Part } from '../../../src/train/examples.js';
import { freshKernels } from '../../conformance/kernels.js';
import { spikingParameters } from './parameters.js';

interface Example {
  readonly features: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly query: readonly number[];
  readonly answer: number;
}

const SMALL = { sequence_length: 3, num_classes: 5, feature_size: 4, batch_size: 7 } as const;

/** Examples of a part by their numbers, in parts. */
function examples(
  set: Partial<SpikingParameters>,
  part: Part,
  items: readonly number[],
  epoch?: number,
  inputs: Inputs = {},
): readonly Example[] {
  const p = spikingParameters({ ...SMALL, ...set });
  const [L, F, width] = [p.sequence_length, p.feature_size, associationWidth(p)];
  const source = associationExamples(freshKernels(CORE_MODULE), p, inputs);
  return items.map((item) => {
    // with others before it, in a batch
    const batch = source.batch(part, [item + 1, item], 0, epoch);
    const row = [...batch.inputs.subarray(width, 2 * width)];
    return {
      features: Array.from({ length: L }, (_, n) => row.slice(n * F, (n + 1) * F)),
      labels: row.slice(L * F, L * F + L),
      query: row.slice(L * F + L),
      answer: batch.targets[1],
    };
  });
}

const first = (set: Partial<SpikingParameters>, part: Part, epoch?: number): Example =>
  examples(set, part, [0], epoch)[0];

describe('an example of memorizing associations', () => {
  it('asks for one of its vectors, to be answered with its label; all labels are different', () => {
    for (const { features, labels, query, answer } of examples({}, 'training', [0, 1, 2, 3, 50])) {
      expect(new Set(labels).size).toBe(3);
      expect(labels.every((label) => Number.isInteger(label) && label >= 0 && label < 5)).toBe(true);
      expect(features.flat().every((x) => x >= 0 && x < 1)).toBe(true);
      const asked = features.findIndex((vector) => vector.every((x, i) => x === query[i]));
      expect(labels[asked]).toBe(answer);
    }
  });

  it('has every label and every place as often as chance says', () => {
    const count = 3000;
    const all = examples(
      {},
      'training',
      Array.from({ length: count }, (_, i) => i),
    );
    const answers = Array.from({ length: 5 }, (_, label) => all.filter(({ answer }) => answer === label).length);
    const places = Array.from({ length: 3 }, (_, n) => all.filter(({ labels, answer }) => labels[n] === answer).length);
    // four standard deviations of a count: one such test in a thousand fails by chance, and its seed is fixed
    for (const [counts, p] of [
      [answers, 1 / 5],
      [places, 1 / 3],
    ] as const) {
      for (const one of counts) expect(Math.abs(one - count * p)).toBeLessThan(4 * Math.sqrt(count * p * (1 - p)));
    }
  });

  it('is new in each epoch of training, or the same in all', () => {
    expect(first({}, 'training', 1)).not.toEqual(first({}, 'training', 0));
    expect(first({ inf_data: 0 }, 'training', 1)).toEqual(first({ inf_data: 0 }, 'training', 0));
    for (const part of ['validation', 'test'] as const) expect(first({}, part, 1)).toEqual(first({}, part, 0));
  });

  it('is another in each part and with another seed, and does not depend on workers', () => {
    const parts = (['training', 'validation', 'test'] as const).map((part) => first({ inf_data: 0 }, part));
    expect(new Set(parts.map((part) => JSON.stringify(part))).size).toBe(3);
    expect(first({ dataset_seed: 43 }, 'test')).not.toEqual(first({}, 'test'));
    for (const part of ['training', 'validation', 'test'] as const) {
      expect(first({ workers: 0 }, part)).toEqual(first({ workers: 4 }, part));
    }
  });

  it('has in faithful mode the seeds of the original: s + w of validation, s + w + 1 of the test, s + k of worker k', () => {
    const faithful = { mode: 'faithful', dataset_seed: 42, workers: 4 } as const;
    expect(first({ ...faithful, workers: 5 }, 'validation')).toEqual(first(faithful, 'test'));
    expect(first({ ...faithful, dataset_seed: 43 }, 'validation')).toEqual(first(faithful, 'test'));
    const batches = examples(faithful, 'training', [0, 7, 14, 21], 0);
    expect(new Set(batches.map((one) => JSON.stringify(one))).size).toBe(4);
    // one seed for all training items where they are the same in all epochs
    expect(first({ ...faithful, inf_data: 0 }, 'training')).toEqual(batches[0]);
    expect(first({ ...faithful, dataset_seed: 46 }, 'training', 0)).toEqual(first(faithful, 'validation'));
    expect(first(faithful, 'training', 1)).not.toEqual(batches[0]);
  });

  it('may have noise on its query alone', () => {
    const items = Array.from({ length: 400 }, (_, i) => i);
    const [clean, noisy] = [0, 0.1].map((query_noise) => examples({ query_noise }, 'test', items));
    const noise = noisy.flatMap(({ query }, i) => query.map((x, j) => x - clean[i].query[j]));
    expect(noisy.map(({ features, labels, answer }) => [features, labels, answer])).toEqual(
      clean.map(({ features, labels, answer }) => [features, labels, answer]),
    );
    const deviation = Math.sqrt(noise.reduce((sum, x) => sum + x * x, 0) / noise.length);
    // the relative error of a deviation of n numbers is 1/√(2n)
    expect(Math.abs(deviation / 0.1 - 1)).toBeLessThan(4 / Math.sqrt(2 * noise.length));
  });
});

/** Given examples whose numbers tell where they stand. */
function given(count: number): Inputs {
  return {
    features: Float64Array.from({ length: count * 12 }, (_, i) => i),
    labels: Int32Array.from({ length: count * 3 }, (_, i) => i % 5),
    query: Float64Array.from({ length: count * 4 }, (_, i) => -i),
    answer: Int32Array.from({ length: count }, (_, i) => i % 5),
  };
}

describe('given examples', () => {
  const sizes = { train_size: 10, validation_size: 5, test_size: 4, epochs: 1 };

  it('are learned, validated and tested one after the other', () => {
    const inputs = given(19);
    const at = (part: Part): number => examples(sizes, part, [2], 3, inputs)[0].features[0][0] / 12;
    expect([at('training'), at('validation'), at('test')]).toEqual([2, 12, 17]);
    const [one] = examples(sizes, 'test', [0], 0, inputs);
    expect(one).toMatchObject({ labels: [0, 1, 2], query: [-60, -61, -62, -63], answer: 0 });
    expect(checkInputs(spikingParameters({ ...SMALL, ...sizes }), inputs)).toEqual([]);
  });

  it('are all for the test where nothing is learned', () => {
    const p = { ...sizes, epochs: 0 };
    expect(examples(p, 'test', [2], 0, given(4))[0].features[0][0] / 12).toBe(2);
    expect(checkInputs(spikingParameters({ ...SMALL, ...p }), given(4))).toEqual([]);
  });

  it.each([
    [
      'one is missing',
      { ...given(19), query: undefined },
      'query is missing: examples are given by features, labels, query, answer together',
    ],
    ['one is longer', { ...given(19), answer: new Int32Array(18) }, 'answer has 18 examples, and features has 19'],
    ['there are too few', given(18), 'features has 18 examples, and train_size + validation_size + test_size = 19'],
    [
      'a label is too large',
      { ...given(19), labels: new Int32Array(57).fill(5, 50) },
      'labels has 5 at place 50: labels are from 0 to 4, as num_classes = 5',
    ],
    [
      'an answer is none',
      { ...given(19), answer: new Int32Array(19).fill(-1, 3) },
      'answer has -1 at place 3: labels are from 0 to 4, as num_classes = 5',
    ],
    [
      'a weight is too large',
      { weights: Float64Array.of(1, 1e300) },
      'weights has 1e+300 at place 1, which is too large for precision = f32',
    ],
  ])('are refused if %s', (_, inputs, message) => {
    const found = checkInputs(spikingParameters({ ...SMALL, ...sizes }), inputs as Inputs);
    expect(found.map((violation) => violation.message)).toEqual([message]);
  });
});
