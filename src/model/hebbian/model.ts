/** The hebbian family: couples the state block, the kernels' steps, the field's schedule and the theory. */
import { MsmError } from '../../errors.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { Block } from '../../kernel/struct.js';
import { layOut } from '../../kernel/struct.js';
import { type RandomSource, randomSource } from '../../method/random.js';
import type { CreateOptions, Estimate, Family, Inputs, Model, SummaryItem } from '../family.js';
import { isDue, nextDue, type RecordRequest, type RowSink } from '../record.js';
import type { Parameters } from '../schema.js';
import { createState } from './create.js';
import { type DistanceTheory, distanceTheory } from './distance-theory.js';
import { continueSchedule } from './field.js';
import { finalState } from './final-state.js';
import { patternCorrelation } from './patterns.js';
import { recordArrays, SeriesWriter } from './records.js';
import { HEBBIAN_SCHEMA } from './schema.js';
import { type HebbianSettings, hebbianSettings } from './settings.js';
import { HEBBIAN_STATE, hebbianSizes } from './state.js';
import { countRows, hasOwnTable, recordTables } from './tables.js';

/** Steps that one kernel call may do: bounds the buffers, not the result. */
const LONGEST_SPAN = 1024;
/** Bytes of the buffer for neural states. */
const STATE_BUFFER = 8 * 2 ** 20;
/** Numbers that a kernel records at each step before the overlaps. */
const LEADING = 4;

/** Buffers in linear memory that a run reuses for every span of steps. */
export interface Spans {
  readonly longest: number;
  readonly shown: number;
  readonly draws: number;
  readonly records: number;
  readonly sigmas: number;
  readonly rows: number;
}

/** All that the parts of a run share. */
export interface HebbianRun {
  readonly kernels: Kernels;
  readonly settings: HebbianSettings;
  readonly block: Block;
  readonly request: RecordRequest;
  readonly spans: Spans;
  readonly theory: DistanceTheory;
}

function allocateSpans(kernels: Kernels, s: HebbianSettings, request: RecordRequest): Spans {
  const np = Math.ceil(s.neurons / 4) * 4;
  const withStates = request.observables.has('sigma');
  const longest = withStates ? Math.max(1, Math.min(LONGEST_SPAN, Math.floor(STATE_BUFFER / (8 * np)))) : LONGEST_SPAN;
  return {
    longest,
    shown: kernels.allocate(4 * longest),
    draws: kernels.allocate(8 * longest),
    records: kernels.allocate(8 * longest * (LEADING + s.patterns)),
    sigmas: withStates ? kernels.allocate(8 * longest * np) : 0,
    rows: kernels.allocate(32 * np),
  };
}

/** Draws the field of the next `count` steps, or takes it from the given order; says which steps began a hold. */
function planField(run: HebbianRun, random: RandomSource, inputs: Inputs, count: number, renewals: Uint8Array): void {
  const { block, settings: s, spans, kernels } = run;
  const shown = kernels.i32(spans.shown, count);
  if (inputs.field !== undefined) {
    const step = block.get('step');
    shown.set(inputs.field.subarray(step, step + count));
    renewals.fill(1, 0, count);
    return;
  }
  const first = block.get('renewals');
  const at = { address: spans.draws, count, stream: 0, first };
  const range = s.hold.max - s.hold.min;
  let holds: Int32Array | undefined;
  if (range > 1) {
    random.integer({ ...at, purpose: 'fieldHold' }, range);
    holds = kernels.i32(spans.draws, count).slice();
  }
  const draw = drawPatterns(run, random, at);
  const state = { shown: block.get('shown'), holdLeft: block.get('holdLeft'), renewals: first };
  const hold = (renewal: number): number => s.hold.min + (holds === undefined ? 0 : holds[renewal - first]);
  continueSchedule(state, count, hold, draw, shown, renewals);
  block.set('shown', state.shown);
  block.set('holdLeft', state.holdLeft);
  block.set('renewals', state.renewals);
}

function drawPatterns(
  { kernels, settings: s, spans }: HebbianRun,
  random: RandomSource,
  at: { readonly address: number; readonly count: number; readonly stream: number; readonly first: number },
): (renewal: number) => number {
  if (s.isUniform) {
    random.integer({ ...at, purpose: 'fieldPattern' }, s.patterns);
    const draws = kernels.i32(spans.draws, at.count).slice();
    return (renewal) => draws[renewal - at.first];
  }
  random.uniform({ ...at, purpose: 'fieldPattern' }, 0, 1);
  const draws = kernels.f64(spans.draws, at.count).slice();
  return (renewal) => {
    let rest = draws[renewal - at.first];
    for (let mu = 0; mu < s.patterns - 1; mu++) {
      rest -= s.probabilities[mu];
      if (rest < 0) return mu;
    }
    return s.patterns - 1;
  };
}

/** Where the numbers first stopped being finite. */
function divergence(run: HebbianRun): MsmError {
  const { block, settings: s, kernels, spans } = run;
  const step = block.get('step');
  const np = block.get('np');
  const fail = (variable: string, index: readonly number[], value: number): MsmError =>
    new MsmError('E_DIVERGED', `${variable}[${index.join(', ')}] = ${value} before step ${step}`, {
      place: `step ${step}`,
      next: 'Use a smaller dt, larger time constants or a smaller gain; nothing after that step is recorded.',
      data: { step, variable, index, value: String(value) },
    });
  for (const [name, rows] of [
    ['sigma', 1],
    ['memories', s.hasMemory ? s.patterns : 0],
  ] as const) {
    const at = block
      .f64(name)
      .subarray(0, rows * np)
      .findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    const index = rows === 1 ? [at] : [Math.floor(at / np), at % np];
    return fail(name === 'sigma' ? 'sigma' : 'Xi', index, block.f64(name)[at]);
  }
  for (let p = 0; p < np / 4; p++) {
    kernels.kernel('hebbian_coupling_rows')(block.address, p, spans.rows);
    const rows = kernels.f64(spans.rows, 4 * np);
    const at = rows.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) return fail('J', [4 * p + Math.floor(at / np), at % np], rows[at]);
  }
  return fail('energy', [], block.get('energy'));
}

function create({ kernels, parameters, inputs, seed, record }: CreateOptions): Model {
  const settings = hebbianSettings(parameters, kernels);
  checkField(settings, inputs);
  const block = createState(kernels, settings, inputs, seed);
  const spans = allocateSpans(kernels, settings, record);
  const theory = distanceTheory(kernels, block, settings);
  const run: HebbianRun = { kernels, settings, block, request: record, spans, theory };
  const random = randomSource(kernels, seed);
  const series = new SeriesWriter(run);
  const advanceKernel = kernels.kernel('hebbian_advance');
  const renewals = new Uint8Array(spans.longest);
  const withLyapunov = record.observables.has('lyapunov') ? 1 : 0;
  const arrays = [...record.observables].filter(([name]) => hasOwnTable(name) && name !== 'sigma');

  const advance = (count: number, sink: RowSink): void => {
    for (let done = 0; done < count; ) {
      const step = block.get('step');
      for (const [name, schedule] of arrays) {
        if (isDue(schedule, record, step)) recordArrays(run, name, step, sink);
      }
      const stop = Math.min(...arrays.map(([, schedule]) => nextDue(schedule, record, step + 1)));
      const span = Math.min(count - done, spans.longest, stop - step);
      planField(run, random, inputs, span, renewals);
      const made = advanceKernel(block.address, span, spans.shown, spans.records, spans.sigmas, withLyapunov);
      series.append(step, made, renewals, sink);
      if (made < span) throw divergence(run);
      done += span;
    }
  };
  return {
    steps: settings.steps,
    block,
    tables: recordTables(record, settings.patterns),
    step: () => block.get('step'),
    advance,
    summary: () => summarise(run, inputs),
    finalState: () => finalState(run),
  };
}

function checkField(s: HebbianSettings, inputs: Inputs): void {
  const { field } = inputs;
  if (field === undefined) return;
  if (field.length < s.steps) {
    throw new MsmError('E_CONFIG', `the field has ${field.length} entries, the run has ${s.steps} steps`, {
      place: '--field',
    });
  }
  const wrong = field.findIndex((mu: number) => !(mu >= 0 && mu < s.patterns));
  if (wrong >= 0) {
    throw new MsmError(
      'E_CONFIG',
      `entry ${wrong} shows pattern ${field[wrong]}, there are patterns 0 to ${s.patterns - 1}`,
      {
        place: '--field',
      },
    );
  }
}

/** Field of the state as it is: the pattern of the step before (the last one of a given order). */
function summarise(run: HebbianRun, inputs: Inputs): readonly SummaryItem[] {
  const { block, settings: s, kernels, theory } = run;
  const step = block.get('step');
  const last = inputs.field === undefined ? block.get('shown') : inputs.field[Math.max(0, step - 1)];
  kernels.kernel('hebbian_observe')(block.address, last);
  const distance = block.get('deviation');
  const normalized = distance / (s.strength * s.strength);
  const expected = theory.at(step, block.f64('theory'));
  const np = block.get('np');
  const patterns = new Float64Array(s.patterns * s.neurons);
  for (let mu = 0; mu < s.patterns; mu++) {
    patterns.set(block.f64('slots').subarray(mu * np, mu * np + s.neurons), mu * s.neurons);
  }
  const correlation = patternCorrelation(patterns, s.neurons, s.rho);
  const [count, mean, squares] = block.f64('theory').subarray(5, 8);
  const variance = count > 0 ? squares / count : null;
  const item = (name: string, value: number | null, meaning: string): SummaryItem => ({ name, value, meaning });
  return [
    item('steps', step, 'steps done'),
    item('distance', distance, 'final S, the mean squared distance of J to k H'),
    item('distance_normalized', normalized, 'final S/k^2'),
    item('theory_mean', expected?.mean ?? null, 'theoretical mean of S/k^2 at the end'),
    item('theory_std', expected?.std ?? null, 'theoretical standard deviation of S/k^2 at the end'),
    item('asymptote', theory.asymptote, 'theoretical mean of S/k^2 for infinite time'),
    item(
      'residual',
      expected === undefined ? null : normalized - expected.mean,
      'final S/k^2 minus its theoretical mean',
    ),
    item('residuals_mean', count > 0 ? mean : null, 'mean of the residual over all steps'),
    item('residuals_variance', variance, 'variance of the residual over all steps (divisor n)'),
    item(
      'residuals_std',
      variance === null ? null : Math.sqrt(variance),
      'standard deviation of the residual over all steps (divisor n)',
    ),
    item('energy', block.get('energy'), 'final energy'),
    item('k', s.strength, 'synaptic strength in use'),
    item('patterns', s.patterns, 'number of patterns in use'),
    item('pattern_correlation_mean', correlation.mean, 'mean of xi^m.xi^n/N over pairs'),
    item('pattern_correlation_std', correlation.std, 'standard deviation of xi^m.xi^n/N over pairs (divisor n)'),
    item('pattern_correlation_std_predicted', correlation.predictedStd, 'sqrt((1 - rho^2)/N)'),
    item('pattern_correlation_valid', correlation.isValid ? 1 : 0, '1 if both are as rho predicts, within 10 %'),
  ];
}

function estimate(p: Parameters, request: RecordRequest): Estimate {
  // the elementary functions matter to nothing here: sizes come from N, K and the scheme alone
  const stub = { kernel: () => () => 0 } as unknown as Kernels;
  const s = hebbianSettings(p, stub);
  const np = Math.ceil(s.neurons / 4) * 4;
  const isSaturated = Math.abs(s.beta * s.gain) > 40 && s.rate === 1 && s.activation === 0 && !s.isGaussian;
  const products = isSaturated || s.isFrozen ? 0.05 : s.scheme === 2 ? 4 : 1;
  return {
    steps: s.steps,
    stateBytes: layOut(HEBBIAN_STATE, hebbianSizes(s.neurons, s.patterns, s)).bytes,
    flopsPerStep: products * 3 * np * np + 8 * np * (s.patterns + 16) + 40 * np,
    tables: countRows(request, s.steps, s.neurons, s.patterns),
  };
}

/** Neurons and synapses that both move. */
export const HEBBIAN: Family = {
  schema: HEBBIAN_SCHEMA,
  headlines: [
    { label: 'distance to k H', item: 'distance_normalized', symbol: 'S/k^2' },
    { label: 'theory', item: 'theory_mean', theoryOf: { std: 'theory_std', measured: 'distance_normalized' } },
    { label: 'asymptote', item: 'asymptote' },
  ],
  create,
  estimate,
  inputShape: (key, p) => {
    const { shape } = HEBBIAN_SCHEMA.inputs.find((input) => input.key === key) ?? { shape: [] };
    const K = hebbianPatterns(p);
    return shape.map((size) => (size === 'N' ? (p.N as number) : size === 'K' ? K : -1));
  },
};

function hebbianPatterns(p: Parameters): number {
  const [N, K] = [p.N as number, p.K as number];
  return K < 1 ? Math.trunc(K * N) : K;
}
