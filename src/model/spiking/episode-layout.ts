/** Where the numbers of an episode of a prototypical network stand: its sizes, the class of each picture, then the pictures. */
import { type ShotSizes, shotsOf } from '../../dataset/omniglot/episode.js';
import type { Reals } from '../../train/trainable.js';

/** Classes, drawings of each that are shown, and that ask. */
export const EPISODE_HEADER = 3;

/** Numbers of the longest of some episodes. */
export const episodeNumbers = (episodes: readonly ShotSizes[], pixels: number): number =>
  EPISODE_HEADER + Math.max(...episodes.map(shotsOf)) * (1 + pixels);

/** Place of a picture. */
export const shotPlace = (sizes: ShotSizes, pixels: number, picture: number): number =>
  EPISODE_HEADER + shotsOf(sizes) + picture * pixels;

export function episodeSizes([classes, support, queries]: Reals): ShotSizes {
  return { classes, support, queries };
}

export const targetsOfEpisode = ({ classes, queries }: ShotSizes): number => classes * queries;

/** Most targets of some episodes. */
export const mostTargets = (episodes: readonly ShotSizes[]): number => Math.max(...episodes.map(targetsOfEpisode));

/** Writes all but the pictures, whose classes are `places`, and the targets: the classes of those that ask, class by class. */
export function writeEpisode(
  sizes: ShotSizes,
  places: readonly number[],
  row: Float64Array,
  targets: Int32Array,
): void {
  const { classes, support, queries } = sizes;
  row.set([classes, support, queries]);
  row.set(places, EPISODE_HEADER);
  for (let c = 0; c < classes; c++) targets.fill(c, c * queries, (c + 1) * queries);
}
