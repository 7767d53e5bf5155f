/** How many directions the activity of many units takes: the participation dimension of its covariance. */

/** Rows of records with the mean of each column removed; rates [records, units]. */
function centred(rates: Float64Array, units: number): Float64Array {
  const records = rates.length / units;
  const out = rates.slice();
  for (let i = 0; i < units; i++) {
    let sum = 0;
    for (let t = 0; t < records; t++) sum += rates[t * units + i];
    for (let t = 0; t < records; t++) out[t * units + i] -= sum / records;
  }
  return out;
}

/**
 * (sum of eigenvalues)^2 / sum of their squares of the covariance, which is (tr C)^2/tr C^2: 1 if all activity is along one direction, the number of units
 * if it is the same in all. At most the number of records less 1. NaN where nothing changes. rates [records, units]. Cost: records units^2, or less with few records.
 */
export function participationDimension(rates: Float64Array, units: number): number {
  const records = rates.length / units;
  const a = centred(rates, units);
  // both products have the same eigenvalues but for zeros: the smaller one is enough
  const isWide = units > records;
  const size = isWide ? records : units;
  const at = (index: number, row: number): number => (isWide ? a[row * units + index] : a[index * units + row]);
  let [trace, squares] = [0, 0];
  for (let p = 0; p < size; p++) {
    for (let q = 0; q <= p; q++) {
      let sum = 0;
      for (let n = 0; n < (isWide ? units : records); n++) sum += at(n, p) * at(n, q);
      if (p === q) trace += sum;
      squares += (p === q ? 1 : 2) * sum * sum;
    }
  }
  return (trace * trace) / squares;
}

export interface Estimated {
  readonly value: number;
  /** Standard error from leaving out one of the blocks at a time; undefined with fewer than two blocks. */
  readonly error: number | undefined;
}

/** The dimension with its error by a jackknife over `blocks` stretches of records, which must be longer than the activity remembers. */
export function participationWithError(rates: Float64Array, units: number, blocks = 10): Estimated {
  const value = participationDimension(rates, units);
  const length = Math.floor(rates.length / units / blocks) * units;
  if (length < 2 * units) return { value, error: undefined };
  const without = Array.from({ length: blocks }, (_, b) => {
    const rest = new Float64Array((blocks - 1) * length);
    rest.set(rates.subarray(0, b * length));
    rest.set(rates.subarray((b + 1) * length, blocks * length), b * length);
    return participationDimension(rest, units);
  });
  const mean = without.reduce((sum, one) => sum + one, 0) / blocks;
  const scatter = without.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  return { value, error: Math.sqrt(((blocks - 1) / blocks) * scatter) };
}
