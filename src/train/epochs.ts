/** What passes came to, as the state of a run keeps it. */
import type { PassMetrics } from './tally.js';

/** Numbers of one pass, in their order in memory. */
export const PASS = [
  'loss',
  'accuracy',
  'perplexity',
  'batchLoss',
  'batchPerplexity',
] as const satisfies readonly (keyof PassMetrics)[];

/** Numbers of an epoch: those of the pass over the training items, then those over the validation items. */
export const EPOCH_NUMBERS = 2 * PASS.length;

/** What the columns of a pass are called behind `train_`, `validation_` or `test_`, and what they are. */
export const PASS_COLUMNS: {
  readonly [K in keyof PassMetrics]: { readonly name: string; readonly meaning: string; readonly unit?: string };
} = {
  loss: { name: 'loss', meaning: 'mean cross-entropy over targets', unit: 'nats' },
  accuracy: { name: 'accuracy', meaning: 'share of the targets that were right' },
  perplexity: { name: 'perplexity', meaning: 'exp of the mean cross-entropy' },
  batchLoss: { name: 'batch_loss', meaning: 'plain mean over batches of their mean cross-entropies', unit: 'nats' },
  batchPerplexity: { name: 'batch_perplexity', meaning: 'plain mean over batches of exp(mean cross-entropy)' },
};

/** Writes a pass at `at`. */
export function writePass(into: Float64Array, at: number, metrics: PassMetrics): void {
  for (const [i, name] of PASS.entries()) into[at + i] = metrics[name];
}
