/** Steps of a network, many per call, with the curves, the states and the mean of what happened. */
import { MsmError } from '../../errors.js';
import type { Kernels } from '../../kernel/kernels.js';
import { randomSource } from '../../method/random.js';
import { divergence, inRows, inVector } from '../divergence.js';
import { CURVES } from './curves.js';
import type { Evidence } from './evidence.js';
import type { AttractorKernels } from './kernels.js';
import type { Network } from './network.js';
import { PURPOSE } from './purposes.js';
import { type StepRule, writeRule } from './rule.js';
import { stride } from './state.js';

/** Most steps of one kernel call, which bounds the buffers. */
const LONGEST_SPAN = 512;
/** Most bytes of each buffer. */
const BUFFER = 8 * 2 ** 20;
/** Most weights that a kernel call passes over: about 5 ms with curves. */
const WEIGHTS = 5e6;

/** Steps that a kernel call may do in a network with rows of np: it returns within about 10 ms. No result depends on it. */
export const longestSpan = (np: number): number =>
  Math.max(1, Math.floor(Math.min(LONGEST_SPAN, BUFFER / (8 * np), WEIGHTS / (np * np))));

/** Where draws come from: a seed and the number of the first step, or given uniforms [steps, n], row t for step t. */
export type Noise =
  | { readonly seed: number; readonly purpose?: number; readonly first?: number }
  | { readonly uniforms: ArrayLike<number> };

/** Buffers in the kernels' memory that calls share. */
export interface Spans {
  readonly longest: number;
  readonly shown: number;
  readonly uniforms: number;
  readonly orders: number;
  readonly curves: number;
  readonly states: number;
}

/** Allocates the buffers for spans of a network's steps. */
export function allocateSpans({ kernels, stride: np }: Pick<Network, 'kernels' | 'stride'>): Spans {
  const longest = longestSpan(np);
  return {
    longest,
    shown: kernels.allocate(4 * longest),
    uniforms: kernels.allocate(8 * longest * np),
    orders: kernels.allocate(4 * longest * np),
    curves: kernels.allocate(8 * longest * CURVES.length),
    states: kernels.allocate(8 * longest * np),
  };
}

/** A stretch of steps under one rule. */
export interface Stretch {
  readonly rule: StepRule;
  readonly evidence: Evidence;
  /** Row of the evidence at step s of the stretch, -1 for no bias. */
  readonly shown: (s: number) => number;
  readonly noise: Noise;
  readonly withCurves?: boolean;
  readonly withStates?: boolean;
}

/**
 * Does `count` <= spans.longest steps from step `from` of a stretch. The results are in the buffers until the next call.
 * Draws of step t (counted from the noise's `first`) and node i stand at index t np + i, so no result depends on where spans end.
 * Throws E_DIVERGED after the step whose field is not finite.
 */
export function advanceSpan(network: Network, spans: Spans, stretch: Stretch, from: number, count: number): void {
  const { kernels, block } = network;
  const { rule, evidence, withCurves, withStates } = stretch;
  writeRule(block, rule);
  const shown = kernels.i32(spans.shown, count);
  for (let s = 0; s < count; s++) {
    const row = stretch.shown(from + s);
    shown[s] = row < 0 ? evidence.rows : row;
  }
  if (rule.sampling === 'sample') writeUniforms(kernels, network.n, spans.uniforms, stretch.noise, from, count);
  if (rule.schedule === 'sequential-random') fillOrders(network, spans, stretch.noise, from, count);
  kernels.kernel('attractor_advance')(
    block.address,
    count,
    spans.shown,
    evidence.biases,
    evidence.logPartitions,
    spans.uniforms,
    rule.schedule === 'sequential-random' ? spans.orders : 0,
    withCurves === true ? spans.curves : 0,
    withStates === true ? spans.states : 0,
  );
  if (block.get('isFinite') !== 1) throw diverged(network);
}

/** Writes uniforms of steps `from` .. `from + count - 1` as rows [count, np]. */
export function writeUniforms(
  kernels: Kernels<AttractorKernels>,
  n: number,
  address: number,
  noise: Noise,
  from: number,
  count: number,
): void {
  const np = stride(n);
  if ('uniforms' in noise) {
    const rows = kernels.f64(address, count * np);
    for (let s = 0; s < count; s++) {
      for (let i = 0; i < n; i++) rows[s * np + i] = noise.uniforms[(from + s) * n + i];
    }
    return;
  }
  const first = ((noise.first ?? 0) + from) * np;
  const at = { address, count: count * np, purpose: noise.purpose ?? PURPOSE.noise, stream: 0, first } as const;
  randomSource(kernels, noise.seed).uniform(at, 0, 1);
}

/** A permutation of the nodes for each step; the last n positions of the padded row are not used. */
function fillOrders({ kernels, n, stride: np }: Network, spans: Spans, noise: Noise, from: number, count: number) {
  if (!('seed' in noise)) {
    throw new MsmError('E_CONFIG', 'a random order of the nodes needs a seed, not given uniforms', {
      place: 'schedule',
    });
  }
  const { words } = randomSource(kernels, noise.seed);
  for (let s = 0; s < count; s++) {
    const first = ((noise.first ?? 0) + from + s) * np;
    const place = [...words, PURPOSE.sweep, 0, first % 2 ** 32, Math.floor(first / 2 ** 32)] as const;
    kernels.kernel('permutation_i32')(spans.orders + 4 * s * np, n, ...place);
  }
}

/** The first entry that is not finite, as an error with step, variable and index. */
export function diverged({ block, n, stride: np }: Network): MsmError {
  const suspects = [
    { variable: 'sigma', values: block.f64('sigma'), index: inVector },
    { variable: 'J', values: block.f64('J'), index: inRows(np) },
    { variable: 'field', values: block.f64('field').subarray(0, n), index: inVector },
  ];
  return divergence(suspects, {
    when: 'after',
    step: block.get('step'),
    next: 'Use a smaller learning rate or smaller weights; nothing after that step is recorded.',
  });
}
