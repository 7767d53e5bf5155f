/** Small text tools: canonical JSON, nearest words, readable quotations and numbers. */

import { distance } from 'fastest-levenshtein';
import { MsmError } from './errors.js';

/** Words beyond this length are not compared: no name is that long, and the cost is the product of both lengths. */
const LONGEST_COMPARED = 64;

/** A quotation in a message is cut here, so that a mistyped file does not fill the terminal. */
const LONGEST_QUOTED = 60;

function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * JSON with sorted keys, no spaces and the shortest decimal that reads back to the same double; -0 is written as 0.
 * Equal data give equal text on every engine, which is what identities are hashed from.
 *
 * @throws E_INTERNAL for what JSON cannot hold (NaN, infinities, undefined, functions): it would lose it silently.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => compareCodeUnits(a, b));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  throw new MsmError('E_INTERNAL', `canonical JSON cannot hold ${String(value)}`);
}

/**
 * The candidates that a person may have meant, nearest first, at most three; case counts less than a wrong letter.
 * A candidate counts as near if about two letters in five (at least one, for words of two letters and more)
 * differ, so that two exchanged letters of `seed` still count, or if it begins with the word.
 */
export function nearestWords(word: string, candidates: readonly string[]): readonly string[] {
  if (word.length === 0 || word.length > LONGEST_COMPARED) return [];
  const wanted = word.toLowerCase();
  const scored = candidates
    .filter((candidate) => candidate.length <= LONGEST_COMPARED)
    .map((candidate) => {
      const lower = candidate.toLowerCase();
      const longer = Math.max(wanted.length, lower.length);
      const isNear = distance(wanted, lower) <= (longer < 2 ? 0 : Math.max(1, Math.round(0.4 * longer)));
      const isBeginning = wanted.length >= 2 && lower.startsWith(wanted);
      return { candidate, near: isNear || isBeginning, score: distance(wanted, lower) };
    });
  return scored
    .filter((item) => item.near)
    .sort((a, b) => a.score - b.score || compareCodeUnits(a.candidate, b.candidate))
    .slice(0, 3)
    .map((item) => item.candidate);
}

/** `Did you mean a, b or c?`, or nothing if no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearestWords(word, candidates);
  return near.length === 0 ? '' : `Did you mean ${alternatives(near)}?`;
}

/** Most names that a message lists. */
const MOST_LISTED = 6;

/** The first names of a list and how many more there are: `a, b and 3 more`; `nothing` of none. */
export function firstOf(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const more = names.length - MOST_LISTED;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_LISTED).join(', ')} and ${more} more`;
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

/** The text as a person typed it; quoted and escaped if it is empty or invisible, cut if it is long. */
export function quoted(text: string): string {
  const short = text.length > LONGEST_QUOTED ? `${text.slice(0, LONGEST_QUOTED)}...` : text;
  return /^[\x21-\x7e\u00a1-\u2027\u2030-\ud7ff]+(?: [\x21-\x7e\u00a1-\u2027\u2030-\ud7ff]+)*$/.test(short)
    ? short
    : JSON.stringify(short);
}

/** A path in a message, as it was named: an empty one could not be seen. */
export const pathText = (path: string): string => (path === '' ? '""' : path);

/** A word as a shell takes it: quoted only where it must be. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** `1.5 GiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** `12 ms`, `3.4 s`, `2 min`, `5.1 h`. */
export function durationText(seconds: number): string {
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** `12,345` without a locale. */
export function countText(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A number with few digits. */
export function numberText(value: number | null | undefined, digits = 5): string {
  if (value === null || value === undefined) return '-';
  const text = value.toPrecision(digits);
  return text.includes('e') ? text : String(Number(text));
}
