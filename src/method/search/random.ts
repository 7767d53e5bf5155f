/** Random search: every point drawn anew from the space. The yardstick of every other method. */
import type { Elementary } from '../../kernel/elementary.js';
import { type Dimension, type Draws, type Point, valueAt } from './space.js';

/** A point drawn uniformly in the coordinates of the dimensions. Cost O(dimensions). */
export function randomPoint(dimensions: readonly Dimension[], draws: Draws, elementary: Elementary): Point {
  return dimensions.map((dimension, d) => {
    const [u] = Array.from(draws(d, 1));
    return dimension.kind === 'choice' ? Math.floor(u * dimension.count) : valueAt(dimension, u, elementary);
  });
}
