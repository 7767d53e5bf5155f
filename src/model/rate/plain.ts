/** Rate networks in plain TypeScript (spec A.2): the reference that the fast kernels are tested against. */
import type { Elementary } from '../../kernel/elementary.js';
import { type Discretisation, discretise, type Field, type FlowOrMap } from '../../method/lyapunov/system.js';
import type { Connectivity } from './connectivity.js';

/** `r`: tau dr/dt = -r + tanh(W r + b); `x`: tau dx/dt = -x + W tanh(x) + b. x = W r maps r to x if b = 0. */
export type RateForm = 'r' | 'x';

/** out [N, k] <- W X [N, k], entries of a row in the order of its edges. */
export function sparseTimes(W: Connectivity, X: Float64Array, k: number, out: Float64Array): void {
  const { N, rowStart, columns, weights } = W;
  const k4 = k - (k % 4);
  for (let i = 0; i < N; i++) {
    const first = rowStart[i];
    const end = rowStart[i + 1];
    for (let c = 0; c < k4; c += 4) {
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      for (let e = first; e < end; e++) {
        const w = weights[e];
        const at = columns[e] * k + c;
        a0 += w * X[at];
        a1 += w * X[at + 1];
        a2 += w * X[at + 2];
        a3 += w * X[at + 3];
      }
      const to = i * k + c;
      out[to] = a0;
      out[to + 1] = a1;
      out[to + 2] = a2;
      out[to + 3] = a3;
    }
    for (let c = k4; c < k; c++) {
      let sum = 0;
      for (let e = first; e < end; e++) sum += weights[e] * X[columns[e] * k + c];
      out[i * k + c] = sum;
    }
  }
}

/** phi, and its slope as a function of its value. */
export interface Activation {
  readonly phi: (u: number) => number;
  readonly slope: (s: number) => number;
}

/** Activations by their name in the schema; relu has slope 0 at its kink. */
export const ACTIVATION: { readonly [name: string]: (elementary: Pick<Elementary, 'tanh' | 'exp'>) => Activation } = {
  tanh: ({ tanh }) => ({ phi: tanh, slope: (s) => 1 - s * s }),
  sigmoid: ({ exp }) => ({ phi: (u) => 1 / (1 + exp(-u)), slope: (s) => s * (1 - s) }),
  relu: () => ({ phi: (u) => (u < 0 ? 0 : u), slope: (s) => (s > 0 ? 1 : 0) }),
  linear: () => ({ phi: (u) => u, slope: () => 1 }),
};

/** Right side without 1/tau, with its Jacobian; W includes the gain, `input` is b [N] and is read anew at each call. */
export function rateField(
  W: Connectivity,
  form: RateForm,
  { tanh }: Pick<Elementary, 'tanh'>,
  input: Float64Array | null = null,
  { phi, slope: slopeOf }: Activation = { phi: tanh, slope: (s) => 1 - s * s },
): Field {
  const { N } = W;
  const s = new Float64Array(N);
  const b = input ?? new Float64Array(N);
  let kept = new Float64Array(0);
  const evaluate = (u: Float64Array, out: Float64Array): void => {
    if (form === 'r') {
      sparseTimes(W, u, 1, out);
      for (let i = 0; i < N; i++) {
        s[i] = phi(out[i] + b[i]);
        out[i] = -u[i] + s[i];
      }
    } else {
      for (let i = 0; i < N; i++) s[i] = phi(u[i]);
      sparseTimes(W, s, 1, out);
      for (let i = 0; i < N; i++) out[i] = -u[i] + out[i] + b[i];
    }
  };
  /** rows of X times phi' */
  const scaleRows = (X: Float64Array, k: number, to: Float64Array): void => {
    for (let i = 0; i < N; i++) {
      const slope = slopeOf(s[i]);
      for (let c = 0; c < k; c++) to[i * k + c] = slope * X[i * k + c];
    }
  };
  return {
    dim: N,
    evaluate,
    evaluateTangent: (u, Q, k, out, JQ) => {
      evaluate(u, out);
      if (form === 'r') {
        sparseTimes(W, Q, k, JQ);
        scaleRows(JQ, k, JQ);
      } else {
        if (kept.length !== N * k) kept = new Float64Array(N * k); // [N, k]
        scaleRows(Q, k, kept);
        sparseTimes(W, kept, k, JQ);
      }
      for (let i = 0; i < N * k; i++) JQ[i] -= Q[i];
    },
  };
}

/** A network as a system: h = dt / tau, exponents per unit of dt (1/ms if dt and tau are in ms). */
export function rateNetwork(
  W: Connectivity,
  options: {
    readonly form: RateForm;
    readonly method: Discretisation;
    readonly dt: number;
    readonly tau: number;
    readonly input?: Float64Array | null;
  },
  elementary: Pick<Elementary, 'tanh'>,
): FlowOrMap {
  const field = rateField(W, options.form, elementary, options.input ?? null);
  return discretise(field, options.method, options.dt, options.tau);
}

/**
 * Euler steps of many trajectories of the r-form that share W: R [N, trials] advances in place. `dtOverTau` is computed
 * once by the caller; `currents` [N, trials] is scratch.
 */
export function eulerColumns(
  W: Connectivity,
  R: Float64Array,
  trials: number,
  dtOverTau: number,
  currents: Float64Array,
  { tanh }: Pick<Elementary, 'tanh'>,
): void {
  sparseTimes(W, R, trials, currents);
  for (let i = 0; i < R.length; i++) R[i] += dtOverTau * (-R[i] + tanh(currents[i]));
}

/** Distances |plus - base| of pairs of columns: R [N, 2 trials], base trials first. */
export function pairDistances(R: Float64Array, N: number, trials: number, out: Float64Array): void {
  out.fill(0, 0, trials);
  for (let i = 0; i < N; i++) {
    for (let c = 0; c < trials; c++) {
      const difference = R[i * 2 * trials + trials + c] - R[i * 2 * trials + c];
      out[c] += difference * difference;
    }
  }
  for (let c = 0; c < trials; c++) out[c] = Math.sqrt(out[c]);
}
