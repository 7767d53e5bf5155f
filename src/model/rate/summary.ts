/** Numbers of a cell for run.json, results.parquet and the end of the command. */
import { countPositive, entropyRate, kaplanYorke } from '../../method/lyapunov/dimension.js';
import type { SummaryItem } from '../family.js';
import { MS_PER_S, type Outcome, type TrialOutcome } from './outcome.js';
import type { RateRun } from './run.js';

const item = (
  name: string,
  value: number | null,
  meaning: string,
  unit?: string,
  reason?: string | null,
): SummaryItem => ({
  name,
  value,
  meaning,
  unit,
  ...(value === null && reason ? { reason } : {}),
});

/** Why there is no exponent of tangent dynamics. */
function whyNone({ exponents: k }: RateRun): string {
  return k === 0 ? 'exponents = 0' : 'every trial was left at rest before two intervals were recorded';
}

/** Mean over trials and its standard error; null without values. */
function meanOf(values: readonly number[]): { readonly mean: number | null; readonly error: number | null } {
  const n = values.length;
  if (n === 0) return { mean: null, error: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, error: n > 1 ? Math.sqrt(square / (n - 1) / n) : null };
}

const finite = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : value;

/** Verdicts of the summary: item, kind, words. */
const VERDICTS: readonly (readonly [string, TrialOutcome['verdict'], string])[] = [
  ['chaotic_trials', 'chaos', 'trials judged chaotic'],
  ['transient_trials', 'transient chaos', 'trials judged transiently chaotic'],
  ['cycle_trials', 'limit cycle', 'trials judged to be limit cycles'],
  ['torus_trials', 'torus', 'trials judged to be tori'],
  ['fixed_point_trials', 'fixed point', 'trials judged to be at fixed points'],
  ['entrained_trials', 'entrained', 'trials judged to follow an input that changes'],
  ['undecided_trials', 'undecided', 'trials that the record does not decide'],
];

function ofExponents(run: RateRun, { trials: found }: Outcome) {
  const { exponents: k, N, trials, block, parameters: p } = run;
  const measured = found.filter(({ exponents }) => exponents.length > 0);
  const mean = meanOf(measured.map(({ exponents }) => MS_PER_S * exponents[0]));
  const own = measured.length === 1 ? MS_PER_S * measured[0].errors[0] : null;
  const isWhole = measured.length > 0 && measured.every(({ exponents }) => !kaplanYorke(exponents, N).isLowerBound);
  const derived = (value: (one: TrialOutcome) => number): number | null =>
    isWhole ? meanOf(measured.map(value)).mean : null;
  const dimension = derived(({ exponents }) => kaplanYorke(exponents, N).dimension);
  const entropy = derived(({ exponents }) => MS_PER_S * entropyRate(exponents));
  const positive = derived(({ exponents }) => countPositive(exponents));
  const at = k > 0 && block.get('end') > 0 ? block.get('end') : null;
  const resting = found.filter(({ restStep }) => restStep !== null).length;
  const error = trials === 1 ? own : mean.error;
  return [
    item(
      'lambda_1',
      finite(mean.mean),
      'largest Lyapunov exponent, mean over trials',
      '1/s',
      measured.length === 0 ? whyNone(run) : null,
    ),
    item(
      'lambda_1_error',
      finite(error),
      'its standard error over trials; with one trial the standard error of its blocks',
      '1/s',
    ),
    item('measured_trials', k > 0 ? measured.length : null, 'trials that this mean is over'),
    item('kaplan_yorke', finite(dimension), 'Kaplan-Yorke dimension, mean over trials; empty if exponents are missing'),
    item('entropy_rate', finite(entropy), 'sum of positive exponents, mean; empty if exponents are missing', '1/s'),
    item('positive', positive, 'positive exponents, mean; empty if exponents are missing'),
    item('stopped_at', at, 'step at which the exponents stopped before the duration was over'),
    item('resting_trials', p.stop_at_rest === true ? resting : null, 'trials that were left at rest'),
  ];
}

/** Items that count verdicts, and what they count. */
export const VERDICT_TALLY: readonly (readonly [string, string])[] = VERDICTS.map(([name, kind]) => [
  name,
  String(kind),
]);

/** What a run reports of its outcome. */
export function rateSummary(run: RateRun, outcome: Outcome): readonly SummaryItem[] {
  const { parameters: p, weights, block } = run;
  const [published, right] = outcome.estimates;
  const judged = outcome.trials.length > 0;
  const { theory } = outcome;
  return [
    item('steps', block.get('step'), 'steps done'),
    item('g', p.g as number, 'synaptic upscaling'),
    item('g_eff', outcome.gain, 'effective gain: spectral radius of g W for large N'),
    item('session', p.session as number, 'session'),
    item('edges', weights.count, 'edges of the network'),
    item('lambda_published', published.lambdaPerS, 'the published estimate of the exponent', '1/s', published.reason),
    item('fit_end', published.point, 'step behind the fit of the published estimate'),
    item('kept_trials', published.kept.length, 'trials that diverged'),
    item(
      'lambda_right',
      right.lambdaPerS,
      'the same with the level of the norm and the mean of the logarithm; with skip = 0 the relaxation of the start lowers it',
      '1/s',
      right.reason,
    ),
    ...ofExponents(run, outcome),
    ...VERDICTS.map(([name, kind, meaning]) =>
      item(name, judged ? outcome.trials.filter(({ verdict }) => verdict === kind).length : null, meaning),
    ),
    ...(theory === null
      ? []
      : [
          item('lambda_mf', theory.lambda, 'largest exponent in mean-field theory at g_eff, N to infinity', '1/s'),
          item('variance_mf', theory.variance, 'variance of the input of a unit in mean-field theory at g_eff'),
        ]),
  ];
}
