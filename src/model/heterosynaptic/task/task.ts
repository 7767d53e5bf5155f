/** What a task is to training: its items, what a network must be to learn them, and what holds where a person says nothing. */
import type { Dataset, DatasetRequest } from '../../../dataset/dataset.js';
import type { Counts, Unit } from '../../../dataset/text.js';
import type { Kernels } from '../../../kernel/kernels.js';
import type { Examples, Sizes } from '../../../train/examples.js';
import type { Violation } from '../../schema.js';
import type { HeterosynapticParameters } from '../parameters.js';

type P = HeterosynapticParameters;

/** Images, which a perceptron learns. */
export interface ImageItems {
  readonly kind: 'images';
  readonly pixels: number;
  readonly classes: number;
  /** Units of each hidden layer, where the person does not say. */
  readonly hidden: readonly number[];
}

/** Sequences of tokens, which a transformer learns. */
export interface SequenceItems {
  readonly kind: 'sequences';
  readonly length: number;
  /** Where the length comes from, as a person sets it. */
  readonly lengthName: string;
  readonly vocabulary: number;
  /** Positions at the end of a sequence that are predicted; 0: all. */
  readonly read: number;
  /** Whether positions see none behind them, where the person does not say. */
  readonly isCausal: boolean;
}

/** What the items of a run follow from. */
export interface TaskOptions {
  readonly kernels: Kernels;
  readonly parameters: P;
  readonly seed: number;
  /** Most items of a batch. */
  readonly mostItems: number;
  /** What the person gave with --data, if the task takes that. */
  readonly data?: Dataset;
  /** Tokens of a text by number, where those of an earlier run hold. */
  readonly vocabulary?: readonly string[];
}

/** What a task makes of the data set that the person gives. Throws E_CORRUPT for files that are damaged. */
export interface TaskData {
  /** The files, and where they are had. */
  readonly request: DatasetRequest;
  /** Parameters that follow from it where the person says nothing. */
  sizes(p: P, data: Dataset): { readonly [key: string]: number };
  /** What does not go together with it, or with what is taken where it may be left out. */
  check(p: P, data: Dataset): readonly Violation[];
}

/** The tokens of a text that is learned. */
export interface LearnedText {
  readonly unit: Unit;
  /** By number. */
  readonly vocabulary: readonly string[];
  /** How often each token occurs in the training text. */
  readonly counts: Counts;
  /** What a person should know who reads the results. */
  readonly notes: readonly string[];
}

export interface Task {
  /** Learning rate, epochs of a fit and items of a step. */
  readonly lr: number;
  readonly epochs: number;
  readonly batch: number;
  /** Which kind of items it has, whatever the parameters. */
  readonly kind: ImageItems['kind'] | SequenceItems['kind'];
  items(p: P): ImageItems | SequenceItems;
  /** How many items each part has. */
  sizes(p: P): Sizes;
  /** The data set that it takes; absent: none. */
  readonly data?: TaskData;
  /** The items themselves. */
  examples(options: TaskOptions): Examples;
  /** What else its parameters must fulfil. */
  check?(p: P): Violation | undefined;
  /** Of texts: what their tokens are. */
  text?(options: Pick<TaskOptions, 'parameters' | 'data' | 'vocabulary'>): LearnedText;
}

/** Images are divided alike in all runs, so that their tests are of the same items. */
export const DIVISION_SEED = 0;

/** Sizes as the person has set them, of `absent` where not. */
export const sizesOr = ({ train_size, validation_size, test_size }: P, absent: Sizes): Sizes => ({
  training: train_size ?? absent.training,
  validation: validation_size ?? absent.validation,
  test: test_size ?? absent.test,
});

/** Whether the parts are those of the original. */
export const isLegacySplit = ({ split, mode }: P): boolean =>
  (split ?? (mode === 'faithful' ? 'legacy' : 'honest')) === 'legacy';
