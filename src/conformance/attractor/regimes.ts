/** Ten digits in one regime: training, attractors, retrieval and generalisation; then learning without evidence. */

import {
  angleTable,
  orthogonality,
  publishedAttractorOrthogonality,
  publishedDataOrthogonality,
} from '../../analysis/angles.js';
import { asymmetry, frobeniusNorm } from '../../analysis/asymmetry.js';
import { countDistinct } from '../../analysis/distinct.js';
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import { phasesOf } from '../../model/attractor/experiment.js';
import { ATTRACTOR_MODULE } from '../../model/attractor/kernels.js';
import type { Parameters } from '../../model/schema.js';
import { absolute, type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import {
  angleChecks,
  angleSlack,
  curveChecks,
  DATA,
  digitRows,
  endsOf,
  inMode,
  joined,
  type Mode,
  searchChecks,
  steepSlack,
  train,
  trainingOf,
} from './checks.js';
import { defaultsAnd, type Play, play } from './play.js';
import { uniformsOf } from './uniforms.js';

/** Rows of the digits that are learned unless the file names others, and the first of those that are not. */
const LEARNED = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const FIRST_TEST = 10;
/** r^2 of the right mode is not rounded. */
const UNROUNDED = 1e-10;

/** Where a series of trials starts. */
interface Start {
  readonly parameters: Parameters;
  readonly J0: Float64Array;
  readonly sigma0: Float64Array;
}

/** What a block of trials says about them; where it says nothing, the block before it holds. */
interface TrialSettings {
  readonly signal: number;
  readonly snr: number | 'infinity';
  readonly beta: number;
  readonly steps: number;
}

function settingsOf(golden: Golden, before?: TrialSettings): TrialSettings {
  const own = (key: string, absent: number | undefined): number => golden.number(key, absent);
  const snr = own('snr', before?.snr === 'infinity' ? Number.POSITIVE_INFINITY : before?.snr);
  return {
    signal: own('signal_strength', before?.signal),
    snr: snr === Number.POSITIVE_INFINITY ? 'infinity' : snr,
    beta: own('beta', before?.beta),
    steps: own('steps', before?.steps),
  };
}

/** Trials that show rows in turn, from a given row on. */
function trialsOf(
  golden: Golden,
  context: Context,
  source: { readonly rows: readonly Float64Array[]; readonly isTest: boolean },
  settings: TrialSettings,
  start: Start,
  how: Parameters,
): Play {
  const { rows, isTest } = source;
  const n = start.sigma0.length;
  const { signal, snr, beta, steps } = settings;
  const key = isTest ? 'generalise_' : '';
  const parameters = {
    ...start.parameters,
    ...how,
    epochs: 0,
    experiment: isTest ? 'generalise' : 'retrieve',
    [`${key}signal`]: signal,
    [`${key}snr`]: snr,
    [isTest ? 'generalise_beta' : 'beta_eval']: beta,
    [`${key}trials`]: rows.length,
    [isTest ? 'generalise_steps' : 'trial_steps']: steps,
  };
  const { J0, sigma0 } = start;
  const inputs = { patterns: joined(rows), ...(isTest && { test: joined(rows) }), J0, sigma0 };
  return play(context.kernels(ATTRACTOR_MODULE), parameters, inputs, [], {
    uniforms: [{ from: 0, values: uniformsOf(golden, 'uniforms', [rows.length, steps, n]) }],
    probes: golden.numbers('z'),
    picksInTurn: true,
  });
}

function trialChecks(run: Play, golden: Golden, settings: TrialSettings, bound: number): readonly Comparison[] {
  run.to(settings.steps);
  const first = golden.has('mean_state_trial_0')
    ? [absolute('mean of trial 0', run.mean(), golden.numbers('mean_state_trial_0'), bound)]
    : [];
  run.finish();
  const gain = run.model.summary().find(({ name }) => name.endsWith('_gain'))?.value ?? Number.NaN;
  return [
    ...first,
    absolute('r2 of the input', run.result('trials', 'r2_in'), golden.numbers('r2_input'), 0),
    absolute('r2 of the output', run.result('trials', 'r2_out'), golden.numbers('r2_output'), 0),
    absolute('median gain', [gain], golden.numbers('median_delta'), 1e-12),
    ...(golden.has('state_after') ? [absolute('state after', run.sigma(), golden.numbers('state_after'), bound)] : []),
  ];
}

/** Burn-in of the right mode, which the file has in words. */
function burnInOf(golden: Golden): number {
  const text = golden.text('options');
  const found = /^unrounded, state reset to 0 before each trial, burn-in (\d+) steps$/.exec(text);
  if (found === null) throw new Error(`cannot read the options '${text}'`);
  return Number(found[1]);
}

/** Retrieval, generalisation from where it ends, and retrieval in the right mode from the same start. */
function allTrials(golden: Golden, context: Context, z: readonly Float64Array[], start: Start, bound: number) {
  const [retrieval, generalisation] = [golden.part('retrieval'), golden.part('generalisation')];
  const shown = [...retrieval.integers('indices')].map((index) => z[index]);
  const test = digitRows(
    context,
    generalisation.integers('indices_into_rows_10_and_up').map((row) => row + FIRST_TEST),
  );
  const settings = settingsOf(retrieval);
  const faithful = { mode: 'faithful' };
  const learned = { rows: shown, isTest: false };
  const first = trialsOf(retrieval, context, learned, settings, start, faithful);
  const own = trialChecks(first, retrieval, settings, bound);
  const next = { ...start, sigma0: first.sigma() };
  const others = settingsOf(generalisation, settings);
  const second = trialsOf(generalisation, context, { rows: test, isTest: true }, others, next, faithful);
  const right = retrieval.part('right_mode');
  const how = { mode: 'right', burn_in: burnInOf(right), trial_state: 'reset' };
  const third = trialsOf(retrieval, context, learned, settings, start, how);
  third.finish();
  const named = (name: string, found: readonly Comparison[]): readonly Comparison[] =>
    found.map((one) => ({ ...one, quantity: `${name}: ${one.quantity}` }));
  return [
    ...named('retrieval', own),
    ...named('generalisation', trialChecks(second, generalisation, others, bound)),
    absolute('right mode: r2 of the input', third.result('trials', 'r2_in'), right.numbers('r2_input'), UNROUNDED),
    absolute('right mode: r2 of the output', third.result('trials', 'r2_out'), right.numbers('r2_output'), UNROUNDED),
  ];
}

function attractorChecks(run: Play, k: number, expected: Golden, tolerance: Golden): readonly Comparison[] {
  const ends = endsOf(run);
  const angles = angleTable(ends, k, run.n);
  const known = expected.numbers('attractor_angles');
  tolerance.text('angles_deg');
  const slack = angleSlack(ends, k, tolerance.number('attractors_abs'));
  const meanSlack = slack.reduce((sum, value) => sum + value, 0) / Math.max(1, k * (k - 1));
  return [
    ...searchChecks(run, expected, tolerance),
    equal('count', countDistinct(ends, k, run.n), expected.count('count')),
    angleChecks('angles of the attractors', angles, known, (i) => slack[i] + steepSlack(known, i)),
    angleChecks(
      'orthogonality, published',
      [publishedAttractorOrthogonality(angles)],
      expected.numbers('orthogonality_attractors_faithful'),
      () => meanSlack,
    ),
    angleChecks(
      'orthogonality, right',
      [orthogonality(ends, k, run.n)],
      expected.numbers('orthogonality_attractors_right'),
      () => meanSlack,
    ),
  ];
}

/** Digits as the program reads them against those of the file. */
function dataChecks(golden: Golden, context: Context, z: readonly Float64Array[]): readonly Comparison[] {
  const [expected, preprocessing] = [golden.part('expected'), golden.part('preprocessing')];
  const [rows, k, n] = [joined(z), z.length, z[0].length];
  const pixels = context.digits().values.subarray(0, n).map(Math.sqrt);
  const angles = angleTable(rows, k, n);
  return [
    equal('pixels of row 0', [...pixels], [...preprocessing.numbers('pixels_row_0')]),
    absolute('z of row 0', digitRows(context, [0])[0], preprocessing.numbers('zscored_row_0'), DATA),
    angleChecks('angles of the data', angles, expected.numbers('data_angles')),
    absolute(
      'orthogonality of the data',
      [publishedDataOrthogonality(angles)],
      expected.numbers('orthogonality_data_faithful'),
      1e-12,
    ),
    absolute('the same, right', [orthogonality(rows, k, n)], expected.numbers('orthogonality_data_right'), 1e-12),
  ];
}

/** beta of the published grid, 10^(k/9 - 2), if the file names its place there. */
function gridChecks(golden: Golden, context: Context): readonly Comparison[] {
  const params = golden.part('params');
  if (!params.has('beta_grid_index')) return [];
  const f = elementaryOf(context.kernels(CORE_MODULE));
  const beta = f.exp(f.log(10) * (params.count('beta_grid_index') / 9 - 2));
  return [relative('beta of the grid', [beta], params.numbers('beta'), 1e-14)];
}

export function regimes(golden: Golden, context: Context): readonly Comparison[] {
  const [tolerance, expected] = [golden.part('tolerance'), golden.part('expected')];
  const z = digitRows(context, golden.has('digit_rows') ? golden.integers('digit_rows') : LEARNED);
  const n = z[0].length;
  const { parameters, steps } = trainingOf(golden, n);
  const bound = tolerance.number('state_abs');
  tolerance.text('r2');
  const uniforms = [{ from: 0, values: uniformsOf(golden, 'uniforms', [steps, n]) }];
  const trained = (mode: Mode): { readonly run: Play; readonly found: readonly Comparison[] } => {
    const run = train(context, mode, { ...parameters, experiment: 'learn' }, z, golden.integers('order'), { uniforms });
    run.to(steps);
    const J = run.J();
    const found = [
      absolute('J', J, expected.numbers('J'), tolerance.number('J_abs')),
      absolute('state', run.sigma(), expected.numbers('state'), bound),
      absolute('asymmetry', [asymmetry(J, n)], expected.numbers('asymmetry'), tolerance.number('J_abs')),
      ...curveChecks(run, expected, tolerance, steps),
    ];
    return { run, found: inMode(mode, found) };
  };
  const [right, faithful] = [trained('right'), trained('faithful')];
  const start = { parameters, J0: faithful.run.J(), sigma0: faithful.run.sigma() };
  faithful.run.finish();
  return [
    ...gridChecks(golden, context),
    ...dataChecks(golden, context, z),
    ...right.found,
    ...faithful.found,
    ...attractorChecks(faithful.run, z.length, expected, tolerance),
    ...allTrials(golden, context, z, start, bound),
  ];
}

/** Whether free learning begins with the weights that a regime ends with. */
export function isStartOf(golden: Golden, regime: Golden): boolean {
  const norm = golden.part('expected').number('frobenius_before');
  return Math.abs(frobeniusNorm(regime.part('expected').numbers('J')) - norm) <= SAME_NORM * norm;
}

/** Two networks whose norms are this close are the same. */
const SAME_NORM = 1e-9;

/** Goes on from the end of a regime with learning and without evidence, as the phase of forgetting does. */
export function freeLearning(golden: Golden, regime: Golden, context: Context): readonly Comparison[] {
  const start = regime.part('expected');
  const [before, sigma0] = [start.numbers('J'), start.numbers('state')];
  const n = sigma0.length;
  const [params, expected, tolerance] = ['params', 'expected', 'tolerance'].map((key) => golden.part(key));
  const steps = params.count('steps');
  const parameters = defaultsAnd({
    N: n,
    experiment: 'forget',
    epochs: 0,
    forget_steps: steps,
    free_beta: params.number('beta'),
    eta: params.number('eta'),
  });
  const phases = phasesOf(parameters).filter(({ kind }) => kind === 'free');
  const inputs = { patterns: sigma0, J0: before, sigma0 };
  const bound = tolerance.number('J_abs');
  return (['right', 'faithful'] as const).flatMap((mode) => {
    const uniforms = [{ from: 0, values: uniformsOf(golden, 'uniforms', [steps, n]) }];
    const run = play(context.kernels(ATTRACTOR_MODULE), { ...parameters, mode }, inputs, [], { uniforms, phases });
    run.finish();
    const J = run.J();
    const correlation = run.item('forgetting_correlation');
    const norms = [frobeniusNorm(before), frobeniusNorm(before) * run.item('frobenius_ratio')];
    const [b, a] = ['before', 'after'];
    return inMode(mode, [
      absolute('J', J, expected.numbers('J'), bound),
      absolute('state', run.sigma(), expected.numbers('state'), bound),
      absolute(
        'correlation',
        [correlation],
        expected.numbers('upper_triangle_correlation'),
        tolerance.number('correlation_abs'),
      ),
      ...[b, a].map((when, i) =>
        absolute(`frobenius ${when}`, [norms[i]], expected.numbers(`frobenius_${when}`), 10 * bound),
      ),
      absolute('asymmetry before', [asymmetry(before, n)], expected.numbers('asymmetry_before'), bound),
      absolute('asymmetry after', [run.item('asymmetry')], expected.numbers('asymmetry_after'), bound),
      absolute('mean state', run.mean(), expected.numbers('mean_state'), bound),
    ]);
  });
}
