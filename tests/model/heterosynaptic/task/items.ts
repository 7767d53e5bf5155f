/** All items of the parts of a task, as text. */
import { expect } from 'vitest';
import { withDefaults } from '../../../../src/model/defaults.js';
import { HETEROSYNAPTIC_MODULE } from '../../../../src/model/heterosynaptic/kernels.js';
import type { HeterosynapticParameters } from '../../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../../src/model/heterosynaptic/schema.js';
import { taskOf } from '../../../../src/model/heterosynaptic/tasks.js';
import type { Examples, Part } from '../../../../src/train/examples.js';
import { freshKernels } from '../../../conformance/kernels.js';

export const PARTS: readonly Part[] = ['training', 'validation', 'test'];

/** The examples of a run with these parameters. */
export function examplesWith(given: Partial<HeterosynapticParameters>, seed = 0): Examples {
  const p = withDefaults(HETEROSYNAPTIC_SCHEMA, given);
  return taskOf(p).examples(freshKernels(HETEROSYNAPTIC_MODULE), p, seed);
}

/** All items of each part as text: inputs and targets. */
export function itemsOf(
  given: Partial<HeterosynapticParameters>,
  seed = 0,
): { readonly [P in Part]: readonly string[] } {
  const { batch_size } = withDefaults(HETEROSYNAPTIC_SCHEMA, given);
  const examples = examplesWith(given, seed);
  const [training, validation, test] = PARTS.map((part) =>
    Array.from({ length: examples.sizes[part] }, (_, item) => {
      const { items, inputs, targets } = examples.batch(part, [item]);
      expect(items).toBe(1);
      return `${[...inputs.subarray(0, inputs.length / batch_size)]} -> ${[...targets.subarray(0, targets.length / batch_size)]}`;
    }),
  );
  return { training, validation, test };
}

/** How many items two parts share. */
export const shared = (a: readonly string[], b: readonly string[]): number =>
  a.filter((item) => b.includes(item)).length;
