/** Eigenvalues of real square matrices, and the rhythm that the spectrum of couplings predicts. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { MsmError } from '../errors.js';
import { argument, TURN } from '../method/arc.js';

export interface Spectrum {
  /** Real parts, largest modulus first; of a conjugate pair the one with positive imaginary part is first. [n] */
  readonly real: Float64Array;
  /** Imaginary parts. [n] */
  readonly imaginary: Float64Array;
  readonly modulus: Float64Array;
}

/** Entries beyond these overflow or vanish in squares and products; shifted QR would then go on for ever. */
const LARGEST = 2 ** 300;
const SMALLEST = 1 / 2 ** 300;

/** A power of two that brings the largest entry between the two; 1, which changes no bit of a result, where it already is. */
function safeScale(matrix: Float64Array): number {
  let largest = 0;
  for (const value of matrix) largest = Math.max(largest, Math.abs(value));
  let scale = 1;
  if (largest === 0) return scale;
  while (largest * scale > LARGEST) scale *= SMALLEST;
  while (largest * scale < SMALLEST) scale *= LARGEST;
  return scale;
}

/**
 * Eigenvalues of a general real matrix [n, n] by reduction to Hessenberg form and shifted QR (ml-matrix, after EISPACK orthes and
 * hqr2): additions, multiplications, divisions and square roots alone. Cost about 25 n^3. Throws E_DIVERGED for an entry that is
 * not finite.
 */
export function eigenvalues(matrix: Float64Array, n: number): Spectrum {
  const broken = matrix.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    const place = `row ${Math.floor(broken / n)}, column ${broken % n}`;
    throw new MsmError('E_DIVERGED', `a matrix with ${matrix[broken]} in ${place} has no eigenvalues`);
  }
  const scale = safeScale(matrix);
  const rows = Array.from({ length: n }, (_, i) => Array.from(matrix.subarray(i * n, (i + 1) * n), (x) => x * scale));
  const found = new EigenvalueDecomposition(new Matrix(rows));
  const [re, im] = [found.realEigenvalues, found.imaginaryEigenvalues].map((values) => values.map((x) => x / scale));
  const size = re.map((x, i) => Math.sqrt(x * x + im[i] * im[i]));
  const order = re.map((_, i) => i).sort((a, b) => size[b] - size[a] || re[b] - re[a] || im[b] - im[a] || a - b);
  const pick = (values: readonly number[]): Float64Array => Float64Array.from(order, (i) => values[i]);
  return { real: pick(re), imaginary: pick(im), modulus: pick(size) };
}

/**
 * Cycle length in steps that the complex pair of largest modulus predicts, 2 pi / arg(lambda) (arXiv 2505.22749, sequences); NaN
 * if all eigenvalues are real. A linear prediction: the saturation of the states does not enter.
 */
export function predictedPeriod({ real, imaginary }: Spectrum): number {
  const leading = imaginary.findIndex((value) => value > 0);
  return leading < 0 ? Number.NaN : TURN / argument(imaginary[leading], real[leading]);
}
