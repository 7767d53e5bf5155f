/** A convolution and the batch normalisation behind it, with running statistics, as one convolution with biases. */
import { normFactors } from './batch-norm.js';

export interface FoldedBlock {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/**
 * What w (K x - mean) / sqrt(variance + 1e-5) + b is of x, as K' x + b'.
 *
 * @param kernels - K, [channels][..]
 * @param norm - w, b, mean and variance of each channel, in the order of `NORM_TENSORS`
 */
export function foldNorm(
  kernels: ArrayLike<number>,
  [weight, bias, mean, variance]: readonly ArrayLike<number>[],
): FoldedBlock {
  const factors = normFactors(weight, variance);
  const each = kernels.length / factors.length;
  return {
    weights: Float64Array.from(kernels, (weight, i) => factors[Math.floor(i / each)] * weight),
    biases: factors.map((factor, c) => bias[c] - factor * mean[c]),
  };
}
