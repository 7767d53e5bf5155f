/** What a seeded run of the rate family draws: each quantity from the purpose, stream and positions that it always had. */

import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../src/method/random.js';
import { RATE_MODULE } from '../../../src/model/rate/kernels.js';
import { PURPOSE } from '../../../src/model/rate/purposes.js';
import { freshKernels } from '../../conformance/kernels.js';
import { rateRun } from './run.js';

const SEED = 91;
const [N, trials, session] = [6, 2, 4];
const GIVEN = { N, p: 0.4, trials, session, g: 1.5, T: 20, weights: 'variance', centred: false } as const;

function drawn(
  kind: 'uniform' | 'normal',
  purpose: keyof typeof PURPOSE,
  count: number,
  low: number,
  high: number,
  stream = session,
) {
  const kernels = freshKernels(RATE_MODULE);
  const address = kernels.allocate(8 * count);
  randomSource(kernels, SEED)[kind]({ address, count, purpose: PURPOSE[purpose], stream, first: 0 }, low, high);
  return [...kernels.f64(address, count)];
}

describe('a seeded run of the rate family', () => {
  const run = rateRun(GIVEN, {}, [], SEED);

  it('draws an edge for each pair of neurons, and a weight for each edge, from the stream of its session', () => {
    run.finish();
    const u = drawn('uniform', 'edges', N * N - N, 0, 1);
    const edges: [number, number][] = [];
    for (let i = 0, at = 0; i < N; i++) {
      for (let j = 0; j < N; j++) if (i !== j && u[at++] > 1 - 0.4) edges.push([i, j]);
    }
    const normals = drawn('normal', 'weights', edges.length, 0, 1);
    const { i, j, W } = run.table('weights');
    expect(Array.from(i as Int32Array, (row, e) => [row, (j as Int32Array)[e]])).toEqual(edges);
    const sd = 1 / Math.sqrt(N * 0.4);
    expect(Array.from(W as Float64Array)).toEqual(normals.map((z) => z * sd));
  });

  it('draws the initial rates of all trials, one after the other', () => {
    const start = rateRun(GIVEN, {}, [], SEED).model.block.f64('pairs');
    const columns = start.length / N;
    const initial = drawn('uniform', 'initialRates', N * trials, -1, 1);
    for (let t = 0; t < trials; t++) {
      for (let unit = 0; unit < N; unit++) expect(start[unit * columns + t]).toBe(initial[t * N + unit]);
    }
  });
});
