/** Hands over rows: numbers of many steps at once, arrays record by record in buffers. */
import type { RowSink } from '../record.js';
import type { Observed } from './observed.js';
import { type Recording, SERIES } from './tables.js';

type Column = Float64Array | Int32Array;

/** Rows of the time series: the step of each, and the numbers of each observable. */
export function appendNumbers(
  { numbers, time }: Recording,
  steps: Int32Array,
  valuesOf: (observed: Observed) => Float64Array,
  sink: RowSink,
): void {
  if (steps.length === 0 || numbers.length === 0) return;
  const clock: readonly Column[] =
    time === undefined ? [steps] : [steps, Float64Array.from(steps, (step) => step * time.perStep)];
  const values = numbers.map((observed): Column => {
    const found = valuesOf(observed);
    return observed.type === 'i32' ? Int32Array.from(found) : found;
  });
  sink.append(SERIES, steps.length, [...clock, ...values]);
}

/** Rows that wait to be handed over: to do so for each record of a small array takes longer than the step. */
const WAITING_ROWS = 4096;

/** The numbers of an array with the distance from one row of its last axis to the next. */
export interface StoredArray {
  readonly values: ArrayLike<number>;
  readonly stride: number;
}

/** Rows of one array that wait. */
class ArrayRows {
  readonly #observed: Observed;
  readonly #perStep: number | undefined;
  readonly #length: number;
  readonly #count: number;
  readonly #steps: Int32Array;
  readonly #times: Float64Array;
  readonly #indexes: readonly Int32Array[];
  readonly #values: Column;
  #waiting = 0;

  constructor(observed: Observed, perStep: number | undefined) {
    const { shape, type } = observed;
    this.#observed = observed;
    this.#perStep = perStep;
    this.#length = shape[shape.length - 1];
    this.#count = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const room = Math.max(WAITING_ROWS, this.#length);
    this.#steps = new Int32Array(room);
    this.#times = new Float64Array(perStep === undefined ? 0 : room);
    this.#indexes = shape.map(() => new Int32Array(room));
    this.#values = type === 'f64' ? new Float64Array(room) : new Int32Array(room);
  }

  append(step: number, { values, stride }: StoredArray, sink: RowSink): void {
    for (let row = 0; row < this.#count; row++) {
      if (this.#waiting + this.#length > this.#steps.length) this.flush(sink);
      this.#appendRow(step, row, values, row * stride);
    }
  }

  #appendRow(step: number, row: number, values: ArrayLike<number>, from: number): void {
    const { shape } = this.#observed;
    const [first, end] = [this.#waiting, this.#waiting + this.#length];
    this.#steps.fill(step, first, end);
    if (this.#perStep !== undefined) this.#times.fill(step * this.#perStep, first, end);
    for (let [d, rest] = [shape.length - 2, row]; d >= 0; d--) {
      this.#indexes[d].fill(rest % shape[d], first, end);
      rest = Math.floor(rest / shape[d]);
    }
    const last = this.#indexes[shape.length - 1];
    for (let i = 0; i < this.#length; i++) {
      last[first + i] = i;
      this.#values[first + i] = values[from + i];
    }
    this.#waiting = end;
  }

  flush(sink: RowSink): void {
    if (this.#waiting === 0) return;
    const clock = this.#perStep === undefined ? [this.#steps] : [this.#steps, this.#times];
    sink.append(this.#observed.name, this.#waiting, [...clock, ...this.#indexes, this.#values]);
    this.#waiting = 0;
  }
}

/** Records the arrays of a run. */
export class ArrayRecorder {
  readonly #rows: ReadonlyMap<string, ArrayRows>;

  constructor({ arrays, time }: Recording) {
    this.#rows = new Map(arrays.map((observed) => [observed.name, new ArrayRows(observed, time?.perStep)]));
  }

  append({ name }: Observed, step: number, stored: StoredArray, sink: RowSink): void {
    (this.#rows.get(name) as ArrayRows).append(step, stored, sink);
  }

  /** Hands over what waits. Must be called before anybody looks at what was recorded. */
  flush(sink: RowSink): void {
    for (const rows of this.#rows.values()) rows.flush(sink);
  }
}
