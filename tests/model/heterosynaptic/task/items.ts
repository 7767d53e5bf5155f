/** All items of the parts of a task, as text. */
import { expect } from 'vitest';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { withDefaults } from '../../../../src/model/defaults.js';
import { HETEROSYNAPTIC_MODULE } from '../../../../src/model/heterosynaptic/kernels.js';
import type { HeterosynapticParameters } from '../../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../../src/model/heterosynaptic/schema.js';
import { taskOf } from '../../../../src/model/heterosynaptic/tasks.js';
import type { Examples, Part } from '../../../../src/train/examples.js';
import { freshKernels } from '../../../conformance/kernels.js';

export const PARTS: readonly Part[] = ['training', 'validation', 'test'];

/** Of a batch. */
const MOST_ITEMS = 4;

/** The examples of a run with these parameters. */
export function examplesWith(
  given: Partial<HeterosynapticParameters>,
  seed = 0,
  data?: Dataset,
  vocabulary?: readonly string[],
): Examples {
  const parameters = withDefaults(HETEROSYNAPTIC_SCHEMA, given);
  const kernels = freshKernels(HETEROSYNAPTIC_MODULE);
  return taskOf(parameters).examples({ kernels, parameters, seed, mostItems: MOST_ITEMS, data, vocabulary });
}

/** All items of each part as text: inputs and targets. */
export function itemsOf(
  given: Partial<HeterosynapticParameters>,
  seed = 0,
  data?: Dataset,
): { readonly [P in Part]: readonly string[] } {
  const examples = examplesWith(given, seed, data);
  const [training, validation, test] = PARTS.map((part) =>
    Array.from({ length: examples.sizes[part] }, (_, item) => {
      const { items, inputs, targets } = examples.batch(part, [item]);
      expect(items).toBe(1);
      return `${[...inputs.subarray(0, inputs.length / MOST_ITEMS)]} -> ${[...targets.subarray(0, targets.length / MOST_ITEMS)]}`;
    }),
  );
  return { training, validation, test };
}

/** How many items two parts share. */
export const shared = (a: readonly string[], b: readonly string[]): number =>
  a.filter((item) => b.includes(item)).length;
