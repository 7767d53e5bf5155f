/**
 * Dynamic mean-field theory of random rate networks (spec part C; Sompolinsky, Crisanti and Sommers, Phys. Rev. Lett. 61
 * (1988)): x-form, phi = tanh, weights of variance g^2/N, N -> infinity. Times in units of tau. For the sparse network use
 * its effective gain.
 */
import { MsmError } from '../../errors.js';
import type { Elementary } from '../../kernel/elementary.js';
import { cubicSpline } from '../../method/cubic-spline.js';
import { lowestEigenvalue } from '../../method/tridiagonal.js';

/** Trapezoid rule on (-8, 8). Gauss-Hermite is wrong for g above 5, where tanh(sqrt(Delta0) z) is too steep for it. */
const NODES = 401;
/** Finer for the map's single integrals: squared slopes are steeper still, and 401 nodes would be wrong by 1e-3 of the exponent at g = 20. */
const MAP_NODES = 1601;
const REACH = 8;
/** Knots of the tabulated correlations, at Delta0 sin^2 s. */
const KNOTS = 401;
/** cos and sin of pi / 400: the angle 2 s between neighbouring knots. */
const ROTATION = [0.9999691576447897, 0.007853900888711334] as const;
/** Domain of the Schroedinger operator, |t| < REACH_OF_TIME, and step of its differences. */
const REACH_OF_TIME = 30;
const STEP = 0.01;
/** Below this gain the correlation decays slowly, and the domain is doubled. */
const SLOW_GAIN = 1.4;
/** Near the onset all times grow as 1/(g - 1): below this gain domain and step grow with them. */
const ONSET_GAIN = 1.1;

interface GaussianRule {
  readonly z: Float64Array;
  readonly w: Float64Array;
}

/** Nodes and weights of the expectation over z ~ N(0, 1). */
function gaussianRule({ exp }: Elementary, nodes = NODES): GaussianRule {
  const spacing = (2 * REACH) / (nodes - 1);
  const z = Float64Array.from({ length: nodes }, (_, i) => (i - (nodes - 1) / 2) * spacing);
  const w = z.map((value, i) => {
    const end = i === 0 || i === nodes - 1 ? 0.5 : 1;
    return (end * spacing * exp((-value * value) / 2)) / Math.sqrt(2 * Math.PI);
  });
  return { z, w };
}

/** <f(scale z)>. */
function expectation({ z, w }: GaussianRule, scale: number, f: (x: number) => number): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += w[i] * f(scale * z[i]);
  return sum;
}

/** ln cosh x without cancellation at 0 and without overflow. */
function logCosh(x: number, { exp, log1p, tanh }: Elementary): number {
  const a = Math.abs(x);
  if (a > 1) return a + log1p(exp(-2 * a)) - Math.LN2;
  const s = tanh(a);
  return -0.5 * log1p(-s * s);
}

/** Root of a function that is negative at `low` and positive at `high`, to the last bit. */
function bisect(low: number, high: number, f: (x: number) => number): number {
  let [a, b] = [low, high];
  for (;;) {
    const middle = (a + b) / 2;
    if (middle <= a || middle >= b) return middle;
    if (f(middle) < 0) a = middle;
    else b = middle;
  }
}

/** Number of steps and their length. */
function timeGrid(g: number): { readonly steps: number; readonly step: number } {
  const steps = Math.round(((g < SLOW_GAIN ? 2 : 1) * REACH_OF_TIME) / STEP);
  const stretch = g > 1 && g < ONSET_GAIN ? (ONSET_GAIN - 1) / (g - 1) : 1;
  return { steps, step: STEP * stretch };
}

/** Where the bisections begin: far below the root, which is of order g - 1 near the threshold. */
const belowRoot = (g: number): number => 1e-6 * (g - 1);

/** Delta0 = <x^2>: energy conservation Delta0^2 / 2 = g^2 Var[ln cosh(sqrt(Delta0) z)]. */
function varianceOf(g: number, rule: GaussianRule, elementary: Elementary): number {
  return bisect(belowRoot(g), 2 * g * g, (variance) => {
    const scale = Math.sqrt(variance);
    const mean = expectation(rule, scale, (x) => logCosh(x, elementary));
    const spread = expectation(rule, scale, (x) => {
      const deviation = logCosh(x, elementary) - mean;
      return deviation * deviation;
    });
    return (variance * variance) / 2 - g * g * spread;
  });
}

interface Correlations {
  /** C_phi at a correlation Delta of x. */
  readonly activity: (delta: number) => number;
  /** C_phi' there. */
  readonly slope: (delta: number) => number;
}

/** C_phi and C_phi' at one Delta: by symmetry only z >= 0 is summed. */
function correlationsAt(delta: number, variance: number, { z, w }: GaussianRule, tanh: Elementary['tanh']) {
  const [own, common] = [Math.sqrt(Math.max(0, variance - delta)), Math.sqrt(delta)];
  const middle = (z.length - 1) / 2;
  let [activity, slope] = [0, 0];
  for (let n = middle; n < z.length; n++) {
    let [mean, meanSlope] = [0, 0];
    for (let m = 0; m < z.length; m++) {
      const s = tanh(own * z[m] + common * z[n]);
      mean += w[m] * s;
      meanSlope += w[m] * (1 - s * s);
    }
    const weight = (n === middle ? 1 : 2) * w[n];
    activity += weight * mean * mean;
    slope += weight * meanSlope * meanSlope;
  }
  return { activity, slope };
}

/** Tables at Delta0 sin^2 s, dense at both ends, and splines through them. Cost: 3.2e7 tanh with 401 nodes. */
function correlations(variance: number, rule: GaussianRule, tanh: Elementary['tanh']): Correlations {
  const knots = new Float64Array(KNOTS); // [knots]
  let [cosine, sine] = [1, 0];
  for (let i = 0; i < KNOTS; i++) {
    knots[i] = i === KNOTS - 1 ? variance : (variance * (1 - cosine)) / 2;
    [cosine, sine] = [cosine * ROTATION[0] - sine * ROTATION[1], sine * ROTATION[0] + cosine * ROTATION[1]];
  }
  const values = Array.from(knots, (delta) => correlationsAt(delta, variance, rule, tanh));
  return {
    activity: cubicSpline(
      knots,
      Float64Array.from(values, ({ activity }) => activity),
    ),
    slope: cubicSpline(
      knots,
      Float64Array.from(values, ({ slope }) => slope),
    ),
  };
}

/**
 * Delta at multiples of `step` by RK4 of Delta'' = Delta - g^2 C_phi(Delta) from rest at Delta0. The solution ends on a saddle,
 * from which rounding drives it away: from the first point that would turn or cross zero it goes on as an exponential.
 */
function correlationCurve(
  g: number,
  variance: number,
  { steps: count, step: h }: { readonly steps: number; readonly step: number },
  force: (delta: number) => number,
  decayRate: number,
  exp: Elementary['exp'],
): Float64Array {
  const curve = new Float64Array(count); // [count]
  const factor = exp(-decayRate * h);
  const f = (delta: number): number => delta - g * g * force(delta);
  let [x, v] = [variance, 0];
  let hasEscaped = false;
  for (let n = 0; n < count; n++) {
    curve[n] = hasEscaped ? curve[n - 1] * factor : x;
    if (hasEscaped) continue;
    const [k1, l1] = [v, f(x)];
    const [k2, l2] = [v + (h / 2) * l1, f(x + (h / 2) * k1)];
    const [k3, l3] = [v + (h / 2) * l2, f(x + (h / 2) * k2)];
    const [k4, l4] = [v + h * l3, f(x + h * k3)];
    x += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    v += (h / 6) * (l1 + 2 * l2 + 2 * l3 + l4);
    hasEscaped = !(x > 0) || v > 0;
  }
  return curve;
}

export interface MeanField {
  readonly g: number;
  /** Delta0 = <x^2>. */
  readonly variance: number;
  /** Largest exponent, 1/tau. */
  readonly maxExponent: number;
  /** Time between entries of `autocorrelation`, tau. */
  readonly step: number;
  /** Delta(t) = <x(s) x(s + t)> at t = 0, step, 2 step, ... (all 0 up to g = 1). */
  readonly autocorrelation: Float64Array;
}

function requireGain(g: number): void {
  if (!(g >= 0) || !Number.isFinite(g)) throw new MsmError('E_CONFIG', `the gain must be a number >= 0, not ${g}`);
}

/**
 * Variance, autocorrelation and largest exponent -1 + sqrt(1 - E0), where E0 is the lowest eigenvalue of
 * -d^2/dt^2 + 1 - g^2 C_phi'(Delta(|t|)). Up to g = 1 the origin is stable: variance 0, exponent g - 1. About 0.5 s.
 * Throws E_CONFIG for a gain below 0 or not finite.
 *
 * @param nodes - of the rule for the expectations, odd; the time goes with their square
 */
export function meanField(g: number, elementary: Elementary, nodes = NODES): MeanField {
  requireGain(g);
  const grid = timeGrid(g);
  const { steps, step } = grid;
  if (g <= 1) {
    return { g, variance: 0, maxExponent: g - 1, step, autocorrelation: new Float64Array(steps) };
  }
  const { exp, tanh } = elementary;
  const rule = gaussianRule(elementary, nodes);
  const variance = varianceOf(g, rule, elementary);
  const tables = correlations(variance, rule, tanh);
  const meanSlope = expectation(rule, Math.sqrt(variance), (x) => {
    const s = tanh(x);
    return 1 - s * s;
  });
  const decayRate = Math.sqrt(Math.max(0, 1 - g * g * meanSlope * meanSlope));
  const autocorrelation = correlationCurve(g, variance, grid, tables.activity, decayRate, exp);
  // rows t = -(steps-1) step .. (steps-1) step: the function is zero at +-steps step
  const diagonal = new Float64Array(2 * steps - 1); // [times]
  for (let n = 0; n < steps; n++) {
    const entry = 2 / (step * step) + 1 - g * g * tables.slope(autocorrelation[n]);
    diagonal[steps - 1 + n] = entry;
    diagonal[steps - 1 - n] = entry;
  }
  const lowest = lowestEigenvalue(diagonal, -1 / (step * step));
  return { g, variance, maxExponent: -1 + Math.sqrt(1 - lowest), step, autocorrelation };
}

/** Delta at a time t >= 0 in tau, linear between the computed points, 0 beyond the last. */
export function autocorrelationAt({ autocorrelation, step }: MeanField, t: number): number {
  const at = t / step;
  const nearest = Math.round(at);
  if (Math.abs(at - nearest) < 1e-9) return autocorrelation[nearest] ?? 0;
  const below = Math.floor(at);
  const [left, right] = [autocorrelation[below] ?? 0, autocorrelation[below + 1] ?? 0];
  return left + (at - below) * (right - left);
}

export interface MeanFieldMap {
  /** q = <x^2>. */
  readonly variance: number;
  readonly exponentPerStep: number;
}

/**
 * Mean-field theory of the map x <- g W tanh(x), which is Euler with dt = tau: q = g^2 <tanh^2(sqrt(q) z)> and
 * lambda = ln(g^2 <(1 - tanh^2)^2>) / 2 per step; up to g = 1 the origin with ln g. Throws E_CONFIG as `meanField`.
 */
export function meanFieldMap(g: number, elementary: Elementary): MeanFieldMap {
  requireGain(g);
  const { log, tanh } = elementary;
  if (g <= 1) return { variance: 0, exponentPerStep: log(g) };
  const rule = gaussianRule(elementary, MAP_NODES);
  const square = (x: number): number => x * x;
  const variance = bisect(
    belowRoot(g),
    g * g,
    (q) => q - g * g * expectation(rule, Math.sqrt(q), (x) => square(tanh(x))),
  );
  const slope = expectation(rule, Math.sqrt(variance), (x) => square(1 - square(tanh(x))));
  return { variance, exponentPerStep: log(g * g * slope) / 2 };
}
