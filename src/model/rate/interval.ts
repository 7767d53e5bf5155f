/**
 * Steps of an interval, between two QR: as told, or with `qr_every = auto` as many as tangent vectors stay well-conditioned in (spec B.2; Engelken, Wolf
 * and Abbott 2023). That follows from what is known before the first step, so that a run which is repeated or resumed has the same.
 */
import type { Inputs } from '../family.js';
import { effectiveGain } from './connectivity.js';
import { spectralNorm } from './gain.js';
import type { RateParameters } from './parameters.js';
import { BOUNDED } from './step-limit.js';

/**
 * By how much tangent vectors may part in an interval, as a logarithm: a condition number of a thousand. Of it one application of Gram-Schmidt leaves
 * 1e-13, which is enough from about a hundred vectors on (assembly/linalg/qr.ts). A longer interval needs a second one, and costs no less.
 */
const WANTED_PARTING = 7;

/** The same of the norm of weights, which is twice the radius if entries are independent, and a bound whatever they are: from 18 on a column would be lost. */
const BOUNDED_PARTING = 2 * WANTED_PARTING;

/** By how much a companion may grow in a chosen interval: growth is less than half of what vectors part by, and e^3.5 = 33. */
export const MOST_GROWTH = 40;

/** Beyond this the QR is a few per cent of the steps, and longer calls would only keep an interrupt waiting. */
const MOST_STEPS = 200;

/** Intervals that a record has at least: a running estimate after each fiftieth of it, and blocks for error bars. */
const LEAST_INTERVALS = 50;

/** Largest slopes of the activations. */
const SLOPE: { readonly [activation in RateParameters['activation']]: number } = {
  tanh: 1,
  sigmoid: 0.25,
  relu: 1,
  linear: 1,
};

/**
 * Radius in units of 1/tau of the disc that holds the eigenvalues of the Jacobian of a drawn network: not below that of its attractor. It is the
 * effective gain times the largest slope, x. Above 1 units saturate, and sqrt(x) is a bound: in mean-field theory of tanh the radius is 1 at x = 1
 * and 0.79 sqrt(x) for large x.
 */
function radiusOf(p: RateParameters): number {
  const x = SLOPE[p.activation] * Math.abs(effectiveGain(p.g, p.weights, p.N, p.p));
  return BOUNDED.has(p.activation) && x > 1 ? Math.sqrt(x) : x;
}

/** At most this much do vectors part or shrink in a step, as a logarithm, if g W phi' has that radius or norm; Infinity if a step may take one to zero. */
function partingPerStep({ dt, tau, scheme }: RateParameters, radius: number): number {
  const h = dt / tau;
  const [growth, shrinkage] = [h * Math.max(0, radius - 1), h * (radius + 1)];
  if (!(shrinkage < 1)) return Number.POSITIVE_INFINITY;
  // -ln(1 - s) is at most s/(1 - s); a step of RK4 shrinks nothing by more than the flow does
  return growth + (scheme === 'euler' ? shrinkage / (1 - shrinkage) : shrinkage);
}

/** Steps in which vectors part by what is wanted. Weights that are given may have any structure, and units that stay silent: of them the norm counts. */
function allowedSteps(p: RateParameters, { W }: Inputs): number {
  if (W === undefined) return WANTED_PARTING / partingPerStep(p, radiusOf(p));
  // a companion may grow by half of this, however far tangent vectors may part
  const parting = p.method === 'qr' ? BOUNDED_PARTING : WANTED_PARTING;
  return parting / partingPerStep(p, SLOPE[p.activation] * Math.abs(p.g) * spectralNorm(W, p.N));
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/**
 * Steps of an interval for spans of that many steps, of which the last is recorded. A chosen one divides all spans, so that they are as long as asked
 * for, unless only half of what is possible, or less, does. Without `inputs` it is that of weights that are drawn.
 */
export function intervalOf(p: RateParameters, inputs: Inputs, spans: readonly number[]): number {
  if (p.qr_every !== 'auto') return p.qr_every;
  const recorded = spans[spans.length - 1];
  const most = Math.max(1, Math.floor(Math.min(allowedSteps(p, inputs), MOST_STEPS, recorded / LEAST_INTERVALS)));
  const common = spans.reduce(commonDivisor);
  for (let every = most; 2 * every > most; every--) if (common % every === 0) return every;
  return most;
}
