import { describe, expect, it } from 'vitest';
import { encodeStories, encodingOf, limited, statisticsOf } from '../../../src/dataset/babi/encode.js';
import { readStories } from '../../../src/dataset/babi/read.js';

const STORIES = readStories('1 b a.\n2 c?\ta,b\n3 a c b.\n4 b?\tc\n', 'x');
const PLAIN = { timeWords: false, padding: 'pre' } as const;
const rows = (values: Int32Array, width: number) =>
  Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);

describe('the encoding of stories', () => {
  it('numbers NIL and then all words, answers too, by code point', () => {
    const { words, classes, size } = encodingOf(STORIES, PLAIN);
    expect([words, classes, size]).toEqual([['NIL', 'a', 'a,b', 'b', 'c'], 5, 3]);
  });

  it('pads sentences behind, and stories before', () => {
    const { stories, queries, answers, lengths, sentences } = encodeStories(STORIES, encodingOf(STORIES, PLAIN));
    expect(sentences).toBe(2);
    expect(rows(stories, 3)).toEqual([
      [0, 0, 0],
      [3, 1, 0],
      [3, 1, 0],
      [1, 4, 3],
    ]);
    expect(rows(queries, 3)).toEqual([
      [4, 0, 0],
      [3, 0, 0],
    ]);
    expect([[...answers], [...lengths]]).toEqual([
      [2, 4],
      [1, 2],
    ]);
  });

  it('pads stories behind where that is wanted', () => {
    const { stories } = encodeStories(STORIES, encodingOf(STORIES, { ...PLAIN, padding: 'post' }));
    expect(rows(stories, 3).slice(0, 2)).toEqual([
      [3, 1, 0],
      [0, 0, 0],
    ]);
  });

  it('counts sentences back from the latest with time words, which are no answers and stand in no question', () => {
    const encoding = encodingOf(STORIES, { ...PLAIN, timeWords: true });
    expect(encoding.words.slice(encoding.classes)).toEqual(['TIME1', 'TIME2']);
    expect([encoding.classes, encoding.size]).toEqual([5, 4]);
    const { stories, queries } = encodeStories(STORIES, encoding);
    expect(rows(stories, 4)).toEqual([
      [0, 0, 0, 0],
      [3, 1, 0, 5],
      [3, 1, 0, 6],
      [1, 4, 3, 5],
    ]);
    expect(rows(queries, 4)[0]).toEqual([4, 0, 0, 0]);
  });

  it('has one size for the sentences of all parts, and a length of stories for each', () => {
    const encoding = encodingOf(STORIES, PLAIN);
    const [first] = STORIES;
    expect(encodeStories([first], encoding)).toMatchObject({ count: 1, sentences: 1, stories: Int32Array.of(3, 1, 0) });
  });

  it('refuses a word that it does not have', () => {
    const encoding = encodingOf(STORIES, PLAIN);
    expect(() => encodeStories(readStories('1 z.\n2 a?\tb', 'x'), encoding)).toThrow('the encoding has no word z');
  });
});

describe('stories of limited length', () => {
  it('are those with at most so many sentences; 0 leaves all', () => {
    expect([limited(STORIES, 1).length, limited(STORIES, 2).length, limited(STORIES, 0).length]).toEqual([1, 2, 2]);
  });

  it('have statistics, the mean rounded down', () => {
    expect(statisticsOf(STORIES)).toEqual({ mostSentences: 2, meanSentences: 1, mostWords: 3 });
  });
});
