/** Texts as tokens (specification, section 7): words, a vocabulary of the training text, windows of a fixed length. */

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

function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i].codePointAt(0) ?? 0) - (right[i].codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Tokens of the training text by falling count, ties by code point, behind those for unknown words and padding. */
export function vocabularyOf(tokens: Iterable<string>): readonly string[] {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  for (const special of [UNKNOWN, PADDING]) counts.delete(special);
  const known = [...counts].sort(([a, m], [b, n]) => n - m || byCodePoint(a, b));
  return [UNKNOWN, PADDING, ...known.map(([token]) => token)];
}

/** Numbers of tokens; those that the vocabulary has not are that of the unknown one. */
export function idsOf(tokens: readonly string[], vocabulary: readonly string[]): Int32Array {
  const numbers = new Map(vocabulary.map((token, i) => [token, i]));
  return Int32Array.from(tokens, (token) => numbers.get(token) ?? 0);
}

/** Windows of a stream: inputs, and targets that are one further; both [count, length], padded with 0. */
export function windowsOf(
  ids: Int32Array,
  length: number,
): { readonly count: number; readonly x: Int32Array; readonly y: Int32Array } {
  const count = Math.max(1, Math.floor((ids.length - 1) / length));
  const [x, y] = [new Int32Array(count * length), new Int32Array(count * length)];
  // a text that fills no window ends before its last token, which has nothing to predict
  x.set(ids.subarray(0, Math.min(count * length, ids.length - 1)));
  y.set(ids.subarray(1, 1 + count * length));
  return { count, x, y };
}
