/**
 * The loss by which encoders of images are trained before a network learns with them (specification, section 11): queries belong to the class of which the mean
 * of the support is nearest.
 */
import type { Elementary } from '../../kernel/elementary.js';

export interface PrototypicalOutcome {
  /** Mean over queries, in nats. */
  readonly loss: number;
  readonly accuracy: number;
  /** Gradient of the loss, as the rows. */
  readonly gradient: Float64Array;
}

/** Rows of each class, in the order in which they come; classes from the smallest. */
function rowsOfClasses(classes: ArrayLike<number>): readonly (readonly number[])[] {
  const rows = new Map<number, number[]>();
  for (let i = 0; i < classes.length; i++) rows.set(classes[i], [...(rows.get(classes[i]) ?? []), i]);
  return [...rows].sort(([a], [b]) => a - b).map(([, own]) => own);
}

const squaredDistance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, d) => sum + (value - b[d]) * (value - b[d]), 0);

/**
 * The first `support` rows of each class make its prototype, all others are queries.
 *
 * @param x - rows of `width` numbers
 * @throws RangeError if nothing is left to query
 */
export function prototypicalLoss(
  { exp, log }: Pick<Elementary, 'exp' | 'log'>,
  x: Float64Array,
  width: number,
  classes: ArrayLike<number>,
  support: number,
): PrototypicalOutcome {
  const grouped = rowsOfClasses(classes);
  const prototypes = grouped.map((rows) => {
    const mean = new Float64Array(width);
    for (const row of rows.slice(0, support)) for (let d = 0; d < width; d++) mean[d] += x[row * width + d] / support;
    return mean;
  });
  const queries = grouped.flatMap((rows, own) => rows.slice(support).map((row) => ({ row, own })));
  if (queries.length === 0) throw new RangeError('no class has more rows than its support');
  const gradient = new Float64Array(x.length);
  let [loss, correct] = [0, 0];
  for (const { row, own } of queries) {
    const distances = prototypes.map((mean) => squaredDistance(x.subarray(row * width, (row + 1) * width), mean));
    const nearest = Math.min(...distances);
    const shares = distances.map((distance) => exp(nearest - distance));
    const total = shares.reduce((sum, share) => sum + share, 0);
    loss += distances[own] - nearest + log(total);
    if (distances.indexOf(nearest) === own) correct++;
    for (const [c, mean] of prototypes.entries()) {
      const slope = (c === own ? 1 : 0) - shares[c] / total;
      for (let d = 0; d < width; d++) {
        const part = (2 * slope * (x[row * width + d] - mean[d])) / queries.length;
        gradient[row * width + d] += part;
        for (const of of grouped[c].slice(0, support)) gradient[of * width + d] -= part / support;
      }
    }
  }
  return { loss: loss / queries.length, accuracy: correct / queries.length, gradient };
}
