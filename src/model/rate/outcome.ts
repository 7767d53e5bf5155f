/** What a finished cell says, computed once: estimates from the pairs, exponents and verdict of each trial, theory. */
import {
  type DistanceCurves,
  type DivergenceEstimate,
  type DivergenceOptions,
  divergenceEstimate,
  PUBLISHED_DIVERGENCE,
} from '../../method/lyapunov/divergence.js';
import { spectrumOf } from '../../method/lyapunov/spectrum.js';
import { REST_SPEED, type Verdict, verdictOf } from '../../method/lyapunov/verdict.js';
import { effectiveGain, type WeightRule } from './connectivity.js';
import { lastMatrix } from './final-state.js';
import { meanField } from './mean-field.js';
import { movingTrials, speedsOf } from './rest.js';
import type { RateRun } from './run.js';

export const MS_PER_S = 1000;

/** Widest tolerance, in units of 1/tau, within which an exponent counts as zero. */
const ZERO_RESOLUTION = 0.01;

/** An estimate from the divergence of the pairs, with the name of its rule. */
export interface RuleEstimate extends DivergenceEstimate {
  readonly rule: 'published' | 'right' | 'window';
}

/** Why the record of a trial has the length it has. */
export type Stop = 'duration' | 'tolerance' | 'at rest';

export interface TrialOutcome {
  readonly trial: number;
  /** 1/ms, largest first; none if fewer than two intervals were recorded. */
  readonly exponents: Float64Array;
  /** Block standard errors, 1/ms. */
  readonly errors: Float64Array;
  readonly verdict: Verdict['kind'] | null;
  /** ln R_ii of the recorded intervals, [intervals, k], in the order of the basis. */
  readonly logs: Float64Array;
  readonly intervals: number;
  /** Rank by rank, the direction of the basis. */
  readonly order: readonly number[];
  readonly stop: Stop | null;
  /** Step at which its record ended. */
  readonly stopStep: number;
  /** Step at which it was left at rest; null if it was not. */
  readonly restStep: number | null;
  /** Sum of all N exponents and mean ln |det| of the steps, 1/ms. */
  readonly sum: number | null;
  readonly divergence: number | null;
}

export interface Theory {
  /** 1/s. */
  readonly lambda: number;
  readonly variance: number;
}

export interface Outcome {
  readonly curves: DistanceCurves;
  readonly estimates: readonly RuleEstimate[];
  /** Empty if no exponents were asked for and no trial could be left at rest. */
  readonly trials: readonly TrialOutcome[];
  readonly gain: number;
  readonly theory: Theory | null;
}

function curvesOf({ block, trials, phases, parameters: p }: RateRun): DistanceCurves {
  const samples = phases.pairs;
  const rows = block.f64('distances');
  const D = new Float64Array(trials * samples); // [trials, samples]
  for (let n = 0; n < samples; n++) for (let t = 0; t < trials; t++) D[t * samples + n] = rows[n * trials + t];
  return { D, trials, samples, dtMs: p.dt as number };
}

/** The published rule, its right variant, and the fixed window if one is given. */
function estimatesOf({ parameters: p, elementary }: RateRun, curves: DistanceCurves): readonly RuleEstimate[] {
  const own = { cut: p.cut as number, frac: p.frac as number, skip: p.skip as number };
  const [from, to] = [p.fit_from as number | null, p.fit_to as number | null];
  const published: DivergenceOptions = { ...PUBLISHED_DIVERGENCE, ...own };
  const right: DivergenceOptions = { ...published, level: 'norm', average: 'quenched' };
  const estimate = (rule: RuleEstimate['rule'], options: DivergenceOptions): RuleEstimate => ({
    rule,
    ...divergenceEstimate(curves, options, elementary),
  });
  const both = [estimate('published', published), estimate('right', right)];
  if (to === null) return both;
  return [...both, estimate('window', { ...published, window: { start: from ?? own.skip, end: to } })];
}

/** Whether the input changes from step to step. */
const isDriven = ({ drive }: RateRun): boolean => drive !== undefined && drive.stride > 0;

/** Rms speeds of all trials as they are now; 0 for those that were left at rest. */
function finalSpeeds(run: RateRun): Float64Array {
  const moving = movingTrials(run);
  const speeds = new Float64Array(run.trials);
  const found = speedsOf(run, lastMatrix(run), moving.length, moving.length);
  moving.forEach((trial, j) => {
    speeds[trial] = found[j];
  });
  return speeds;
}

/** The logarithms of one trial out of those of all, [intervals, k]. */
function logsOf({ block, trials, exponents: k }: RateRun, trial: number, intervals: number): Float64Array {
  const all = block.f64('logs');
  const logs = new Float64Array(intervals * k);
  for (let n = 0; n < intervals; n++)
    logs.set(all.subarray((n * trials + trial) * k, (n * trials + trial + 1) * k), n * k);
  return logs;
}

const NOTHING = new Float64Array(0);

function trialOutcome(run: RateRun, trial: number, speed: number): TrialOutcome {
  const { block, N, trials, exponents: k, phases, parameters: p } = run;
  const rest = block.f64('rest')[trial];
  const intervals = rest > 0 ? block.f64('seen')[trial] : block.get('intervals');
  const stop = rest > 0 ? 'at rest' : block.get('end') > 0 ? 'tolerance' : 'duration';
  const common = {
    trial,
    intervals,
    stop: k === 0 && rest === 0 ? null : stop,
    stopStep: rest > 0 ? rest : block.get('step'),
    restStep: rest > 0 ? rest : null,
  } as const;
  if (k === 0 || intervals < 2) {
    const verdict = rest > 0 ? 'fixed point' : null;
    const none = { exponents: NOTHING, errors: NOTHING, logs: NOTHING, order: [], sum: null, divergence: null };
    return { ...common, ...none, verdict };
  }
  const logs = logsOf(run, trial, intervals);
  const time = phases.every * (p.dt as number);
  const spectrum = spectrumOf(logs, k, time);
  const order = [...spectrum.exponents.keys()].sort((a, b) => spectrum.exponents[b] - spectrum.exponents[a]);
  const restAfter = speed < REST_SPEED && !isDriven(run) ? intervals * time : null;
  const resolution = ZERO_RESOLUTION / (p.tau as number);
  let divergence: number | null = null;
  if (p.sum_rule === true) {
    const determinants = block.f64('determinants');
    divergence = 0;
    for (let n = 0; n < intervals; n++) divergence += determinants[n * trials + trial];
    divergence /= intervals * time;
  }
  return {
    ...common,
    exponents: Float64Array.from(order, (i) => spectrum.exponents[i]),
    errors: Float64Array.from(order, (i) => spectrum.standardErrors[i]),
    verdict: verdictOf(spectrum, { restAfter, resolution, isDriven: isDriven(run) }).kind,
    logs,
    order,
    sum: k === N ? spectrum.exponents.reduce((sum, value) => sum + value, 0) : null,
    divergence,
  };
}

/** Mean-field theory at the effective gain, if it was asked for. About half a second. */
function theoryOf({ parameters: p, elementary }: RateRun, gain: number): Theory | null {
  if (p.mean_field !== true) return null;
  const { maxExponent, variance } = meanField(Math.abs(gain), elementary);
  return { lambda: (maxExponent * MS_PER_S) / (p.tau as number), variance };
}

/** All results of a run as it stands; at its end they are what its summary and tables say. */
export function outcomeOf(run: RateRun): Outcome {
  const { trials, exponents, parameters: p } = run;
  const curves = curvesOf(run);
  const isJudged = (exponents > 0 && run.block.get('step') > run.phases.pairs) || p.stop_at_rest === true;
  const speeds = exponents > 0 && isJudged ? finalSpeeds(run) : new Float64Array(trials);
  const gain = effectiveGain(p.g as number, p.weights as WeightRule, p.N as number, p.p as number);
  return {
    curves,
    estimates: estimatesOf(run, curves),
    trials: isJudged ? Array.from({ length: trials }, (_, trial) => trialOutcome(run, trial, speeds[trial])) : [],
    gain,
    theory: theoryOf(run, gain),
  };
}
