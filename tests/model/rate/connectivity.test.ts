import { describe, expect, it } from 'vitest';
import {
  drawEdges,
  drawWeights,
  effectiveGain,
  fromDense,
  fromEdgeList,
  toDense,
  weightDeviation,
} from '../../../src/model/rate/connectivity.js';
import { draws } from '../../method/lyapunov/helpers.js';

describe('the connectivity', () => {
  it('makes an edge strictly above 1 - p, and never on the diagonal', () => {
    const uniforms = [0.75, 0.7500000000000001, 0.7, 0.9, 0, 1 - 2 ** -53];
    const edges = drawEdges(3, 0.25, uniforms);
    expect([...edges.rowStart]).toEqual([0, 1, 2, 3]);
    expect([...edges.columns]).toEqual([2, 2, 1]);
  });

  it('has all off-diagonal cells at p = 1 but those of u = 0', () => {
    expect(drawEdges(3, 1, [0.1, 0.2, 0, 0.3, 0.4, 0.5]).count).toBe(5);
  });

  it('has centred weights that sum to zero, with the deviation of the rule', () => {
    const [N, p] = [200, 0.1];
    const edges = drawEdges(N, p, draws('uniform', N * N - N, 1));
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
    expect(() => drawEdges(1, 0.5, [])).toThrow(/N must be/);
    expect(() => drawEdges(3, 0, new Float64Array(6))).toThrow(/p must be/);
    expect(() => drawEdges(3, 1.1, new Float64Array(6))).toThrow(/p must be/);
    expect(() => drawEdges(3, 0.5, new Float64Array(5))).toThrow(/need 6 uniforms/);
    expect(() => drawWeights(drawEdges(3, 1, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]), [1], 1, true)).toThrow(/6 edges/);
  });
});
