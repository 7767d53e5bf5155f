/**
 * Inverse trigonometric functions of additions, multiplications, divisions and square roots alone, so that their bits are the
 * same in every engine.
 */

/** Odd and even terms of atan(x) = x - x^3 (a0 + a1 x^2 + ...), |x| <= 7/16: coefficients of fdlibm, s_atan.c (Sun, 1993). */
const ODD = [
  0.3333333333333293, 0.14285714272503466, 0.09090887133436507, 0.06661073137387531, 4.9768779946159324e-2,
  1.6285820115365782e-2,
];
const EVEN = [
  -0.19999999999876483, -0.11111110405462356, -0.0769187620504483, -5.8335701337905735e-2, -3.6531572744216916e-2,
];

/** atan at the centres of the reduction, as a sum of two doubles. */
const CENTRES: readonly (readonly [number, number])[] = [
  [0.4636476090008061, 2.2698777452961687e-17], // 1/2
  [0.7853981633974483, 3.061616997868383e-17], // 1
  [0.982793723247329, 1.3903311031230998e-17], // 3/2
  [1.5707963267948966, 6.123233995736766e-17], // infinity
];

const horner = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0);

/** Argument of the polynomial and which centre it was reduced by; for x >= 0. */
function reduced(x: number): readonly [number, number] {
  if (x < 0.4375) return [x, -1];
  if (x < 0.6875) return [(2 * x - 1) / (2 + x), 0];
  if (x < 1.1875) return [(x - 1) / (x + 1), 1];
  if (x < 2.4375) return [(x - 1.5) / (1 + 1.5 * x), 2];
  return [-1 / x, 3];
}

/** Arc tangent in radians, in [-pi/2, pi/2]; error below 1 ulp. Odd; NaN for NaN. */
export function arcTangent(x: number): number {
  const size = Math.abs(x);
  const [t, centre] = reduced(size);
  const square = t * t;
  const fourth = square * square;
  const correction = t * (square * horner(ODD, fourth) + fourth * horner(EVEN, fourth));
  const angle = centre < 0 ? t - correction : CENTRES[centre][0] - (correction - CENTRES[centre][1] - t);
  return x < 0 ? -angle : angle;
}

/** Angle of the point (x, y) from the first axis in radians, in (-pi, pi]; 0 for the origin. */
export function argument(y: number, x: number): number {
  if (x === 0 && y === 0) return 0;
  if (x > 0) return arcTangent(y / x);
  const half = CENTRES[3][0];
  if (Math.abs(y) >= Math.abs(x)) return (y < 0 ? -half : half) - arcTangent(x / y);
  return arcTangent(y / x) + (y < 0 ? -2 * half : 2 * half);
}

/** Arc cosine in radians, in [0, pi]; arguments beyond [-1, 1] count as the nearest end. NaN for NaN. */
export function arcCosine(x: number): number {
  const bounded = x > 1 ? 1 : x < -1 ? -1 : x;
  return argument(Math.sqrt((1 - bounded) * (1 + bounded)), bounded);
}

/** 180 / pi. */
export const DEGREES = 57.29577951308232;
/** 2 pi. */
export const TURN = 6.283185307179586;
