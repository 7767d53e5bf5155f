/** The vocabulary of a text in a run: a table for people, and an array from which it is read again. */
import type { ResultTable } from '../record.js';
import { i32, table, text } from '../recording/filled-columns.js';
import type { FinalArray } from '../recording/final-state.js';
import type { TaskRecord } from '../training/training.js';
import type { LearnedText } from './task/task.js';

/** Name of the array and of the table. */
export const VOCABULARY = 'vocabulary';

/** Code points of all tokens, each ended by 0, which stands in no text. */
export function codesOf(vocabulary: readonly string[]): Float64Array {
  return Float64Array.from(vocabulary.flatMap((token) => [...Array.from(token, (c) => c.codePointAt(0) ?? 0), 0]));
}

/** The tokens of such an array; undefined if it is none. */
export function tokensOf(codes: ArrayLike<number>): readonly string[] | undefined {
  const tokens: string[] = [];
  let token = '';
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (!(Number.isInteger(code) && code >= 0 && code <= 0x10ffff)) return undefined;
    if (code === 0) tokens.push(token);
    token = code === 0 ? '' : token + String.fromCodePoint(code);
  }
  return token === '' ? tokens : undefined;
}

const tableOf = ({ vocabulary, counts }: LearnedText): ResultTable =>
  table(VOCABULARY, 'tokens of the text', [
    i32(
      'token',
      'its number',
      Int32Array.from(vocabulary, (_, i) => i),
    ),
    text('text', 'what it stands for', vocabulary),
    i32(
      'count',
      'how often it occurs in the training text',
      Int32Array.from(vocabulary, (token) => counts.get(token) ?? 0),
    ),
  ]);

function arrayOf({ vocabulary }: LearnedText): FinalArray {
  const codes = codesOf(vocabulary);
  const meaning = 'code points of the tokens of the text by number, a 0 behind each';
  return { name: VOCABULARY, meaning, shape: [codes.length], values: () => codes };
}

/** What a run keeps of a text. */
export const taskRecordOf = (learned: LearnedText): TaskRecord => ({
  tables: [tableOf(learned)],
  arrays: [arrayOf(learned)],
  notes: learned.notes,
});
