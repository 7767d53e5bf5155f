/** What is recorded of the pairs as they run: distances, states, and an example of traces. */
import type { RecordRequest, RowSink, Schedule } from '../record.js';
import { observedIn } from '../recording/observed.js';
import { Recorder, type StoredArray, type Strided } from '../recording/recorder.js';
import { type Recording, recordingOf, timeOf } from '../recording/tables.js';
import type { RateParameters } from './parameters.js';
import { phasesOf } from './phases.js';
import type { RateRun } from './run.js';
import { RATE_SCHEMA } from './schema.js';
import { padded } from './state.js';

/** Number of units in the example if none are named, and about how many samples it has. */
const TRACED_UNITS = 4;
const TRACED_SAMPLES = 500;

/** When traces are recorded: as asked, or often enough for about 500 samples if every step would be. */
function traceSchedule(asked: Schedule, p: RateParameters): Schedule {
  if (asked.at !== undefined || asked.every > 1) return asked;
  return { every: Math.ceil(phasesOf(p).pairs / TRACED_SAMPLES) };
}

/** What a request asks of a run. */
export function recordingIn(p: RateParameters, request: RecordRequest): Recording {
  const { N, trials } = p;
  const units = request.units ?? Array.from({ length: Math.min(TRACED_UNITS, N) }, (_, i) => i);
  const observed = observedIn(RATE_SCHEMA.observables, { N, trials, units: N }, request);
  const all = observed.map((one) => (one.name === 'traces' ? { ...one, units } : one));
  const observables = new Map(
    [...request.observables].map(([name, asked]) => [name, name === 'traces' ? traceSchedule(asked, p) : asked]),
  );
  return recordingOf(all, { ...request, observables }, [timeOf(p.dt, 'ms', 'dt')]);
}

/** The example, of the first pair as it stands. */
const TRACES = { traces: true };

/** Where pairs are: that of trial t is column t of a matrix [N, columns] if it moves, else where it was left at rest. */
function pairsIn({ block, trials }: RateRun, moving: readonly number[], values: Float64Array, from: number) {
  const by = padded(2 * moving.length);
  return (trial: number, isCompanion: number): Strided => {
    const j = moving.indexOf(trial);
    if (j < 0) return { values: block.f64('held'), from: isCompanion * trials + trial, by: 2 * trials };
    return { values, from: from + isCompanion * moving.length + j, by };
  };
}

export class RateRecorder {
  readonly #run: RateRun;
  readonly #recorder: Recorder;
  readonly #recording: Recording;
  /** Steps whose distances are not handed over yet. */
  #waiting = { first: 0, end: 0 };

  constructor(run: RateRun) {
    this.#run = run;
    this.#recording = recordingIn(run.parameters, run.record);
    this.#recorder = new Recorder(this.#recording);
  }

  /** Steps from `step` to the next one whose state is traced. */
  toNextTrace(step: number): number {
    return this.#recorder.next(step + 1, TRACES) - step;
  }

  /** Takes the state of the first pair before step `step`, if that is due. */
  trace(step: number, moving: readonly number[], sink: RowSink): void {
    if (this.#recorder.next(step, TRACES) !== step) return;
    const pairs = pairsIn(this.#run, moving, this.#run.block.f64('pairs'), 0);
    // the following steps will name what is not finite
    if (this.#isFinite(pairs)) this.#recorder.arrays(step, 1, { traces: () => pairs }, sink);
  }

  #isFinite(pairs: StoredArray): boolean {
    const units = this.#recording.arrays.find(({ name }) => name === 'traces')?.units ?? [];
    return [pairs(0, 0), pairs(0, 1)].every(({ values, from = 0, by = 1 }) =>
      units.every((unit) => Number.isFinite(values[from + unit * by])),
    );
  }

  /** Takes the distances of `made` steps from `first` on, which stay in the block: they wait until there are many, or for `flush`. */
  distances(first: number, made: number, sink: RowSink): void {
    if (this.#waiting.end + made - this.#waiting.first > this.#run.longest) this.#handOver(sink);
    const { first: earliest, end } = this.#waiting;
    this.#waiting = { first: earliest < end ? earliest : first, end: first + made };
  }

  #handOver(sink: RowSink): void {
    const { first, end } = this.#waiting;
    const made = end - first;
    this.#waiting = { first: end, end };
    const { block, trials, averages } = this.#run;
    const values = block.f64('distances');
    this.#recorder.arrays(first, made, { distance: (n) => () => ({ values, from: (first + n) * trials }) }, sink);
    const due = this.#recorder.due(first, made);
    if (due.length === 0) return;
    const { distance, logarithm } = averages.at(first, made);
    const others = { mean_distance: { values: distance }, log_distance: { values: logarithm } };
    this.#recorder.numbers(due, { others }, sink, first);
  }

  /** Takes the states of `made` steps from `first` on; trials at rest stay where they were left. */
  rates(first: number, made: number, moving: readonly number[], sink: RowSink): void {
    const { N, kernels, samples } = this.#run;
    const size = N * padded(2 * moving.length);
    const values = kernels.f64(samples, samples === 0 ? 0 : made * size);
    this.#recorder.arrays(first, made, { rates: (n) => pairsIn(this.#run, moving, values, n * size) }, sink);
  }

  /** Hands over what is waiting. */
  flush(sink: RowSink): void {
    this.#handOver(sink);
    this.#recorder.flush(sink);
  }
}
