/** The tables that a run writes as it goes, and their rows. A row belongs to the step of its number and holds what is true after it. */
import { projections } from '../../analysis/projection.js';
import { placePhases } from '../phases.js';
import { countDue, isDue, type RecordColumn, type RecordRequest, type RecordTable, type RowSink } from '../record.js';
import { CURVES, type Curve } from './curves.js';
import { type PlacedPhase, phasesOf } from './experiment.js';
import type { AttractorParameters } from './parameters.js';
import { type AttractorRun, offsetOf } from './run.js';
import { ATTRACTOR_SCHEMA } from './schema.js';

const STEP: RecordColumn = {
  name: 'step',
  type: 'i32',
  meaning: 'number of the step, from 0; the row is what is true after it',
};
const PHASE: RecordColumn = { name: 'phase', type: 'i32', meaning: 'phase of the run, as in the table of phases' };

const SERIES: readonly string[] = ['pattern', ...CURVES];

/** The literal complexity overflows at strong evidence. */
const NULLABLE = new Set(['complexity', 'free_energy']);

const describe = (name: string) => {
  const found = ATTRACTOR_SCHEMA.observables.find((observable) => observable.name === name);
  return { symbol: found?.symbol ?? '', meaning: found?.meaning ?? '' };
};

/** Scalar observables asked for, in a fixed order. */
export const seriesNames = ({ observables }: RecordRequest): readonly string[] =>
  SERIES.filter((name) => observables.has(name));

/** Whether the kernels must make curves or hand over states. */
export const wantedOf = ({ observables }: RecordRequest): { readonly curves: boolean; readonly states: boolean } => ({
  curves: CURVES.some((name) => observables.has(name)),
  states: observables.has('sigma') || observables.has('projection'),
});

/** Tables of a run, in a fixed order. */
export function recordTables(request: RecordRequest): readonly RecordTable[] {
  const names = seriesNames(request);
  const tables: RecordTable[] = [];
  if (names.length > 0) {
    const columns = names.map((name): RecordColumn => {
      const type = name === 'pattern' ? 'i32' : 'f64';
      return { name, type, ...describe(name), nullable: NULLABLE.has(name) };
    });
    tables.push({ name: 'timeseries', meaning: 'each recorded step in numbers', columns: [STEP, PHASE, ...columns] });
  }
  if (request.observables.has('sigma')) {
    const unit: RecordColumn = { name: 'unit', type: 'i32', meaning: 'node' };
    const sigma: RecordColumn = { name: 'sigma', type: 'f64', ...describe('sigma') };
    tables.push({ name: 'sigma', meaning: 'states after each recorded step', columns: [STEP, PHASE, unit, sigma] });
  }
  if (request.observables.has('projection')) {
    const attractor: RecordColumn = {
      name: 'attractor',
      type: 'i32',
      meaning: 'pattern that the attractor was found from',
    };
    const value: RecordColumn = { name: 'projection', type: 'f64', ...describe('projection') };
    const meaning = 'overlap of the states with the attractors of the first noise level found before';
    tables.push({ name: 'projections', meaning, columns: [STEP, PHASE, attractor, value] });
  }
  return tables;
}

/** Number of the last attractor search before a phase; undefined if there was none. */
const searchBefore = (placed: readonly PlacedPhase[], index: number): number | undefined =>
  placed.findLast(({ phase }, i) => i < index && phase.kind === 'attractors')?.index;

/** Rows each table will have, with so many patterns. */
export function countRows(p: AttractorParameters, request: RecordRequest, patterns: number) {
  const placed = placePhases(phasesOf(p));
  const due = (name: string, only: (at: PlacedPhase) => boolean): number => {
    const schedule = request.observables.get(name);
    if (schedule === undefined) return 0;
    return placed
      .filter((at) => at.phase.kind !== 'attractors' && only(at))
      .reduce((sum, { phase, first }) => {
        return sum + countDue(schedule, request, first + phase.steps) - countDue(schedule, request, first);
      }, 0);
  };
  const rows: { readonly [table: string]: number } = {
    timeseries: due(seriesNames(request)[0] ?? '', () => true),
    sigma: due('sigma', () => true) * (request.units?.length ?? (p.N as number)),
    projections: due('projection', ({ index }) => searchBefore(placed, index) !== undefined) * patterns,
  };
  return recordTables(request).map(({ name, columns }) => ({ name, rows: rows[name], columns: columns.length }));
}

/** Hands over what is due of the steps that a phase has made. */
export class StepRecorder {
  readonly #run: AttractorRun;
  readonly #names: readonly string[];

  constructor(run: AttractorRun) {
    this.#run = run;
    this.#names = seriesNames(run.request);
  }

  append(first: number, made: number, phase: number, shown: (s: number) => number, sink: RowSink): void {
    this.#series(first, made, phase, shown, sink);
    this.#states(first, made, phase, sink);
    this.#projections(first, made, phase, sink);
  }

  /** Steps of this span at which an observable is due. */
  #due(name: string, first: number, made: number): readonly number[] {
    const { request } = this.#run;
    const schedule = request.observables.get(name);
    if (schedule === undefined) return [];
    return Array.from({ length: made }, (_, s) => s).filter((s) => isDue(schedule, request, first + s));
  }

  #series(first: number, made: number, phase: number, shown: (s: number) => number, sink: RowSink): void {
    if (this.#names.length === 0) return;
    const { kernels, spans } = this.#run;
    const due = this.#due(this.#names[0], first, made);
    if (due.length === 0) return;
    const curves = kernels.f64(spans.curves, made * CURVES.length);
    const columns = this.#names.map((name) => {
      if (name === 'pattern') return Int32Array.from(due, shown);
      const place = CURVES.indexOf(name as Curve);
      const values = Float64Array.from(due, (s) => curves[s * CURVES.length + place]);
      // an overflow of the published formula is no number of the network
      return NULLABLE.has(name) ? values.map((value) => (Number.isFinite(value) ? value : Number.NaN)) : values;
    });
    const steps = Int32Array.from(due, (s) => first + s);
    sink.append('timeseries', due.length, [steps, new Int32Array(due.length).fill(phase), ...columns]);
  }

  #stateAt(s: number): Float64Array {
    const { kernels, spans, network } = this.#run;
    return kernels.f64(spans.states + 8 * s * network.stride, network.n);
  }

  #states(first: number, made: number, phase: number, sink: RowSink): void {
    const { request, network } = this.#run;
    const unit = Int32Array.from(request.units ?? Array.from({ length: network.n }, (_, i) => i));
    const column = (value: number): Int32Array => new Int32Array(unit.length).fill(value);
    for (const s of this.#due('sigma', first, made)) {
      const state = this.#stateAt(s);
      const values = Float64Array.from(unit, (i) => state[i]);
      sink.append('sigma', unit.length, [column(first + s), column(phase), unit, values]);
    }
  }

  #projections(first: number, made: number, phase: number, sink: RowSink): void {
    const { network, block, patterns, placed } = this.#run;
    const search = searchBefore(placed, phase);
    const due = this.#due('projection', first, made);
    if (search === undefined || due.length === 0) return;
    const [n, k, np] = [network.n, patterns.length, network.stride];
    const from = offsetOf(this.#run, search);
    const attractors = new Float64Array(k * n); // [k, n]
    for (let a = 0; a < k; a++) attractors.set(block.f64('ends').subarray((from + a) * np, (from + a) * np + n), a * n);
    const column = (value: number): Int32Array => new Int32Array(k).fill(value);
    const which = Int32Array.from({ length: k }, (_, a) => a);
    for (const s of due) {
      const values = projections(this.#stateAt(s).slice(), attractors, k, n);
      sink.append('projections', k, [column(first + s), column(phase), which, values]);
    }
  }
}
