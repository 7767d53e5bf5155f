/** The step of mirror descent: the direction goes through the inverse of a coupling of neighbours, fixed or learned. */
import type { Tensor } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';
import type { Blocks, Coupled, Hessian, RuleSettings, TensorPlace } from './rules.js';

/** How a tensor is cut into blocks: segments of a length, each with a shorter block at its end. */
export interface Segments {
  readonly segments: number;
  readonly length: number;
}

export const segmentsOf = ({ shape, count }: Tensor, blocks: Blocks): Segments =>
  blocks === 'row' ? { segments: shape[0], length: count / shape[0] } : { segments: 1, length: count };

/** Numbers that the curvature of a tensor takes: a matrix for each of its blocks. */
export function curvatureCount(tensor: Tensor, { blocks, block }: RuleSettings): number {
  const { segments, length } = segmentsOf(tensor, blocks);
  return tensor.shape.length > 1 ? segments * Math.ceil(length / block) * block * block : 0;
}

export interface Curvature {
  /** Address of the running averages and of the factors of a tensor. */
  readonly averages: (tensor: Tensor) => number;
  readonly factors: (tensor: Tensor) => number;
}

/** By the closed form of H_B(alpha)^-1. */
export function closedForm(numeric: Numeric, settings: RuleSettings): Coupled {
  const { block, alpha, blocks } = settings;
  const k = numeric.pick('couple', 'mirror', 'descend');
  return ({ tensor, p, g, mask }, rate) => {
    const { segments, length } = segmentsOf(tensor, blocks);
    const isOneRun = segments === 1 || length % block === 0;
    const chosen = blocks === 'survivors' ? mask : 0;
    if (chosen === 0 && isOneRun && block % numeric.lanes === 0) {
      k.mirror(tensor.count, p, g, block, alpha, rate);
      return;
    }
    k.couple(segments, length, g, block, alpha, chosen);
    k.descend(tensor.count, p, g, rate);
  };
}

/** With a block for each block of parameters that is learned from the gradients. */
export function learnedBlocks(
  numeric: Numeric,
  { block, blocks }: RuleSettings,
  { keep, damping, every }: Extract<Hessian, { kind: 'learned' }>,
  { averages, factors }: Curvature,
): { readonly see: (place: TensorPlace, t: number) => void; readonly coupled: Coupled } {
  const k = numeric.pick('average_outer', 'factor_blocks', 'solve_blocks', 'descend');
  return {
    see: ({ tensor, g }, t) => {
      if (tensor.shape.length === 1) return;
      const { segments, length } = segmentsOf(tensor, blocks);
      const mean = k.average_outer(segments, length, g, block, keep, averages(tensor));
      if ((t - 1) % every === 0) {
        k.factor_blocks(segments, length, block, averages(tensor), mean, damping, factors(tensor));
      }
    },
    coupled: ({ tensor, p, g }, rate) => {
      const { segments, length } = segmentsOf(tensor, blocks);
      k.solve_blocks(segments, length, g, block, factors(tensor), block * block);
      k.descend(tensor.count, p, g, rate);
    },
  };
}
