/** What happens between two phases of a run: states are taken out of pairs, tangent vectors and companions put behind states. */
import { randomBasis } from '../../method/lyapunov/basis.js';
import { type Orthonormalise, plainQr } from '../../method/lyapunov/qr.js';
import { endEarly } from '../phases.js';
import { columnCount, type Matrix, movingTrials } from './rest.js';
import type { RateRun } from './run.js';

/** Copies the base states of one matrix into another. */
export function copyStates(run: RateRun, from: Matrix, to: Matrix): void {
  const { block, N, exponents } = run;
  const count = movingTrials(run).length;
  const [source, target] = [block.f64(from), block.f64(to)];
  const [m, n] = [columnCount(run, from, count), columnCount(run, to, count)];
  const [stride, width] = [from, to].map((matrix) => (matrix === 'tangent' ? 1 + exponents : 1));
  for (let i = 0; i < N; i++) for (let j = 0; j < count; j++) target[i * n + j * width] = source[i * m + j * stride];
}

/** The first basis of a trial, [N, exponents]: the given one, or one of its own by position. */
function basisOf(run: RateRun, trial: number, qr: Orthonormalise): Float64Array {
  const { kernels, N, exponents, seed, Q0, basis, parameters: p } = run;
  const at = { seed, stream: p.session, first: trial * N * N, address: basis };
  return Q0 ?? randomBasis(kernels, N, exponents, at, qr);
}

/** Puts the first basis of each trial behind its state. */
function startTangents(run: RateRun): void {
  const { block, exponents, N, elementary } = run;
  const moving = movingTrials(run);
  const tangent = block.f64('tangent').fill(0);
  const m = columnCount(run, 'tangent', moving.length);
  const qr = plainQr(elementary);
  moving.forEach((trial, j) => {
    const Q = basisOf(run, trial, qr);
    for (let i = 0; i < N; i++) {
      tangent.set(Q.subarray(i * exponents, (i + 1) * exponents), i * m + j * (1 + exponents) + 1);
    }
  });
}

/** Puts a companion at distance d0 along (1, ..., 1) beside each state. */
function startCompanions(run: RateRun): void {
  const { block, N, parameters: p } = run;
  const count = movingTrials(run).length;
  const close = block.f64('close');
  const m = columnCount(run, 'close', count);
  const apart = p.d0 / Math.sqrt(N);
  for (let i = 0; i < N; i++) for (let j = 0; j < count; j++) close[i * m + count + j] = close[i * m + j] + apart;
}

/** Begins the exponents from `states`. Without a trial that moves there is nothing to measure, and they end at once. */
export function startExponents(run: RateRun): void {
  const { block, method, phases } = run;
  if (movingTrials(run).length === 0) {
    endEarly(block, phases.total);
    return;
  }
  if (method === 'qr') {
    startTangents(run);
    copyStates(run, 'states', 'tangent');
  } else {
    copyStates(run, 'states', 'close');
    startCompanions(run);
  }
}
