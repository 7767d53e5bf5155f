/** Steps of a rule over all tensors of a network, with its state in the run's block. */

import { MsmError } from '../../errors.js';
import type { Block } from '../../kernel/struct.js';
import type { Piece, Tensor } from '../../train/trainable.js';
import { closedForm, curvatureCount, learnedBlocks } from './coupled-step.js';
import { givenBlocks } from './given-blocks.js';
import type { Numeric } from './numeric.js';
import { RULES, type RuleSettings, ruleKernels, type TensorPlace } from './rules.js';
import { PROGRESS, placesOf } from './state.js';

export interface Optimizer {
  /** One step of these tensors, all if absent, with the gradient at this address, which is used up. */
  step(gradient: number, rate?: number, chosen?: readonly Tensor[]): void;
  /** What a step changes of a tensor in the block. */
  piecesOf(tensor: Tensor): readonly Piece[];
  /** Whether a step of a tensor comes to the same where rows of it, as a tensor of their own, make theirs by themselves. */
  splits(rows: Tensor, tensor: Tensor): boolean;
  /** Moments, curvature and their count begin anew. */
  restart(): void;
}

export function openOptimizer(
  numeric: Numeric,
  block: Block,
  tensors: readonly Tensor[],
  settings: RuleSettings,
): Optimizer {
  const { size } = numeric;
  const places = placesOf(block);
  const rule = RULES[settings.rule];
  const kernels = ruleKernels(numeric);
  const moments = rule.moments(settings);
  const isPruned = (): boolean => block.f64('progress')[PROGRESS.isPruned] !== 0;
  const offsets = new Map<string, number>();
  let curvature = 0;
  for (const tensor of tensors) {
    offsets.set(tensor.name, curvature * size);
    curvature += curvatureCount(tensor, settings);
  }
  const own = (base: number) => (tensor: Tensor) => base + (offsets.get(tensor.name) ?? 0);
  const { hessian } = settings;
  if (hessian !== undefined && settings.blocks === 'survivors') {
    throw new MsmError(
      'E_CONFIG',
      'blocks = survivors is for the fixed coupling, not for a block Hessian that is given or learned',
      {
        place: 'blocks',
      },
    );
  }
  const learned =
    hessian?.kind === 'learned'
      ? learnedBlocks(numeric, settings, hessian, { averages: own(places.curvature), factors: own(places.factors) })
      : undefined;
  const coupled =
    learned?.coupled ??
    (hessian?.kind === 'given'
      ? givenBlocks(numeric, tensors, settings.blocks, hessian)
      : closedForm(numeric, settings));

  const placeOf = (tensor: Tensor, gradient: number): TensorPlace => {
    const at = tensor.offset * size;
    return {
      tensor,
      p: places.parameters + at,
      g: gradient + at,
      moment: moments > 0 ? places.moment + at : 0,
      variance: moments > 1 ? places.variance + at : 0,
      mask: isPruned() ? places.masks + tensor.offset : 0,
    };
  };
  return {
    step: (gradient, rate = settings.rate, chosen = tensors) => {
      const t = block.f64('progress')[PROGRESS.steps] + 1;
      for (const tensor of chosen) {
        const place = placeOf(tensor, gradient);
        learned?.see(place, t);
        rule.step(kernels, { settings, rate, t }, place, coupled);
      }
      block.f64('progress')[PROGRESS.steps] = t;
    },
    splits: ({ offset }, tensor) => {
      if (settings.rule !== 'md' || tensor.shape.length === 1) return true;
      // blocks of a given or learned Hessian are found by their tensor
      if (hessian !== undefined) return false;
      return settings.blocks === 'row' || (offset - tensor.offset) % settings.block === 0;
    },
    piecesOf: (tensor) => {
      const { offset: from, count } = tensor;
      const curved = { from: (offsets.get(tensor.name) ?? 0) / size, count: curvatureCount(tensor, settings) };
      return [
        { array: 'parameters', from, count },
        ...(moments > 0 ? [{ array: 'moment', from, count }] : []),
        ...(moments > 1 ? [{ array: 'variance', from, count }] : []),
        ...(learned === undefined ? [] : ['curvature', 'factors'].map((array) => ({ array, ...curved }))),
      ];
    },
    restart: () => {
      for (const name of ['moment', 'variance', 'curvature', 'factors']) {
        (numeric.precision === 'f32' ? block.f32(name) : block.f64(name)).fill(0);
      }
      block.f64('progress')[PROGRESS.steps] = 0;
    },
  };
}
