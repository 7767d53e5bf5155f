/** Student's t law for a whole number of degrees of freedom, made of square roots and rational steps alone. */
import { MsmError } from '../../errors.js';

/** I_x(a, b) = x^a (1-x)^b / (a B(a, b)) / (1 + d1/(1 + d2/(1 + ...))): relative accuracy of the continued fraction. */
const ENOUGH = 1e-16;
const MOST_TERMS = 500;

/** Lentz's evaluation of the continued fraction of the incomplete beta function; converges fast for x < a/(a+b). */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < ENOUGH) break;
  }
  return value;
}

/** x^(n/2) for a whole n >= 1. */
function halfPower(x: number, n: number): number {
  let result = n % 2 === 1 ? Math.sqrt(x) : 1;
  let square = x;
  for (let rest = Math.floor(n / 2); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** B(n/2, 1/2) by B(a+1, b) = B(a, b) a/(a+b) from B(1/2, 1/2) = pi or B(1, 1/2) = 2. */
function halfBeta(n: number): number {
  let value = n % 2 === 1 ? Math.PI : 2;
  for (let m = n % 2 === 1 ? 1 : 2; m < n; m += 2) value *= m / (m + 1);
  return value;
}

/** P(|T| > t) for t >= 0: I_x(n/2, 1/2) with x = n/(n + t^2). */
export function studentTwoSided(t: number, degrees: number): number {
  const n = degrees;
  const x = n / (n + t * t);
  const y = (t * t) / (n + t * t);
  const front = (halfPower(x, n) * Math.sqrt(y)) / halfBeta(n);
  if (x < (n / 2 + 1) / (n / 2 + 2.5)) return (front * betaFraction(n / 2, 0.5, x)) / (n / 2);
  return 1 - (front * betaFraction(0.5, n / 2, y)) / 0.5;
}

/**
 * The t that |T| stays below with the given probability (0.95: the half width of a 95 % interval in standard errors), by
 * bisection to the last bit. Throws E_CONFIG unless 0 < coverage < 1 and degrees is a whole number >= 1.
 */
export function studentQuantile(coverage: number, degrees: number): number {
  if (!(coverage > 0 && coverage < 1) || !Number.isSafeInteger(degrees) || degrees < 1) {
    throw new MsmError('E_CONFIG', `no t quantile for coverage ${coverage} and ${degrees} degrees of freedom`);
  }
  const tail = 1 - coverage;
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, degrees) > tail) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentTwoSided(middle, degrees) > tail) low = middle;
    else high = middle;
  }
}
