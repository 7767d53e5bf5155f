/** What parameters come to: it depends on the task, and on the mode. */

import { LEGACY_RULE, rightRule, type StoppingRule } from '../../train/stopping.js';
import type { Schedule } from '../training/programme.js';
import { type Corruption, matchedRateFactor } from './coupling.js';
import type { NetworkSettings, TrainableSettings } from './open.js';
import type { HeterosynapticParameters } from './parameters.js';
import type { Hessian, RuleSettings } from './rules.js';
import { taskOf } from './tasks.js';

type P = HeterosynapticParameters;

/** Whether the items of the task are images, which a perceptron learns; a transformer learns the others. */
export const isOfImages = (p: Pick<P, 'task'>): boolean => taskOf(p).kind === 'images';

/** Items of a step. */
export const batchSizeOf = (p: P): number => p.batch_size ?? taskOf(p).batch;

export const scheduleOf = (p: P): Schedule => ({
  sizes: taskOf(p).sizes(p),
  batchSize: batchSizeOf(p),
  epochs: p.max_epochs ?? taskOf(p).epochs,
  prune: p.prune,
});

/** When a fit ends early; undefined if it does not. */
export function stoppingOf(p: P): { readonly rule: StoppingRule; readonly fewest: number } | undefined {
  const rule = p.early_stopping ?? (p.mode === 'faithful' ? 'legacy' : 'off');
  if (rule === 'off') return undefined;
  return { rule: rule === 'legacy' ? LEGACY_RULE : rightRule(p.patience), fewest: p.min_epochs };
}

const CORRUPTION_ALPHA = 0.1;

/** The original mixes the units of perceptrons and not those of transformers. What a person says acts on both. */
function corruptionOf(p: P): { readonly training: Corruption; readonly test: Corruption } {
  const { corruption_alpha: alpha, test_corruption_alpha: testAlpha, corruption_block_size: size } = p;
  const block = size ?? p.block_size;
  const absent = (isAsked: boolean) => (isOfImages(p) || isAsked ? 'block_diagonal' : 'identity');
  const type = p.corruption_type ?? absent(alpha !== null || size !== null);
  const testType = p.test_corruption_type ?? (testAlpha === null ? type : (p.corruption_type ?? absent(true)));
  const training = { type, alpha: alpha ?? CORRUPTION_ALPHA, block };
  return { training, test: { type: testType, alpha: testAlpha ?? training.alpha, block } };
}

function networkOf(p: P, seed: number): NetworkSettings {
  const items = taskOf(p).items(p);
  if (items.kind === 'images') {
    const sizes = [items.pixels, ...(p.hidden ?? items.hidden), items.classes];
    return { kind: 'perceptron', sizes, corruption: corruptionOf(p) };
  }
  return {
    kind: 'gpt',
    shape: {
      vocabulary: items.vocabulary,
      context: p.context ?? items.length,
      layers: p.n_layer,
      heads: p.n_head,
      width: p.n_embd,
      hasBias: p.bias,
      isCausal: p.causal ?? items.isCausal,
    },
    lastTokens: items.read,
    corruption: corruptionOf(p),
    dropout: { probability: p.dropout, seed },
  };
}

function hessianOf({ hessian, hessian_decay, damping, hessian_every }: P): Hessian | undefined {
  return hessian === 'coupling' ? undefined : { kind: 'learned', keep: hessian_decay, damping, every: hessian_every };
}

/** The original gives its coefficients of Adam to transformers alone. */
const givesBetas = (p: P): boolean => p.mode === 'right' || !isOfImages(p);

/** The rate of the optimizer: lr, or what makes its mean step that of mirror descent. */
function rateOf(p: P): number {
  const { lr, matched_rate, block_size, alpha, update_alg } = p;
  const rate = lr ?? taskOf(p).lr;
  return matched_rate && update_alg !== 'md' ? rate * matchedRateFactor(block_size, alpha) : rate;
}

const VARIANTS: { readonly [V in P['variant']]: RuleSettings['variant'] } = {
  current: 'right',
  july: 'july',
  laptop: 'laptop',
};

function ruleOf(p: P): RuleSettings {
  const hessian = hessianOf(p);
  return {
    rule: p.update_alg,
    rate: rateOf(p),
    momentum: p.momentum,
    dampening: p.dampening ?? p.momentum,
    nesterov: p.nesterov,
    weightDecay: p.weight_decay,
    decaysAll: isOfImages(p),
    beta1: givesBetas(p) ? p.beta1 : 0.9,
    beta2: givesBetas(p) ? p.beta2 : 0.999,
    epsilon: p.eps,
    block: p.block_size,
    alpha: p.alpha,
    blocks: p.blocks,
    variant: VARIANTS[p.variant],
    ...(hessian !== undefined && { hessian }),
  };
}

/** The network of a run with its rule. `given`: a block Hessian by the person. */
export const trainableOf = (p: P, seed: number, given?: Hessian): TrainableSettings => ({
  network: networkOf(p, seed),
  rule: { ...ruleOf(p), ...(given !== undefined && { hessian: given }) },
  precision: p.precision,
  items: batchSizeOf(p),
  prunes: p.prune,
});
