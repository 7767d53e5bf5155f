/** Linear least squares by Householder's QR decomposition (Golub and Van Loan, "Matrix Computations", algorithm 5.3.2). */

/** The decomposition of a matrix beside a right-hand side: A = Q R, and Q'y. */
export interface Decomposition {
  /** Upper triangle, row-major, [p, p]. */
  readonly R: Float64Array;
  /** Q'y, [m]: the entries from p on are what no combination of the columns reaches. */
  readonly qy: Float64Array;
  /** Columns that depend on those before them, to rounding, are counted here: 0 for a matrix of full rank. */
  readonly nDependent: number;
}

/** A column is taken for dependent if less than this share of it (times the number of rows) is left beside the others. */
const DEPENDENT = Number.EPSILON;

/**
 * Reflects up to four vectors, each as if alone: their sums do not wait for each other, and the column is read once for all of them.
 */
function reflectFour(column: Float64Array, divisor: number, j: number, vectors: readonly Float64Array[]): void {
  const [a, b, c, d] = vectors;
  if (d === undefined) {
    for (const vector of vectors) reflectOne(column, divisor, j, vector);
    return;
  }
  let [ofA, ofB, ofC, ofD] = [0, 0, 0, 0];
  for (let i = j; i < column.length; i++) {
    const v = column[i];
    ofA += v * a[i];
    ofB += v * b[i];
    ofC += v * c[i];
    ofD += v * d[i];
  }
  [ofA, ofB, ofC, ofD] = [ofA / divisor, ofB / divisor, ofC / divisor, ofD / divisor];
  for (let i = j; i < column.length; i++) {
    const v = column[i];
    a[i] -= ofA * v;
    b[i] -= ofB * v;
    c[i] -= ofC * v;
    d[i] -= ofD * v;
  }
}

function reflectOne(column: Float64Array, divisor: number, j: number, vector: Float64Array): void {
  let product = 0;
  for (let i = j; i < column.length; i++) product += column[i] * vector[i];
  const share = product / divisor;
  for (let i = j; i < column.length; i++) vector[i] -= share * column[i];
}

/** Reflects the rows from j on so that column j becomes a multiple of the unit vector; the same for all that stand right of it. */
function reflect(columns: readonly Float64Array[], j: number, vectors: readonly Float64Array[]): number {
  const column = columns[j];
  let squares = 0;
  for (let i = j; i < column.length; i++) squares += column[i] * column[i];
  const norm = Math.sqrt(squares);
  if (norm === 0) return 0;
  const head = column[j] > 0 ? -norm : norm;
  // v = column - head e_j; v'v = 2 (norm^2 + |column_j| norm), without cancellation
  const divisor = squares + Math.abs(column[j]) * norm;
  column[j] -= head;
  for (let at = 0; at < vectors.length; at += 4) reflectFour(column, divisor, j, vectors.slice(at, at + 4));
  column[j] = head;
  return norm;
}

/**
 * Decomposes the matrix of p columns with m rows each, m >= p, beside y [m]. Nothing given is changed. Cost: 2 m p^2
 * multiplications; sums run over the rows in their order.
 */
export function decompose(columns: readonly ArrayLike<number>[], y: ArrayLike<number>): Decomposition {
  const [m, p] = [y.length, columns.length];
  const A = columns.map((column) => Float64Array.from(column)); // [p][m]
  const qy = Float64Array.from(y); // [m]
  let nDependent = 0;
  for (let j = 0; j < p; j++) {
    let whole = 0;
    for (let i = 0; i < m; i++) whole += A[j][i] * A[j][i];
    const left = reflect(A, j, [...A.slice(j + 1), qy]);
    if (!(left > DEPENDENT * m * Math.sqrt(whole))) nDependent++;
  }
  const R = new Float64Array(p * p); // [p, p]
  for (let i = 0; i < p; i++) for (let j = i; j < p; j++) R[i * p + j] = A[j][i];
  return { R, qy, nDependent };
}

/** Residual sums of squares if only the first 0, 1, ..., p columns are used. [p + 1] */
export function nestedResiduals({ R, qy }: Decomposition): Float64Array {
  const p = Math.round(Math.sqrt(R.length));
  const sums = new Float64Array(p + 1);
  let sum = 0;
  for (let i = qy.length - 1; i >= p; i--) sum += qy[i] * qy[i];
  sums[p] = sum;
  for (let j = p - 1; j >= 0; j--) {
    sum += qy[j] * qy[j];
    sums[j] = sum;
  }
  return sums;
}

export interface LinearFit {
  /** [p], in the order of the columns. */
  readonly coefficients: Float64Array;
  /** Standard errors sqrt(RSS/(m - p) (A'A)^-1_jj), [p]; NaN if there are no more rows than columns. */
  readonly standardErrors: Float64Array;
  /** Sum of squared residuals. */
  readonly residual: number;
  /** False if the columns depend on each other: the numbers then say nothing. */
  readonly isDetermined: boolean;
}

/** Inverse of an upper triangle [p, p]. */
function invertTriangle(R: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) sum -= R[i * p + k] * inverse[k * p + j];
      inverse[i * p + j] = sum / R[i * p + i];
    }
  }
  return inverse;
}

/** Minimises |y - sum_j c_j column_j|^2 over c. Columns and y have m rows, m >= p. */
export function linearLeastSquares(columns: readonly ArrayLike<number>[], y: ArrayLike<number>): LinearFit {
  const [m, p] = [y.length, columns.length];
  const decomposition = decompose(columns, y);
  const { R, qy, nDependent } = decomposition;
  const residual = nestedResiduals(decomposition)[p];
  const inverse = invertTriangle(R, p);
  const coefficients = new Float64Array(p);
  const standardErrors = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    let [sum, squares] = [0, 0];
    for (let k = i; k < p; k++) {
      sum += inverse[i * p + k] * qy[k];
      squares += inverse[i * p + k] * inverse[i * p + k];
    }
    coefficients[i] = sum;
    standardErrors[i] = m > p ? Math.sqrt((residual / (m - p)) * squares) : Number.NaN;
  }
  return { coefficients, standardErrors, residual, isDetermined: nDependent === 0 };
}
