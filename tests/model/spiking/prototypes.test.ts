import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { prototypicalLoss } from '../../../src/model/spiking/prototypes.js';
import { freshKernels } from '../../conformance/kernels.js';

const elementary = elementaryOf(freshKernels(CORE_MODULE));
const CLASSES = [1, 0, 1, 0, 0, 1, 1];
const rows = Float64Array.from({ length: 14 }, (_, i) => ((i * 37) % 11) / 5 - 1);

describe('the prototypical loss', () => {
  it('is 0 for queries that stand on their prototypes, far from others', () => {
    const x = Float64Array.from([0, 0, 0, 0, 50, 50, 50, 50]);
    const { loss, accuracy } = prototypicalLoss(elementary, x, 2, [0, 0, 1, 1], 1);
    expect(loss).toBe(0);
    expect(accuracy).toBe(1);
  });

  it('counts a query of which another prototype is nearer as wrong', () => {
    const x = Float64Array.from([0, 1, 1, 0]);
    expect(prototypicalLoss(elementary, x, 1, [0, 1, 0, 1], 1).accuracy).toBe(0);
  });

  it.each([1, 2])('has the gradient of its differences, with a support of %i', (support) => {
    const { gradient } = prototypicalLoss(elementary, rows, 2, CLASSES, support);
    const h = 1e-6;
    for (let i = 0; i < rows.length; i++) {
      const at = (step: number): number =>
        prototypicalLoss(
          elementary,
          rows.map((value, j) => value + (i === j ? step : 0)),
          2,
          CLASSES,
          support,
        ).loss;
      expect(gradient[i]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 7);
    }
  });

  it('refuses classes of which nothing is left to query', () => {
    expect(() => prototypicalLoss(elementary, rows.slice(0, 4), 2, [0, 1], 1)).toThrow(
      'no class has more rows than its support',
    );
  });
});
