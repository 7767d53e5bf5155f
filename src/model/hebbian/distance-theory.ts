/** The theory of the distance for one run: what the file records beside the measured curve. */
import type { Kernels } from '../../kernel/kernels.js';
import type { HebbianKernels } from './kernels.js';
import type { HebbianSettings } from './settings.js';
import type { HebbianBlock } from './state.js';
import {
  asymptote,
  asymptoteOfHold,
  type ExactStatistics,
  exactMoments,
  exactStatistics,
  type HoldWeights,
  type Overlaps,
  publishedMean,
  publishedStd,
  publishedStdTransient,
  readWeights,
} from './theory.js';

export interface Moments {
  readonly mean: number;
  readonly std: number;
}

export interface DistanceTheory {
  /** Scalars of the patterns and initial couplings. */
  readonly overlaps: Overlaps;
  /** Statistics of the exact theory. */
  readonly exact: ExactStatistics;
  /** Long-time mean; null for random holds, where it has no closed form, and for the memory-matrix model. */
  readonly asymptote: number | null;
  /** Contraction of a step. */
  readonly eps: number;
  /** Moments of S/k^2 after `step` steps; `weights` as `advanceWeights` keeps them. Undefined where there is no theory. */
  at(step: number, weights: Float64Array): Moments | undefined;
}

/** Inner products of a fresh state: call before the first step. Costs K products with J. */
function statistics(
  kernels: Kernels<HebbianKernels>,
  block: HebbianBlock,
  s: HebbianSettings,
): { overlaps: Overlaps; exact: ExactStatistics } {
  const k = s.strength;
  const V = block.get('hebbNorm');
  const [S, P] = [block.get('deviation'), block.get('projection')];
  const overlaps = { V, V0: S + 2 * k * P + k * k * V, C0: P + k * V, k };
  const address = kernels.allocate(8 * (2 * s.patterns * s.patterns + s.patterns));
  kernels.kernel('hebbian_pattern_products')(block.address, address);
  const all = kernels.f64(address, 2 * s.patterns * s.patterns + s.patterns);
  const squared = s.patterns * s.patterns;
  const exact = exactStatistics(
    all.subarray(0, squared),
    all.subarray(squared, 2 * squared),
    all.subarray(2 * squared),
    s.probabilities,
    s.neurons,
    overlaps,
  );
  return { overlaps, exact };
}

/** Long-time mean in mode right: the initial value for frozen synapses, nothing for random holds or without a theory. */
function longTimeMean(s: HebbianSettings, exact: ExactStatistics): number | null {
  if (s.hasMemory) return null;
  if (s.isFrozen) return exact.initial;
  return s.hold.max - s.hold.min === 1 ? asymptoteOfHold(s.eps, s.hold.min, exact.meanNorm) : null;
}

/**
 * Theory of a run. Mode faithful: the published formulas with their contractions. Mode right: the exact moments for the run's own
 * holds, patterns and probabilities. The memory-matrix model has no theory.
 */
export function distanceTheory(
  kernels: Kernels<HebbianKernels>,
  block: HebbianBlock,
  s: HebbianSettings,
): DistanceTheory {
  const { overlaps, exact } = statistics(kernels, block, s);
  if (s.isFaithful) {
    // beyond eps = 2 the published formulas have no meaning: the contraction would grow
    const isDefined = !s.hasMemory && s.eps < 2;
    const longTime = s.isFrozen ? 0 : publishedStd(s.neurons, s.patterns, s.tauJ, s.rho);
    return {
      overlaps,
      exact,
      eps: s.eps,
      asymptote: isDefined ? asymptote(s.eps, overlaps.V) : null,
      at: (step) => {
        if (!isDefined) return undefined;
        const transient = s.hasTransient ? publishedStdTransient(s.eps, step) : 1;
        return { mean: publishedMean(overlaps, s.eps, step), std: longTime * transient };
      },
    };
  }
  return {
    overlaps,
    exact,
    eps: s.eps,
    asymptote: longTimeMean(s, exact),
    at: (_, weights) => (s.hasMemory ? undefined : exactMoments(exact, readWeights(weights) as HoldWeights)),
  };
}
