/** Pairs of trajectories of a sparse rate network: the step by itself, a whole experiment, and the full spectrum of exponents. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { freshKernels } from '../../src/host/builds.js';
import type { FreshKernels } from '../../src/kernel/kernels.js';
import { repeated } from '../../src/model/bench.js';
import { withDefaults } from '../../src/model/defaults.js';
import { openPairs, parametersOf, rateStep, SPAN } from '../../src/model/rate/bench.js';
import type { Connectivity } from '../../src/model/rate/connectivity.js';
import { scaled } from '../../src/model/rate/connectivity.js';
import { startRun } from '../../src/model/rate/create.js';
import { RATE_MODULE } from '../../src/model/rate/kernels.js';
import { networkWeights, placeNetwork } from '../../src/model/rate/network.js';
import { phasesOf } from '../../src/model/rate/phases.js';
import { RATE_SCHEMA } from '../../src/model/rate/schema.js';
import { padded } from '../../src/model/rate/state.js';
import type { Given, Work } from './work.js';

const TOOLS = ['numpy', 'numba', 'jax', 'c'] as const;
/** Both trajectories of the published 20 pairs. */
const COLUMNS = 40;

const arraysOf = ({ rowStart, columns, weights }: Connectivity): Given['arrays'] => ({
  rows: rowStart,
  edges: columns,
  weights,
});

/** A step of 20 pairs of N units with their distances. */
export function rateWork(N: number): Work {
  const p = parametersOf(N);
  return {
    name: `rate-${N}`,
    title: `step of 20 pairs of trajectories with their distances, N = ${N}, p = 0.1`,
    script: 'rate',
    tools: TOOLS,
    tolerance: 1e-10,
    reason: 'chaos makes roundings grow, by 1.5 times in these steps',
    given() {
      const { W, states } = openPairs(freshKernels('strict'), p);
      const numbers = { n: N, columns: COLUMNS, h: p.dt / p.tau, steps: SPAN, whole: 0 };
      return { numbers, arrays: { ...arraysOf(scaled(W, p.g)), x: states().slice() } };
    },
    ours: {
      result(fresh) {
        const { states, distances, advance } = openPairs(fresh, p);
        advance(SPAN);
        return Float64Array.from([...states(), ...distances().slice(-COLUMNS / 2)]);
      },
      subject: (fresh) => rateStep(fresh, N),
    },
  };
}

/** Steps in which rounding has not yet grown to what can be seen: chaos makes it e times as large in about 110 steps. */
const REPRODUCED = 700;

/** The experiment as a whole: 20 pairs for each of some gains, of which the mean distance is kept at each step. */
export function chaosWork(gains: readonly number[], steps: number): Work {
  const p = withDefaults(RATE_SCHEMA, { exponents: 0, T: steps });
  const kept = Math.min(REPRODUCED, steps);
  return {
    name: 'chaos',
    title: `whole experiment, process from start to end: ${gains.length} gains, 20 pairs, N = 200, p = 0.1, ${steps} steps`,
    script: 'rate',
    tools: TOOLS,
    tolerance: 1e-9,
    reason: `mean distances of the first ${kept} steps; later chaos parts any two programs`,
    given() {
      const kernels = freshKernels('strict')(RATE_MODULE);
      const record = { observables: new Map(), from: 0, to: Number.POSITIVE_INFINITY };
      const { block, weights } = startRun({ kernels, parameters: p, inputs: {}, seed: 0, record });
      const numbers = { n: p.N, columns: COLUMNS, h: p.dt / p.tau, steps, whole: 1, gains: gains.length, kept };
      return {
        numbers,
        arrays: { ...arraysOf(weights), x: block.f64('pairs').slice(), gains: Float64Array.from(gains) },
      };
    },
    ours: {
      command: [
        ...['lyapunov', '--g', gains.join(','), '--T', String(steps), '--exponents', '0'],
        ...['--jobs', '1', '--quiet', '--out', '{out}'],
      ],
      async resultIn(out) {
        const runs = readdirSync(join(out, 'runs')).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
        const found: number[] = [];
        for (const run of runs) {
          const { buffer, byteOffset, length } = readFileSync(join(out, 'runs', run, 'timeseries.parquet'));
          const file = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
          const rows = await parquetReadObjects({ file, columns: ['mean_distance'], rowEnd: kept });
          found.push(...rows.map(({ mean_distance }) => mean_distance as number));
        }
        return Float64Array.from(found);
      },
    },
  };
}

/** Steps that a time is of, whatever the interval, and steps that a result is of. */
const [TIMED, DONE] = [10, 200];

/** The network with N tangent vectors, of which QR is done once in `every` steps. */
function openTangents(fresh: FreshKernels, N: number, every: number) {
  const kernels = fresh(RATE_MODULE);
  const p = parametersOf(N);
  const W = scaled(networkWeights(kernels, p, {}, 0), p.g);
  const network = placeNetwork(kernels, { ...p, g: 1 }, W);
  const m = padded(1 + N);
  const [address, logs] = [kernels.allocate(8 * N * m), kernels.allocate((8 * N * DONE) / every)];
  const workspace = kernels.allocate(kernels.kernel('rate_workspace_bytes')(N, m, 1, N));
  const matrix = kernels.f64(address, N * m);
  const x = Float64Array.from({ length: N }, (_, i) => ((i * 7919) % 1000) / 500 - 1);
  const Q = new Float64Array(N * N).map((_, at) => {
    return (Math.floor(at / N) === at % N ? 1 : 0) + ((at * 7919) % 1009) / 1e5;
  });
  for (let i = 0; i < N; i++) {
    matrix[i * m] = x[i];
    matrix.set(Q.subarray(i * N, (i + 1) * N), i * m + 1);
  }
  const advance = kernels.kernel('rate_tangent_advance');
  return {
    ...{ p, W, x, Q },
    logs: (): Float64Array => kernels.f64(logs, (N * DONE) / every),
    advance: (intervals: number): void =>
      void advance(network, m, address, 1, N, every, intervals, logs, 0, 0, workspace),
  };
}

/** Ten steps of a state with N tangent vectors and their QR: the full spectrum. */
export const spectrumWork = (N: number): Work =>
  spectrumOf(N, `spectrum-${N}`, `${TIMED} steps of ${N} tangent vectors and QR`, TIMED);

/** The same with QR as rarely as `msm lyapunov --qr-every auto` does it; of the longer interval, ten steps with their share of it. */
export function rareSpectrumWork(N: number): Work {
  const { every } = phasesOf({ ...parametersOf(N), qr_every: 'auto' });
  const title = `${TIMED} steps of ${N} tangent vectors with QR every ${every} steps (--qr-every auto)`;
  return { ...spectrumOf(N, `spectrum-${N}-auto`, title, every), insteadOf: `spectrum-${N}` };
}

function spectrumOf(N: number, name: string, title: string, every: number): Work {
  return {
    name,
    title: `full Lyapunov spectrum: ${title}, N = ${N}, p = 0.1`,
    script: 'spectrum',
    tools: ['numpy', 'numba', 'jax'],
    absent: { c: "a program in C would call LAPACK's QR, as NumPy does" },
    tolerance: 1e-9,
    reason: 'chaos makes roundings grow, and QR of another order of operations',
    given() {
      const { p, W, x, Q } = openTangents(freshKernels('strict'), N, every);
      const full = new Float64Array(N * N);
      for (let i = 0; i < N; i++) {
        for (let e = W.rowStart[i]; e < W.rowStart[i + 1]; e++) full[i * N + W.columns[e]] = W.weights[e];
      }
      const numbers = { n: N, h: p.dt / p.tau, every, intervals: DONE / every, steps: TIMED };
      return { numbers, arrays: { W: full, x, Q } };
    },
    ours: {
      result(fresh) {
        const { logs, advance } = openTangents(fresh, N, every);
        advance(DONE / every);
        const [sums, all] = [new Float64Array(N), logs()];
        for (let at = 0; at < all.length; at++) sums[at % N] += all[at];
        return sums;
      },
      subject(fresh) {
        const { advance } = openTangents(fresh, N, every);
        return { name: '', flops: 0, bytes: 0, run: repeated(() => advance(1)), perCall: every / TIMED, spanMs: 20 };
      },
    },
  };
}
