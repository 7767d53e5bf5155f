import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { CORE_MODULE } from '../../../../src/kernel/core-kernels.js';
import type { SpikingParameters } from '../../../../src/model/spiking/parameters.js';
import { SPIKING_SCHEMA } from '../../../../src/model/spiking/schema.js';
import type { QuestionAnsweringNetwork } from '../../../../src/model/spiking/settings-types.js';
import { QUESTIONS } from '../../../../src/model/spiking/tasks/qa-task.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { spikingParameters } from '../parameters.js';

const questions = (set: Partial<SpikingParameters> = {}): SpikingParameters =>
  spikingParameters({ task: 'qa', ...set });
const networkOf = (set: Partial<SpikingParameters> = {}): QuestionAnsweringNetwork =>
  QUESTIONS.network(questions(set)) as QuestionAnsweringNetwork;

/** Twenty questions to learn from, of which two are for validation, and one for the test. */
function files(): Dataset {
  const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
  const learned = '1 a b.\n2 a c d.\n3 where a?\tb\n1 a b.\n2 where a?\tc\n'.repeat(10);
  return { files: { training: file('train', learned), test: file('test', '1 a e.\n2 where a?\te\n') } };
}

describe('questions as a task', () => {
  it.each([1, 2, 3])('have a network that all stand-ins of task %i fit into, however many there are', (babi_task) => {
    const sizes = { train_size: 30, validation_size: 10, test_size: 20, batch_size: 10 };
    const p = questions({ babi_task, ...sizes });
    const network = networkOf({ babi_task, ...sizes });
    const { examples, tables, notes } = QUESTIONS.items({
      kernels: freshKernels(CORE_MODULE),
      parameters: p,
      inputs: {},
      data: {},
    });
    expect(examples.sizes).toEqual({ training: 30, validation: 10, test: 20 });
    const { inputs, targets } = examples.batch('test', [0, 1, 2]);
    const width = 1 + (network.facts + 1) * network.places;
    expect(inputs.length).toBe(10 * width);
    const words = inputs.filter((_, i) => i % width !== 0);
    expect(words.every((word) => word >= 0 && word < network.words)).toBe(true);
    expect(targets.subarray(0, 3).every((answer) => answer > 0 && answer < network.classes)).toBe(true);
    expect(tables.map(({ name }) => name)).toEqual(['vocabulary']);
    expect(notes.join()).toContain('stand-in');
  });

  it('give a word the same number however many stories are told', () => {
    const texts = [10, 400].map((test_size) => {
      const p = questions({ test_size, train_size: 10, validation_size: 10 });
      const { tables } = QUESTIONS.items({ kernels: freshKernels(CORE_MODULE), parameters: p, inputs: {}, data: {} });
      return tables[0].rows[1];
    });
    expect(texts[0]).toEqual(texts[1]);
  });

  it('take sizes from the files of a person, and parts that are smaller than they could be', () => {
    const data = files();
    const sizes = QUESTIONS.data?.data.sizes(questions(), data);
    expect(sizes).toEqual({
      ...{ train_size: 18, validation_size: 2, test_size: 1, n_sentences: 2, sentence_size: 3 },
      ...{ n_words: 7, n_answers: 7 },
    });
    const p = questions({ ...sizes, train_size: 5 } as Partial<SpikingParameters>);
    expect(QUESTIONS.data?.data.check(p, data)).toEqual([]);
    const { examples } = QUESTIONS.items({
      kernels: freshKernels(CORE_MODULE),
      parameters: p,
      inputs: {},
      data: { data },
    });
    expect(examples.sizes).toEqual({ training: 5, validation: 2, test: 1 });
    const less = questions({ ...sizes, n_words: 6, train_size: 19 } as Partial<SpikingParameters>);
    expect(QUESTIONS.data?.data.check(less, data).map(({ message }) => message)).toEqual([
      'n_words = 6 is less than the 7 of the stories',
      'train_size = 19 is more than the 18 questions there are',
    ]);
  });

  it('count time words among the words, and not among the answers', () => {
    const [plain, timed] = [networkOf(), networkOf({ add_time_words: 1 })];
    expect(timed.words).toBe(plain.words + plain.facts);
    expect(timed.classes).toBe(plain.classes);
    expect(timed.places).toBe(plain.places + 1);
    expect([plain.masksTimeWords, timed.masksTimeWords]).toEqual([false, true]);
    expect(networkOf({ add_time_words: 1, mask_time_words: 0 }).masksTimeWords).toBe(false);
    const p = questions({ add_time_words: 1, train_size: 10, validation_size: 10, test_size: 10 });
    const { tables } = QUESTIONS.items({ kernels: freshKernels(CORE_MODULE), parameters: p, inputs: {}, data: {} });
    expect(tables[0].rows[0].length).toBe(timed.words);
  });

  it.each([
    [{ form: 'relu' }, 'form = relu has no network for task = qa, as the original has none'],
    [
      { max_num_sentences: 9 },
      'max_num_sentences = 9 is less than the 10 that a story may have which stands in for one of babi_task = 1',
    ],
    [{ record_examples: 41, test_size: 40 }, 'record_examples = 41 is more than the 40 examples of the test'],
  ] as const)('refuse %o', (set, message) => {
    expect(SPIKING_SCHEMA.compatible?.(questions(set)).map((violation) => violation.message)).toContain(message);
  });
});
