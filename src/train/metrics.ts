/** What batches come to over an epoch (specification, section 8). */
import type { Outcome } from './trainable.js';

export interface EpochMetrics {
  /** Plain means over batches, as the original has them: a short last batch counts like a full one. */
  readonly loss: number;
  readonly perplexity: number;
  /** Over targets. */
  readonly accuracy: number;
  readonly lossByTarget: number;
  readonly perplexityByTarget: number;
}

/** Metrics of the batches of an epoch. `exp` is that of the kernels: the host's differs between engines. */
export function epochMetrics(batches: readonly Outcome[], exp: (x: number) => number): EpochMetrics {
  let [losses, perplexities, sum, correct, targets] = [0, 0, 0, 0, 0];
  for (const batch of batches) {
    losses += batch.loss / batch.targets;
    perplexities += exp(batch.loss / batch.targets);
    sum += batch.loss;
    correct += batch.correct;
    targets += batch.targets;
  }
  return {
    loss: losses / batches.length,
    perplexity: perplexities / batches.length,
    accuracy: correct / targets,
    lossByTarget: sum / targets,
    perplexityByTarget: exp(sum / targets),
  };
}
