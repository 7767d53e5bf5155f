/** Sine of a fraction of a turn, with the same bits in every engine: products and sums alone. */

/** Coefficients of sin(x)/x and cos(x) in x^2; with |x| <= pi/4 the first term left out is below 2^-55. */
const SINE = [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800, -1 / 1307674368000];
const COSINE = [1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800, 1 / 479001600, -1 / 87178291200];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  // a plain loop: tones are millions of these
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
  return sum;
}

/**
 * sin(2 pi turns). Exact at multiples of a quarter turn; elsewhere within 2 ulp of 1 for |turns| below 2^20, beyond that the
 * spacing of the argument itself decides.
 */
export function sinOfTurns(turns: number): number {
  const quarter = Math.round(turns * 4);
  // turns - quarter / 4 is exact: the two are close and a quarter is a power of two
  const x = 2 * Math.PI * (turns - quarter / 4);
  const square = x * x;
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return x * polynomial(SINE, square);
    case 1:
      return polynomial(COSINE, square);
    case 2:
      return -x * polynomial(SINE, square);
    default:
      return -polynomial(COSINE, square);
  }
}
