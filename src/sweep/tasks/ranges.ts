/** Numbers of tasks as text: `0-9,15`. */
import { configError } from '../../config/problem.js';
import { quoted } from '../../text.js';

/** Longest list that text may stand for: as many tasks as a plan may have. */
const MOST_NUMBERS = 10_000_000;

/**
 * The numbers that a text like `0-9,15` stands for, ascending, each once.
 *
 * @param place the flag or file that the text came from, for messages
 * @throws E_CONFIG for text outside this grammar
 */
export function parseRanges(text: string, place: string): readonly number[] {
  const numbers: number[] = [];
  if (text.trim() === '') return numbers;
  for (const part of text.split(',')) {
    const match = /^\s*(\d{1,15})(?:-(\d{1,15}))?\s*$/.exec(part);
    if (match === null) throw configError(`${place} ${quoted(text)}: must be numbers and ranges, as 0-9,15`, place);
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (last < first) throw configError(`${place} ${quoted(text)}: ${part.trim()} runs backwards`, place);
    if (numbers.length + last - first >= MOST_NUMBERS) {
      throw configError(`${place}: more than ${MOST_NUMBERS} numbers`, place);
    }
    for (let i = first; i <= last; i++) numbers.push(i);
  }
  return isAscending(numbers) ? numbers : [...new Set(numbers)].sort((a, b) => a - b);
}

function isAscending(numbers: readonly number[]): boolean {
  for (let k = 1; k < numbers.length; k++) if (numbers[k] <= numbers[k - 1]) return false;
  return true;
}

/** The shortest text that `parseRanges` reads back to these numbers, which must be ascending. */
export function printRanges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let k = 0; k < numbers.length; ) {
    let end = k;
    while (end + 1 < numbers.length && numbers[end + 1] === numbers[end] + 1) end++;
    parts.push(end === k ? String(numbers[k]) : `${numbers[k]}-${numbers[end]}`);
    k = end + 1;
  }
  return parts.join(',');
}

/** The numbers of share `rank` of `size`, 0 <= rank < size: every size-th of them, so that long and short runs mix. */
export function shareOf(numbers: readonly number[], rank: number, size: number): readonly number[] {
  return numbers.filter((_, k) => k % size === rank);
}
