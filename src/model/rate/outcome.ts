/** The outcome of a finished cell, computed once: estimates from the pairs, exponents and verdict of each trial, theory. */

import { AT_REST, type Course } from '../../method/lyapunov/course.js';
import {
  type DistanceCurves,
  type DivergenceEstimate,
  type DivergenceOptions,
  divergenceEstimate,
  meanDistance,
  PUBLISHED_DIVERGENCE,
} from '../../method/lyapunov/divergence.js';
import { type Spectrum, spectrumOf } from '../../method/lyapunov/spectrum.js';
import { type Verdict, verdictOf } from '../../method/lyapunov/verdict.js';
import { coursesOf, isDriven } from './follow.js';
import { meanField, meanFieldMap } from './mean-field.js';
import type { RateRun } from './run.js';
import { isFlow, isWholeStep } from './step-limit.js';

export const MS_PER_S = 1000;

/** Widest tolerance, in units of 1/tau, within which the two zeros of a torus count as such. */
const ZERO_RESOLUTION = 0.01;

/** An estimate from the divergence of the pairs, with the name of its rule. */
export interface RuleEstimate extends DivergenceEstimate {
  readonly rule: 'published' | 'right' | 'window';
}

/** Why the record of a trial ended where it did. */
export type Stop = 'duration' | 'tolerance' | 'at rest';

export interface TrialOutcome {
  readonly trial: number;
  /** 1/ms, largest first; none if fewer than two intervals were recorded. */
  readonly exponents: Float64Array;
  /** Block standard errors, 1/ms. */
  readonly errors: Float64Array;
  readonly verdict: Verdict['kind'] | null;
  /** Time in ms after which the trial came back to where its record ended; null if it did not, or was not followed. */
  readonly period: number | null;
  /** ln R_ii of the recorded intervals, [intervals, k], in the order of the basis. */
  readonly logs: Float64Array;
  readonly intervals: number;
  /** For each rank, the direction of the basis. */
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
  readonly lambda: number | null;
  readonly variance: number | null;
  /** Why there is none. */
  readonly reason: string | null;
}

export interface Outcome {
  /** Mean distance at each step over the trials that the published rule keeps; null if it keeps none. */
  readonly meanDistance: Float64Array | null;
  readonly estimates: readonly RuleEstimate[];
  /** Empty if no exponents were asked for and no trial could be left at rest. */
  readonly trials: readonly TrialOutcome[];
  readonly gain: number;
  readonly theory: Theory | null;
}

/** The distances of the pairs where they are, in the block. */
function curvesOf(run: RateRun): DistanceCurves {
  const { block, trials, phases, parameters: p } = run;
  const curves = { D: block.f64('distances'), trials, samples: phases.pairs, dtMs: p.dt };
  // distances that are not made yet are zero
  if (block.get('step') < phases.pairs) return curves;
  const means = run.averages.at(0, phases.pairs);
  const [distance, logarithm] = [means.distance.slice(), means.logarithm.slice()];
  return logarithm.some(Number.isNaN) ? curves : { ...curves, means: { distance, logarithm } };
}

/** The published rule, its right variant, and the fixed window if one is given. */
function estimatesOf({ parameters: p, elementary }: RateRun, curves: DistanceCurves): readonly RuleEstimate[] {
  const own = { cut: p.cut, frac: p.frac, skip: p.skip };
  const [from, to] = [p.fit_from, p.fit_to];
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

/** The logarithms of one trial out of those of all, [intervals, k]. */
function logsOf({ block, trials, exponents: k }: RateRun, trial: number, intervals: number): Float64Array {
  const all = block.f64('logs');
  const logs = new Float64Array(intervals * k);
  for (let n = 0; n < intervals; n++)
    logs.set(all.subarray((n * trials + trial) * k, (n * trials + trial + 1) * k), n * k);
  return logs;
}

const NOTHING = new Float64Array(0);

/** Recorded intervals of a trial. */
const intervalsOf = ({ block }: RateRun, trial: number): number =>
  block.f64('rest')[trial] > 0 ? block.f64('seen')[trial] : block.get('intervals');

/** The exponents of a trial as its basis has them; null if fewer than two intervals were recorded. */
function spectrumOfTrial(run: RateRun, trial: number): Omit<Spectrum, 'stop' | 'u' | 'Q'> | null {
  const { exponents: k, phases, parameters: p } = run;
  const intervals = intervalsOf(run, trial);
  if (k === 0 || intervals < 2) return null;
  return spectrumOf(logsOf(run, trial, intervals), k, phases.every * p.dt);
}

/** Mean ln |det| of the steps of a trial, 1/ms. */
function divergenceOf({ block, trials, parameters: p }: RateRun, trial: number, recordTime: number, intervals: number) {
  if (p.sum_rule !== true) return null;
  const determinants = block.f64('determinants');
  let sum = 0;
  for (let n = 0; n < intervals; n++) sum += determinants[n * trials + trial];
  return sum / recordTime;
}

type FoundSpectrum = NonNullable<ReturnType<typeof spectrumOfTrial>>;

/** A trial with the course that it took after its record; `spectrum` as `spectrumOfTrial` has it. */
function trialOutcome(run: RateRun, trial: number, spectrum: FoundSpectrum | null, course: Course): TrialOutcome {
  const { block, N, exponents: k, parameters: p, gain } = run;
  const rest = block.f64('rest')[trial];
  const stop = rest > 0 ? 'at rest' : block.get('end') > 0 ? 'tolerance' : 'duration';
  const common = {
    trial,
    intervals: intervalsOf(run, trial),
    stop: k === 0 && rest === 0 ? null : stop,
    stopStep: rest > 0 ? rest : block.get('step'),
    restStep: rest > 0 ? rest : null,
  } as const;
  if (spectrum === null) {
    const verdict = rest > 0 ? 'fixed point' : null;
    const none = { exponents: NOTHING, errors: NOTHING, logs: NOTHING, order: [], sum: null, divergence: null };
    return { ...common, ...none, verdict, period: null };
  }
  const order = [...spectrum.exponents.keys()].sort((a, b) => spectrum.exponents[b] - spectrum.exponents[a]);
  const { kind } = verdictOf(spectrum, {
    dynamics: isDriven(run) ? 'driven' : isFlow(p, gain) ? 'flow' : 'map',
    course,
    resolution: ZERO_RESOLUTION / p.tau,
  });
  return {
    ...common,
    exponents: Float64Array.from(order, (i) => spectrum.exponents[i]),
    errors: Float64Array.from(order, (i) => spectrum.standardErrors[i]),
    verdict: kind,
    period: course.period,
    logs: spectrum.logs,
    order,
    sum: k === N ? spectrum.exponents.reduce((sum, value) => sum + value, 0) : null,
    divergence: divergenceOf(run, trial, spectrum.recordTime, spectrum.intervals),
  };
}

/** Exponents, verdict and course of each trial. */
function trialsOf(run: RateRun): readonly TrialOutcome[] {
  const { trials, block } = run;
  const spectra = Array.from({ length: trials }, (_, trial) => spectrumOfTrial(run, trial));
  const isMeasured = spectra.some((spectrum) => spectrum !== null);
  const courses = isMeasured ? coursesOf(run, (trial) => spectra[trial]) : new Map<number, Course>();
  const rest = block.f64('rest').slice();
  return spectra.map((spectrum, trial) =>
    trialOutcome(run, trial, spectrum, rest[trial] > 0 ? AT_REST : (courses.get(trial) ?? AT_REST)),
  );
}

/** Mean-field theory at the effective gain, if it was asked for: of the flow, or of the map that a whole step makes. Half a second. */
function theoryOf({ parameters: p, elementary, gain }: RateRun): Theory | null {
  if (p.mean_field !== true) return null;
  const size = Math.abs(gain);
  if (isFlow(p, gain)) {
    const { maxExponent, variance } = meanField(size, elementary);
    return { lambda: (maxExponent * MS_PER_S) / p.tau, variance, reason: null };
  }
  if (!isWholeStep(p)) {
    const reason = 'mean-field theory knows the flow (dt up to a fifth of tau) and the map of dt = tau (euler)';
    return { lambda: null, variance: null, reason };
  }
  if (size === 0) return { lambda: null, variance: 0, reason: 'a map without gain forgets at once' };
  const { exponentPerStep, variance } = meanFieldMap(size, elementary);
  return { lambda: (exponentPerStep * MS_PER_S) / p.dt, variance, reason: null };
}

/** All results of a run as it stands; at its end they are what its summary and tables say. */
export function outcomeOf(run: RateRun): Outcome {
  const { exponents, parameters: p } = run;
  const curves = curvesOf(run);
  const estimates = estimatesOf(run, curves);
  const { kept } = estimates[0];
  const isJudged = (exponents > 0 && run.block.get('step') > run.phases.pairs) || p.stop_at_rest === true;
  return {
    meanDistance: kept.length > 0 ? meanDistance(curves, kept) : null,
    estimates,
    trials: isJudged ? trialsOf(run) : [],
    gain: run.gain,
    theory: theoryOf(run),
  };
}
