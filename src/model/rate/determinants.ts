/** ln |det| of the steps of a full spectrum, for the sum rule (spec B.4): by elimination, with no part in common with QR. */
import { type Discretisation, discretise, type FlowOrMap } from '../../method/lyapunov/system.js';
import { scaled } from './connectivity.js';
import { ACTIVATION, type RateForm, rateField } from './plain.js';
import { columnCount, movingTrials } from './rest.js';
import type { RateRun } from './run.js';
import { copyStates } from './start.js';

/** ln |det A| of A [N, N], which is overwritten; -Infinity for a singular matrix. Elimination with the largest pivot. */
export function logDeterminant(A: Float64Array, N: number, log: (x: number) => number): number {
  let sum = 0;
  for (let c = 0; c < N; c++) {
    let pivot = c;
    for (let i = c + 1; i < N; i++) if (Math.abs(A[i * N + c]) > Math.abs(A[pivot * N + c])) pivot = i;
    if (A[pivot * N + c] === 0) return Number.NEGATIVE_INFINITY;
    for (let j = c; j < N && pivot !== c; j++) [A[c * N + j], A[pivot * N + j]] = [A[pivot * N + j], A[c * N + j]];
    sum += log(Math.abs(A[c * N + c]));
    for (let i = c + 1; i < N; i++) {
      const factor = A[i * N + c] / A[c * N + c];
      if (factor === 0) continue;
      for (let j = c + 1; j < N; j++) A[i * N + j] -= factor * A[c * N + j];
    }
  }
  return sum;
}

/** The run's map in plain code; `input` [N] is read at each step. */
function plainSystem({ parameters: p, weights, elementary }: RateRun, input: Float64Array): FlowOrMap {
  const activation = ACTIVATION[p.activation as string](elementary);
  const field = rateField(scaled(weights, p.g as number), p.form as RateForm, elementary, input, activation);
  return discretise(field, p.scheme as Discretisation, p.dt as number, p.tau as number);
}

/** Adds up ln |det| of one interval's steps for each trial; a call before the interval, whose input is in place. */
export function determinantsOf(run: RateRun): (interval: number) => void {
  const { kernels, network, block, N, trials, phases, drive, elementary, samples, workspace } = run;
  const input = new Float64Array(N);
  const system = plainSystem(run, input);
  const [u, M] = [new Float64Array(N), new Float64Array(N * N)];
  return (interval) => {
    const moving = movingTrials(run);
    const m = columnCount(run, 'states', moving.length);
    copyStates(run, 'tangent', 'states');
    const advance = kernels.kernel('rate_advance');
    const made = advance(network, m, block.pointer('states'), moving.length, phases.every, 0, samples, workspace);
    const [all, sums] = [kernels.f64(samples, made * N * m), block.f64('determinants')];
    for (let s = 0; s < made; s++) {
      if (drive !== undefined) input.set(kernels.f64(drive.address + 8 * s * drive.stride, N));
      moving.forEach((trial, j) => {
        for (let i = 0; i < N; i++) u[i] = all[(s * N + i) * m + j];
        M.fill(0);
        for (let i = 0; i < N; i++) M[i * N + i] = 1;
        system.tangentStep(u, M, N);
        sums[interval * trials + trial] += logDeterminant(M, N, elementary.log);
      });
    }
  };
}
