import { describe, expect, it } from 'vitest';
import {
  assertWindows,
  type Corpus,
  corpusOf,
  numbered,
  renumbered,
  stretchesOf,
  trainingCounts,
  type WindowCounts,
  windowsThere,
} from '../../src/dataset/corpus.js';
import { CHARACTERS, WORDS } from '../../src/dataset/text.js';

const one = (training: string): Corpus => ({ names: { training: 'book.txt' }, notes: [], training });
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'; // 36 characters

describe('a corpus in numbers', () => {
  it('is read once for each unit', () => {
    let reads = 0;
    const corpus: Corpus = {
      names: {},
      notes: [],
      get training() {
        reads++;
        return 'a b a';
      },
    };
    expect([...numbered(corpus, CHARACTERS).training]).toEqual([0, 1, 2, 1, 0]);
    expect(numbered(corpus, CHARACTERS)).toBe(numbered(corpus, CHARACTERS));
    expect([...numbered(corpus, WORDS).training]).toEqual([0, 1, 0]);
    expect(reads).toBe(2);
  });

  it('has all of a long text', () => {
    const long = LETTERS.repeat(2000);
    const { training, types } = numbered(one(long), CHARACTERS);
    expect([training.length, types.length]).toEqual([72_000, 36]);
    expect(Array.from(training, (id) => types[id]).join('')).toBe(long);
  });
});

describe('one text', () => {
  it('is divided at its end: a tenth each for validation and test', () => {
    expect(windowsThere(numbered(one(LETTERS.repeat(10)), CHARACTERS), 3)).toEqual({
      training: 97,
      validation: 11,
      test: 11,
    });
    expect(windowsThere(numbered(one(LETTERS), CHARACTERS), 10)).toEqual({ training: 1, validation: 1, test: 1 });
  });

  it('gives consecutive windows, so that no token is a target in two parts', () => {
    const { training, validation, test } = stretchesOf(numbered(one(LETTERS), CHARACTERS), {
      training: 4,
      validation: 2,
      test: 3,
    });
    expect([training, validation, test].map(({ first, count }) => [first, count])).toEqual([
      [0, 4],
      [4, 2],
      [6, 3],
    ]);
    expect(validation.ids).toBe(training.ids);
  });

  it('counts for the vocabulary what is in the windows of training, with the last target', () => {
    const counts = trainingCounts(numbered(one('aabbbcdefgh'), CHARACTERS), 2, 3);
    expect([...counts]).toEqual([
      ['a', 2],
      ['b', 3],
      ['c', 1],
      ['d', 1],
    ]);
  });
});

describe('three texts', () => {
  const corpus: Corpus = { names: {}, notes: [], training: 'the cat sat', validation: 'the dog sat', test: 'a cat' };

  it('are the parts themselves', () => {
    const { training, validation, test } = stretchesOf(numbered(corpus, WORDS), {
      training: 1,
      validation: 1,
      test: 1,
    });
    expect([training.first, validation.first, test.first]).toEqual([0, 0, 0]);
    expect([training, validation, test].map(({ ids }) => ids.length)).toEqual([3, 3, 2]);
  });

  it('have 0 for what the vocabulary has not', () => {
    const ids = renumbered(numbered(corpus, WORDS), ['<unk>', '<pad>', 'cat', 'sat', 'the']);
    expect([...(ids.validation ?? [])]).toEqual([4, 0, 3]);
    expect([...(ids.test ?? [])]).toEqual([0, 2]);
  });
});

describe('a corpus of a data set', () => {
  const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

  it('is one text, or three by their roles, and says what was done to them', () => {
    const alone = corpusOf({ files: { text: file('book.txt', '\uFEFFa\r\nb') } });
    expect(alone).toMatchObject({
      training: 'a\nb',
      names: { training: 'book.txt' },
      notes: ['book.txt: its byte order mark is left out, its line ends become \\n'],
    });
    expect(alone.validation).toBeUndefined();
    const files = { training: file('a', 'one'), validation: file('b', 'two'), test: file('c', 'three') };
    expect(corpusOf({ files })).toEqual({
      training: 'one',
      validation: 'two',
      test: 'three',
      names: { training: 'a', validation: 'b', test: 'c' },
      notes: [],
    });
  });

  it('is read once', () => {
    const data = { files: { text: file('book.txt', 'abc') } };
    expect(corpusOf(data)).toBe(corpusOf(data));
  });

  it('is refused with file and place where it is no text', () => {
    const test = { name: 'test.txt', bytes: Uint8Array.of(0x61, 0xff) };
    const files = { training: file('a', 'one'), validation: file('b', 'two'), test };
    expect(() => corpusOf({ files })).toThrow('test.txt: byte 1 is 0xFF; the file is not UTF-8 text');
  });
});

describe('parts that a corpus cannot fill', () => {
  const three = (training: string, validation: string, test: string): Corpus => ({
    names: { training: 'train.txt', validation: 'valid.txt', test: 'test.txt' },
    notes: [],
    training,
    validation,
    test,
  });
  const some: WindowCounts = { training: 1, validation: 1, test: 1 };

  it.each<readonly [string, Corpus, number, WindowCounts, boolean, string]>([
    ['an empty text', one(''), 3, some, false, 'book.txt has no characters'],
    ['one character', one('a'), 3, some, true, 'book.txt has 1 character, too few for a window of 3'],
    [
      'less than a window',
      one('abc'),
      3,
      some,
      false,
      'has 3 characters, too few for a window of 3 and the one behind',
    ],
    [
      'two windows',
      one('abcdefg'),
      3,
      some,
      false,
      'has 2 windows of 3 characters; training, validation and test need',
    ],
    [
      'too many windows',
      one(LETTERS),
      5,
      { training: 5, validation: 1, test: 2 },
      false,
      'book.txt has 7 windows of 5 characters, fewer than train_size + validation_size + test_size = 8',
    ],
    ['a short test', three(LETTERS, LETTERS, 'abc'), 5, some, false, 'test.txt has 3 characters, too few'],
    ['an empty file', three(LETTERS, '', LETTERS), 5, some, false, 'valid.txt has no characters'],
    [
      'too many of a file',
      three(LETTERS, LETTERS, LETTERS),
      5,
      { ...some, validation: 8 },
      false,
      'valid.txt has 7 windows of 5 characters, and 8 are asked for',
    ],
  ])('are refused: %s', (_, corpus, length, asked, pads, message) => {
    expect(() => assertWindows(corpus, CHARACTERS, length, asked, pads)).toThrow(message);
  });

  it('are not those that are just filled, or padded as the original does', () => {
    const exactly = { training: 5, validation: 1, test: 1 };
    expect(() => assertWindows(one(LETTERS), CHARACTERS, 5, exactly, false)).not.toThrow();
    expect(() => assertWindows(three('abcdef', 'abcdef', 'abcdef'), CHARACTERS, 5, some, false)).not.toThrow();
    expect(() => assertWindows(three('abcdef', 'ab', 'abc'), CHARACTERS, 5, some, true)).not.toThrow();
  });
});
