/** Linear equations A x = b of any shape by Householder's QR, with the determinant of A, A'A or AA' as a logarithm. */
import { decompose } from './least-squares.js';

export interface SmallSystem {
  /** The solution; of too many equations that with the least error, of too few the shortest. [columns] */
  readonly x: Float64Array;
  /** What it leaves of b: b - A x. [rows] */
  readonly rest: Float64Array;
  /** Sign of det A of a square system, else 1. */
  readonly sign: number;
  /** ln |det A| of a square system, ln det A'A of too many equations, ln det AA' of too few. */
  readonly logDeterminant: number;
  /** Upper triangle R with A'A = R'R; of too few equations with AA' = R'R. [size, size] */
  readonly R: Float64Array;
  /** False if rows or columns depend on each other, to rounding: the numbers then say nothing. */
  readonly isDetermined: boolean;
}

/** x of R x = b for an upper triangle R [n, n]. */
export function solveUpper(R: Float64Array, b: ArrayLike<number>, n: number): Float64Array {
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1; j < n; j++) sum -= R[i * n + j] * x[j];
    x[i] = sum / R[i * n + i];
  }
  return x;
}

/** x of R'x = b for an upper triangle R [n, n]. */
export function solveLower(R: Float64Array, b: ArrayLike<number>, n: number): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= R[j * n + i] * x[j];
    x[i] = sum / R[i * n + i];
  }
  return x;
}

/** b - A x. */
function restOf(columns: readonly ArrayLike<number>[], x: Float64Array, b: ArrayLike<number>): Float64Array {
  const rest = Float64Array.from(b);
  columns.forEach((column, j) => {
    for (let r = 0; r < rest.length; r++) rest[r] -= column[r] * x[j];
  });
  return rest;
}

/** The diagonal of R as a determinant: each column is reflected once, which turns the sign. */
function determinant(R: Float64Array, n: number, log: (x: number) => number) {
  let [sign, sum] = [1, 0];
  for (let i = 0; i < n; i++) {
    sign *= R[i * n + i] > 0 ? -1 : 1;
    sum += log(Math.abs(R[i * n + i]));
  }
  return { sign, sum };
}

/** As many equations as unknowns, or more. */
function tall(columns: readonly ArrayLike<number>[], b: ArrayLike<number>, log: (x: number) => number): SmallSystem {
  const n = columns.length;
  const { R, qy, nDependent } = decompose(columns, b);
  const x = solveUpper(R, qy, n);
  const { sign, sum } = determinant(R, n, log);
  const isSquare = b.length === n;
  return {
    x,
    rest: restOf(columns, x, b),
    sign: isSquare ? sign : 1,
    logDeterminant: isSquare ? sum : 2 * sum,
    R,
    isDetermined: nDependent === 0,
  };
}

/** Fewer equations than unknowns: x = A'(AA')^-1 b, once improved by what it leaves. */
function wide(columns: readonly ArrayLike<number>[], b: ArrayLike<number>, log: (x: number) => number): SmallSystem {
  const [n, m] = [columns.length, b.length];
  const rows = Array.from({ length: m }, (_, r) => Float64Array.from(columns, (column) => column[r]));
  const { R, nDependent } = decompose(rows, new Float64Array(n));
  const x = new Float64Array(n);
  let rest: Float64Array = Float64Array.from(b);
  for (let round = 0; round < 2; round++) {
    const y = solveUpper(R, solveLower(R, rest, m), m);
    rows.forEach((row, r) => {
      for (let j = 0; j < n; j++) x[j] += row[j] * y[r];
    });
    rest = restOf(columns, x, b);
  }
  return { x, rest, sign: 1, logDeterminant: 2 * determinant(R, m, log).sum, R, isDetermined: nDependent === 0 };
}

/** Solves A x = b for the columns of A. `log` is a natural logarithm. Cost: 2 rows columns^2 multiplications (tall), 2 columns rows^2 (wide). */
export const solveSystem = (
  columns: readonly ArrayLike<number>[],
  b: ArrayLike<number>,
  log: (x: number) => number,
): SmallSystem => (b.length >= columns.length ? tall(columns, b, log) : wide(columns, b, log));

/** (A'A)^-1 = R^-1 R^-T of a tall system. [n, n] */
export function inverseGram(R: Float64Array): Float64Array {
  const n = Math.round(Math.sqrt(R.length));
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    const column = solveUpper(R, solveLower(R, unit, n), n);
    for (let i = 0; i < n; i++) inverse[i * n + j] = column[i];
  }
  return inverse;
}
