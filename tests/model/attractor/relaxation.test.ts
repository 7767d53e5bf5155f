import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/kernel/kernels.js';
import type { AttractorKernels } from '../../../src/model/attractor/kernels.js';
import { ATTRACTOR_MODULE } from '../../../src/model/attractor/kernels.js';
import { createRelaxer } from '../../../src/model/attractor/relaxation.js';
import { freshKernels } from '../../conformance/kernels.js';
import { sequence } from './helpers.js';

/** A ring in which node i is driven by node i - 1 alone, [n, n]. */
const ring = (n: number, weight: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => (at % n === (Math.floor(at / n) + n - 1) % n ? weight : 0));

/** States on the ring's own value, some of them mirrored: the pattern travels without changing. */
function travelling(kernels: Kernels<AttractorKernels>, weight: number, signs: readonly number[]): readonly number[] {
  const L = kernels.kernel('langevin_f64');
  let value = 0.9;
  for (let k = 0; k < 2000; k++) value = L(weight * value);
  return signs.map((sign) => sign * value);
}

describe('a relaxation', () => {
  it('finds fixed points, two-cycles and longer cycles with their periods', () => {
    const kernels = freshKernels(ATTRACTOR_MODULE);
    const weight = 6;
    for (const [signs, status, period] of [
      [[1, 1, 1, 1, 1, 1, 1], 'fixed_point', 1],
      [[1, -1, 1, -1, 1, -1], 'two_cycle', 2],
      [[1, 1, -1], 'cycle', 3],
      [[1, 1, 1, -1, -1], 'cycle', 5],
      [[1, 1, -1, 1, 1, -1], 'cycle', 3],
    ] as const) {
      const relaxer = createRelaxer(kernels, signs.length, ring(signs.length, weight));
      const start = travelling(kernels, weight, signs).map((x, i) => x + 0.01 * Math.sign(x) * (i % 2));
      const found = relaxer.relax(start, { tolerance: 1e-12 });
      expect([found.status, found.period], String(signs)).toEqual([status, period]);
      expect(found.state).toEqual(found.last);
      // the published test calls all of them converged: their free energy does not change
      expect(relaxer.relax(start, { tolerance: 1e-12, mode: 'faithful' }).status).toBe('converged');
      // a period that is longer than what is looked for is not found
      const short = relaxer.relax(start, { tolerance: 1e-12, longestPeriod: 2, maxSteps: 300 });
      expect(short.status).toBe(period > 2 ? 'not_converged' : status);
    }
  });

  it('changes neither its weights nor its start, and repeats itself', () => {
    const kernels = freshKernels(ATTRACTOR_MODULE);
    const [J, start] = [sequence(49, 1), sequence(7, 2)];
    const [J0, start0] = [J.slice(), start.slice()];
    const relaxer = createRelaxer(kernels, 7, J);
    const first = relaxer.relax(start, { maxSteps: 60 });
    expect([J, start]).toEqual([J0, start0]);
    expect(relaxer.relax(start, { maxSteps: 60 })).toEqual(first);
    relaxer.load(J.map((x) => 0.1 * x));
    expect(relaxer.relax(start, { maxSteps: 60 }).last).not.toEqual(first.last);
  });

  it('returns the last state of what does not settle, and no numbers where the published test fails', () => {
    const relaxer = createRelaxer(freshKernels(ATTRACTOR_MODULE), 3, [0, 3, -3, -3, 0, 3, 3, -3, 0]);
    const start = [0.5, -0.2, 0.1];
    const right = relaxer.relax(start, { maxSteps: 50, tolerance: 1e-12 });
    expect(right.steps).toBe(50);
    expect(right.status).toBe('not_converged');
    expect(right.state.every(Number.isFinite)).toBe(true);
    const faithful = relaxer.relax(start, { mode: 'faithful', maxSteps: 50, tolerance: 1e-12 });
    expect(faithful.status).toBe('not_converged');
    expect(faithful.state.every(Number.isNaN)).toBe(true);
    expect(faithful.last.every(Number.isFinite)).toBe(true);
    expect(relaxer.relax(start, { maxSteps: 0 }).steps).toBe(0);
  });

  it('can sample, with the draws of a seed', () => {
    const relaxer = createRelaxer(freshKernels(ATTRACTOR_MODULE), 5, sequence(25, 1));
    const options = { sampling: 'sample', maxSteps: 600, tolerance: 1e-12, noise: { seed: 3 } } as const;
    const first = relaxer.relax(sequence(5, 2), options);
    expect(relaxer.relax(sequence(5, 2), options).last).toEqual(first.last);
    expect(relaxer.relax(sequence(5, 2), { ...options, noise: { seed: 4 } }).last).not.toEqual(first.last);
    expect(() => relaxer.relax(sequence(5, 2), { sampling: 'sample' })).toThrow(/needs a seed/);
  });
});
