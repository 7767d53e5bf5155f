import { describe, expect, it } from 'vitest';
import { randomProduct } from '../../../src/conformance/lyapunov/literature.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { blockError, DEFAULT_BLOCKS, tInterval } from '../../../src/method/lyapunov/block-error.js';
import { newmanExponents } from '../../../src/model/reference/maps.js';
import { freshKernels } from '../../conformance/kernels.js';
import { draws, elementary, spectrum } from './helpers.js';

const SEEDS = 200;
/**
 * 90 to 98 % of 200 seeds. For a true coverage of 95 % the number covered is binomial: it leaves 180..196 with probability
 * 0.010 (above: at most 3 misses where 10 are expected, 0.009; below: more than 20, 0.001) for each exponent. The
 * seeds are fixed, so the test is decided once.
 */
const [FEWEST, MOST] = [0.9 * SEEDS, 0.98 * SEEDS];

describe('the 95 % interval', () => {
  it('covers the exact exponents of products of random matrices in 90 to 98 % of 200 seeds', () => {
    const [N, sd, record] = [4, 0.7, 1000];
    const exact = newmanExponents(N, sd, elementary);
    const kernels = freshKernels(CORE_MODULE);
    const covered = new Array<number>(N).fill(0);
    for (let seed = 1; seed <= SEEDS; seed++) {
      const system = randomProduct(kernels, N, sd, seed);
      const plan = { k: N, transient: 0, align: 0, record, every: 1 };
      const { exponents, standardErrors, blocks } = spectrum(system, new Float64Array(N), plan);
      for (let i = 0; i < N; i++) {
        const { low, high } = tInterval(exponents[i], standardErrors[i], blocks);
        if (low <= exact[i] && exact[i] <= high) covered[i]++;
      }
    }
    expect(covered.filter((count) => count < FEWEST || count > MOST)).toEqual([]);
  });

  it('stays honest for a series with memory, if a block is much longer than it', () => {
    // x' = 0.9 x + noise: correlation time 1/(1 - 0.9) = 10 steps, blocks of 500: bias of the error about 2 %
    const [memory, length] = [0.9, 500 * DEFAULT_BLOCKS];
    let covered = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const noise = draws('normal', length + 200, seed);
      let x = 0;
      for (let n = 0; n < 200; n++) x = memory * x + noise[length + n];
      const series = new Float64Array(length);
      let sum = 0;
      for (let n = 0; n < length; n++) {
        x = memory * x + noise[n];
        series[n] = x;
        sum += x;
      }
      const { low, high } = tInterval(sum / length, blockError(series, 1)[0]);
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(FEWEST);
    expect(covered).toBeLessThanOrEqual(MOST);
  });

  it('is not known from fewer than two intervals', () => {
    expect(blockError(Float64Array.of(1), 1)[0]).toBeNaN();
    expect(tInterval(1, Number.NaN).low).toBeNaN();
  });
});
