/** What passes came to, as the state of a run keeps it. */
import type { Scoring } from './scoring.js';
import type { PassMetrics } from './tally.js';

/** Numbers of one pass, in their order in memory. */
export const PASS = [
  'loss',
  'accuracy',
  'perplexity',
  'batchLoss',
  'batchPerplexity',
  'lossDeviation',
] as const satisfies readonly (keyof PassMetrics)[];

/** Numbers of an epoch: those of the pass over the training items, then those over the validation items. */
export const EPOCH_NUMBERS = 2 * PASS.length;

export interface PassColumn {
  readonly name: string;
  readonly meaning: string;
  readonly unit?: string;
}

/** What the columns of a pass are called behind `train_`, `validation_` or `test_`, and what they are; absent: there is none. */
export function passColumnsOf({ loss, right, hasPerplexity }: Scoring): {
  readonly [K in keyof PassMetrics]?: PassColumn;
} {
  const unit = loss.unit === undefined ? {} : { unit: loss.unit };
  return {
    loss: { name: 'loss', meaning: loss.meaning, ...unit },
    accuracy: { name: right.name, meaning: right.meaning },
    ...(hasPerplexity && { perplexity: { name: 'perplexity', meaning: 'exp of the mean cross-entropy' } }),
    batchLoss: { name: 'batch_loss', meaning: loss.ofBatches, ...unit },
    ...(hasPerplexity && {
      batchPerplexity: { name: 'batch_perplexity', meaning: 'plain mean over batches of exp(mean cross-entropy)' },
    }),
  };
}

/** The number of a pass by which epochs are compared. */
export const comparedOf = ({ best }: Scoring): 'loss' | 'accuracy' => (best === 'loss' ? 'loss' : 'accuracy');

/** Writes a pass at `at`. */
export function writePass(into: Float64Array, at: number, metrics: PassMetrics): void {
  for (const [i, name] of PASS.entries()) into[at + i] = metrics[name];
}
