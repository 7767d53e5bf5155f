/** Which number made a run stop, as an error that always names a number that exists. */
import { MsmError } from '../errors.js';

/**
 * The entry to blame among numbers of which a check failed: the first that is not finite; where all are, the largest in size, since
 * then a sum or a square of them overflowed.
 *
 * @param isOurs - which entries hold numbers of the model; all others are ignored
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

/** Numbers of a state that may have made a check fail, in the order in which they are examined. */
export interface Suspect {
  readonly variable: string;
  readonly values: ArrayLike<number>;
  /** Coordinates of an entry; none for a number. */
  readonly index: (at: number) => readonly number[];
  readonly isOurs?: (at: number) => boolean;
  /** Present if it is a sum over that many products of entries of a variable examined before, which is then to blame. */
  readonly sumOf?: { readonly variable: string; readonly terms: number };
}

/** A number is its own entry. */
export const NO_INDEX = (): readonly number[] => [];

/** Coordinates in rows of `stride` entries. */
export const inRows =
  (stride: number) =>
  (at: number): readonly number[] => [Math.floor(at / stride), at % stride];

export const inVector = (at: number): readonly number[] => [at];

/** A place in a tensor of this shape, from its place in row-major order. */
const inShape =
  (shape: readonly number[]) =>
  (at: number): readonly number[] =>
    shape.map((length, d) => Math.floor(at / shape.slice(d + 1).reduce((all, size) => all * size, 1)) % length);

/** The tensors of a network, whose numbers stand one behind the other. */
export const tensorSuspects = (
  tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly offset: number;
    readonly count: number;
  }[],
  weights: { readonly subarray: (from: number, to: number) => ArrayLike<number> },
): readonly Suspect[] =>
  tensors.map(({ name, shape, offset, count }) => ({
    variable: name,
    values: weights.subarray(offset, offset + count),
    index: inShape(shape),
  }));

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
  /** What the step is part of, as `epoch 2`; absent: nothing. */
  readonly within?: string;
  readonly next: string;
}

/** The error of a run of which a number stopped being finite, or became too large to compute with. */
export function divergenceError({ variable, index, names, value, when, step, within, next }: Blame): MsmError {
  const at = index.map((i, d) => (names === undefined ? `${i}` : `${names[d]} ${i}`)).join(', ');
  const entry = at === '' ? variable : `${variable}[${at}]`;
  const what = Number.isFinite(value) ? `${entry} = ${value} is too large to compute with` : `${entry} = ${value}`;
  const part = within === undefined ? '' : `, in ${within}`;
  return new MsmError('E_DIVERGED', `${what} ${when} step ${step}${part}`, {
    place: `step ${step}`,
    next,
    data: { step, variable, index, value: String(value) },
  });
}

type Entry = Pick<Blame, 'variable' | 'index' | 'value'>;

/** Whether the sum of that many squares of a number is finite. */
const isSummable = ({ value }: Entry, terms: number): boolean => Number.isFinite(value * value * terms);

/**
 * The error of a run of which a check failed: it names the first of the suspects that is not finite; where all are, the largest, since
 * then a sum or a square overflowed.
 */
export function divergence(suspects: Iterable<Suspect>, place: Omit<Blame, keyof Entry>): MsmError {
  const worst = new Map<string, Entry>();
  for (const { variable, values, index, isOurs, sumOf } of suspects) {
    if (values.length === 0) continue;
    const at = entryToBlame(values, isOurs);
    const entry = { variable, index: index(at), value: values[at] };
    if (!Number.isFinite(entry.value)) {
      const summed = sumOf === undefined ? undefined : worst.get(sumOf.variable);
      const isMade = summed !== undefined && !isSummable(summed, sumOf?.terms ?? 1);
      return divergenceError({ ...(isMade ? summed : entry), ...place });
    }
    const before = worst.get(variable);
    if (sumOf === undefined && (before === undefined || Math.abs(entry.value) > Math.abs(before.value))) {
      worst.set(variable, entry);
    }
  }
  const all = [...worst.values()];
  const largest = all.reduce((found, entry) => (Math.abs(entry.value) > Math.abs(found.value) ? entry : found));
  return divergenceError({ ...largest, ...place });
}
