import { describe, expect, it } from 'vitest';
import { compileBuild, instantiate } from '../../src/host/builds.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';

const BUILD = compileBuild(CORE_MODULE, 'strict');

describe('the memory of kernels', () => {
  it('counts what is announced from the beginning, and once', () => {
    const kernels = instantiate(BUILD);
    const empty = kernels.needed();
    const next = kernels.later(2, 100);
    expect(kernels.needed() - empty).toBe(2 * 128);
    const [first, second] = [next(), next()];
    expect([second - first, kernels.needed() - empty]).toEqual([128, 2 * 128]);
    next();
    expect(kernels.needed() - empty).toBe(3 * 128);
  });

  it('makes nothing of what is only announced, and forgets it with the rest', () => {
    const kernels = instantiate(BUILD);
    const [empty, bytes] = [kernels.needed(), kernels.memory.buffer.byteLength];
    kernels.later(3, 2 ** 30);
    kernels.allocate(64);
    expect([kernels.needed() - empty, kernels.memory.buffer.byteLength]).toEqual([3 * 2 ** 30 + 64, bytes]);
    kernels.renew();
    expect(kernels.needed()).toBe(empty);
  });

  it('ends at 4 GiB, which is said with what is needed', () => {
    const kernels = instantiate(BUILD);
    const refused = { code: 'E_CONFIG', message: 'the run needs 5.0 GiB or more, which cannot be had' };
    expect(() => kernels.allocate(5 * 2 ** 30)).toThrow(expect.objectContaining(refused));
  });
});
