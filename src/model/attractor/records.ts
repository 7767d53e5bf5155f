/** What a run records, and where to find the numbers that the schema does not place. */
import { projections } from '../../analysis/projection.js';
import { phaseAt } from '../phases.js';
import type { RecordRequest, RowSink } from '../record.js';
import { observedIn } from '../recording/observed.js';
import { type ArraySources, Recorder, type StoredArray, type Strided } from '../recording/recorder.js';
import { type ClockColumn, type Recording, recordingOf, type Stretch } from '../recording/tables.js';
import { CURVES } from './curves.js';
import type { PlacedPhase } from './experiment.js';
import { type AttractorRun, offsetOf } from './run.js';
import { ATTRACTOR_SCHEMA } from './schema.js';

const phaseClock = (placed: readonly PlacedPhase[]): ClockColumn => ({
  column: { name: 'phase', type: 'i32', meaning: 'phase of the run, as in the table of phases' },
  at: (step) => phaseAt(placed, step)?.index ?? placed.length,
});

/** Whether the kernels must make curves, and whether they must hand over states. */
export const wantedOf = ({ observables }: RecordRequest): { readonly curves: boolean; readonly states: boolean } => ({
  curves: CURVES.some((name) => observables.has(name)),
  states: observables.has('sigma') || observables.has('projection'),
});

/** What a request asks of a run of `N` nodes that learns so many patterns. */
export function recordingIn(
  N: number,
  patterns: number,
  placed: readonly PlacedPhase[],
  request: RecordRequest,
): Recording {
  const observed = observedIn(ATTRACTOR_SCHEMA.observables, { N, '*': patterns }, request);
  return recordingOf(observed, request, [phaseClock(placed)]);
}

/** Number of the last attractor search before a phase; undefined if there was none. */
const searchBefore = (placed: readonly PlacedPhase[], index: number): number | undefined =>
  placed.findLast(({ phase }, i) => i < index && phase.kind === 'attractors')?.index;

/** Whether a phase has rows of an observable: overlaps with attractors only where there are attractors, evidence only where there is any. */
function hasRows(placed: readonly PlacedPhase[], { phase, index }: PlacedPhase, name: string): boolean {
  if (name === 'projection') return searchBefore(placed, index) !== undefined;
  return name !== 'evidence' || phase.kind !== 'free';
}

/** The steps that are recorded: none of searches. */
export const stretchesOf = (placed: readonly PlacedPhase[]): readonly Stretch[] =>
  placed
    .filter(({ phase }) => phase.kind !== 'attractors')
    .map((one) => ({ first: one.first, steps: one.phase.steps, has: (name) => hasRows(placed, one, name) }));

/** Records what is due from the steps that a phase has made. */
export class StepRecorder {
  readonly #run: AttractorRun;
  readonly #recording: Recording;
  readonly #recorder: Recorder;

  constructor(run: AttractorRun, recording: Recording) {
    this.#run = run;
    this.#recording = recording;
    this.#recorder = new Recorder(recording);
  }

  append(first: number, made: number, phase: number, shown: (s: number) => number, sink: RowSink): void {
    const due = this.#recorder.due(first, made);
    if (due.length > 0) this.#numbers(due, first, made, shown, sink);
    const sigma = (s: number) => (): Strided => ({ values: this.#stateAt(s) });
    const search = searchBefore(this.#run.placed, phase);
    const found: ArraySources = search === undefined ? {} : { projection: this.#projections(search) };
    this.#recorder.arrays(first, made, { sigma, ...this.#evidence(phase, shown), ...found }, sink);
  }

  /** Hands over what is waiting. */
  flush(sink: RowSink): void {
    this.#recorder.flush(sink);
  }

  #numbers(due: Int32Array, first: number, made: number, shown: (s: number) => number, sink: RowSink): void {
    const { kernels, spans } = this.#run;
    const [width, values] = [CURVES.length, kernels.f64(spans.curves, made * CURVES.length)];
    // an overflow of the published formula says nothing about the network
    for (const { nullable, from } of this.#recording.numbers) {
      if (nullable !== true || from === undefined || !('record' in from)) continue;
      for (let at = from.record; at < values.length; at += width)
        if (!Number.isFinite(values[at])) values[at] = Number.NaN;
    }
    const pattern = { values: Int32Array.from({ length: made }, (_, s) => shown(s)) };
    this.#recorder.numbers(due, { records: { values, width }, others: { pattern } }, sink, first);
  }

  #stateAt(s: number): Float64Array {
    const { kernels, spans, network } = this.#run;
    return kernels.f64(spans.states + 8 * s * network.stride, network.n);
  }

  /** The bias of each step: the row of the pattern that is learned, or the one probe of a trial. */
  #evidence(phase: number, shown: (s: number) => number): ArraySources {
    const { kernels, network, evidence, probe, placed } = this.#run;
    const { kind } = placed[phase].phase;
    if (kind === 'free') return {};
    const [{ biases }, rowOf] = kind === 'trials' ? [probe, () => 0] : [evidence, shown];
    const rowAt = (s: number): Strided => ({
      values: kernels.f64(biases + 8 * rowOf(s) * network.stride, network.n),
    });
    return { evidence: (s) => () => rowAt(s) };
  }

  /** Overlaps with the attractors of the first noise level of a search. */
  #projections(search: number): (s: number) => StoredArray {
    const { network, block, patterns } = this.#run;
    const [n, k, np] = [network.n, patterns.length, network.stride];
    const from = offsetOf(this.#run, search);
    const packed = (): Float64Array => {
      const rows = new Float64Array(k * n); // [k, n]
      for (let a = 0; a < k; a++) rows.set(block.f64('ends').subarray((from + a) * np, (from + a) * np + n), a * n);
      return rows;
    };
    let attractors: Float64Array | undefined;
    return (s) => {
      attractors ??= packed();
      const values = projections(this.#stateAt(s).slice(), attractors, k, n);
      return () => ({ values });
    };
  }
}
