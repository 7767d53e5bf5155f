/** What kind of motion a spectrum shows, and how surely (spec B.4). */
import { blockError } from './block-error.js';
import { finiteTimeExponents, type Spectrum, spectrumOf } from './spectrum.js';
import type { FlowOrMap } from './system.js';

/** `entrained`: a stable response to an input that changes. */
export type Motion = 'fixed point' | 'entrained' | 'limit cycle' | 'torus' | 'chaos';

export interface Verdict {
  /** `undecided`: lambda_1 is zero within its error and there is no lambda_2, or the errors are too wide or not known. */
  readonly kind: Motion | 'transient chaos' | 'undecided';
  /** For transient chaos: where it ended. */
  readonly after: Motion | 'undecided' | null;
  /** lambda_1 and lambda_2 (NaN if there is none) with standard errors and the tolerances used. */
  readonly exponents: readonly [number, number];
  readonly errors: readonly [number, number];
  readonly tolerances: readonly [number, number];
  /** lambda_1 over the three thirds of the record. */
  readonly thirds: readonly [number, number, number];
}

export interface VerdictOptions {
  /** Tolerance in standard errors; default 3. */
  readonly sigmas?: number;
  /** Time after the record at which the system came to rest (see `followToRest`); null if it did not. */
  readonly restAfter?: number | null;
  /** Widest tolerance (per unit of time) within which an exponent counts as zero; default none. */
  readonly resolution?: number;
  /** Whether the system has an input that changes: then no exponent is zero by itself, and rest is no notion. */
  readonly isDriven?: boolean;
}

/** Growth that counts as chaos while it lasted: a perturbation amplified a million times, ln 1e6. */
const CHAOTIC_GROWTH = 13.815510557964274;
/** Share of that growth which the last third may still add when chaos is over; steady chaos would add about a half. */
const STILL_GROWING = 0.1;

/** Blocks of a third: few, because a third is short. */
const BLOCKS_OF_A_THIRD = 7;

/** A torus needs two zeros, and a cycle that is weakly stable looks like one: tolerances must be as much narrower. */
const TORUS_SHARE = 0.2;

type Limits = Required<Pick<VerdictOptions, 'resolution' | 'isDriven'>>;

/** Verdict from the two largest exponents and their tolerances: zero only where the tolerance is narrow enough. */
function motionOf({ exponents, tolerances }: Judged, { resolution, isDriven }: Limits): Motion | 'undecided' {
  const [[l1, l2], [t1, t2]] = [exponents, tolerances];
  if (l1 > t1) return 'chaos';
  if (l1 < -t1) return isDriven ? 'entrained' : 'fixed point';
  if (isDriven || !(t1 <= resolution)) return 'undecided';
  if (l2 < -t2) return 'limit cycle';
  return Math.abs(l2) <= t2 && Math.max(t1, t2) <= TORUS_SHARE * resolution ? 'torus' : 'undecided';
}

interface Judged {
  readonly exponents: readonly [number, number];
  readonly errors: readonly [number, number];
  readonly tolerances: readonly [number, number];
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
  return { exponents, errors, tolerances: [tolerance(0), tolerance(1)] };
}

/** A third of the record as a spectrum of its own. */
function third(spectrum: Pick<Spectrum, 'logs' | 'k' | 'intervals' | 'intervalTime'>, which: number) {
  const { logs, k, intervals, intervalTime } = spectrum;
  const size = Math.floor(intervals / 3);
  const part = logs.subarray(which * size * k, (which + 1) * size * k);
  return spectrumOf(part, k, intervalTime, BLOCKS_OF_A_THIRD);
}

/** Whether the first direction grew as in chaos during the first two thirds, and no longer in the last. */
function hasCalmed({ logs, k, intervals }: Pick<Spectrum, 'logs' | 'k' | 'intervals'>): boolean {
  const late = 2 * Math.floor(intervals / 3);
  let [growth, peak, before] = [0, 0, 0];
  for (let n = 0; n < intervals; n++) {
    if (n === late) before = growth;
    growth += logs[n * k];
    if (n < late) peak = Math.max(peak, growth);
  }
  return peak >= CHAOTIC_GROWTH && growth - before <= STILL_GROWING * peak;
}

/**
 * Verdict on a recorded spectrum of k >= 1 exponents (two or more to tell cycle from torus). With tolerance
 * max(3 standard errors, 1/record time): chaos, limit cycle, torus or fixed point; a cycle needs the tolerance
 * of its zero within `resolution`, a torus both within a fifth of it. Transient chaos if perturbations grew a
 * million times in the first two thirds and the last third is not chaotic and adds less than a tenth of that (the errors
 * of a record in which the motion changes would hide it); or if the record is chaotic but the system came to rest
 * later (`restAfter`). A transient that outlives the record and the following looks like chaos. The names are those of
 * flows: of a map, `fixed point` is any stable periodic orbit.
 */
export function verdictOf(
  spectrum: Pick<Spectrum, 'logs' | 'k' | 'intervals' | 'intervalTime' | 'blocks'>,
  { sigmas = 3, restAfter = null, resolution = Number.POSITIVE_INFINITY, isDriven = false }: VerdictOptions = {},
): Verdict {
  const whole = judge(spectrumOf(spectrum.logs, spectrum.k, spectrum.intervalTime, spectrum.blocks), sigmas);
  const parts = [0, 1, 2].map((which) => judge(third(spectrum, which), sigmas));
  const result = { ...whole, thirds: parts.map(({ exponents }) => exponents[0]) as [number, number, number] };
  const limits = { resolution, isDriven };
  const last = motionOf(parts[2], limits);
  const calmed = last !== 'chaos' && hasCalmed(spectrum);
  const kind = calmed ? 'transient chaos' : motionOf(whole, limits);
  if (restAfter === null) return { ...result, kind, after: calmed ? last : null };
  return kind === 'chaos' || calmed
    ? { ...result, kind: 'transient chaos', after: 'fixed point' }
    : { ...result, kind: 'fixed point', after: null };
}

export interface Rest {
  /** Time from the start until the speed fell below the limit; null if it did not. */
  readonly after: number | null;
  /** Last rms speed, tau |du/dt| / sqrt(dim). */
  readonly speed: number;
  readonly u: Float64Array;
}

/** Rms speed below which a state counts as a fixed point. */
export const REST_SPEED = 1e-6;

/**
 * Runs the state alone until its rms speed tau |u' - u| / (time per step * sqrt(dim)) is below 1e-6 or `timeLimit` has
 * passed. `timeScale` is tau. A slow passage near a saddle that gets slower than the limit is taken for rest.
 */
export function followToRest(system: FlowOrMap, start: Float64Array, timeLimit: number, timeScale = 1): Rest {
  const u = start.slice();
  const before = new Float64Array(system.dim);
  const unit = timeScale / (system.timePerStep * Math.sqrt(system.dim));
  const steps = Math.floor(timeLimit / system.timePerStep);
  let speed = Number.POSITIVE_INFINITY;
  for (let s = 0; s < steps; s++) {
    before.set(u);
    system.step(u);
    let square = 0;
    for (let i = 0; i < u.length; i++) square += (u[i] - before[i]) * (u[i] - before[i]);
    speed = unit * Math.sqrt(square);
    if (speed < REST_SPEED) return { after: (s + 1) * system.timePerStep, speed, u };
  }
  return { after: null, speed, u };
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
