/** Numbers of a cell for run.json, results.parquet and the end of the command. */
import { countPositive, entropyRate, kaplanYorke } from '../../method/lyapunov/dimension.js';
import type { Headline, SummaryItem } from '../family.js';
import { whole } from '../whole.js';
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

/** A verdict in the summary: what its items are called, and what they mean. */
interface VerdictItem {
  readonly key: string;
  readonly kind: NonNullable<TrialOutcome['verdict']>;
  readonly words: string;
}

/** All verdicts; of those with equally many trials, the first counts as the commonest. */
const VERDICTS: readonly VerdictItem[] = [
  { key: 'chaotic', kind: 'chaos', words: 'trials judged chaotic' },
  { key: 'transient', kind: 'transient chaos', words: 'trials judged transiently chaotic' },
  { key: 'cycle', kind: 'limit cycle', words: 'trials judged to be limit cycles' },
  { key: 'periodic', kind: 'periodic orbit', words: 'trials judged to be periodic orbits of a map' },
  { key: 'torus', kind: 'torus', words: 'trials judged to be tori' },
  { key: 'fixed_point', kind: 'fixed point', words: 'trials judged to be at fixed points' },
  { key: 'entrained', kind: 'entrained', words: 'trials judged to follow an input that changes' },
  { key: 'unbounded', kind: 'unbounded', words: 'trials whose states grow without bound' },
  { key: 'undecided', kind: 'undecided', words: 'trials that the record does not decide' },
];

/** Largest exponents of trials, 1/s. */
interface Average {
  readonly trials: readonly TrialOutcome[];
  readonly mean: number | null;
  /** Over trials; with one trial, over its blocks. */
  readonly error: number | null;
}

function averageOf(trials: readonly TrialOutcome[]): Average {
  const measured = trials.filter(({ exponents }) => exponents.length > 0);
  const { mean, error } = meanOf(measured.map(({ exponents }) => MS_PER_S * exponents[0]));
  const own = measured.length === 1 ? MS_PER_S * measured[0].errors[0] : error;
  return { trials: measured, mean: finite(mean), error: finite(own) };
}

/** Averages by verdict: exponents of different motions have no common mean. */
const averagesOf = (found: readonly TrialOutcome[]): readonly (VerdictItem & { readonly average: Average })[] =>
  VERDICTS.map((item) => ({ ...item, average: averageOf(found.filter(({ verdict }) => verdict === item.kind)) }));

/** The average for the verdict that most measured trials have. */
function commonest(averages: ReturnType<typeof averagesOf>): Average {
  const [first, ...others] = averages.map(({ average }) => average);
  return others.reduce((most, one) => (one.trials.length > most.trials.length ? one : most), first);
}

/** Verdicts that have a period. */
const RETURNING: ReadonlySet<TrialOutcome['verdict']> = new Set(['limit cycle', 'periodic orbit']);

const periodOf = (found: readonly TrialOutcome[]): number | null =>
  meanOf(found.flatMap(({ verdict, period }) => (RETURNING.has(verdict) && period !== null ? [period] : []))).mean;

function ofExponents(run: RateRun, { trials: found }: Outcome) {
  const { exponents: k, N, block, parameters: p } = run;
  const averages = averagesOf(found);
  const { trials: measured, mean, error } = commonest(averages);
  const isWhole = measured.length > 0 && measured.every(({ exponents }) => !kaplanYorke(exponents, N).isLowerBound);
  const derived = (value: (one: TrialOutcome) => number): number | null =>
    isWhole ? meanOf(measured.map(value)).mean : null;
  const dimension = derived(({ exponents }) => kaplanYorke(exponents, N).dimension);
  const entropy = derived(({ exponents }) => MS_PER_S * entropyRate(exponents));
  const positive = derived(({ exponents }) => countPositive(exponents));
  const at = k > 0 && block.get('end') > 0 ? block.get('end') : null;
  const resting = found.filter(({ restStep }) => restStep !== null).length;
  return [
    item(
      'lambda_1',
      mean,
      'largest Lyapunov exponent, mean over the trials of the commonest verdict',
      '1/s',
      measured.length === 0 ? whyNone(run) : null,
    ),
    item(
      'lambda_1_error',
      error,
      'its standard error over trials; with one trial the standard error of its blocks',
      '1/s',
    ),
    ...averages.flatMap(({ key, words, average }) => [
      item(`lambda_1_${key}`, average.mean, `largest exponent, mean over ${words}`, '1/s'),
      item(`lambda_1_${key}_error`, average.error, 'its standard error', '1/s'),
    ]),
    item('period', periodOf(found), 'time after which cycles and periodic orbits return, mean over their trials', 'ms'),
    whole(item('measured_trials', k > 0 ? measured.length : null, 'trials that the mean lambda_1 is over')),
    item(
      'kaplan_yorke',
      finite(dimension),
      'Kaplan-Yorke dimension, mean over the same trials; empty if exponents are missing',
    ),
    item('entropy_rate', finite(entropy), 'sum of positive exponents, mean; empty if exponents are missing', '1/s'),
    item('positive', positive, 'positive exponents, mean; empty if exponents are missing'),
    whole(item('stopped_at', at, 'step at which the exponents stopped before the duration was over')),
    ...(p.qr_every === 'auto' && k > 0
      ? [whole(item('interval_steps', run.phases.every, 'steps of an interval, as qr_every = auto chose them'))]
      : []),
    whole(item('resting_trials', p.stop_at_rest === true ? resting : null, 'trials that were left at rest')),
  ];
}

/** Items that count verdicts, and what they count. */
export const VERDICT_TALLY: Headline['tally'] = VERDICTS.map(({ key, kind }) => ({
  item: `${key}_trials`,
  word: kind,
  mean: `lambda_1_${key}`,
  error: `lambda_1_${key}_error`,
}));

/** What a run reports of its outcome. */
export function rateSummary(run: RateRun, outcome: Outcome): readonly SummaryItem[] {
  const { parameters: p, weights, block } = run;
  const [published, right] = outcome.estimates;
  const judged = outcome.trials.length > 0;
  const { theory } = outcome;
  return [
    whole(item('steps', block.get('step'), 'steps done')),
    item('g', p.g, 'synaptic upscaling'),
    item(
      'g_eff',
      outcome.gain,
      'effective gain: spectral radius of g W for large N; of given weights g sqrt(sum W^2 / N)',
    ),
    whole(item('session', p.session, 'session')),
    whole(item('edges', weights.count, 'edges of the network')),
    item('lambda_published', published.lambdaPerS, 'the published estimate of the exponent', '1/s', published.reason),
    whole(item('fit_end', published.point, 'step behind the fit of the published estimate')),
    whole(item('kept_trials', published.kept.length, 'trials that diverged')),
    item(
      'lambda_right',
      right.lambdaPerS,
      'the same with the level of the norm and the mean of the logarithm; with skip = 0 the relaxation of the start lowers it',
      '1/s',
      right.reason,
    ),
    ...ofExponents(run, outcome),
    ...VERDICTS.map(({ key, kind, words }) =>
      whole(
        item(`${key}_trials`, judged ? outcome.trials.filter(({ verdict }) => verdict === kind).length : null, words),
      ),
    ),
    ...(theory === null
      ? []
      : [
          item(
            'lambda_mf',
            finite(theory.lambda),
            'largest exponent in mean-field theory at g_eff, N to infinity: of the flow, or of the map if dt = tau',
            '1/s',
            theory.reason,
          ),
          item('variance_mf', theory.variance, 'variance of the input of a unit there', undefined, theory.reason),
        ]),
  ];
}
