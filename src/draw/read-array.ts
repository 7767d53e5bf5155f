/** Arrays out of long tables: one record, or all of them in tiles, while the table is read once. */
import { configError } from '../config/problem.js';
import type { ArrayValues, ColumnAbout, Course, Records, Where } from '../figure/figure.js';
import { columnOf, groupsOf, numbersOf } from '../run/table-groups.js';
import type { ReadTable } from '../table/table.js';

const STEP = 'step';
const TIME = 'time';

/** A table in the long form: where it is, its columns of places, and the column of values. */
export interface LongTable {
  readonly path: string;
  readonly columns: readonly ColumnAbout[];
  readonly index: readonly string[];
  readonly value: string;
  /** Whether entries below the diagonal equal those above it, which alone are there. */
  readonly isUpper: boolean;
}

const aboutOf = ({ columns, value }: LongTable): ColumnAbout =>
  columns.find(({ name }) => name === value) as ColumnAbout;

const has = ({ columns }: LongTable, name: string): boolean => columns.some((column) => column.name === name);

/** Rows of one record, in the pieces that its table's groups have of it. */
interface RecordRows {
  readonly step?: number;
  readonly time?: number;
  readonly pieces: Piece[];
}

/** Rows that follow each other: their places along each axis, and their values. */
interface Piece {
  readonly places: readonly Float64Array[];
  readonly values: Float64Array;
}

/** Stretches of rows of equal steps, each as [from, to). */
function* stretchesOf(steps: Float64Array | undefined, nRows: number): Iterable<readonly [number, number]> {
  let from = 0;
  if (steps !== undefined) {
    for (let row = 1; row < nRows; row++) {
      if (steps[row] === steps[from]) continue;
      yield [from, row];
      from = row;
    }
  }
  if (from < nRows) yield [from, nRows];
}

/** The records one after the other: rows of equal steps that follow each other. `isWanted` says of which steps, by their number among the records. */
async function* recordsOf(
  table: LongTable,
  isWanted: (step: number | undefined, record: number) => boolean,
): AsyncIterable<RecordRows> {
  const [hasSteps, hasTimes] = [STEP, TIME].map((name) => has(table, name));
  const names = [...table.index, table.value, ...(hasSteps ? [STEP] : []), ...(hasTimes ? [TIME] : [])];
  let [count, step, now]: [number, number | undefined, RecordRows | undefined] = [0, undefined, undefined];
  for await (const group of groupsOf(table.path, new Set(names))) {
    const numbers = (name: string): Float64Array => numbersOf(columnOf(group, name).data);
    const [steps, times] = [hasSteps ? numbers(STEP) : undefined, hasTimes ? numbers(TIME) : undefined];
    const [indexes, values] = [table.index.map(numbers), numbers(table.value)];
    for (const [from, to] of stretchesOf(steps, group.nRows)) {
      const at = steps?.[from];
      if (count === 0 || at !== step) {
        if (now !== undefined) yield now;
        step = at;
        now = isWanted(at, count++) ? { step: at, time: times?.[from], pieces: [] } : undefined;
      }
      const part = (column: Float64Array): Float64Array => column.subarray(from, to);
      now?.pieces.push({ places: indexes.map(part), values: part(values) });
    }
  }
  if (now !== undefined) yield now;
}

/** How far an axis reaches: one more than its largest place. */
const endOf = (pieces: readonly Piece[], axis: number): number =>
  pieces.reduce((most, { places }) => places[axis].reduce((far, at) => (at >= far ? at + 1 : far), most), 0);

/** Rows of a record as an array. */
function arrayOf(table: LongTable, { step, pieces }: RecordRows): ArrayValues {
  const ends = table.index.map((_, axis) => endOf(pieces, axis));
  const shape = table.isUpper ? ends.map(() => Math.max(...ends)) : ends;
  const array = new Float64Array(shape.reduce((product, size) => product * size, 1)).fill(
    table.isUpper ? 0 : Number.NaN,
  );
  for (const { places, values } of pieces) {
    for (let n = 0; n < values.length; n++) {
      let at = 0;
      for (let d = 0; d < shape.length; d++) at = at * shape[d] + places[d][n];
      array[at] = values[n];
      if (table.isUpper) array[places[1][n] * shape[0] + places[0][n]] = values[n];
    }
  }
  return { ...aboutOf(table), shape, values: array, axes: table.index, ...(step !== undefined && { step }) };
}

/** The array of one record; of the last one if no step is named. Throws E_CONFIG for a step that was not recorded. */
export async function readArray(table: LongTable, wanted?: number): Promise<ArrayValues> {
  let last: RecordRows | undefined;
  for await (const record of recordsOf(table, (step) => wanted === undefined || step === wanted)) last = record;
  if (wanted !== undefined && last === undefined) {
    throw configError(`${table.path}: step ${wanted} was not recorded`, table.path);
  }
  return arrayOf(table, last ?? { pieces: [] });
}

/** An array and when it was recorded. */
export interface ArrayRecord {
  readonly step: number;
  readonly time?: number;
  readonly array: ArrayValues;
}

/** Every `stride`-th record one after the other, from the first on. Memory: one record and one group of rows. */
export async function* readEach(table: LongTable, stride: number): AsyncGenerator<ArrayRecord> {
  for await (const record of recordsOf(table, (_, number) => number % stride === 0)) {
    const { step = 0, time } = record;
    yield { step, time, array: arrayOf(table, record) };
  }
}

/** How many records a table has, if all have as many entries as the first. */
export const recordCount = async (table: LongTable, nRows: number): Promise<number> =>
  Math.ceil(nRows / Math.max(1, (await entriesOf(table)).all));

/** The records of a vector from one step to another, both included. */
export async function readRecords(table: LongTable, [from, to]: readonly [number, number]): Promise<Records> {
  const values: number[] = [];
  const steps: number[] = [];
  for await (const group of groupsOf(table.path, new Set([STEP, table.value]))) {
    const [places, numbers] = [STEP, table.value].map((name) => numbersOf(columnOf(group, name).data));
    for (const [row, step] of places.entries()) {
      if (step < from || step > to) continue;
      if (step !== steps.at(-1)) steps.push(step);
      values.push(numbers[row]);
    }
  }
  const shape = [steps.length, steps.length === 0 ? 0 : values.length / steps.length];
  return { ...aboutOf(table), shape, values: Float64Array.from(values), axes: ['record', ...table.index], steps };
}

/** The rows of a group that are wanted. */
function wantedRows(group: ReadTable, where: Where | undefined): readonly number[] {
  const rows = Array.from({ length: group.nRows }, (_, row) => row);
  if (where === undefined) return rows;
  const values = numbersOf(columnOf(group, where.column).data);
  return rows.filter((row) => values[row] === where.value);
}

/** Entries of the first record, all and those that are wanted. */
async function entriesOf(table: LongTable, where?: Where): Promise<{ readonly all: number; readonly wanted: number }> {
  let [first, all, wanted] = [Number.NaN, 0, 0];
  for await (const group of groupsOf(table.path, new Set([STEP, ...(where === undefined ? [] : [where.column])]))) {
    const isWanted = new Set(wantedRows(group, where));
    for (const [row, step] of numbersOf(columnOf(group, STEP).data).entries()) {
      if (Number.isNaN(first)) first = step;
      if (step !== first) return { all, wanted };
      all++;
      if (isWanted.has(row)) wanted++;
    }
  }
  return { all, wanted };
}

/** Sums of tiles while rows come. */
class Tiles {
  readonly rows: number;
  readonly columns: number;
  readonly #sums: Float64Array; // [rows, columns]
  readonly #counts: Int32Array;
  #low = Number.NaN;
  #high = Number.NaN;

  constructor(
    readonly entries: number,
    readonly records: number,
    most: number,
  ) {
    this.rows = Math.min(entries, most);
    this.columns = Math.min(records, most);
    this.#sums = new Float64Array(this.rows * this.columns);
    this.#counts = new Int32Array(this.rows * this.columns);
  }

  add(entry: number, record: number, value: number): void {
    if (!Number.isFinite(value)) return;
    const row = Math.floor((entry * this.rows) / this.entries);
    const tile = row * this.columns + Math.floor((record * this.columns) / this.records);
    this.#sums[tile] += value;
    this.#counts[tile]++;
    if (!(value >= this.#low)) this.#low = value;
    if (!(value <= this.#high)) this.#high = value;
  }

  get range(): readonly [number, number] {
    return [this.#low, this.#high];
  }

  get means(): Float64Array {
    return this.#sums.map((sum, tile) => (this.#counts[tile] > 0 ? sum / this.#counts[tile] : Number.NaN));
  }
}

/** Records at equal distances, within rounding. */
const isRegular = (places: readonly number[]): boolean => {
  const [first] = places;
  const last = places[places.length - 1];
  const by = (last - first) / Math.max(1, places.length - 1);
  return places.every((at, i) => Math.abs(at - (first + i * by)) <= Math.abs(by) * 1e-6);
};

/** All records of a vector, in tiles of at most `most` on each side. Memory: the tiles and one group of rows. */
export async function readCourse(table: LongTable, nRows: number, most: number, where?: Where): Promise<Course> {
  const first = await entriesOf(table, where);
  const entries = Math.max(1, first.wanted);
  const tiles = new Tiles(entries, Math.max(1, Math.ceil(nRows / Math.max(1, first.all))), most);
  const clock = has(table, TIME) ? TIME : STEP;
  const places: number[] = [];
  let [step, record, entry] = [Number.NaN, -1, 0];
  const take = (group: ReadTable): void => {
    const [steps, clocks, values] = [STEP, clock, table.value].map((name) => numbersOf(columnOf(group, name).data));
    for (const row of wantedRows(group, where)) {
      if (steps[row] !== step) {
        [step, entry] = [steps[row], 0];
        record++;
        places.push(clocks[row]);
      }
      if (entry < entries && record < tiles.records) tiles.add(entry, record, values[row]);
      entry++;
    }
  };
  const names = [STEP, clock, table.value, ...(where === undefined ? [] : [where.column])];
  for await (const group of groupsOf(table.path, new Set(names))) take(group);
  return {
    ...aboutOf(table),
    values: tiles.means,
    rows: tiles.rows,
    columns: tiles.columns,
    entries,
    records: tiles.records,
    range: tiles.range,
    axis: table.columns.find(({ name }) => name === clock) as ColumnAbout,
    from: places[0] ?? 0,
    to: places[places.length - 1] ?? 0,
    isRegular: isRegular(places),
    of: table.index.find((name) => name !== where?.column) ?? 'entry',
  };
}
