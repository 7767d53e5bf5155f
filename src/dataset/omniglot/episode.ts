/** Episodes by position: some classes with one drawing each, and another drawing of one of them. */

export interface Episode {
  /** Classes in their order, by number, [n]. */
  readonly classes: Int32Array;
  /** Drawing that is shown of each, [n]. */
  readonly drawings: Int32Array;
  /** Place of the class that is asked for, and the drawing that asks. */
  readonly target: number;
  readonly query: number;
}

/** Draws of an episode of n classes. */
export const episodeDraws = (n: number): number => 2 * n + 2;

/**
 * An episode of `n` of `available` classes, all orders alike; each class needs two drawings.
 *
 * @param drawingsOf - how often a class was drawn
 * @param draws - uniform in [0, 1), `episodeDraws(n)` of them
 */
export function episodeOf(
  n: number,
  available: number,
  drawingsOf: (one: number) => number,
  draws: ArrayLike<number>,
): Episode {
  // the first n places of a shuffle, without the others
  const moved = new Map<number, number>();
  const at = (place: number): number => moved.get(place) ?? place;
  const classes = Int32Array.from({ length: n }, (_, i) => {
    const j = i + Math.floor(draws[i] * (available - i));
    const chosen = at(j);
    moved.set(j, at(i));
    return chosen;
  });
  const target = Math.floor(draws[n] * n);
  const drawings = Int32Array.from(classes, (one, i) => Math.floor(draws[n + 1 + i] * drawingsOf(one)));
  const other = Math.floor(draws[2 * n + 1] * (drawingsOf(classes[target]) - 1));
  return { classes, drawings, target, query: other < drawings[target] ? other : other + 1 };
}
