/** Inputs and observables of the heterosynaptic family, the one list of each, and what its parameters must fulfil together. */

import { CLASSES } from '../../train/scoring.js';
import type { FamilySchema, Violation } from '../schema.js';
import { foreignParameters, type OwnParameters } from '../training/own-parameters.js';
import { trainingObservables } from '../training/watcher.js';
import { isPositiveDefinite } from './coupling.js';
import { HETEROSYNAPTIC_PARAMETERS, type HeterosynapticParameters } from './parameters.js';
import { isOfImages } from './settings.js';
import { taskOf } from './tasks.js';

type Check = (p: HeterosynapticParameters) => Violation | undefined;

const when = (holds: boolean, key: string, message: string): Violation | undefined =>
  holds ? { key, message } : undefined;

const whenIdle = (holds: boolean, key: string, message: string): Violation | undefined =>
  holds ? { key, message, isIdle: true } : undefined;

/** H is positive definite for -1/(B-1) < alpha < 1. */
const coupling: Check = (p) => {
  const { alpha, block_size: B, update_alg, matched_rate, hessian } = p;
  const isUsed = matched_rate || (update_alg === 'md' && hessian === 'coupling');
  const low = B === 1 ? '' : ` with block_size = ${B}: it must be above -1/${B - 1} and below 1`;
  return when(
    isUsed && !isPositiveDefinite(B, alpha),
    'alpha',
    `alpha = ${alpha} makes no positive definite coupling${low}`,
  );
};

const heads: Check = (p) => {
  const { n_head, n_embd } = p;
  return when(
    !isOfImages(p) && n_embd % n_head !== 0,
    'n_head',
    `n_head = ${n_head} does not divide n_embd = ${n_embd}`,
  );
};

const context: Check = (p) => {
  const items = taskOf(p).items(p);
  if (items.kind !== 'sequences' || p.context === null) return undefined;
  const { length, lengthName } = items;
  return when(
    p.context < length,
    'context',
    `context = ${p.context} is shorter than a sequence, ${lengthName} = ${length}`,
  );
};

const nesterov: Check = ({ nesterov: asked, update_alg, momentum, dampening }) => {
  if (!asked || update_alg !== 'gd') return undefined;
  const is = dampening ?? momentum;
  return when(
    momentum === 0 || is !== 0,
    'nesterov',
    `nesterov needs momentum above 0 and dampening = 0, not ${momentum} and ${is}`,
  );
};

/** The original ignores it in silence. */
const decay: Check = ({ update_alg, weight_decay, variant, mode }) =>
  whenIdle(
    mode === 'right' && update_alg === 'md' && weight_decay > 0 && variant !== 'laptop',
    'weight_decay',
    `weight_decay = ${weight_decay} has no effect with update_alg = md, which has none`,
  );

const variant: Check = ({ variant: is, update_alg }) => {
  const isOf = is === 'july' ? ['md', 'gd'] : ['md'];
  return when(
    is !== 'current' && !isOf.includes(update_alg),
    'variant',
    `variant = ${is} is one of ${isOf.join(' and ')}, not of ${update_alg}`,
  );
};

const groups: Check = ({ prune, prune_n, prune_m }) =>
  when(prune && prune_n > prune_m, 'prune_n', `prune_n = ${prune_n} is more than prune_m = ${prune_m}`);

const survivors: Check = ({ blocks, prune }) =>
  when(blocks === 'survivors' && !prune, 'blocks', 'blocks = survivors needs prune: nothing is pruned without it');

const learned: Check = ({ blocks, hessian }) =>
  when(
    blocks === 'survivors' && hessian === 'data',
    'blocks',
    'blocks = survivors and hessian = data exclude each other: a part of a learned block has no inverse of its own',
  );

const idle: Check = ({ hessian, update_alg }) =>
  whenIdle(
    hessian === 'data' && update_alg !== 'md',
    'hessian',
    `hessian = data has no effect with update_alg = ${update_alg}: md alone inverts it`,
  );

const IMAGES = ['digits', 'mnist', 'fmnist'] as const;
const TEXTS = ['characters', 'words'] as const;
const SEQUENCES = ['selective-copying', ...TEXTS] as const;

const OF_TASKS: OwnParameters<HeterosynapticParameters> = [
  [IMAGES, ['hidden']],
  [SEQUENCES, ['n_tokens', 'context', 'n_layer', 'n_head', 'n_embd', 'dropout', 'bias', 'causal']],
  [['mnist', 'fmnist'], ['input_size']],
  [['selective-copying'], ['l_noise', 'l_memorize', 'variable', 'reverse']],
  [TEXTS, ['seq_len']],
];

const epochs: Check = ({ prune, max_epochs }) =>
  when(prune && max_epochs === 0, 'max_epochs', 'max_epochs = 0 leaves nothing to train after pruning');

const items: Check = (p) => taskOf(p).check?.(p);

const CHECKS: readonly Check[] = [
  coupling,
  heads,
  context,
  nesterov,
  decay,
  variant,
  groups,
  survivors,
  learned,
  idle,
  epochs,
  items,
];

/** Key of the data set. */
export const DATA = 'data';

export const HETEROSYNAPTIC_SCHEMA: FamilySchema<HeterosynapticParameters> = {
  name: 'heterosynaptic',
  summary: 'perceptrons and small transformers whose neighbouring synapses compete while they learn',
  parameters: HETEROSYNAPTIC_PARAMETERS,
  inputs: [
    {
      key: 'weights',
      symbol: 'w(0)',
      type: 'f64',
      shape: ['weights'],
      aliases: ['initial-weights'],
      help: 'weights at the start, by the names of their tensors (.safetensors, .npz) or all one after the other; drawn otherwise',
    },
    {
      key: 'vocabulary',
      symbol: '',
      type: 'i32',
      shape: ['*'],
      help: 'tokens of a text by number, as state.arrow of a run has them; those of the training text otherwise',
    },
    {
      key: 'block_hessian',
      symbol: 'H',
      type: 'f64',
      shape: ['rows', 'block_size'],
      help: 'symmetric positive definite block that md inverts instead of the coupling of alpha, one for all weights, or one for each by the name of its tensor (.safetensors, .npz)',
    },
  ],
  datasets: [
    {
      key: DATA,
      help: 'what is learned: of mnist and fmnist the folder with the four IDX files, raw or gzip; of characters and words a text, or a folder with train.txt, valid.txt and test.txt',
    },
  ],
  observables: trainingObservables(CLASSES),
  compatible: (p) => [
    ...CHECKS.map((check) => check(p)).filter((violation) => violation !== undefined),
    ...foreignParameters(HETEROSYNAPTIC_PARAMETERS, OF_TASKS, p),
  ],
};
