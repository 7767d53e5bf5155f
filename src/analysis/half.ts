/** Half precision (IEEE 754 binary16), in which the published program keeps its time series. */

const LARGEST = 65504;
/** Smallest magnitude that rounds to infinity. */
const OVERFLOW = 65520;
/** Spacing of the numbers below the smallest normal one, 2^-14. */
const FINEST = 1 / 2 ** 24;

/** The spacing of half precision at a magnitude below OVERFLOW. */
function spacing(magnitude: number): number {
  let quantum = FINEST;
  while (quantum * 2048 <= magnitude) quantum *= 2;
  return quantum;
}

/** The nearest number of half precision, to the even one of two; infinite from 65520 on. */
export function toHalf(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude < OVERFLOW)) return Number.isNaN(x) ? x : Math.sign(x) * Number.POSITIVE_INFINITY;
  const quantum = spacing(magnitude);
  // division and product by a power of two are exact
  const count = magnitude / quantum;
  const below = Math.floor(count);
  const rest = count - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 === 1);
  const rounded = Math.min((below + (up ? 1 : 0)) * quantum, LARGEST);
  return x < 0 || Object.is(x, -0) ? -rounded : rounded;
}
