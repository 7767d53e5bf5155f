/**
 * Prototypical networks (specification, section 11): what asks belongs to the class of which the mean of the support has the nearest code. Of an episode the
 * first `support` rows of each class, in the order in which they come, make its prototype; all others ask.
 */
import type { Elementary } from '../../kernel/elementary.js';

/** Rows of an episode by what they are for. */
export interface EpisodeRows {
  /** Of each class, from the smallest on, those that are shown. */
  readonly shown: readonly (readonly number[])[];
  /** Those that ask, class by class, with the place of their class. */
  readonly asking: readonly { readonly row: number; readonly own: number }[];
}

/** @throws RangeError if nothing is left to ask */
export function episodeRows(classes: ArrayLike<number>, support: number): EpisodeRows {
  const rows = new Map<number, number[]>();
  for (let i = 0; i < classes.length; i++) {
    const own = rows.get(classes[i]);
    if (own === undefined) rows.set(classes[i], [i]);
    else own.push(i);
  }
  const grouped = [...rows].sort(([a], [b]) => a - b).map(([, own]) => own);
  const asking = grouped.flatMap((all, own) => all.slice(support).map((row) => ({ row, own })));
  if (asking.length === 0) throw new RangeError('no class has more rows than its support');
  return { shown: grouped.map((all) => all.slice(0, support)), asking };
}

/** Means of the support, [classes, width]. */
function prototypesOf(x: Float64Array, width: number, { shown }: EpisodeRows): readonly Float64Array[] {
  return shown.map((rows) => {
    const mean = new Float64Array(width);
    for (const row of rows) for (let d = 0; d < width; d++) mean[d] += x[row * width + d] / rows.length;
    return mean;
  });
}

/**
 * -|x - prototype|^2 of each that asks, [asking, classes].
 *
 * @param x - codes, rows of `width` numbers
 */
export function prototypeLogits(x: Float64Array, width: number, episode: EpisodeRows): Float64Array {
  const prototypes = prototypesOf(x, width, episode);
  const logits = new Float64Array(episode.asking.length * prototypes.length);
  for (const [q, { row }] of episode.asking.entries()) {
    for (const [c, mean] of prototypes.entries()) {
      let distance = 0;
      for (let d = 0; d < width; d++) distance += (x[row * width + d] - mean[d]) * (x[row * width + d] - mean[d]);
      logits[q * prototypes.length + c] = -distance;
    }
  }
  return logits;
}

/** The gradient of the codes, as their rows, from that of the logits. */
export function prototypesBack(
  x: Float64Array,
  width: number,
  episode: EpisodeRows,
  logitsBar: ArrayLike<number>,
): Float64Array {
  const { shown, asking } = episode;
  const prototypes = prototypesOf(x, width, episode);
  const bars = prototypes.map(() => new Float64Array(width));
  const xBar = new Float64Array(x.length);
  for (const [q, { row }] of asking.entries()) {
    for (const [c, mean] of prototypes.entries()) {
      const slope = 2 * logitsBar[q * prototypes.length + c];
      for (let d = 0; d < width; d++) {
        const pull = slope * (mean[d] - x[row * width + d]);
        xBar[row * width + d] += pull;
        bars[c][d] -= pull;
      }
    }
  }
  for (const [c, rows] of shown.entries())
    for (const row of rows) for (let d = 0; d < width; d++) xBar[row * width + d] += bars[c][d] / rows.length;
  return xBar;
}

export interface PrototypicalOutcome {
  /** Mean over queries, in nats. */
  readonly loss: number;
  readonly accuracy: number;
  /** Gradient of the loss, as the rows. */
  readonly gradient: Float64Array;
}

/**
 * Cross-entropy of an episode in double precision.
 *
 * @param x - codes, rows of `width` numbers
 * @throws RangeError if nothing is left to ask
 */
export function prototypicalLoss(
  { exp, log }: Pick<Elementary, 'exp' | 'log'>,
  x: Float64Array,
  width: number,
  classes: ArrayLike<number>,
  support: number,
): PrototypicalOutcome {
  const episode = episodeRows(classes, support);
  const { asking, shown } = episode;
  const logits = prototypeLogits(x, width, episode);
  let [loss, correct] = [0, 0];
  for (const [q, { own }] of asking.entries()) {
    const said = logits.subarray(q * shown.length, (q + 1) * shown.length);
    const nearest = Math.max(...said);
    const shares = said.map((logit) => exp(logit - nearest));
    const total = shares.reduce((sum, share) => sum + share, 0);
    loss += nearest - said[own] + log(total);
    if (said.indexOf(nearest) === own) correct++;
    said.set(shares.map((share, c) => (share / total - (c === own ? 1 : 0)) / asking.length));
  }
  const gradient = prototypesBack(x, width, episode, logits);
  return { loss: loss / asking.length, accuracy: correct / asking.length, gradient };
}
