import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { MNIST_FILES } from '../../../../src/dataset/mnist.js';
import { smallMnist } from '../../../dataset/idx-files.js';
import { examplesWith, itemsOf, PARTS, shared } from './items.js';

const SIZES = { train_size: 20, validation_size: 12, test_size: 9, input_size: 12 };

describe('MNIST', () => {
  const files = smallMnist();
  const data: Dataset = {
    files: Object.fromEntries(MNIST_FILES.map(({ role, names: [name] }) => [role, { name, bytes: files[name] }])),
  };
  const numbers = (part: readonly string[]): readonly number[] =>
    part.map((item) => Number(item.split(',')[10])).sort((a, b) => a - b);

  it('has training and validation from the training images, and the official test', () => {
    const parts = itemsOf({ ...SIZES, task: 'mnist' }, 0, data);
    expect(PARTS.map((part) => parts[part].length)).toEqual([20, 12, 9]);
    expect(PARTS.every((part) => new Set(parts[part]).size === parts[part].length)).toBe(true);
    expect(shared(parts.training, parts.validation)).toBe(0);
    // images bear their numbers: 40 of training, then 20 of test
    expect(Math.max(...numbers(parts.training), ...numbers(parts.validation))).toBeLessThan(40);
    expect(Math.min(...numbers(parts.test))).toBeGreaterThanOrEqual(40);
    const all = itemsOf({ ...SIZES, test_size: 20, task: 'mnist' }, 0, data);
    expect(numbers(all.test)).toEqual(Array.from({ length: 20 }, (_, i) => 40 + i));
  });

  it('has bytes as inputs, and the labels of their images', () => {
    for (const item of itemsOf({ ...SIZES, task: 'mnist' }, 0, data).training) {
      const [x, label] = item.split(' -> ');
      expect(x.split(',').map(Number)[Number(label)]).toBe(255);
    }
    expect(examplesWith({ ...SIZES, task: 'mnist' }, 0, data).batch('test', [0]).inputs).toBeInstanceOf(Uint8Array);
  });

  it('is divided alike for every seed, in every split', () => {
    const parts = itemsOf({ ...SIZES, task: 'mnist' }, 0, data);
    expect(itemsOf({ ...SIZES, task: 'mnist' }, 7, data)).toEqual(parts);
    expect(itemsOf({ ...SIZES, task: 'mnist', split: 'legacy', prune: true }, 7, data)).toEqual(parts);
    expect(itemsOf({ ...SIZES, task: 'fmnist', prune: true }, 7, data)).toEqual(parts);
  });

  it('as Fashion-MNIST in the legacy split is divided by the seed, and anew after pruning', () => {
    const legacy = { ...SIZES, task: 'fmnist', split: 'legacy', prune: true } as const;
    const of = (seed: number, round: number): readonly number[] => {
      const examples = examplesWith(legacy, seed, data);
      const items = Array.from({ length: 12 }, (_, i) => examples.batch('validation', [i], round).inputs[10]);
      return items.sort((a, b) => a - b);
    };
    expect(of(1, 0)).not.toEqual(of(2, 0));
    expect(of(1, 0)).not.toEqual(of(1, 1));
    expect(of(1, 1)).toEqual(of(1, 1));
    // the leak: what is validated after pruning was learned before it
    const learned = itemsOf(legacy, 1, data).training.map((item) => Number(item.split(',')[10]));
    expect(of(1, 1).some((number) => learned.includes(number))).toBe(true);
    expect(numbers(itemsOf(legacy, 2, data).test)).toEqual(numbers(itemsOf(legacy, 1, data).test));
  });
});
