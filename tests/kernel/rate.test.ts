import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Build, type Kernels, supportsRelaxedSimd } from '../../src/kernel/kernels.js';
import { fromDense } from '../../src/model/rate/connectivity.js';
import { RATE_MODULE, type RateKernels } from '../../src/model/rate/kernels.js';
import { placeEdges } from '../../src/model/rate/network.js';
import { freshKernels } from '../conformance/kernels.js';
import {
  columnOf,
  type NetworkCase,
  paddedColumns,
  placeColumns,
  placeNetwork,
  randomRows,
  type Storage,
  sequence,
} from './rate-network.js';

interface Trajectory extends NetworkCase {
  readonly name: string;
  readonly u0: readonly number[];
  readonly n: number;
  readonly expected: readonly (readonly number[])[];
}

interface Spectrum {
  readonly name: string;
  readonly system: NetworkCase;
  readonly dt: number;
  readonly u0: readonly number[];
  readonly Q0: readonly (readonly number[])[];
  readonly n_transient: number;
  readonly n_align: number;
  readonly n_record: number;
  readonly every: number;
  readonly expected: { readonly logs: readonly (readonly number[])[]; readonly final_state: readonly number[] };
}

const golden = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../golden/lyapunov/${name}.json`, import.meta.url), 'utf8')) as T;

const trajectories = golden<{ readonly trajectories: readonly Trajectory[] }>('connectivity_trajectories').trajectories;
const spectra = golden<{ readonly spectra: readonly Spectrum[] }>('spectrum').spectra;
const STORAGES: readonly Storage[] = ['sparse', 'dense'];
const VARIANTS = ['r', 'x'].flatMap((form) => ['euler', 'rk4'].map((method) => ({ form, method })));

/** Tolerance of the golden file, absolute; states are of order 1. */
const TRAJECTORY_ERROR = 1e-12;
/** Tolerance of the golden file for exponents per ms; a logarithm covers `every` steps of dt. */
const REGULAR_ERROR = 1e-10;
/** The golden file's tolerance for chaotic networks: rounding grows with the largest exponent over the whole run. */
const CHAOTIC_ERROR = 1e-5;
/** Central differences with step 1e-6: truncation 1e-12 times a third derivative below 100, rounding 1e-16 / 1e-6. */
const DIFFERENCE_ERROR = 1e-9;

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
};

const BUILDS: readonly Build[] = ['strict', 'fast'];

// Node 20 has it behind a flag
if (!supportsRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');

// the bounds of the golden files are thousands of roundings wide: the fast build, which rounds less often, needs no wider ones
describe.each(BUILDS)('the rate network in the %s build', (build) => {
  let kernels: Kernels<RateKernels>;
  beforeEach(() => {
    kernels = freshKernels(RATE_MODULE, build);
  });

  const workspace = (n: number, m: number, trials: number, k: number): number =>
    kernels.allocate(kernels.kernel('rate_workspace_bytes')(n, m, trials, k));

  const random = (n: number, variant: { form: string; method: string }, ext: boolean): NetworkCase => ({
    ...variant,
    W: randomRows(n, n, 7).map((row, i) => row.map((w, j) => (i === j || w > 0.2 ? 0 : 1.5 * w))),
    tau: 20,
    dt: 1,
    ext: ext ? sequence(n, 3) : null,
  });

  describe.each(STORAGES)('with %s weights', (storage) => {
    it('steps in the upper half of the memory as in the lower one', () => {
      const n = 9;
      const columns = Array.from({ length: 26 }, (_, j) => sequence(n, j));
      const m = paddedColumns(columns.length);
      const [low, high] = [0, 2 ** 31].map((below) => {
        kernels.allocate(below); // what nobody writes takes no memory
        const network = placeNetwork(kernels, random(n, { form: 'r', method: 'euler' }, true), storage);
        const x = placeColumns(kernels, columns);
        const space = workspace(n, m, columns.length, 0);
        expect(kernels.kernel('rate_advance')(network, m, x, columns.length, 3, 0, 0, space)).toBe(3);
        return [...kernels.f64(x, n * m)];
      });
      expect(high).toEqual(low);
    });

    it.each(trajectories)('follows the golden trajectory $name', (golden) => {
      const n = golden.W.length;
      const network = placeNetwork(kernels, golden, storage);
      const x = placeColumns(kernels, [golden.u0]);
      const samples = kernels.allocate(8 * golden.n * n * 4);
      const done = kernels.kernel('rate_advance')(network, 4, x, 1, golden.n, 0, samples, workspace(n, 4, 1, 0));
      expect(done).toBe(golden.n);
      const all = kernels.f64(samples, golden.n * n * 4);
      const computed = Array.from({ length: golden.n * n }, (_, i) => all[4 * i]);
      expect(largestDifference(computed, golden.expected.flat())).toBeLessThanOrEqual(TRAJECTORY_ERROR);
    });

    it.each(spectra)('gives the golden QR logarithms of $name', (golden) => {
      const network = { ...golden.system, dt: golden.dt };
      const n = network.W.length;
      const k = golden.Q0[0].length;
      const m = paddedColumns(1 + k);
      const address = placeNetwork(kernels, network, storage);
      const state = placeColumns(kernels, [golden.u0]);
      kernels.kernel('rate_advance')(address, 4, state, 1, golden.n_transient, 0, 0, workspace(n, 4, 1, 0));
      const columns = Array.from({ length: k }, (_, j) => golden.Q0.map((row) => row[j]));
      const x = placeColumns(kernels, [columnOf(kernels, state, n, 4, 0), ...columns]);
      const intervals = (golden.n_align + golden.n_record) / golden.every;
      const logs = kernels.allocate(8 * intervals * k);
      const space = workspace(n, m, 1, k);
      const advance = kernels.kernel('rate_tangent_advance');
      expect(advance(address, m, x, 1, k, golden.every, intervals, logs, 0, 0, space)).toBe(intervals);
      const recorded = kernels.f64(logs, intervals * k).subarray((golden.n_align / golden.every) * k);
      const bound = golden.name.startsWith('chaotic') ? CHAOTIC_ERROR : REGULAR_ERROR;
      expect(largestDifference(recorded, golden.expected.logs.flat())).toBeLessThanOrEqual(
        bound * golden.every * golden.dt,
      );
      expect(largestDifference(columnOf(kernels, x, n, m, 0), golden.expected.final_state)).toBeLessThanOrEqual(bound);
    });
  });

  it.each([
    ['one unit without edges', [[0]]],
    [
      'units without edges',
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      'edges of the middle row alone',
      [
        [0, 0, 0],
        [0.5, 0, -1.5],
        [0, 0, 0],
      ],
    ],
    [
      'no edges of the middle row',
      [
        [0, 0.5, 0],
        [0, 0, 0],
        [-1.5, 2.5, 0],
      ],
    ],
  ])('has the same bits with sparse as with dense weights, whatever the columns of the call before: %s', (_, W) => {
    const n = W.length;
    const network = { W, form: 'r', method: 'euler', tau: 20, dt: 1, ext: sequence(n, 3) };
    const [sparse, dense] = STORAGES.map((storage) => placeNetwork(kernels, network, storage));
    for (const m of [40, 4, 8, 16, 4, 60]) {
      const columns = Array.from({ length: m }, (_, j) => sequence(n, m + j));
      const [ours, expected] = [sparse, dense].map((address) => {
        const x = placeColumns(kernels, columns);
        kernels.kernel('rate_advance')(address, m, x, m, 2, 0, 0, workspace(n, m, m, 0));
        return [...kernels.f64(x, n * m)];
      });
      expect(ours, `${m} columns`).toEqual(expected);
    }
  });

  it('has room behind its last edge, where the sparse product reads ahead, also at the end of the memory', () => {
    const W = fromDense(Float64Array.of(0, 1, 2, 0, 3, 4, 0, 0, 0), 3); // four edges: 64 bytes, the alignment
    const [x, y] = [placeColumns(kernels, [[1, 10, 100]]), kernels.allocate(8 * 3 * 4)];
    const end = kernels.memory.buffer.byteLength + 65536;
    kernels.allocate(end - 64 - 64 - kernels.allocate(0));
    const { rowStart, edges } = placeEdges(kernels, W);
    expect(edges + 16 * W.count).toBe(end);
    kernels.kernel('stream_offsets')(W.count, edges, 4);
    kernels.kernel('spmm_stream_f64')(3, rowStart, edges, x, 4, y);
    expect(columnOf(kernels, y, 3, 4, 0)).toEqual([210, 430, 0]);
  });

  it.each(VARIANTS)('steps tangent vectors by the derivative of its own map ($form-form, $method)', (variant) => {
    const n = 11;
    const eps = 1e-6;
    const network = placeNetwork(kernels, random(n, variant, true), 'sparse');
    const u = [sequence(n, 1), sequence(n, 2), sequence(n, 5)];
    const q = [sequence(n, 11), sequence(n, 12), sequence(n, 13), sequence(n, 14), sequence(n, 15), sequence(n, 16)];
    const groups = u.flatMap((state, t) => [state, q[2 * t], q[2 * t + 1]]);
    const x = placeColumns(kernels, groups);
    // One step without QR: logs and Q come from it, so Q R is compared.
    const k = 2;
    const logs = kernels.allocate(8 * 3 * k);
    const r = kernels.allocate(8 * 3 * k * k);
    kernels.kernel('rate_tangent_advance')(network, 12, x, 3, k, 1, 1, logs, r, 0, workspace(n, 12, 3, k));
    for (let t = 0; t < 3; t++) {
      for (let j = 0; j < k; j++) {
        const shifted = [1, -1].map((sign) => u[t].map((value, i) => value + sign * eps * q[2 * t + j][i]));
        const pair = placeColumns(kernels, shifted);
        kernels.kernel('rate_advance')(network, 4, pair, 2, 1, 0, 0, workspace(n, 4, 2, 0));
        const plus = columnOf(kernels, pair, n, 4, 0);
        const minus = columnOf(kernels, pair, n, 4, 1);
        const R = kernels.f64(r + 8 * t * k * k, k * k);
        const Q = [1, 2].map((c) => columnOf(kernels, x, n, 12, 3 * t + c));
        const tangent = Q[0].map((value, i) => value * R[j] + Q[1][i] * R[k + j]);
        const difference = plus.map((value, i) => (value - minus[i]) / (2 * eps));
        expect(largestDifference(tangent, difference)).toBeLessThanOrEqual(DIFFERENCE_ERROR);
      }
    }
  });

  it.each(VARIANTS)('gives each trial the bits it has alone ($form-form, $method)', (variant) => {
    const n = 10;
    const trials = 13;
    const steps = 50;
    const network = placeNetwork(kernels, random(n, variant, true), 'sparse');
    const states = Array.from({ length: 2 * trials }, (_, t) => sequence(n, 100 + t));
    const m = paddedColumns(2 * trials);
    const together = placeColumns(kernels, states);
    const distances = kernels.allocate(8 * steps * trials);
    const space = workspace(n, m, trials, 0);
    kernels.kernel('rate_advance')(network, m, together, trials, steps, distances, 0, space);
    for (const t of [0, 5, trials - 1]) {
      const alone = placeColumns(kernels, [states[t], states[trials + t]]);
      const own = kernels.allocate(8 * steps);
      kernels.kernel('rate_advance')(network, 4, alone, 1, steps, own, 0, workspace(n, 4, 1, 0));
      expect(columnOf(kernels, alone, n, 4, 0)).toEqual(columnOf(kernels, together, n, m, t));
      const all = kernels.f64(distances, steps * trials);
      const column = Array.from({ length: steps }, (_, s) => all[s * trials + t]);
      expect([...kernels.f64(own, steps)]).toEqual(column);
    }
  });

  it.each(VARIANTS)(
    'keeps three, two or one padding column zero with input and a sigmoid ($form-form, $method)',
    (variant) => {
      const n = 6;
      const network = placeNetwork(kernels, random(n, variant, true), 'dense', 'sigmoid');
      const out = kernels.allocate(8 * 40 * 7);
      const expectZero = (x: number, used: number): void => {
        for (let j = used; j < 8; j++) expect(columnOf(kernels, x, n, 8, j), `${j}`).toEqual(new Array(n).fill(0));
        // and the others are none
        for (let j = 0; j < used; j++) expect(columnOf(kernels, x, n, 8, j).every((value) => value !== 0)).toBe(true);
      };
      const columns = (used: number): number[][] => Array.from({ length: used }, (_, j) => sequence(n, 1 + j));
      for (const used of [5, 6, 7]) {
        const states = placeColumns(kernels, columns(used));
        kernels.kernel('rate_advance')(network, 8, states, used, 20, 0, 0, workspace(n, 8, used, 0));
        expectZero(states, used);
        // one state with four, five or six tangent vectors
        const tangent = placeColumns(kernels, columns(used));
        kernels.kernel('rate_tangent_advance')(
          network,
          8,
          tangent,
          1,
          used - 1,
          2,
          5,
          out,
          0,
          0,
          workspace(n, 8, 1, used - 1),
        );
        expectZero(tangent, used);
      }
      for (const advance of ['distances', 'interval', 'bounds']) {
        const pairs = placeColumns(kernels, columns(6));
        const space = workspace(n, 8, 6, 0);
        if (advance === 'distances') kernels.kernel('rate_advance')(network, 8, pairs, 3, 20, out, 0, space);
        else {
          const [lower, upper] = advance === 'bounds' ? [0.9e-3, 1.1e-3] : [0, 0];
          kernels.kernel('rate_pair_advance')(network, 8, pairs, 3, 5, 4, 1e-3, lower, upper, out, space);
        }
        expectZero(pairs, 6);
      }
    },
  );

  it.each(VARIANTS)('reads one row of input a step, whatever the number of calls ($form-form, $method)', (variant) => {
    const n = 7;
    const steps = 9;
    const inputs = sequence(n * steps, 21);
    const whole = placeNetwork(kernels, random(n, variant, false), 'sparse', 'tanh', inputs);
    const x = placeColumns(kernels, [sequence(n, 1)]);
    kernels.kernel('rate_advance')(whole, 4, x, 1, steps, 0, 0, workspace(n, 4, 1, 0));
    const y = placeColumns(kernels, [sequence(n, 1)]);
    for (let s = 0; s < steps; s++) {
      const single = { ...random(n, variant, false), ext: inputs.slice(s * n, (s + 1) * n) };
      const network = placeNetwork(kernels, single, 'sparse');
      kernels.kernel('rate_advance')(network, 4, y, 1, 1, 0, 0, workspace(n, 4, 1, 0));
    }
    expect(columnOf(kernels, x, n, 4, 0)).toEqual(columnOf(kernels, y, n, 4, 0));
  });

  it('continues tangent vectors over calls as in one call', () => {
    const n = 9;
    const k = 4;
    const network = placeNetwork(kernels, random(n, { form: 'r', method: 'rk4' }, false), 'sparse');
    const start = [sequence(n, 1), ...Array.from({ length: k }, (_, j) => sequence(n, 30 + j))];
    const logs = kernels.allocate(8 * k * 6);
    const space = workspace(n, 8, 1, k);
    const advance = kernels.kernel('rate_tangent_advance');
    const x = placeColumns(kernels, start);
    advance(network, 8, x, 1, k, 5, 6, logs, 0, 0, space);
    const once = [...kernels.f64(logs, 6 * k)];
    const y = placeColumns(kernels, start);
    advance(network, 8, y, 1, k, 5, 2, logs, 0, 0, space);
    advance(network, 8, y, 1, k, 5, 4, logs + 16 * k, 0, 0, space);
    expect([...kernels.f64(logs, 6 * k)]).toEqual(once);
    expect([...kernels.f64(y, 8 * n)]).toEqual([...kernels.f64(x, 8 * n)]);
  });

  it('stops before the first state that is not finite', () => {
    const n = 4;
    // r <- r + (-r + 1e200 r'): the squared distance overflows at the second sample, the state at the third.
    const W = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 0 : 1e200)));
    const network = placeNetwork(
      kernels,
      { W, form: 'r', method: 'euler', tau: 1, dt: 1, ext: null },
      'sparse',
      'linear',
    );
    const distances = kernels.allocate(8 * 5);
    const pair = placeColumns(kernels, [sequence(n, 1), sequence(n, 2)]);
    expect(kernels.kernel('rate_advance')(network, 4, pair, 1, 5, distances, 0, workspace(n, 4, 1, 0))).toBe(1);
    const single = placeColumns(kernels, [[1, 1, 1, 1]]);
    expect(kernels.kernel('rate_advance')(network, 4, single, 1, 5, 0, 0, workspace(n, 4, 1, 0))).toBe(2);
  });

  it('measures the speed of each trial, zero at a fixed point', () => {
    const n = 5;
    const network = placeNetwork(kernels, random(n, { form: 'r', method: 'euler' }, false), 'sparse');
    const u = sequence(n, 4);
    const x = placeColumns(kernels, [new Array(n).fill(0), sequence(n, 8), u, sequence(n, 9)]);
    const out = kernels.allocate(16);
    kernels.kernel('rate_speeds')(network, 4, x, 2, 2, out, workspace(n, 4, 2, 1));
    const [rest, moving] = kernels.f64(out, 2);
    const W = random(n, { form: 'r', method: 'euler' }, false).W;
    const f = W.map((row, i) => -u[i] + Math.tanh(row.reduce((sum, w, j) => sum + w * u[j], 0)));
    const expected = Math.sqrt(f.reduce((sum, v) => sum + v * v, 0) / n);
    expect(rest).toBe(0);
    expect(Math.abs(moving - expected)).toBeLessThanOrEqual(TRAJECTORY_ERROR);
  });

  it('rescales companions along their difference', () => {
    const n = 3;
    const x = placeColumns(kernels, [
      [1, 2, 3],
      [0, 0, 0],
      [2, 2, 5],
      [4, 0, 0],
    ]);
    const factors = kernels.allocate(16);
    kernels.f64(factors, 2).set([0.5, 0.25]);
    kernels.kernel('rate_rescale_f64')(n, 4, x, 2, factors);
    expect(columnOf(kernels, x, n, 4, 2)).toEqual([1.5, 2, 4]);
    expect(columnOf(kernels, x, n, 4, 3)).toEqual([1, 0, 0]);
  });
});
