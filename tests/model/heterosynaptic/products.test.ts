import { describe, expect, it } from 'vitest';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import { numericOf } from '../../../src/model/heterosynaptic/numeric.js';
import type { Precision } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { stream } from './networks.js';

/** Rows, columns, terms: tails of all kinds, more terms than a block of sums, more columns than a block of panels. */
const SIZES = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 16],
  [5, 9, 3],
  [13, 17, 258],
  [8, 300, 70],
  [33, 31, 600],
] as const;
const FORMS = [0, 1, 2] as const;
/** Unit roundoff: sums of k terms below 1 in another order differ by less than k units of k. */
const UNIT: { readonly [precision in Precision]: number } = { f32: 2 ** -24, f64: 2 ** -53 };

function open(precision: Precision, [m, n, k]: readonly number[], form: number) {
  const numeric = numericOf(freshKernels(HETEROSYNAPTIC_MODULE), precision);
  const kernels = numeric.pick('product', 'product_plain', 'product_bytes', 'pack_right', 'multiply_rows');
  const draw = stream(7);
  const [lda, ldb, ldc] = [(form === 1 ? m : k) + 3, (form === 2 ? k : n) + 1, n + 2];
  const fill = (count: number): number => {
    const address = numeric.room(count);
    numeric.view(address, count).set(Array.from({ length: count }, () => 2 * draw() - 1));
    return address;
  };
  const [a, b] = [fill((form === 1 ? k : m) * lda), fill((form === 2 ? n : k) * ldb)];
  const [c, plain] = [fill(m * ldc), numeric.room(m * ldc)];
  numeric.view(plain, m * ldc).set(numeric.view(c, m * ldc));
  const workspace = numeric.kernels.allocate(kernels.product_bytes(m, n, k));
  return { numeric, kernels, a, b, c, plain, lda, ldb, ldc, workspace };
}

describe.each(['f32', 'f64'] as const)('products in %s', (precision) => {
  it.each(FORMS)('of form %i are those of the definition, with and without what was there', (form) => {
    for (const size of SIZES) {
      for (const adds of [false, true]) {
        const [m, n, k] = size;
        const { numeric, kernels, a, b, c, plain, lda, ldb, ldc, workspace } = open(precision, size, form);
        kernels.product(form, m, n, k, a, lda, b, ldb, c, ldc, adds, workspace);
        kernels.product_plain(form, m, n, k, a, lda, b, ldb, plain, ldc, adds);
        const [found, wanted] = [numeric.view(c, m * ldc), numeric.view(plain, m * ldc)];
        for (let i = 0; i < m * ldc; i++) {
          const bound = i % ldc < n && k > 256 ? UNIT[precision] * k * k : 0;
          expect(Math.abs(found[i] - wanted[i]), `${size} entry ${i}`).toBeLessThanOrEqual(bound);
        }
      }
    }
  });

  it.each(FORMS)('of form %i have the same bits with the left one as it stands', (form) => {
    for (const size of SIZES) {
      for (const adds of [false, true]) {
        const [m, n, k] = size;
        const { numeric, kernels, a, b, c, plain, lda, ldb, ldc, workspace } = open(precision, size, form);
        const right = workspace + 128;
        kernels.product(form, m, n, k, a, lda, b, ldb, c, ldc, adds, workspace);
        kernels.pack_right(form, n, k, b, ldb, right);
        kernels.multiply_rows(form, m, n, k, a, lda, right, plain, ldc, adds, workspace);
        expect(numeric.view(plain, m * ldc), `${size}`).toEqual(numeric.view(c, m * ldc));
      }
    }
  });

  it('have the same bits for some of the rows as for all', () => {
    const [m, n, k] = [13, 17, 600];
    const { numeric, kernels, a, b, c, plain, lda, ldb, ldc, workspace } = open(precision, [m, n, k], 2);
    kernels.product(2, m, n, k, a, lda, b, ldb, c, ldc, false, workspace);
    kernels.product(2, 6, n, k, a + 5 * lda * numeric.size, lda, b, ldb, plain, ldc, false, workspace);
    for (let r = 0; r < 6; r++) {
      const at = (r + 5) * ldc;
      expect(numeric.view(plain, m * ldc).slice(r * ldc, r * ldc + n)).toEqual(
        numeric.view(c, m * ldc).slice(at, at + n),
      );
    }
  });
});
