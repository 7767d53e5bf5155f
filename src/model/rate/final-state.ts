/** The states at the end of a run as a table, from which another can start. */
import type { Model } from '../family.js';
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
  const rows = new Float64Array(N * trials); // [N, trials]
  for (let t = 0; t < trials; t++) {
    const j = moving.indexOf(t);
    for (let i = 0; i < N; i++)
      rows[i * trials + t] = j < 0 ? held[i * 2 * trials + t] : states[i * columns + j * width];
  }
  return {
    table: {
      name: 'state',
      meaning: 'states after the last step, one row a unit',
      columns: [
        { name: 'unit', type: 'i32', meaning: 'unit' },
        { name: 'initial', type: 'f64', symbol: 'r', width: trials, meaning: 'state of the unit in each trial' },
      ],
    },
    rows: [[Int32Array.from({ length: N }, (_, i) => i), rows]],
  };
}
