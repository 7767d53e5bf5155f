/** ln |det| of the steps of a full spectrum, for the sum rule (spec B.4): by elimination, with no part in common with QR. */
import { logDeterminant } from '../../method/lyapunov/log-determinant.js';
import { discretise, type FlowOrMap } from '../../method/lyapunov/system.js';
import { scaled } from './connectivity.js';
import { ACTIVATION, rateField } from './plain.js';
import { columnCount, movingTrials } from './rest.js';
import type { RateRun } from './run.js';
import { copyStates } from './start.js';

/** The run's map in plain code; `input` [N] is read at each step. */
function plainSystem({ parameters: p, weights, elementary }: RateRun, input: Float64Array): FlowOrMap {
  const activation = ACTIVATION[p.activation](elementary);
  const field = rateField(scaled(weights, p.g), p.form, elementary, input, activation);
  return discretise(field, p.scheme, p.dt, p.tau);
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
