import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { tales } from '../../../../src/dataset/tales.js';
import { wordsOf } from '../../../../src/dataset/text.js';
import { withDefaults } from '../../../../src/model/defaults.js';
import type { HeterosynapticParameters } from '../../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../../src/model/heterosynaptic/schema.js';
import { trainableOf } from '../../../../src/model/heterosynaptic/settings.js';
import { taskOf } from '../../../../src/model/heterosynaptic/tasks.js';
import { examplesWith, PARTS } from './items.js';

type Given = Partial<HeterosynapticParameters>;

const withSchema = (given: Given) => withDefaults(HETEROSYNAPTIC_SCHEMA, given);
const learned = (given: Given, data?: Dataset, vocabulary?: readonly string[]) => {
  const parameters = withSchema(given);
  return taskOf(parameters).text?.({ parameters, data, vocabulary });
};
const gptOf = (given: Given) => {
  const { network } = trainableOf(withSchema(given), 0);
  return network.kind === 'gpt' ? network : undefined;
};
const refuse = (given: Given, data?: Dataset) => () => {
  const p = withSchema(given);
  // of a task that ships with a text, the data set may be left out
  taskOf(p).data?.check(p, data as Dataset);
};

/** The text of all windows of a part. */
function textOf(given: Given, part: (typeof PARTS)[number]): string {
  const examples = examplesWith(given);
  const vocabulary = learned(given)?.vocabulary ?? [];
  const length = given.seq_len ?? 64;
  const windows = Array.from({ length: examples.sizes[part] }, (_, item) =>
    Array.from(examples.batch(part, [item]).inputs.subarray(0, length), (token) => vocabulary[token]),
  );
  return windows.flat().join('');
}

describe('characters', () => {
  it('are learned by a causal transformer that predicts every position of 64', () => {
    expect(gptOf({ task: 'characters' })).toMatchObject({
      shape: { vocabulary: 37, context: 64, layers: 2, heads: 4, width: 64, isCausal: true },
      lastTokens: 0,
    });
    expect(gptOf({ task: 'characters', causal: false, seq_len: 32, context: 40 })?.shape).toMatchObject({
      isCausal: false,
      context: 40,
    });
  });

  it('are the text from its first character on, part behind part', () => {
    const text = tales();
    const parts = PARTS.map((part) => textOf({ task: 'characters' }, part));
    expect(text.startsWith(parts.join(''))).toBe(true);
    expect(text.length - parts.join('').length).toBeLessThanOrEqual(64);
    const [training, validation, test] = parts.map((part) => part.length / 64);
    expect(validation).toBe(Math.floor((training + validation + test) / 10));
    expect(test).toBe(validation);
  });

  it('are fewer if fewer are asked for, a part begins where the one before it ends, and what training has not is unknown', () => {
    const given: Given = { task: 'characters', seq_len: 10, train_size: 5, validation_size: 2, test_size: 1 };
    expect(PARTS.map((part) => textOf(given, part)).join('|')).toBe(
      'Once upon a time a proud hare lived in the valley.|\n<unk>very ni<unk>ht he drea|med o<unk> clo',
    );
  });
});

describe('words', () => {
  it('are the published ones: windows of 35, and in faithful mode a vocabulary of 10000', () => {
    const known = new Set(wordsOf(tales())).size;
    expect(gptOf({ task: 'words' })?.shape.context).toBe(35);
    // some words may come in validation or test alone
    expect(gptOf({ task: 'words' })?.shape.vocabulary).toBeLessThanOrEqual(known + 2);
    expect(learned({ task: 'words' })?.vocabulary.slice(0, 3)).toEqual(['<unk>', '<pad>', 'the']);
    expect(gptOf({ task: 'words', mode: 'faithful' })?.shape.vocabulary).toBe(10_000);
    expect(gptOf({ task: 'words', mode: 'faithful', n_tokens: 500 })?.shape.vocabulary).toBe(500);
  });

  it('beyond a smaller vocabulary are unknown, which is said with its share', () => {
    const few = learned({ task: 'words', n_tokens: 20 });
    expect(few?.vocabulary).toHaveLength(20);
    expect(gptOf({ task: 'words', n_tokens: 20 })?.shape.vocabulary).toBe(20);
    expect(few?.notes[0]).toMatch(
      /^\d+ of the 11\d different words of the training text are not in the vocabulary and count as <unk>: \d\d % of it$/,
    );
    expect(learned({ task: 'words' })?.notes).toEqual([]);
    expect(refuse({ task: 'words', n_tokens: 20, mode: 'faithful' })).toThrow(
      /^the shipped text makes a vocabulary of 11\d words, more than n_tokens = 20$/,
    );
    expect(refuse({ task: 'words', n_tokens: 20 })).not.toThrow();
  });
});

describe('texts', () => {
  it('are refused if there are fewer windows than are asked for', () => {
    expect(refuse({ task: 'characters', train_size: 10_000 })).toThrow(
      /^the shipped text has 74\d windows of 64 characters, fewer than train_size \+ validation_size \+ test_size = 10148$/,
    );
    expect(refuse({ task: 'words', seq_len: 10_000 })).toThrow('has 1 window of 10000 words; training, validation');
  });

  it('need a context of a window', () => {
    const found = HETEROSYNAPTIC_SCHEMA.compatible(withSchema({ task: 'characters', context: 63 }));
    expect(found).toEqual([{ key: 'context', message: 'context = 63 is shorter than a sequence, seq_len = 64' }]);
  });
});

describe('a text of the person', () => {
  const text = (content: string): Dataset => ({
    files: { text: { name: 'book.txt', bytes: new TextEncoder().encode(content) } },
  });
  const sizes = (given: Given, data: Dataset) => {
    const p = withSchema(given);
    return taskOf(p).data?.sizes(p, data);
  };
  const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

  it('says how many tokens and windows there are, unless the person does', () => {
    const data = text(`${LETTERS}\n`.repeat(20));
    expect(sizes({ task: 'characters', seq_len: 27 }, data)).toEqual({
      n_tokens: 28,
      train_size: 17,
      validation_size: 1,
      test_size: 1,
    });
    expect(sizes({ task: 'characters', seq_len: 27, train_size: 5, n_tokens: 10 }, data)).toMatchObject({
      n_tokens: 10,
      train_size: 5,
    });
    expect(sizes({ task: 'characters', seq_len: 2 }, text('aaaaaaaaa'))).toMatchObject({ n_tokens: 3 });
    expect(sizes({ task: 'words', seq_len: 2, mode: 'faithful' }, text('one two '.repeat(9)))).toMatchObject({
      n_tokens: 10_000,
    });
  });

  it('is learned in place of the tales, and says what was done to it', () => {
    const found = learned({ task: 'characters', seq_len: 3 }, text('\uFEFFabcabcabcabc'));
    expect(found?.vocabulary).toEqual(['<unk>', 'a', 'b', 'c']);
    expect(found?.notes).toEqual(['book.txt: its byte order mark is left out']);
  });

  it('has the numbers of a given vocabulary if there is one', () => {
    const vocabulary = ['<unk>', 'c', 'a'];
    expect(learned({ task: 'characters', seq_len: 3 }, text('abcabcabcabc'), vocabulary)).toMatchObject({
      vocabulary,
      notes: [
        '1 of the 3 different characters of the training text are not in the vocabulary and count as <unk>: 25 % of it',
      ],
    });
    const examples = examplesWith({ task: 'characters', seq_len: 3 }, 0, text('abcabcabcabc'), vocabulary);
    expect([...examples.batch('training', [0]).inputs.subarray(0, 3)]).toEqual([2, 0, 1]);
    expect([...examples.batch('training', [0]).targets.subarray(0, 3)]).toEqual([0, 1, 2]);
  });

  it('is refused where it is too short, or none', () => {
    expect(refuse({ task: 'characters' }, text('abc'))).toThrow(
      'book.txt has 3 characters, too few for a window of 64',
    );
    expect(refuse({ task: 'words', seq_len: 2 }, text(' \n '))).toThrow('book.txt has no words');
    expect(refuse({ task: 'words' }, text('a\0b'))).toThrow('book.txt: byte 1 is 0 (NUL)');
  });
});
