/** What `tests/digests.json` says of a known run, and when something else may be written there. */

/** Digests of a run's files by their path; beside them the kernels and the revision of the family that it was computed with. */
export type Digests = { readonly [path: string]: string };

/** Entries that say how the results were computed, and not what they are. */
export const MADE_WITH: readonly string[] = ['kernels', 'revision'];

/** Files whose digests are not the same, also those that only one of the two has. */
export function differing(known: Digests, found: Digests): readonly string[] {
  const paths = new Set([...Object.keys(found), ...Object.keys(known)]);
  return [...paths].filter((path) => !MADE_WITH.includes(path) && known[path] !== found[path]);
}

/**
 * Whether a run that has results of its own has others though its identity would be the same: kernels and revision are what they were. Such
 * results cannot be told from the older ones.
 */
export const isUnnamedChange = (known: Digests | undefined, found: Digests): boolean =>
  known !== undefined && differing(known, found).length > 0 && MADE_WITH.every((key) => known[key] === found[key]);
