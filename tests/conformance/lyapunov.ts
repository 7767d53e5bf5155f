/** Runs the Lyapunov estimators on the inputs of golden files (their fields: tests/golden/lyapunov/README.md). */
import { type Elementary, elementaryOf } from '../../src/kernel/elementary.js';
import { blockError } from '../../src/method/lyapunov/block-error.js';
import { covariantVectors } from '../../src/method/lyapunov/covariant.js';
import { entropyRate, kaplanYorke, participationDimension } from '../../src/method/lyapunov/dimension.js';
import { type DistanceCurves, divergenceEstimate } from '../../src/method/lyapunov/divergence.js';
import { identityColumns, plainQr } from '../../src/method/lyapunov/qr.js';
import { lyapunovSpectrum, type Spectrum } from '../../src/method/lyapunov/spectrum.js';
import { type Discretisation, discretise, type FlowOrMap } from '../../src/method/lyapunov/system.js';
import { largestByBounds, largestByInterval } from '../../src/method/lyapunov/two-trajectory.js';
import { drawEdges, drawWeights, fromDense, toDense, weightDeviation } from '../../src/model/rate/connectivity.js';
import { autocorrelationAt, meanField, meanFieldMap } from '../../src/model/rate/mean-field.js';
import { type RateForm, rateField, rateNetwork } from '../../src/model/rate/plain.js';
import { linear, lorenz63, roessler } from '../../src/model/reference/flows.js';
import { henon, logistic, matrixProduct } from '../../src/model/reference/maps.js';
import { absolute, type Comparison, equal, flatten, type Nested, relative } from './compare.js';
import type { Context } from './hebbian.js';
import { literatureCase } from './lyapunov-literature.js';
import { publishedSession } from './lyapunov-session.js';

/** Part of a golden file: plain data, read field by field. */
export type Golden = { readonly [key: string]: never };

export interface LyapunovCase {
  readonly name: string;
  readonly check: (context: Context) => Comparison[];
  readonly notYet?: string;
}

export const f64 = (value: Nested): Float64Array => Float64Array.from(flatten(value));
export const elementaryFor = (context: Context): Elementary => elementaryOf(context.kernels());

const list = (golden: Golden, key: string): readonly Golden[] => golden[key] as unknown as readonly Golden[];
const abs = (tolerance: Golden, key: string): number => (tolerance[key] as Golden).abs;
const rel = (tolerance: Golden, key: string): number => (tolerance[key] as Golden).rel;

function networkOf(golden: Golden, dt: number, elementary: Elementary): FlowOrMap {
  const W = golden.W as readonly (readonly number[])[];
  const ext = (golden.ext ?? null) as Nested;
  const options = {
    form: golden.form as RateForm,
    method: golden.method as Discretisation,
    dt,
    tau: golden.tau as number,
    input: ext === null ? null : f64(ext),
  };
  return rateNetwork(fromDense(f64(W), W.length), options, elementary);
}

function connectivityCase(golden: Golden, tolerance: Golden): Comparison[] {
  const [N, p] = [golden.N as number, golden.p as number];
  const rule = (golden.rule as string) === 'faithful' ? 'published' : 'variance';
  const edges = drawEdges(N, p, golden.uniforms);
  const drawn = drawWeights(edges, golden.normals, weightDeviation(rule, N, p), golden.centre);
  const pairs: number[][] = [];
  for (let i = 0; i < N; i++) {
    for (let e = edges.rowStart[i]; e < edges.rowStart[i + 1]; e++) pairs.push([i, edges.columns[e]]);
  }
  const expected = golden.expected as Golden;
  return [
    equal('edges', pairs, expected.edges),
    absolute('W', toDense(drawn), expected.W, abs(tolerance, 'connectivity')),
  ];
}

function fieldCase(golden: Golden, tolerance: Golden, elementary: Elementary): Comparison[] {
  const W = golden.W as readonly (readonly number[])[];
  const N = W.length;
  const ext = golden.ext as Nested;
  const field = rateField(fromDense(f64(W), N), golden.form, elementary, ext === null ? null : f64(ext));
  const identity = new Float64Array(N * N);
  for (let i = 0; i < N; i++) identity[i * N + i] = 1;
  const [f, own, J] = [new Float64Array(N), new Float64Array(N), new Float64Array(N * N)];
  field.evaluate(f64(golden.u), own);
  field.evaluateTangent(f64(golden.u), identity, N, f, J);
  const expected = golden.expected as Golden;
  const bound = abs(tolerance, 'fields');
  return [
    absolute('field', own, expected.field, bound),
    absolute('field with tangent', f, expected.field, bound),
    absolute('jacobian', J, expected.jacobian, bound),
  ];
}

function trajectoryCase(golden: Golden, tolerance: Golden, elementary: Elementary): Comparison[] {
  const system = networkOf(golden, golden.dt, elementary);
  const u = f64(golden.u0);
  const samples: number[] = [];
  for (let n = 0; n < (golden.n as number); n++) {
    samples.push(...u);
    system.step(u);
  }
  return [absolute('states', samples, golden.expected, abs(tolerance, 'trajectories'))];
}

function connectivityTrajectories(golden: Golden, tolerance: Golden): LyapunovCase[] {
  const named = (key: string): [Golden, string][] =>
    list(golden, key).map((one, index) => [one, `${key} ${(one.name as string | undefined) ?? index}`]);
  return [
    ...named('connectivity').map(([one, name]) => ({ name, check: () => connectivityCase(one, tolerance) })),
    ...named('fields').map(([one, name]) => ({
      name,
      check: (context: Context) => fieldCase(one, tolerance, elementaryFor(context)),
    })),
    ...named('trajectories').map(([one, name]) => ({
      name,
      check: (context: Context) => trajectoryCase(one, tolerance, elementaryFor(context)),
    })),
  ];
}

/** Distance curves of perturbed pairs, all samples. */
function simulateDistances(golden: Golden, elementary: Elementary): DistanceCurves {
  const starts = golden.u0 as readonly (readonly number[])[];
  const samples = golden.n as number;
  const D = new Float64Array(starts.length * samples); // [trials, samples]
  starts.forEach((start, trial) => {
    const system = networkOf(golden, golden.dt, elementary);
    const u = Float64Array.from(start);
    const v = u.map((value) => value + (golden.perturbation as number));
    for (let n = 0; n < samples; n++) {
      let sum = 0;
      for (let i = 0; i < u.length; i++) sum += (v[i] - u[i]) * (v[i] - u[i]);
      D[trial * samples + n] = Math.sqrt(sum);
      system.step(u);
      system.step(v);
    }
  });
  return { D, trials: starts.length, samples, dtMs: golden.dt };
}

/** The first 600 ms are predictable; later the curves decorrelate. */
const PREDICTABLE_MS = 600;
const PREDICTABLE_BOUND = 1e-8;

function divergence(golden: Golden, tolerance: Golden): LyapunovCase[] {
  const simulated = golden.simulated as Golden;
  const curvesCase = (context: Context): Comparison[] => {
    const { D, trials, samples } = simulateDistances(simulated, elementaryFor(context));
    const expected = simulated.expected as { readonly D: readonly number[][]; readonly every: number };
    const kept = expected.D.map((_, trial) =>
      Array.from({ length: Math.ceil(samples / expected.every) }, (_, n) => D[trial * samples + n * expected.every]),
    );
    const early = Math.ceil(PREDICTABLE_MS / expected.every);
    const firsts = (rows: readonly number[][]): number[] => rows.slice(0, trials).flatMap((row) => row.slice(0, early));
    return [
      absolute('D', kept.flat(), expected.D, abs(tolerance, 'simulated')),
      absolute('D, first 600 ms', firsts(kept), firsts(expected.D), PREDICTABLE_BOUND),
    ];
  };
  const estimateCase = (one: Golden, context: Context): Comparison[] => {
    const elementary = elementaryFor(context);
    const isSimulated = (one.D as unknown) === 'simulated';
    const rows = one.D as unknown as readonly number[][];
    const curves = isSimulated
      ? simulateDistances(simulated, elementary)
      : { D: f64(rows), trials: rows.length, samples: rows[0].length, dtMs: one.dt as number };
    const found = divergenceEstimate(curves, one.options, elementary);
    const expected = one.expected as Golden;
    const bound = rel(tolerance, isSimulated ? 'estimates_simulated' : 'estimates_given');
    const numbers: readonly [string, number | null][] = [
      ['slope', found.slope],
      ['intercept', found.intercept],
      ['lambda_per_s', found.lambdaPerS],
      ['lambda_per_s_faithful', found.lambdaPerSFaithful],
    ];
    return [
      equal('kept', found.kept, expected.kept),
      equal('point', found.point, expected.point),
      equal('has a reason if and only if it has no number', found.reason === null, expected.slope !== null),
      ...numbers.map(([key, value]) =>
        value === null ? equal(key, value, expected[key]) : relative(key, [value], expected[key], bound),
      ),
    ];
  };
  return [
    { name: 'distance curves', check: curvesCase },
    ...list(golden, 'estimates').map((one) => ({
      name: one.name as string,
      check: (context: Context) => estimateCase(one, context),
    })),
  ];
}

/** The system that a spectrum's case describes. */
function systemOf(golden: Golden, dt: number, elementary: Elementary): FlowOrMap {
  switch (golden.kind as string) {
    case 'network':
      return networkOf(golden, dt, elementary);
    case 'lorenz63':
      return discretise(lorenz63(golden.sigma, golden.rho, golden.beta), golden.method, dt);
    case 'roessler':
      return discretise(roessler(golden.a, golden.b, golden.c), golden.method, dt);
    case 'henon':
      return henon(golden.a, golden.b);
    case 'logistic':
      return logistic(golden.r);
    case 'product': {
      const matrices = (golden.matrices as Nested[]).map(f64);
      return matrixProduct(Math.sqrt(matrices[0].length), (n) => matrices[n]);
    }
    default:
      throw new Error(`unknown system '${golden.kind as string}'`);
  }
}

function spectrumCase(one: Golden, bound: number, elementary: Elementary): Comparison[] {
  const system = systemOf(one.system, one.dt, elementary);
  const Q = f64(one.Q0);
  const found: Spectrum = lyapunovSpectrum(
    system,
    f64(one.u0),
    {
      k: Q.length / system.dim,
      transient: one.n_transient,
      align: one.n_align,
      record: one.n_record,
      every: one.every,
      Q,
    },
    plainQr(elementary),
  );
  const expected = one.expected as Golden;
  return [
    absolute('exponents', found.exponents, expected.exponents, bound),
    absolute('logs', found.logs, expected.logs, bound),
    absolute('final_state', found.u, expected.final_state, bound),
    absolute('kaplan_yorke', [kaplanYorke(found.exponents).dimension], expected.kaplan_yorke, bound),
    absolute('entropy_rate', [entropyRate(found.exponents)], expected.entropy_rate, bound),
  ];
}

function linearCase(one: Golden, tolerance: Golden, elementary: Elementary): Comparison[] {
  const dim = (one.u0 as number[]).length;
  const system = discretise(linear(f64(one.A), dim), one.method, one.dt);
  const plan = {
    k: dim,
    Q: identityColumns(dim, dim),
    transient: 0,
    align: one.n_align,
    record: one.n_record,
    every: one.every,
  };
  const { exponents } = lyapunovSpectrum(system, f64(one.u0), plan, plainQr(elementary));
  const expected = one.expected as Golden;
  return [
    absolute('exponents', exponents, expected.exponents, abs(tolerance, 'linear_exponents')),
    absolute('eigenvalues', exponents, expected.eigenvalue_real_parts, abs(tolerance, 'linear_vs_eigenvalues')),
  ];
}

function twoTrajectoryCase(one: Golden, tolerance: Golden, elementary: Elementary): Comparison[] {
  const bound = rel(tolerance, 'two_trajectory');
  const common = { transient: one.n_transient, record: one.n_record, direction: f64(one.direction) };
  const system = networkOf(one, one.dt, elementary);
  const [fixed, bounds] = [one.fixed as Golden, one.bounds as Golden];
  const byInterval = largestByInterval(
    system,
    f64(one.u0),
    { ...common, d0: fixed.d0, every: fixed.every },
    elementary,
  );
  const limits = { d0: bounds.d0, lower: bounds.lower, upper: bounds.upper };
  const byBounds = largestByBounds(system, f64(one.u0), { ...common, ...limits }, elementary);
  const [expectedFixed, expectedBounds] = [fixed.expected as Golden, bounds.expected as Golden];
  return [
    relative('fixed: exponent', [byInterval.exponent], expectedFixed.exponent, bound),
    relative('fixed: history', byInterval.history, expectedFixed.history, bound),
    relative('bounds: exponent', [byBounds.exponent], expectedBounds.exponent, bound),
    equal('bounds: rescalings', byBounds.rescalings, expectedBounds.rescalings),
  ];
}

/** Column j of V [dim, k] with the sign that agrees with the golden one. */
function alignSigns(V: Float64Array, golden: Float64Array, k: number): Float64Array {
  const dots = new Float64Array(k);
  V.forEach((value, at) => {
    dots[at % k] += value * golden[at];
  });
  return V.map((value, at) => (dots[at % k] < 0 ? -value : value));
}

function covariantCase(one: Golden, tolerance: Golden, elementary: Elementary): Comparison[] {
  const k = one.k as number;
  const system = networkOf(one, one.dt, elementary);
  const plan = {
    k,
    Q: identityColumns(system.dim, k),
    transient: one.n_transient as number,
    align: one.n_align as number,
    record: one.n_record as number,
    back: one.n_back as number,
    every: one.every as number,
  };
  const { vectors, exponents } = covariantVectors(system, f64(one.u0), plan, plainQr(elementary), elementary);
  const expected = one.expected as Golden;
  const size = system.dim * k;
  const bound = abs(tolerance, 'covariant');
  const [first, last] = [f64(expected.first), f64(expected.last)];
  return [
    absolute('first', alignSigns(vectors.subarray(0, size), first, k), expected.first, bound),
    absolute('last', alignSigns(vectors.subarray(vectors.length - size), last, k), expected.last, bound),
    absolute('exponents', exponents, expected.exponents, bound),
  ];
}

function dimensionCase(one: Golden, tolerance: Golden): Comparison[] {
  const expected = one.expected as Golden;
  const bound = abs(tolerance, 'dimensions');
  return [
    absolute('kaplan_yorke', [kaplanYorke(one.exponents).dimension], expected.kaplan_yorke, bound),
    absolute('entropy_rate', [entropyRate(one.exponents)], expected.entropy_rate, bound),
  ];
}

function spectrum(golden: Golden, tolerance: Golden): LyapunovCase[] {
  const [block, X] = [golden.block_error as Golden, golden.participation as Golden];
  const withElementary =
    (check: (one: Golden, tolerance: Golden, elementary: Elementary) => Comparison[], key: string) =>
    (context: Context) =>
      check(golden[key], tolerance, elementaryFor(context));
  return [
    ...list(golden, 'spectra').map((one) => ({
      name: one.name as string,
      check: (context: Context) => {
        const kind = (one.name as string).startsWith('chaotic') ? 'spectra_chaotic' : 'spectra_regular';
        return spectrumCase(one, abs(tolerance, kind), elementaryFor(context));
      },
    })),
    { name: 'linear', check: withElementary(linearCase, 'linear') },
    { name: 'two trajectories', check: withElementary(twoTrajectoryCase, 'two_trajectory') },
    { name: 'covariant vectors', check: withElementary(covariantCase, 'covariant') },
    ...list(golden, 'dimensions').map((one, index) => ({
      name: `dimensions ${index}`,
      check: () => dimensionCase(one, tolerance),
    })),
    {
      name: 'block error',
      check: () => {
        const k = (block.local as number[][])[0].length;
        const found = blockError(f64(block.local), k, block.blocks);
        return [relative('errors', found, block.expected, rel(tolerance, 'block_error'))];
      },
    },
    {
      name: 'participation dimension',
      check: () => {
        const found = participationDimension(f64(X.X), (X.X as number[][])[0].length);
        return [relative('dimension', [found], X.expected, rel(tolerance, 'participation'))];
      },
    },
  ];
}

function referenceSystems(golden: Golden, tolerance: Golden): LyapunovCase[] {
  const isSensitive = (one: Golden): boolean => ['henon', 'logistic'].includes((one.system as Golden).kind);
  return [
    ...list(golden, 'spectra').map((one) => ({
      name: one.name as string,
      check: (context: Context) => {
        const bound = abs(tolerance, isSensitive(one) ? 'henon_and_logistic' : 'spectra');
        return spectrumCase(one, bound, elementaryFor(context));
      },
    })),
    ...list(golden, 'literature').map((one, index) => ({
      name: `literature ${index}: ${one.system as string}`,
      check: (context: Context) => literatureCase(one, context),
    })),
  ];
}

function meanFieldCases(golden: Golden, tolerance: Golden): LyapunovCase[] {
  const row = (one: Golden, context: Context): Comparison[] => {
    const elementary = elementaryFor(context);
    const expected = one.expected as Golden;
    const [flow, map] = [meanField(one.g, elementary), meanFieldMap(one.g, elementary)];
    const times = expected.autocorrelation_times as number[] | undefined;
    const found = [
      relative('variance', [flow.variance], expected.variance, rel(tolerance, 'variance')),
      absolute('max_exponent', [flow.maxExponent], expected.max_exponent, abs(tolerance, 'max_exponent')),
    ];
    if (times === undefined) return found;
    const curve = times.map((t) => autocorrelationAt(flow, t));
    return [
      ...found,
      absolute('autocorrelation', curve, expected.autocorrelation, abs(tolerance, 'autocorrelation')),
      relative('map_variance', [map.variance], expected.map_variance, rel(tolerance, 'map_variance')),
      absolute('map_exponent', [map.exponentPerStep], expected.map_exponent_per_step, abs(tolerance, 'map_exponent')),
    ];
  };
  return [...list(golden, 'rows'), ...list(golden, 'below_threshold')].map((one) => ({
    name: `g = ${one.g as number}`,
    check: (context: Context) => row(one, context),
  }));
}

const later = (name: string, notYet: string): LyapunovCase => ({ name, check: () => [], notYet });

/** The cases of a file of this family; undefined for a kind that is not known. */
export function lyapunovCases(kind: string, golden: Golden): readonly LyapunovCase[] | undefined {
  const tolerance = golden.tolerance as Golden;
  switch (kind) {
    case 'connectivity_trajectories':
      return connectivityTrajectories(golden, tolerance);
    case 'divergence':
      return divergence(golden, tolerance);
    case 'spectrum':
      return spectrum(golden, tolerance);
    case 'reference_systems':
      return referenceSystems(golden, tolerance);
    case 'mean_field':
      return meanFieldCases(golden, tolerance);
    case 'published_session':
      return publishedSession(golden, tolerance);
    case 'columns':
    case 'columns_analysis':
      return [later(kind, 'cortical columns')];
    default:
      return undefined;
  }
}
