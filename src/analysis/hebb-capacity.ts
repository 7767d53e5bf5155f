/**
 * Retrieval by Hebb's rule for infinitely many neurons at zero temperature, replica symmetric (Amit, Gutfreund and Sompolinsky, Phys. Rev. Lett. 55, 1530 (1985)):
 * the overlap is m = erf y with
 *
 *     sqrt(2 alpha) = erf(y)/y - 2/sqrt(pi) exp(-y^2),
 *
 * the larger of two solutions. There is none above the largest value of the right side, alpha = 0.1379.
 */
import type { Elementary } from './elementary.js';
import { normalCdf } from './normal.js';

const TWO_OVER_ROOT_PI = 1.1283791670955126;

const erf = (y: number, { exp }: Elementary): number => 2 * normalCdf(Math.SQRT2 * y, exp) - 1;

/** The load at which y is a solution. */
function loadAt(y: number, f: Elementary): number {
  const root = erf(y, f) / y - TWO_OVER_ROOT_PI * f.exp(-y * y);
  return (root * root) / 2;
}

/** Where the load has its maximum, by golden sections; it rises below and falls above. */
function criticalPoint(f: Elementary): number {
  let [low, high] = [0.5, 3];
  for (let n = 0; n < 120; n++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (loadAt(a, f) < loadAt(b, f)) low = a;
    else high = b;
  }
  return (low + high) / 2;
}

/** The largest load of Hebb's rule, as `hebbCapacity` computes it. */
export const HEBB_CAPACITY = 0.137905566;

/** The largest load of Hebb's rule. */
export const hebbCapacity = (f: Elementary): number => loadAt(criticalPoint(f), f);

/** The overlap with a pattern from which the network starts; undefined above the capacity. */
export function hebbOverlap(load: number, f: Elementary): number | undefined {
  let [low, high] = [criticalPoint(f), 40];
  if (load > loadAt(low, f)) return undefined;
  for (let n = 0; n < 100; n++) {
    const middle = (low + high) / 2;
    if (loadAt(middle, f) > load) low = middle;
    else high = middle;
  }
  return erf((low + high) / 2, f);
}
