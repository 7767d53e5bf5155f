/** Windows of a text as the items of a task: every position is answered with the token behind it. */
import type { Stretches } from '../dataset/corpus.js';
import { copyWindow } from '../dataset/text.js';
import type { Examples } from './examples.js';
import type { Batch } from './trainable.js';

/**
 * @param length - tokens of a window
 * @param mostItems - most items of a batch
 */
export function windowExamples(parts: Stretches, length: number, mostItems: number): Examples {
  const [inputs, targets] = [new Int32Array(mostItems * length), new Int32Array(mostItems * length)];
  const { training, validation, test } = parts;
  return {
    sizes: { training: training.count, validation: validation.count, test: test.count },
    batch: (part, numbers): Batch => {
      const { ids, first } = parts[part];
      for (let i = 0; i < numbers.length; i++) copyWindow(ids, first + numbers[i], inputs, targets, i * length, length);
      return { items: numbers.length, inputs, targets, length };
    },
  };
}
