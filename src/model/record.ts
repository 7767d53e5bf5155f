/** What a run records, when, and how a model hands it over. */

export interface RecordColumn {
  readonly name: string;
  readonly type: 'f64' | 'i32';
  readonly unit?: string;
  readonly symbol?: string;
  readonly meaning: string;
  readonly nullable?: boolean;
  /** Each row is a fixed-size list of that many doubles. */
  readonly width?: number;
}

export interface RecordTable {
  readonly name: string;
  readonly meaning: string;
  readonly columns: readonly RecordColumn[];
}

/** A column of a table that is made at the end of a run. */
export interface ResultColumn {
  readonly name: string;
  readonly type: 'f64' | 'i32' | 'text';
  readonly unit?: string;
  readonly symbol?: string;
  readonly meaning: string;
  readonly nullable?: boolean;
}

/** A table that is made at the end of a run, small enough to be in memory as a whole. */
export interface ResultTable {
  readonly name: string;
  readonly meaning: string;
  readonly columns: readonly ResultColumn[];
  /** One array per column. */
  readonly rows: readonly (Float64Array | Int32Array | readonly (string | null)[] | readonly (number | null)[])[];
}

/** Steps at which something is recorded: at equal distances, or from a list. */
export interface Schedule {
  readonly every: number;
  /** Most steps that are recorded; absent: all. */
  readonly most?: number;
  /** If given, these steps and no others (ascending). */
  readonly at?: readonly number[];
}

export interface RecordRequest {
  /** Observables by name, each with its own schedule. */
  readonly observables: ReadonlyMap<string, Schedule>;
  /** First and last step that may be recorded. */
  readonly from: number;
  readonly to: number;
  /** Neurons whose states are recorded (ascending); all if absent. */
  readonly units?: readonly number[];
}

/** Takes rows as they come, and copies what it keeps. */
export interface RowSink {
  append(table: string, count: number, columns: readonly (Float64Array | Int32Array)[]): void;
}

/** First recorded step from `step` on; Infinity if there is none. */
export function nextDue(schedule: Schedule, request: RecordRequest, step: number): number {
  const start = Math.max(step, request.from);
  if (schedule.at !== undefined) {
    return schedule.at.find((due) => due >= start && due <= request.to) ?? Number.POSITIVE_INFINITY;
  }
  const { every, most = Number.POSITIVE_INFINITY } = schedule;
  const before = Math.ceil((start - request.from) / every);
  const due = request.from + before * every;
  return due <= request.to && before < most ? due : Number.POSITIVE_INFINITY;
}

/** The recorded steps among `made` steps from `first` on. */
export function dueAmong(schedule: Schedule, request: RecordRequest, first: number, made: number): Int32Array {
  const last = Math.min(request.to, first + made - 1);
  if (schedule.at !== undefined) {
    const start = Math.max(first, request.from);
    return Int32Array.from(schedule.at.filter((due) => due >= start && due <= last));
  }
  const { every, most = Number.POSITIVE_INFINITY } = schedule;
  const start = nextDue(schedule, request, first);
  if (start > last) return new Int32Array(0);
  const left = most - (start - request.from) / every;
  const due = new Int32Array(Math.min(left, Math.floor((last - start) / every) + 1));
  for (let n = 0; n < due.length; n++) due[n] = start + n * every;
  return due;
}

/** How many of the steps 0..steps-1 are recorded. */
export function countDue(schedule: Schedule, request: RecordRequest, steps: number): number {
  const last = Math.min(request.to, steps - 1);
  if (schedule.at !== undefined) return schedule.at.filter((due) => due >= request.from && due <= last).length;
  const { every, most = Number.POSITIVE_INFINITY } = schedule;
  return last < request.from ? 0 : Math.min(most, Math.floor((last - request.from) / every) + 1);
}
