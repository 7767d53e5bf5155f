/** Benchmarks of the hebbian family: its hot kernels, its headline workloads, and the plain loop that they are compared with. */

import { completeParameters } from '../config/validate.js';
import { CORE_MODULE } from '../kernel/core-kernels.js';
import type { FreshKernels, Kernels } from '../kernel/kernels.js';
import type { Model } from '../model/family.js';
import { HEBBIAN_MODULE, type HebbianKernels } from '../model/hebbian/kernels.js';
import { HEBBIAN } from '../model/hebbian/model.js';
import { hebbianMatrix } from '../model/hebbian/patterns.js';
import { DELAYED } from '../model/hebbian/state.js';
import type { Parameters } from '../model/schema.js';
import { type Ceiling, least, type Measurement, type Milliseconds, rate } from './measure.js';

const SINK = { append: () => {} };

/** The default model with other parameters, recording distance and energy at each step. */
export function benchModel(kernels: Kernels<HebbianKernels>, given: Parameters): Model {
  const observables = new Map(['distance', 'energy'].map((name) => [name, { every: 1 }]));
  const record = { observables, from: 0, to: Number.POSITIVE_INFINITY };
  return HEBBIAN.create({
    kernels,
    parameters: completeParameters(HEBBIAN.schema, { T: 1e9, ...given }),
    inputs: {},
    seed: 1,
    record,
  });
}

/** Seconds of one step as the program does it, recording included. */
export function secondsPerStep(fresh: FreshKernels, given: Parameters, clock: Milliseconds, budgetMs: number): number {
  const model = benchModel(fresh(HEBBIAN_MODULE), given);
  model.advance(200, SINK);
  // whole periods of folding, so that no span has fewer folds than its share
  return least(clock, (periods) => model.advance(periods * DELAYED, SINK), budgetMs, 20) / DELAYED;
}

/** Flops of one step: saturated neurons never touch the N^2 base, others multiply by it and fold into it. */
export function stepFlops(N: number, K: number, isSaturated: boolean): number {
  const slots = isSaturated ? K : K + DELAYED / 2;
  const vectors = 4 * N * slots + 30 * N;
  return isSaturated ? vectors : 2 * N * N + N * N + vectors;
}

/** Seconds of one step of the plain one-pass loop in the same build: dense J, distance summed in the pass. */
export function plainSeconds(fresh: FreshKernels, N: number, K: number, clock: Milliseconds, budgetMs: number): number {
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
  return least(
    clock,
    (steps) => {
      for (let s = 0; s < steps; s++) step(np, J, kH, sigma, field, xi + 8 * (n++ % K) * np, 1, 200, 1, 0.999, 0.001);
    },
    budgetMs,
    20,
  );
}

/** Hot kernels on their own. */
export function benchKernels(
  fresh: FreshKernels,
  ceiling: Ceiling,
  clock: Milliseconds,
  budgetMs: number,
): readonly Measurement[] {
  const found: Measurement[] = [];
  const time = (call: () => void): number =>
    least(
      clock,
      (n) => {
        for (let i = 0; i < n; i++) call();
      },
      budgetMs,
    );
  for (const n of [200, 1000]) {
    const kernels = fresh(CORE_MODULE);
    const rows = 24;
    const [matrix, x, y] = [kernels.allocate(4 * n * n + 64 * n), kernels.allocate(8 * n), kernels.allocate(8 * n)];
    const [vectors, weights] = [kernels.allocate(8 * rows * n), kernels.allocate(8 * rows)];
    kernels.f64(matrix, (n * n) / 2).fill(0.01);
    for (const [address, count] of [
      [x, n],
      [vectors, rows * n],
      [weights, rows],
    ] as const)
      kernels.f64(address, count).fill(0.5);
    const [symv, dots, combine] = [
      kernels.kernel('symv_packed_f64'),
      kernels.kernel('dots_f64'),
      kernels.kernel('combine_f64'),
    ];
    const timed = (name: string, call: () => void, flops: number, bytes: number): Measurement =>
      rate(name, time(call), flops, bytes, ceiling);
    found.push(
      timed(`symv_packed_f64 N=${n}`, () => symv(matrix, n, x, y), 2 * n * n, 4 * n * n),
      timed(
        `dots_f64 ${rows} x ${n}`,
        () => dots(vectors, rows, n, x, weights),
        2 * rows * n,
        8 * (rows + rows / 4) * n,
      ),
      timed(
        `combine_f64 ${rows} x ${n}`,
        () => combine(vectors, rows, n, weights, y),
        2 * rows * n,
        8 * (rows + rows / 2) * n,
      ),
    );
  }
  const kernels = fresh(CORE_MODULE);
  const [n, source, target] = [4096, kernels.allocate(8 * 4096), kernels.allocate(8 * 4096)];
  kernels.f64(source, n).forEach((_, i, all) => {
    all[i] = (i - n / 2) / 512;
  });
  for (const [name, flops] of [
    ['tanh', 30],
    ['exp', 22],
    ['log', 28],
    ['sigmoid', 26],
  ] as const) {
    const kernel = kernels.kernel(`${name}_array_f64`);
    const seconds = time(() => kernel(source, target, n));
    found.push(rate(`${name}_array_f64 ${n}`, seconds, flops * n, 16 * n, ceiling));
  }
  const seconds = time(() => kernels.kernel('fill_normal_f64')(target, n, 1, 0, 1, 0, 0, 0, 0, 1));
  found.push(rate(`fill_normal_f64 ${n}`, seconds, 40 * n, 8 * n, ceiling));
  return found;
}

/** Headline workloads: steps as `msm simulate` does them, the general regime, and the plain loop. */
export function benchWorkloads(
  fresh: FreshKernels,
  ceiling: Ceiling,
  clock: Milliseconds,
  budgetMs: number,
): readonly Measurement[] {
  return [200, 1000].flatMap((N) => {
    const K = 10;
    const workload = (name: string, given: Parameters, isSaturated: boolean): Measurement => {
      const seconds = secondsPerStep(fresh, { N, K, ...given }, clock, budgetMs);
      const bytes = isSaturated ? 16 * K * N : 4 * N * N + (4 * N * N) / DELAYED;
      return rate(
        `${name} N=${N} K=${K}`,
        seconds,
        stepFlops(N, K, isSaturated),
        bytes,
        ceiling,
        isSaturated ? bytes : 4 * N * N,
      );
    };
    const plain = plainSeconds(fresh, N, K, clock, budgetMs);
    return [
      workload('step, default model', {}, true),
      workload('step, u = 0.5', { u: 0.5 }, false),
      // bytes read: the ceiling is one of reads
      rate(`plain one-pass step N=${N} K=${K}`, plain, 8 * N * N, 16 * N * N, ceiling),
    ];
  });
}
