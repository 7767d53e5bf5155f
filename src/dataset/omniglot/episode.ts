/** Episodes by position: some classes with one drawing each, and another drawing of one of them; or some drawings of each class to show and to ask with. */

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

/** Some numbers of those below `available`, one for each draw, all orders alike: the first places of a shuffle, without the others. */
function chosenOf(available: number, draws: ArrayLike<number>): Int32Array {
  const moved = new Map<number, number>();
  const at = (place: number): number => moved.get(place) ?? place;
  return Int32Array.from(draws, (draw, i) => {
    const j = i + Math.floor(draw * (available - i));
    const chosen = at(j);
    moved.set(j, at(i));
    return chosen;
  });
}

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
  const classes = chosenOf(
    available,
    Array.from({ length: n }, (_, i) => draws[i]),
  );
  const target = Math.floor(draws[n] * n);
  const drawings = Int32Array.from(classes, (one, i) => Math.floor(draws[n + 1 + i] * drawingsOf(one)));
  const other = Math.floor(draws[2 * n + 1] * (drawingsOf(classes[target]) - 1));
  return { classes, drawings, target, query: other < drawings[target] ? other : other + 1 };
}

/** How large an episode is of which each class is shown and asked for. */
export interface ShotSizes {
  readonly classes: number;
  /** Drawings of each class that are shown, and that ask. */
  readonly support: number;
  readonly queries: number;
}

/** A drawing of an episode. */
export interface Shot {
  /** Its class within the episode, from 0 on, and among all. */
  readonly place: number;
  readonly one: number;
  readonly drawing: number;
}

export const shotsOf = ({ classes, support, queries }: ShotSizes): number => classes * (support + queries);

/** Draws of such an episode: classes, drawings of each, and their order. */
export const shotDraws = (sizes: ShotSizes): number => sizes.classes + 2 * shotsOf(sizes);

/**
 * An episode of some of `available` classes with `support + queries` different drawings of each, all in one order in which each is as likely. Of a class the
 * first `support` in that order are those that are shown.
 *
 * @param drawingsOf - how often a class was drawn: `support + queries` at least
 * @param draws - uniform in [0, 1), `shotDraws(sizes)` of them
 */
export function shotEpisodeOf(
  sizes: ShotSizes,
  available: number,
  drawingsOf: (one: number) => number,
  draws: Float64Array,
): readonly Shot[] {
  const { classes, support, queries } = sizes;
  const [each, all] = [support + queries, shotsOf(sizes)];
  const chosen = chosenOf(available, draws.subarray(0, classes));
  const drawn = Array.from(chosen, (one, place) => {
    const from = classes + place * each;
    const drawings = chosenOf(drawingsOf(one), draws.subarray(from, from + each));
    return Array.from(drawings, (drawing): Shot => ({ place, one, drawing }));
  }).flat();
  return Array.from(chosenOf(all, draws.subarray(classes + all, classes + 2 * all)), (number) => drawn[number]);
}
