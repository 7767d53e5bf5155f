import { describe, expect, it } from 'vitest';
import { inverseGram, solveLower, solveSystem, solveUpper } from '../../src/method/small-system.js';
import { uniforms } from './uniforms.js';

/** Some dozens of roundings, times the condition of these small matrices. */
const EPS = 1e-11;
// the host's logarithm will do for tests
const { log } = Math;

const near = (found: ArrayLike<number>, wanted: ArrayLike<number>): void => {
  expect(found).toHaveLength(wanted.length);
  for (let i = 0; i < wanted.length; i++) expect(Math.abs(found[i] - wanted[i])).toBeLessThan(EPS);
};

function randomColumns(seed: number, rows: number, n: number): readonly Float64Array[] {
  const draw = uniforms(seed + 1);
  return Array.from({ length: n }, () => Float64Array.from({ length: rows }, () => 2 * draw() - 1));
}

const times = (columns: readonly ArrayLike<number>[], x: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: columns[0].length }, (_, r) =>
    columns.reduce((sum, column, j) => sum + column[r] * x[j], 0),
  );

/** Determinant by its first row. */
function det(M: readonly (readonly number[])[]): number {
  if (M.length === 0) return 1;
  return M[0].reduce((sum, value, j) => {
    const minor = M.slice(1).map((row) => row.filter((_, k) => k !== j));
    return sum + (j % 2 === 0 ? 1 : -1) * value * det(minor);
  }, 0);
}

describe('a small linear system', () => {
  it('that is square has its solution, and the determinant with its sign', () => {
    for (let seed = 0; seed < 20; seed++) {
      const n = 1 + (seed % 5);
      const columns = randomColumns(seed, n, n);
      const x = Float64Array.from({ length: n }, (_, i) => i - 1.5);
      const found = solveSystem(columns, times(columns, x), log);
      const whole = det(Array.from({ length: n }, (_, r) => columns.map((column) => column[r])));
      near(found.x, x);
      expect(found.sign).toBe(Math.sign(whole));
      near([found.logDeterminant], [log(Math.abs(whole))]);
    }
  });

  it('with more equations leaves a rest that no column is a part of', () => {
    const columns = randomColumns(3, 12, 4);
    const b = Float64Array.from({ length: 12 }, (_, r) => r % 5);
    const { rest, x, sign, logDeterminant } = solveSystem(columns, b, log);
    near(
      columns.map((column) => column.reduce((sum, value, r) => sum + value * rest[r], 0)),
      [0, 0, 0, 0],
    );
    near(
      rest,
      times(columns, x).map((value, r) => b[r] - value),
    );
    const gram = columns.map((a) => columns.map((c) => a.reduce((sum, value, r) => sum + value * c[r], 0)));
    expect(sign).toBe(1);
    near([logDeterminant], [log(det(gram))]);
  });

  it('with fewer equations has the shortest solution', () => {
    const columns = randomColumns(4, 3, 6);
    const b = [1, -2, 0.5];
    const { x, rest, logDeterminant } = solveSystem(columns, b, log);
    near(rest, [0, 0, 0]);
    // the shortest one is a sum of rows
    const rows = [0, 1, 2].map((r) => columns.map((column) => column[r]));
    near(
      solveSystem(
        rows.map((row) => Float64Array.from(row)),
        x,
        log,
      ).rest,
      new Float64Array(6),
    );
    const gram = rows.map((a) => rows.map((c) => a.reduce((sum, value, j) => sum + value * c[j], 0)));
    near([logDeterminant], [log(det(gram))]);
  });

  it('has a logarithm where the determinant itself overflows', () => {
    const columns = [0, 1, 2, 3].map((j) => new Float64Array(4).fill(0).fill(j === 2 ? -1e100 : 1e100, j, j + 1));
    const { sign, logDeterminant } = solveSystem(columns, [1, 1, 1, 1], log);
    expect(sign).toBe(-1);
    near([logDeterminant / (400 * Math.LN10)], [1]);
  });

  it('says that columns, or rows, depend on each other', () => {
    const [a, b] = randomColumns(6, 5, 2);
    expect(solveSystem([a, b, a], new Float64Array(5), log).isDetermined).toBe(false);
    expect(solveSystem([a, b], new Float64Array(5), log).isDetermined).toBe(true);
    const equal = [1, 2, 3].map((value) => Float64Array.of(value, value));
    expect(solveSystem(equal, [1, 1], log).isDetermined).toBe(false);
  });

  it('has the inverse of A\u2019A, and triangles are solved from both ends', () => {
    const columns = randomColumns(8, 9, 3);
    const { R } = solveSystem(columns, new Float64Array(9), log);
    const inverse = inverseGram(R);
    const gram = columns.map((a) => columns.map((c) => a.reduce((sum, value, r) => sum + value * c[r], 0)));
    const product = gram.flatMap((row) => [0, 1, 2].map((j) => row.reduce((s, g, k) => s + g * inverse[k * 3 + j], 0)));
    near(product, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
    const triangle = Float64Array.of(2, 1, 0, 4);
    near(solveUpper(triangle, [4, 8], 2), [1, 2]);
    near(solveLower(triangle, [4, 8], 2), [2, 1.5]);
  });
});
