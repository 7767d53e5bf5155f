/** What can be said of a decoded free run: whether it resembles what was learned, moves on, and was learned in an order at all. */
import { wholePower } from '../method/power.js';
import { median } from './reconstruction.js';
import { type Segment, segments } from './sequence.js';

/**
 * Largest probability with which a replay that has nothing to do with the patterns is taken for one that does: states in random
 * directions, however long each of them lasts.
 */
export const FALSE_ALARM = 0.001;

/** What the states of a free run resemble. */
export type Resemblance = 'patterns' | 'mirror images' | 'noise';

/**
 * What states resemble: the templates, their mirror images, or neither more than random directions would.
 *
 * A state of n nodes in a random direction has a correlation of at least r with one of k templates with probability at most
 * k/2 (1 - r^2)^((n - 2)/2), the share of a sphere that lies in k caps. That half of the steps do so has at most twice that
 * probability, whether or not the states of different steps depend on each other. So the median over the steps is compared. A largest
 * correlation that is as far below 0 is that of mirror images: without a bias the network knows no sign.
 *
 * @param correlations - of each step with the template that it resembles most, NaN for none
 */
export function resemblanceOf(correlations: Float64Array, k: number, n: number): Resemblance {
  const r = median([...correlations].map((value) => (Number.isNaN(value) ? 0 : value)));
  // k (1 - r^2)^((n - 2)/2) < alarm, squared: whole powers are the same on every machine
  const share = FALSE_ALARM / k;
  const isFar = n > 2 && wholePower(1 - r * r, n - 2) < share * share;
  return isFar ? (r > 0 ? 'patterns' : 'mirror images') : 'noise';
}

/** The last stretch of a run that does not move on: it lasts for half of the run or longer. */
export function stillStretch(labels: Int32Array): Segment | undefined {
  const last = segments(labels).at(-1);
  if (last === undefined) return undefined;
  const isLast = last.start + last.steps === labels.length;
  return isLast && 2 * last.steps >= labels.length ? last : undefined;
}

/** Whether epochs show k patterns in turn, 0, 1, ..., k - 1, 0, ..., starting from any of them, and each at least once. */
export function isInTurn(shown: Int32Array, k: number): boolean {
  return shown.length >= k && shown.every((pattern, t) => pattern === (shown[0] + t) % k);
}
