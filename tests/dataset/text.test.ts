import { describe, expect, it } from 'vitest';
import { CHARACTERS, copyWindow, countsOf, idsOf, WORDS, windowCount, windowsOf } from '../../src/dataset/text.js';

describe('words', () => {
  it('are those of all lines', () => {
    expect([...WORDS.tokens('One two.\n\nThree; "four"')]).toEqual(['one', 'two', '.', 'three', 'four']);
    expect([...WORDS.tokens('')]).toEqual([]);
  });

  it('are numbered by falling count, ties by code point, behind unknown and padding, up to a limit', () => {
    const counts = countsOf(['b', 'a', 'c', 'c', '<unk>', '<unk>', '<unk>']);
    expect(WORDS.vocabulary(counts)).toEqual(['<unk>', '<pad>', 'c', 'a', 'b']);
    expect(WORDS.vocabulary(counts, 4)).toEqual(['<unk>', '<pad>', 'c', 'a']);
  });

  it('are joined with the usual spaces around marks', () => {
    expect(WORDS.join([...WORDS.tokens("It's (so he said) a test, isn't it?")])).toBe(
      "it's (so he said) a test, isn't it?",
    );
  });
});

describe('characters', () => {
  it('are code points as they are, line ends included, and joined to the same text', () => {
    const text = 'Aé\n🦊 e\u0301';
    const tokens = [...CHARACTERS.tokens(text)];
    expect(tokens).toEqual(['A', 'é', '\n', '🦊', ' ', 'e', '\u0301']);
    expect(CHARACTERS.join(tokens)).toBe(text);
  });

  it('are numbered by code point behind the unknown one; a limit keeps the most frequent', () => {
    const counts = countsOf('🦊bbba\uFFFDa');
    expect(CHARACTERS.vocabulary(counts)).toEqual(['<unk>', 'a', 'b', '\uFFFD', '🦊']);
    expect(CHARACTERS.vocabulary(counts, 3)).toEqual(['<unk>', 'a', 'b']);
    expect(CHARACTERS.vocabulary(countsOf('abbccc'), 3)).toEqual(['<unk>', 'b', 'c']);
  });

  it('that the vocabulary has not are unknown', () => {
    expect([...idsOf(['a', 'z', 'b'], ['<unk>', 'a', 'b'])]).toEqual([1, 0, 2]);
  });
});

describe('windows', () => {
  const ids = Int32Array.from({ length: 11 }, (_, i) => i + 1);

  it('follow each other; targets are one further; what fills no window is left out', () => {
    expect(windowCount(ids.length, 3)).toBe(3);
    const { count, x, y } = windowsOf(ids, 3);
    expect([count, [...x], [...y]]).toEqual([3, [1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 3, 4, 5, 6, 7, 8, 9, 10]]);
  });

  it('of a text that fills none are one, with zeros behind it', () => {
    const { count, x, y } = windowsOf(ids.subarray(0, 3), 5);
    expect([count, [...x], [...y]]).toEqual([1, [1, 2, 0, 0, 0], [2, 3, 0, 0, 0]]);
  });

  it('leave nothing of what stood at their place', () => {
    const [x, y] = [new Int32Array(4).fill(9), new Int32Array(4).fill(9)];
    copyWindow(ids.subarray(0, 2), 0, x, y, 1, 2);
    expect([[...x], [...y]]).toEqual([
      [9, 1, 0, 9],
      [9, 2, 0, 9],
    ]);
  });
});
