/** Texts as tasks (specification, section 7): each position of a window is answered with the token behind it. */
import {
  assertWindows,
  type Corpus,
  corpusOf,
  numbered,
  ONE_TEXT,
  renumbered,
  stretchesOf,
  THREE_TEXTS,
  trainingCounts,
  windowsThere,
} from '../../../dataset/corpus.js';
import type { Dataset } from '../../../dataset/dataset.js';
import { tales } from '../../../dataset/tales.js';
import { CHARACTERS, type Counts, type Unit, WORDS } from '../../../dataset/text.js';
import { MsmError } from '../../../errors.js';
import { windowExamples } from '../../../train/windows.js';
import type { HeterosynapticParameters } from '../parameters.js';
import { sizesOr, type Task, type TaskOptions } from './task.js';

type P = HeterosynapticParameters;

/** The text that is learned where a person gives none. */
const TALES: Corpus = {
  names: { training: 'the shipped text' },
  notes: [],
  get training() {
    return tales();
  },
};

const corpusFor = (data: Dataset | undefined): Corpus => (data === undefined ? TALES : corpusOf(data));

/** Words of the original's vocabulary, whatever the text has. */
const PUBLISHED_WORDS = 10_000;
/** Fewest tokens that n_tokens may be. */
const FEWEST_TOKENS = 3;

/** What a text task has where the person says nothing. */
interface TextDefaults {
  readonly unit: Unit;
  /** Tokens of a window. */
  readonly length: number;
  /** Size of the vocabulary in faithful mode; absent: what the text has. */
  readonly published?: number;
}

const lengthOf = ({ seq_len }: P, { length }: TextDefaults): number => seq_len ?? length;

const sizesOf = (p: P, defaults: TextDefaults, corpus: Corpus) =>
  sizesOr(p, windowsThere(numbered(corpus, defaults.unit), lengthOf(p, defaults)));

const countsOf = (p: P, defaults: TextDefaults, corpus: Corpus): Counts =>
  trainingCounts(numbered(corpus, defaults.unit), sizesOf(p, defaults, corpus).training, lengthOf(p, defaults));

/** Most tokens of the vocabulary; undefined: as many as the text has. */
const limitOf = ({ n_tokens, mode }: P, { published }: TextDefaults): number | undefined =>
  n_tokens ?? (mode === 'faithful' ? published : undefined);

const vocabularyOf = (p: P, defaults: TextDefaults, corpus: Corpus): readonly string[] =>
  defaults.unit.vocabulary(countsOf(p, defaults, corpus), limitOf(p, defaults));

/** Tokens that the network takes. */
const tokensOf = (p: P, defaults: TextDefaults, corpus: Corpus): number =>
  limitOf(p, defaults) ?? Math.max(FEWEST_TOKENS, vocabularyOf(p, defaults, corpus).length);

/** Refuses parts that the text cannot fill, and in faithful mode a text with more words than the vocabulary. @throws E_CONFIG */
function assertText(p: P, defaults: TextDefaults, corpus: Corpus): void {
  const { unit } = defaults;
  const isFaithful = p.mode === 'faithful';
  assertWindows(corpus, unit, lengthOf(p, defaults), sizesOf(p, defaults, corpus), isFaithful);
  const limit = limitOf(p, defaults);
  if (!isFaithful || limit === undefined) return;
  const all = unit.vocabulary(countsOf(p, defaults, corpus)).length;
  if (all <= limit) return;
  throw new MsmError(
    'E_CONFIG',
    `${corpus.names.training} makes a vocabulary of ${all} ${unit.name}, more than n_tokens = ${limit}`,
    { place: 'n_tokens', next: `Set n_tokens to ${all}, or leave faithful mode, which alone has no unknown ones.` },
  );
}

const percent = (part: number, all: number): string => `${((100 * part) / all).toPrecision(2)} %`;

/** What a person should know of a vocabulary that has not all tokens of the training text. */
function unknownNotes(counts: Counts, vocabulary: readonly string[], { unit }: TextDefaults): readonly string[] {
  const known = new Set(vocabulary);
  let [all, unknown, kinds] = [0, 0, 0];
  for (const [token, count] of counts) {
    all += count;
    if (known.has(token)) continue;
    unknown += count;
    kinds++;
  }
  if (kinds === 0) return [];
  return [
    `${kinds} of the ${counts.size} different ${unit.name} of the training text are not in the vocabulary and count as ${vocabulary[0]}: ${percent(unknown, all)} of it`,
  ];
}

function dataOf(task: string, defaults: TextDefaults): NonNullable<Task['data']> {
  return {
    request: {
      by: `task = ${task}`,
      isOptional: true,
      file: ONE_TEXT,
      folder: THREE_TEXTS,
      next: 'Give a text in UTF-8, or a folder with train.txt, valid.txt and test.txt.',
    },
    sizes: (p, data) => {
      const corpus = corpusFor(data);
      assertText(p, defaults, corpus);
      const { training, validation, test } = sizesOf(p, defaults, corpus);
      const n_tokens = tokensOf(p, defaults, corpus);
      return { n_tokens, train_size: training, validation_size: validation, test_size: test };
    },
    check: (p, data) => {
      assertText(p, defaults, corpusFor(data));
      return [];
    },
  };
}

function textTask(task: string, defaults: TextDefaults): Task {
  const { unit } = defaults;
  const tokens = ({ parameters: p, data, vocabulary }: Pick<TaskOptions, 'parameters' | 'data' | 'vocabulary'>) =>
    vocabulary ?? vocabularyOf(p, defaults, corpusFor(data));
  return {
    lr: 0.5,
    epochs: 15,
    batch: 8,
    kind: 'sequences',
    items: (p) => ({
      kind: 'sequences',
      length: lengthOf(p, defaults),
      lengthName: 'seq_len',
      vocabulary: tokensOf(p, defaults, TALES),
      read: 0,
      isCausal: true,
    }),
    sizes: (p) => sizesOf(p, defaults, TALES),
    data: dataOf(task, defaults),
    examples: (options) => {
      const { parameters: p, data, mostItems } = options;
      const corpus = corpusFor(data);
      const ids = renumbered(numbered(corpus, unit), tokens(options));
      return windowExamples(stretchesOf(ids, sizesOf(p, defaults, corpus)), lengthOf(p, defaults), mostItems);
    },
    text: (options) => {
      const corpus = corpusFor(options.data);
      const [counts, vocabulary] = [countsOf(options.parameters, defaults, corpus), tokens(options)];
      return { unit, vocabulary, counts, notes: [...corpus.notes, ...unknownNotes(counts, vocabulary, defaults)] };
    },
  };
}

export const CHARACTER_TEXT = textTask('characters', { unit: CHARACTERS, length: 64 });
export const WORD_TEXT = textTask('words', { unit: WORDS, length: 35, published: PUBLISHED_WORDS });
