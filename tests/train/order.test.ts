import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { cut } from '../../src/train/division.js';
import { orderSource, permute } from '../../src/train/order.js';
import { freshKernels } from '../conformance/kernels.js';

describe('an order of items', () => {
  it('exchanges from the last place down, each with a place up to its own', () => {
    const order = new Int32Array(4);
    permute(order, [0, 0.99, 0.5, 0]);
    // 3 with 0, then 2 with 1, then 1 stays
    expect([...order]).toEqual([3, 2, 1, 0]);
  });

  it('has every item once, and follows from seed, purpose and stream', () => {
    const orders = orderSource(freshKernels(CORE_MODULE), 5, 100);
    const first = orders(100, 72, 0);
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...orders(100, 72, 1)]).not.toEqual([...first]);
    expect([...orders(100, 73, 0)]).not.toEqual([...first]);
    expect([...orderSource(freshKernels(CORE_MODULE), 6, 100)(100, 72, 0)]).not.toEqual([...first]);
    expect([...orderSource(freshKernels(CORE_MODULE), 5, 200)(100, 72, 0)]).toEqual([...first]);
  });

  it('is cut into parts that have no item in common', () => {
    const { training, validation, test } = cut(Int32Array.of(4, 2, 0, 1, 3, 5), {
      training: 3,
      validation: 1,
      test: 2,
    });
    expect([[...training], [...validation], [...test]]).toEqual([[4, 2, 0], [1], [3, 5]]);
  });
});
