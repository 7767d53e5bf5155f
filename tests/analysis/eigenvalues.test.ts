import { describe, expect, it } from 'vitest';
import { eigenvalues } from '../../src/analysis/eigenvalues.js';

describe('eigenvalues of matrices of extreme size', () => {
  it.each([1e300, 1e-300])('come to an end and scale with the matrix: times %s', (factor) => {
    const n = 12;
    // 2 plus an antisymmetric matrix is normal: its eigenvalues are as well conditioned as can be
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return i === j ? 2 : Math.sign(j - i) / (1 + Math.min(i, j) + 2 * Math.max(i, j));
    });
    const plain = eigenvalues(matrix, n);
    const scaled = eigenvalues(
      matrix.map((x) => x * factor),
      n,
    );
    // backward stable: a few n^2 ulp of the norm, which is below 4. Pairs that are nearly equal may change places
    const sorted = (values: Float64Array): readonly number[] => [...values].sort((a, b) => a - b);
    const [re, im] = [scaled.real, scaled.imaginary].map((values) => sorted(values.map((x) => x / factor)));
    sorted(plain.real).forEach((x, i) => {
      expect(Math.abs(re[i] - x)).toBeLessThan(1e-12);
    });
    sorted(plain.imaginary).forEach((x, i) => {
      expect(Math.abs(im[i] - x)).toBeLessThan(1e-12);
    });
  });
});
