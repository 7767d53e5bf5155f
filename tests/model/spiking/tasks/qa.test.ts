import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { CORE_MODULE } from '../../../../src/kernel/core-kernels.js';
import { type QaItems, type QaOptions, qaItems, qaRequest } from '../../../../src/model/spiking/tasks/qa.js';
import { freshKernels } from '../../../conformance/kernels.js';

const OPTIONS: QaOptions = {
  task: 1,
  isLarge: false,
  timeWords: false,
  padding: 'pre',
  maxSentences: 50,
  seed: 42,
  mostItems: 8,
};
const make = (options: Partial<QaOptions> = {}, data?: Dataset) =>
  qaItems(freshKernels(CORE_MODULE), { ...OPTIONS, ...options }, data);

/** An item as words: sentences, question and answer. */
function told(
  { examples, width, sentences, size, words }: QaItems,
  part: 'training' | 'validation' | 'test',
  item: number,
) {
  const { inputs, targets } = examples.batch(part, [item]);
  const row = Array.from(inputs.slice(0, width));
  const text = (from: number) =>
    row
      .slice(from, from + size)
      .flatMap((n) => (n === 0 ? [] : [words[n]]))
      .join(' ');
  return {
    n: row[0],
    sentences: Array.from({ length: row[0] }, (_, i) => text(1 + i * size)),
    rest: row.slice(1 + row[0] * size, 1 + sentences * size),
    query: text(1 + sentences * size),
    answer: words[targets[0]],
  };
}

const story = (n: number) => `1 Mary is at place${n}.\n2 Where is Mary? \tplace${n}\t1\n`;
const dataOf = (training: string, test: string): Dataset => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return { files: { training: { name: 'a', bytes: bytes(training) }, test: { name: 'b', bytes: bytes(test) } } };
};

describe('questions about stories', () => {
  it('are told where a person gives none, and say so', () => {
    const items = make();
    expect(items.examples.sizes).toEqual({ training: 900, validation: 100, test: 1000 });
    expect(items.notes).toEqual([
      'the stories are a stand-in for those of bAbI, told by a program; --data PATH takes the published ones',
    ]);
    expect(items.width).toBe(1 + (items.sentences + 1) * items.size);
    const { sentences, query, answer } = told(items, 'test', 3);
    const [, who] = /^where is (\w+)$/.exec(query) ?? [];
    const ways = sentences.filter((sentence) => sentence.startsWith(`${who} `));
    expect(ways.at(-1)?.split(' ').at(-1)).toBe(answer);
  });

  it('of other tasks need the published stories', () => {
    expect(qaRequest({ task: 3, isLarge: true }).isOptional).toBe(true);
    expect(qaRequest({ task: 4, isLarge: true })).toMatchObject({
      isOptional: false,
      within: ['en-10k', 'tasks_1-20_v1-2/en-10k'],
    });
    expect(() => make({ task: 4 })).toThrow('there is no stand-in of babi_task = 4');
  });

  it('have as many to learn from as are published', () => {
    expect(make({ isLarge: true }).examples.sizes).toEqual({ training: 9000, validation: 1000, test: 1000 });
  });

  it('are divided by the seed, each question in one part', () => {
    const data = dataOf(Array.from({ length: 30 }, (_, n) => story(n)).join(''), story(99));
    const items = make({}, data);
    expect(items.examples.sizes).toEqual({ training: 27, validation: 3, test: 1 });
    const answers = (of: QaItems, part: 'training' | 'validation') =>
      Array.from({ length: of.examples.sizes[part] }, (_, i) => told(of, part, i).answer);
    const all = [...answers(items, 'training'), ...answers(items, 'validation')];
    expect(new Set(all).size).toBe(30);
    expect(answers(make({ seed: 7 }, data), 'validation')).not.toEqual(answers(items, 'validation'));
    expect(answers(make({}, data), 'validation')).toEqual(answers(items, 'validation'));
    expect(items.notes).toEqual([]);
  });

  it('stand as far to the right as the longest of their part, or to the left', () => {
    const data = dataOf('1 a b.\n2 a c.\n3 a?\tb\n1 a b.\n2 a?\tc\n'.repeat(10), '1 a b c.\n2 a?\tb\n');
    const pre = make({}, data);
    const short = Array.from({ length: 18 }, (_, i) => told(pre, 'training', i)).find(
      ({ sentences }) => sentences[0] === '',
    );
    expect(short).toMatchObject({ n: 2, sentences: ['', 'a b'], query: 'a' });
    const post = make({ padding: 'post' }, data);
    expect(
      Array.from({ length: 18 }, (_, i) => told(post, 'training', i)).some(({ sentences }) => sentences[1] === ''),
    ).toBe(true);
    // the test has stories of one sentence, and places for two
    expect(told(pre, 'test', 0)).toEqual({ n: 1, sentences: ['a b c'], rest: [0, 0, 0], query: 'a', answer: 'b' });
  });

  it('leave nothing of another item in a batch', () => {
    const items = make();
    const alone = told(items, 'training', 5);
    items.examples.batch('training', [700, 701, 702]);
    expect(told(items, 'training', 5)).toEqual(alone);
  });

  it('about long stories are left out, with their number, until none is left', () => {
    const items = make({ maxSentences: 6 });
    expect(items.sentences).toBe(6);
    expect(items.notes[1]).toBe(
      '800 of 2000 questions are about more than max_num_sentences = 6 sentences and are left out',
    );
    expect(() => make({ maxSentences: 1 })).toThrow(
      'max_num_sentences = 1 leaves 0 stories to learn from and 0 for the test: none for training',
    );
  });
});
