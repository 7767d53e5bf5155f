/** What kind of motion a record shows, and how surely: the state decides first, statistics of exponents second (spec B.4). */
import { blockError } from './block-error.js';
import type { Course } from './course.js';
import { finiteTimeExponents, type Spectrum, spectrumOf } from './spectrum.js';

/** Verdicts on a motion that lasts. `entrained`: a stable response to an input that changes; `periodic orbit`: of a map. */
export type Motion =
  | 'unbounded'
  | 'fixed point'
  | 'entrained'
  | 'limit cycle'
  | 'periodic orbit'
  | 'torus'
  | 'chaos'
  | 'undecided';

export interface Verdict {
  readonly kind: Motion | 'transient chaos';
  /** For transient chaos: what it ended in. */
  readonly after: Motion | null;
  /** lambda_1 and lambda_2 (NaN if there is none) with standard errors and the tolerances used. */
  readonly exponents: readonly [number, number];
  readonly errors: readonly [number, number];
  readonly tolerances: readonly [number, number];
  /** lambda_1 over the three thirds of the record. */
  readonly thirds: readonly [number, number, number];
}

/** `flow`: autonomous, with steps short enough to stand for one; `driven`: with an input that changes. */
export type Dynamics = 'flow' | 'map' | 'driven';

export interface VerdictOptions {
  readonly dynamics: Dynamics;
  /** What the state did after the record. */
  readonly course: Course;
  /** Tolerance in standard errors; default 3. */
  readonly sigmas?: number;
  /** Widest tolerance (per unit of time) within which two exponents count as the zeros of a torus; default none. */
  readonly resolution?: number;
}

/** Growth that counts as chaos for as long as it lasted: a perturbation amplified a million times, ln 1e6. */
export const CHAOTIC_GROWTH = 13.815510557964274;
/** Share of that growth which the last third may still add when chaos is over; steady chaos would add about a half. */
const STILL_GROWING = 0.1;

/** Blocks of a third: few, because a third is short. */
const BLOCKS_OF_A_THIRD = 7;

/** A torus needs two zeros, and a weakly stable cycle looks like one: tolerances must be narrower by this factor. */
const TORUS_SHARE = 0.2;

/** Share of the perturbations' growth by which the state itself must grow to be unbounded, over its whole course and over half of it. */
const GROWS_WITH_TANGENT = 0.7;

interface Judged {
  readonly exponents: readonly [number, number];
  readonly errors: readonly [number, number];
  readonly tolerances: readonly [number, number];
  readonly recordTime: number;
}

/** Whether the state grows as its perturbations do: then there is no chaos, however fast they part. */
function isUnbounded({ growth, halfGrowth, time }: Course, { exponents: [l1], tolerances: [t1] }: Judged): boolean {
  if (growth === Number.POSITIVE_INFINITY) return true;
  const least = GROWS_WITH_TANGENT * l1 * time;
  return l1 > t1 && time > 0 && growth >= least && halfGrowth >= least / 2;
}

/** Whether the state rests, or slows down towards a point. */
const comesToRest = ({ restAfter, decay }: Course, { exponents: [l1] }: Judged): boolean =>
  restAfter !== null || (decay !== null && l1 < 0);

/** A flow that stays bounded and moves: one of its exponents is zero, whatever the measurement says. */
function flowMotion(judged: Judged, { period }: Course, resolution: number): Motion {
  const {
    exponents: [l1, l2],
    tolerances: [t1, t2],
    recordTime,
  } = judged;
  if (Number.isNaN(l2)) return 'undecided';
  // block errors of a cycle are the beat of block and period, not noise: the true error is that of a record of no whole number of periods
  if (period !== null) return l2 < -1 / recordTime ? 'limit cycle' : 'undecided';
  if (l1 < -t1) return 'undecided';
  if (l2 < -t2) return 'limit cycle';
  const isTorus = Math.abs(l2) <= t2 && Math.max(t1, t2) <= TORUS_SHARE * resolution;
  return isTorus ? 'torus' : 'undecided';
}

/** The motion that goes on for ever, as far as state and exponents tell. */
function motionOf(judged: Judged, { dynamics, course, resolution = Number.POSITIVE_INFINITY }: VerdictOptions): Motion {
  const {
    exponents: [l1],
    tolerances: [t1],
    recordTime,
  } = judged;
  if (isUnbounded(course, judged)) return 'unbounded';
  if (dynamics === 'driven') return l1 > t1 ? 'chaos' : l1 < -t1 ? 'entrained' : 'undecided';
  if (comesToRest(course, judged)) return 'fixed point';
  // an orbit that returns is not chaotic, unless perturbations grew so much that the return must be chance
  const returns = course.period !== null && !(l1 * recordTime >= CHAOTIC_GROWTH);
  if (l1 > t1 && !returns) return 'chaos';
  if (dynamics === 'map') return returns ? 'periodic orbit' : 'undecided';
  return flowMotion(judged, course, resolution);
}

/** The two largest exponents of a series with errors; at least 1/time and rounding is tolerated. */
function judge(spectrum: Omit<Spectrum, 'stop' | 'u' | 'Q'>, sigmas: number): Judged {
  const order = [...spectrum.exponents.keys()].sort((a, b) => spectrum.exponents[b] - spectrum.exponents[a]);
  const pair = (values: Float64Array): [number, number] => [values[order[0]], values[order[1]] ?? Number.NaN];
  const exponents = pair(spectrum.exponents);
  const errors = pair(spectrum.standardErrors);
  const least = 1 / spectrum.recordTime;
  const tolerance = (which: 0 | 1): number => {
    // a direction that the map destroys has no error, and needs none
    if (exponents[which] === Number.NEGATIVE_INFINITY) return least;
    return Number.isNaN(errors[which]) ? Number.NaN : Math.max(sigmas * errors[which], least);
  };
  return { exponents, errors, tolerances: [tolerance(0), tolerance(1)], recordTime: spectrum.recordTime };
}

/** A third of the record as a spectrum of its own. */
function third(spectrum: Pick<Spectrum, 'logs' | 'k' | 'intervals' | 'intervalTime'>, which: number) {
  const { logs, k, intervals, intervalTime } = spectrum;
  const size = Math.floor(intervals / 3);
  const part = logs.subarray(which * size * k, (which + 1) * size * k);
  return spectrumOf(part, k, intervalTime, BLOCKS_OF_A_THIRD);
}

/**
 * The most that the first direction grew, as a logarithm, over the first two thirds and over all of a record, and what it added in the
 * last third and in the last twentieth.
 */
function growthOf({ logs, k, intervals }: Pick<Spectrum, 'logs' | 'k' | 'intervals'>) {
  const late = 2 * Math.floor(intervals / 3);
  const end = intervals - Math.max(1, Math.floor(intervals / 20));
  let [growth, early, most, before, atEnd] = [0, 0, 0, 0, 0];
  for (let n = 0; n < intervals; n++) {
    if (n === late) before = growth;
    if (n === end) atEnd = growth;
    growth += logs[n * k];
    most = Math.max(most, growth);
    if (n < late) early = most;
  }
  return { early, most, added: growth - before, addedAtEnd: growth - atEnd };
}

/** The record of a spectrum, as far as verdicts need it. */
export type JudgedSeries = Pick<Spectrum, 'logs' | 'k' | 'intervals' | 'intervalTime' | 'blocks'>;

/** Whether perturbations grew as in chaos during the first two thirds of a record, and no longer in the last. */
export function hasCalmed(series: Pick<Spectrum, 'logs' | 'k' | 'intervals'>): boolean {
  const { early, added } = growthOf(series);
  return early >= CHAOTIC_GROWTH && added <= STILL_GROWING * early;
}

/** Whether the course of the state after a record can change the verdict: it cannot if chaos went on growing to the end. */
export const needsCourse = (series: Pick<Spectrum, 'logs' | 'k' | 'intervals'>): boolean =>
  growthOf(series).most < CHAOTIC_GROWTH || hasCalmed(series);

/**
 * Verdict on a recorded spectrum of k >= 1 exponents and the course of the state after it. In this order:
 * - the state grows with its perturbations: unbounded;
 * - with an input that changes: chaos, entrained or undecided by lambda_1 and its tolerance, max(3 standard errors, 1/record time);
 * - the state rests, or slows down to rest: fixed point; transient chaos if perturbations had grown a million times before and
 *   shrink at the end;
 * - perturbations grew a million times in the first two thirds, the last third added less than a tenth of that, and the orbit
 *   returns: transient chaos, for the errors of a record in which the motion changes would hide it;
 * - lambda_1 above its tolerance: chaos, unless the orbit returns and perturbations grew less than a million times;
 * - a map whose orbit returns: periodic orbit, else undecided;
 * - a flow is then on a cycle if lambda_2 is clearly below 0 (for an orbit that returns: beyond 1/record time), on a torus if
 *   lambda_2 is zero and both tolerances are within a fifth of `resolution`; undecided otherwise, and with one exponent alone.
 */
export function verdictOf(series: JudgedSeries, options: VerdictOptions): Verdict {
  const { sigmas = 3, dynamics, course } = options;
  const whole = judge(spectrumOf(series.logs, series.k, series.intervalTime, series.blocks), sigmas);
  const parts = [0, 1, 2].map((which) => judge(third(series, which), sigmas));
  const { exponents, errors, tolerances } = whole;
  const thirds = parts.map((part) => part.exponents[0]) as [number, number, number];
  const result = { exponents, errors, tolerances, thirds };
  const kind = motionOf(whole, options);
  if (kind === 'unbounded') return { ...result, kind, after: null };
  const last = motionOf(parts[2], options);
  const hasEnded = dynamics === 'driven' ? last === 'entrained' : course.period !== null && last !== 'chaos';
  const { most, addedAtEnd } = growthOf(series);
  // perturbations of a state that never left an unstable point grow to the end
  const cameToRest = kind === 'fixed point' && most >= CHAOTIC_GROWTH && addedAtEnd < 0;
  const isTransient = cameToRest || (kind !== 'fixed point' && hasEnded && hasCalmed(series));
  if (!isTransient) return { ...result, kind, after: null };
  return { ...result, kind: 'transient chaos', after: kind === 'fixed point' ? kind : last };
}

export interface GrowthMoments {
  readonly mean: number;
  /** Divisor n. */
  readonly variance: number;
  /** NaN for a constant series. */
  readonly skewness: number;
  readonly standardError: number;
}

/** Distribution of the first finite-time exponent over windows of `window` intervals (spec B.6). */
export function growthMoments(
  spectrum: Pick<Spectrum, 'logs' | 'k' | 'intervals' | 'intervalTime'>,
  window: number,
): GrowthMoments {
  const local = finiteTimeExponents(spectrum, window).filter((_, index) => index % spectrum.k === 0);
  const mean = local.reduce((sum, value) => sum + value, 0) / local.length;
  let [variance, third] = [0, 0];
  for (const value of local) {
    variance += ((value - mean) * (value - mean)) / local.length;
    third += ((value - mean) * (value - mean) * (value - mean)) / local.length;
  }
  const skewness = third / (variance * Math.sqrt(variance));
  return { mean, variance, skewness, standardError: blockError(local, 1)[0] };
}
