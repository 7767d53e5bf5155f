/** Tables with one state per step, as runs record them: the rows of one step. */
import { refuse } from './data-columns.js';
import type { ColumnData, ReadTable } from './table.js';

const STEP = 'step';

/** A table of one step, and which step it is. */
export interface StateOfStep {
  readonly table: ReadTable;
  /** Absent if the table has no column of steps. */
  readonly step?: number;
  /** How many steps there were to choose from. */
  readonly steps: number;
}

/**
 * The rows of one step: the one asked for, else the last.
 *
 * @throws MsmError E_CONFIG for a step that is not there, or where there are no steps
 */
export function stateOfStep(table: ReadTable, wanted: number | undefined): StateOfStep {
  const column = table.columns.find(({ name, type }) => name === STEP && type === 'i32');
  if (column === undefined) {
    if (wanted === undefined) return { table, steps: 1 };
    throw refuse(table, `there is no column '${STEP}', from which @${wanted} would choose`);
  }
  const all = column.data as ArrayLike<number>;
  const steps = [...new Set(Array.from(all))].sort((a, b) => a - b);
  if (steps.length === 0) throw refuse(table, 'there is no row');
  const step = wanted ?? steps[steps.length - 1];
  if (!steps.includes(step)) throw refuse(table, `there is no step ${step}; it has ${stepsText(steps)}`);
  const rows = Array.from(all, (_, row) => row).filter((row) => all[row] === step);
  const columns = table.columns.map((one) => ({ ...one, data: rowsOf(one.data, rows, one.width ?? 1) }));
  return { table: { ...table, columns, nRows: rows.length }, step, steps: steps.length };
}

function rowsOf(data: ColumnData, rows: readonly number[], width: number): ColumnData {
  if (Array.isArray(data)) return rows.map((row) => data[row]);
  const numbers = data as Float64Array | Int32Array;
  const picked = new (numbers.constructor as typeof Float64Array)(rows.length * width); // [rows, width]
  for (const [r, row] of rows.entries()) picked.set(numbers.subarray(row * width, (row + 1) * width), r * width);
  return picked;
}

/** `0, 10, ..., 400`. */
function stepsText(steps: readonly number[]): string {
  return steps.length <= 4 ? steps.join(', ') : `${steps.slice(0, 2).join(', ')}, ..., ${steps[steps.length - 1]}`;
}

/**
 * The first step of a series that has one row for each step; nothing if the table does not say its steps.
 *
 * @throws MsmError E_CONFIG if steps are left out
 */
export function firstOfSeries(table: ReadTable): number | undefined {
  const column = table.columns.find(({ name, type }) => name === STEP && type === 'i32');
  if (column === undefined || table.nRows === 0) return undefined;
  const steps = column.data as ArrayLike<number>;
  for (let row = 1; row < table.nRows; row++) {
    if (steps[row] === steps[row - 1] + 1) continue;
    throw refuse(
      table,
      `row ${row} is of step ${steps[row]} and the one before of step ${steps[row - 1]}; every step must have its row`,
      'Record it at every step: --every 1.',
    );
  }
  return steps[0];
}
