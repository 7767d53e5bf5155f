/**
 * Rules of descent: a table plus a name (specification, section 2). A rule says how many moments it keeps and what it does to one tensor;
 * the kernels are those of assembly/train.
 */
import { adamStep } from '../../train/adam.js';
import type { Tensor } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';

export type RuleName = 'md' | 'gd' | 'adam' | 'adamW';

/** How parameters are cut into blocks: along the whole tensor, along each row, or along the tensor among those that a mask leaves. */
export type Blocks = 'flat' | 'row' | 'survivors';

/** Forms of the past: july and laptop are those behind stored results (specification, section 2). */
export type Variant = 'right' | 'july' | 'laptop';

export interface RuleSettings {
  readonly rule: RuleName;
  readonly rate: number;
  readonly momentum: number;
  /** Of gd; absent: the momentum. */
  readonly dampening?: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  /** Whether biases and scales decay, too. */
  readonly decaysAll: boolean;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly block: number;
  readonly alpha: number;
  readonly blocks: Blocks;
  readonly variant: Variant;
  readonly hessian?: Hessian;
}

/** What stands for the coupling H_B(alpha) of md. */
export type Hessian =
  | {
      readonly kind: 'given';
      /** A symmetric positive definite block, row-major, for each tensor by name; `all` for those that have none of their own. */
      readonly blocks: { readonly [tensor: string]: Float64Array };
    }
  | {
      readonly kind: 'learned';
      /** Weight of what was there in the running average of outer products of the gradient. */
      readonly keep: number;
      /** Share of the identity, against a mean diagonal of 1. */
      readonly damping: number;
      /** Steps from one factorisation to the next. */
      readonly every: number;
    };

/** Addresses of the arrays of one tensor; 0 for what the rule has not. */
export interface TensorPlace {
  readonly tensor: Tensor;
  readonly p: number;
  readonly g: number;
  readonly moment: number;
  readonly variance: number;
  /** Address of its mask, 0 while nothing is pruned. */
  readonly mask: number;
}

export interface Step {
  readonly settings: RuleSettings;
  readonly rate: number;
  /** Steps with this one since the moments began. */
  readonly t: number;
}

/** Takes the direction in `g` through H^-1 and the step to the parameters. */
export type Coupled = (place: TensorPlace, rate: number) => void;

type Kernels = ReturnType<typeof ruleKernels>;

interface Rule {
  readonly help: string;
  /** Arrays of the size of the parameters that it keeps. */
  moments(settings: RuleSettings): 0 | 1 | 2;
  step(kernels: Kernels, at: Step, place: TensorPlace, coupled: Coupled): void;
}

export const ruleKernels = (numeric: Numeric) => numeric.pick('decay', 'average', 'descend', 'adam');

const decays = ({ decaysAll, weightDecay }: RuleSettings, { shape }: Tensor): boolean =>
  weightDecay !== 0 && (decaysAll || shape.length > 1);

/** A moment that begins with the first gradient, as heavy balls and damped averages do. */
function begun(k: Kernels, { settings, t }: Step, { tensor, g, moment }: TensorPlace, dampening: number): void {
  const { momentum, nesterov } = settings;
  if (momentum === 0) return;
  const [keep, take] = t === 1 ? [0, 1] : [momentum, 1 - dampening];
  k.average(tensor.count, g, moment, keep, take, nesterov ? momentum : 0);
}

/** Mirror descent: what its gradient is before the coupling. */
function mirrorDirection(k: Kernels, at: Step, place: TensorPlace): void {
  const { tensor, p, g, moment } = place;
  const { momentum, variant, weightDecay, dampening = 0 } = at.settings;
  if (variant === 'july') {
    begun(k, at, place, dampening);
    return;
  }
  if (variant === 'laptop' && decays(at.settings, tensor)) k.decay(tensor.count, g, p, weightDecay, false);
  if (momentum > 0) k.average(tensor.count, g, moment, momentum, variant === 'laptop' ? 1 : 1 - momentum, 0);
}

function adaptive(k: Kernels, at: Step, { tensor, ...place }: TensorPlace, shrink: number): void {
  adamStep(k.adam, { ...at.settings, rate: at.rate }, at.t, { count: tensor.count, ...place }, shrink);
}

export const RULES: { readonly [name in RuleName]: Rule } = {
  md: {
    help: 'mirror descent: neighbouring parameters are coupled',
    moments: ({ momentum }) => (momentum > 0 ? 1 : 0),
    step: (k, at, place, coupled) => {
      mirrorDirection(k, at, place);
      const { tensor, p, g } = place;
      if (tensor.shape.length > 1) coupled(place, at.rate);
      else k.descend(tensor.count, p, g, at.rate);
    },
  },
  gd: {
    help: 'gradient descent with momentum and weight decay',
    moments: ({ momentum }) => (momentum > 0 ? 1 : 0),
    step: (k, at, place) => {
      const { tensor, p, g } = place;
      const { momentum, dampening = momentum, weightDecay, variant } = at.settings;
      if (decays(at.settings, tensor)) k.decay(tensor.count, g, p, weightDecay, variant === 'july');
      begun(k, at, place, dampening);
      k.descend(tensor.count, p, g, at.rate);
    },
  },
  adam: {
    help: 'Adam, weight decay as part of the gradient',
    moments: () => 2,
    step: (k, at, place) => {
      const { tensor, p, g } = place;
      if (decays(at.settings, tensor)) k.decay(tensor.count, g, p, at.settings.weightDecay, false);
      adaptive(k, at, place, 1);
    },
  },
  adamW: {
    help: 'Adam, weight decay apart from the gradient',
    moments: () => 2,
    step: (k, at, place) => {
      const { weightDecay } = at.settings;
      adaptive(k, at, place, decays(at.settings, place.tensor) ? 1 - at.rate * weightDecay : 1);
    },
  },
};

/** Settings that a rule has where nothing else is said. */
export const RULE_DEFAULTS: RuleSettings = {
  rule: 'md',
  rate: 0.01,
  momentum: 0,
  nesterov: false,
  weightDecay: 0,
  decaysAll: true,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  block: 4,
  alpha: 0.1,
  blocks: 'flat',
  variant: 'right',
};
