/** Turns what the kernels recorded into rows of tables. */
import { isDue, type RowSink, type Schedule } from '../record.js';
import { noteFollowing } from './following.js';
import type { HebbianRun } from './run.js';
import { seriesNames } from './tables.js';
import { advanceWeights } from './theory.js';

/** Where a number stands in a record of the kernel. */
const PLACE: { readonly [name: string]: number } = { energy: 0, lyapunov: 1, distance: 2, activity: 3 };

/** Writes the time series and the neural states of spans of steps, and keeps the theory in step with them. */
export class SeriesWriter {
  readonly #run: HebbianRun;
  readonly #names: readonly string[];
  readonly #schedule: Schedule | undefined;
  readonly #steps: Int32Array;
  readonly #shown: Int32Array;
  readonly #columns: { readonly [name: string]: Float64Array };
  readonly #overlaps: readonly Float64Array[];

  constructor(run: HebbianRun) {
    this.#run = run;
    this.#names = seriesNames(run.request);
    this.#schedule = this.#names.length > 0 ? run.request.observables.get(this.#names[0]) : undefined;
    const column = (): Float64Array => new Float64Array(run.spans.longest);
    this.#steps = new Int32Array(run.spans.longest);
    this.#shown = new Int32Array(run.spans.longest);
    this.#columns = Object.fromEntries(['time', ...this.#names].map((name) => [name, column()]));
    this.#overlaps = Array.from({ length: this.#names.includes('overlap') ? run.settings.patterns : 0 }, column);
  }

  /** Takes the records of `made` steps from `first` on; `last` is the pattern that the step before them showed, -1 if there was none. */
  append(first: number, made: number, last: number, renewals: Uint8Array, sink: RowSink): void {
    const { kernels, spans, block, request, settings: s, theory } = this.#run;
    const width = spans.recordWidth;
    const records = kernels.f64(spans.records, made * width);
    const shown = kernels.i32(spans.shown, made);
    const weights = block.f64('theory');
    const strength2 = s.strength * s.strength;
    let [rows, before] = [0, last];
    for (let n = 0; n < made; n++) {
      const step = first + n;
      if (before >= 0) noteFollowing(weights, records[(n + 1) * width - s.patterns + before], s.neurons);
      before = shown[n];
      const expected = theory.at(step, weights);
      const residual =
        expected === undefined ? Number.NaN : records[n * width + PLACE.distance] / strength2 - expected.mean;
      if (expected !== undefined) accumulate(weights, residual);
      if (this.#schedule !== undefined && isDue(this.#schedule, request, step)) {
        this.#fill(rows++, step, shown[n], records.subarray(n * width, (n + 1) * width), expected, residual);
      }
      advanceWeights(weights, s.isFrozen ? 0 : theory.eps, renewals[n] === 1);
    }
    if (rows > 0) sink.append('timeseries', rows, this.#rows());
    this.#appendStates(first, made, sink);
  }

  #fill(
    row: number,
    step: number,
    shown: number,
    record: Float64Array,
    expected: { readonly mean: number; readonly std: number } | undefined,
    residual: number,
  ): void {
    const { settings: s } = this.#run;
    const leading = record.length - s.patterns;
    this.#steps[row] = step;
    this.#shown[row] = shown;
    this.#columns.time[row] = step * s.dt;
    const derived: { readonly [name: string]: number } = {
      distance_normalized: record[PLACE.distance] / (s.strength * s.strength),
      theory_mean: expected?.mean ?? Number.NaN,
      theory_std: expected?.std ?? Number.NaN,
      residual,
      activity: record[PLACE.activity] / s.neurons,
    };
    for (const name of this.#names) this.#columns[name][row] = derived[name] ?? record[PLACE[name]];
    for (let mu = 0; mu < this.#overlaps.length; mu++) this.#overlaps[mu][row] = record[leading + mu] / s.neurons;
  }

  #rows(): readonly (Float64Array | Int32Array)[] {
    const named = this.#names.flatMap((name): readonly (Float64Array | Int32Array)[] => {
      if (name === 'pattern') return [this.#shown];
      return name === 'overlap' ? this.#overlaps : [this.#columns[name]];
    });
    return [this.#steps, this.#columns.time, ...named];
  }

  #appendStates(first: number, made: number, sink: RowSink): void {
    const { request, spans, kernels, settings: s, block } = this.#run;
    const schedule = request.observables.get('sigma');
    if (schedule === undefined) return;
    const np = block.get('np');
    const units = request.units ?? Array.from({ length: s.neurons }, (_, i) => i);
    const unit = Int32Array.from(units);
    const [steps, time] = [new Int32Array(unit.length), new Float64Array(unit.length)];
    const values = new Float64Array(unit.length);
    for (let n = 0; n < made; n++) {
      if (!isDue(schedule, request, first + n)) continue;
      const sigma = kernels.f64(spans.sigmas + 8 * n * np, s.neurons);
      if (request.units === undefined) values.set(sigma);
      else for (let i = 0; i < unit.length; i++) values[i] = sigma[unit[i]];
      steps.fill(first + n);
      time.fill((first + n) * s.dt);
      sink.append('sigma', unit.length, [steps, time, unit, values]);
    }
  }
}

/** Mean and sum of squared differences of the residual so far (Welford): weights[5..7] = count, mean, squares. */
function accumulate(weights: Float64Array, value: number): void {
  weights[5] += 1;
  const change = value - weights[6];
  weights[6] += change / weights[5];
  weights[7] += change * (value - weights[6]);
}

/** Hands over couplings, memories or transitions of the state as it is. */
export function recordArrays(run: HebbianRun, name: string, step: number, sink: RowSink): void {
  if (name === 'J') recordCouplings(run, step, sink);
  else if (name === 'memories') recordMatrix(run, step, 'memories', run.settings.neurons, run.block.get('np'), sink);
  else recordMatrix(run, step, 'transitions', run.settings.patterns, run.settings.patterns, sink);
}

function recordCouplings({ kernels, block, spans, settings: s }: HebbianRun, step: number, sink: RowSink): void {
  const np = block.get('np');
  const [steps, time] = [new Int32Array(s.neurons).fill(step), new Float64Array(s.neurons).fill(step * s.dt)];
  const column = Int32Array.from({ length: s.neurons }, (_, j) => j);
  const row = new Int32Array(s.neurons);
  for (let p = 0; p < np / 4; p++) {
    kernels.kernel('hebbian_coupling_rows')(block.address, p, spans.rows);
    for (let i = 4 * p; i < Math.min(4 * p + 4, s.neurons - 1); i++) {
      const values = kernels.f64(spans.rows + 8 * (i - 4 * p) * np, s.neurons);
      const from = i + 1;
      row.fill(i);
      const columns = [steps, time, row, column.subarray(from), values.subarray(from)];
      sink.append('couplings', s.neurons - from, columns);
    }
  }
}

function recordMatrix(
  { block, settings: s }: HebbianRun,
  step: number,
  name: string,
  length: number,
  stride: number,
  sink: RowSink,
): void {
  const [steps, time] = [new Int32Array(length).fill(step), new Float64Array(length).fill(step * s.dt)];
  const column = Int32Array.from({ length }, (_, j) => j);
  for (let a = 0; a < s.patterns; a++) {
    const values = block.f64(name).subarray(a * stride, a * stride + length);
    sink.append(name, length, [steps, time, new Int32Array(length).fill(a), column, values]);
  }
}
