/** Hands over rows: numbers of many steps at once, arrays of one step, last axis by last axis. */
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

/** Columns of one row of the last axis that do not change from step to step. */
interface Frame {
  readonly length: number;
  readonly rows: number;
  readonly last: Int32Array;
  readonly others: readonly Int32Array[];
}

function frameOf({ shape }: Observed): Frame {
  const length = shape[shape.length - 1];
  return {
    length,
    rows: shape.slice(0, -1).reduce((product, size) => product * size, 1),
    last: Int32Array.from({ length }, (_, i) => i),
    others: shape.slice(0, -1).map(() => new Int32Array(length)),
  };
}

/** Records arrays. One for each run: it keeps the columns that are the same at every step. */
export class ArrayRecorder {
  readonly #recording: Recording;
  readonly #frames: ReadonlyMap<string, Frame>;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#frames = new Map(recording.arrays.map((observed) => [observed.name, frameOf(observed)]));
  }

  /** One record of an array; `row(r)` are the numbers of row r of its last axis. */
  append(observed: Observed, step: number, row: (r: number) => ArrayLike<number>, sink: RowSink): void {
    const { time } = this.#recording;
    const { length, rows, last, others } = this.#frames.get(observed.name) as Frame;
    const steps = new Int32Array(length).fill(step);
    const clock: readonly Column[] =
      time === undefined ? [steps] : [steps, new Float64Array(length).fill(step * time.perStep)];
    const values = observed.type === 'f64' ? new Float64Array(length) : new Int32Array(length);
    for (let r = 0; r < rows; r++) {
      for (let [d, rest] = [others.length - 1, r]; d >= 0; d--) {
        const size = observed.shape[d];
        others[d].fill(rest % size);
        rest = Math.floor(rest / size);
      }
      values.set(row(r));
      sink.append(observed.name, length, [...clock, ...others, last, values]);
    }
  }
}
