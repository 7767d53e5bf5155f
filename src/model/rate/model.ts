/**
 * The rate family: pairs of trajectories, then the states with their tangent vectors (spec A.3 and B.2).
 *
 * A run is one cell: one session, one g, all trials. Its steps are, one after the other: the pairs over T, the states alone over
 * `transient`, states and tangent vectors over `align` and `duration`.
 */

import { MsmError } from '../../errors.js';
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import { type Block, layOut, openBlock } from '../../kernel/struct.js';
import { randomSource } from '../../method/random.js';
import type { CreateOptions, Estimate, Family, Inputs, Model } from '../family.js';
import { countDue, isDue, type RecordRequest, type RecordTable, type RowSink, type Schedule } from '../record.js';
import type { Parameters } from '../schema.js';
import type { Connectivity } from './connectivity.js';
import { networkWeights, placeNetwork } from './network.js';
import { publishedSession } from './published.js';
import { rateResults, rateSummary } from './results.js';
import { RATE_SCHEMA, stepsIn } from './schema.js';
import { padded, RATE_STATE } from './state.js';

/** Steps of each phase; the last two in whole QR intervals. */
export interface Phases {
  readonly pairs: number;
  readonly transient: number;
  readonly align: number;
  readonly record: number;
  readonly every: number;
}

/** All that the parts of a run share. */
export interface RateRun {
  readonly kernels: Kernels;
  readonly parameters: Parameters;
  readonly N: number;
  readonly trials: number;
  readonly exponents: number;
  readonly phases: Phases;
  readonly block: Block;
  readonly weights: Connectivity;
  readonly network: number;
  readonly workspace: number;
}

/** Bytes of the buffer for recorded states. */
const SAMPLE_BYTES = 8 * 2 ** 20;
const LONGEST_SPAN = 512;

/** Steps of each phase of a run. */
export function phasesOf(p: Parameters): Phases {
  const dt = p.dt as number;
  const every = p.qr_every as number;
  const whole = (time: number): number => Math.floor(stepsIn(time, dt) / every) * every;
  const has = (p.exponents as number) > 0;
  return {
    pairs: stepsIn(p.T as number, dt),
    transient: has ? stepsIn(p.transient as number, dt) : 0,
    align: has ? whole(p.align as number) : 0,
    record: has ? whole(p.duration as number) : 0,
    every,
  };
}

function sizesOf(p: Parameters): { readonly [size: string]: number } {
  const phases = phasesOf(p);
  const [trials, exponents] = [p.trials as number, p.exponents as number];
  return {
    N: p.N as number,
    trials,
    exponents,
    pairColumns: padded(2 * trials),
    stateColumns: padded(trials),
    tangentColumns: exponents > 0 ? padded(trials * (1 + exponents)) : 0,
    samples: phases.pairs,
    recorded: phases.record / phases.every,
  };
}

/** Sets the pairs to the given states [trials, N], or draws them. */
function setInitialStates(run: Omit<RateRun, 'workspace'>, given: Inputs[string] | undefined, seed: number): void {
  const { kernels, N, trials, block, parameters: p } = run;
  const epsilon = p.epsilon as number;
  const address = kernels.allocate(8 * N * trials);
  if (given === undefined) {
    const at = { address, count: N * trials, purpose: 'initialRates', stream: p.session as number, first: 0 } as const;
    randomSource(kernels, seed).uniform(at, -1, 1);
  } else kernels.f64(address, N * trials).set(given);
  const initial = kernels.f64(address, N * trials);
  const [pairs, columns] = [block.f64('pairs'), padded(2 * trials)];
  for (let t = 0; t < trials; t++) {
    for (let i = 0; i < N; i++) {
      pairs[i * columns + t] = initial[t * N + i];
      pairs[i * columns + trials + t] = initial[t * N + i] + epsilon;
    }
  }
}

/** Takes the base states out of the pairs. */
function startStates({ block, N, trials }: RateRun): void {
  const [pairs, states] = [block.f64('pairs'), block.f64('states')];
  const [from, to] = [padded(2 * trials), padded(trials)];
  for (let i = 0; i < N; i++) for (let t = 0; t < trials; t++) states[i * to + t] = pairs[i * from + t];
}

/** Puts the first k columns of the identity behind each state. */
function startTangents({ block, N, trials, exponents }: RateRun): void {
  const [states, tangent] = [block.f64('states'), block.f64('tangent').fill(0)];
  const [from, to] = [padded(trials), padded(trials * (1 + exponents))];
  for (let t = 0; t < trials; t++) {
    for (let i = 0; i < N; i++) tangent[i * to + t * (1 + exponents)] = states[i * from + t];
    for (let k = 0; k < exponents; k++) tangent[k * to + t * (1 + exponents) + 1 + k] = 1;
  }
}

function divergence(run: RateRun, variable: string, columns: number): MsmError {
  const { block } = run;
  const step = block.get('step');
  const at = block.f64(variable).findIndex((value) => !Number.isFinite(value));
  const index = [Math.floor(at / columns), at % columns];
  const value = at < 0 ? Number.NaN : block.f64(variable)[at];
  return new MsmError(
    'E_DIVERGED',
    `${variable}[unit ${index[0]}, column ${index[1]}] = ${value} before step ${step}`,
    {
      place: `step ${step}`,
      next: 'Use a smaller dt, or a bounded activation.',
      data: { step, variable, index, value: String(value) },
    },
  );
}

/** Steps until something recorded is due needs the state itself. */
class RateRecorder {
  readonly #run: RateRun;
  readonly #request: RecordRequest;
  readonly #log: (x: number) => number;

  constructor(run: RateRun, request: RecordRequest) {
    this.#run = run;
    this.#request = request;
    this.#log = elementaryOf(run.kernels).log;
  }

  get #series(): Schedule | undefined {
    const { observables } = this.#request;
    return observables.get('mean_distance') ?? observables.get('log_distance');
  }

  /** Hands over the distances of `made` steps from `first` on. */
  distances(first: number, made: number, sink: RowSink): void {
    const { block, trials, parameters: p } = this.#run;
    const all = block.f64('distances');
    const dt = p.dt as number;
    const [steps, times, means, logs]: [number[], number[], number[], number[]] = [[], [], [], []];
    const each = this.#request.observables.get('distance');
    const trial = Int32Array.from({ length: trials }, (_, t) => t);
    for (let n = first; n < first + made; n++) {
      const row = all.subarray(n * trials, (n + 1) * trials);
      if (this.#series !== undefined && isDue(this.#series, this.#request, n)) {
        let [mean, log] = [0, 0];
        for (const d of row) {
          mean += d;
          log += this.#log(d);
        }
        steps.push(n);
        times.push(n * dt);
        means.push(mean / trials);
        logs.push(Number.isFinite(log) ? log / trials : Number.NaN);
      }
      if (each !== undefined && isDue(each, this.#request, n)) {
        const [step, time] = [new Int32Array(trials).fill(n), new Float64Array(trials).fill(n * dt)];
        sink.append('distances', trials, [step, time, trial, row]);
      }
    }
    if (steps.length > 0) {
      const chosen = [
        ...(this.#request.observables.has('mean_distance') ? [Float64Array.from(means)] : []),
        ...(this.#request.observables.has('log_distance') ? [Float64Array.from(logs)] : []),
      ];
      sink.append('timeseries', steps.length, [Int32Array.from(steps), Float64Array.from(times), ...chosen]);
    }
  }

  /** Hands over the recorded states of `made` steps from `first` on; samples: [made, N, columns]. */
  rates(first: number, made: number, samples: Float64Array, sink: RowSink): void {
    const schedule = this.#request.observables.get('rates');
    if (schedule === undefined) return;
    const { N, trials, parameters: p } = this.#run;
    const columns = padded(2 * trials);
    const unit = Int32Array.from(this.#request.units ?? Array.from({ length: N }, (_, i) => i));
    for (let n = 0; n < made; n++) {
      if (!isDue(schedule, this.#request, first + n)) continue;
      const step = new Int32Array(unit.length).fill(first + n);
      const time = new Float64Array(unit.length).fill((first + n) * (p.dt as number));
      for (let t = 0; t < trials; t++) {
        const pick = (column: number): Float64Array =>
          Float64Array.from(unit, (i) => samples[(n * N + i) * columns + column]);
        const trial = new Int32Array(unit.length).fill(t);
        sink.append('rates', unit.length, [step, time, trial, unit, pick(t), pick(trials + t)]);
      }
    }
  }
}

function recordTables(request: RecordRequest): readonly RecordTable[] {
  const step = { name: 'step', type: 'i32', meaning: 'steps done before the record' } as const;
  const time = { name: 'time', type: 'f64', symbol: 't', unit: 'ms', meaning: 'step times dt' } as const;
  const trial = { name: 'trial', type: 'i32', meaning: 'trial' } as const;
  const has = (name: string): boolean => request.observables.has(name);
  const of = (name: string) => {
    const found = RATE_SCHEMA.observables.find((observable) => observable.name === name);
    return {
      name,
      type: 'f64',
      symbol: found?.symbol,
      meaning: found?.meaning ?? '',
      nullable: name === 'log_distance',
    } as const;
  };
  const series = ['mean_distance', 'log_distance'].filter(has).map(of);
  const tables: RecordTable[] = [];
  if (series.length > 0)
    tables.push({ name: 'timeseries', meaning: 'divergence of the pairs', columns: [step, time, ...series] });
  if (has('distance'))
    tables.push({
      name: 'distances',
      meaning: 'divergence of each pair',
      columns: [step, time, trial, of('distance')],
    });
  if (has('rates')) {
    const columns = [
      { name: 'unit', type: 'i32', meaning: 'unit' },
      { name: 'rate', type: 'f64', symbol: 'r', meaning: 'state of the base' },
      { name: 'companion', type: 'f64', symbol: 'r⁺', meaning: 'state of the companion' },
    ] as const;
    tables.push({
      name: 'rates',
      meaning: 'states before each recorded step',
      columns: [step, time, trial, ...columns],
    });
  }
  return tables;
}

function create({ kernels, parameters: p, inputs, seed, record }: CreateOptions): Model {
  const published = p.stream === 'published' ? publishedSession(p, elementaryOf(kernels)) : undefined;
  const weights = networkWeights(kernels, p, inputs, seed, published);
  const network = placeNetwork(kernels, p, weights);
  const layout = layOut(RATE_STATE, sizesOf(p));
  const block = openBlock(kernels.memory, RATE_STATE, layout, kernels.allocate(layout.bytes), true);
  const [N, trials, exponents] = [p.N as number, p.trials as number, p.exponents as number];
  const phases = phasesOf(p);
  const bare = { kernels, parameters: p, N, trials, exponents, phases, block, weights, network };
  setInitialStates(bare, inputs.initial ?? published?.initial, seed);
  const bytes = (columns: number, states: number, k: number): number =>
    kernels.kernel('rate_workspace_bytes')(N, columns, states, k);
  const needed = [bytes(padded(2 * trials), 2 * trials, 0), bytes(padded(trials), trials, 0)];
  if (exponents > 0) needed.push(bytes(padded(trials * (1 + exponents)), trials, exponents));
  const run: RateRun = { ...bare, workspace: kernels.allocate(Math.max(...needed)) };
  const recorder = new RateRecorder(run, record);
  const withRates = record.observables.has('rates');
  const rowBytes = 8 * N * padded(2 * trials);
  const longest = withRates ? Math.max(1, Math.min(LONGEST_SPAN, Math.floor(SAMPLE_BYTES / rowBytes))) : LONGEST_SPAN;
  const samples = withRates ? kernels.allocate(longest * rowBytes) : 0;
  // one interval at least: QR stands at fixed steps
  const logs = kernels.allocate(8 * trials * Math.max(1, exponents) * Math.max(1, Math.ceil(longest / phases.every)));
  const total = phases.pairs + phases.transient + phases.align + phases.record;

  /** Does up to `count` steps of the phase that the run is in; returns the steps done. */
  const advancePhase = (count: number, sink: RowSink): number => {
    const step = block.get('step');
    const transientEnd = phases.pairs + phases.transient;
    if (step < phases.pairs) {
      const span = Math.min(count, longest, phases.pairs - step);
      const out = block.pointer('distances') + 8 * step * trials;
      const columns = padded(2 * trials);
      const made = kernels.kernel('rate_advance')(
        network,
        columns,
        block.pointer('pairs'),
        trials,
        span,
        out,
        samples,
        run.workspace,
      );
      block.set('step', step + made);
      recorder.distances(step, made, sink);
      if (withRates) recorder.rates(step, made, kernels.f64(samples, (made * rowBytes) / 8), sink);
      if (made < span) throw divergence(run, 'pairs', columns);
      if (step + made === phases.pairs) startStates(run);
      if (step + made === phases.pairs && phases.transient === 0 && exponents > 0) startTangents(run);
      return made;
    }
    if (step < transientEnd) {
      const span = Math.min(count, longest, transientEnd - step);
      const columns = padded(trials);
      const made = kernels.kernel('rate_advance')(
        network,
        columns,
        block.pointer('states'),
        trials,
        span,
        0,
        0,
        run.workspace,
      );
      block.set('step', step + made);
      if (made < span) throw divergence(run, 'states', columns);
      if (step + made === transientEnd) startTangents(run);
      return made;
    }
    const end = step < transientEnd + phases.align ? transientEnd + phases.align : total;
    const intervals = Math.max(1, Math.floor(Math.min(count, longest, end - step) / phases.every));
    const isRecorded = end === total;
    const done = block.get('intervals');
    const out = isRecorded ? block.pointer('logs') + 8 * done * trials * exponents : logs;
    const columns = padded(trials * (1 + exponents));
    const advance = kernels.kernel('rate_tangent_advance');
    const made = advance(
      network,
      columns,
      block.pointer('tangent'),
      trials,
      exponents,
      phases.every,
      intervals,
      out,
      0,
      0,
      run.workspace,
    );
    block.set('step', step + made * phases.every);
    if (isRecorded) block.set('intervals', done + made);
    if (made < intervals) throw divergence(run, 'tangent', columns);
    return made * phases.every;
  };

  return {
    steps: total,
    block,
    tables: recordTables(record),
    step: () => block.get('step'),
    advance: (count, sink) => {
      for (let done = 0; done < count; ) done += advancePhase(count - done, sink);
    },
    summary: () => rateSummary(run),
    results: () => rateResults(run),
    finalState: () => {
      const states = block.f64(exponents > 0 ? 'tangent' : 'pairs');
      const [columns, width] =
        exponents > 0 ? [padded(trials * (1 + exponents)), 1 + exponents] : [padded(2 * trials), 1];
      const rows = new Float64Array(N * trials);
      for (let i = 0; i < N; i++)
        for (let t = 0; t < trials; t++) rows[i * trials + t] = states[i * columns + t * width];
      return {
        table: {
          name: 'state',
          meaning: 'states after the last step, one row a unit',
          columns: [
            { name: 'unit', type: 'i32', meaning: 'unit' },
            { name: 'initial', type: 'f64', symbol: 'r', width: trials, meaning: 'state of the unit in each trial' },
          ],
        },
        rows: [[Int32Array.from({ length: N }, (_, i) => i), rows]],
      };
    },
  };
}

function estimate(p: Parameters, request: RecordRequest): Estimate {
  const phases = phasesOf(p);
  const [N, trials, k] = [p.N as number, p.trials as number, p.exponents as number];
  const edges = (p.p as number) * N * N;
  const perColumn = 2 * edges + 35 * N;
  const steps = phases.pairs + phases.transient + phases.align + phases.record;
  const flops = perColumn * trials * (2 * phases.pairs + phases.transient + (1 + k) * (phases.align + phases.record));
  const rows: { readonly [table: string]: number } = {
    timeseries: 1,
    distances: trials,
    rates: trials * (request.units?.length ?? N),
  };
  const source: { readonly [table: string]: string } = {
    timeseries: 'mean_distance',
    distances: 'distance',
    rates: 'rates',
  };
  return {
    steps,
    stateBytes: layOut(RATE_STATE, sizesOf(p)).bytes,
    flopsPerStep: flops / steps,
    tables: recordTables(request).map(({ name, columns }) => {
      const schedule = request.observables.get(source[name]) ?? { every: 1 };
      return { name, rows: rows[name] * countDue(schedule, request, phases.pairs), columns: columns.length };
    }),
  };
}

/** Random rate networks, their divergence and their Lyapunov exponents. */
export const RATE: Family = {
  schema: RATE_SCHEMA,
  headlines: [
    { label: 'published estimate', item: 'lambda_published', symbol: 'λ [1/s]' },
    { label: 'largest exponent', item: 'lambda_1', symbol: 'λ₁ [1/s]' },
    { label: 'standard error', item: 'lambda_1_error' },
    { label: 'effective gain', item: 'g_eff' },
    { label: 'chaotic trials', item: 'chaotic_trials' },
  ],
  create,
  estimate,
  inputShape: (key, p) => (key === 'W' ? [p.N as number, p.N as number] : [p.trials as number, p.N as number]),
};
