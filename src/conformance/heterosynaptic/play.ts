/** What the checks of networks and rules share: settings as golden files write them, parameters in and out, and bounds. */

import type { Kernels } from '../../kernel/kernels.js';
import { layOut, openBlock, type StructDeclaration } from '../../kernel/struct.js';
import type { Corruption } from '../../model/heterosynaptic/coupling.js';
import type { HeterosynapticKernels } from '../../model/heterosynaptic/kernels.js';
import {
  RULE_DEFAULTS,
  RULES,
  type RuleName,
  type RuleSettings,
  type Variant,
} from '../../model/heterosynaptic/rules.js';
import { trainedState } from '../../model/heterosynaptic/state.js';
import type { Precision, Reals, Tensor, Trainable } from '../../train/trainable.js';
import { type Comparison, relative } from '../compare.js';
import type { Golden } from '../golden.js';

export const PRECISIONS: readonly Precision[] = ['f64', 'f32'];

/** Of golden numbers computed in double precision: one gradient or loss, and parameters after all steps. */
export interface Bounds {
  readonly single: number;
  readonly final: number;
}

/** Those of the golden files' own description. */
export const BOUNDS: { readonly [precision in Precision]: Bounds } = {
  f64: { single: 1e-12, final: 1e-12 },
  f32: { single: 1e-5, final: 1e-3 },
};

const VARIANTS: readonly Variant[] = ['right', 'july', 'laptop'];

/** A choice of a closed list. Throws for another word. */
function word<W extends string>(golden: Golden, key: string, words: readonly W[], absent?: W): W {
  const text = golden.text(key, absent);
  const found = words.find((one) => one === text);
  if (found === undefined) throw new Error(`${key} is '${text}', one of ${words.join(', ')} is known`);
  return found;
}

/** The rule that a config describes; absent settings are those that the golden files name. */
export function ruleOf(config: Golden, decaysAll: boolean): RuleSettings {
  const momentum = config.number('momentum', 0);
  return {
    ...RULE_DEFAULTS,
    rule: word(config, 'update_alg', Object.keys(RULES) as RuleName[]),
    rate: config.number('lr'),
    momentum,
    dampening: config.number('dampening', momentum),
    nesterov: config.flag('nesterov', false),
    weightDecay: config.number('weight_decay', 0),
    decaysAll,
    beta1: config.number('beta1', 0.9),
    beta2: config.number('beta2', 0.999),
    epsilon: config.number('eps', 1e-8),
    block: config.count('block_size', 1),
    alpha: config.number('alpha', 0),
    variant: word(config, 'variant', VARIANTS, 'right'),
  };
}

export const corruptionOf = (golden: Golden): Corruption => ({
  type: word(golden, 'type', ['identity', 'block_diagonal', 'full_dense'] as const),
  alpha: golden.number('alpha', 0),
  block: golden.count('block_size', 1),
});

/** Sets the parameters of a network to those of a golden part, by name. */
export function setParameters(trainable: Trainable, golden: Golden): void {
  for (const { name, offset, count } of trainable.tensors) {
    const values = golden.numbers(name);
    if (values.length !== count) throw new Error(`${name} has ${values.length} numbers, ${count} are needed`);
    trainable.parameters().set(values, offset);
  }
  trainable.changed();
}

/** One comparison for each tensor. `least`: absolute error that is let pass besides. */
export function compareTensors(
  what: string,
  tensors: readonly Tensor[],
  computed: Reals,
  golden: Golden,
  bound: number,
  least: (tensor: Tensor) => number,
): readonly Comparison[] {
  return tensors.map((tensor) => {
    const { name, offset, count } = tensor;
    return close(
      `${what} ${name}`,
      computed.subarray(offset, offset + count),
      golden.numbers(name),
      bound,
      least(tensor),
    );
  });
}

/** |a - b| <= least + bound max |b|, said as a relative error. */
export function close(
  quantity: string,
  computed: ArrayLike<number>,
  expected: Float64Array,
  bound: number,
  least: number,
): Comparison {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const found = relative(quantity, computed, expected, bound);
  if (scale === 0) return { ...found, bound: least };
  return { ...found, bound: bound + least / scale };
}

/** A block with the state of a rule over some tensors. */
export function openState(
  kernels: Kernels<HeterosynapticKernels>,
  tensors: readonly Tensor[],
  rule: RuleSettings,
  precision: Precision,
) {
  const { arrays, sizes } = trainedState({ precision, tensors, rule, prunes: false });
  const declaration: StructDeclaration = { name: 'rule', scalars: [], arrays };
  const layout = layOut(declaration, sizes);
  return openBlock(kernels.memory, declaration, layout, kernels.allocate(layout.bytes), true);
}
