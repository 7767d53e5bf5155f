/** The numbers of a run that follow from its parameters (spec sections 1 to 4). */
import type { Kernels } from '../../kernel/kernels.js';
import { INTEGRATORS } from '../../method/integrators.js';
import type { Parameters } from '../schema.js';
import type { HebbianKernels } from './kernels.js';
import { effectiveStep, patternCount, stepCount, wholeSteps } from './schema.js';

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
  readonly scheme: 0 | 1 | 2;
  readonly activation: 0 | 1 | 2 | 3;
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

const ACTIVATIONS: { readonly [name: string]: 0 | 1 | 2 | 3 } = { identity: 0, sigmoid: 1, relu: 2, tanh: 3 };

/** tau_T where it is not given: the mean of the two time constants, 10 if the synapses are frozen. */
const defaultTransitionTime = (tauJ: number, tauS: number): number => (Number.isFinite(tauJ) ? (tauJ + tauS) / 2 : 10);

/** Derives the numbers of a run. The elementary functions come from the kernels, so that they are the same everywhere. */
export function hebbianSettings(p: Parameters, kernels: Kernels<HebbianKernels>): HebbianSettings {
  const number = (key: string): number => p[key] as number;
  const isFrozen = p.tau_J === 'infinity';
  const tauJ = isFrozen ? Number.POSITIVE_INFINITY : number('tau_J');
  const isFaithful = p.mode === 'faithful';
  const step = effectiveStep(p);
  const patterns = patternCount(number('N'), number('K'));
  const contraction = isFrozen ? 0 : step / tauJ;
  const scheme = INTEGRATORS[p.scheme as string].code;
  const tauT = p.tau_T === null ? defaultTransitionTime(tauJ, number('tau_s')) : number('tau_T');
  return {
    neurons: number('N'),
    patterns,
    steps: stepCount(p),
    dt: number('dt'),
    beta: number('beta'),
    strength: p.k === null ? kernels.kernel('tanh_f64')(number('beta')) : number('k'),
    gain: number('u'),
    rho: number('rho'),
    isGaussian: p.pattern_distribution === 'gaussian',
    isFaithful,
    isFrozen,
    tauJ,
    rate: step / number('tau_s'),
    contraction,
    eps: theoryContraction(p, contraction, scheme === 2, kernels),
    hasTransient: p.transient_factor as boolean,
    scheme,
    activation: ACTIVATIONS[p.activation as string],
    probabilities: p.p === null ? Array.from({ length: patterns }, () => 1 / patterns) : (p.p as readonly number[]),
    isUniform: p.p === null,
    hold: holdOf(p),
    hasMemory: p.model_class === 'memory-matrix',
    delay: p.delay === null ? -1 : number('delay'),
    memoryBeta: number('beta_Xi'),
    memoryRate: step,
    transitionBeta: p.beta_T === null ? number('beta') : number('beta_T'),
    transitionRate: isFaithful ? tauT : step / tauT,
  };
}

/** Published: tau_s/tau_J. Right: dt/tau_J for Euler, 1 - exp(-dt/tau_J) for the continuous system that RK4 follows. */
function theoryContraction(
  p: Parameters,
  contraction: number,
  isContinuous: boolean,
  kernels: Kernels<HebbianKernels>,
): number {
  if (contraction === 0) return 0;
  if (p.mode === 'faithful') return (p.tau_s as number) / (p.tau_J as number);
  return isContinuous ? -kernels.kernel('expm1_f64')(-contraction) : contraction;
}

function holdOf(p: Parameters): { readonly min: number; readonly max: number } {
  if (p.hold_time !== null) {
    const steps = wholeSteps(p.hold_time as number, p.dt as number) as number;
    return { min: steps, max: steps + 1 };
  }
  const given = p.tau_h as number | { readonly min: number; readonly max: number };
  return typeof given === 'number' ? { min: given, max: given + 1 } : given;
}
