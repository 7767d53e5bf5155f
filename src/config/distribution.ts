/**
 * Probabilities: numbers that sum to 1.
 *
 * A sum within `EXACT` of 1 is how decimals come out of binary arithmetic, and the numbers stay as they are. Within `ROUNDED` they were
 * rounded by somebody, and are divided by their sum. Anything else is not what was meant, and is refused;
 * `weights:` asks for the division.
 */

/** Largest distance of a sum from 1 at which the numbers stay as they are. */
export const EXACT = 1e-9;
/** Largest distance of a sum from 1 that is taken for rounding: six decimals, as in three times 0.333333. */
export const ROUNDED = 1e-6;

const distanceFrom1 = (values: readonly number[]): number => Math.abs(sumOf(values) - 1);

/** Whether a distance is at most 1e-6, but for the rounding of doubles, since a sum of decimals is not exact. */
const isSmall = (distance: number): boolean => distance <= ROUNDED + 1e-12;

/** The word before probabilities that are to be divided by their sum. */
export const WEIGHTS = 'weights:';

/** From the first to the last. */
export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Whether the numbers are taken for rounded probabilities, and are therefore divided by their sum. */
export function isRounded(values: readonly number[]): boolean {
  const distance = distanceFrom1(values);
  return distance > EXACT && isSmall(distance);
}

/** What is wrong with the sum of numbers, none of which is negative; undefined for probabilities. */
export function complaintAboutSum(values: readonly number[]): string | undefined {
  if (isSmall(distanceFrom1(values))) return undefined;
  const sum = sumOf(values);
  const advice = `${WEIGHTS}${values.join(',')} divides them by their sum`;
  return `must sum to 1, and they sum to ${sum}${sum > 0 && Number.isFinite(sum) ? `; ${advice}` : ''}`;
}

/** Numbers divided by their sum. */
export function normalised(values: readonly number[]): readonly number[] {
  const sum = sumOf(values);
  return values.map((value) => value / sum);
}

/** Probabilities as they are used: rounded ones divided by their sum. */
export const probabilities = (values: readonly number[]): readonly number[] =>
  isRounded(values) ? normalised(values) : values;

const isWeights = (text: string): boolean => text.toLowerCase().startsWith(WEIGHTS);

/** Items of a list, the numbers after `weights:` joined to one item (`weights:1,1,2`): they end before the first item that is not a number. */
export function joinWeights(items: readonly string[], isNumber: (text: string) => boolean): readonly string[] {
  const joined: string[] = [];
  for (const item of items) {
    const before = joined.at(-1);
    const goesOn = before !== undefined && isWeights(before) && !before.endsWith(']') && isNumber(item);
    if (goesOn) joined[joined.length - 1] = `${before},${item}`;
    else joined.push(item);
  }
  return joined;
}

/** What follows `weights:`, in brackets or without; undefined for other text. */
export function weightsText(text: string): string | undefined {
  return isWeights(text) ? text.slice(WEIGHTS.length).trim() : undefined;
}

/** A file that stands for numbers, and whether they are weights. */
export interface DistributionFile {
  readonly path: string;
  readonly isWeights: boolean;
}

/** The file that one value names: text that is neither a list in brackets nor a number nor the word for nothing. */
export function distributionFile(item: string, isNumber: (text: string) => boolean): DistributionFile | undefined {
  const given = weightsText(item);
  const path = given ?? item.trim();
  const isOther =
    path === '' || path.startsWith('[') || /^(null|none)$/i.test(path) || isNumber(path.split(',')[0].trim());
  return isOther ? undefined : { path, isWeights: given !== undefined };
}

/** A value that names another file, or holds what was read from it. */
export const distributionText = (text: string, { isWeights }: DistributionFile): string =>
  isWeights ? `${WEIGHTS}${text}` : text;
