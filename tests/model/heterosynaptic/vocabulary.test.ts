import { describe, expect, it } from 'vitest';
import { CHARACTERS } from '../../../src/dataset/text.js';
import { codesOf, taskRecordOf, tokensOf } from '../../../src/model/heterosynaptic/vocabulary.js';

describe('a vocabulary as numbers', () => {
  it('reads back, whatever the tokens are', () => {
    const tokens = ['<unk>', '\n', ' ', ',', '"', 'é', '🦊', 'e\u0301'];
    expect([...codesOf(['ab', '🦊'])]).toEqual([97, 98, 0, 0x1f98a, 0]);
    expect(tokensOf(codesOf(tokens))).toEqual(tokens);
    expect(tokensOf([])).toEqual([]);
  });

  it.each([[[97, 98]], [[97.5, 0]], [[-1, 0]], [[0x110000, 0]], [[Number.NaN, 0]]])('is none: %j', (codes) => {
    expect(tokensOf(codes)).toBeUndefined();
  });
});

describe('what a run keeps of a text', () => {
  const vocabulary = ['<unk>', 'a', '\n'];
  const kept = taskRecordOf({ unit: CHARACTERS, vocabulary, counts: new Map([['a', 3]]), notes: ['a note'] });

  it('is a table of the tokens by number with their counts', () => {
    const [{ name, columns, rows }] = kept.tables;
    expect([name, columns.map((column) => column.name)]).toEqual(['vocabulary', ['token', 'text', 'count']]);
    expect(rows.map((values) => [...values])).toEqual([
      [0, 1, 2],
      ['<unk>', 'a', '\n'],
      [0, 3, 0],
    ]);
  });

  it('is an array of the state, and notes', () => {
    const [{ name, shape, values }] = kept.arrays;
    expect([name, shape, tokensOf(values())]).toEqual(['vocabulary', [10], vocabulary]);
    expect(kept.notes).toEqual(['a note']);
  });
});
