/** Which number made a run stop, as an error that always names one that exists. */
import { MsmError } from '../errors.js';

/**
 * The entry to blame among numbers of which a check failed: the first that is not finite; where all are, the largest in size, since
 * then a sum or a square of them overflowed.
 *
 * @param isOurs - which entries hold numbers of the model; what else is there is left alone
 */
export function entryToBlame(values: ArrayLike<number>, isOurs: (at: number) => boolean = () => true): number {
  let largest = 0;
  for (let at = 0; at < values.length; at++) {
    if (!isOurs(at)) continue;
    if (!Number.isFinite(values[at])) return at;
    if (Math.abs(values[at]) > Math.abs(values[largest]) || !isOurs(largest)) largest = at;
  }
  return largest;
}

export interface Blame {
  readonly variable: string;
  /** Coordinates of the entry; none for a number. */
  readonly index: readonly number[];
  /** What the coordinates count, as `unit`; absent: they are written alone. */
  readonly names?: readonly string[];
  readonly value: number;
  /** `before step 7`, or `after`. */
  readonly when: 'before' | 'after';
  readonly step: number;
  readonly next: string;
}

/** The error of a run of which a number stopped being finite, or became too large to compute with. */
export function divergenceError({ variable, index, names, value, when, step, next }: Blame): MsmError {
  const at = index.map((i, d) => (names === undefined ? `${i}` : `${names[d]} ${i}`)).join(', ');
  const entry = at === '' ? variable : `${variable}[${at}]`;
  const what = Number.isFinite(value) ? `${entry} = ${value} is too large to compute with` : `${entry} = ${value}`;
  return new MsmError('E_DIVERGED', `${what} ${when} step ${step}`, {
    place: `step ${step}`,
    next,
    data: { step, variable, index, value: String(value) },
  });
}
