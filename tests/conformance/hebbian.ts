/** Runs the hebbian engine on the inputs of golden files (their fields: tests/golden/hebbian/README.md). */

import { elementaryOf } from '../../src/analysis/elementary.js';
import { autocorrelation, automaticBins, seriesStatistics } from '../../src/analysis/statistics.js';
import type { Kernels } from '../../src/kernel/kernels.js';
import type { Inputs, Model } from '../../src/model/family.js';
import { createState } from '../../src/model/hebbian/create.js';
import { distanceTheory } from '../../src/model/hebbian/distance-theory.js';
import { expandHolds } from '../../src/model/hebbian/field.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import {
  combinePatterns,
  couplingScale,
  hebbianMatrix,
  patternCorrelation,
  symmetrise,
} from '../../src/model/hebbian/patterns.js';
import { HEBBIAN_SCHEMA, patternCount } from '../../src/model/hebbian/schema.js';
import { hebbianSettings } from '../../src/model/hebbian/settings.js';
import {
  asymptote,
  exactMoments,
  holdWeights,
  publishedMean,
  publishedStd,
  publishedStdTransient,
} from '../../src/model/hebbian/theory.js';
import type { RecordRequest, RowSink } from '../../src/model/record.js';
import type { Parameters, ParameterValue } from '../../src/model/schema.js';
import { type Comparison, equal, flatten, mixed, type Nested, relative } from './compare.js';
import { sweepCase } from './hebbian-sweeps.js';

/** Bounds of the golden README. */
const STATES = 1e-10;
const STATISTICS = 1e-9;

/** A case of a golden file: plain data, read field by field. */
type Golden = { readonly [key: string]: never };

export interface Context {
  /** Fresh kernels with a memory of their own. */
  readonly kernels: () => Kernels;
}

const f64 = (value: Nested): Float64Array => Float64Array.from(flatten(value));

/** Parameters of a case: its own over the schema's defaults. */
function parametersOf(
  golden: { readonly [key: string]: unknown },
  given: { readonly [key: string]: unknown },
): Parameters {
  const defaults = Object.fromEntries(HEBBIAN_SCHEMA.parameters.map((p) => [p.key, p.default]));
  const { scheme, ...rest } = given;
  return {
    ...defaults,
    N: golden.N as number,
    K: golden.K as number,
    ...(rest as { [key: string]: ParameterValue }),
    scheme: (scheme as string | undefined) ?? 'euler',
  };
}

/** Keeps every row of every table. */
function collector(): { readonly sink: RowSink; readonly table: (name: string) => number[][] } {
  const tables = new Map<string, number[][]>();
  return {
    sink: {
      append: (name, count, columns) => {
        const kept = tables.get(name) ?? columns.map(() => []);
        tables.set(name, kept);
        columns.forEach((column, c) => {
          for (let i = 0; i < count; i++) kept[c].push(column[i]);
        });
      },
    },
    table: (name) => tables.get(name) ?? [],
  };
}

interface Run {
  readonly model: Model;
  readonly column: (table: string, name: string) => Float64Array;
}

function run(
  context: Context,
  golden: Golden,
  parameters: Parameters,
  field: Int32Array,
  names: readonly string[],
): Run {
  const kernels = context.kernels();
  const inputs: { [key: string]: Float64Array | Int32Array } = { field };
  for (const key of ['patterns', 'sigma0', 'J0', 'Xi0', 'Tra0']) {
    if (golden[key] !== undefined) inputs[key] = f64(golden[key]);
  }
  const record: RecordRequest = {
    observables: new Map(names.map((name) => [name, { every: 1 }])),
    from: 0,
    to: Number.POSITIVE_INFINITY,
  };
  const model = HEBBIAN.create({ kernels, parameters, inputs: inputs as Inputs, seed: 0, record });
  const { sink, table } = collector();
  model.advance(model.steps, sink);
  const column = (name: string, columnName: string): Float64Array => {
    const described = model.tables.find((candidate) => candidate.name === name);
    const index = described?.columns.findIndex((candidate) => candidate.name === columnName) ?? -1;
    return Float64Array.from(table(name)[index] ?? []);
  };
  return { model, column };
}

/** All couplings of the state as it is, N x N. */
function couplings(model: Model): Float64Array {
  const J: number[] = [];
  const index = model.finalState().table.columns.findIndex(({ name }) => name === 'J');
  for (const rows of model.finalState().rows) J.push(...rows[index]);
  return Float64Array.from(J);
}

/** Couplings at each step from the rows above the diagonal. */
function couplingHistory({ column }: Run, steps: number, N: number): Float64Array {
  const J = new Float64Array(steps * N * N);
  const [step, i, j, value] = ['step', 'i', 'j', 'J'].map((name) => column('couplings', name));
  for (let row = 0; row < value.length; row++) {
    J[(step[row] * N + i[row]) * N + j[row]] = value[row];
    J[(step[row] * N + j[row]) * N + i[row]] = value[row];
  }
  return J;
}

function overlapHistory({ column }: Run, steps: number, K: number): Float64Array {
  const m = new Float64Array(steps * K);
  for (let mu = 0; mu < K; mu++)
    column('timeseries', `overlap_${mu}`).forEach((value, n) => {
      m[n * K + mu] = value;
    });
  return m;
}

const SERIES: { readonly [golden: string]: string } = {
  energy: 'energy',
  lyapunov: 'lyapunov',
  diff: 'distance',
  diff_k: 'distance_normalized',
  theory_mean_original: 'theory_mean',
  theory_std_original: 'theory_std',
  residual_original: 'residual',
};

const ALL = [
  'pattern',
  'distance',
  'distance_normalized',
  'theory_mean',
  'theory_std',
  'residual',
  'energy',
  'lyapunov',
  'overlap',
  'activity',
  'sigma',
];

/** A run of Euler type with a field given step by step, in the faithful mode where that exists. */
function trajectory(context: Context, golden: Golden): Comparison[] {
  const N = golden.N as number;
  const steps = golden.steps as number;
  const given = golden.par as { readonly [key: string]: unknown };
  const isPublished =
    ((given.scheme as string | undefined) ?? 'euler') === 'euler' && ((given.dt as number | undefined) ?? 1) === 1;
  const dt = (given.dt as number | undefined) ?? 1;
  const parameters = parametersOf(golden, { ...given, T: steps * dt, mode: isPublished ? 'faithful' : 'right' });
  const field = Int32Array.from(golden.field_index as number[]);
  const expected = golden.expected as { readonly [key: string]: Nested };
  const names = expected.J === undefined ? ALL : [...ALL, 'J'];
  const result = run(context, golden, parameters, field, names);
  const found: Comparison[] = [];
  if (golden.persistences !== undefined) {
    found.push(equal('field_index', [...expandHolds(golden.persistences, golden.draws, steps)], golden.field_index));
  }
  for (const [key, column] of Object.entries(SERIES)) {
    const isTheory = key.endsWith('_original');
    if (expected[key] === undefined || (isTheory && !isPublished)) continue;
    const bound = key === 'residual_original' ? STATISTICS : STATES;
    found.push(relative(key, result.column('timeseries', column), expected[key], bound));
  }
  if (!isPublished) found.push(...publishedTheory(context, golden, parameters, expected));
  if (expected.overlap !== undefined) {
    found.push(relative('overlap', overlapHistory(result, steps, golden.K), expected.overlap, STATES));
  }
  if (expected.sigma !== undefined)
    found.push(relative('sigma', result.column('sigma', 'sigma'), expected.sigma, STATES));
  if (expected.J !== undefined) found.push(relative('J', couplingHistory(result, steps, N), expected.J, STATES));
  const final = result.model.block.f64('sigma').slice(0, N);
  found.push(relative('sigma_final', final, expected.sigma_final, STATES));
  found.push(relative('J_final', couplings(result.model), expected.J_final, STATES));
  if (expected.asymptote_original !== undefined && isPublished) {
    const value = result.model.summary().find(({ name }) => name === 'asymptote')?.value ?? Number.NaN;
    found.push(relative('asymptote_original', [value], expected.asymptote_original, STATES));
  }
  found.push(...statistics(context, result, expected as unknown as Golden));
  return found;
}

/** The published formulas for a run that the published program could not do: its contractions know no dt. */
function publishedTheory(
  context: Context,
  golden: Golden,
  parameters: Parameters,
  expected: { readonly [key: string]: Nested },
): Comparison[] {
  if (expected.theory_mean_original === undefined) return [];
  const kernels = context.kernels();
  const settings = hebbianSettings({ ...parameters, mode: 'faithful', scheme: 'euler' }, kernels);
  const inputs = { patterns: f64(golden.patterns), J0: f64(golden.J0) };
  const theory = distanceTheory(kernels, createState(kernels, settings, inputs, 0), settings);
  const moments = Array.from({ length: golden.steps as number }, (_, n) => theory.at(n, new Float64Array(8)));
  return [
    relative(
      'theory_mean_original',
      moments.map((m) => m?.mean ?? Number.NaN),
      expected.theory_mean_original,
      STATES,
    ),
    relative(
      'theory_std_original',
      moments.map((m) => m?.std ?? Number.NaN),
      expected.theory_std_original,
      STATES,
    ),
    relative('asymptote_original', [theory.asymptote ?? Number.NaN], expected.asymptote_original, STATES),
  ];
}

function statistics(context: Context, { column }: Run, expected: Golden): Comparison[] {
  if (expected.residual_statistics === undefined) return [];
  const golden = expected.residual_statistics as { readonly [key: string]: Nested };
  const residual = column('timeseries', 'residual');
  const elementary = elementaryOf(context.kernels());
  const found = seriesStatistics(residual, elementary);
  const names: { readonly [golden: string]: number } = {
    mean: found.mean,
    std: found.std,
    variance: found.variance,
    skewness: found.skewness,
    excess_kurtosis: found.excessKurtosis,
    ks_standard_normal: found.ksStandardNormal,
  };
  return [
    ...Object.entries(names).map(([key, value]) => relative(key, [value], golden[key], STATISTICS)),
    relative(
      'percentiles',
      found.percentiles.map(({ value }) => value),
      golden.percentiles,
      STATISTICS,
    ),
    equal('histogram_bins', automaticBins(residual, elementary), expected.histogram_bins),
    relative(
      'autocorrelation',
      autocorrelation(column('timeseries', 'activity'), expected.max_lag),
      expected.autocorrelation,
      STATISTICS,
    ),
  ];
}

/** Shared inputs, several schemes and time steps. */
function continuous(context: Context, golden: Golden): Comparison[] {
  const found: Comparison[] = [];
  for (const one of golden.runs as readonly Golden[]) {
    const repeat = one.field_index_repeat as number;
    const field = Int32Array.from(
      (golden.draws as number[]).flatMap((draw) => Array.from({ length: repeat }, () => draw)),
    );
    const par = one.par as { readonly [key: string]: unknown };
    const steps = one.steps as number;
    const parameters = parametersOf(golden, { ...par, T: steps * (par.dt as number) });
    const result = run(context, golden, parameters, field, [...ALL]);
    const expected = one.expected as { readonly [key: string]: Nested };
    const name = one.name as string;
    for (const key of ['energy', 'lyapunov', 'diff']) {
      found.push(relative(`${name}: ${key}`, result.column('timeseries', SERIES[key]), expected[key], STATES));
    }
    const N = golden.N as number;
    const every = expected.sigma_every as number;
    const all = result.column('sigma', 'sigma');
    const kept = Array.from({ length: Math.ceil(steps / every) }, (_, r) => [
      ...all.subarray(r * every * N, (r * every + 1) * N),
    ]);
    found.push(relative(`${name}: sigma`, kept.flat(), expected.sigma, STATES));
    found.push(
      relative(`${name}: sigma_final`, result.model.block.f64('sigma').slice(0, N), expected.sigma_final, STATES),
    );
    found.push(relative(`${name}: J_final`, couplings(result.model), expected.J_final, STATES));
  }
  return found;
}

/** Memory-matrix runs. */
function memoryMatrix(context: Context, golden: Golden): Comparison[] {
  const steps = golden.steps as number;
  const isFaithful = (golden.mode as string) === 'original';
  const parameters = parametersOf(golden, {
    ...(golden.par as { readonly [key: string]: unknown }),
    T: steps,
    mode: isFaithful ? 'faithful' : 'right',
    model_class: 'memory-matrix',
    beta_Xi: golden.beta_Xi,
    beta_T: golden.beta_T,
    tau_T: golden.tau_T,
    delay: golden.delay,
  });
  const field = Int32Array.from(golden.field_index as number[]);
  const result = run(context, golden, parameters, field, ['sigma', 'memories', 'transitions']);
  const expected = golden.expected as { readonly [key: string]: Nested };
  const [N, K] = [golden.N as number, golden.K as number];
  const { block } = result.model;
  const np = block.get('np');
  const memories = Array.from({ length: K }, (_, a) => [...block.f64('memories').subarray(a * np, a * np + N)]).flat();
  return [
    relative('sigma', result.column('sigma', 'sigma'), expected.sigma, STATES),
    relative('Xi', result.column('memories', 'Xi'), expected.Xi, STATES),
    relative('Tra', result.column('transitions', 'Tra'), expected.Tra, STATES),
    relative('sigma_final', block.f64('sigma').slice(0, N), expected.sigma_final, STATES),
    relative('J_final', couplings(result.model), expected.J_final, STATES),
    relative('Xi_final', memories, expected.Xi_final, STATES),
    relative('Tra_final', block.f64('transitions').slice(), expected.Tra_final, STATES),
  ];
}

/** One update of a given transition matrix, in both modes. */
function transitionUpdate(context: Context, golden: Golden): Comparison[] {
  const Xi = golden.Xi as readonly (readonly number[])[];
  const [K, N] = [Xi.length, Xi[0].length];
  const expected = golden.expected as { readonly [key: string]: Nested };
  return (['original', 'right'] as const).map((mode) => {
    const kernels = context.kernels();
    const parameters = parametersOf(
      { N, K },
      {
        model_class: 'memory-matrix',
        mode: mode === 'original' ? 'faithful' : 'right',
        beta_T: golden.beta_T,
        tau_T: mode === 'original' ? golden.tau_T : golden.tau_T_right,
        delay: 0,
      },
    );
    const settings = hebbianSettings(parameters, kernels);
    const inputs = { Xi0: f64(golden.Xi), Tra0: f64(golden.Tra) };
    const block = createState(kernels, settings, inputs, 0);
    const np = block.get('np');
    const states = kernels.allocate(16 * np);
    kernels.f64(states, N).set(f64(golden.later));
    kernels.f64(states + 8 * np, N).set(f64(golden.earlier));
    kernels.kernel('hebbian_step_transitions')(block.address, states, states + 8 * np);
    return relative(`Tra ${mode}`, block.f64('transitions').slice(), expected[mode], STATES);
  });
}

/** Patterns and couplings from their draws, correlations, both theories. */
function patternsAndTheory(context: Context, golden: Golden): Comparison[] {
  const [N, K] = [golden.N as number, golden.K as number];
  const kernels = context.kernels();
  const parameters = parametersOf(golden, {
    rho: golden.rho,
    beta: golden.beta,
    k: golden.k,
    pattern_distribution: golden.pattern_distribution,
  });
  const settings = hebbianSettings(parameters, kernels);
  const patterns = f64(golden.Z);
  combinePatterns(patterns, f64(golden.W), N, settings.isGaussian);
  const J0 = symmetrise(f64(golden.raw_J0), N);
  const expected = golden.expected as Golden;
  const correlation = patternCorrelation(patterns, N, settings.rho);
  const hebb = hebbianMatrix(patterns, settings.probabilities, N);
  const found = [
    relative('k', [settings.strength], expected.k, STATES),
    relative('j0_scale', [couplingScale(settings.strength, K)], expected.j0_scale, STATES),
    relative('patterns', patterns, expected.patterns, STATES),
    relative('J0', J0, expected.J0, STATES),
    relative('hebb', hebb, expected.hebb, STATES),
    relative('correlation_mean', [correlation.mean], expected.correlation_mean, STATES),
    relative('correlation_std', [correlation.std], expected.correlation_std, STATES),
    relative('correlation_std_predicted', [correlation.predictedStd], expected.correlation_std_predicted, STATES),
    equal('correlation_valid', correlation.isValid, expected.correlation_valid),
  ];
  const steps = golden.n as readonly number[];
  const eps = golden.eps as number;
  const uniform = distanceTheory(kernels, createState(kernels, settings, { patterns, J0 }, 0), settings);
  const longTime = publishedStd(N, K, 1 / eps, settings.rho);
  const means = steps.map((n) => publishedMean(uniform.overlaps, eps, n));
  const deviations = steps.map((n) => longTime * publishedStdTransient(eps, n));
  found.push(relative('theory_mean', means, expected.theory_mean, STATES));
  found.push(relative('theory_std', deviations, expected.theory_std, STATES));
  found.push(relative('theory_std_no_transient', [longTime], expected.theory_std_no_transient, STATES));
  found.push(relative('asymptote', [asymptote(eps, uniform.overlaps.V)], expected.asymptote, STATES));
  for (const [index, one] of (expected.exact as readonly Golden[]).entries()) {
    const own = hebbianSettings({ ...parameters, p: one.p as readonly number[] }, kernels);
    const { exact } = distanceTheory(kernels, createState(kernels, own, { patterns, J0 }, 0), own);
    const moments = steps.map((n) => exactMoments(exact, holdWeights(eps, one.hold, n)));
    found.push(
      relative(
        `exact ${index}: mean`,
        moments.map(({ mean }) => mean),
        one.mean,
        STATES,
      ),
    );
    found.push(
      mixed(
        `exact ${index}: std`,
        moments.map(({ std }) => std),
        one.std,
        1e-9,
        1e-12,
      ),
    );
  }
  return found;
}

function stdGrid(_: Context, golden: Golden): Comparison[] {
  const grid = golden.grid as readonly {
    readonly N: number;
    readonly K: number;
    readonly tau_J: number;
    readonly rho: number;
    readonly std: number;
  }[];
  const found = grid.map(({ N, K, tau_J, rho }) => publishedStd(N, K, tau_J, rho));
  return [
    relative(
      'std',
      found,
      grid.map(({ std }) => std),
      STATES,
    ),
  ];
}

function loads(_: Context, golden: Golden): Comparison[] {
  const pairs = golden.pairs as readonly { readonly N: number; readonly K: number; readonly expected: number }[];
  return [
    equal(
      'patterns',
      pairs.map(({ N, K }) => patternCount(N, K)),
      pairs.map(({ expected }) => expected),
    ),
  ];
}

/** What runs each kind of case, by file and by the fields that tell the kind. */
export function hebbianCase(
  file: string,
  golden: Golden,
): ((context: Context, golden: Golden) => Comparison[]) | undefined {
  if (['euler_full_trajectory', 'euler_statistics', 'frozen_and_activations'].includes(file)) return trajectory;
  if (file === 'continuous_rk4') return continuous;
  if (file === 'stationarity_and_sweeps') return sweepCase(golden);
  if (file === 'memory_matrix') return golden.mode === undefined ? transitionUpdate : memoryMatrix;
  if (file === 'patterns_and_theory') {
    if (golden.grid !== undefined) return stdGrid;
    return golden.pairs === undefined ? patternsAndTheory : loads;
  }
  return undefined;
}

/** Files of this family whose kinds belong to later features. */
export const NOT_YET_SUPPORTED: { readonly [file: string]: string } = {
  inference_retrieval_tracker: 'inference, retrieval and the deviation tracker',
};
