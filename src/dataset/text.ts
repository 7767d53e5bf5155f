/** Texts as tokens (specification, section 7): words or characters, a vocabulary of the training text, windows of a fixed length. */

export const UNKNOWN = '<unk>';
export const PADDING = '<pad>';

/** The words of a line in lower case; some marks are words of their own, others end one, quotes vanish. */
export function wordsOf(line: string): readonly string[] {
  const text = line
    .toLowerCase()
    .replaceAll('<br />', ' ')
    .replace(/"/g, '')
    .replace(/[;:]/g, ' ')
    .replace(/['.,()!?]/g, ' $& ');
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Compares two texts by code point, for sorting. */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i].codePointAt(0) ?? 0) - (right[i].codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** How often each token occurs. */
export type Counts = ReadonlyMap<string, number>;

export function countsOf(tokens: Iterable<string>): Counts {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** Tokens by falling count, ties by code point, without some that have places of their own. */
const ranked = (counts: Counts, without: readonly string[]): readonly string[] =>
  [...counts]
    .filter(([token]) => !without.includes(token))
    .sort(([a, m], [b, n]) => n - m || byCodePoint(a, b))
    .map(([token]) => token);

/** What a text is a sequence of. */
export interface Unit {
  /** Their name in sentences. */
  readonly name: string;
  tokens(text: string): Iterable<string>;
  /** The tokens by their numbers, those of no token of a text first; `most`: how many at most, the most frequent ones. */
  vocabulary(counts: Counts, most?: number): readonly string[];
  /** The text that tokens make. */
  join(tokens: readonly string[]): string;
}

function* wordsOfLines(text: string): Iterable<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    yield* wordsOf(text.slice(from, to));
    from = to + 1;
  }
}

const SPECIAL = [UNKNOWN, PADDING];

/** Words as published; those beyond the vocabulary are unknown. Joined with the usual spaces around marks. */
export const WORDS: Unit = {
  name: 'words',
  tokens: wordsOfLines,
  vocabulary: (counts, most = Number.POSITIVE_INFINITY) => [...SPECIAL, ...ranked(counts, SPECIAL)].slice(0, most),
  join: (words) =>
    words
      .join(' ')
      .replace(/ (?=[.,!?)])/g, '')
      .replace(/\( /g, '(')
      .replace(/ ' /g, "'"),
};

/** Characters as they are, line ends included: code points, by which they are ordered. */
export const CHARACTERS: Unit = {
  name: 'characters',
  tokens: (text) => text,
  vocabulary: (counts, most = Number.POSITIVE_INFINITY) => {
    const known = ranked(counts, []).slice(0, most - 1);
    return [UNKNOWN, ...[...known].sort(byCodePoint)];
  },
  join: (characters) => characters.join(''),
};

/** Numbers of tokens; those that the vocabulary has not are that of the unknown one. */
export function idsOf(tokens: readonly string[], vocabulary: readonly string[]): Int32Array {
  const numbers = new Map(vocabulary.map((token, i) => [token, i]));
  return Int32Array.from(tokens, (token) => numbers.get(token) ?? 0);
}

/** Windows of a stream of so many tokens; one at least, which may not be full. */
export const windowCount = (tokens: number, length: number): number => Math.max(1, Math.floor((tokens - 1) / length));

/** Writes a window at place `at` of inputs, and of targets that are one further; what lies behind the end of the stream becomes 0. */
export function copyWindow(ids: Int32Array, window: number, x: Int32Array, y: Int32Array, at: number, length: number) {
  const from = window * length;
  // a text that fills no window ends before its last token, which has nothing to predict
  const seen = ids.subarray(from, Math.max(from, Math.min(from + length, ids.length - 1)));
  const next = ids.subarray(from + 1, from + 1 + length);
  x.fill(0, at, at + length).set(seen, at);
  y.fill(0, at, at + length).set(next, at);
}

/** All windows of a stream: inputs and targets, [count, length] each. */
export function windowsOf(
  ids: Int32Array,
  length: number,
): { readonly count: number; readonly x: Int32Array; readonly y: Int32Array } {
  const count = windowCount(ids.length, length);
  const [x, y] = [new Int32Array(count * length), new Int32Array(count * length)];
  for (let window = 0; window < count; window++) copyWindow(ids, window, x, y, window * length, length);
  return { count, x, y };
}
