/** What several experiments of golden files have in common: patterns, training, curves, searches. */

import { pickRows, zScoredSet } from '../../dataset/preprocess.js';
import { DEGREES } from '../../method/arc.js';
import type { Curve } from '../../model/attractor/curves.js';
import { ATTRACTOR_MODULE } from '../../model/attractor/kernels.js';
import type { Parameters } from '../../model/schema.js';
import { absolute, allowed, type Comparison, mixed } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { type Given, type Play, play } from './play.js';

/** By how many steps the end of a search may be earlier or later; files say it in words. */
const SEARCH_STEPS = 10;

/** Curves of the program by their names in golden files. */
const CURVE_OF: { readonly [key: string]: Curve } = {
  weight_change: 'weight_change',
  accuracy: 'accuracy',
  complexity: 'complexity',
  vfe: 'free_energy',
};

/** Both ways to compute what the published program does differently from its mathematics: either must be within the bounds. */
export const MODES = ['right', 'faithful'] as const;
export type Mode = (typeof MODES)[number];

/** Rows one after the other. */
export const joined = (rows: readonly Float64Array[]): Float64Array =>
  Float64Array.from(rows.flatMap((row) => [...row]));

/** z-scored digits of the table. */
export function digitRows(context: Context, rows: Int32Array | readonly number[]): readonly Float64Array[] {
  const { values, count, size } = zScoredSet(pickRows(context.digits(), [...rows], 'digits'));
  return Array.from({ length: count }, (_, r) => values.slice(r * size, (r + 1) * size));
}

/** Parameters that a training's `params` set, and its steps. */
export function trainingOf(golden: Golden, n: number): { readonly parameters: Parameters; readonly steps: number } {
  const params = golden.part('params');
  if (params.count('n', n) !== n) throw new Error(`params.n is ${params.count('n')}, the patterns have ${n} values`);
  const [epochs, K] = [params.count('epochs'), params.count('steps_per_epoch')];
  const parameters = {
    N: n,
    e: params.number('evidence_level'),
    beta: params.number('beta'),
    eta: params.number('eta'),
    epochs,
    K,
  };
  return { parameters, steps: epochs * K };
}

/** A run that is trained and then goes on with the rest of its experiment; curves are recorded. */
export function train(
  context: Context,
  mode: Mode,
  parameters: Parameters,
  patterns: readonly Float64Array[],
  shown: Int32Array,
  given: Given,
): Play {
  const inputs = { patterns: joined(patterns), shown };
  const record = [...Object.values(CURVE_OF), 'sigma'];
  return play(context.kernels(ATTRACTOR_MODULE), { ...parameters, mode }, inputs, record, given);
}

/** Curves at the steps that the file keeps, and their sums if it has them. */
export function curveChecks(run: Play, expected: Golden, tolerance: Golden, steps: number): readonly Comparison[] {
  const [rel, abs] = [tolerance.number('curves_rel'), tolerance.number('curves_abs')];
  const at = expected.integers('sample_index');
  const sums = expected.part('sums', true);
  return Object.entries(CURVE_OF).flatMap(([key, name]) => {
    const curve = run.recorded('timeseries', name).subarray(0, steps);
    const kept = Float64Array.from(at, (t) => curve[t]);
    const found = mixed(key, kept, expected.numbers(key), rel, abs);
    if (!sums.has(key)) return [found];
    const sum = curve.reduce((total, value) => total + value, 0);
    return [found, mixed(`sum of ${key}`, [sum], sums.numbers(key), rel, abs)];
  });
}

/** Ends of the first searches, [patterns, n]. */
export const endsOf = (run: Play): Float64Array => run.result('attractors', 'sigma');

/** Where the searches of the published test ended, and after how many steps. */
export function searchChecks(
  run: Play,
  expected: Golden,
  tolerance: Golden,
  key = 'attractors',
): readonly Comparison[] {
  tolerance.text('relax_steps');
  return [
    absolute('attractors', endsOf(run), expected.numbers(key), tolerance.number('attractors_abs')),
    absolute('relaxation steps', run.result('searches', 'steps'), expected.numbers('relax_steps'), SEARCH_STEPS),
  ];
}

/** Bound for what is read and z-scored. */
export const DATA = 1e-15;

/** Bound of angles in degrees, and that of angles below 0.1 degree in files that say so in words: there the arc cosine is steep. */
const [ANGLE, STEEP] = [1e-5, 1e-3];

/** Angles in degrees, each with its own slack. */
export const angleChecks = (
  quantity: string,
  found: ArrayLike<number>,
  expected: Float64Array,
  slack: (i: number) => number = () => 0,
): Comparison => allowed(quantity, found, expected, (i) => ANGLE + slack(i));

/** The slack of angles, for files that say that angles between similar ends may be further off. */
export const steepSlack = (expected: Float64Array, i: number): number => (expected[i] < 0.1 ? STEEP : 0);

/** By how many degrees the angles of k ends [k, n] may be off because each entry may be off by `bound`: many where an end is near zero. */
export function angleSlack(ends: Float64Array, k: number, bound: number): Float64Array {
  const n = ends.length / k;
  const norms = Array.from({ length: k }, (_, a) => {
    const end = ends.subarray(a * n, (a + 1) * n);
    return Math.sqrt(end.reduce((sum, x) => sum + x * x, 0));
  });
  const off = Math.sqrt(n) * bound * DEGREES;
  return Float64Array.from({ length: k * k }, (_, at) => {
    const [a, b] = [Math.floor(at / k), at % k];
    return a === b ? 0 : Math.min(180, off / norms[a] + off / norms[b]);
  });
}

/** Digits that rows of the table show. */
export const labelsOf = (context: Context, rows: Int32Array): readonly number[] =>
  [...rows].map((row) => Number(/^digit (\d)/.exec(context.digits().names[row])?.[1]));

/** Quantities with a mode in front. */
export const inMode = (mode: Mode, found: readonly Comparison[]): readonly Comparison[] =>
  found.map((one) => ({ ...one, quantity: `${mode}: ${one.quantity}` }));
