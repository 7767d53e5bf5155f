/** How the runs of a sweep are split into elements of job arrays. */

/** One job array: for each element the runs that it does, as ascending indices. */
export type JobArray = readonly (readonly number[])[];

/** Consecutive pieces of at most `size` items. */
function pieces<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/**
 * Groups runs into elements of `perElement` runs, and elements into arrays of at most `maxElements`.
 *
 * @param runs ascending indices of the runs that are to be done
 * @param perElement runs that one element does, >= 1
 * @param maxElements the cluster's limit, >= 1
 */
export function cutArrays(runs: readonly number[], perElement: number, maxElements: number): readonly JobArray[] {
  return pieces(pieces(runs, perElement), maxElements);
}

/** The value of `--array`: elements from 0, at most `maxRunning` at a time. */
export function arrayRange(elements: number, maxRunning: number | undefined): string {
  const range = elements === 1 ? '0' : `0-${elements - 1}`;
  return maxRunning === undefined ? range : `${range}%${maxRunning}`;
}
