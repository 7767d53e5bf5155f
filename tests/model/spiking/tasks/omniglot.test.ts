import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { CORE_MODULE } from '../../../../src/kernel/core-kernels.js';
import { type OmniglotOptions, omniglotItems } from '../../../../src/model/spiking/tasks/omniglot.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { barCharacters } from './bars.js';

const OPTIONS: OmniglotOptions = {
  classes: 3,
  side: 28,
  sizes: { training: 8, validation: 4, test: 6 },
  seed: 42,
  renewsValidation: false,
  mostItems: 4,
};
const PIXELS = 784;
const make = (options: Partial<OmniglotOptions> = {}, data?: Dataset) =>
  omniglotItems(freshKernels(CORE_MODULE), { ...OPTIONS, ...options }, data);

function item(of: ReturnType<typeof make>, part: 'training' | 'validation' | 'test', number: number, epoch = 0) {
  const { inputs, targets } = of.examples.batch(part, [number], 0, epoch);
  const row = Array.from(inputs.slice(0, of.width));
  const images = [0, 1, 2].map((c) => row.slice(c * PIXELS, (c + 1) * PIXELS).join(''));
  return {
    images,
    labels: row.slice(3 * PIXELS, 3 * PIXELS + 3),
    query: row.slice(3 * PIXELS + 3).join(''),
    target: targets[0],
  };
}

const DATA = barCharacters(2);

describe('characters that are seen once', () => {
  it('are drawn where a person gives none, and say so', () => {
    const items = make();
    expect(items.notes).toEqual([
      'the characters are a stand-in for those of Omniglot, drawn by a program; --data PATH takes the published ones',
    ]);
    expect([items.width, items.examples.sizes]).toEqual([3 * 784 + 3 + 784, OPTIONS.sizes]);
    const { images, labels, query, target } = item(items, 'training', 0);
    expect(labels).toEqual([0, 1, 2]);
    expect(target).toBeGreaterThanOrEqual(0);
    expect(target).toBeLessThan(3);
    for (const image of [...images, query]) expect(image).toMatch(/^[01]{784}$/);
    expect(new Set([...images, query]).size).toBe(4);
  });

  it('are those of the folders, mirrored, the one that is asked for in another drawing', () => {
    const items = make({}, DATA);
    const inkAt = (image: string, x: number, y: number) => image[x * 28 + y];
    const turned = { seen: 0, upright: 0 };
    for (let number = 0; number < 6; number++) {
      const { images, query, target } = item(items, 'test', number);
      expect(query).not.toBe(images[target]);
      turned.seen++;
      // a bar that lies: the same row in all columns
      const row = [14, 15, 16, 17].find((y) =>
        Array.from({ length: 28 }, (_, x) => inkAt(query, x, y)).every((ink) => ink === '1'),
      );
      if (row === undefined) continue;
      turned.upright++;
      expect(Array.from({ length: 28 }, (_, x) => inkAt(images[target], x, row)).join('')).toBe('1'.repeat(28));
    }
    expect(turned.upright).toBeGreaterThan(0);
    expect(turned.upright).toBeLessThan(turned.seen);
  });

  it('are others in each epoch of training, and the same in each test', () => {
    const items = make();
    expect(item(items, 'training', 1, 1)).not.toEqual(item(items, 'training', 1, 0));
    // epoch 1 begins where epoch 0, of 8 episodes, ended: nothing is seen twice
    expect(item(items, 'training', 0, 1)).toEqual(item(items, 'training', 8, 0));
    expect(item(items, 'test', 1, 1)).toEqual(item(items, 'test', 1, 0));
    expect(item(items, 'validation', 1, 1)).toEqual(item(items, 'validation', 1, 0));
    expect(item(make({ renewsValidation: true }), 'validation', 1, 1)).not.toEqual(item(items, 'validation', 1, 0));
  });

  it('follow from the seed', () => {
    expect(item(make(), 'training', 3)).toEqual(item(make(), 'training', 3));
    expect(item(make({ seed: 43 }), 'training', 3)).not.toEqual(item(make(), 'training', 3));
  });

  it('are refused where a part has fewer than an episode has', () => {
    // 2 of 14 characters are for validation, in four turns each
    expect(() => make({ classes: 9 }, DATA)).toThrow('num_classes = 9 is more than the 8 classes for validation');
    expect(make({ classes: 8 }, DATA).width).toBe(9 * 784 + 8);
  });
});
