/** The states at the end of a run as a table, from which another can start. */
import type { Model } from '../family.js';
import { finalUnits } from '../recording/final-state.js';
import { columnCount, type Matrix, movingTrials } from './rest.js';
import type { RateRun } from './run.js';

/** Where the states are at the end of a run. */
export const lastMatrix = ({ exponents, method }: RateRun): Matrix =>
  exponents === 0 ? 'pairs' : method === 'qr' ? 'tangent' : 'close';

/** One row a unit: its state in each trial. A trial that was left at rest has the state it was left in. */
export function finalState(run: RateRun): ReturnType<Model['finalState']> {
  const { block, N, trials, exponents } = run;
  const matrix = lastMatrix(run);
  const moving = movingTrials(run);
  const [states, held] = [block.f64(matrix), block.f64('held')];
  const [columns, width] = [columnCount(run, matrix, moving.length), matrix === 'tangent' ? 1 + exponents : 1];
  const places = Array.from({ length: trials }, (_, t) => moving.indexOf(t));
  const values = (i: number): Float64Array =>
    Float64Array.from(places, (j, t) => (j < 0 ? held[i * 2 * trials + t] : states[i * columns + j * width]));
  const meaning = 'state of the unit in each trial';
  const initial = { name: 'initial', symbol: 'r', width: trials, meaning, of: (i: number) => ({ values: values(i) }) };
  return finalUnits(N, 'unit', [initial], N);
}
