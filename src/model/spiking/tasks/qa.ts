/**
 * Questions about stories (specification, section 7): bAbI's, or stand-ins of its first three tasks where a person gives none.
 *
 * An item is [sentences n, words of the sentences [S, size], words of the question [size]] with words by number, 0 for none. The first n of S
 * sentences are told, empty ones included, S being the most that any part has; the answer is a word.
 */

import {
  type Encoding,
  encodeStories,
  encodingOf,
  limited,
  statisticsOf,
  timeWord,
} from '../../../dataset/babi/encode.js';
import { babiFiles, babiFolders, storySets } from '../../../dataset/babi/files.js';
import type { Story } from '../../../dataset/babi/read.js';
import { readStories } from '../../../dataset/babi/read.js';
import { QUESTIONS_OF_A_STORY, type ToldTask, toldBounds, toldText } from '../../../dataset/babi/tell.js';
import type { Dataset, DatasetRequest } from '../../../dataset/dataset.js';
import { MsmError } from '../../../errors.js';
import type { Kernels } from '../../../kernel/kernels.js';
import { uniformDraws } from '../../../method/random.js';
import type { Examples, Part, Sizes } from '../../../train/examples.js';
import { permute } from '../../../train/order.js';
import { PURPOSE } from '../purposes.js';

export interface QaOptions {
  /** 1 to 20. */
  readonly task: number;
  /** Whether of the ten thousand questions to learn from, or of the thousand. */
  readonly isLarge: boolean;
  readonly timeWords: boolean;
  readonly padding: 'pre' | 'post';
  /** Longer stories are left out; 0: none is. */
  readonly maxSentences: number;
  /** Seed of the division into training and validation, and of stand-ins. */
  readonly seed: number;
  /** Items of each part, the first of them where there are more; absent: all, and as many stand-ins as the published files have. */
  readonly sizes?: Sizes;
  /** Sentences of a story and words of a sentence that rows have room for, where they are to have more than the longest. */
  readonly room?: { readonly sentences: number; readonly words: number };
  /** Most items of a batch. */
  readonly mostItems: number;
}

/** What a network must know of the items. */
export interface QaItems {
  readonly examples: Examples;
  /** Numbers of an item. */
  readonly width: number;
  /** Sentences of the longest story, and words of the longest sentence. */
  readonly sentences: number;
  readonly size: number;
  /** Words by number: NIL, all words, time words. */
  readonly words: readonly string[];
  /** Words that may be an answer. */
  readonly classes: number;
  /** What a person should know who reads the results. */
  readonly notes: readonly string[];
}

/** Tasks of which stories can be told. */
export const isTold = (task: number): task is ToldTask => task >= 1 && task <= 3;

const QUESTIONS = { large: 10_000, small: 1_000, test: 1_000 } as const;
/** Streams of test stories are behind those of training. */
const STREAM_OF_TEST = 2 ** 20;
/** One story of so many is for validation. */
const VALIDATED = 10;
const validatedOf = (learned: number): number => Math.floor(learned / VALIDATED);

/** The files of a task, and where they are had. */
export const qaRequest = ({ task, isLarge }: Pick<QaOptions, 'task' | 'isLarge'>): DatasetRequest => ({
  by: `babi_task = ${task}`,
  isOptional: isTold(task),
  folder: babiFiles(task),
  within: babiFolders(isLarge),
  next: 'bAbI is published as tasks_1-20_v1-2.tar.gz: unpack it and name its folder.',
});

interface Sets {
  readonly training: readonly Story[];
  readonly test: readonly Story[];
  /** Words that there are beside those that the stories have. */
  readonly vocabulary: readonly string[];
  readonly isTold: boolean;
  readonly notes: readonly string[];
}

function toldSets(kernels: Kernels, { task, isLarge, seed, sizes }: QaOptions): Sets {
  if (!isTold(task))
    throw new MsmError('E_CONFIG', `there is no stand-in of babi_task = ${task}`, { place: 'babi_task' });
  const draws = uniformDraws(kernels, seed, 1);
  const told = (questions: number, from: number): readonly Story[] => {
    const draw = (story: number, index: number): number => draws(PURPOSE.stories, from + story, index, 1)[0];
    const text = toldText(task, Math.ceil(questions / QUESTIONS_OF_A_STORY), draw);
    return readStories(text, 'the told stories').slice(0, questions);
  };
  const learned = isLarge ? QUESTIONS.large : QUESTIONS.small;
  return {
    training: told(sizes === undefined ? learned : sizes.training + sizes.validation, 0),
    test: told(sizes?.test ?? QUESTIONS.test, STREAM_OF_TEST),
    // so that numbers of words do not depend on how many stories are told
    vocabulary: toldBounds(task).vocabulary,
    isTold: true,
    notes: ['the stories are a stand-in for those of bAbI, told by a program; --data PATH takes the published ones'],
  };
}

/** Stories of each part, none longer than asked for. @throws E_CONFIG if a part has none */
function partsOf(kernels: Kernels, options: QaOptions, sets: Sets): { readonly [P in Part]: readonly Story[] } {
  const { maxSentences, seed, sizes } = options;
  const [learned, test] = [sets.training, sets.test].map((stories) => limited(stories, maxSentences));
  const order = new Int32Array(learned.length);
  permute(order, uniformDraws(kernels, seed, Math.max(1, order.length))(PURPOSE.storyDivision, 0, 0, order.length));
  // stand-ins are as many as are asked for
  const validated = sets.isTold && sizes !== undefined ? sizes.validation : validatedOf(order.length);
  const parts = {
    training: Array.from(order.subarray(validated).sort(), (i) => learned[i]),
    validation: Array.from(order.subarray(0, validated).sort(), (i) => learned[i]),
    test,
  };
  const empty = (Object.keys(parts) as readonly Part[]).find((part) => parts[part].length === 0);
  if (empty !== undefined) {
    const message = `max_num_sentences = ${maxSentences} leaves ${learned.length} stories to learn from and ${test.length} for the test: none for ${empty}`;
    throw new MsmError('E_CONFIG', message, { place: 'max_num_sentences' });
  }
  return parts;
}

const leftOut = (sets: Sets, parts: { readonly [P in Part]: readonly Story[] }, most: number): readonly string[] => {
  const all = sets.training.length + sets.test.length;
  const kept = Object.values(parts).reduce((sum, stories) => sum + stories.length, 0);
  return all === kept
    ? []
    : [`${all - kept} of ${all} questions are about more than max_num_sentences = ${most} sentences and are left out`];
};

/** What a network must know of the stories in the two files, and how many there are for each part. */
export interface QaSizes {
  readonly sizes: Sizes;
  readonly sentences: number;
  readonly size: number;
  readonly words: number;
  readonly classes: number;
}

const timeWordsOf = ({ timeWords }: Pick<QaOptions, 'timeWords'>): number => (timeWords ? 1 : 0);

/** What follows from the files of a person. @throws E_CORRUPT for what is damaged */
export function qaSizes(data: Dataset, options: Pick<QaOptions, 'maxSentences' | 'timeWords' | 'padding'>): QaSizes {
  const { training, test } = storySets(data);
  const [learned, tested] = [training, test].map((stories) => limited(stories, options.maxSentences));
  const { words, classes, size } = encodingOf([...learned, ...tested], options);
  const validation = validatedOf(learned.length);
  return {
    sizes: { training: learned.length - validation, validation, test: tested.length },
    sentences: statisticsOf([...learned, ...tested]).mostSentences,
    ...{ size, words: words.length, classes },
  };
}

/** What is true of the stand-ins of a task, whatever is drawn. */
export function toldQaSizes(
  task: ToldTask,
  options: Pick<QaOptions, 'timeWords'>,
): Pick<QaSizes, 'sentences' | 'size' | 'words' | 'classes'> {
  const { sentences, words, vocabulary } = toldBounds(task);
  const classes = 1 + vocabulary.length;
  const times = timeWordsOf(options);
  return { sentences, size: words + times, classes, words: classes + times * sentences };
}

/** Words by number of all stories. */
function vocabularyOf(stories: readonly Story[], sets: Sets, options: QaOptions): Encoding {
  const others: Story = { sentences: [], query: sets.vocabulary, answer: sets.vocabulary[0] };
  const found = encodingOf(sets.isTold ? [...stories, others] : stories, { ...options, timeWords: false });
  const { mostSentences, mostWords } = statisticsOf(stories);
  const { timeWords, padding, room } = options;
  const sentences = Math.max(mostSentences, room?.sentences ?? 0);
  const times = timeWords ? Array.from({ length: sentences }, (_, i) => timeWord(i)) : [];
  return {
    ...{ timeWords, padding },
    words: [...found.words, ...times],
    classes: found.classes,
    size: Math.max(mostWords + timeWordsOf(options), room?.words ?? 0),
  };
}

/** The items of a task. @throws E_CONFIG, E_CORRUPT for what is wrong with the data */
export function qaItems(kernels: Kernels, options: QaOptions, data?: Dataset): QaItems {
  const sets = data === undefined ? toldSets(kernels, options) : { ...storySets(data), vocabulary: [], isTold: false };
  const parts = partsOf(kernels, options, sets);
  const all = Object.values(parts).flat();
  const encoding = vocabularyOf(all, sets, options);
  const { words, classes, size } = encoding;
  const encodedPart = (part: Part) => encodeStories(parts[part].slice(0, options.sizes?.[part]), encoding);
  const [training, validation, test] = (['training', 'validation', 'test'] as const).map(encodedPart);
  const encoded = { training, validation, test };
  const sentences = Math.max(statisticsOf(all).mostSentences, options.room?.sentences ?? 0);
  const width = 1 + (sentences + 1) * size;
  const inputs = new Float64Array(options.mostItems * width);
  const targets = new Int32Array(options.mostItems);
  return {
    ...{ width, sentences, size, words, classes },
    notes: [...sets.notes, ...leftOut(sets, parts, options.maxSentences)],
    examples: {
      sizes: { training: training.count, validation: validation.count, test: test.count },
      batch: (part, items) => {
        const { stories, queries, answers, sentences: told } = encoded[part];
        for (let i = 0; i < items.length; i++) {
          const item = items[i];
          const row = inputs.subarray(i * width, (i + 1) * width).fill(0);
          row[0] = told;
          row.set(stories.subarray(item * told * size, (item + 1) * told * size), 1);
          row.set(queries.subarray(item * size, (item + 1) * size), 1 + sentences * size);
          targets[i] = answers[item];
        }
        return { items: items.length, inputs, targets };
      },
    },
  };
}
