/**
 * exp and log in BigInt fixed point: slow, simple and right to about 2^-250, the ground on which the fast
 * double-double reference stands.
 */

/** Fraction bits of all fixed-point numbers here. */
export const FRACTION_BITS = 280n;
const ONE = 1n << FRACTION_BITS;

/** The product of two fixed-point numbers. */
const multiply = (a: bigint, b: bigint): bigint => (a * b) >> FRACTION_BITS;

/** The quotient of two fixed-point numbers. */
export const divideFixed = (a: bigint, b: bigint): bigint => (a << FRACTION_BITS) / b;

/** A finite double as fixed point; exact for multiples of 2^-280. */
export function toFixed(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = exponent === 0n ? fraction : fraction | (1n << 52n);
  const shift = (exponent === 0n ? 1n : exponent) - 1075n + FRACTION_BITS;
  const magnitude = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return bits >> 63n ? -magnitude : magnitude;
}

/** A fixed-point number as double, rounded to about an ulp. */
export function fromFixed(a: bigint): number {
  const magnitude = a < 0n ? -a : a;
  const excess = Math.max(0, magnitude.toString(2).length - 64);
  const value = Number(magnitude >> BigInt(excess)) * 2 ** (excess - Number(FRACTION_BITS));
  return a < 0n ? -value : value;
}

/** 2 atanh(s) = 2 (s + s^3/3 + s^5/5 + ...), |s| <= 1/3. */
function twiceAtanh(s: bigint): bigint {
  const square = multiply(s, s);
  let power = s;
  let sum = 0n;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = multiply(power, square);
  }
  return 2n * sum;
}

/** ln 2. */
export const LN2_FIXED = twiceAtanh(ONE / 3n);

/** exp(a); |a| up to about 100. */
export function expFixed(a: bigint): bigint {
  const n = (2n * a + LN2_FIXED) / (2n * LN2_FIXED);
  const r = a - n * LN2_FIXED;
  let term = ONE;
  let sum = 0n;
  for (let k = 1n; term !== 0n && term !== -1n; k += 1n) {
    sum += term;
    term = multiply(term, r) / k;
  }
  return n >= 0n ? sum << n : sum >> -n;
}

/** log(a), a > 0. */
export function logFixed(a: bigint): bigint {
  let n = BigInt(a.toString(2).length) - 1n - FRACTION_BITS;
  let m = n >= 0n ? a >> n : a << -n; // [1, 2)
  if (2n * m * m > ONE * ONE * 4n) {
    m /= 2n;
    n += 1n;
  }
  return n * LN2_FIXED + twiceAtanh(divideFixed(m - ONE, m + ONE));
}

/** The value as head + tail of two doubles. */
export function splitFixed(a: bigint): readonly [head: number, tail: number] {
  const head = fromFixed(a);
  return [head, fromFixed(a - toFixed(head))];
}
