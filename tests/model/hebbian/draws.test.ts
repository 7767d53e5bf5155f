/** What a seeded run draws: each quantity from the purpose, stream and positions that it always had. */

import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../src/method/random.js';
import { patternAt } from '../../../src/model/hebbian/field.js';
import { HEBBIAN_MODULE } from '../../../src/model/hebbian/kernels.js';
import { PURPOSE } from '../../../src/model/hebbian/purposes.js';
import { freshKernels } from '../../conformance/kernels.js';
import { testRun } from './helpers.js';

const SEED = 77;
const [N, K] = [7, 3];
const BASE = { N, K, T: 40, u: 1 };

/** Draws of the generator, whose numbers tests/method/random.test.ts pins. */
function drawn(
  kind: 'uniform' | 'normal' | 'sign' | 'integer',
  purpose: keyof typeof PURPOSE,
  stream: number,
  count: number,
  ...rest: number[]
) {
  const kernels = freshKernels(HEBBIAN_MODULE);
  const address = kernels.allocate(8 * count);
  const at = { address, count, purpose: PURPOSE[purpose], stream, first: 0 };
  const source = randomSource(kernels, SEED);
  if (kind === 'integer') {
    source.integer(at, rest[0]);
    return [...kernels.i32(address, count)];
  }
  if (kind === 'sign') source.sign(at);
  else source[kind](at, rest[0], rest[1]);
  return [...kernels.f64(address, count)];
}

const run = (given: Parameters<typeof testRun>[0], record: readonly string[] = []) =>
  testRun({ ...BASE, ...given }, { seed: SEED, record });

const patternsOf = ({ model }: ReturnType<typeof testRun>): number[][] => {
  const np = model.block.get('np');
  return Array.from({ length: K }, (_, mu) => [...model.block.f64('slots').subarray(mu * np, mu * np + N)]);
};

/** The pattern at each step. */
const shownBy = (given: Parameters<typeof testRun>[0]): readonly number[] => {
  const one = run(given, ['pattern']);
  one.advance(40);
  return one.column('timeseries', 'pattern');
};

describe('a seeded run of the hebbian family', () => {
  it('starts its neurons from uniform numbers of their own', () => {
    expect([...run({}).sigma()]).toEqual(drawn('uniform', 'initialNeurons', 0, N, -1, 1));
  });

  it('draws a couple of normal numbers for each pair of neurons', () => {
    const one = run({ k: 0.9 });
    const A = drawn('normal', 'initialCouplings', 0, N * N, 0, 1);
    const scale = 0.9 / Math.sqrt(K);
    const J = one.couplings();
    for (let i = 0; i < N; i++) {
      for (let j = 0; j < N; j++) {
        const value = i === j ? 0 : (scale * A[i * N + j] + scale * A[j * N + i]) * (0.5 * Math.sqrt(2));
        // the sum is symmetric in its terms but for their order
        expect(Math.abs(J[i * N + j] - value), `${i}, ${j}`).toBeLessThanOrEqual(2 ** -52 * Math.abs(value));
      }
    }
  });

  it('draws each pattern from a stream of its own, and which of its entries are common', () => {
    const signs = Array.from({ length: K }, (_, mu) => drawn('sign', 'patternBase', mu, N));
    expect(patternsOf(run({}))).toEqual(signs);
    const rho = 0.49;
    const mixed = signs.map((row, mu) => {
      const u = drawn('uniform', 'patternMask', mu, N, 0, 1);
      return row.map((z, i) => (u[i] < 0.7 ? 1 : z));
    });
    expect(patternsOf(run({ rho }))).toEqual(mixed);
    const normals = Array.from({ length: K }, (_, mu) => drawn('normal', 'patternBase', mu, N, 0, 1));
    expect(patternsOf(run({ pattern_distribution: 'gaussian' }))).toEqual(
      normals.map((row) => row.map((z) => z / Math.sqrt(N))),
    );
  });

  it('draws a pattern for each renewal, evenly or with probabilities', () => {
    expect(shownBy({})).toEqual(drawn('integer', 'fieldPattern', 0, 40, K));
    const p = [0.2, 0.5, 0.3];
    const expected = drawn('uniform', 'fieldPattern', 0, 40, 0, 1).map((u) => (u < 0.2 ? 0 : u < 0.7 ? 1 : 2));
    expect(shownBy({ p })).toEqual(expected);
  });

  it('draws how long each pattern is shown', () => {
    const holds = drawn('integer', 'fieldHold', 0, 40, 3).map((extra) => 2 + extra);
    const patterns = drawn('integer', 'fieldPattern', 0, 40, K);
    const expected = holds.flatMap((steps, renewal) => new Array<number>(steps).fill(patterns[renewal])).slice(0, 40);
    expect(shownBy({ tau_h: { min: 2, max: 5 } })).toEqual(expected);
  });

  it('starts each memory from a stream of its own', () => {
    const { model } = run({ model_class: 'memory-matrix' });
    const np = model.block.get('np');
    for (let a = 0; a < K; a++) {
      const found = [...model.block.f64('memories').subarray(a * np, a * np + N)];
      expect(found).toEqual(drawn('uniform', 'initialMemories', a, N, -1, 1));
    }
  });
});

describe('the pattern of a draw', () => {
  const belowOne = 1 - 2 ** -53;

  it('is the one in whose share of the unit interval the draw lies', () => {
    expect([0, 0.249, 0.25, 0.749, 0.75, belowOne].map((u) => patternAt([0.25, 0.5, 0.25], u))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  it('is never one of probability 0, also where the others sum below 1', () => {
    const p = [...new Array<number>(10).fill(0.1), 0, 0];
    // ten times 0.1, one after the other, leave a rest
    expect(p.reduce((rest, share) => rest - share, belowOne)).toBeGreaterThan(0);
    expect(patternAt(p, belowOne)).toBe(9);
    expect(patternAt([0, 0.5, 0, 0.5, 0], 0)).toBe(1);
    expect(patternAt([0, 0.5, 0, 0.5, 0], 0.5)).toBe(3);
  });
});
