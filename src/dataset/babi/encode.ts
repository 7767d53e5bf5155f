/** Stories in numbers: a vocabulary of all words, sentences of one size, stories of one length. */
import { byCodePoint } from '../text.js';
import type { Sentence, Story } from './read.js';

/** The word of an empty place, number 0. */
export const NIL = 'NIL';

export interface EncodingOptions {
  /** Whether a word that says how long ago a sentence was told ends each one. */
  readonly timeWords: boolean;
  /** Where a story that is shorter than the longest one has empty sentences: before or behind its own. */
  readonly padding: 'pre' | 'post';
}

/** What holds for all parts of a text alike. */
export interface Encoding extends EncodingOptions {
  /** Words by number: NIL, then all words by code point, then the time words, the latest sentence's first. */
  readonly words: readonly string[];
  /** Words that may be an answer: those before the time words. */
  readonly classes: number;
  /** Places of a sentence. */
  readonly size: number;
}

/** Stories of a part. */
export interface EncodedStories {
  readonly count: number;
  /** Sentences of each, empty ones included. */
  readonly sentences: number;
  /** [count, sentences, size] */
  readonly stories: Int32Array;
  /** [count, size] */
  readonly queries: Int32Array;
  /** [count] */
  readonly answers: Int32Array;
  /** Sentences of each that are not empty, [count]. */
  readonly lengths: Int32Array;
}

/** Stories of at most so many sentences; 0: all. */
export const limited = (stories: readonly Story[], most: number): readonly Story[] =>
  most === 0 ? stories : stories.filter(({ sentences }) => sentences.length <= most);

export interface StoryStatistics {
  readonly mostSentences: number;
  /** Rounded down, as the original prints it. */
  readonly meanSentences: number;
  readonly mostWords: number;
}

const largest = (numbers: Iterable<number>): number => {
  let most = 0;
  for (const number of numbers) most = Math.max(most, number);
  return most;
};

export function statisticsOf(stories: readonly Story[]): StoryStatistics {
  const counts = stories.map(({ sentences }) => sentences.length);
  const sum = counts.reduce((a, b) => a + b, 0);
  return {
    mostSentences: largest(counts),
    meanSentences: Math.floor(sum / Math.max(1, counts.length)),
    mostWords: largest(stories.flatMap(({ sentences, query }) => [...sentences, query].map(({ length }) => length))),
  };
}

/** The word behind the latest sentence, for `ago` 0, or an earlier one. */
export const timeWord = (ago: number): string => `TIME${ago + 1}`;

/** The encoding of all parts of a text: words and sizes are of them all. */
export function encodingOf(stories: readonly Story[], options: EncodingOptions): Encoding {
  const known = new Set<string>();
  for (const { sentences, query, answer } of stories) {
    for (const sentence of sentences) for (const word of sentence) known.add(word);
    for (const word of query) known.add(word);
    known.add(answer);
  }
  const { mostSentences, mostWords } = statisticsOf(stories);
  const words = [NIL, ...[...known].sort(byCodePoint)];
  const times = options.timeWords ? Array.from({ length: mostSentences }, (_, i) => timeWord(i)) : [];
  return {
    ...options,
    words: [...words, ...times],
    classes: words.length,
    size: mostWords + (options.timeWords ? 1 : 0),
  };
}

/** Stories of a part in the numbers of an encoding that was made with them. */
export function encodeStories(stories: readonly Story[], encoding: Encoding): EncodedStories {
  const { words, classes, size, padding, timeWords } = encoding;
  // a text may have a word that is called as a time word is
  const numbers = new Map(words.slice(0, classes).map((word, i) => [word, i]));
  const numberOf = (word: string): number => {
    const number = numbers.get(word);
    if (number === undefined) throw new RangeError(`the encoding has no word ${word}`);
    return number;
  };
  const [count, sentences] = [stories.length, statisticsOf(stories).mostSentences];
  const all = new Int32Array(count * sentences * size);
  const queries = new Int32Array(count * size);
  const write = (to: Int32Array, at: number, sentence: Sentence): void => to.set(sentence.map(numberOf), at);
  for (const [s, story] of stories.entries()) {
    const told = story.sentences.length;
    const first = s * sentences + (padding === 'pre' ? sentences - told : 0);
    for (const [i, sentence] of story.sentences.entries()) {
      const at = (first + i) * size;
      write(all, at, sentence);
      // the latest sentence has the first time word
      if (timeWords) all[at + size - 1] = classes + (told - 1 - i);
    }
    write(queries, s * size, story.query);
  }
  return {
    count,
    sentences,
    stories: all,
    queries,
    answers: Int32Array.from(stories, ({ answer }) => numberOf(answer)),
    lengths: Int32Array.from(stories, ({ sentences: told }) => told.length),
  };
}
