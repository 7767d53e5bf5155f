/** Patterns in turn: training, attractors of the symmetric part, a free run that is decoded. */
import { angleTable } from '../../analysis/angles.js';
import { antisymmetricPart, asymmetry, frobeniusNorm, symmetricPart } from '../../analysis/asymmetry.js';
import { crossCorrelationTable } from '../../analysis/correlation.js';
import { absolute, type Comparison, equal } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import {
  angleChecks,
  curveChecks,
  digitRows,
  endsOf,
  inMode,
  joined,
  labelsOf,
  MODES,
  type Mode,
  searchChecks,
  train,
  trainingOf,
} from './checks.js';
import type { Play } from './play.js';
import { uniformsOf } from './uniforms.js';

/** Which pattern each epoch shows: a list, or in words one after the other. */
function orderOf(golden: Golden, epochs: number, count: number): Int32Array {
  const params = golden.part('params');
  if (params.isList('order')) return params.integers('order');
  const text = params.text('order', IN_TURN);
  if (text !== IN_TURN) throw new Error(`cannot read the order '${text}'`);
  return Int32Array.from({ length: epochs }, (_, epoch) => epoch % count);
}

const IN_TURN = 'epoch e shows pattern e mod K';

function matrixChecks(run: Play, expected: Golden, tolerance: Golden): readonly Comparison[] {
  const [J, n] = [run.J(), run.n];
  const bound = tolerance.number('J_abs');
  const values: { readonly [key: string]: number } = {
    frobenius: frobeniusNorm(J),
    J_max_abs: J.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    symmetric_norm: frobeniusNorm(symmetricPart(J, n)),
    antisymmetric_norm: frobeniusNorm(antisymmetricPart(J, n)),
  };
  return [
    absolute('J', J, expected.numbers('J'), bound),
    absolute('state', run.sigma(), expected.numbers('state'), bound),
    absolute('asymmetry', [asymmetry(J, n)], expected.numbers('asymmetry'), tolerance.number('asymmetry_abs')),
    ...Object.entries(values).map(([key, value]) => absolute(key, [value], expected.numbers(key), bound)),
    // a sum of n^2 errors, each within the bound
    absolute('J_sum', [J.reduce((sum, value) => sum + value, 0)], expected.numbers('J_sum'), J.length * bound),
  ];
}

function freeRunChecks(run: Play, golden: Golden, z: readonly Float64Array[], trained: number, bound: number) {
  const { n } = run;
  const states = run.recorded('sigma', 'sigma').subarray(trained * n); // [free steps, n]
  const stateAt = (t: number): Float64Array => states.subarray(t * n, (t + 1) * n);
  const listed = golden.part('state_at');
  const at = golden.integers('template_steps');
  const shown = crossCorrelationTable(joined([...at].map(stateAt)), at.length, joined(z), z.length, n);
  return [
    ...listed
      .keys()
      .map((step) => absolute(`free run, step ${step}`, stateAt(Number(step)), listed.numbers(step), bound)),
    equal('best template', [...run.result('sequence', 'pattern')], [...golden.integers('best_template')]),
    absolute('template correlations', shown, golden.numbers('template_correlations'), bound),
  ];
}

function attractorChecks(run: Play, k: number, expected: Golden, tolerance: Golden): readonly Comparison[] {
  const correlations = run.result('searches', 'correlation');
  const bound = tolerance.number('attractors_abs');
  return [
    ...searchChecks(run, expected, tolerance, 'attractors_of_symmetric_part'),
    absolute('attractors against digits', correlations, expected.numbers('attractor_vs_pattern_correlation'), bound),
    angleChecks('angles of the attractors', angleTable(endsOf(run), k, run.n), expected.numbers('attractor_angles')),
  ];
}

/** The whole experiment in both modes; searches are those of the published test. */
export function sequence(golden: Golden, context: Context): readonly Comparison[] {
  const [tolerance, expected, free] = ['tolerance', 'expected', 'free_run'].map((key) => golden.part(key));
  const rows = golden.integers('digit_rows');
  const z = digitRows(context, rows);
  const n = z[0].length;
  const { parameters, steps } = trainingOf(golden, n);
  const freeSteps = free.count('steps');
  const own = {
    ...parameters,
    experiment: 'sequence',
    search_of: 'symmetric',
    free_steps: freeSteps,
    free_beta: free.number('beta'),
  };
  const uniforms = [
    { from: 0, values: uniformsOf(golden, 'uniforms', [steps, n]) },
    { from: steps, values: uniformsOf(free, 'uniforms', [freeSteps, n]) },
  ];
  const shown = orderOf(golden, parameters.epochs as number, z.length);
  const inOne = (mode: Mode): readonly Comparison[] => {
    const run = train(context, mode, own, z, shown, { uniforms });
    run.to(steps);
    const trained = [...matrixChecks(run, expected, tolerance), ...curveChecks(run, expected, tolerance, steps)];
    run.finish();
    const found = [...trained, ...freeRunChecks(run, free, z, steps, tolerance.number('free_run_abs'))];
    return mode === 'right' ? found : [...found, ...attractorChecks(run, z.length, expected, tolerance)];
  };
  return [
    equal('labels', labelsOf(context, rows), [...golden.integers('labels')]),
    angleChecks('angles of the digits', angleTable(joined(z), z.length, n), expected.numbers('pattern_angles')),
    ...MODES.flatMap((mode) => inMode(mode, inOne(mode))),
  ];
}
