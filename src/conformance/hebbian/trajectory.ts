/** Runs with a field given step by step: states, couplings, energies, distances with their theory, statistics of what is left. */

import { autocorrelation, automaticBins, seriesStatistics } from '../../analysis/statistics.js';
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import { createState } from '../../model/hebbian/create.js';
import { distanceTheory } from '../../model/hebbian/distance-theory.js';
import { expandHolds } from '../../model/hebbian/field.js';
import { HEBBIAN_MODULE } from '../../model/hebbian/kernels.js';
import type { HebbianParameters } from '../../model/hebbian/parameters.js';
import { hebbianSettings } from '../../model/hebbian/settings.js';
import { type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { durationOf, finalCouplings, finalStates, type Play, parametersOf, play, STATES, STATISTICS } from './play.js';

/** Columns of the time series by their names in golden files. */
export const SERIES: { readonly [key: string]: string } = {
  energy: 'energy',
  lyapunov: 'lyapunov',
  diff: 'distance',
  diff_k: 'distance_normalized',
};
const THEORY: { readonly [key: string]: string } = {
  theory_mean_original: 'theory_mean',
  theory_std_original: 'theory_std',
  residual_original: 'residual',
};

/** What is recorded unless couplings are asked for too. */
export const RECORDED = [...Object.values({ ...SERIES, ...THEORY }), 'pattern', 'overlap', 'activity', 'sigma'];

/** Couplings at each step from the rows above the diagonal, [steps, N, N]. */
function couplingHistory({ column }: Play, steps: number, N: number): Float64Array {
  const J = new Float64Array(steps * N * N);
  const [step, i, j, value] = ['step', 'i', 'j', 'J'].map((name) => column('couplings', name));
  for (let row = 0; row < value.length; row++) {
    J[(step[row] * N + i[row]) * N + j[row]] = value[row];
    J[(step[row] * N + j[row]) * N + i[row]] = value[row];
  }
  return J;
}

function overlapHistory({ column }: Play, steps: number, K: number): Float64Array {
  const m = new Float64Array(steps * K);
  for (let mu = 0; mu < K; mu++) {
    column('timeseries', `overlap_${mu}`).forEach((value, n) => {
      m[n * K + mu] = value;
    });
  }
  return m;
}

/** A run of any scheme, in the faithful mode where that exists: Euler with dt = 1. */
export function trajectory(golden: Golden, context: Context): readonly Comparison[] {
  const [N, K, steps] = ['N', 'K', 'steps'].map((key) => golden.count(key));
  const par = golden.part('par');
  const dt = par.number('dt', 1);
  const isPublished = par.text('scheme', 'euler') === 'euler' && dt === 1;
  const own = { T: durationOf(steps, dt), mode: isPublished ? 'faithful' : 'right' };
  const parameters = parametersOf(golden, own, par);
  const field = golden.integers('field_index');
  const expected = golden.part('expected');
  const run = play(context, golden, parameters, field, expected.has('J') ? [...RECORDED, 'J'] : RECORDED);
  const column = (key: string, name: string, bound: number): readonly Comparison[] =>
    expected.has(key) ? [relative(key, run.column('timeseries', name), expected.numbers(key), bound)] : [];
  const array = (key: string, values: () => Float64Array): readonly Comparison[] =>
    expected.has(key) ? [relative(key, values(), expected.numbers(key), STATES)] : [];
  return [
    ...holds(golden, field, steps),
    ...Object.entries(SERIES).flatMap(([key, name]) => column(key, name, STATES)),
    ...(isPublished
      ? [
          ...Object.entries(THEORY).flatMap(([key, name]) =>
            column(key, name, key === 'residual_original' ? STATISTICS : STATES),
          ),
          ...array('asymptote_original', () => Float64Array.of(asymptoteOf(run))),
        ]
      : publishedTheory(golden, context, parameters)),
    ...array('overlap', () => overlapHistory(run, steps, K)),
    ...array('sigma', () => run.column('sigma', 'sigma')),
    ...array('J', () => couplingHistory(run, steps, N)),
    relative('sigma_final', finalStates(run, N), expected.numbers('sigma_final'), STATES),
    relative('J_final', finalCouplings(run), expected.numbers('J_final'), STATES),
    ...(expected.has('residual_statistics') ? statistics(run, expected, context) : []),
  ];
}

const asymptoteOf = ({ model }: Play): number =>
  model.summary().find(({ name }) => name === 'asymptote')?.value ?? Number.NaN;

/** The field that follows from drawn patterns and how long each is shown. */
function holds(golden: Golden, field: Int32Array, steps: number): readonly Comparison[] {
  if (!golden.has('persistences')) return [];
  const found = expandHolds([...golden.integers('persistences')], [...golden.integers('draws')], steps);
  return [equal('field_index', [...found], [...field])];
}

/** The published formulas for a run that the published program could not do: its contractions know no dt. */
function publishedTheory(golden: Golden, context: Context, parameters: HebbianParameters): readonly Comparison[] {
  const expected = golden.part('expected');
  if (!expected.has('theory_mean_original')) return [];
  const kernels = context.kernels(HEBBIAN_MODULE);
  const settings = hebbianSettings({ ...parameters, mode: 'faithful', scheme: 'euler' }, kernels);
  const inputs = { patterns: golden.numbers('patterns'), J0: golden.numbers('J0') };
  const theory = distanceTheory(kernels, createState(kernels, settings, inputs, 0), settings);
  const moments = Array.from({ length: golden.count('steps') }, (_, n) => theory.at(n, new Float64Array(8)));
  const values: { readonly [key: string]: readonly number[] } = {
    theory_mean_original: moments.map((m) => m?.mean ?? Number.NaN),
    theory_std_original: moments.map((m) => m?.std ?? Number.NaN),
    asymptote_original: [theory.asymptote ?? Number.NaN],
  };
  return Object.entries(values).map(([key, found]) => relative(key, found, expected.numbers(key), STATES));
}

function statistics({ column }: Play, expected: Golden, context: Context): readonly Comparison[] {
  const golden = expected.part('residual_statistics');
  const residual = column('timeseries', 'residual');
  const elementary = elementaryOf(context.kernels(CORE_MODULE));
  const found = seriesStatistics(residual, elementary);
  const values: { readonly [key: string]: number } = {
    mean: found.mean,
    std: found.std,
    variance: found.variance,
    skewness: found.skewness,
    excess_kurtosis: found.excessKurtosis,
    ks_standard_normal: found.ksStandardNormal,
  };
  const percentiles = found.percentiles.map(({ value }) => value);
  const activity = autocorrelation(column('timeseries', 'activity'), expected.count('max_lag'));
  return [
    ...Object.entries(values).map(([key, value]) => relative(key, [value], golden.numbers(key), STATISTICS)),
    relative('percentiles', percentiles, golden.numbers('percentiles'), STATISTICS),
    equal('histogram_bins', automaticBins(residual, elementary), expected.count('histogram_bins')),
    relative('autocorrelation', activity, expected.numbers('autocorrelation'), STATISTICS),
  ];
}
