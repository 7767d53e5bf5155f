/** What is recorded of the pairs as they go: distances, states, and an example of traces. */
import { countDue, isDue, type RecordRequest, type RecordTable, type RowSink, type Schedule } from '../record.js';
import type { RateParameters } from './parameters.js';
import { phasesOf } from './phases.js';
import { columnCount } from './rest.js';
import type { RateRun } from './run.js';
import { RATE_SCHEMA } from './schema.js';
import { padded } from './state.js';

/** Units of the example if none are named, and how many samples it has, about. */
const TRACED_UNITS = 4;
const TRACED_SAMPLES = 500;

/** When traces are recorded: as asked, or often enough for about 500 samples if every step would be. */
export function traceSchedule({ observables }: RecordRequest, p: RateParameters): Schedule | undefined {
  const asked = observables.get('traces');
  if (asked === undefined || asked.at !== undefined || asked.every > 1) return asked;
  return { every: Math.ceil(phasesOf(p).pairs / TRACED_SAMPLES) };
}

/** Units of the example. */
export const tracedUnits = ({ units }: RecordRequest, N: number): readonly number[] =>
  units ?? Array.from({ length: Math.min(TRACED_UNITS, N) }, (_, i) => i);

const scheduleOfSeries = ({ observables }: RecordRequest): Schedule | undefined =>
  observables.get('mean_distance') ?? observables.get('log_distance');

export class RateRecorder {
  readonly #run: RateRun;
  readonly #traces: Schedule | undefined;
  /** Address of the means of one call and, `longest` numbers further, of the mean logarithms. */
  readonly #means: number;

  constructor(run: RateRun) {
    this.#run = run;
    this.#means = run.kernels.allocate(16 * run.longest);
    this.#traces = traceSchedule(run.record, run.parameters);
  }

  /** Steps from `step` to the next one whose state is traced. */
  toNextTrace(step: number): number {
    const { record } = this.#run;
    if (this.#traces === undefined) return Number.POSITIVE_INFINITY;
    let next = step + 1;
    if (this.#traces.at === undefined) {
      const { every } = this.#traces;
      next = step < record.from ? record.from : step + every - ((step - record.from) % every);
    } else next = this.#traces.at.find((at) => at > step) ?? Number.POSITIVE_INFINITY;
    return next - step;
  }

  /** Hands over the state of the first pair before step `step`, if that is due. */
  trace(step: number, moving: readonly number[], sink: RowSink): void {
    const { record, block, N, trials, parameters: p } = this.#run;
    if (this.#traces === undefined || !isDue(this.#traces, record, step)) return;
    const units = Int32Array.from(tracedUnits(record, N));
    const isMoving = moving[0] === 0;
    const data = block.f64(isMoving ? 'pairs' : 'held');
    const [columns, apart] = isMoving
      ? [columnCount(this.#run, 'pairs', moving.length), moving.length]
      : [2 * trials, trials];
    const [base, companion] = [0, apart].map((column) => Float64Array.from(units, (i) => data[i * columns + column]));
    // the steps that follow will name what is not finite
    if (![...base, ...companion].every(Number.isFinite)) return;
    const steps = new Int32Array(units.length).fill(step);
    const times = new Float64Array(units.length).fill(step * (p.dt as number));
    sink.append('traces', units.length, [steps, times, units, base, companion]);
  }

  /** Hands over the distances of `made` steps from `first` on. */
  distances(first: number, made: number, sink: RowSink): void {
    const { block, trials, parameters: p, record } = this.#run;
    const all = block.f64('distances');
    const dt = p.dt as number;
    const series = scheduleOfSeries(record);
    const each = record.observables.get('distance');
    const trial = Int32Array.from({ length: trials }, (_, t) => t);
    const due: number[] = [];
    for (let n = first; n < first + made; n++) {
      if (series !== undefined && isDue(series, record, n)) due.push(n);
      if (each !== undefined && isDue(each, record, n)) {
        const [step, time] = [new Int32Array(trials).fill(n), new Float64Array(trials).fill(n * dt)];
        sink.append('distances', trials, [step, time, trial, all.subarray(n * trials, (n + 1) * trials)]);
      }
    }
    if (due.length > 0) this.#series(first, made, due, sink);
  }

  /** Means over the trials at the given steps, among the `made` from `first` on. */
  #series(first: number, made: number, due: readonly number[], sink: RowSink): void {
    const { kernels, trials, parameters: p, record, block, longest } = this.#run;
    const at = this.#means;
    const rows = block.pointer('distances') + 8 * first * trials;
    kernels.kernel('rate_mean_distances_f64')(made, trials, rows, at, at + 8 * longest);
    const pick = (from: number): Float64Array => {
      const all = kernels.f64(from, made);
      return Float64Array.from(due, (n) => all[n - first]);
    };
    const [means, logs] = [pick(at), pick(at + 8 * longest)];
    const chosen = [
      ...(record.observables.has('mean_distance') ? [means] : []),
      ...(record.observables.has('log_distance') ? [logs] : []),
    ];
    const times = Float64Array.from(due, (n) => n * (p.dt as number));
    sink.append('timeseries', due.length, [Int32Array.from(due), times, ...chosen]);
  }

  /** Hands over the recorded states of `made` steps from `first` on; trials at rest stay where they were left. */
  rates(first: number, made: number, moving: readonly number[], sink: RowSink): void {
    const { N, trials, parameters: p, record, kernels, samples, block } = this.#run;
    const schedule = record.observables.get('rates');
    if (schedule === undefined) return;
    const columns = padded(2 * moving.length);
    const [all, held] = [kernels.f64(samples, made * N * columns), block.f64('held')];
    const unit = Int32Array.from(record.units ?? Array.from({ length: N }, (_, i) => i));
    for (let n = 0; n < made; n++) {
      if (!isDue(schedule, record, first + n)) continue;
      const step = new Int32Array(unit.length).fill(first + n);
      const time = new Float64Array(unit.length).fill((first + n) * (p.dt as number));
      for (let t = 0; t < trials; t++) {
        const j = moving.indexOf(t);
        const pick = (column: number, isCompanion: 0 | 1): Float64Array =>
          Float64Array.from(unit, (i) =>
            j < 0 ? held[(i * 2 + isCompanion) * trials + t] : all[(n * N + i) * columns + column],
          );
        const trial = new Int32Array(unit.length).fill(t);
        sink.append('rates', unit.length, [step, time, trial, unit, pick(j, 0), pick(moving.length + j, 1)]);
      }
    }
  }
}

const STEP = { name: 'step', type: 'i32', meaning: 'steps done before the record' } as const;
const TIME = { name: 'time', type: 'f64', symbol: 't', unit: 'ms', meaning: 'step times dt' } as const;
const TRIAL = { name: 'trial', type: 'i32', meaning: 'trial' } as const;
const PAIR = [
  { name: 'unit', type: 'i32', meaning: 'unit' },
  { name: 'rate', type: 'f64', symbol: 'r', meaning: 'state of the base' },
  { name: 'companion', type: 'f64', symbol: 'r⁺', meaning: 'state of the companion' },
] as const;

/** The column of an observable of one number a row. */
function columnOf(name: string): RecordTable['columns'][number] {
  const found = RATE_SCHEMA.observables.find((observable) => observable.name === name);
  const nullable = name === 'log_distance';
  return { name, type: 'f64', symbol: found?.symbol, meaning: found?.meaning ?? '', nullable };
}

/** Tables that a request asks for. */
export function recordTables({ observables }: RecordRequest): readonly RecordTable[] {
  const series = ['mean_distance', 'log_distance'].filter((name) => observables.has(name)).map(columnOf);
  const all: readonly (RecordTable & { readonly isAsked: boolean })[] = [
    {
      name: 'timeseries',
      meaning: 'divergence of the pairs',
      columns: [STEP, TIME, ...series],
      isAsked: series.length > 0,
    },
    {
      name: 'distances',
      meaning: 'divergence of each pair',
      columns: [STEP, TIME, TRIAL, columnOf('distance')],
      isAsked: observables.has('distance'),
    },
    {
      name: 'rates',
      meaning: 'states before each recorded step',
      columns: [STEP, TIME, TRIAL, ...PAIR],
      isAsked: observables.has('rates'),
    },
    {
      name: 'traces',
      meaning: 'states of a few units of the first pair before each recorded step, for an example',
      columns: [STEP, TIME, ...PAIR],
      isAsked: observables.has('traces'),
    },
  ];
  return all.filter(({ isAsked }) => isAsked).map(({ isAsked: _, ...table }) => table);
}

/** Rows of each table over a run. */
export function countRows(p: RateParameters, request: RecordRequest): { readonly [table: string]: number } {
  const [N, trials, { pairs }] = [p.N as number, p.trials as number, phasesOf(p)];
  const due = (schedule: Schedule | undefined): number =>
    schedule === undefined ? 0 : countDue(schedule, request, pairs);
  const { observables, units } = request;
  return {
    timeseries: due(scheduleOfSeries(request)),
    distances: trials * due(observables.get('distance')),
    rates: trials * (units?.length ?? N) * due(observables.get('rates')),
    traces: tracedUnits(request, N).length * due(traceSchedule(request, p)),
  };
}
