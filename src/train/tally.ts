/** What batches come to over a pass, kept in the state of the run so that a pass can be interrupted. */
import type { Outcome } from './trainable.js';

/** Numbers of the state block that a pass adds up in. */
export const TALLY = [
  'lossSum',
  'correct',
  'targets',
  'batchLossSum',
  'batchPerplexitySum',
  'batches',
  'lossSquares',
] as const;
export type TallyName = (typeof TALLY)[number];

/** The state block as a tally sees it. */
export interface TallyBlock {
  get(name: TallyName): number;
  set(name: TallyName, value: number): void;
}

/** A pass in numbers. Plain means over batches, as the original has them, weigh a short last batch like a full one. */
export interface PassMetrics {
  /** Mean loss over targets. */
  readonly loss: number;
  /** Share of the targets that were right. */
  readonly accuracy: number;
  /** exp(loss) */
  readonly perplexity: number;
  /** Mean over batches of their mean losses. */
  readonly batchLoss: number;
  /** Mean over batches of exp(mean loss). */
  readonly batchPerplexity: number;
  /** Standard deviation of the losses of targets (divisor n - 1), where the network says their squares; 0 otherwise. */
  readonly lossDeviation: number;
}

/** The exponential function of the kernels. */
export type Exp = (x: number) => number;

export function clearTally(block: TallyBlock): void {
  for (const name of TALLY) block.set(name, 0);
}

/** Adds what else a batch measured. */
export function addMeasures(sums: Float64Array, { measures = [] }: Outcome): void {
  for (const [i, sum] of measures.entries()) sums[i] += sum;
}

/** Adds a batch. */
export function addBatch(block: TallyBlock, { loss, correct, targets, lossSquares = 0 }: Outcome, exp: Exp): void {
  const mean = loss / targets;
  const added: { readonly [Name in TallyName]: number } = {
    lossSum: loss,
    correct,
    targets,
    batchLossSum: mean,
    batchPerplexitySum: exp(mean),
    batches: 1,
    lossSquares,
  };
  for (const name of TALLY) block.set(name, block.get(name) + added[name]);
}

/** A tally that is no part of a state. */
export function plainTally(): TallyBlock {
  const sums = new Map<TallyName, number>();
  return { get: (name) => sums.get(name) ?? 0, set: (name, value) => void sums.set(name, value) };
}

/** Standard deviation of `count` numbers with this sum of squares and mean; 0 where there are too few to tell. */
const deviationOf = (squares: number, mean: number, count: number): number =>
  count < 2 ? 0 : Math.sqrt(Math.max(0, (squares - count * mean * mean) / (count - 1)));

/** The pass so far. */
export function passMetrics(block: TallyBlock, exp: Exp): PassMetrics {
  const [targets, batches] = [block.get('targets'), block.get('batches')];
  const loss = block.get('lossSum') / targets;
  return {
    loss,
    accuracy: block.get('correct') / targets,
    perplexity: exp(loss),
    batchLoss: block.get('batchLossSum') / batches,
    batchPerplexity: block.get('batchPerplexitySum') / batches,
    lossDeviation: deviationOf(block.get('lossSquares'), loss, targets),
  };
}
