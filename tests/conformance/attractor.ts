/** Runs the attractor engine on the inputs of golden files (their fields: tests/golden/attractor/README.md). */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  angleTable,
  orthogonality,
  publishedAttractorOrthogonality,
  publishedDataOrthogonality,
} from '../../src/analysis/angles.js';
import { antisymmetricPart, asymmetry, frobeniusNorm, symmetricPart } from '../../src/analysis/asymmetry.js';
import { correlation, crossCorrelationTable, forgettingCorrelation } from '../../src/analysis/correlation.js';
import { countDistinct } from '../../src/analysis/distinct.js';
import { projections } from '../../src/analysis/projection.js';
import { decode } from '../../src/analysis/sequence.js';
import { zScored } from '../../src/dataset/preprocess.js';
import type { Kernels } from '../../src/kernel/kernels.js';
import { advance, CURVES, type Noise, type Trace } from '../../src/model/attractor/advance.js';
import { continuousBernoulli } from '../../src/model/attractor/continuous-bernoulli.js';
import { placeEvidence } from '../../src/model/attractor/evidence.js';
import { couplings, createNetwork, type Network, state } from '../../src/model/attractor/network.js';
import { reconstruct } from '../../src/model/attractor/reconstruct.js';
import { createRelaxer, type RelaxationMode } from '../../src/model/attractor/relaxation.js';
import type { Prediction, StepRule } from '../../src/model/attractor/rule.js';
import { type FoundAttractor, searchAttractors } from '../../src/model/attractor/search.js';
import { absolute, type Comparison, equal, mixed, type Nested } from './compare.js';
import type { Context } from './hebbian.js';

/** Part of a golden file: plain data, read field by field. */
export type Golden = { readonly [key: string]: never };

export interface AttractorCase {
  readonly name: string;
  readonly check: (context: Context) => Comparison[];
}

/** Numbers of a golden list; non-finite ones are words there. */
const numbers = (value: unknown): Float64Array => {
  const flat = (entry: unknown): number[] => (Array.isArray(entry) ? entry.flatMap(flat) : [Number(entry)]);
  return Float64Array.from(flat(value));
};
const number = (value: unknown): number => Number(value);

/** The high word of the product of two unsigned 32-bit words. */
function highWord(a: number, b: number): number {
  const [a1, a0, b1, b0] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return a1 * b1 + Math.floor(middle / 65536) + Math.floor(((middle & 0xffff) + a0 * b1) / 65536);
}

/** Uniforms of the golden generator (README), on pairs of words, checked against the first and the last that the file names. */
export function goldenUniforms(block: Golden): Float64Array {
  const shape = block.shape as readonly number[];
  const count = shape.reduce((product, size) => product * size, 1);
  const uniforms = new Float64Array(count);
  let [high, low] = [Math.floor(number(block.seed) / 2 ** 32), number(block.seed) >>> 0];
  for (let k = 0; k < count; k++) {
    const sum = low + 0x7f4a7c15;
    high = (high + 0x9e3779b9 + (sum >= 2 ** 32 ? 1 : 0)) >>> 0;
    low = sum >>> 0;
    let [h, l] = [high, low];
    for (const [shift, by1, by0] of ROUNDS) {
      l = (l ^ ((l >>> shift) | (h << (32 - shift)))) >>> 0;
      h = (h ^ (h >>> shift)) >>> 0;
      h = (highWord(l, by0) + Math.imul(h, by0) + Math.imul(l, by1)) >>> 0;
      l = Math.imul(l, by0) >>> 0;
    }
    l = (l ^ ((l >>> 31) | (h << 1))) >>> 0;
    h = (h ^ (h >>> 31)) >>> 0;
    uniforms[k] = (h * 2 ** 21 + (l >>> 11)) * 2 ** -53;
  }
  const first = block.first as readonly number[];
  const isRight = first.every((value, k) => value === uniforms[k]) && uniforms[count - 1] === number(block.last);
  if (!isRight) throw new Error('the generator of uniforms is not that of the golden files');
  return uniforms;
}

/** Shift and multiplier (high and low word) of the two rounds of splitmix64. */
const ROUNDS = [
  [30, 0xbf58476d, 0x1ce4e5b9],
  [27, 0x94d049bb, 0x133111eb],
] as const;

/** Largest difference as a share of an allowance that differs from entry to entry. */
function allowed(
  quantity: string,
  computed: ArrayLike<number>,
  golden: ArrayLike<number>,
  bounds: (i: number) => number,
): Comparison {
  let error = computed.length === golden.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < golden.length; i++) {
    if (Object.is(computed[i], golden[i])) continue;
    const share = Math.abs(computed[i] - golden[i]) / bounds(i);
    if (!(share <= error)) error = Number.isNaN(share) ? Number.POSITIVE_INFINITY : share;
  }
  return { quantity, error, bound: 1 };
}

function scalarFunctions(golden: Golden, kernels: Kernels): Comparison[] {
  const law = continuousBernoulli(kernels);
  const x = numbers(golden.x);
  const rel = number((golden.tolerance as Golden).right_rel);
  const relativeTo = (values: ArrayLike<number>) => (i: number) => rel * Math.abs(values[i]) || Number.MIN_VALUE;
  const one = (
    quantity: string,
    at: Float64Array,
    f: (t: number) => number,
    expected: unknown,
    bounds?: (i: number) => number,
  ) => {
    const values = numbers(expected);
    return allowed(quantity, at.map(f), values, bounds ?? relativeTo(values));
  };
  const entropy = golden.entropy as Golden;
  const inverse = golden.inverse as Golden;
  const sampler = golden.sampler as Golden;
  const [b, u, y, t] = [numbers(sampler.b), numbers(sampler.u), numbers(inverse.y), numbers(entropy.x)];
  const density = golden.density as unknown as readonly Golden[];
  const densities = density.flatMap((row) => [...numbers(row.x).map((at) => law.density(number(row.b), at))]);
  const expected = numbers(density.map((row) => row.p));
  const logOdds = density.flatMap((row) => Array.from(numbers(row.x), () => number(row.b)));
  // entropies are differences of numbers of the size of |x| (README: entropy_abs)
  const entropyBound = (i: number): number => 1e-12 + 1e-13 * Math.abs(t[i]);
  const samplerBound = (i: number): number =>
    1e-13 + 1e-15 / Math.abs(b[i]) + (b[i] < 0 ? 1e-15 / (Math.abs(b[i]) * (1 - u[i])) : 0);
  return [
    one('L', x, law.mean, golden.langevin_right),
    one('L, literal', x, law.meanLiteral, golden.langevin_faithful, (i) => 4e-15 + 1e-15 / Math.abs(x[i])),
    one("L'", x, law.variance, golden.langevin_derivative_right),
    one('psi', x, law.logPartition, golden.log_partition_right),
    one('entropy', t, law.entropy, entropy.right, entropyBound),
    one('inverse, exact', y, law.inverse, inverse.exact, (i) =>
      Math.max(rel * Math.abs(number((inverse.exact as number[])[i])), Number.MIN_VALUE),
    ),
    one('inverse, rational', y, law.inverseRational, inverse.pade, (i) =>
      Math.max(1e-14 * Math.abs(number((inverse.pade as number[])[i])), Number.MIN_VALUE),
    ),
    // the file takes the law as uniform up to |b| = 1e-8, which is |b| off
    allowed(
      'density',
      densities,
      expected,
      (i) => rel * expected[i] + (Math.abs(logOdds[i]) <= 1e-8 ? Math.abs(logOdds[i]) : 0),
    ),
    absolute(
      'sampler',
      b.map((value, i) => law.sample(value, u[i])),
      sampler.x_right,
      1e-13,
    ),
    allowed(
      'sampler, literal',
      b.map((value, i) => law.sampleLiteral(value, u[i])),
      numbers(sampler.x_faithful),
      samplerBound,
    ),
  ];
}

function relaxation(golden: Golden, tolerance: Golden, kernels: Kernels): Comparison[] {
  const J = numbers(golden.J);
  const [start, bias] = [numbers(golden.s0), numbers(golden.b)];
  const n = start.length;
  const [beta, maxSteps] = [number(golden.beta), number(golden.max_steps)];
  const trajectory = golden.trajectory as unknown as readonly (readonly number[])[];
  const network = createNetwork(kernels, { n, J, sigma: start });
  const rule = { sampling: 'mean', beta } as const;
  const trace = advance(network, { steps: trajectory.length - 1, bias, rule, states: true, curves: true });
  const relaxer = createRelaxer(kernels, n, J);
  const first = relaxer.meter.at(start, bias).freeEnergy;
  // where the state flips for ever, the end depends on the parity of the steps: the trajectory says it all
  const isAlternating = String(golden.name).includes('mirror') || String(golden.name).includes('travelling');
  const verdicts = (['right', 'faithful'] as const).flatMap((mode: RelaxationMode) => {
    const expected = golden[mode] as Golden;
    const options = {
      mode,
      beta,
      maxSteps,
      bias,
      tolerance: number(golden.tol),
      longestPeriod: 2,
      numerics: mode === 'right' ? 'right' : 'literal',
    } as const;
    const found = relaxer.relax(start, options);
    const end = numbers(expected.state);
    const isLost = Number.isNaN(end[0]);
    // the literal L is 1e-15/|x| off (file 01), which is what is left of a state that decays
    const bound = (i: number): number =>
      10 * number(tolerance.trajectory_abs) + (mode === 'right' ? 0 : 1e-15 / Math.abs(end[i]));
    return [
      equal(`${mode}: status`, found.status, expected.status),
      absolute(`${mode}: steps`, [found.steps], number(expected.steps), mode === 'right' ? 2 : 10),
      ...(isLost ? [equal(`${mode}: state`, found.state.every(Number.isNaN), true)] : []),
      ...(isLost || isAlternating || found.steps !== number(expected.steps)
        ? []
        : [allowed(`${mode}: state`, found.state, end, bound)]),
    ];
  });
  return [
    absolute('trajectory', trace.states, trajectory.slice(1), number(tolerance.trajectory_abs)),
    absolute('free energy', [first, ...trace.curves.free_energy], golden.vfe, number(tolerance.vfe_abs)),
    ...verdicts,
  ];
}

function ruleOf(golden: Golden): Partial<StepRule> {
  const options = golden.options as Golden;
  return {
    beta: number(golden.beta),
    eta: number(golden.eta),
    prediction: ((options.predict as string | undefined) ?? 'field') as Prediction,
    predictionBeta: (options.predict_beta as boolean | undefined) ?? false,
  };
}

function learningSteps(golden: Golden, tolerance: number, kernels: Kernels): Comparison[] {
  const steps = golden.steps as unknown as readonly Golden[];
  const n = (golden.s0 as readonly number[]).length;
  return (['right', 'literal'] as const).flatMap((numerics) => {
    const network = createNetwork(kernels, { n, J: numbers(golden.J0), sigma: numbers(golden.s0) });
    const rule = { ...ruleOf(golden), numerics };
    const bias = numbers(golden.b);
    const uniforms = numbers(golden.u);
    return steps.flatMap((expected, t) => {
      const trace = advance(network, {
        steps: 1,
        bias,
        rule,
        curves: true,
        noise: { uniforms: uniforms.slice(t * n) },
      });
      const seen = network.block.f64('seen').slice(0, n);
      const drives = seen.map((h, i) => number(golden.beta) * (bias[i] + h));
      const names = ['weight_change', 'accuracy', 'complexity', 'vfe', 'mean_field_free_energy'];
      return [
        absolute(`${numerics} ${t}: field`, seen, expected.field, tolerance),
        absolute(`${numerics} ${t}: drive`, drives, expected.theta, tolerance),
        absolute(`${numerics} ${t}: state`, state(network), expected.state, tolerance),
        absolute(`${numerics} ${t}: J`, couplings(network), expected.J, tolerance),
        ...CURVES.map((name, c) =>
          absolute(`${numerics} ${t}: ${name}`, trace.curves[name], expected[names[c]], tolerance * 100),
        ),
      ];
    });
  });
}

function gibbs(golden: Golden, tolerance: number, kernels: Kernels): Comparison[] {
  const first = (golden.cases as unknown as readonly Golden[])[0];
  const n = (first.s0 as readonly number[]).length;
  const network = createNetwork(kernels, { n, J: numbers(first.J0), sigma: numbers(first.s0) });
  const expected = (golden.gibbs as Golden).states_after_each_sweep as unknown as readonly Nested[];
  const trace = advance(network, {
    steps: expected.length,
    bias: numbers(first.b),
    rule: { schedule: 'sequential' },
    states: true,
    noise: { uniforms: numbers(first.u) },
  });
  return [absolute('states', trace.states, expected, tolerance)];
}

/** z-scored digits by row, squared as the spec asks. */
export function digitRows(rows: readonly number[]): readonly Float64Array[] {
  const text = gunzipSync(readFileSync('data/digits.csv.gz')).toString('utf8').trim().split('\n');
  const header = text[0].split(',');
  const columns = header.map((name, c) => ({ name, c })).filter(({ name }) => /^p\d/.test(name));
  return rows.map((row) => {
    const values = text[row + 1].split(',').map(Number);
    return zScored(
      columns.map(({ c }) => values[c] * values[c]),
      `row ${row}`,
    );
  });
}

/** Trains a network on given evidence with given uniforms; one epoch a row of `order`. */
function trained(
  kernels: Kernels,
  patterns: readonly Float64Array[],
  params: Golden,
  order: (epoch: number) => number,
  uniforms: Golden,
): { readonly network: Network; readonly trace: Trace } {
  const n = patterns[0].length;
  const network = createNetwork(kernels, { n });
  const e = number(params.evidence_level);
  const K = number(params.steps_per_epoch);
  const trace = advance(network, {
    steps: number(params.epochs) * K,
    evidence: placeEvidence(
      kernels,
      n,
      patterns.map((z) => z.map((value) => e * value)),
    ),
    shown: (t) => order(Math.floor(t / K)),
    rule: { beta: number(params.beta), eta: number(params.eta) },
    curves: true,
    noise: { uniforms: goldenUniforms(uniforms) },
  });
  return { network, trace };
}

const CURVE_NAMES = {
  weight_change: 'weight_change',
  accuracy: 'accuracy',
  complexity: 'complexity',
  vfe: 'free_energy',
} as const;

function curveChecks(trace: Trace, expected: Golden, tolerance: Golden): Comparison[] {
  const at = expected.sample_index as readonly number[];
  return Object.entries(CURVE_NAMES).map(([name, curve]) => {
    const values = at.map((t) => trace.curves[curve][t]);
    return mixed(name, values, expected[name], number(tolerance.curves_rel), number(tolerance.curves_abs));
  });
}

function attractorChecks(
  found: readonly FoundAttractor[],
  expected: Golden,
  tolerance: Golden,
  field = 'attractors',
): Comparison[] {
  return [
    absolute(
      'attractors',
      found.flatMap(({ last }) => [...last]),
      expected[field],
      number(tolerance.attractors_abs),
    ),
    absolute(
      'relaxation steps',
      found.map(({ steps }) => steps),
      expected.relax_steps,
      10,
    ),
  ];
}

/** Attractors by the published test, from the patterns as they are scaled. */
function searched(
  kernels: Kernels,
  J: Float64Array,
  patterns: readonly Float64Array[],
  factor: number,
): readonly FoundAttractor[] {
  const relaxer = createRelaxer(kernels, patterns[0].length, J);
  const scaled = patterns.map((z) => z.map((value) => factor * value));
  return searchAttractors(kernels, relaxer, scaled, { levels: [0], mode: 'faithful' });
}

const joined = (rows: readonly Float64Array[]): Float64Array => Float64Array.from(rows.flatMap((row) => [...row]));

const barPattern = (isOn: (x: number, y: number) => number): Float64Array =>
  zScored(
    Array.from({ length: 25 }, (_, i) => isOn(i % 5, Math.floor(i / 5))),
    'bar',
  );

function probeRun(
  network: Network,
  probe: Golden,
  bias: Float64Array,
  attractors: Float64Array,
  tolerance: Golden,
): Comparison[] {
  const steps = number(probe.steps);
  const noise: Noise = { uniforms: goldenUniforms(probe.uniforms) };
  const trace = advance(network, { steps, bias, rule: { beta: number(probe.beta) }, states: true, noise });
  const shown = projections(trace.states, attractors, 2, network.n); // [steps, 2]
  const columns = [0, 1].flatMap((a) => Array.from({ length: steps }, (_, t) => shown[t * 2 + a]));
  const bound = number(tolerance.state_abs);
  return [
    absolute('last state', state(network), probe.last_state, bound),
    absolute('mean state', trace.mean, probe.mean_state, bound),
    absolute('projections', columns, probe.projections, 10 * bound),
  ];
}

function bars(golden: Golden, kernels: Kernels): Comparison[] {
  const tolerance = golden.tolerance as Golden;
  const expected = golden.expected as Golden;
  const patterns = (golden.patterns as Golden).values as unknown as readonly number[][];
  const z = patterns.map((row) => Float64Array.from(row));
  const order = golden.order as readonly number[];
  const { network, trace } = trained(kernels, z, golden.params, (epoch) => order[epoch], golden.uniforms);
  const J = couplings(network);
  const n = 25;
  const found = searched(kernels, J, z, 1);
  const rows = joined(found.map(({ last }) => last));
  const sums = expected.sums as Golden;
  const angles = angleTable(rows, 2, n);
  const own = [
    absolute('J', J, expected.J, number(tolerance.J_abs)),
    absolute('state', state(network), expected.state, number(tolerance.state_abs)),
    ...curveChecks(trace, expected, tolerance),
    ...Object.entries(CURVE_NAMES).map(([name, curve]) => {
      const sum = trace.curves[curve].reduce((total, value) => total + value, 0);
      return mixed(`sum of ${name}`, [sum], sums[name], number(tolerance.curves_rel), number(tolerance.curves_abs));
    }),
    ...attractorChecks(found, expected, tolerance),
    absolute('asymmetry', [asymmetry(J, n)], expected.asymmetry, number(tolerance.J_abs)),
    absolute('frobenius', [frobeniusNorm(J)], expected.frobenius, number(tolerance.J_abs)),
    absolute('symmetric norm', [frobeniusNorm(symmetricPart(J, n))], expected.symmetric_norm, number(tolerance.J_abs)),
    absolute(
      'antisymmetric norm',
      [frobeniusNorm(antisymmetricPart(J, n))],
      expected.antisymmetric_norm,
      number(tolerance.J_abs),
    ),
    absolute(
      'correlation of the attractors',
      [correlation(found[0].last, found[1].last)],
      expected.attractor_correlation,
      number(tolerance.attractors_abs),
    ),
    equal('count', countDistinct(rows, 2, n), expected.count),
    absolute('angles', angles, expected.angles, 1e-5),
    absolute(
      'orthogonality of the attractors',
      [publishedAttractorOrthogonality(angles)],
      expected.orthogonality_attractors_faithful,
      1e-5,
    ),
    absolute(
      'orthogonality of the data',
      [publishedDataOrthogonality(angleTable(joined(z), 2, n))],
      expected.orthogonality_data_faithful,
      1e-10,
    ),
    absolute('the same, right', [orthogonality(joined(z), 2, n)], expected.orthogonality_data_right, 1e-10),
  ];
  const [plain, cross] = [barPattern((_, y) => (y === 2 ? 1 : 0)), barPattern((x, y) => (x === 2 || y === 2 ? 1 : 0))];
  const [retrieval, generalisation] = [golden.retrieval as Golden, golden.generalisation as Golden];
  const normals = numbers(retrieval.z);
  const noisy = plain.map((value, i) => value + 0.5 * normals[i]);
  return [
    ...own,
    ...probeRun(network, retrieval, noisy, rows, tolerance),
    ...probeRun(network, generalisation, cross, rows, tolerance),
  ];
}

/** Steps of the free run whose correlations with the templates the file lists. */
const TEMPLATE_STEPS = [0, 50, 99];

function sequence(golden: Golden, kernels: Kernels): Comparison[] {
  const tolerance = golden.tolerance as Golden;
  const expected = golden.expected as Golden;
  const z = digitRows(golden.digit_rows);
  const { network, trace } = trained(kernels, z, golden.params, (epoch) => epoch % z.length, golden.uniforms);
  const J = couplings(network);
  const n = 64;
  const last = state(network);
  const found = searched(kernels, symmetricPart(J, n), z, 20);
  const run = golden.free_run as Golden;
  const steps = number(run.steps);
  const free = advance(network, { steps, states: true, noise: { uniforms: goldenUniforms(run.uniforms) } });
  const shownAt = run.state_at as unknown as { readonly [step: string]: readonly number[] };
  const correlations = run.template_correlations as unknown as readonly (readonly number[])[];
  const early = joined(TEMPLATE_STEPS.map((t) => free.states.slice(t * n, t * n + n)));
  const decoded = decode(free.states, joined(z), z.length, n);
  return [
    absolute('J', J, expected.J, number(tolerance.J_abs)),
    absolute('state', last, expected.state, number(tolerance.J_abs)),
    absolute('asymmetry', [asymmetry(J, n)], expected.asymmetry, number(tolerance.asymmetry_abs)),
    absolute('frobenius', [frobeniusNorm(J)], expected.frobenius, number(tolerance.J_abs)),
    ...curveChecks(trace, expected, tolerance),
    ...attractorChecks(found, expected, tolerance, 'attractors_of_symmetric_part'),
    absolute(
      'attractors against digits',
      found.map((one, k) => correlation(one.last, z[k])),
      expected.attractor_vs_pattern_correlation,
      1e-9,
    ),
    absolute(
      'angles of the attractors',
      angleTable(joined(found.map((one) => one.last)), 3, n),
      expected.attractor_angles,
      1e-5,
    ),
    absolute('angles of the digits', angleTable(joined(z), 3, n), expected.pattern_angles, 1e-5),
    ...Object.entries(shownAt).map(([step, values]) => {
      const at = Number(step);
      return absolute(
        `free run, step ${step}`,
        free.states.slice(at * n, at * n + n),
        values,
        number(tolerance.free_run_abs),
      );
    }),
    equal('best template', [...decoded.labels], run.best_template),
    absolute(
      'template correlations',
      crossCorrelationTable(early, TEMPLATE_STEPS.length, joined(z), z.length, n),
      correlations,
      number(tolerance.free_run_abs),
    ),
  ];
}

/** r^2 to three decimals; a tie at a rounding edge may go either way. */
const rounded = (quantity: string, computed: readonly number[], golden: Nested): Comparison =>
  absolute(quantity, computed, golden, 0);

function trialChecks(
  network: Network,
  golden: Golden,
  source: readonly Float64Array[],
  params: Golden,
  indices: readonly number[],
): Comparison[] {
  const { trials, gain } = reconstruct(network, {
    patterns: source,
    indices,
    e: number(params.evidence_level),
    steps: 60,
    isRounded: true,
    normals: numbers(golden.z),
    uniforms: goldenUniforms(golden.uniforms),
  });
  return [
    rounded(
      'r2 of the input',
      trials.map(({ r2In }) => r2In),
      golden.r2_input,
    ),
    rounded(
      'r2 of the output',
      trials.map(({ r2Out }) => r2Out),
      golden.r2_output,
    ),
    absolute('median gain', [gain], golden.median_delta, 1e-12),
    ...(golden.mean_state_trial_0 === undefined
      ? []
      : [absolute('mean of trial 0', trials[0].mean, golden.mean_state_trial_0, 1e-10)]),
    ...(golden.state_after === undefined ? [] : [absolute('state after', state(network), golden.state_after, 1e-10)]),
  ];
}

function regimes(golden: Golden, kernels: Kernels): Comparison[] {
  const tolerance = golden.tolerance as Golden;
  const expected = golden.expected as Golden;
  const z = digitRows([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const order = golden.order as readonly number[];
  const { network, trace } = trained(kernels, z, golden.params, (epoch) => order[epoch], golden.uniforms);
  const [J, after] = [couplings(network), state(network)];
  const n = 64;
  const found = searched(kernels, J, z, number((golden.params as Golden).evidence_level));
  const rows = joined(found.map(({ last }) => last));
  const angles = angleTable(rows, 10, n);
  const retrieval = golden.retrieval as Golden;
  const generalisation = golden.generalisation as Golden;
  const test = generalisation.indices_into_rows_10_and_up as readonly number[];
  const right = retrieval.right_mode as Golden;
  const checks = [
    absolute('z of row 0', z[0], (golden.preprocessing as Golden).zscored_row_0, 1e-15),
    absolute('J', J, expected.J, number(tolerance.J_abs)),
    absolute('state', after, expected.state, number(tolerance.state_abs)),
    absolute('asymmetry', [asymmetry(J, n)], expected.asymmetry, number(tolerance.J_abs)),
    ...curveChecks(trace, expected, tolerance),
    ...attractorChecks(found, expected, tolerance),
    equal('count', countDistinct(rows, 10, n), expected.count),
    absolute('angles of the attractors', angles, expected.attractor_angles, 1e-5),
    absolute(
      'orthogonality, published',
      [publishedAttractorOrthogonality(angles)],
      expected.orthogonality_attractors_faithful,
      1e-5,
    ),
    absolute('orthogonality, right', [orthogonality(rows, 10, n)], expected.orthogonality_attractors_right, 1e-5),
    absolute('angles of the data', angleTable(joined(z), 10, n), expected.data_angles, 1e-5),
    absolute(
      'orthogonality of the data',
      [publishedDataOrthogonality(angleTable(joined(z), 10, n))],
      expected.orthogonality_data_faithful,
      1e-12,
    ),
    absolute('the same, right', [orthogonality(joined(z), 10, n)], expected.orthogonality_data_right, 1e-12),
    ...trialChecks(network, retrieval, z, golden.params, retrieval.indices),
    ...trialChecks(
      network,
      generalisation,
      digitRows(test.map((index) => index + 10)),
      golden.params,
      test.map((_, t) => t),
    ),
  ];
  const fresh = createNetwork(kernels, { n, J, sigma: after });
  const { trials } = reconstruct(fresh, {
    patterns: z,
    indices: retrieval.indices,
    e: number((golden.params as Golden).evidence_level),
    steps: 60,
    burnIn: 10,
    resets: true,
    normals: numbers(retrieval.z),
    uniforms: goldenUniforms(retrieval.uniforms),
  });
  return [
    ...checks,
    absolute(
      'right mode: r2 of the input',
      trials.map(({ r2In }) => r2In),
      right.r2_input,
      1e-10,
    ),
    absolute(
      'right mode: r2 of the output',
      trials.map(({ r2Out }) => r2Out),
      right.r2_output,
      1e-10,
    ),
  ];
}

function freeLearning(golden: Golden, regime: Golden, kernels: Kernels): Comparison[] {
  const start = regime.expected as Golden;
  const before = numbers(start.J);
  const network = createNetwork(kernels, { n: 64, J: before, sigma: numbers(start.state) });
  const params = golden.params as Golden;
  const expected = golden.expected as Golden;
  const tolerance = golden.tolerance as Golden;
  const rule = { beta: number(params.beta), eta: number(params.eta) };
  const { mean } = advance(network, {
    steps: number(params.steps),
    rule,
    noise: { uniforms: goldenUniforms(golden.uniforms) },
  });
  const J = couplings(network);
  const bound = number(tolerance.J_abs);
  return [
    absolute('J', J, expected.J, bound),
    absolute('state', state(network), expected.state, bound),
    absolute(
      'correlation',
      [forgettingCorrelation(before, J, 64)],
      expected.upper_triangle_correlation,
      number(tolerance.correlation_abs),
    ),
    absolute(
      'frobenius',
      [frobeniusNorm(before), frobeniusNorm(J)],
      [expected.frobenius_before, expected.frobenius_after],
      bound,
    ),
    absolute(
      'asymmetry',
      [asymmetry(before, 64), asymmetry(J, 64)],
      [expected.asymmetry_before, expected.asymmetry_after],
      bound,
    ),
    absolute('mean state', mean, expected.mean_state, bound),
  ];
}

/** What the field `case` of a file says, by kind. Files are recognised by it, whatever they and their folder are called. */
const KIND_OF_CASE: { readonly [text: string]: AttractorKind } = {
  'scalar functions': 'functions',
  'deterministic relaxation': 'relaxation',
  'stochastic steps with learning': 'steps',
  'simulation 1: two correlated bars': 'bars',
  'simulation 3: sequence learning on digits': 'sequence',
  'simulation 2: ten digits, one cell of the regime grid': 'regimes',
  'simulation 4: zero bias, learning on, shortened': 'free learning',
};

export type AttractorKind =
  | 'functions'
  | 'relaxation'
  | 'steps'
  | 'bars'
  | 'sequence'
  | 'regimes'
  | 'free learning'
  | 'statistics';

/** Whether a file belongs to this family: it has a text `case`, or the distributions of simulations 1 to 4. */
export const isAttractorFile = (content: { readonly [key: string]: unknown }): boolean =>
  typeof content.case === 'string' || 'simulation_1' in content;

/** The kind of a file of this family by its content; undefined if it is not known. */
export function attractorKind(content: { readonly [key: string]: unknown }): AttractorKind | undefined {
  if (typeof content.case !== 'string') return isAttractorFile(content) ? 'statistics' : undefined;
  return Object.hasOwn(KIND_OF_CASE, content.case) ? KIND_OF_CASE[content.case] : undefined;
}

/**
 * Cases of a file by its content; undefined if its kind is not known. `regime` is the file whose network free learning goes on
 * from. Statistics are no case: they are tested with many seeds.
 */
export function attractorCases(golden: Golden, regime: () => Golden): AttractorCase[] | undefined {
  const whole = (check: (golden: Golden, kernels: Kernels) => Comparison[]): AttractorCase[] => [
    { name: String(golden.case), check: (context) => check(golden, context.kernels()) },
  ];
  const cases = (golden.cases ?? []) as unknown as readonly Golden[];
  const tolerance = golden.tolerance as Golden;
  switch (attractorKind(golden)) {
    case 'functions':
      return whole(scalarFunctions);
    case 'relaxation':
      return cases.map((one) => ({
        name: String(one.name),
        check: (context) => relaxation(one, tolerance, context.kernels()),
      }));
    case 'steps': {
      const abs = number(tolerance.abs);
      return [
        ...cases.map((one) => ({
          name: String(one.name),
          check: (context: Context) => learningSteps(one, abs, context.kernels()),
        })),
        { name: 'sequential sweeps', check: (context) => gibbs(golden, abs, context.kernels()) },
      ];
    }
    case 'bars':
      return whole(bars);
    case 'sequence':
      return whole(sequence);
    case 'regimes':
      return whole(regimes);
    case 'free learning':
      return whole((own, kernels) => freeLearning(own, regime(), kernels));
    case 'statistics':
      return [];
    case undefined:
      return undefined;
  }
}
