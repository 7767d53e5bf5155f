/**
 * The standard normal law.
 *
 * Coefficients: distribution function by Cody, "Algorithm 715", ACM Trans. Math. Softw. 19 (1993), function ANORM;
 * quantile by Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16. Lowest power first.
 */
import { type Elementary, polynomial } from './elementary.js';

/** 1/sqrt(2 pi). */
const PEAK = 0.3989422804014327;

/** Beyond, the lower tail is below the smallest double. */
const END = 38.6;

/** |x| <= 0.66291: F(x) = 1/2 + x N(x^2) / D(x^2). */
const CENTRE = {
  end: 0.66291,
  above: [18154.98125334356, 1067.6894854603709, 161.02823106855587, 2.2352520354606837, 0.06568233791820745],
  below: [45507.78933502673, 10260.932208618979, 976.0985517377667, 47.202581904688245, 1],
};

/** |x| <= sqrt(32): F(-|x|) = exp(-x^2/2) N(|x|) / D(|x|). */
const MIDDLE = {
  end: 5.656854249492381,
  above: [
    9842.714838383978, 11602.65143764735, 6848.190450536283, 2494.5375852903726, 597.2702763948002, 93.50665613217785,
    8.883149794388377, 0.39894151208813466, 1.0765576773720192e-8,
  ],
  below: [
    19685.429676859992, 38912.00328609327, 34900.952721145979, 18615.57164088509, 6485.558298266761, 1519.3775994075547,
    235.387901782625, 22.266688044328117, 1,
  ],
};

/** Beyond: F(-|x|) = exp(-x^2/2) (PEAK - t N(t) / D(t)) / |x|, t = 1/x^2. */
const TAIL = {
  above: [
    2.9112874951168793e-5, 0.0014216191932278934, 0.022235277870649807, 0.12740116116024736, 0.215898534057957,
    0.023073441764940174,
  ],
  below: [7.297515550839662e-5, 0.0037823963320275824, 0.06598813786892856, 0.4682382124808651, 1.2842600961449111, 1],
};

/** exp(-y^2/2) for y >= 0: the head of y has few bits, so its square is exact and no error is magnified by y^2. */
function bell(y: number, exp: Elementary['exp']): number {
  const head = Math.trunc(y * 16) / 16;
  return exp(-0.5 * head * head) * exp(-0.5 * (y - head) * (y + head));
}

/** F(-y) for y beyond the centre. */
function lowerTail(y: number, exp: Elementary['exp']): number {
  if (y > END) return 0;
  if (y <= MIDDLE.end) return (bell(y, exp) * polynomial(MIDDLE.above, y)) / polynomial(MIDDLE.below, y);
  const t = 1 / (y * y);
  return (bell(y, exp) * (PEAK - (t * polynomial(TAIL.above, t)) / polynomial(TAIL.below, t))) / y;
}

/**
 * Distribution function of the standard normal law, with full relative accuracy in the lower tail; the upper tail
 * probability of x is `normalCdf(-x, exp)`. 0 and 1 at -Infinity and Infinity, NaN for NaN.
 */
export function normalCdf(x: number, exp: Elementary['exp']): number {
  const y = Math.abs(x);
  if (y <= CENTRE.end) {
    const square = x * x;
    return 0.5 + (x * polynomial(CENTRE.above, square)) / polynomial(CENTRE.below, square);
  }
  if (Number.isNaN(x)) return x;
  return x < 0 ? lowerTail(y, exp) : 1 - lowerTail(y, exp);
}

const QUANTILE_CENTRE = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852855,
  ],
};
const QUANTILE_MIDDLE = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const QUANTILE_TAIL = {
  above: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  below: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.4215117583164459e-7, 2.0442631033899397e-15,
  ],
};

/**
 * Inverse of the standard normal distribution function; -Infinity and Infinity at 0 and 1, NaN outside [0, 1].
 * Same law as the normal draws of the kernels.
 */
export function normalQuantile(u: number, log: Elementary['log']): number {
  if (!(u >= 0 && u <= 1)) return Number.NaN;
  const q = u - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(QUANTILE_CENTRE.above, r)) / polynomial(QUANTILE_CENTRE.below, r);
  }
  const tail = Math.min(u, 1 - u);
  const sign = q < 0 ? -1 : 1;
  if (tail === 0) return sign * Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-log(tail));
  const { above, below } = r <= 5 ? QUANTILE_MIDDLE : QUANTILE_TAIL;
  const shifted = r - (r <= 5 ? 1.6 : 5);
  return (sign * polynomial(above, shifted)) / polynomial(below, shifted);
}
