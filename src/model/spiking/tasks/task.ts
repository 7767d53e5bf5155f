/** What a task is to the family: the network that learns it, its items, and the data that it takes. */
import type { Dataset, DatasetRequest, Datasets } from '../../../dataset/dataset.js';
import type { Kernels } from '../../../kernel/kernels.js';
import type { Examples, Sizes } from '../../../train/examples.js';
import type { Trainable } from '../../../train/trainable.js';
import type { Inputs } from '../../family.js';
import type { ResultTable } from '../../record.js';
import type { Violation } from '../../schema.js';
import type { SpikingKernels } from '../kernels.js';
import type { SpikingParameters } from '../parameters.js';
import type { TrainedNetwork } from '../settings-types.js';

type P = SpikingParameters;

/** The items of a run. */
export interface TaskItems {
  readonly examples: Examples;
  /** What else is kept of them. */
  readonly tables: readonly ResultTable[];
  /** What a person should know who reads the results. */
  readonly notes: readonly string[];
}

export interface TaskOptions {
  readonly kernels: Kernels;
  readonly parameters: P;
  readonly inputs: Inputs;
  /** What the person gave, by key. */
  readonly data: Datasets;
}

/** What a task makes of a data set that a person gives. Throws E_CORRUPT for files that are damaged. */
export interface TaskData {
  /** The files, and where they are had. */
  request(p: P): DatasetRequest;
  /** Parameters that follow from it where the person says nothing. */
  sizes(p: P, data: Dataset): { readonly [key: string]: number };
  /** What does not go together with it. */
  check(p: P, data: Dataset): readonly Violation[];
}

export interface Task {
  readonly kind: TrainedNetwork['kind'];
  network(p: P): TrainedNetwork;
  items(options: TaskOptions): TaskItems;
  /** The data sets that it takes, by key of the schema; absent: none. */
  readonly data?: { readonly [key: string]: TaskData };
  /** Operations of a batch beside those of the memory; absent: few. */
  flops?(p: P): number;
  /** What the network begins with beside drawn and given weights; absent: nothing. */
  start?(kernels: Kernels<SpikingKernels>, p: P, network: Trainable, examples: Examples): void;
  /** What its parameters must fulfil together. */
  check(p: P): readonly (Violation | undefined)[];
}

/** Units that do not spike have no thresholds. */
export function idleThresholds(p: P): Violation | undefined {
  const key = p.learn_if_thresholds ? 'learn_if_thresholds' : 'cnn_thresholds';
  if (p.cnn_thresholds === null && !p.learn_if_thresholds) return undefined;
  return { key, message: `${key} has no effect with form = relu, whose units have no thresholds` };
}

/** Examples of a step: of all GPUs of the original, which draw the same, those of one. */
export const batchOf = ({ batch_size, gpus }: Pick<P, 'batch_size' | 'gpus'>): number => Math.floor(batch_size / gpus);

/** Of so many examples one is for validation. */
const VALIDATED = 10;

/** How many items each part has: so many, and no more than some batches. */
export function sizesOf(p: P): Sizes {
  if (p.dataset_size !== null) {
    const validation = Math.ceil(p.dataset_size / VALIDATED);
    return { training: p.dataset_size - validation, validation, test: p.test_size };
  }
  const most = p.iterations === null ? Number.POSITIVE_INFINITY : p.iterations * p.batch_size;
  return {
    training: Math.min(Math.ceil(p.train_size / p.gpus), most),
    validation: Math.min(p.validation_size, most),
    test: Math.min(p.test_size, most),
  };
}
