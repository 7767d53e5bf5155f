/** A published session: one network at several strengths, pairs of trajectories, through the plain network and estimator. */
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { type Elementary, elementaryOf } from '../../kernel/elementary.js';
import {
  type DistanceCurves,
  divergenceEstimate,
  keptTrials,
  meanDistance,
  PUBLISHED_DIVERGENCE,
} from '../../method/lyapunov/divergence.js';
import { type Connectivity, fromEdgeList, scaled } from '../../model/rate/connectivity.js';
import { eulerColumns, pairDistances } from '../../model/rate/plain.js';
import { publishedSession as drawnSession } from '../../model/rate/published.js';
import { absolute, type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { abs, rel } from './systems.js';

interface Pairs {
  readonly curves: DistanceCurves;
  /** State after the last step, [N, 2 trials]: base trials first. */
  readonly R: Float64Array;
}

/** Distances at samples 0..steps-1 and the state after `steps` updates. */
function simulate(golden: Golden, W: Connectivity, g: number, steps: number, elementary: Elementary): Pairs {
  const starts = golden.rows('initial_states');
  const perturbation = golden.number('perturbation');
  const [N, trials] = [W.N, starts.length];
  const R = new Float64Array(N * 2 * trials); // [N, 2 trials]
  starts.forEach((start, trial) => {
    start.forEach((value, i) => {
      R[i * 2 * trials + trial] = value;
      R[i * 2 * trials + trials + trial] = value + perturbation;
    });
  });
  const gW = scaled(W, g);
  const dt = golden.number('dt');
  const dtOverTau = dt / golden.number('tau');
  const currents = new Float64Array(R.length);
  const distances = new Float64Array(trials);
  const D = new Float64Array(steps * trials); // [samples, trials]
  for (let n = 0; n < steps; n++) {
    pairDistances(R, N, trials, distances);
    D.set(distances, n * trials);
    eulerColumns(gW, R, 2 * trials, dtOverTau, currents, elementary);
  }
  return { curves: { D, trials, samples: steps, dtMs: dt }, R };
}

/** Trials in one list but not in the other. */
function difference(a: readonly number[], b: readonly number[]): number {
  return a.filter((trial) => !b.includes(trial)).length + b.filter((trial) => !a.includes(trial)).length;
}

/** How many trials the selection may differ by, in words: `exact for g = 10; may differ by one trial elsewhere`. */
function slackOf(tolerance: Golden, g: string): number {
  const text = tolerance.text('kept');
  const found = /^exact for g = ([\d., ]+); may differ by one trial elsewhere$/.exec(text);
  if (found === null) throw new Error(`cannot read the tolerance '${text}'`);
  return found[1].split(',').some((value) => Number(value) === Number(g)) ? 0 : 1;
}

/** Bound of the mean curve up to the end of the fixed window, in words: `up to fixed_window.end: 1e-7`. */
function windowBound(tolerance: Golden): number {
  const text = tolerance.part('mean_distance').text('note');
  const found = /^up to fixed_window\.end: ([\d.e-]+)$/.exec(text);
  if (found === null) throw new Error(`cannot read the tolerance '${text}'`);
  return Number(found[1]);
}

/** The line through the golden file's own selection of trials. */
function fixedWindow(curves: DistanceCurves, kept: readonly number[], end: number, elementary: Elementary) {
  const { D, trials } = curves;
  const selected = { ...curves, trials: kept.length, D: D.filter((_, at) => kept.includes(at % trials)) };
  const options = { ...PUBLISHED_DIVERGENCE, select: 'all', window: { start: 0, end } } as const;
  return divergenceEstimate(selected, options, elementary);
}

function chaotic(golden: Golden, W: Connectivity, g: string, elementary: Elementary): readonly Comparison[] {
  const [tolerance, expected] = [golden.part('tolerance'), golden.part('expected').part(g)];
  const { curves } = simulate(golden, W, Number(g), golden.count('steps'), elementary);
  const kept = [...expected.integers('kept')];
  const mean = meanDistance(curves, kept);
  const times = [...expected.integers('sample_times')];
  const means = times.map((t) => mean[t]);
  const window = expected.part('fixed_window');
  const end = window.count('end');
  const early = times.filter((t) => t < end).length;
  const trial0 = expected.numbers('distance_of_trial_0');
  const fixed = fixedWindow(curves, kept, end, elementary);
  const literal = divergenceEstimate(curves, PUBLISHED_DIVERGENCE, elementary);
  const whole = expected.part('whole_pipeline');
  const inWindow = rel(tolerance, 'fixed_window');
  const pipeline = (quantity: string, found: number | null, key: string): Comparison =>
    relative(quantity, [found ?? Number.NaN], whole.numbers(key), rel(tolerance, 'whole_pipeline'));
  return [
    absolute(
      'kept (trials that differ)',
      [difference(keptTrials(curves, PUBLISHED_DIVERGENCE), kept)],
      [0],
      slackOf(tolerance, g),
    ),
    relative('mean_distance', means, expected.numbers('mean_distance'), rel(tolerance, 'mean_distance')),
    relative(
      'mean_distance in the window',
      means.slice(0, early),
      expected.numbers('mean_distance').subarray(0, early),
      windowBound(tolerance),
    ),
    relative(
      'distance_of_trial_0',
      times.slice(0, trial0.length).map((t) => curves.D[t * curves.trials]),
      trial0,
      rel(tolerance, 'distance_of_trial_0'),
    ),
    relative('fixed window: slope', [fixed.slope ?? Number.NaN], window.numbers('slope_per_step'), inWindow),
    relative('fixed window: intercept', [fixed.intercept ?? Number.NaN], window.numbers('intercept'), inWindow),
    relative('fixed window: lambda', [fixed.lambdaPerS ?? Number.NaN], window.numbers('lambda_per_s'), inWindow),
    pipeline('whole pipeline: point', literal.point, 'point'),
    pipeline('whole pipeline', literal.lambdaPerS, 'lambda_per_s'),
    pipeline('published', literal.lambdaPerS, 'published_lambda_per_s'),
  ];
}

/** What small g has come to: the fields name the step, as in `distance_after_1000_steps`. */
const SETTLED = /^(state_of_trial_0|distance)_after_(\d+)_steps$/;

function settled(golden: Golden, W: Connectivity, g: string, elementary: Elementary): readonly Comparison[] {
  const expected = golden.part('expected').part(g);
  const bound = abs(golden.part('tolerance'), 'fixed_points');
  const trials = golden.rows('initial_states').length;
  const ends = new Map<string, Float64Array>();
  return expected.keys().flatMap((key) => {
    const [, what, steps] = SETTLED.exec(key) ?? [];
    if (what === undefined) return [];
    const R = ends.get(steps) ?? simulate(golden, W, Number(g), Number(steps), elementary).R;
    ends.set(steps, R);
    const distances = new Float64Array(trials);
    pairDistances(R, W.N, trials, distances);
    const state = Float64Array.from({ length: W.N }, (_, i) => R[i * 2 * trials]);
    return [absolute(key, what === 'distance' ? distances : state, expected.numbers(key), bound)];
  });
}

/** The network and the initial states that the program draws for the session. */
function drawn(golden: Golden, W: Connectivity, elementary: Elementary): readonly Comparison[] {
  const [N, p, trials] = [golden.count('N'), golden.number('p'), golden.rows('initial_states').length];
  const session = golden.count('session');
  const parameters = { N, p, session, trials, weights: 'published', centred: true } as const;
  const own = drawnSession(parameters, elementary);
  return [
    equal('number of edges', W.count, golden.numbers('weights_value').length),
    equal('rows of the edges', [...own.weights.rowStart], [...W.rowStart]),
    equal('columns of the edges', [...own.weights.columns], [...W.columns]),
    absolute('weights', own.weights.weights, W.weights, DRAWN),
    absolute('initial states', own.initial, golden.numbers('initial_states'), DRAWN),
  ];
}

/** Draws are those of the original to the last bit or two. */
const DRAWN = 1e-15;

/** One case per g, and one of what is drawn. */
export function publishedSession(golden: Golden): readonly Case[] {
  const W = fromEdgeList(golden.count('N'), {
    rows: golden.integers('weights_row'),
    columns: golden.integers('weights_col'),
    weights: golden.numbers('weights_value'),
  });
  const expected = golden.part('expected');
  return [
    { name: 'network', check: (context) => drawn(golden, W, elementaryOf(context.kernels(CORE_MODULE))) },
    ...expected.keys().map((g) => ({
      name: `g = ${g}`,
      check: (context: Context) => {
        const cell = expected.part(g).has('fixed_window') ? chaotic : settled;
        return cell(golden, W, g, elementaryOf(context.kernels(CORE_MODULE)));
      },
    })),
  ];
}
