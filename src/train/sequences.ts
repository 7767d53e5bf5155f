/** Sequences of tokens as the items of a task. */
import type { Examples, Part } from './examples.js';
import type { Batch } from './trainable.js';

/** Sequences of a part and what they are to be answered with. */
export interface SequencePart {
  readonly count: number;
  /** [count, length] */
  readonly x: Int32Array;
  /** [count, targets of a sequence] */
  readonly y: Int32Array;
}

export type SequenceParts = { readonly [P in Part]: SequencePart };

/**
 * @param mostItems - most items of a batch
 */
export function sequenceExamples(parts: SequenceParts, mostItems: number): Examples {
  const { count, x, y } = parts.training;
  const [length, answers] = [x.length / count, y.length / count];
  const inputs = new Int32Array(mostItems * length);
  const targets = new Int32Array(mostItems * answers);
  return {
    sizes: {
      training: parts.training.count,
      validation: parts.validation.count,
      test: parts.test.count,
    },
    batch: (part, numbers): Batch => {
      const from = parts[part];
      for (let i = 0; i < numbers.length; i++) {
        const item = numbers[i];
        inputs.set(from.x.subarray(item * length, (item + 1) * length), i * length);
        targets.set(from.y.subarray(item * answers, (item + 1) * answers), i * answers);
      }
      return { items: numbers.length, inputs, targets };
    },
  };
}
