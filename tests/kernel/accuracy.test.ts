import { describe, expect, it } from 'vitest';
import { drawPoints, hardPoints, measure, openWorkbench, SUBJECTS } from './accuracy.js';

/** Points per function; scripts/accuracy.ts runs the same sequence to 10^7. */
const N_POINTS = 200_000;
const BATCH = 20_000;

/** [input, result]; Object.is semantics, so zeros carry their sign. Inputs that the references do not take. */
const SPECIAL: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  exp: [
    [0, 1],
    [-0, 1],
    [Infinity, Infinity],
    [-Infinity, 0],
    [1e308, Infinity],
    [-1e308, 0],
  ],
  expm1: [
    [0, 0],
    [-0, -0],
    [Infinity, Infinity],
    [-Infinity, -1],
    [1e308, Infinity],
    [-1e308, -1],
  ],
  log: [
    [0, -Infinity],
    [-0, -Infinity],
    [1, 0],
    [-1, NaN],
    [-Infinity, NaN],
    [-Number.MIN_VALUE, NaN],
    [Infinity, Infinity],
  ],
  log1p: [
    [0, 0],
    [-0, -0],
    [-1, -Infinity],
    [-1 - 2 ** -52, NaN],
    [-Infinity, NaN],
    [Infinity, Infinity],
  ],
  tanh: [
    [0, 0],
    [-0, -0],
    [Infinity, 1],
    [-Infinity, -1],
    [1e308, 1],
  ],
  sigmoid: [
    [0, 0.5],
    [-0, 0.5],
    [Infinity, 1],
    [-Infinity, 0],
    [1e308, 1],
    [-1e308, 0],
  ],
};

describe.each(SUBJECTS)('$name of the strict build', (subject) => {
  const bench = openWorkbench('strict', 3 * BATCH + 16);

  it(`stays within ${subject.bound} ulp on log-uniform points of all exponents and both signs`, () => {
    let maxUlp = 0;
    for (let first = 0; first < N_POINTS; first += BATCH) {
      maxUlp = Math.max(maxUlp, measure(bench, subject, drawPoints(bench, subject, BATCH, first)).maxUlp);
    }
    expect(maxUlp).toBeLessThanOrEqual(subject.bound);
    // A reference that agreed by accident, or points that are all trivial, would show as no error at all.
    expect(maxUlp).toBeGreaterThan(0.5);
  });

  it(`stays within ${subject.bound} ulp at clamp points, interval ends and their neighbours`, () => {
    expect(measure(bench, subject, hardPoints(subject)).maxUlp).toBeLessThanOrEqual(subject.bound);
  });

  it('gives the defined results for zeros, infinities and NaN', () => {
    const cases = [...SPECIAL[subject.name], [Number.NaN, Number.NaN] as const];
    new Float64Array(bench.kernels.memory.buffer, bench.base, cases.length).set(cases.map(([x]) => x));
    bench.kernels[`${subject.name}_array_f64`](bench.base, bench.base, cases.length);
    const results = [...new Float64Array(bench.kernels.memory.buffer, bench.base, cases.length)];
    expect(results).toEqual(cases.map(([, y]) => y));
  });
});

describe('tanh of the strict build', () => {
  it('has correctly rounded numbers in its table, and slopes that fit', () => {
    const bench = openWorkbench('strict', 3 * 2048);
    const points = Float64Array.from({ length: 1221 }, (_, k) => k / 64);
    const subject = SUBJECTS.find(({ name }) => name === 'tanh')!;
    expect(measure(bench, subject, points).maxUlp).toBeLessThanOrEqual(0.5);
    // halfway between two entries the slope counts most
    const halves = Float64Array.from({ length: 1220 }, (_, k) => (k + 0.499) / 64);
    expect(measure(bench, subject, halves).maxUlp).toBeLessThanOrEqual(1.5);
  });
});
