/** Relaxation to fixed points and cycles (spec 4.3). Works on a copy: neither J nor any network is changed. */
import { MsmError } from '../../errors.js';
import { codeOf, type WordOf, wordOf } from '../../kernel/codes.js';
import type { Kernels } from '../../kernel/kernels.js';
import { layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { longestSpan, type Noise, writeUniforms } from './advance.js';
import {
  allocateWeights,
  type Energy,
  type EnergyMeter,
  energyMeter,
  type PlacedWeights,
  placeWeights,
} from './energy.js';
import type { AttractorKernels } from './kernels.js';
import { checkNumbers } from './network.js';
import type { Numerics, Sampling } from './rule.js';
import { ATTRACTOR_STATE, RELAXATION_STATE, type RelaxationBlock, relaxationSizes, stride } from './state.js';

/** `right` tests the state and finds cycles; `faithful` is the published test of the free energy. */
export type RelaxationMode = 'right' | 'faithful';

export interface RelaxOptions {
  readonly mode?: RelaxationMode;
  /** Bias [n]; zero if absent. */
  readonly bias?: ArrayLike<number>;
  readonly beta?: number;
  /** `mean` unless given (the published default is to sample). */
  readonly sampling?: Sampling;
  /** Needed for `sample`. */
  readonly noise?: Noise;
  /** Steps after which it is given up. */
  readonly maxSteps?: number;
  /** right: largest |change of a state| that counts as rest; faithful: |change of F|, absolute. */
  readonly tolerance?: number;
  /** right: longest period looked for; 2 finds two-cycles only. */
  readonly longestPeriod?: number;
  readonly numerics?: Numerics;
}

/** `converged` is the verdict of the free-energy test: it may be a mirror cycle. `cycle` comes with its period (3 and more). */
export type RelaxationStatus = 'fixed_point' | 'two_cycle' | 'cycle' | 'not_converged' | 'converged';

export interface Relaxation {
  /** Last state [n]. NaN throughout if a faithful relaxation did not converge, as published. */
  readonly state: Float64Array;
  /** Last state [n], whatever the verdict. */
  readonly last: Float64Array;
  /** Steps done, counted from 1; the limit if it was given up. */
  readonly steps: number;
  readonly status: RelaxationStatus;
  /** 1 for a fixed point, 2 for a two-cycle, p for a cycle, 0 if not known. */
  readonly period: number;
  readonly start: Energy;
  readonly end: Energy;
}

/** Relaxes states under one matrix; keeps its buffers, so that thousands of calls cost no memory. */
export interface Relaxer {
  readonly n: number;
  /** Replaces the matrix by another one [n, n], row-major. */
  load(J: ArrayLike<number>): void;
  /** Relaxes from a start state [n]. Throws E_CONFIG for wrong sizes or values that are not finite. */
  relax(start: ArrayLike<number>, options?: RelaxOptions): Relaxation;
  readonly meter: EnergyMeter;
}

/** What is said of the kernels' verdict. */
const STATUS: { readonly [Word in WordOf<typeof RELAXATION_STATE, 'status'>]: RelaxationStatus } = {
  under_way: 'not_converged',
  fixed_point: 'fixed_point',
  cycle: 'cycle',
  given_up: 'not_converged',
  energy_at_rest: 'converged',
};
export const UNDER_WAY = codeOf(RELAXATION_STATE, 'status', 'under_way');

/** Bytes of a relaxation under way for n nodes. */
export const relaxationBytes = (n: number): number => layOut(RELAXATION_STATE, relaxationSizes(n)).bytes;

/** Opens the relaxation at an address. */
export function openRelaxation(
  kernels: Kernels<AttractorKernels>,
  n: number,
  address: number,
  initialise: boolean,
): RelaxationBlock {
  return openBlock(kernels.memory, RELAXATION_STATE, layOut(RELAXATION_STATE, relaxationSizes(n)), address, initialise);
}

/** Prepares a relaxation from `start`. */
export function startRelaxation(
  kernels: Kernels<AttractorKernels>,
  weights: PlacedWeights,
  block: RelaxationBlock,
  start: ArrayLike<number>,
  options: RelaxOptions,
): void {
  const { n } = weights;
  checkNumbers('start', start, n);
  if (options.bias !== undefined) checkNumbers('bias', options.bias, n);
  block.f64('x').fill(0).set(Array.from(start));
  block
    .f64('bias')
    .fill(0)
    .set(Array.from(options.bias ?? []));
  setScalars(block, {
    n,
    np: stride(n),
    steps: 0,
    longest: options.maxSteps ?? 1000,
    beta: options.beta ?? 1,
    tolerance: options.tolerance ?? 1e-6,
    status: UNDER_WAY,
    period: 0,
    referenceStep: 0,
    longestPeriod: options.longestPeriod ?? 64,
    isFaithful: options.mode === 'faithful' ? 1 : 0,
    isLiteral: options.numerics === 'literal' ? 1 : 0,
    sampling: codeOf(ATTRACTOR_STATE, 'sampling', options.sampling ?? 'mean'),
  });
  kernels.kernel('attractor_relax_start')(block.address, weights.address);
}

/** Does up to `count` steps, fewer if it comes to an end; uniforms: address of [count, np] for a sampled relaxation. */
export function advanceRelaxation(
  kernels: Kernels<AttractorKernels>,
  weights: PlacedWeights,
  block: RelaxationBlock,
  count: number,
  uniforms = 0,
): void {
  kernels.kernel('attractor_relax')(block.address, weights.address, count, uniforms);
}

/** How a relaxation ended. */
export interface RelaxationEnd extends Pick<Relaxation, 'state' | 'last' | 'steps' | 'status' | 'period'> {
  /** The status as the kernels number it. */
  readonly code: number;
}

/** Reads a relaxation that has ended. */
export function relaxationEnd(block: RelaxationBlock): RelaxationEnd {
  const code = block.get('status');
  const word = wordOf(RELAXATION_STATE, 'status', code);
  const found = block.get('period');
  const last = block.f64('x').slice(0, block.get('n'));
  // as published, what did not come to rest is not a number
  const isLost = block.get('isFaithful') === 1 && word === 'given_up';
  return {
    code,
    status: word === 'cycle' && found === 2 ? 'two_cycle' : STATUS[word],
    period: found,
    steps: block.get('steps'),
    last,
    state: isLost ? last.map(() => Number.NaN) : last.slice(),
  };
}

/** Relaxes under the weights J [n, n], row-major, from j to i. */
export function createRelaxer(kernels: Kernels<AttractorKernels>, n: number, J: ArrayLike<number>): Relaxer {
  const weights = allocateWeights(kernels, n);
  placeWeights(weights, J);
  const meter = energyMeter(weights);
  const bytes = relaxationBytes(n);
  const block = openRelaxation(kernels, n, kernels.allocate(bytes), true);
  const span = longestSpan(stride(n));
  const uniforms = kernels.allocate(8 * span * stride(n));
  return {
    n,
    meter,
    load: (other) => placeWeights(weights, other),
    relax: (start, options = {}) => {
      const isSampled = options.sampling === 'sample';
      if (isSampled && options.noise === undefined) {
        throw new MsmError('E_CONFIG', 'a sampled relaxation needs a seed or given uniforms', { place: 'noise' });
      }
      startRelaxation(kernels, weights, block, start, options);
      while (block.get('status') === UNDER_WAY) {
        const from = block.get('steps');
        const count = Math.min(span, block.get('longest') - from);
        if (isSampled) writeUniforms(kernels, n, uniforms, options.noise as Noise, from, count);
        advanceRelaxation(kernels, weights, block, count, isSampled ? uniforms : 0);
      }
      const end = relaxationEnd(block);
      return {
        ...end,
        start: meter.at(start, options.bias, options.numerics),
        end: meter.at(end.last, options.bias, options.numerics),
      };
    },
  };
}
