/** The published session: 200 neurons, 20 pairs, 7000 steps, through the plain TypeScript network and estimator. */
import { type Elementary, elementaryOf } from '../../src/kernel/elementary.js';
import {
  type DistanceCurves,
  divergenceEstimate,
  keptTrials,
  meanDistance,
  PUBLISHED_DIVERGENCE,
} from '../../src/method/lyapunov/divergence.js';
import { type Connectivity, fromEdgeList, scaled } from '../../src/model/rate/connectivity.js';
import { eulerColumns, pairDistances } from '../../src/model/rate/plain.js';
import { absolute, type Comparison, equal, relative } from './compare.js';
import type { Context } from './hebbian.js';
import type { Golden, LyapunovCase } from './lyapunov.js';

/** Steps after which the golden file has the state and the distances at small g. */
const SETTLED = 1000;

interface Pairs {
  readonly curves: DistanceCurves;
  /** State after the last step, [N, 2 trials]: base trials first. */
  readonly R: Float64Array;
}

/** Distances at samples 0..steps-1 and the state after `steps` updates. */
function simulate(golden: Golden, W: Connectivity, g: number, steps: number, elementary: Elementary): Pairs {
  const starts = golden.initial_states as readonly (readonly number[])[];
  const [N, trials] = [W.N, starts.length];
  const R = new Float64Array(N * 2 * trials); // [N, 2 trials]
  starts.forEach((start, trial) => {
    start.forEach((value, i) => {
      R[i * 2 * trials + trial] = value;
      R[i * 2 * trials + trials + trial] = value + (golden.perturbation as number);
    });
  });
  const gW = scaled(W, g);
  const dtOverTau = (golden.dt as number) / (golden.tau as number);
  const currents = new Float64Array(R.length);
  const distances = new Float64Array(trials);
  const D = new Float64Array(trials * steps); // [trials, samples]
  for (let n = 0; n < steps; n++) {
    pairDistances(R, N, trials, distances);
    for (let trial = 0; trial < trials; trial++) D[trial * steps + n] = distances[trial];
    eulerColumns(gW, R, 2 * trials, dtOverTau, currents, elementary);
  }
  return { curves: { D, trials, samples: steps, dtMs: golden.dt }, R };
}

/** Trials in the golden list but not in the found one, or the other way round. */
function difference(a: readonly number[], b: readonly number[]): number {
  return a.filter((trial) => !b.includes(trial)).length + b.filter((trial) => !a.includes(trial)).length;
}

const rel = (tolerance: Golden, key: string): number => (tolerance[key] as Golden).rel;
/** Bound of the mean curve up to the end of the fixed window (golden note). */
const WINDOW_BOUND = 1e-7;

function chaoticCell(golden: Golden, tolerance: Golden, W: Connectivity, g: string, elementary: Elementary) {
  const expected = (golden.expected as Golden)[g] as Golden;
  const { curves } = simulate(golden, W, Number(g), golden.steps, elementary);
  const kept = keptTrials(curves, PUBLISHED_DIVERGENCE);
  const goldenKept = expected.kept as number[];
  const mean = meanDistance(curves, goldenKept);
  const times = expected.sample_times as number[];
  const window = expected.fixed_window as Golden;
  const early = times.filter((t) => t < (window.end as number)).length;
  const meanDistances = times.map((t) => mean[t]);
  const trial0 = expected.distance_of_trial_0 as number[];
  // the fixed window is a line through the golden file's own selection of trials
  const selected = {
    ...curves,
    trials: goldenKept.length,
    D: Float64Array.from(
      goldenKept.flatMap((k) => [...curves.D.subarray(k * curves.samples, (k + 1) * curves.samples)]),
    ),
  };
  const options = { ...PUBLISHED_DIVERGENCE, select: 'all' as const };
  const fixed = divergenceEstimate(selected, { ...options, window: { start: 0, end: window.end } }, elementary);
  const literal = divergenceEstimate(curves, PUBLISHED_DIVERGENCE, elementary);
  const whole = expected.whole_pipeline as Golden;
  const strict = g === '10' ? 0 : 1;
  return [
    absolute('kept (trials that differ)', [difference(kept, goldenKept)], 0, strict),
    relative('mean_distance', meanDistances, expected.mean_distance, rel(tolerance, 'mean_distance')),
    relative(
      'mean_distance in the window',
      meanDistances.slice(0, early),
      (expected.mean_distance as number[]).slice(0, early),
      WINDOW_BOUND,
    ),
    relative(
      'distance_of_trial_0',
      times.slice(0, trial0.length).map((t) => curves.D[t]),
      trial0,
      rel(tolerance, 'distance_of_trial_0'),
    ),
    relative('fixed window: slope', [fixed.slope ?? Number.NaN], window.slope_per_step, rel(tolerance, 'fixed_window')),
    relative(
      'fixed window: intercept',
      [fixed.intercept ?? Number.NaN],
      window.intercept,
      rel(tolerance, 'fixed_window'),
    ),
    relative(
      'whole pipeline',
      [literal.lambdaPerS ?? Number.NaN],
      whole.lambda_per_s,
      rel(tolerance, 'whole_pipeline'),
    ),
    relative(
      'published',
      [literal.lambdaPerS ?? Number.NaN],
      whole.published_lambda_per_s,
      rel(tolerance, 'whole_pipeline'),
    ),
  ];
}

function settledCell(golden: Golden, tolerance: Golden, W: Connectivity, g: string, elementary: Elementary) {
  const expected = (golden.expected as Golden)[g] as Golden;
  const { R } = simulate(golden, W, Number(g), SETTLED, elementary);
  const trials = (golden.initial_states as unknown[]).length;
  const state = Array.from({ length: W.N }, (_, i) => R[i * 2 * trials]);
  const distances = new Float64Array(trials);
  pairDistances(R, W.N, trials, distances);
  const bound = (tolerance.fixed_points as Golden).abs as number;
  return [
    absolute('state of trial 0', state, expected.state_of_trial_0_after_1000_steps, bound),
    absolute('distances', distances, expected.distance_after_1000_steps, bound),
  ];
}

/** One case per g, and the edge list. */
export function publishedSession(golden: Golden, tolerance: Golden): LyapunovCase[] {
  const W = fromEdgeList(golden.N, {
    rows: golden.weights_row,
    columns: golden.weights_col,
    weights: golden.weights_value,
  });
  const cells = Object.entries(golden.expected as { readonly [g: string]: Golden });
  return [
    {
      name: 'edges',
      check: () => [equal('count', W.count, (golden.weights_value as unknown[]).length)],
    },
    ...cells.map(([g, expected]) => ({
      name: `g = ${g}`,
      check: (context: Context): Comparison[] => {
        const cell = expected.fixed_window === undefined ? settledCell : chaoticCell;
        return cell(golden, tolerance, W, g, elementaryOf(context.kernels()));
      },
    })),
  ];
}
