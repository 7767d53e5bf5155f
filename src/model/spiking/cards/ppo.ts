/**
 * The losses of proximal policy optimization over N actions, and their derivatives by logits and values (specification, section 10).
 *
 *   ratio r = exp(log p - log p_old)
 *   policy = -mean min(r A, clip(r, 1 - e, 1 + e) A)
 *   value = 1/2 mean max((V - R)^2, (V_old + clip(V - V_old, -d, d) - R)^2), or 1/2 mean (V - R)^2
 *   total = c_v value + policy - c_e mean entropy
 *
 * Where both sides of a minimum or maximum are the same, the derivative is that of the side without clipping; inside the bounds the two
 * agree.
 */
import type { Elementary } from '../../../kernel/elementary.js';
import { entropyOf, logProbabilities } from './policy.js';

export interface PpoSettings {
  readonly clip: number;
  /** The published one is `clip`; absent: values may move as far as they do. */
  readonly valueClip?: number;
  readonly valueCoefficient: number;
  readonly entropyCoefficient: number;
}

/** What was done and what it came to; arrays are [N] unless said otherwise. */
export interface PpoBatch {
  readonly actions: ArrayLike<number>;
  readonly advantages: ArrayLike<number>;
  readonly returns: ArrayLike<number>;
  /** Of the network that played. */
  readonly oldLogProbabilities: ArrayLike<number>;
  readonly oldValues: ArrayLike<number>;
}

export interface PpoLosses {
  readonly total: number;
  readonly policy: number;
  readonly value: number;
  readonly entropy: number;
}

/** Losses of a batch with the derivatives of the total. */
export interface PpoOutcome extends PpoLosses {
  /** [N, actions] */
  readonly logits: Float64Array;
  /** [N] */
  readonly values: Float64Array;
}

const clipped = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

/** A loss and its derivative. */
type Side = readonly [loss: number, slope: number];

/** min(r A, clip(r) A), with the derivative by log p. */
function surrogate(ratio: number, advantage: number, clip: number): Side {
  const free = ratio * advantage;
  const held = clipped(ratio, 1 - clip, 1 + clip) * advantage;
  return free <= held ? [free, free] : [held, 0];
}

/** max of the two squares, with the derivative by V. */
function squares(value: number, old: number, target: number, clip: number | undefined): Side {
  const free = value - target;
  if (clip === undefined) return [free * free, 2 * free];
  const held = old + clipped(value - old, -clip, clip) - target;
  return held * held > free * free ? [held * held, 0] : [free * free, 2 * free];
}

/**
 * @param logits - [N, actions]
 * @param values - [N]
 * @param count - actions over which means are taken: more than N where others have the rest of them, and what all of them come to adds up
 */
export function ppo(
  elementary: Elementary,
  settings: PpoSettings,
  batch: PpoBatch,
  logits: Float64Array,
  values: ArrayLike<number>,
  count = values.length,
): PpoOutcome {
  const { clip, valueClip, valueCoefficient, entropyCoefficient } = settings;
  const own = values.length;
  const actions = logits.length / own;
  const [byLogit, byValue] = [new Float64Array(logits.length), new Float64Array(own)];
  let [policy, value, entropy] = [0, 0, 0];
  for (let i = 0; i < own; i++) {
    const logs = logProbabilities(elementary, logits.subarray(i * actions, (i + 1) * actions));
    const chosen = batch.actions[i];
    const ratio = elementary.exp(logs[chosen] - batch.oldLogProbabilities[i]);
    const [gain, slope] = surrogate(ratio, batch.advantages[i], clip);
    const [square, rise] = squares(values[i], batch.oldValues[i], batch.returns[i], valueClip);
    const disorder = entropyOf(elementary, logs);
    policy -= gain;
    value += square;
    entropy += disorder;
    byValue[i] = (valueCoefficient * rise) / (2 * count);
    for (let a = 0; a < actions; a++) {
      const p = elementary.exp(logs[a]);
      const bySurrogate = slope * ((a === chosen ? 1 : 0) - p);
      const byEntropy = -p * (logs[a] + disorder);
      byLogit[i * actions + a] = -(bySurrogate + entropyCoefficient * byEntropy) / count;
    }
  }
  policy /= count;
  value /= 2 * count;
  entropy /= count;
  const total = valueCoefficient * value + policy - entropyCoefficient * entropy;
  return { total, policy, value, entropy, logits: byLogit, values: byValue };
}
