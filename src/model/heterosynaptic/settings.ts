/** What parameters come to: it depends on the task, and on the mode. */

import { DIGIT_PIXELS } from '../../dataset/digits.js';
import { type CopyingTask, copyingLength } from '../../dataset/selective-copying.js';
import { LEGACY_RULE, rightRule, type StoppingRule } from '../../train/stopping.js';
import type { Schedule } from '../training/programme.js';
import { type Corruption, matchedRateFactor } from './coupling.js';
import type { NetworkSettings, TrainableSettings } from './open.js';
import type { HeterosynapticParameters } from './parameters.js';
import type { Hessian, RuleSettings } from './rules.js';

type P = HeterosynapticParameters;

/** What a task has where the person says nothing. */
interface TaskDefaults {
  readonly lr: number;
  readonly epochs: number;
  readonly training: number;
  readonly validation: number;
  readonly test: number;
}

const DEFAULTS: { readonly [T in P['task']]: TaskDefaults } = {
  digits: { lr: 0.3, epochs: 40, training: 1297, validation: 200, test: 300 },
  'selective-copying': { lr: 0.01, epochs: 20, training: 10_000, validation: 1_000, test: 1_000 },
};

/** Classes of labelled images. */
export const IMAGE_CLASSES = 10;

/** Whether the items of the task are images, which a perceptron learns; a transformer learns the others. */
export const isOfImages = ({ task }: Pick<P, 'task'>): boolean => task === 'digits';

/** Items of each part. */
export const sizesOf = ({ task, train_size, validation_size, test_size }: P): Schedule['sizes'] => {
  const { training, validation, test } = DEFAULTS[task];
  return { training: train_size ?? training, validation: validation_size ?? validation, test: test_size ?? test };
};

export const scheduleOf = (p: P): Schedule => ({
  sizes: sizesOf(p),
  batchSize: p.batch_size,
  epochs: p.max_epochs ?? DEFAULTS[p.task].epochs,
  prune: p.prune,
});

export const isLegacySplit = ({ split, mode }: P): boolean =>
  (split ?? (mode === 'faithful' ? 'legacy' : 'honest')) === 'legacy';

/** When a fit ends early; undefined if it does not. */
export function stoppingOf(p: P): { readonly rule: StoppingRule; readonly fewest: number } | undefined {
  const rule = p.early_stopping ?? (p.mode === 'faithful' ? 'legacy' : 'off');
  if (rule === 'off') return undefined;
  return { rule: rule === 'legacy' ? LEGACY_RULE : rightRule(p.patience), fewest: p.min_epochs };
}

export const copyingOf = ({ l_noise, l_memorize, n_tokens, variable, reverse }: P): CopyingTask => ({
  noise: l_noise,
  memorize: l_memorize,
  tokens: n_tokens,
  isVariable: variable,
  isReversed: reverse,
});

/** Tokens of a sequence of the task. */
export const sequenceLength = (p: P): number => copyingLength(copyingOf(p));

function corruptionOf(p: P): { readonly training: Corruption; readonly test: Corruption } {
  const block = p.corruption_block_size ?? p.block_size;
  const training = { type: p.corruption_type, alpha: p.corruption_alpha, block };
  const test = {
    type: p.test_corruption_type ?? p.corruption_type,
    alpha: p.test_corruption_alpha ?? p.corruption_alpha,
    block,
  };
  return { training, test };
}

function networkOf(p: P, seed: number): NetworkSettings {
  if (isOfImages(p)) {
    return { kind: 'perceptron', sizes: [DIGIT_PIXELS, ...p.hidden, IMAGE_CLASSES], corruption: corruptionOf(p) };
  }
  return {
    kind: 'gpt',
    shape: {
      vocabulary: p.n_tokens,
      context: p.context ?? sequenceLength(p),
      layers: p.n_layer,
      heads: p.n_head,
      width: p.n_embd,
      hasBias: p.bias,
      isCausal: p.causal,
    },
    lastTokens: p.l_memorize,
    dropout: { probability: p.dropout, seed },
  };
}

function hessianOf({ hessian, hessian_decay, damping, hessian_every }: P): Hessian | undefined {
  return hessian === 'coupling' ? undefined : { kind: 'learned', keep: hessian_decay, damping, every: hessian_every };
}

/** The original gives its coefficients of Adam to transformers alone. */
const givesBetas = (p: P): boolean => p.mode === 'right' || !isOfImages(p);

/** The rate of the optimizer: lr, or what makes its mean step that of mirror descent. */
function rateOf({ lr, task, matched_rate, block_size, alpha, update_alg }: P): number {
  const rate = lr ?? DEFAULTS[task].lr;
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

/** The network of a run with its rule. */
/** `blockHessian`: a block given by the person, row-major. */
export const trainableOf = (p: P, seed: number, blockHessian?: Float64Array): TrainableSettings => ({
  network: networkOf(p, seed),
  rule: {
    ...ruleOf(p),
    ...(blockHessian !== undefined && { hessian: { kind: 'given', blocks: { all: blockHessian } } }),
  },
  precision: p.precision,
  items: p.batch_size,
  prunes: p.prune,
});
