import { describe, expect, it } from 'vitest';
import { parametersOf } from '../../../src/model/rate/bench.js';
import {
  drawEdges,
  drawWeights,
  effectiveGain,
  fromDense,
  fromEdgeList,
  givenUniforms,
  toDense,
  weightDeviation,
} from '../../../src/model/rate/connectivity.js';
import { RATE_MODULE } from '../../../src/model/rate/kernels.js';
import { networkWeights } from '../../../src/model/rate/network.js';
import { freshKernels } from '../../conformance/kernels.js';
import { draws } from '../../method/lyapunov/helpers.js';

describe('the connectivity', () => {
  it('makes an edge strictly above 1 - p, and never on the diagonal', () => {
    const uniforms = [0.75, 0.7500000000000001, 0.7, 0.9, 0, 1 - 2 ** -53];
    const edges = drawEdges(3, 0.25, givenUniforms(uniforms));
    expect([...edges.rowStart]).toEqual([0, 1, 2, 3]);
    expect([...edges.columns]).toEqual([2, 2, 1]);
  });

  it('has all off-diagonal cells at p = 1 but those of u = 0', () => {
    expect(drawEdges(3, 1, givenUniforms([0.1, 0.2, 0, 0.3, 0.4, 0.5])).count).toBe(5);
  });

  it('refuses a row that has too few uniforms', () => {
    const tooFew = givenUniforms([0.1, 0.2, 0, 0.3, 0.4]);
    expect(() => drawEdges(3, 0.5, tooFew)).toThrow('row 2 of 3 neurons needs 2 uniforms, not 1');
  });

  it('takes memory that grows with the edges', () => {
    const kernels = freshKernels(RATE_MODULE);
    const N = 3000;
    expect(networkWeights(kernels, parametersOf(N, 10 / N), {}, 0).count).toBeGreaterThan(9 * N);
    // 72 MB as numbers of all cells
    expect(kernels.memory.buffer.byteLength).toBeLessThan(2e6);
  });

  it('has centred weights that sum to zero, with the deviation of the rule', () => {
    const [N, p] = [200, 0.1];
    const edges = drawEdges(N, p, givenUniforms(draws('uniform', N * N - N, 1)));
    const { weights } = drawWeights(edges, draws('normal', edges.count, 2), weightDeviation('variance', N, p), true);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    // roundings of 4000 terms of 0.2
    expect(Math.abs(sum)).toBeLessThan(1e-11);
    const deviation = Math.sqrt(weights.reduce((total, weight) => total + weight * weight, 0) / edges.count);
    // relative error of a deviation from n numbers is 1/sqrt(2 n) = 0.011: four of them
    expect(Math.abs(deviation / (1 / Math.sqrt(20)) - 1)).toBeLessThan(0.045);
  });

  it('has the effective gain of the spec', () => {
    expect(Math.abs(effectiveGain(22, 'published', 200, 0.1) - 22 / Math.sqrt(20))).toBeLessThan(1e-14);
    expect(Math.abs(effectiveGain(3, 'variance', 200, 0.1) - 3)).toBeLessThan(1e-14);
  });

  it('sorts an edge list into rows, and goes to a dense matrix and back', () => {
    const W = fromEdgeList(3, { rows: [2, 0, 2], columns: [1, 2, 0], weights: [5, -1, 4] });
    expect([...toDense(W)]).toEqual([0, 0, -1, 0, 0, 0, 4, 5, 0]);
    expect(fromDense(toDense(W), 3)).toEqual(W);
  });

  it.each([
    [{ rows: [0], columns: [3], weights: [1] }, /outside 0 to 2/],
    [{ rows: [-1], columns: [0], weights: [1] }, /outside/],
    [{ rows: [0.5], columns: [0], weights: [1] }, /outside/],
    [{ rows: [0, 1], columns: [1], weights: [1] }, /differ in length/],
    [{ rows: [0], columns: [1], weights: [Number.NaN] }, /is NaN/],
    [{ rows: [0, 0], columns: [1, 1], weights: [1, 2] }, /given twice/],
  ])('refuses the edge list %o', (list, message) => {
    expect(() => fromEdgeList(3, list)).toThrow(message);
  });

  it('refuses sizes and probabilities that make no network', () => {
    expect(() => drawEdges(1, 0.5, givenUniforms([]))).toThrow(/N must be/);
    expect(() => drawEdges(3, 0, givenUniforms(new Float64Array(6)))).toThrow(/p must be/);
    expect(() => drawEdges(3, 1.1, givenUniforms(new Float64Array(6)))).toThrow(/p must be/);
    expect(() => drawWeights(drawEdges(3, 1, givenUniforms([0.5, 0.5, 0.5, 0.5, 0.5, 0.5])), [1], 1, true)).toThrow(
      /6 edges/,
    );
  });
});
