/** What a finished cell says: exponents, verdicts, curves and weights. */
import { elementaryOf } from '../../kernel/elementary.js';
import { countPositive, entropyRate, kaplanYorke } from '../../method/lyapunov/dimension.js';
import {
  type DistanceCurves,
  type DivergenceOptions,
  divergenceEstimate,
  meanDistance,
  PUBLISHED_DIVERGENCE,
} from '../../method/lyapunov/divergence.js';
import { spectrumOf } from '../../method/lyapunov/spectrum.js';
import { REST_SPEED, type Verdict, verdictOf } from '../../method/lyapunov/verdict.js';
import type { SummaryItem } from '../family.js';
import type { ResultColumn, ResultTable } from '../record.js';
import { effectiveGain, type WeightRule } from './connectivity.js';
import { meanField } from './mean-field.js';
import type { RateRun } from './model.js';
import { padded } from './state.js';

const MS_PER_S = 1000;

function curvesOf({ block, trials, phases, parameters: p }: RateRun): DistanceCurves {
  const samples = phases.pairs;
  const rows = block.f64('distances');
  const D = new Float64Array(trials * samples);
  for (let n = 0; n < samples; n++) for (let t = 0; t < trials; t++) D[t * samples + n] = rows[n * trials + t];
  return { D, trials, samples, dtMs: p.dt as number };
}

/** The published rule, its right variant, and the fixed window if one is given. */
function estimates(run: RateRun, curves: DistanceCurves) {
  const { parameters: p, kernels } = run;
  const own = { cut: p.cut as number, frac: p.frac as number, skip: p.skip as number };
  const [from, to] = [p.fit_from as number | null, p.fit_to as number | null];
  const published: DivergenceOptions = { ...PUBLISHED_DIVERGENCE, ...own };
  const right: DivergenceOptions = { ...published, level: 'norm', average: 'quenched' };
  const window = to === null ? undefined : { start: from ?? own.skip, end: to };
  const elementary = elementaryOf(kernels);
  const named: readonly (readonly [string, DivergenceOptions])[] = [
    ['published', published],
    ['right', right],
    ...(window === undefined ? [] : [['window', { ...published, window }] as const]),
  ];
  return named.map(([rule, options]) => ({ rule, ...divergenceEstimate(curves, options, elementary) }));
}

interface TrialResult {
  readonly trial: number;
  /** 1/ms, largest first. */
  readonly exponents: Float64Array;
  readonly errors: Float64Array;
  readonly verdict: Verdict;
}

/** Rms speeds of the states as they are now. */
function speeds(run: RateRun): Float64Array {
  const { kernels, network, block, trials, exponents, workspace } = run;
  const out = kernels.allocate(8 * trials);
  const columns = padded(trials * (1 + exponents));
  kernels.kernel('rate_speeds')(network, columns, block.pointer('tangent'), trials, 1 + exponents, out, workspace);
  return kernels.f64(out, trials).slice();
}

function trialResults(run: RateRun): readonly TrialResult[] {
  const { block, trials, exponents: k, phases, parameters: p } = run;
  const intervals = block.get('intervals');
  if (k === 0 || intervals < 2) return [];
  const all = block.f64('logs');
  const speed = speeds(run);
  const intervalTime = phases.every * (p.dt as number);
  return Array.from({ length: trials }, (_, trial) => {
    const logs = new Float64Array(intervals * k);
    for (let n = 0; n < intervals; n++)
      logs.set(all.subarray((n * trials + trial) * k, (n * trials + trial + 1) * k), n * k);
    const spectrum = spectrumOf(logs, k, intervalTime);
    const order = [...spectrum.exponents.keys()].sort((a, b) => spectrum.exponents[b] - spectrum.exponents[a]);
    const restAfter = speed[trial] < REST_SPEED ? intervals * intervalTime : null;
    return {
      trial,
      exponents: Float64Array.from(order, (i) => spectrum.exponents[i]),
      errors: Float64Array.from(order, (i) => spectrum.standardErrors[i]),
      verdict: verdictOf(spectrum, { restAfter }),
    };
  });
}

const item = (name: string, value: number | null, meaning: string, unit?: string): SummaryItem => ({
  name,
  value,
  meaning,
  unit,
});

/** Mean over trials and its standard error; null without values. */
function meanOf(values: readonly number[]): { readonly mean: number | null; readonly error: number | null } {
  const n = values.length;
  if (n === 0) return { mean: null, error: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, error: n > 1 ? Math.sqrt(square / (n - 1) / n) : null };
}

/** Numbers for run.json and the end of the command. */
export function rateSummary(run: RateRun): readonly SummaryItem[] {
  const { parameters: p, weights } = run;
  const [published, right] = estimates(run, curvesOf(run));
  const trials = trialResults(run);
  const largest = meanOf(trials.map(({ exponents }) => MS_PER_S * exponents[0]));
  const count = (kind: Verdict['kind']): number => trials.filter(({ verdict }) => verdict.kind === kind).length;
  const judged = trials.length > 0;
  return [
    item('steps', run.block.get('step'), 'steps done'),
    item('g', p.g as number, 'synaptic upscaling'),
    item(
      'g_eff',
      effectiveGain(p.g as number, p.weights as WeightRule, p.N as number, p.p as number),
      'effective gain: spectral radius of g W for large N',
    ),
    item('session', p.session as number, 'session'),
    item('edges', weights.count, 'edges of the network'),
    item('lambda_published', published.lambdaPerS, 'the published estimate of the exponent', '1/s'),
    item('fit_end', published.point, 'step behind the fit of the published estimate'),
    item('kept_trials', published.kept.length, 'trials that diverged'),
    item('lambda_right', right.lambdaPerS, 'the same with the level of the norm and the mean of the logarithm', '1/s'),
    item('lambda_1', largest.mean, 'largest Lyapunov exponent by QR, mean over trials', '1/s'),
    item('lambda_1_error', largest.error, 'its standard error over trials', '1/s'),
    item('chaotic_trials', judged ? count('chaos') : null, 'trials judged chaotic'),
    item('transient_trials', judged ? count('transient chaos') : null, 'trials judged transiently chaotic'),
    item('cycle_trials', judged ? count('limit cycle') : null, 'trials judged to be limit cycles'),
    item('torus_trials', judged ? count('torus') : null, 'trials judged to be tori'),
    item('fixed_point_trials', judged ? count('fixed point') : null, 'trials judged to be at fixed points'),
    item('undecided_trials', judged ? count('undecided') : null, 'trials that the record does not decide'),
    ...theory(run),
  ];
}

/** Mean-field theory at the effective gain, if it was asked for. Units: 1/s and 1. */
function theory({ parameters: p, kernels }: RateRun): readonly SummaryItem[] {
  if (p.mean_field !== true) return [];
  const gain = Math.abs(effectiveGain(p.g as number, p.weights as WeightRule, p.N as number, p.p as number));
  const { maxExponent, variance } = meanField(gain, elementaryOf(kernels));
  const perS = MS_PER_S / (p.tau as number);
  return [
    item(
      'mean_field_lambda',
      maxExponent * perS,
      'largest exponent in mean-field theory at g_eff, N to infinity',
      '1/s',
    ),
    item('mean_field_variance', variance, 'variance of the input of a unit in mean-field theory at g_eff'),
  ];
}

const f64 = (name: string, meaning: string, unit?: string): ResultColumn => ({
  name,
  type: 'f64',
  meaning,
  unit,
  nullable: true,
});
const i32 = (name: string, meaning: string): ResultColumn => ({ name, type: 'i32', meaning });
const text = (name: string, meaning: string): ResultColumn => ({ name, type: 'text', meaning, nullable: true });

const orNull = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;

/** Tables of a finished cell. */
export function rateResults(run: RateRun): readonly ResultTable[] {
  const { phases, parameters: p, weights, N } = run;
  const curves = curvesOf(run);
  const found = estimates(run, curves);
  const kept = found[0].kept;
  const mean = kept.length > 0 ? meanDistance(curves, kept) : undefined;
  const dt = p.dt as number;
  const step = Int32Array.from({ length: phases.pairs }, (_, n) => n);
  const trials = trialResults(run);
  const spectra = trials.flatMap(({ trial, exponents, errors }) =>
    [...exponents].map((value, i) => ({ trial, i, value, error: errors[i] })),
  );
  const rowOf = new Int32Array(weights.count);
  for (let i = 0; i < N; i++) rowOf.fill(i, weights.rowStart[i], weights.rowStart[i + 1]);
  return [
    {
      name: 'curve',
      meaning: 'mean distance over the trials that diverged',
      columns: [
        i32('step', 'steps done'),
        f64('time', 'step times dt', 'ms'),
        f64('mean_distance', 'm(t), mean over the kept trials; empty if none diverged'),
      ],
      rows: [step, Float64Array.from(step, (n) => n * dt), mean ?? new Array<null>(phases.pairs).fill(null)],
    },
    {
      name: 'estimates',
      meaning: 'exponents from the divergence of the pairs',
      columns: [
        text(
          'rule',
          'published: as the original; right: level of the norm, mean of the logarithm; window: fixed window',
        ),
        f64('lambda', 'exponent', '1/s'),
        f64('slope', 'slope of the line per step'),
        f64('intercept', 'intercept of the line'),
        f64('window_start', 'first fitted step'),
        f64('window_end', 'step behind the last fitted one'),
        i32('kept', 'trials that were averaged'),
        text('reason', 'why there is no estimate'),
      ],
      rows: [
        found.map(({ rule }) => rule),
        found.map(({ lambdaPerS }) => lambdaPerS),
        found.map(({ slope }) => slope),
        found.map(({ intercept }) => intercept),
        found.map(({ window }) => window?.start ?? null),
        found.map(({ window }) => window?.end ?? null),
        Int32Array.from(found, (one) => one.kept.length),
        found.map(({ reason }) => reason),
      ],
    },
    {
      name: 'verdicts',
      meaning: 'what each trial does, and how surely',
      columns: [
        i32('trial', 'trial'),
        text('verdict', 'fixed point, limit cycle, torus, chaos, transient chaos or undecided'),
        f64('lambda_1', 'largest exponent', '1/s'),
        f64('lambda_1_error', 'block standard error', '1/s'),
        f64('lambda_2', 'second exponent', '1/s'),
        f64('lambda_2_error', 'block standard error', '1/s'),
        f64('kaplan_yorke', 'Kaplan-Yorke dimension, at least this if all exponents were needed'),
        f64('entropy_rate', 'sum of the positive exponents', '1/s'),
        i32('positive', 'positive exponents'),
      ],
      rows: [
        Int32Array.from(trials, ({ trial }) => trial),
        trials.map(({ verdict }) => verdict.kind),
        trials.map(({ exponents }) => orNull(MS_PER_S * exponents[0])),
        trials.map(({ errors }) => orNull(MS_PER_S * errors[0])),
        trials.map(({ exponents }) => orNull(MS_PER_S * exponents[1])),
        trials.map(({ errors }) => orNull(MS_PER_S * errors[1])),
        trials.map(({ exponents }) => orNull(kaplanYorke(exponents, N).dimension)),
        trials.map(({ exponents }) => orNull(MS_PER_S * entropyRate(exponents))),
        Int32Array.from(trials, ({ exponents }) => countPositive(exponents)),
      ],
    },
    {
      name: 'spectrum',
      meaning: 'Lyapunov exponents of each trial, largest first',
      columns: [
        i32('trial', 'trial'),
        i32('index', 'rank of the exponent'),
        f64('lambda', 'exponent', '1/s'),
        f64('error', 'block standard error', '1/s'),
      ],
      rows: [
        Int32Array.from(spectra, ({ trial }) => trial),
        Int32Array.from(spectra, ({ i }) => i),
        spectra.map(({ value }) => orNull(MS_PER_S * value)),
        spectra.map(({ error }) => orNull(MS_PER_S * error)),
      ],
    },
    {
      name: 'weights',
      meaning: 'edges of the network, without g',
      columns: [
        i32('i', 'postsynaptic unit'),
        i32('j', 'presynaptic unit'),
        { name: 'W', type: 'f64', meaning: 'weight from j to i' },
      ],
      rows: [rowOf, weights.columns, weights.weights],
    },
  ];
}
