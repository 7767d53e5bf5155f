/** The continuous Bernoulli law on [-1, 1] (spec 1.2, 2), number by number, from the kernels. For formulas and error: assembly/math. */
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { AttractorKernels } from './kernels.js';

export interface ContinuousBernoulli {
  /** Mean L(t) = coth t - 1/t. */
  readonly mean: (t: number) => number;
  /** The mean as the published program computes it: cancels near 0. */
  readonly meanLiteral: (t: number) => number;
  /** Variance L'(t). */
  readonly variance: (t: number) => number;
  /** The t with L(t) = y; +-Infinity at +-1, NaN beyond. */
  readonly inverse: (y: number) => number;
  /** y (3 - y^2)/(1 - y^2), up to 4.94 % off. */
  readonly inverseRational: (y: number) => number;
  /** psi(t) = ln(2 sinh t / t). */
  readonly logPartition: (t: number) => number;
  /** Differential entropy in nats. */
  readonly entropy: (t: number) => number;
  /** The entropy as published: 1e-12 is added to the partition function, which is taken as 2 up to |t| = 1e-8. */
  readonly entropyLiteral: (t: number) => number;
  /** Density at x. */
  readonly density: (t: number, x: number) => number;
  /** x with distribution function u in [0, 1). */
  readonly sample: (t: number, u: number) => number;
  /** The sample as published: t clipped to +-500. */
  readonly sampleLiteral: (t: number, u: number) => number;
}

/** The published program takes the law as uniform up to here, and adds this to the partition function. */
const [UNIFORM_UP_TO, ADDED] = [1e-8, 1e-12];

/** The functions of loaded kernels. Throws if the build does not export them. */
export function continuousBernoulli(kernels: Kernels<AttractorKernels>): ContinuousBernoulli {
  const { log } = elementaryOf(kernels);
  const [expm1, literal] = [kernels.kernel('expm1_f64'), kernels.kernel('langevin_literal_f64')];
  const entropyLiteral = (t: number): number => {
    const a = Math.abs(t);
    if (a <= UNIFORM_UP_TO) return log(2);
    const grown = expm1(a); // 2 sinh a = grown + grown/(1 + grown), which does not cancel
    const found = log((grown + grown / (1 + grown)) / a + ADDED) - t * literal(t);
    return Number.isFinite(found) ? found : 0;
  };
  return {
    entropyLiteral,
    mean: kernels.kernel('langevin_f64'),
    meanLiteral: kernels.kernel('langevin_literal_f64'),
    variance: kernels.kernel('langevin_slope_f64'),
    inverse: kernels.kernel('langevin_inverse_f64'),
    inverseRational: kernels.kernel('langevin_inverse_rational_f64'),
    logPartition: kernels.kernel('log_partition_f64'),
    entropy: kernels.kernel('cb_entropy_f64'),
    density: kernels.kernel('cb_density_f64'),
    sample: kernels.kernel('cb_sample_f64'),
    sampleLiteral: kernels.kernel('cb_sample_literal_f64'),
  };
}
