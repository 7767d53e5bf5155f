/** The mean-field exponent as a function of the gain, for curves: a few points of the theory and a spline through them. */
import type { Elementary } from '../../kernel/elementary.js';
import { cubicSpline } from '../../method/cubic-spline.js';
import { meanField } from './mean-field.js';

/** Points between the onset at 1 and the largest gain. */
const POINTS = 10;

/** Nodes of the expectations: tanh(sqrt(Delta0) z) grows steeper as g does. Odd. */
const nodesFor = (g: number): number => 2 * Math.ceil(12 * g) + 61;

/**
 * Largest exponent in units of 1/tau at gains up to `most`: g - 1 up to the onset, beyond it the theory at points that are denser near the onset,
 * and a spline in the square root of g - 1. Within 4e-4 of the theory for gains up to 20; a second, five at 20.
 */
export function exponentCurve(most: number, elementary: Elementary): (g: number) => number {
  if (!(most > 1)) return (g) => g - 1;
  const shares = Float64Array.from({ length: POINTS + 1 }, (_, i) => i / POINTS);
  const exponents = shares.map((share) => {
    const g = 1 + share * share * (most - 1);
    return share === 0 ? 0 : meanField(g, elementary, nodesFor(g)).maxExponent;
  });
  const spline = cubicSpline(shares, exponents);
  return (g) => (g <= 1 ? g - 1 : spline(Math.sqrt((g - 1) / (most - 1))));
}
