/** Hands over rows: numbers of many steps at once, arrays record by record in buffers. */
import type { Block } from '../../kernel/struct.js';
import { dueAmong, nextDue, type RowSink, type Schedule } from '../record.js';
import { type Observed, rowCount, rowLength, tableName, valueColumns } from './observed.js';
import { type ClockColumn, type Recording, SERIES, scheduleOf } from './tables.js';

type Column = Float64Array | Int32Array;

/** Numbers at equal distances: entry i is `values[from + i * by] / over`; `by` and `over` are 1 if absent. */
export interface Strided {
  readonly values: ArrayLike<number>;
  readonly from?: number;
  readonly by?: number;
  readonly over?: number;
}

/** An array as it is now: gives the entries of a row of its last axis, for one of its columns of values. Used at once, row after row. */
export type StoredArray = (row: number, column: number) => Strided;

/** Arrays by the name of their observable: what stands at entry `n` of the steps that are handed over. */
export type ArraySources = { readonly [observable: string]: (n: number) => StoredArray };

/** Where the numbers of some steps are: those that the schema places in a kernel's record, and the others by name. */
export interface NumberSources {
  /** Numbers of all steps, `width` for each. */
  readonly records?: { readonly values: ArrayLike<number>; readonly width: number };
  readonly others?: { readonly [observable: string]: Strided };
}

/** An array of a state block, of which the last axis may be padded. */
export function arrayOf(block: Block, name: string): StoredArray {
  const { type, shape } = block.layout.arrays.find((array) => array.name === name) as Block['layout']['arrays'][number];
  const [values, stride] = [block[type](name), shape[shape.length - 1]];
  return (row) => ({ values, from: row * stride });
}

function columnOf(type: 'f64' | 'i32', length: number): Column {
  return type === 'f64' ? new Float64Array(length) : new Int32Array(length);
}

/** The recorded arrays that the schema places in the block, as they are at the time. */
export function blockArrays(block: Block, { arrays }: Recording): ArraySources {
  const stored = arrays.flatMap(({ name, from }) =>
    from !== undefined && 'block' in from ? [[name, () => arrayOf(block, from.block)] as const] : [],
  );
  return Object.fromEntries(stored);
}

/** Rows that wait to be handed over: handing over each record of a small array would take longer than the step. */
const WAITING_ROWS = 4096;

/** Rows of one array that wait. */
class ArrayRows {
  readonly #observed: Observed;
  readonly #count: number;
  readonly #clock: readonly ClockColumn[];
  readonly #steps: Int32Array;
  readonly #times: readonly Column[];
  readonly #indexes: readonly Int32Array[];
  readonly #values: readonly Column[];
  #waiting = 0;

  constructor(observed: Observed, clock: readonly ClockColumn[]) {
    this.#observed = observed;
    this.#count = rowCount(observed);
    this.#clock = clock;
    const room = Math.max(WAITING_ROWS, rowLength(observed, 0));
    this.#steps = new Int32Array(room);
    this.#times = clock.map(({ column }) => columnOf(column.type, room));
    this.#indexes = observed.shape.map(() => new Int32Array(room));
    this.#values = valueColumns(observed).map(({ type }) => columnOf(type, room));
  }

  append(step: number, stored: StoredArray, sink: RowSink): void {
    for (let row = 0; row < this.#count; row++) {
      const length = rowLength(this.#observed, row);
      if (this.#waiting + length > this.#steps.length) this.flush(sink);
      this.#place(step, row, length);
      this.#values.forEach((values, column) => {
        this.#take(values, row, length, stored(row, column));
      });
      this.#waiting += length;
    }
  }

  /** Steps and indexes of a row. */
  #place(step: number, row: number, length: number): void {
    const { shape, units, table } = this.#observed;
    const [first, end] = [this.#waiting, this.#waiting + length];
    this.#steps.fill(step, first, end);
    this.#clock.forEach(({ at }, c) => {
      this.#times[c].fill(at(step), first, end);
    });
    for (let [d, rest] = [shape.length - 2, row]; d >= 0; d--) {
      this.#indexes[d].fill(rest % shape[d], first, end);
      rest = Math.floor(rest / shape[d]);
    }
    const last = this.#indexes[shape.length - 1];
    const skipped = table?.isUpper === true ? row + 1 : 0;
    if (units === undefined) for (let i = 0; i < length; i++) last[first + i] = skipped + i;
    else last.set(units, first);
  }

  #take(out: Column, row: number, length: number, { values, from = 0, by = 1, over = 1 }: Strided): void {
    const { units, table } = this.#observed;
    const [first, skipped] = [this.#waiting, table?.isUpper === true ? row + 1 : 0];
    for (let i = 0; i < length; i++) {
      const entry = units === undefined ? skipped + i : units[i];
      out[first + i] = values[from + entry * by] / over;
    }
  }

  flush(sink: RowSink): void {
    if (this.#waiting === 0) return;
    const columns = [this.#steps, ...this.#times, ...this.#indexes, ...this.#values];
    sink.append(tableName(this.#observed), this.#waiting, columns);
    this.#waiting = 0;
  }
}

/** Records a run. */
export class Recorder {
  readonly #recording: Recording;
  readonly #schedule: Schedule | undefined;
  readonly #numbers: readonly { readonly observed: Observed; readonly entry: number }[];
  readonly #arrays: readonly { readonly name: string; readonly schedule: Schedule; readonly rows: ArrayRows }[];
  /** Arrays of the block that were due, of which nobody has said where they are. */
  readonly #missed = new Set<string>();
  readonly #taken = new Set<string>();

  constructor(recording: Recording) {
    const { numbers, arrays, clock } = recording;
    this.#recording = recording;
    this.#schedule = numbers.length === 0 ? undefined : scheduleOf(recording, numbers[0]);
    this.#numbers = numbers.flatMap((observed) => valueColumns(observed).map((_, entry) => ({ observed, entry })));
    this.#arrays = arrays.map((observed) => ({
      name: observed.name,
      schedule: scheduleOf(recording, observed),
      rows: new ArrayRows(observed, clock),
    }));
  }

  /** Steps of the time series among `made` steps from `first` on. */
  due(first: number, made: number): Int32Array {
    const schedule = this.#schedule;
    return schedule === undefined ? new Int32Array(0) : dueAmong(schedule, this.#recording.request, first, made);
  }

  /**
   * Hands over rows of the time series at these steps. Sources have the numbers of all steps from `first` on; of these steps alone if
   * it is not given.
   */
  numbers(steps: Int32Array, sources: NumberSources, sink: RowSink, first?: number): void {
    if (steps.length === 0) return;
    const { clock } = this.#recording;
    const places = steps.map((step, k) => (first === undefined ? k : step - first));
    const pick = (type: 'f64' | 'i32', { values, from = 0, by = 1, over = 1 }: Strided): Column => {
      const column = columnOf(type, places.length);
      for (let k = 0; k < places.length; k++) column[k] = values[from + places[k] * by] / over;
      return column;
    };
    const times = clock.map(({ column, at }) => {
      const values = columnOf(column.type, steps.length);
      for (let k = 0; k < steps.length; k++) values[k] = at(steps[k]);
      return values;
    });
    const columns = this.#numbers.map(({ observed, entry }) => pick(observed.type, sourceOf(observed, entry, sources)));
    sink.append(SERIES, steps.length, [steps, ...times, ...columns]);
  }

  /** Takes those arrays of `sources` that are recorded at any of `made` steps from `first` on. */
  arrays(first: number, made: number, sources: ArraySources, sink: RowSink): void {
    for (const { name, schedule, rows } of this.#arrays) {
      const source = sources[name];
      const due = dueAmong(schedule, this.#recording.request, first, made);
      if (due.length === 0) continue;
      (source === undefined ? this.#missed : this.#taken).add(name);
      if (source !== undefined) for (const step of due) rows.append(step, source(step - first), sink);
    }
  }

  /** The first step from `step` on at which one of these arrays is recorded; Infinity if there is none. */
  next(step: number, sources: { readonly [observable: string]: unknown }): number {
    const { request } = this.#recording;
    let next = Number.POSITIVE_INFINITY;
    for (const { name, schedule } of this.#arrays) {
      if (sources[name] !== undefined) next = Math.min(next, nextDue(schedule, request, step));
    }
    return next;
  }

  /**
   * Hands over what is waiting. Must be called before anybody looks at what was recorded.
   *
   * @throws Error where an array that the schema places in the block was due and never among the sources (`blockArrays`)
   */
  flush(sink: RowSink): void {
    const isInBlock = ({ from }: Observed): boolean => from !== undefined && 'block' in from;
    const lost = this.#recording.arrays.find(
      (observed) => isInBlock(observed) && this.#missed.has(observed.name) && !this.#taken.has(observed.name),
    );
    if (lost !== undefined) throw unknownPlace(lost.name);
    for (const { rows } of this.#arrays) rows.flush(sink);
  }
}

const unknownPlace = (name: string): Error => new Error(`nothing says where the numbers of ${name} are`);

/** Where the numbers of an observable are; `entry` of a vector. */
function sourceOf({ name, from, over }: Observed, entry: number, { records, others = {} }: NumberSources): Strided {
  const found = others[name];
  if (found !== undefined) return found;
  if (records === undefined || from === undefined || !('record' in from)) throw unknownPlace(name);
  return { values: records.values, from: from.record + entry, by: records.width, over };
}
