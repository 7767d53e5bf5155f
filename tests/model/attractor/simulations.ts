/** The published experiments for one seed each, as `msm attractor` runs them (spec 6). */

import { readPatterns } from '../../../src/input/patterns.js';
import type { Inputs } from '../../../src/model/family.js';
import type { Parameters } from '../../../src/model/schema.js';
import { type TestRun, testRun } from './helpers.js';

export const patternsOf = async (text: string): Promise<Float64Array> =>
  (await readPatterns(text, 'patterns', '--patterns')).values;

/** A whole run from a seed. */
function finished(parameters: Parameters, inputs: Inputs, seed: number): TestRun {
  const run = testRun(parameters, inputs, [], new Map(), seed);
  run.advance(run.model.steps);
  return run;
}

const weights = (run: TestRun): Float64Array => Float64Array.from(run.table('couplings').J as Float64Array);

/** An attractor and how its search ended. */
export interface Found {
  readonly state: Float64Array;
  readonly status: string;
}

function attractorsOf(run: TestRun, n: number): readonly Found[] {
  const states = run.table('attractors').sigma as readonly (number | null)[];
  return Array.from(run.table('searches').status, (status, k) => ({
    status: String(status),
    state: Float64Array.from(states.slice(k * n, (k + 1) * n), (value) => value ?? Number.NaN),
  }));
}

/** Simulation 1: two correlated bars, and where faint ones lead. */
export function bars(patterns: Float64Array, seed: number) {
  const training = { N: 25, e: 30, beta: 0.1, eta: 0.01, epochs: 500, K: 10 };
  const run = finished({ ...training, experiment: 'learn', search_scale: 'pattern' }, { patterns }, seed);
  return { J: weights(run), found: attractorsOf(run, 25) };
}
export type BarsOutcome = ReturnType<typeof bars>;

/** Simulation 3: three digits in turn, the fixed points of the symmetric part, and a free run decoded. */
export function sequence(patterns: Float64Array, seed: number) {
  const training = { e: 20, beta: 1, eta: 0.001, epochs: 2000, K: 1, order: 'fixed' };
  const run = finished({ ...training, experiment: 'sequence', search_of: 'symmetric' }, { patterns }, seed);
  const labels = run.table('sequence').pattern as Int32Array;
  return { J: weights(run), found: attractorsOf(run, 64), labels };
}
export type SequenceOutcome = ReturnType<typeof sequence>;

/** What a regime is measured by; `_after` where learning has gone on without evidence. */
export interface Evaluation {
  readonly retrieval: number;
  readonly generalisation: number;
  readonly attractors: number;
  readonly orthogonality: number;
  readonly asymmetry: number;
}

/** A number of the summary, NaN if it has none. */
const itemOf = (run: TestRun, name: string): number => run.item(name) ?? Number.NaN;

function evaluationOf(run: TestRun, after: '' | '_after'): Evaluation {
  return {
    retrieval: itemOf(run, `retrieval${after}_gain`),
    generalisation: itemOf(run, `generalisation${after}_gain`),
    attractors: itemOf(run, `attractors${after}`),
    orthogonality: itemOf(run, `attractor_orthogonality_published${after}`),
    asymmetry: itemOf(run, 'asymmetry'),
  };
}

/** Ten digits as the published program evaluates them: rounded scores, the test of the free energy. */
const DIGITS = { mode: 'faithful', eta: 0.001, epochs: 5000, K: 10 };

/** Simulation 2: one regime, learned and evaluated. */
export function regime(patterns: Float64Array, test: Float64Array, e: number, beta: number, seed: number): Evaluation {
  return evaluationOf(finished({ ...DIGITS, experiment: 'regime', e, beta }, { patterns, test }, seed), '');
}

/** Simulation 4: the network of a regime learns on without evidence. */
export function forgetting(
  patterns: Float64Array,
  test: Float64Array,
  { e, beta, steps }: { readonly e: number; readonly beta: number; readonly steps: number },
  seed: number,
) {
  const own = { ...DIGITS, experiment: 'forget', e, beta, forget_steps: steps };
  const run = finished(own, { patterns, test }, seed);
  const [r, growth] = ['forgetting_correlation', 'frobenius_ratio'].map((name) => itemOf(run, name));
  return { r, growth, after: evaluationOf(run, '_after') };
}
