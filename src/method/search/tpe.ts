/**
 * Tree-structured Parzen estimator: J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, *Algorithms for hyper-parameter
 * optimization*, NeurIPS 24 (2011), section 4.
 *
 * The trials are split at a quantile of their loss. l is a density of the good points, g of the others; the expected
 * improvement grows with l/g, so of some candidates drawn from l the one with the largest l/g is tried next. Dimensions are
 * treated one by one, as in the paper: the method sees no interaction between them.
 */
import type { Elementary } from '../../kernel/elementary.js';
import { parzen } from './parzen.js';
import { randomPoint } from './random.js';
import {
  type ChoiceDimension,
  coordinate,
  type Dimension,
  type Draws,
  interval,
  type NumberDimension,
  type Observation,
  type Point,
  valueAt,
} from './space.js';

/** Share of the trials that count as good (gamma of the paper), and the most of them. */
const GOOD_SHARE = 0.15;
const MOST_GOOD = 25;

/** Candidates of which the best is taken. */
const CANDIDATES = 24;

interface Split {
  readonly good: readonly Point[];
  readonly bad: readonly Point[];
}

/** Trials by their loss, failed ones last, equal ones by their order; those not yet finished count as bad. */
function split(history: readonly Observation[], pending: readonly Point[]): Split {
  const loss = (i: number): number => history[i].loss ?? Number.POSITIVE_INFINITY;
  const order = history.map((_, i) => i).sort((a, b) => (loss(a) === loss(b) ? a - b : loss(a) < loss(b) ? -1 : 1));
  const succeeded = history.filter((one) => one.loss !== null).length;
  const good = Math.min(MOST_GOOD, succeeded, Math.ceil(GOOD_SHARE * history.length));
  const points = order.map((i) => history[i].point);
  return { good: points.slice(0, good), bad: [...points.slice(good), ...pending] };
}

function suggestNumber(
  dimension: NumberDimension,
  d: number,
  { good, bad }: Split,
  u: ArrayLike<number>,
  elementary: Elementary,
): number {
  const estimate = (points: readonly Point[]) =>
    parzen(
      points.map((point) => coordinate(dimension, point[d], elementary)),
      elementary,
    );
  const [l, g] = [estimate(good), estimate(bad)];
  let [best, bestRatio] = [dimension.low, -1];
  for (let c = 0; c < CANDIDATES; c++) {
    const z = l.draw(u[2 * c], u[2 * c + 1]);
    const value = valueAt(dimension, z, elementary);
    // the probability of a whole number is that of its whole interval
    const [from, to] = dimension.kind === 'integer' ? interval(dimension, value, elementary) : [z, z];
    const ratio = from < to ? l.mass(from, to) / g.mass(from, to) : l.density(z) / g.density(z);
    if (ratio > bestRatio) [best, bestRatio] = [value, ratio];
  }
  return best;
}

/** Frequencies, with one observation of each choice as prior. */
function frequencies(points: readonly Point[], d: number, count: number): readonly number[] {
  const counts = new Array<number>(count).fill(1);
  for (const point of points) counts[point[d]]++;
  return counts.map((times) => times / (points.length + count));
}

function suggestChoice({ count }: ChoiceDimension, d: number, { good, bad }: Split, u: ArrayLike<number>): number {
  const [l, g] = [frequencies(good, d, count), frequencies(bad, d, count)];
  let [best, bestRatio] = [0, -1];
  for (let c = 0; c < CANDIDATES; c++) {
    let [choice, rest] = [0, u[2 * c]];
    while (choice < count - 1 && rest >= l[choice]) rest -= l[choice++];
    const ratio = l[choice] / g[choice];
    if (ratio > bestRatio) [best, bestRatio] = [choice, ratio];
  }
  return best;
}

/**
 * The next point to try. A pure function of its arguments. Without a single success it is a random point. Cost
 * O(n log n + 24 n) for each dimension.
 *
 * @param pending points that were suggested and have no result yet. They count as bad, so that trials which run at the same
 *   time keep apart; otherwise all would crowd at one maximum of l/g.
 */
export function tpePoint(
  dimensions: readonly Dimension[],
  history: readonly Observation[],
  pending: readonly Point[],
  draws: Draws,
  elementary: Elementary,
): Point {
  const parts = split(history, pending);
  if (parts.good.length === 0) return randomPoint(dimensions, draws, elementary);
  return dimensions.map((dimension, d) => {
    const u = draws(d, 2 * CANDIDATES);
    return dimension.kind === 'choice'
      ? suggestChoice(dimension, d, parts, u)
      : suggestNumber(dimension, d, parts, u, elementary);
  });
}
