/** Steps of a rule over all tensors of a network, with its state in the run's block. */
import type { Block } from '../../kernel/struct.js';
import type { Tensor } from '../../train/trainable.js';
import { closedForm, curvatureCount, givenBlocks, learnedBlocks } from './coupled-step.js';
import type { Numeric } from './numeric.js';
import { RULES, type RuleSettings, ruleKernels, type TensorPlace } from './rules.js';
import { PROGRESS, placesOf } from './state.js';

export interface Optimizer {
  /** One step with the gradient at this address, which is used up. */
  step(gradient: number, rate?: number): void;
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
  const learned =
    hessian?.kind === 'learned'
      ? learnedBlocks(numeric, settings, hessian, { averages: own(places.curvature), factors: own(places.factors) })
      : undefined;
  const coupled =
    learned?.coupled ??
    (hessian?.kind === 'given' ? givenBlocks(numeric, settings, hessian) : closedForm(numeric, settings));

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
    step: (gradient, rate = settings.rate) => {
      const t = block.f64('progress')[PROGRESS.steps] + 1;
      for (const tensor of tensors) {
        const place = placeOf(tensor, gradient);
        learned?.see(place, t);
        rule.step(kernels, { settings, rate, t }, place, coupled);
      }
      block.f64('progress')[PROGRESS.steps] = t;
    },
    restart: () => {
      for (const name of ['moment', 'variance', 'curvature', 'factors']) {
        (numeric.precision === 'f32' ? block.f32(name) : block.f64(name)).fill(0);
      }
      block.f64('progress')[PROGRESS.steps] = 0;
    },
  };
}
