/**
 * Nonlinear least squares (Marquardt, J. SIAM 11, 431 (1963); steps by QR as in More, Lecture Notes in Mathematics 630
 * (1978)). The derivatives are the caller's, so that the minimum is found to rounding and not to that of differences.
 */
import { linearLeastSquares } from './least-squares.js';

/**
 * Value of the model in row `i` for the given parameters; writes its derivatives to `gradient` [p].
 */
export type FitModel = (i: number, parameters: Float64Array, gradient: Float64Array) => number;

export interface NonlinearFit {
  /** [p] */
  readonly parameters: Float64Array;
  /** From the linear approximation at the minimum, [p]; NaN if there are no more rows than parameters. */
  readonly standardErrors: Float64Array;
  /** Sum of squared residuals. */
  readonly residual: number;
  /** Whether no step made the sum smaller any more before the steps were used up. */
  readonly hasConverged: boolean;
  /** False if the parameters are not determined by the data: the standard errors then say nothing. */
  readonly isDetermined: boolean;
}

const MOST_STEPS = 500;
/** Damping at the start, and beyond which a step is too small to change a double. */
const FIRST_DAMPING = 1e-3;
const LAST_DAMPING = 1e20;
const LEAST_DAMPING = 1e-20;
/** Of a parameter on which nothing depends at the start: keeps its step at 0 instead of 0/0. */
const LEAST_SCALE = 1e-150;

interface Linearised {
  /** Derivatives by parameter, [p][n]. */
  readonly columns: readonly Float64Array[];
  /** y - model, [n]. */
  readonly rest: Float64Array;
  readonly residual: number;
}

function linearise(model: FitModel, y: ArrayLike<number>, parameters: Float64Array): Linearised {
  const n = y.length;
  const columns = Array.from(parameters, () => new Float64Array(n));
  const rest = new Float64Array(n);
  const gradient = new Float64Array(parameters.length);
  let residual = 0;
  for (let i = 0; i < n; i++) {
    rest[i] = y[i] - model(i, parameters, gradient);
    residual += rest[i] * rest[i];
    for (let j = 0; j < gradient.length; j++) columns[j][i] = gradient[j];
  }
  return { columns, rest, residual };
}

/** The step that minimises |rest - J step|^2 + damping |scale step|^2, [p]. */
function dampedStep({ columns, rest }: Linearised, scale: Float64Array, damping: number): Float64Array {
  const [n, p] = [rest.length, columns.length];
  const extended = columns.map((column, j) => {
    const rows = new Float64Array(n + p);
    rows.set(column);
    rows[n + j] = Math.sqrt(damping) * scale[j];
    return rows;
  });
  const right = new Float64Array(n + p);
  right.set(rest);
  return linearLeastSquares(extended, right).coefficients;
}

/** Largest length of each column so far: the scale of its parameter. */
function rescale(scale: Float64Array, columns: readonly Float64Array[]): void {
  for (const [j, column] of columns.entries()) {
    let squares = 0;
    for (const entry of column) squares += entry * entry;
    scale[j] = Math.max(scale[j], Math.sqrt(squares));
  }
}

/**
 * Minimises sum_i (y_i - model_i(parameters))^2 from `start`. Needs as many rows as parameters. A step that leads to values
 * that are not finite counts as one that is too long. Deterministic: sums run over the rows in their order.
 */
export function levenbergMarquardt(model: FitModel, y: ArrayLike<number>, start: ArrayLike<number>): NonlinearFit {
  let parameters = Float64Array.from(start); // [p]
  let here = linearise(model, y, parameters);
  const scale = new Float64Array(parameters.length).fill(LEAST_SCALE); // [p]
  let damping = FIRST_DAMPING;
  let hasConverged = here.residual === 0;
  for (let taken = 0; taken < MOST_STEPS && !hasConverged; taken++) {
    rescale(scale, here.columns);
    const before = here.residual;
    for (;;) {
      const step = dampedStep(here, scale, damping);
      const next = parameters.map((value, j) => value + step[j]);
      const isSame = next.every((value, j) => value === parameters[j]);
      const there = linearise(model, y, next);
      if (there.residual < here.residual) {
        parameters = next;
        here = there;
        damping = Math.max(damping / 10, LEAST_DAMPING);
        break;
      }
      damping *= 10;
      if (isSame || damping > LAST_DAMPING) {
        hasConverged = true;
        break;
      }
    }
    hasConverged ||= here.residual === 0 || before - here.residual <= Number.EPSILON * before;
  }
  const { standardErrors, isDetermined } = linearLeastSquares(here.columns, here.rest);
  return { parameters, standardErrors, residual: here.residual, hasConverged, isDetermined };
}
