/** The law of actions that logits make: softmax, its logarithms, entropy, and draws from it. */
import type { Elementary } from '../../../kernel/elementary.js';

/** Log-probabilities of a row of logits. */
export function logProbabilities({ exp, log }: Elementary, logits: ArrayLike<number>): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i]);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += exp(logits[i] - most);
  const rest = log(sum);
  // the difference is exact for logits of a size, which a sum of `most` and `rest` would not be
  return Float64Array.from(logits, (logit) => logit - most - rest);
}

/** -sum p ln p, in nats. */
export function entropyOf({ exp }: Elementary, logs: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum -= exp(logs[i]) * logs[i];
  return sum;
}

/** The action at which the probabilities, added up in their order, pass a draw in [0, 1). */
export function drawAction({ exp }: Elementary, logs: ArrayLike<number>, u: number): number {
  let sum = 0;
  for (let i = 0; i < logs.length - 1; i++) {
    sum += exp(logs[i]);
    if (u < sum) return i;
  }
  return logs.length - 1;
}

/** The likeliest action, the lowest of several. */
export function likeliest(logits: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
  return best;
}
