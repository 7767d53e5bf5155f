/** Questions about stories, as a task of the family (specification, sections 4 and 7). */

import { i32, table, text } from '../../recording/filled-columns.js';
import type { Violation } from '../../schema.js';
import { memoryOf } from '../network-settings.js';
import type { SpikingParameters } from '../parameters.js';
import { isTold, type QaOptions, qaItems, qaRequest, qaSizes, toldQaSizes } from './qa.js';
import { sizesOf, type Task, type TaskData } from './task.js';

type P = SpikingParameters;

const optionsOf = (p: P): QaOptions => ({
  task: p.babi_task,
  isLarge: p.ten_k === 1,
  timeWords: p.add_time_words === 1,
  padding: p.padding,
  maxSentences: p.max_num_sentences,
  seed: p.dataset_seed,
  sizes: sizesOf(p),
  mostItems: p.batch_size,
});

/** Sizes of the network: those that follow from the data, or those that hold for all stand-ins. */
function shapeOf(p: P) {
  const told = isTold(p.babi_task) ? toldQaSizes(p.babi_task, optionsOf(p)) : undefined;
  return {
    facts: p.n_sentences ?? told?.sentences ?? 1,
    places: p.sentence_size ?? told?.size ?? 1,
    words: p.n_words ?? told?.words ?? 2,
    classes: p.n_answers ?? told?.classes ?? 2,
  };
}

const network: Task['network'] = (p) => {
  const { facts, places, words, classes } = shapeOf(p);
  return {
    // words drive the encoder as they are
    ...memoryOf(p, classes, facts, 1),
    ...{ kind: 'question-answering', form: 'spiking', words, places },
    learnsEncoding: p.learn_encoding === 1,
    masksTimeWords: p.add_time_words === 1 && p.mask_time_words === 1,
  };
};

const items: Task['items'] = ({ kernels, parameters: p, data: { data } }) => {
  const { facts: sentences, places: words } = shapeOf(p);
  const found = qaItems(kernels, { ...optionsOf(p), room: { sentences, words } }, data);
  return {
    examples: found.examples,
    notes: found.notes,
    tables: [
      table('vocabulary', 'words by number', [
        i32(
          'word',
          'its number',
          Int32Array.from(found.words, (_, i) => i),
        ),
        text('text', 'the word; NIL is none, TIME1 stands behind the latest sentence', found.words),
      ]),
    ],
  };
};

const SIZES = { training: 'train_size', validation: 'validation_size', test: 'test_size' } as const;

const data: TaskData = {
  request: (p) => qaRequest(optionsOf(p)),
  sizes: (p, files) => {
    const { sizes, sentences, size, words, classes } = qaSizes(files, optionsOf(p));
    return {
      ...Object.fromEntries(Object.entries(SIZES).map(([part, key]) => [key, sizes[part as keyof typeof SIZES]])),
      ...{ n_sentences: sentences, sentence_size: size, n_words: words, n_answers: classes },
    };
  },
  check: (p, files) => {
    const found = qaSizes(files, optionsOf(p));
    const most: readonly (readonly [key: keyof P, is: number | null, least: number])[] = [
      ['n_sentences', p.n_sentences, found.sentences],
      ['sentence_size', p.sentence_size, found.size],
      ['n_words', p.n_words, found.words],
      ['n_answers', p.n_answers, found.classes],
    ];
    const small = most.flatMap(([key, is, least]): readonly Violation[] =>
      is !== null && is < least ? [{ key, message: `${key} = ${is} is less than the ${least} of the stories` }] : [],
    );
    const parts = Object.entries(SIZES).flatMap(([part, key]): readonly Violation[] => {
      const there = found.sizes[part as keyof typeof SIZES];
      return p[key] > there
        ? [{ key, message: `${key} = ${p[key]} is more than the ${there} questions there are` }]
        : [];
    });
    return [...small, ...parts];
  },
};

function told(p: P): Violation | undefined {
  if (!isTold(p.babi_task) || p.n_words !== null) return undefined;
  const { sentences } = toldQaSizes(p.babi_task, optionsOf(p));
  const { max_num_sentences: most } = p;
  if (most === 0 || most >= sentences) return undefined;
  const message = `max_num_sentences = ${most} is less than the ${sentences} that a story may have which stands in for one of babi_task = ${p.babi_task}`;
  return { key: 'max_num_sentences', message };
}

const form = (p: P): Violation | undefined =>
  p.form === 'relu'
    ? { key: 'form', message: 'form = relu has no network for task = qa, as the original has none' }
    : undefined;

export const QUESTIONS: Task = {
  kind: 'question-answering',
  network,
  items,
  data: { data },
  check: (p) => [told(p), form(p)],
};
