/** What a trained network keeps in the block of its run: parameters, moments, masks, curvature. All of it is in a checkpoint. */
import type { Block } from '../../kernel/struct.js';
import { countOf } from '../../train/tensors.js';
import type { Precision, Tensor, TrainableState } from '../../train/trainable.js';
import { curvatureCount } from './coupled-step.js';
import { RULES, type RuleSettings } from './rules.js';

/** Places in the array `progress`. */
export const PROGRESS = { steps: 0, isPruned: 1 } as const;

export interface StateSettings {
  readonly precision: Precision;
  readonly tensors: readonly Tensor[];
  readonly rule: RuleSettings;
  /** Whether it may be pruned. */
  readonly prunes: boolean;
}

/** Arrays and sizes to put into the declaration of a run's block. */
export function trainedState({ precision: type, tensors, rule, prunes }: StateSettings): TrainableState {
  const count = countOf(tensors);
  const moments = RULES[rule.rule].moments(rule);
  const curvature =
    rule.hessian?.kind === 'learned' ? tensors.reduce((sum, tensor) => sum + curvatureCount(tensor, rule), 0) : 0;
  return {
    arrays: [
      { name: 'progress', type: 'f64', shape: ['progress'], meaning: 'steps of the optimizer, whether it is pruned' },
      { name: 'parameters', type, shape: ['parameters'], meaning: 'stored parameters' },
      { name: 'moment', type, shape: ['moments'], meaning: 'first moments of the gradient' },
      { name: 'variance', type, shape: ['variances'], meaning: 'second moments of the gradient' },
      {
        name: 'masks',
        type: 'u8',
        shape: ['masks'],
        meaning: '1 for parameters that act, 0 for those that are pruned',
      },
      { name: 'curvature', type, shape: ['curvature'], meaning: 'running averages of outer products inside blocks' },
      { name: 'factors', type, shape: ['curvature'], meaning: 'factors of the coupling of each block' },
    ],
    sizes: {
      progress: Object.keys(PROGRESS).length,
      parameters: count,
      moments: moments > 0 ? count : 0,
      variances: moments > 1 ? count : 0,
      masks: prunes ? count : 0,
      curvature,
    },
  };
}

/** Addresses of the arrays in an opened block. */
export const placesOf = (block: Block) => ({
  parameters: block.pointer('parameters'),
  moment: block.pointer('moment'),
  variance: block.pointer('variance'),
  masks: block.pointer('masks'),
  curvature: block.pointer('curvature'),
  factors: block.pointer('factors'),
});
