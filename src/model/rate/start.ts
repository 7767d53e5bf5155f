/** What stands between two phases of a run: states out of pairs, tangent vectors and companions behind states. */
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

/** Puts the first k columns of the identity behind each state. */
function startTangents(run: RateRun): void {
  const { block, exponents } = run;
  const count = movingTrials(run).length;
  const tangent = block.f64('tangent').fill(0);
  const m = columnCount(run, 'tangent', count);
  for (let j = 0; j < count; j++) for (let k = 0; k < exponents; k++) tangent[k * m + j * (1 + exponents) + 1 + k] = 1;
}

/** Puts a companion at distance d0 along (1, ..., 1) beside each state. */
function startCompanions(run: RateRun): void {
  const { block, N, parameters: p } = run;
  const count = movingTrials(run).length;
  const close = block.f64('close');
  const m = columnCount(run, 'close', count);
  const apart = (p.d0 as number) / Math.sqrt(N);
  for (let i = 0; i < N; i++) for (let j = 0; j < count; j++) close[i * m + count + j] = close[i * m + j] + apart;
}

/** Begins the exponents from `states`. Without a trial that moves there is nothing to measure, and they end at once. */
export function startExponents(run: RateRun): void {
  const { block, method } = run;
  if (movingTrials(run).length === 0) {
    block.set('end', block.get('step'));
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
