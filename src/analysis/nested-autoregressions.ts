/**
 * Residual sums of squares of regressions of the differences of a series on a constant, the series and ever more lagged differences, from sums of
 * products. A decomposition of the whole matrix takes 2 m p^2 multiplications for m rows and p columns; sums of lagged products follow from
 * each other, so m p are enough. They lose digits where columns almost depend on each other, and say how many.
 */

export interface NestedResiduals {
  /** Sums of squares with the first 0, 1, ..., top + 2 columns: the constant, x_t, dx_{t-1}, ..., dx_{t-top}. */
  readonly residuals: Float64Array;
  /** Bound of their relative errors, roughly; Infinity where a column depends on those before it, to rounding. */
  readonly error: number;
}

/** Rounding of a sum grows with the root of its terms; this is for what else it goes through. */
const SAFETY = 64;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/**
 * Sums of products of the columns 1, x, dx_{t-1}, ..., dx_{t-top} and, last, dx_t over the rows t = top, ..., n - 2, [p + 1, p + 1] with p = top +
 * 2, lower triangle. x is taken from its mean, which changes no residual.
 */
function products(x: Float64Array, top: number): Float64Array {
  const size = top + 3;
  const d = Float64Array.from({ length: x.length - 1 }, (_, t) => x[t + 1] - x[t]);
  const rows = d.length - top;
  const level = x.subarray(top, -1);
  const mean = level.reduce((sum, value) => sum + value / rows, 0);
  const centred = level.map((value) => value - mean);
  const lagged = (lag: number): Float64Array => d.subarray(top - lag, top - lag + rows);
  // dx_t stands last
  const place = (lag: number): number => (lag === 0 ? size - 1 : lag + 1);
  const sums = new Float64Array(size * size);
  const set = (i: number, j: number, value: number): void => {
    sums[Math.max(i, j) * size + Math.min(i, j)] = value;
  };
  set(0, 0, rows);
  set(
    1,
    0,
    centred.reduce((sum, value) => sum + value, 0),
  );
  set(1, 1, dot(centred, centred));
  for (let lag = 0; lag <= top; lag++) {
    set(
      place(lag),
      0,
      lagged(lag).reduce((sum, value) => sum + value, 0),
    );
    set(place(lag), 1, dot(centred, lagged(lag)));
    // the sums of lags a and a + lag, each from the one before: a row less at the end, one more at the beginning
    let sum = dot(lagged(0), lagged(lag));
    for (let a = 0; ; a++) {
      set(place(a), place(a + lag), sum);
      if (a + lag === top) break;
      sum += d[top - 1 - a] * d[top - 1 - a - lag] - d[d.length - 1 - a] * d[d.length - 1 - a - lag];
    }
  }
  return sums;
}

/** @param x - n finite values, n > top + 3 */
export function nestedAutoregressions(x: Float64Array, top: number): NestedResiduals {
  const [sums, p] = [products(x, top), top + 2];
  const size = p + 1;
  const whole = Float64Array.from({ length: size }, (_, i) => sums[i * size + i]);
  // sums of later lags follow from those of earlier ones: they have the rounding of the largest of them
  const largest = whole.subarray(2).reduce((most, value) => Math.max(most, value));
  const sizeOf = (j: number): number => (j < 2 ? whole[j] : largest);
  const residuals = new Float64Array(p + 1);
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j <= p; j++) {
    residuals[j] = sums[p * size + p];
    if (j === p) break;
    const pivot = sums[j * size + j];
    least = Math.min(least, pivot / sizeOf(j));
    for (let i = j + 1; i < size; i++) {
      const share = sums[i * size + j] / pivot;
      for (let k = j + 1; k <= i; k++) sums[i * size + k] -= share * sums[k * size + j];
    }
  }
  least = Math.min(least, residuals[p] / sizeOf(p));
  const error = (SAFETY * Number.EPSILON * Math.sqrt(x.length)) / least;
  return { residuals, error: least > 0 ? error : Number.POSITIVE_INFINITY };
}
