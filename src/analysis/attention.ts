/** How the heads of a transformer spread what they look at. */
import type { Elementary } from './elementary.js';

/** Means over the rows of a head. */
export interface HeadSpread {
  readonly rows: number;
  /** Positions that a row looks at: the exponential of the entropy of its weights, 1 where one has all, n where n have alike. */
  readonly positions: number;
  /** How far away they are: the sum of weights times distances, in positions. */
  readonly distance: number;
  /** Weight of the position itself. */
  readonly itself: number;
}

/**
 * @param weights - [rows, keys], each row sums to 1; the last row is that of the last key, rows of several sequences one behind the other
 * @param queries - rows of a sequence
 */
export function headSpread(weights: ArrayLike<number>, queries: number, keys: number, f: Elementary): HeadSpread {
  const rows = weights.length / keys;
  let [positions, distance, itself] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const own = keys - queries + (row % queries);
    let entropy = 0;
    for (let key = 0; key < keys; key++) {
      const weight = weights[row * keys + key];
      if (weight > 0) entropy -= weight * f.log(weight);
      distance += weight * Math.abs(own - key);
    }
    positions += f.exp(entropy);
    itself += weights[row * keys + own];
  }
  return { rows, positions: positions / rows, distance: distance / rows, itself: itself / rows };
}
