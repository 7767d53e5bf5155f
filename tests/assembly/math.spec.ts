import { copysign_f64x2, madd_f64x2, sum_f64x2 } from '../../assembly/math/simd';
import { exp_array_f64, exp_f64, exp_f64x2 } from '../../assembly/math/exp';
import { expm1_array_f64, expm1_f64, expm1_f64x2 } from '../../assembly/math/expm1';
import { log1p_array_f64, log1p_f64, log1p_f64x2, log_array_f64, log_f64, log_f64x2 } from '../../assembly/math/log';
import { sigmoid_array_f64, sigmoid_f64, sigmoid_f64x2 } from '../../assembly/math/sigmoid';
import { tanh_array_f64, tanh_f64, tanh_f64x2 } from '../../assembly/math/tanh';

const MIN_SUBNORMAL: f64 = 5e-324;
const MAX: f64 = f64.MAX_VALUE;

/** Zeros, subnormals, clamp points, halves of the reduction intervals, overflow and underflow limits. */
const HARD: StaticArray<f64> = [
  0.0,
  -0.0,
  MIN_SUBNORMAL,
  -MIN_SUBNORMAL,
  1e-310,
  -1e-310,
  2.2250738585072014e-308,
  -2.2250738585072014e-308,
  1e-20,
  -1e-20,
  0.17328679513998632,
  -0.17328679513998632,
  0.34657359027997264,
  -0.34657359027997264,
  0.5,
  -0.5,
  0.6931471805599453,
  -0.6931471805599453,
  1.0,
  -1.0,
  1.4142135623730951,
  0.7071067811865476,
  2.0,
  -2.0,
  18.72,
  -18.72,
  19.0615,
  19.0616,
  -19.0616,
  20.0,
  -20.0,
  37.0,
  -37.0,
  -40.0,
  709.782712893384,
  709.7827128933841,
  710.0,
  -708.4,
  -745.1332191019411,
  -745.1332191019412,
  -746.0,
  1000.0,
  -1000.0,
  MAX,
  -MAX,
  Infinity,
  -Infinity,
  NaN,
];

const SOURCE = memory.data(1024);
const TARGET = memory.data(1024);

function bits(x: f64): u64 {
  return reinterpret<u64>(x);
}

/** Point number i of a deterministic sweep over both signs and many exponents. */
function point(i: i32): f64 {
  if (i < HARD.length) return HARD[i];
  const magnitude = reinterpret<f64>(((<u64>(1023 - 60 + (i % 71))) << 52) | ((<u64>i * 0x9e3779b97f4a7c15) >> 12));
  return i & 1 ? -magnitude : magnitude;
}

type Scalar = (x: f64) => f64;
type Kernel = (src: usize, dst: usize, n: i32) => void;

/** True if the array kernel gives the bits of the scalar form, odd and even lengths, apart and in place. */
function arrayMatchesScalar(kernel: Kernel, scalar: Scalar): bool {
  for (let n = 0; n <= 67; n++) {
    for (let i = 0; i <= n; i++) store<f64>(SOURCE + (i << 3), point(i * 3 + n));
    store<f64>(TARGET + (n << 3), 12345.0);
    kernel(SOURCE, TARGET, n);
    if (load<f64>(TARGET + (n << 3)) != 12345.0) return false;
    kernel(SOURCE, SOURCE, n);
    if (bits(load<f64>(SOURCE + (n << 3))) != bits(point(n * 3 + n))) return false;
    for (let i = 0; i < n; i++) {
      const expected = bits(scalar(point(i * 3 + n)));
      if (bits(load<f64>(TARGET + (i << 3))) != expected) return false;
      if (bits(load<f64>(SOURCE + (i << 3))) != expected) return false;
    }
  }
  return true;
}

type Lanes = (out: usize, a: f64, b: f64) => void;

/** True if both lanes have the bits of the scalar form whatever the other lane holds. */
function lanesMatchScalar(lanes: Lanes, scalar: Scalar): bool {
  for (let i = 0; i < 400; i++) {
    const a = point(i);
    const b = point(399 - i);
    lanes(TARGET, a, b);
    if (bits(load<f64>(TARGET)) != bits(scalar(a))) return false;
    if (bits(load<f64>(TARGET, 8)) != bits(scalar(b))) return false;
  }
  return true;
}

function pair(a: f64, b: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(a), 1, b);
}

/** True if f does not decrease on a grid whose steps are far wider than the error bound. */
function isIncreasing(f: Scalar, from: f64, to: f64): bool {
  const steps = 20000;
  let last = f(from);
  for (let i = 1; i <= steps; i++) {
    const value = f(from + ((to - from) * <f64>i) / <f64>steps);
    if (!(value >= last)) return false;
    last = value;
  }
  return true;
}

describe('SIMD helpers', () => {
  it('multiply and add lane by lane', () => {
    expect<f64>(sum_f64x2(madd_f64x2(pair(2, 3), pair(5, 7), pair(1, 1)))).toBe(33);
  });
  it('copy signs including those of zeros', () => {
    expect<u64>(bits(f64x2.extract_lane(copysign_f64x2(f64x2.splat(0), f64x2.splat(-3)), 0))).toBe(bits(-0.0));
    expect<f64>(f64x2.extract_lane(copysign_f64x2(f64x2.splat(-2), f64x2.splat(0)), 1)).toBe(2);
  });
});

describe('exp', () => {
  it('has the right special values', () => {
    expect<f64>(exp_f64(NaN)).toBeNaN();
    expect<f64>(exp_f64(Infinity)).toBe(Infinity);
    expect<u64>(bits(exp_f64(-Infinity))).toBe(0);
    expect<f64>(exp_f64(0.0)).toBe(1);
    expect<f64>(exp_f64(-0.0)).toBe(1);
    expect<f64>(exp_f64(MIN_SUBNORMAL)).toBe(1);
  });
  it('overflows and underflows at the limits of the format', () => {
    expect<f64>(exp_f64(709.782712893384)).toBeLessThan(Infinity);
    expect<f64>(exp_f64(709.7827128933841)).toBe(Infinity);
    expect<f64>(exp_f64(-745.1332191019411)).toBe(MIN_SUBNORMAL);
    expect<u64>(bits(exp_f64(-745.1332191019412))).toBe(0);
  });
  it('gives the same bits in lanes, scalars and arrays', () => {
    expect<bool>(lanesMatchScalar((out, a, b) => v128.store(out, exp_f64x2(pair(a, b))), exp_f64)).toBe(true);
    expect<bool>(arrayMatchesScalar(exp_array_f64, exp_f64)).toBe(true);
  });
  it('increases', () => {
    expect<bool>(isIncreasing(exp_f64, -745, 710)).toBe(true);
  });
});

describe('expm1', () => {
  it('has the right special values', () => {
    expect<f64>(expm1_f64(NaN)).toBeNaN();
    expect<f64>(expm1_f64(Infinity)).toBe(Infinity);
    expect<f64>(expm1_f64(-Infinity)).toBe(-1);
    expect<f64>(expm1_f64(-40)).toBe(-1);
    expect<f64>(expm1_f64(709.7827128933841)).toBe(Infinity);
  });
  it('returns zeros and subnormals unchanged', () => {
    for (let i = 0; i < 8; i++) expect<u64>(bits(expm1_f64(HARD[i]))).toBe(bits(HARD[i]));
  });
  it('gives the same bits in lanes, scalars and arrays', () => {
    expect<bool>(lanesMatchScalar((out, a, b) => v128.store(out, expm1_f64x2(pair(a, b))), expm1_f64)).toBe(true);
    expect<bool>(arrayMatchesScalar(expm1_array_f64, expm1_f64)).toBe(true);
  });
  it('increases', () => {
    expect<bool>(isIncreasing(expm1_f64, -40, 710)).toBe(true);
    expect<bool>(isIncreasing(expm1_f64, -1e-3, 1e-3)).toBe(true);
  });
});

describe('log', () => {
  it('has the right special values', () => {
    expect<f64>(log_f64(NaN)).toBeNaN();
    expect<f64>(log_f64(-MIN_SUBNORMAL)).toBeNaN();
    expect<f64>(log_f64(-Infinity)).toBeNaN();
    expect<f64>(log_f64(Infinity)).toBe(Infinity);
    expect<f64>(log_f64(0.0)).toBe(-Infinity);
    expect<f64>(log_f64(-0.0)).toBe(-Infinity);
    expect<u64>(bits(log_f64(1.0))).toBe(0);
  });
  it('handles the ends of the format', () => {
    expect<f64>(log_f64(MIN_SUBNORMAL)).toBe(-744.4400719213812);
    expect<f64>(log_f64(MAX)).toBe(709.782712893384);
  });
  it('gives the same bits in lanes, scalars and arrays', () => {
    expect<bool>(lanesMatchScalar((out, a, b) => v128.store(out, log_f64x2(pair(a, b))), log_f64)).toBe(true);
    expect<bool>(arrayMatchesScalar(log_array_f64, log_f64)).toBe(true);
  });
  it('increases', () => {
    expect<bool>(isIncreasing(log_f64, 0.0, 4.0)).toBe(true);
  });
});

describe('log1p', () => {
  it('has the right special values', () => {
    expect<f64>(log1p_f64(NaN)).toBeNaN();
    expect<f64>(log1p_f64(-1.0000000000000002)).toBeNaN();
    expect<f64>(log1p_f64(-Infinity)).toBeNaN();
    expect<f64>(log1p_f64(Infinity)).toBe(Infinity);
    expect<f64>(log1p_f64(-1.0)).toBe(-Infinity);
  });
  it('returns zeros and subnormals unchanged', () => {
    for (let i = 0; i < 8; i++) expect<u64>(bits(log1p_f64(HARD[i]))).toBe(bits(HARD[i]));
  });
  it('gives the same bits in lanes, scalars and arrays', () => {
    expect<bool>(lanesMatchScalar((out, a, b) => v128.store(out, log1p_f64x2(pair(a, b))), log1p_f64)).toBe(true);
    expect<bool>(arrayMatchesScalar(log1p_array_f64, log1p_f64)).toBe(true);
  });
  it('increases', () => {
    expect<bool>(isIncreasing(log1p_f64, -1.0, 4.0)).toBe(true);
  });
});

describe('tanh', () => {
  it('has the right special values', () => {
    expect<f64>(tanh_f64(NaN)).toBeNaN();
    expect<f64>(tanh_f64(Infinity)).toBe(1);
    expect<f64>(tanh_f64(-Infinity)).toBe(-1);
    expect<f64>(tanh_f64(19.0616)).toBe(1);
    expect<f64>(tanh_f64(-MAX)).toBe(-1);
  });
  it('keeps any NaN, whose bits are no index into its table', () => {
    for (let i: u64 = 1; i < 4096; i += 5) {
      expect<f64>(tanh_f64(reinterpret<f64>(0x7ff8000000000000 | i))).toBeNaN();
      expect<f64>(tanh_f64(reinterpret<f64>(0xffffffffffffffff - i))).toBeNaN();
    }
  });
  it('returns zeros and subnormals unchanged', () => {
    for (let i = 0; i < 8; i++) expect<u64>(bits(tanh_f64(HARD[i]))).toBe(bits(HARD[i]));
  });
  it('is odd to the last bit and never beyond 1', () => {
    let isOdd = true;
    let isBounded = true;
    for (let i = 0; i < 2000; i++) {
      const x = point(i);
      if (isNaN(x)) continue;
      isOdd = isOdd && bits(tanh_f64(-x)) == bits(-tanh_f64(x));
      isBounded = isBounded && abs(tanh_f64(x)) <= 1.0;
    }
    expect<bool>(isOdd).toBe(true);
    expect<bool>(isBounded).toBe(true);
  });
  it('gives the same bits in lanes, scalars and arrays', () => {
    expect<bool>(lanesMatchScalar((out, a, b) => v128.store(out, tanh_f64x2(pair(a, b))), tanh_f64)).toBe(true);
    expect<bool>(arrayMatchesScalar(tanh_array_f64, tanh_f64)).toBe(true);
  });
  it('increases', () => {
    expect<bool>(isIncreasing(tanh_f64, -3, 3)).toBe(true);
    expect<bool>(isIncreasing(tanh_f64, -0.05, 0.05)).toBe(true);
  });
});

describe('sigmoid', () => {
  it('has the right special values', () => {
    expect<f64>(sigmoid_f64(NaN)).toBeNaN();
    expect<f64>(sigmoid_f64(Infinity)).toBe(1);
    expect<u64>(bits(sigmoid_f64(-Infinity))).toBe(0);
    expect<f64>(sigmoid_f64(0.0)).toBe(0.5);
    expect<f64>(sigmoid_f64(-0.0)).toBe(0.5);
    expect<f64>(sigmoid_f64(40.0)).toBe(1);
  });
  it('keeps subnormal results', () => {
    expect<f64>(sigmoid_f64(-745.1332191019411)).toBe(MIN_SUBNORMAL);
    expect<u64>(bits(sigmoid_f64(-746.0))).toBe(0);
  });
  it('gives the same bits in lanes, scalars and arrays', () => {
    expect<bool>(lanesMatchScalar((out, a, b) => v128.store(out, sigmoid_f64x2(pair(a, b))), sigmoid_f64)).toBe(true);
    expect<bool>(arrayMatchesScalar(sigmoid_array_f64, sigmoid_f64)).toBe(true);
  });
  it('increases', () => {
    expect<bool>(isIncreasing(sigmoid_f64, -745, 30)).toBe(true);
  });
});
