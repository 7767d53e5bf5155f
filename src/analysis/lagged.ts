/** Products of the activity with itself at later records, as the mean-field theory of random networks has them. */

export interface Lagged {
  /** Mean over records and units of x_i(t) x_i(t + lag), [lags]; means are not subtracted. */
  readonly values: Float64Array;
  /** Standard error over the given series, NaN of one. */
  readonly errors: Float64Array;
}

/** Of one series [records, units]. */
function laggedProducts(series: Float64Array, units: number, lags: number): Float64Array {
  const records = series.length / units;
  return Float64Array.from({ length: lags }, (_, lag) => {
    const [count, shift] = [(records - lag) * units, lag * units];
    let sum = 0;
    for (let at = 0; at < count; at++) sum += series[at] * series[at + shift];
    return sum / count;
  });
}

/** Mean over independent series of equal sizes, [records, units] each. `lags` is at most the number of records. Cost: lags times all numbers. */
export function laggedOf(all: readonly Float64Array[], units: number, lags: number): Lagged {
  const each = all.map((series) => laggedProducts(series, units, lags));
  const values = Float64Array.from(
    { length: lags },
    (_, lag) => each.reduce((sum, one) => sum + one[lag], 0) / all.length,
  );
  const errors = values.map((mean, lag) => {
    const squares = each.reduce((sum, one) => sum + (one[lag] - mean) * (one[lag] - mean), 0);
    return all.length > 1 ? Math.sqrt(squares / (all.length - 1) / all.length) : Number.NaN;
  });
  return { values, errors };
}
