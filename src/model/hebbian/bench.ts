/** Benchmarks of the hebbian family: its headline workloads, and the plain loop that they are compared with. */
import type { FreshKernels, Kernels } from '../../kernel/kernels.js';
import { type Bench, repeated, type Subject } from '../bench.js';
import { withDefaults } from '../defaults.js';
import type { Inputs, SynchronousModel } from '../family.js';
import { HEBBIAN_MODULE, type HebbianKernels } from './kernels.js';
import type { HebbianParameters } from './parameters.js';
import { hebbianMatrix } from './patterns.js';
import { HEBBIAN_SCHEMA } from './schema.js';
import { createModel } from './simulation.js';
import { DELAYED } from './state.js';

const SINK = { append: () => {} };
/** Gain of the default model. */
const GAIN = 200;

/**
 * A gain that holds the neurons at the shown pattern: couplings that have learned a pattern pull towards it with N / K, so the
 * default of 200 is not enough beyond N = 200 K.
 */
export const saturatingGain = (N: number, K: number): number => Math.max(GAIN, (2 * N) / K);

/** The default model with other parameters, recording distance and energy at each step. */
export function benchModel(
  kernels: Kernels<HebbianKernels>,
  given: Partial<HebbianParameters>,
  inputs: Inputs = {},
): SynchronousModel {
  const observables = new Map(['distance', 'energy'].map((name) => [name, { every: 1 }]));
  const record = { observables, from: 0, to: Number.POSITIVE_INFINITY };
  const parameters = withDefaults(HEBBIAN_SCHEMA, { T: 1e9, ...given });
  return createModel({ kernels, parameters, inputs, seed: 1, record });
}

/** Flops of one step: saturated neurons never touch the N^2 base, others multiply by it and fold into it. */
export function stepFlops(N: number, K: number, isSaturated: boolean): number {
  const slots = isSaturated ? K : K + DELAYED / 2;
  const vectors = 4 * N * slots + 30 * N;
  return isSaturated ? vectors : 2 * N * N + N * N + vectors;
}

/** A step as the program does it, recording included; in whole periods of folding, so that each step has its share of one. */
export function stepOf(name: string, fresh: FreshKernels, N: number, K: number, u: number): Subject {
  const model = benchModel(fresh(HEBBIAN_MODULE), { N, K, u });
  model.advance(200, SINK);
  const isSaturated = u >= saturatingGain(N, K);
  // the pattern vectors twice, for dot products and for their combination; or half of J, and now and then again in a fold
  const bytes = isSaturated ? 16 * K * N : 4 * N * N + (4 * N * N) / DELAYED;
  return {
    name,
    flops: stepFlops(N, K, isSaturated),
    bytes,
    workingSet: isSaturated ? bytes : 4 * N * N,
    run: (periods) => model.advance(periods * DELAYED, SINK),
    perCall: DELAYED,
    spanMs: 20,
  };
}

/** A step of the plain one-pass loop in the same build: dense J, distance summed in the pass. Bytes are those read, as of the ceiling. */
export function plainStepOf(name: string, fresh: FreshKernels, N: number, K: number): Subject {
  const kernels = fresh(HEBBIAN_MODULE);
  const np = Math.ceil(N / 4) * 4;
  const address = (count: number): number => kernels.allocate(8 * count);
  const [J, kH, sigma, field, xi] = [address(np * np), address(np * np), address(np), address(np), address(K * np)];
  const patterns = new Float64Array(K * N).map((_, i) => ((i * 7919) % 13 < 6 ? -1 : 1));
  const H = hebbianMatrix(patterns, new Array(K).fill(1 / K), N);
  for (let i = 0; i < N; i++) kernels.f64(kH + 8 * i * np, N).set(H.subarray(i * N, (i + 1) * N));
  for (let mu = 0; mu < K; mu++) kernels.f64(xi + 8 * mu * np, N).set(patterns.subarray(mu * N, (mu + 1) * N));
  const step = kernels.kernel('hebbian_plain_step');
  let n = 0;
  const run = repeated(() => {
    step(np, J, kH, sigma, field, xi + 8 * (n++ % K) * np, 1, GAIN, 1, 0.999, 0.001);
  });
  return { name, flops: 8 * N * N, bytes: 16 * N * N, run, spanMs: 20 };
}

/** Steps as `msm simulate` does them, the general regime, and the plain loop. Its hot kernels are those of the core. */
export const BENCH: Bench = {
  kernels: () => [],
  *workloads(fresh) {
    for (const N of [200, 1000]) {
      const [K, size] = [10, `N=${N} K=10`];
      yield stepOf(`step, default model ${size}`, fresh, N, K, saturatingGain(N, K));
      yield stepOf(`step, u = 0.5 ${size}`, fresh, N, K, 0.5);
      yield plainStepOf(`plain one-pass step ${size}`, fresh, N, K);
    }
  },
};
