/** Two correlated bars: training, attractors, a noisy and another probe. */

import {
  angleTable,
  orthogonality,
  publishedAttractorOrthogonality,
  publishedDataOrthogonality,
} from '../../analysis/angles.js';
import { antisymmetricPart, asymmetry, frobeniusNorm, symmetricPart } from '../../analysis/asymmetry.js';
import { correlation } from '../../analysis/correlation.js';
import { countDistinct } from '../../analysis/distinct.js';
import { bars as barSet } from '../../dataset/bars.js';
import { zScoredSet } from '../../dataset/preprocess.js';
import { ATTRACTOR_MODULE } from '../../model/attractor/kernels.js';
import type { Parameters } from '../../model/schema.js';
import { absolute, type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import {
  angleChecks,
  curveChecks,
  DATA,
  endsOf,
  inMode,
  joined,
  type Mode,
  searchChecks,
  train,
  trainingOf,
} from './checks.js';
import { type Play, play } from './play.js';
import { uniformsOf } from './uniforms.js';

/** Bars of the program by their names in golden files. */
const BAR_OF: { readonly [name: string]: string } = {
  vertical: 'vertical',
  horizontal: 'horizontal',
  horizontal_plain: 'plain',
  cross: 'cross',
};

/** A bar on a square of n pixels. */
function barOf(name: string, n: number): Float64Array {
  if (!Object.hasOwn(BAR_OF, name)) throw new Error(`unknown bar '${name}'`);
  return zScoredSet(barSet([BAR_OF[name]], Math.round(Math.sqrt(n)))).values;
}

/** A probe in words: `cross`, `horizontal_plain * 1.0 + 0.5 * z`. */
function probeOf(text: string): { readonly bar: string; readonly signal: number; readonly noise: number } {
  const found = /^(\w+)(?: \* ([\d.e-]+))?(?: \+ ([\d.e-]+) \* z)?$/.exec(text);
  if (found === null) throw new Error(`cannot read the probe '${text}'`);
  return { bar: found[1], signal: Number(found[2] ?? 1), noise: Number(found[3] ?? 0) };
}

/** A trial with a probe from a network as it is, its overlaps with the attractors found first. */
function probeChecks(
  golden: Golden,
  context: Context,
  mode: Mode,
  start: { readonly run: Play; readonly parameters: Parameters; readonly patterns: Float64Array },
  tolerance: Golden,
): { readonly run: Play; readonly found: readonly Comparison[] } {
  const { bar, signal, noise } = probeOf(golden.text('probe'));
  const { n } = start.run;
  const steps = golden.count('steps');
  const levels = 1;
  const parameters = {
    ...start.parameters,
    mode,
    experiment: 'mix',
    epochs: 0,
    generalise_trials: 1,
    generalise_steps: steps,
    generalise_signal: signal / (start.parameters.e as number),
    generalise_snr: noise === 0 ? 'infinity' : signal / noise,
    generalise_beta: golden.number('beta'),
  };
  const inputs = { patterns: start.patterns, test: barOf(bar, n), J0: start.run.J(), sigma0: start.run.sigma() };
  const searching = levels * SEARCH_STEPS;
  const run = play(
    context.kernels(ATTRACTOR_MODULE),
    { ...parameters, search_steps: SEARCH_STEPS },
    inputs,
    ['projection'],
    {
      uniforms: [{ from: searching, values: uniformsOf(golden, 'uniforms', [steps, n]) }],
      picksInTurn: true,
      ...(noise === 0 ? {} : { probes: golden.numbers('z') }),
    },
  );
  run.finish();
  const k = start.patterns.length / n;
  const recorded = run.recorded('projections', 'projection'); // [steps, k]
  const byAttractor = Array.from({ length: k }, (_, a) => recorded.filter((_, at) => at % k === a));
  const bound = tolerance.number('state_abs');
  const r2 = 'r_squared_mean_vs_probe_pattern';
  const found = [
    absolute('last state', run.sigma(), golden.numbers('last_state'), bound),
    absolute('mean state', run.mean(), golden.numbers('mean_state'), bound),
    // sums of 25 products whose errors have both signs: five bounds of a state, and as much for the attractor
    absolute('projections', joined(byAttractor), golden.numbers('projections'), 10 * bound),
    ...(golden.has(r2) && mode === 'right'
      ? [absolute('r2 of the mean state', run.result('trials', 'r2_out'), golden.numbers(r2), 10 * bound)]
      : []),
  ];
  return { run, found: found.map((one) => ({ ...one, quantity: `${bar}: ${one.quantity}` })) };
}

/** Steps after which a search is given up, as published. */
const SEARCH_STEPS = 1000;

function matrixChecks(J: Float64Array, n: number, expected: Golden, bound: number): readonly Comparison[] {
  const values: { readonly [key: string]: number } = {
    asymmetry: asymmetry(J, n),
    frobenius: frobeniusNorm(J),
    symmetric_norm: frobeniusNorm(symmetricPart(J, n)),
    antisymmetric_norm: frobeniusNorm(antisymmetricPart(J, n)),
  };
  return Object.entries(values).map(([key, value]) => absolute(key, [value], expected.numbers(key), bound));
}

function attractorChecks(run: Play, k: number, expected: Golden, tolerance: Golden): readonly Comparison[] {
  const { n } = run;
  const ends = endsOf(run);
  const angles = angleTable(ends, k, n);
  return [
    ...searchChecks(run, expected, tolerance),
    absolute(
      'correlation of the attractors',
      [correlation(ends.subarray(0, n), ends.subarray(n, 2 * n))],
      expected.numbers('attractor_correlation'),
      tolerance.number('attractors_abs'),
    ),
    equal('count', countDistinct(ends, k, n), expected.count('count')),
    angleChecks('angles', angles, expected.numbers('angles')),
    angleChecks(
      'orthogonality of the attractors',
      [publishedAttractorOrthogonality(angles)],
      expected.numbers('orthogonality_attractors_faithful'),
    ),
  ];
}

function patternChecks(patterns: Golden, expected: Golden, z: readonly Float64Array[]): readonly Comparison[] {
  const [rows, n] = [joined(z), z[0].length];
  const published = publishedDataOrthogonality(angleTable(rows, z.length, n));
  const known = patterns
    .texts('names')
    .map((name, k) => ({ name, k }))
    .filter(({ name }) => Object.hasOwn(BAR_OF, name));
  return [
    ...known.map(({ name, k }) => relative(`pattern ${name}`, barOf(name, n), z[k], DATA)),
    absolute('correlation of the patterns', [correlation(z[0], z[1])], patterns.numbers('correlation'), DATA),
    absolute('orthogonality of the data', [published], expected.numbers('orthogonality_data_faithful'), 100 * DATA),
    absolute(
      'the same, right',
      [orthogonality(rows, z.length, n)],
      expected.numbers('orthogonality_data_right'),
      100 * DATA,
    ),
  ];
}

/** The whole experiment in both modes; searches are those of the published test. */
export function bars(golden: Golden, context: Context): readonly Comparison[] {
  const [tolerance, expected] = [golden.part('tolerance'), golden.part('expected')];
  const given = golden.part('patterns');
  const z = given.rows('values');
  const n = z[0].length;
  const { parameters, steps } = trainingOf(golden, n);
  const uniforms = [{ from: 0, values: uniformsOf(golden, 'uniforms', [steps, n]) }];
  const own = { ...parameters, experiment: 'learn', search_scale: 'pattern', search_steps: SEARCH_STEPS };
  const trained = (mode: Mode): readonly Comparison[] => {
    const run = train(context, mode, own, z, golden.integers('order'), { uniforms });
    run.to(steps);
    const bound = tolerance.number('J_abs');
    const found = [
      absolute('J', run.J(), expected.numbers('J'), bound),
      absolute('state', run.sigma(), expected.numbers('state'), tolerance.number('state_abs')),
      ...curveChecks(run, expected, tolerance, steps),
      ...matrixChecks(run.J(), n, expected, bound),
    ];
    const start = { run, parameters: own, patterns: joined(z) };
    const retrieval = probeChecks(golden.part('retrieval'), context, mode, start, tolerance);
    const next = { ...start, run: retrieval.run };
    const generalisation = probeChecks(golden.part('generalisation'), context, mode, next, tolerance);
    if (mode === 'right') return [...found, ...retrieval.found, ...generalisation.found];
    run.finish();
    return [
      ...found,
      ...retrieval.found,
      ...generalisation.found,
      ...attractorChecks(run, z.length, expected, tolerance),
    ];
  };
  return [
    ...patternChecks(given, expected, z),
    ...inMode('right', trained('right')),
    ...inMode('faithful', trained('faithful')),
  ];
}
