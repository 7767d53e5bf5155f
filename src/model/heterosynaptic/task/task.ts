/** What a task is to training: its items, what a network must be to learn them, and what holds where a person says nothing. */
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

export interface Task {
  /** Learning rate and epochs of a fit. */
  readonly lr: number;
  readonly epochs: number;
  /** Which kind of items it has, whatever the parameters. */
  readonly kind: ImageItems['kind'] | SequenceItems['kind'];
  items(p: P): ImageItems | SequenceItems;
  /** How many items each part has. */
  sizes(p: P): Sizes;
  /** The items themselves. */
  examples(kernels: Kernels, p: P, seed: number): Examples;
  /** What else its parameters must fulfil. */
  check?(p: P): Violation | undefined;
}

/** Sizes as the person has set them, of `absent` where not. */
export const sizesOr = ({ train_size, validation_size, test_size }: P, absent: Sizes): Sizes => ({
  training: train_size ?? absent.training,
  validation: validation_size ?? absent.validation,
  test: test_size ?? absent.test,
});

/** Whether the parts are those of the original. */
export const isLegacySplit = ({ split, mode }: P): boolean =>
  (split ?? (mode === 'faithful' ? 'legacy' : 'honest')) === 'legacy';
