/** The numbers of a run that follow from its parameters (spec sections 1 to 4). */

import type { WordOf } from '../../kernel/codes.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { IntegratorName } from '../../method/integrators.js';

import type { HebbianKernels } from './kernels.js';
import type { HebbianParameters } from './parameters.js';
import { effectiveStep, patternCount, stepCount } from './schema.js';
import type { HEBBIAN_STATE } from './state.js';

export interface HebbianSettings {
  readonly neurons: number;
  readonly patterns: number;
  readonly steps: number;
  readonly dt: number;
  readonly beta: number;
  readonly strength: number;
  readonly gain: number;
  readonly rho: number;
  readonly isGaussian: boolean;
  readonly isFaithful: boolean;
  readonly isFrozen: boolean;
  readonly tauJ: number;
  /** dt/tau_s and dt/tau_J as the increments see them. */
  readonly rate: number;
  readonly contraction: number;
  /** Contraction of a step in the theory's mean. */
  readonly eps: number;
  readonly hasTransient: boolean;
  readonly scheme: IntegratorName;
  readonly activation: WordOf<typeof HEBBIAN_STATE, 'activation'>;
  readonly probabilities: readonly number[];
  readonly isUniform: boolean;
  /** Hold in steps: a number, or uniform from min to max - 1. */
  readonly hold: { readonly min: number; readonly max: number };
  readonly hasMemory: boolean;
  /** -1: no transition rule. */
  readonly delay: number;
  readonly memoryBeta: number;
  readonly memoryRate: number;
  readonly transitionBeta: number;
  readonly transitionRate: number;
}

/** tau_T where it is not given: the mean of the two time constants, 10 if the synapses are frozen. */
const defaultTransitionTime = (tauJ: number, tauS: number): number => (Number.isFinite(tauJ) ? (tauJ + tauS) / 2 : 10);

/** Derives the numbers of a run. The elementary functions come from the kernels, so that they are the same everywhere. */
export function hebbianSettings(p: HebbianParameters, kernels: Kernels<HebbianKernels>): HebbianSettings {
  const isFrozen = p.tau_J === 'infinity';
  const tauJ = isFrozen ? Number.POSITIVE_INFINITY : p.tau_J;
  const isFaithful = p.mode === 'faithful';
  const step = effectiveStep(p);
  const patterns = patternCount(p.N, p.K);
  const contraction = isFrozen ? 0 : step / tauJ;
  const tauT = p.tau_T === null ? defaultTransitionTime(tauJ, p.tau_s) : p.tau_T;
  return {
    neurons: p.N,
    patterns,
    steps: stepCount(p),
    dt: p.dt,
    beta: p.beta,
    strength: p.k === null ? kernels.kernel('tanh_f64')(p.beta) : p.k,
    gain: p.u,
    rho: p.rho,
    isGaussian: p.pattern_distribution === 'gaussian',
    isFaithful,
    isFrozen,
    tauJ,
    rate: step / p.tau_s,
    contraction,
    eps: theoryContraction(p, tauJ, contraction, p.scheme === 'rk4', kernels),
    hasTransient: p.transient_factor,
    scheme: p.scheme,
    activation: p.activation,
    probabilities: p.p === null ? Array.from({ length: patterns }, () => 1 / patterns) : p.p,
    isUniform: p.p === null,
    hold: holdOf(p),
    hasMemory: p.model_class === 'memory-matrix',
    delay: p.delay === null ? -1 : p.delay,
    memoryBeta: p.beta_Xi,
    memoryRate: step,
    transitionBeta: p.beta_T === null ? p.beta : p.beta_T,
    transitionRate: isFaithful ? tauT : step / tauT,
  };
}

/** Published: tau_s/tau_J. Right: dt/tau_J for Euler, 1 - exp(-dt/tau_J) for the continuous system that RK4 follows. */
function theoryContraction(
  p: HebbianParameters,
  tauJ: number,
  contraction: number,
  isContinuous: boolean,
  kernels: Kernels<HebbianKernels>,
): number {
  if (contraction === 0) return 0;
  if (p.mode === 'faithful') return p.tau_s / tauJ;
  return isContinuous ? -kernels.kernel('expm1_f64')(-contraction) : contraction;
}

function holdOf(p: HebbianParameters): { readonly min: number; readonly max: number } {
  if (p.hold_time !== null) {
    // whole but for rounding: the schema refuses others
    const steps = Math.round(p.hold_time / p.dt);
    return { min: steps, max: steps + 1 };
  }
  return typeof p.tau_h === 'number' ? { min: p.tau_h, max: p.tau_h + 1 } : p.tau_h;
}
