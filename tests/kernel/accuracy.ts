/** Measures the error of the WASM elementary functions against the double-double references. */
import { bytesOf } from './modules.js';
import {
  expm1Reference,
  expReference,
  log1pReference,
  logReference,
  type Reference,
  sigmoidReference,
  tanhReference,
} from './reference.js';

/** Kernel exports used by the accuracy and the random tests. Pointers are byte offsets. */
export interface NumericKernels {
  readonly memory: WebAssembly.Memory;
  readonly [kernel: `${string}_array_f64`]: (src: number, dst: number, n: number) => void;
  readonly [fill: `fill_${string}`]: (dst: number, n: number, ...rest: number[]) => void;
}

/** A build's exports plus one array region per use, beyond everything the module itself placed in memory. */
export interface Workbench {
  readonly kernels: NumericKernels;
  readonly base: number;
}

/** Instantiates a build of the core's kernels with room for `nDoubles` doubles from `base` on. */
export function openWorkbench(build: 'strict' | 'fast', nDoubles: number): Workbench {
  const abort = (): never => {
    throw new Error('abort');
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytesOf('core', build)), { env: { abort } });
  const kernels = instance.exports as unknown as NumericKernels;
  const base = kernels.memory.buffer.byteLength;
  kernels.memory.grow(Math.ceil((nDoubles * 8) / 65536));
  return { kernels, base };
}

/** Where points are drawn: |x| = 2^e m with e uniform in from..to (log), or x uniform in from..to (linear). */
interface Range {
  readonly kind: 'log' | 'linear';
  readonly from: number;
  readonly to: number;
}

/** A function under test. `bound` in ulp is what the kernel's head comment promises. */
export interface Subject {
  readonly name: string;
  readonly reference: Reference;
  readonly bound: number;
  /** Whether the fast build fuses operations of it, so that bits differ. */
  readonly isFused?: true;
  /** Points outside are mirrored or skipped: the reference is not defined there. */
  readonly domain: readonly [number, number];
  readonly ranges: readonly Range[];
  /** Zeros, clamp points, interval ends: tested with neighbours on both sides. */
  readonly hard: readonly number[];
}

const everywhere: Range = { kind: 'log', from: -1074, to: 1024 };
const log = (from: number, to: number): Range => ({ kind: 'log', from, to });
const linear = (from: number, to: number): Range => ({ kind: 'linear', from, to });
const LN2 = Math.LN2;
const common = [2 ** -1074, 1e-310, 2 ** -1022, 2 ** -54, 2 ** -53, 2 ** -30, 0.5, LN2 / 2, LN2, 1.5 * LN2, 1, 2];

export const SUBJECTS: readonly Subject[] = [
  {
    name: 'exp',
    reference: expReference,
    bound: 1,
    domain: [-800, 800],
    ranges: [everywhere, log(-30, 10), linear(-746, 710), linear(-1, 1)],
    hard: [...common, 709.782712893384, 709.7827128933841, -708.4, -745.1332191019411, -745.1332191019412, -746, 710],
  },
  {
    name: 'expm1',
    reference: expm1Reference,
    bound: 1.5,
    domain: [-800, 800],
    ranges: [everywhere, log(-60, 10), linear(-40, 40), linear(-1.5, 1.5)],
    hard: [...common, 37, -37, -40, 41.5, 709.782712893384, 709.7827128933841, 710],
  },
  {
    name: 'log',
    reference: logReference,
    bound: 1,
    domain: [Number.MIN_VALUE, Number.MAX_VALUE],
    ranges: [everywhere, linear(0.5, 2), log(-8, 8)],
    hard: [...common, Math.SQRT1_2, Math.SQRT2, 1 + 2 ** -52, 1 - 2 ** -53, Number.MAX_VALUE],
  },
  {
    name: 'log1p',
    reference: log1pReference,
    bound: 1,
    domain: [-1 + 2 ** -53, Number.MAX_VALUE],
    ranges: [everywhere, log(-60, 8), linear(-1, 1), linear(-0.4, 0.6)],
    hard: [...common, Math.SQRT1_2 - 1, Math.SQRT2 - 1, 2 ** 52, 2 ** 53, -0.5, -1 + 2 ** -53, Number.MAX_VALUE],
  },
  {
    name: 'tanh',
    reference: tanhReference,
    bound: 2.75,
    isFused: true,
    domain: [-Number.MAX_VALUE, Number.MAX_VALUE],
    // the last is where most roundings add up
    ranges: [
      everywhere,
      log(-30, 5),
      linear(-2, 2),
      linear(-20, 20),
      linear(0.005, 0.05),
      linear(1 / 128, 1 / 128 + 1.6e-7),
    ],
    hard: [...common, 1 / 128, 3 / 128, 0.5 + 1 / 128, 18.72, 19.0546875, 19.0615, 19.0616, 19.0625, 19.0703125, 20],
  },
  {
    name: 'sigmoid',
    reference: sigmoidReference,
    bound: 2.5,
    domain: [-800, 800],
    ranges: [everywhere, log(-30, 10), linear(-746, 40), linear(-4, 4)],
    hard: [...common, 36.7, 36.8, -36.7, -708.4, -745.1332191019411, -745.1332191019412, -746],
  },
];

const scratch = (): { readonly f: Float64Array; readonly u: BigUint64Array; readonly w: Uint32Array } => {
  const f = new Float64Array(1);
  return { f, u: new BigUint64Array(f.buffer), w: new Uint32Array(f.buffer) };
};

/** The next double above `x`, x > 0. */
function nextUp(x: number): number {
  const { f, u } = scratch();
  f[0] = x;
  u[0] += 1n;
  return f[0];
}

/** The double before `x`, x > 0. */
function nextDown(x: number): number {
  const { f, u } = scratch();
  f[0] = x;
  u[0] -= 1n;
  return f[0];
}

/** The hard points of a subject, both signs, each with its neighbours, inside the domain. */
export function hardPoints(subject: Subject): Float64Array {
  const magnitudes = subject.hard.map(Math.abs).flatMap((x) => [x, nextUp(x), nextDown(x)]);
  const [from, to] = subject.domain;
  return Float64Array.from(magnitudes.flatMap((x) => [x, -x]).filter((x) => x >= from && x <= to && x !== 0));
}

/** Point made of three uniform numbers: the range's position, the mantissa, the sign. */
function pointOf(range: Range, position: number, mantissa: number, sign: number): number {
  if (range.kind === 'linear') return range.from + (range.to - range.from) * position;
  const exponent = Math.floor(range.from + (range.to - range.from) * position);
  const magnitude =
    exponent < -1022 ? (1 + mantissa) * 2 ** -1022 * 2 ** (exponent + 1022) : (1 + mantissa) * 2 ** exponent;
  return sign < 0.5 ? -magnitude : magnitude;
}

/** Points `first` .. of a subject's fixed sequence, cycling through its ranges; points beyond the domain are mirrored. */
export function drawPoints(bench: Workbench, subject: Subject, nPoints: number, first: number): Float64Array {
  const stream = SUBJECTS.indexOf(subject);
  bench.kernels.fill_uniform_f64(bench.base, 3 * nPoints, 20261122, 0, 1, stream, 3 * first, 0, 0, 1);
  const uniforms = new Float64Array(bench.kernels.memory.buffer, bench.base, 3 * nPoints);
  const [from, to] = subject.domain;
  const points = new Float64Array(nPoints);
  for (let i = 0; i < nPoints; i++) {
    const range = subject.ranges[(first + i) % subject.ranges.length];
    const x = pointOf(range, uniforms[3 * i], uniforms[3 * i + 1], uniforms[3 * i + 2]);
    // Outside: the mirror image, or failing that the same digits closer to 0.
    points[i] = x >= from && x <= to ? x : -x >= from && -x <= to ? -x : Math.max(x % 1, from);
  }
  return points;
}

/** Result of a measurement: the largest error in ulp, where, and over how many points. */
export interface Measured {
  readonly maxUlp: number;
  readonly worst: number;
  readonly nPoints: number;
}

/** |y - reference| in ulps of the reference; 0 if both overflow to the same infinity. */
export function ulpError(y: number, out: Float64Array, words: Uint32Array, double: Float64Array): number {
  const exponent = out[2];
  const half = Math.trunc(exponent / 2);
  const rest = exponent - half;
  if (!Number.isFinite(y)) return out[0] * 2 ** half * 2 ** rest === y ? 0 : Number.POSITIVE_INFINITY;
  const scaled = y * 2 ** -half * 2 ** -rest;
  double[0] = out[0];
  const binade = ((words[1] >>> 20) & 0x7ff) - 1023;
  const ulpExponent = Math.max(binade - 52, -1074 - exponent);
  return Math.abs((scaled - out[0] - out[1]) * 2 ** -Math.ceil(ulpExponent / 2) * 2 ** -Math.floor(ulpExponent / 2));
}

/** Runs the kernel on `points` and returns the largest error. */
export function measure(bench: Workbench, subject: Subject, points: Float64Array): Measured {
  const n = points.length;
  new Float64Array(bench.kernels.memory.buffer, bench.base, n).set(points);
  bench.kernels[`${subject.name}_array_f64`](bench.base, bench.base + 8 * n, n);
  const values = new Float64Array(bench.kernels.memory.buffer, bench.base + 8 * n, n);
  const out = new Float64Array(3);
  const { f, w } = scratch();
  let maxUlp = 0;
  let worst = Number.NaN;
  for (let i = 0; i < n; i++) {
    subject.reference(points[i], out);
    const error = ulpError(values[i], out, w, f);
    // Written so that a NaN error counts as the worst.
    if (!(error <= maxUlp)) {
      maxUlp = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
      worst = points[i];
    }
  }
  return { maxUlp, worst, nPoints: n };
}
