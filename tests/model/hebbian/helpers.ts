/** Small hebbian runs for tests. */

import { completeParameters } from '../../../src/config/validate.js';
import type { Build, Kernels } from '../../../src/kernel/kernels.js';
import type { Inputs, Model } from '../../../src/model/family.js';
import { HEBBIAN_MODULE, type HebbianKernels } from '../../../src/model/hebbian/kernels.js';
import { HEBBIAN } from '../../../src/model/hebbian/model.js';
import type { HebbianParameters } from '../../../src/model/hebbian/parameters.js';
import type { Schedule } from '../../../src/model/record.js';
import type { ParameterValue } from '../../../src/model/schema.js';
import { freshKernels } from '../../conformance/kernels.js';

/** The schema's defaults with other values. */
export function parameters(given: { readonly [key: string]: ParameterValue }): HebbianParameters {
  return { ...completeParameters(HEBBIAN.schema, {}), ...given };
}

export interface TestRun {
  readonly kernels: Kernels<HebbianKernels>;
  readonly model: Model;
  /** Rows recorded so far, by table and column. */
  readonly column: (table: string, name: string) => readonly number[];
  readonly advance: (steps: number) => void;
  /** All couplings now, row-major. */
  readonly couplings: () => Float64Array;
  readonly sigma: () => Float64Array;
}

export interface RunOptions {
  readonly inputs?: Inputs;
  readonly seed?: number;
  readonly record?: readonly string[];
  /** When something is recorded; absent: at each step. */
  readonly schedules?: { readonly [name: string]: Schedule };
  readonly build?: Build;
}

/** A model in memory of its own. */
export function testRun(given: { readonly [key: string]: ParameterValue }, options: RunOptions = {}): TestRun {
  const kernels = freshKernels(HEBBIAN_MODULE, options.build ?? 'strict');
  const names = options.record ?? ['distance', 'energy'];
  const model = HEBBIAN.create({
    kernels,
    parameters: parameters(given),
    inputs: options.inputs ?? {},
    seed: options.seed ?? 1,
    record: {
      observables: new Map(names.map((name) => [name, options.schedules?.[name] ?? { every: 1 }])),
      from: 0,
      to: Number.POSITIVE_INFINITY,
    },
  });
  const kept = new Map<string, number[][]>();
  const sink = {
    append: (table: string, count: number, columns: readonly (Float64Array | Int32Array)[]) => {
      const rows = kept.get(table) ?? columns.map(() => []);
      kept.set(table, rows);
      columns.forEach((column, c) => {
        for (let i = 0; i < count; i++) rows[c].push(column[i]);
      });
    },
  };
  const N = parameters(given).N as number;
  return {
    kernels,
    model,
    column: (table, name) => {
      const index =
        model.tables.find((one) => one.name === table)?.columns.findIndex((column) => column.name === name) ?? -1;
      return kept.get(table)?.[index] ?? [];
    },
    advance: (steps) => model.advance(steps, sink),
    couplings: () => {
      const at = model.finalState().table.columns.findIndex(({ name }) => name === 'J');
      return Float64Array.from([...model.finalState().rows].flatMap((rows) => [...rows[at]]));
    },
    sigma: () => model.block.f64('sigma').slice(0, N),
  };
}

/** (1/(N(N-1))) sum_{i != j} (J_ij - k H_ij)^2, summed directly. */
export function directDistance(run: TestRun, K: number): number {
  const { block } = run.model;
  const [N, np, k] = [block.get('n'), block.get('np'), block.get('strength')];
  const [J, xi, p] = [run.couplings(), block.f64('slots'), block.f64('probabilities')];
  let sum = 0;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      if (i === j) continue;
      let H = 0;
      for (let mu = 0; mu < K; mu++) H += p[mu] * xi[mu * np + i] * xi[mu * np + j];
      sum += (J[i * N + j] - k * H) ** 2;
    }
  }
  return sum / (N * (N - 1));
}

/** Largest absolute difference of two arrays. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}
