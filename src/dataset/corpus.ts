/** A text to learn from, in numbers, and how it is divided into training, validation and test. */
import { MsmError } from '../errors.js';
import type { Dataset, WantedFile } from './dataset.js';
import { type Unit, windowCount } from './text.js';
import { decodeText } from './utf8.js';

const FILES = ['training', 'validation', 'test'] as const;
type File = (typeof FILES)[number];

/** Texts by part; where training stands alone, it is divided. */
export interface Corpus {
  readonly training: string;
  readonly validation?: string;
  readonly test?: string;
  /** What they are called in messages. */
  readonly names: { readonly [F in File]?: string };
  /** What was done to them. */
  readonly notes: readonly string[];
}

/** Role of a text that stands alone. */
export const ONE_TEXT = 'text';

const wanted = (role: File, ...names: readonly string[]): WantedFile => ({ role, names });

/** The texts of a folder, by the names under which they are passed around. */
export const THREE_TEXTS = [
  wanted('training', 'train.txt', 'ptb.train.txt', 'training.txt'),
  wanted('validation', 'valid.txt', 'ptb.valid.txt', 'validation.txt', 'val.txt'),
  wanted('test', 'test.txt', 'ptb.test.txt'),
] as const;

const CORPORA = new WeakMap<Dataset, Corpus>();

/** The texts of a data set. @throws MsmError E_CONFIG with file, place and value of what is no text */
export function corpusOf(data: Dataset): Corpus {
  const known = CORPORA.get(data);
  if (known !== undefined) return known;
  const { [ONE_TEXT]: one, ...three } = data.files;
  const files = one === undefined ? three : { training: one };
  const read = Object.entries(files).map(([role, { name, bytes }]) => ({ role, name, ...decodeText(bytes, name) }));
  const by = <T>(value: (file: (typeof read)[number]) => T) =>
    Object.fromEntries(read.map((file) => [file.role, value(file)])) as { readonly [F in File]?: T };
  const { training = '', ...others } = by(({ text }) => text);
  const notes = read.flatMap(({ name, changes }) => (changes.length > 0 ? [`${name}: ${changes.join(', ')}`] : []));
  const corpus = { training, ...others, names: by(({ name }) => name), notes };
  CORPORA.set(data, corpus);
  return corpus;
}

/** A corpus with its tokens numbered as they come. */
export interface Numbered {
  /** Tokens by number. */
  readonly types: readonly string[];
  readonly training: Int32Array;
  readonly validation?: Int32Array;
  readonly test?: Int32Array;
}

/** Tokens for which room is made at first. */
const FIRST_ROOM = 2 ** 14;

function numberTokens(tokens: Iterable<string>, numbers: Map<string, number>): Int32Array {
  let ids = new Int32Array(FIRST_ROOM);
  let count = 0;
  for (const token of tokens) {
    let number = numbers.get(token);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(token, number);
    }
    if (count === ids.length) {
      const larger = new Int32Array(2 * count);
      larger.set(ids);
      ids = larger;
    }
    ids[count++] = number;
  }
  return ids.slice(0, count);
}

function number(corpus: Corpus, unit: Unit): Numbered {
  const numbers = new Map<string, number>();
  const files = FILES.flatMap((file): readonly (readonly [File, Int32Array])[] => {
    const text = corpus[file];
    return text === undefined ? [] : [[file, numberTokens(unit.tokens(text), numbers)]];
  });
  return { training: new Int32Array(), ...Object.fromEntries(files), types: [...numbers.keys()] };
}

/** What was made of each corpus: it is read once, however many runs learn it. */
const NUMBERED = new WeakMap<Corpus, Map<Unit, Numbered>>();

export function numbered(corpus: Corpus, unit: Unit): Numbered {
  const known = NUMBERED.get(corpus) ?? new Map<Unit, Numbered>();
  NUMBERED.set(corpus, known);
  const found = known.get(unit) ?? number(corpus, unit);
  known.set(unit, found);
  return found;
}

/** Windows of each part. */
export type WindowCounts = { readonly [F in File]: number };

/** Share of the windows of a text that stands alone which are for validation, and as many for the test. */
const HELD_BACK = 10;

/** The windows that there are. Of one text validation and test have a tenth each, at its end. */
export function windowsThere({ training, validation, test }: Numbered, length: number): WindowCounts {
  if (validation !== undefined && test !== undefined) {
    return {
      training: windowCount(training.length, length),
      validation: windowCount(validation.length, length),
      test: windowCount(test.length, length),
    };
  }
  const all = windowCount(training.length, length);
  const held = Math.max(1, Math.floor(all / HELD_BACK));
  return { training: Math.max(1, all - 2 * held), validation: held, test: held };
}

/** Consecutive windows of a stream. */
export interface Stretch {
  readonly ids: Int32Array;
  readonly first: number;
  readonly count: number;
}

export type Stretches = { readonly [F in File]: Stretch };

/** The windows of each part: of one text behind each other, so that no token is a target in two parts. */
export function stretchesOf(ids: Omit<Numbered, 'types'>, counts: WindowCounts): Stretches {
  const { training, validation, test } = ids;
  if (validation !== undefined && test !== undefined) {
    const whole = (stream: Int32Array, count: number): Stretch => ({ ids: stream, first: 0, count });
    return {
      training: whole(training, counts.training),
      validation: whole(validation, counts.validation),
      test: whole(test, counts.test),
    };
  }
  return {
    training: { ids: training, first: 0, count: counts.training },
    validation: { ids: training, first: counts.training, count: counts.validation },
    test: { ids: training, first: counts.training + counts.validation, count: counts.test },
  };
}

/** How often each token occurs in the windows of training, their last targets included. */
export function trainingCounts(
  { types, training }: Numbered,
  windows: number,
  length: number,
): ReadonlyMap<string, number> {
  const counts = new Float64Array(types.length);
  for (const id of training.subarray(0, windows * length + 1)) counts[id]++;
  return new Map(types.flatMap((token, i) => (counts[i] > 0 ? [[token, counts[i]] as const] : [])));
}

/** Streams with the numbers of a vocabulary; 0 for tokens that it has not. */
export function renumbered({ types, ...streams }: Numbered, vocabulary: readonly string[]): Omit<Numbered, 'types'> {
  const numbers = new Map(vocabulary.map((token, i) => [token, i]));
  const own = Int32Array.from(types, (token) => numbers.get(token) ?? 0);
  const { training, validation, test } = streams;
  const stream = (ids: Int32Array): Int32Array => ids.map((id) => own[id]);
  return {
    training: stream(training),
    ...(validation !== undefined && { validation: stream(validation) }),
    ...(test !== undefined && { test: stream(test) }),
  };
}

/**
 * Refuses parts that a corpus cannot fill.
 *
 * @param pads - whether a text that fills no window is padded, as the original does
 * @throws MsmError E_CONFIG
 */
export function assertWindows(corpus: Corpus, unit: Unit, length: number, asked: WindowCounts, pads: boolean): void {
  const all = numbered(corpus, unit);
  const refuse = (file: File, message: string, next: string): never => {
    const name = corpus.names[file] ?? file;
    throw new MsmError('E_CONFIG', `${name} ${message}`, { place: name, next });
  };
  const shorter = 'Give a longer text, or a smaller seq_len.';
  const windows = (count: number): string => `${count} ${count === 1 ? 'window' : 'windows'} of ${length} ${unit.name}`;
  for (const file of FILES) {
    const tokens = all[file]?.length;
    if (tokens === undefined) continue;
    if (tokens === 0) refuse(file, `has no ${unit.name}`, shorter);
    if (tokens >= 2 && (pads || tokens > length)) continue;
    const has = `has ${tokens} ${tokens === 1 ? unit.name.slice(0, -1) : unit.name}`;
    refuse(file, `${has}, too few for a window of ${length} and the one behind it`, shorter);
  }
  if (all.validation === undefined) {
    const there = windowCount(all.training.length, length);
    const sum = asked.training + asked.validation + asked.test;
    if (there < 3) refuse('training', `has ${windows(there)}; training, validation and test need one each`, shorter);
    if (sum <= there) return;
    const what = `train_size + validation_size + test_size = ${sum}`;
    refuse('training', `has ${windows(there)}, fewer than ${what}`, 'Ask for fewer windows.');
  }
  const there = windowsThere(all, length);
  for (const file of FILES) {
    if (asked[file] <= there[file]) continue;
    refuse(file, `has ${windows(there[file])}, and ${asked[file]} are asked for`, 'Ask for fewer windows.');
  }
}
