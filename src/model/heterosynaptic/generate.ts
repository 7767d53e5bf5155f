/** Text that a trained transformer goes on with: one token after the other, drawn from what it expects. */
import type { Elementary } from '../../kernel/elementary.js';
import type { Trainable } from '../../train/trainable.js';

export interface Sampling {
  /** Logits are divided by it; 0: always the likeliest token, the lowest of several. */
  readonly temperature: number;
  /** Only so many of the likeliest tokens are drawn from; absent: all. */
  readonly topK?: number;
}

/** Tokens by falling logit, of equal ones the lower first. */
const ranked = (logits: ArrayLike<number>): readonly number[] =>
  Array.from({ length: logits.length }, (_, token) => token).sort((a, b) => logits[b] - logits[a] || a - b);

/** The token that the draw `u`, in [0, 1), gives. */
export function sampleToken(
  logits: ArrayLike<number>,
  { temperature, topK = logits.length }: Sampling,
  u: number,
  exp: Elementary['exp'],
): number {
  const tokens = ranked(logits);
  if (temperature === 0) return tokens[0];
  const chosen = tokens.slice(0, topK);
  const weights = chosen.map((token) => exp((logits[token] - logits[chosen[0]]) / temperature));
  let left = u * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return chosen[i];
  }
  return chosen[chosen.length - 1];
}

export interface Generation extends Sampling {
  /** What is gone on with; at least one token. */
  readonly prompt: ArrayLike<number>;
  /** Tokens to make. */
  readonly count: number;
  /** Most tokens that the network takes: of a longer text it sees the last ones. */
  readonly context: number;
  /** Tokens that may be drawn: those with lower numbers; absent: all of the network. */
  readonly known?: number;
  /** A draw in [0, 1) for each token. */
  readonly draw: (index: number) => number;
  readonly exp: Elementary['exp'];
}

/** The tokens after the prompt, each as soon as it is there. Cheapest with a network of which one last position is read. */
export function* generateTokens(trainable: Trainable, settings: Generation): Iterable<number> {
  const { prompt, count, context, draw, exp } = settings;
  const { classes, targetsOfItem } = trainable;
  const { known = classes } = settings;
  const text = Array.from(prompt);
  if (text.length === 0) throw new RangeError('a text needs a first token to go on from');
  for (let index = 0; index < count; index++) {
    const seen = text.slice(-context);
    const batch = { items: 1, inputs: Int32Array.from(seen), targets: new Int32Array(), length: seen.length };
    const rows = trainable.logits(batch);
    const last = Math.min(targetsOfItem, seen.length) - 1;
    const token = sampleToken(rows.subarray(last * classes, last * classes + known), settings, draw(index), exp);
    text.push(token);
    yield token;
  }
}
