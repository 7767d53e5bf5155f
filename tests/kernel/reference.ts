/**
 * Double-double references of the elementary functions, relative error below 2^-70, fast enough for 10^7 points.
 *
 * A result is written as `out = [head, tail, exponent]`, value (head + tail) 2^exponent, so that subnormal and
 * overflowing results keep their accuracy. Arguments are finite. `reference.test.ts` checks them against BigInt.
 */
import { expFixed, FRACTION_BITS, fromFixed, LN2_FIXED, splitFixed } from './fixed-point.js';

/** Writes head, tail and exponent of f(x) to `out`. */
export type Reference = (x: number, out: Float64Array) => void;

/** a + b - s for s = a + b rounded (Knuth), exact. */
function sumError(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}

/** a b - p for p = a b rounded (Dekker), exact away from overflow and underflow. */
function productError(a: number, b: number, p: number): number {
  const sa = 134217729 * a;
  const ah = sa - (sa - a);
  const al = a - ah;
  const sb = 134217729 * b;
  const bh = sb - (sb - b);
  const bl = b - bh;
  return ah * bh - p + ah * bl + al * bh + al * bl;
}

const STEPS = 256;
/** 2^(j/256) as heads and tails. */
const TABLE_HEAD = new Float64Array(STEPS);
const TABLE_TAIL = new Float64Array(STEPS);
for (let j = 0; j < STEPS; j++) {
  [TABLE_HEAD[j], TABLE_TAIL[j]] = splitFixed(expFixed((BigInt(j) * LN2_FIXED) / BigInt(STEPS)));
}

/** A constant below 1 as its leading 32 bits, the next 32 and the rest: products with 20-bit integers are exact. */
function threeParts(constant: bigint): readonly [number, number, number] {
  const bit32 = 1n << (FRACTION_BITS - 32n);
  const bit64 = 1n << (FRACTION_BITS - 64n);
  const first = constant - (constant % bit32);
  const second = constant - first - ((constant - first) % bit64);
  return [fromFixed(first), fromFixed(second), fromFixed(constant - first - second)];
}
const [LN2_1, LN2_2, LN2_3] = threeParts(LN2_FIXED);

/** x = n ln 2 / 256 + r; writes expm1(r) as head and tail, and n. */
function reduce(x: number, out: Float64Array): void {
  const n = Math.round((x * STEPS) / LN2_1);
  const a = x - (n * LN2_1) / STEPS;
  const b = (-n * LN2_2) / STEPS;
  const r = a + b;
  const rTail = sumError(a, b, r) - (n * LN2_3) / STEPS;
  const square = r * r;
  const half = square / 2;
  const halfTail = productError(r, r, square) / 2 + r * rTail;
  const cubic = ((square * r) / 6) * (1 + (r / 4) * (1 + (r / 5) * (1 + (r / 6) * (1 + r / 7))));
  const t = half + cubic;
  const tTail = sumError(half, cubic, t) + halfTail + rTail;
  const p = r + t;
  const pTail = sumError(r, t, p) + tTail;
  out[0] = p + pTail;
  out[1] = sumError(p, pTail, out[0]);
  out[2] = n;
}

/** exp(x), |x| <= 800. */
export const expReference: Reference = (x, out) => {
  reduce(x, out);
  const n = out[2];
  const exponent = Math.floor(n / STEPS);
  const j = n - exponent * STEPS;
  const head = TABLE_HEAD[j];
  const product = head * out[0];
  const tail = productError(head, out[0], product) + head * out[1] + TABLE_TAIL[j] * (1 + out[0]);
  const s = head + product;
  const e = sumError(head, product, s) + tail;
  out[0] = s + e;
  out[1] = sumError(s, e, out[0]);
  out[2] = exponent;
};

/** Beyond this binary exponent the smaller of two summands is below 2^-50 ulp of the sum. */
const FAR = 104;

/** expm1(x), |x| <= 800. */
export const expm1Reference: Reference = (x, out) => {
  reduce(x, out);
  if (out[2] === 0) return;
  expReference(x, out);
  if (out[2] > FAR) return;
  const scale = 2 ** Math.max(out[2], -1000);
  const head = out[0] * scale;
  const s = head - 1;
  const e = sumError(head, -1, s) + out[1] * scale;
  out[0] = s + e;
  out[1] = sumError(s, e, out[0]);
  out[2] = 0;
};

/** log(head + tail), by one Newton step on the host's value of the logarithm of the scaled argument. */
function logOfPair(head: number, tail: number, out: Float64Array): void {
  const k = Math.round(Math.log2(head));
  const halfK = Math.trunc(k / 2);
  const mHead = head * 2 ** -halfK * 2 ** (halfK - k);
  const mTail = tail * 2 ** -halfK * 2 ** (halfK - k);
  const start = Math.log1p(mHead - 1 + mTail);
  // d = m exp(-start) - 1 = (m - 1) + m expm1(-start)
  expm1Reference(-start, out);
  const product = mHead * out[0];
  const productTail = productError(mHead, out[0], product) + mHead * out[1] + mTail * out[0];
  const a = mHead - 1 + mTail;
  const aTail = sumError(mHead - 1, mTail, a);
  const s = a + product;
  const d = s + (sumError(a, product, s) + (aTail + productTail));
  const correction = d - (d * d) / 2;
  const first = k * LN2_1;
  const second = k * LN2_2;
  const u = first + start;
  const v = second + correction;
  const w = u + v;
  const wTail = sumError(u, v, w) + sumError(first, start, u) + sumError(second, correction, v) + k * LN2_3;
  out[0] = w + wTail;
  out[1] = sumError(w, wTail, out[0]);
  out[2] = 0;
}

/** log(x), x > 0. */
export const logReference: Reference = (x, out) => logOfPair(x, 0, out);

/** log(1 + x), x > -1. */
export const log1pReference: Reference = (x, out) => {
  const u = 1 + x;
  logOfPair(u, sumError(1, x, u), out);
};

/** a / b of two pairs, to `out`. */
function dividePairs(aHead: number, aTail: number, bHead: number, bTail: number, out: Float64Array): void {
  const quotient = aHead / bHead;
  const product = quotient * bHead;
  const remainder = aHead - product - productError(quotient, bHead, product) + aTail - quotient * bTail;
  const correction = remainder / bHead;
  out[0] = quotient + correction;
  out[1] = sumError(quotient, correction, out[0]);
  out[2] = 0;
}

/** tanh(x). */
export const tanhReference: Reference = (x, out) => {
  const a = Math.abs(x);
  if (a < 2 ** -60) {
    // x (1 - x^2/3): the second term is below 2^-120.
    out[0] = x;
    out[1] = 0;
    out[2] = 0;
    return;
  }
  expm1Reference(2 * Math.min(a, 36), out);
  const [head, tail] = [out[0], out[1]];
  const scale = 2 ** out[2];
  const denominator = head * scale + 2;
  const denominatorTail = sumError(head * scale, 2, denominator) + tail * scale;
  dividePairs(head * scale, tail * scale, denominator, denominatorTail, out);
  if (x < 0) {
    out[0] = -out[0];
    out[1] = -out[1];
  }
};

/** 1 / (1 + exp(-x)), |x| <= 800. */
export const sigmoidReference: Reference = (x, out) => {
  expReference(-Math.abs(x), out);
  if (out[2] < -FAR) {
    if (x < 0) return;
    out.set([1, 0, 0]);
    return;
  }
  const scale = 2 ** out[2];
  const head = out[0] * scale;
  const tail = out[1] * scale;
  const denominator = 1 + head;
  const denominatorTail = sumError(1, head, denominator) + tail;
  if (x < 0) dividePairs(head, tail, denominator, denominatorTail, out);
  else dividePairs(1, 0, denominator, denominatorTail, out);
};
