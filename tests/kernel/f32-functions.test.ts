import { describe, expect, it } from 'vitest';
import { HETEROSYNAPTIC_MODULE } from '../../src/model/heterosynaptic/kernels.js';
import { freshKernels } from '../conformance/kernels.js';

const COUNT = 2 ** 20;

/** Size of the last place of a float. */
function ulp(x: number): number {
  const size = Math.abs(Math.fround(x));
  return Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(size)) - 23));
}

/** Results of a function on values that are spread over all bit patterns, and on those given. */
function results(name: 'exp_array_f32' | 'tanh_array_f32', given: readonly number[]) {
  const kernels = freshKernels(HETEROSYNAPTIC_MODULE);
  const address = kernels.allocate(4 * COUNT);
  const bits = new Uint32Array(kernels.memory.buffer, address, COUNT);
  for (let i = 0; i < COUNT; i++) bits[i] = i * 4096 + 1234;
  const values = new Float32Array(kernels.memory.buffer, address, COUNT);
  values.set(given);
  const x = values.slice();
  kernels.kernel(name)(address, address, COUNT);
  return { x, y: new Float32Array(kernels.memory.buffer, address, COUNT) };
}

function largestError(x: Float32Array, y: Float32Array, f: (value: number) => number): number {
  let most = 0;
  for (let i = 0; i < COUNT; i++) {
    const exact = f(x[i]);
    if (Number.isNaN(exact)) {
      if (!Number.isNaN(y[i])) return Number.POSITIVE_INFINITY;
    } else if (Math.fround(exact) !== y[i]) most = Math.max(most, Math.abs(exact - y[i]) / ulp(exact));
  }
  return most;
}

describe('functions in single precision', () => {
  it('exp is within an ulp on all kinds of floats, and has its ends', () => {
    const { x, y } = results('exp_array_f32', [0, -0, Infinity, -Infinity, NaN, 88.72283, 88.72284, -103.97, -103.98]);
    expect([...y.slice(0, 5)]).toEqual([1, 1, Infinity, 0, NaN]);
    expect([...y.slice(5, 9)].map((value) => value === Infinity || value === 0)).toEqual([false, true, false, true]);
    expect(largestError(x, y, Math.exp)).toBeLessThanOrEqual(1);
  });

  it('tanh is within 3 ulp on all kinds of floats, odd, and keeps zeros and NaN', () => {
    const { x, y } = results('tanh_array_f32', [0, -0, Infinity, -Infinity, NaN, 0.173, -0.173, 1e-40, -1e-40]);
    expect([...y.slice(0, 5)]).toEqual([0, -0, 1, -1, NaN]);
    expect([y[6], y[7], y[8]]).toEqual([-y[5], x[7], x[8]]);
    expect(largestError(x, y, Math.tanh)).toBeLessThanOrEqual(3);
  });

  it.each(['exp_array_f32', 'tanh_array_f32'] as const)('%s takes any multiple of four numbers', (name) => {
    const kernels = freshKernels(HETEROSYNAPTIC_MODULE);
    const [src, dst] = [kernels.allocate(4 * 20), kernels.allocate(4 * 20)];
    const [x, y] = [src, dst].map((address) => new Float32Array(kernels.memory.buffer, address, 20));
    x.forEach((_, i) => {
      x[i] = (i - 9) / 8;
    });
    kernels.kernel(name)(src, dst, 20);
    const whole = y.slice();
    for (const count of [0, 4, 8, 12, 16]) {
      y.fill(7);
      kernels.kernel(name)(src, dst, count);
      expect([...y]).toEqual([...whole.subarray(0, count), ...Array<number>(20 - count).fill(7)]);
    }
    const exact = Array.from(x, name === 'exp_array_f32' ? Math.exp : Math.tanh);
    expect(Math.max(...exact.map((value, i) => Math.abs(value - whole[i]) / ulp(value)))).toBeLessThanOrEqual(3);
  });
});
