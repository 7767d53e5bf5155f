/**
 * The plan of a sweep: the product of all axes times the replicas, as a formula and not as a list.
 *
 * Order of the runs: axes in the order in which their parameters were given (presets first, then the command line from
 * left to right), the last axis moving fastest, and the replicas of one combination next to each other. Run i is computed
 * from i alone, so a million runs cost no memory.
 */

import type { FamilySchema, Parameters, ParameterValue } from '../model/schema.js';
import { printValue } from './describe.js';
import { configError } from './problem.js';
import { mergeSettings, type Setting } from './settings.js';
import { refuseRepeated } from './sweep.js';
import { canonicalJson } from './text.js';
import { assertCompatible, checkValue, completeParameters, findParameter } from './validate.js';

/** Most combinations of a plan; each is checked before the first run starts. */
export const MOST_COMBINATIONS = 1_000_000;

export interface Axis {
  readonly key: string;
  readonly values: readonly ParameterValue[];
}

export interface PlanRequest {
  readonly schema: FamilySchema;
  readonly settings: readonly Setting[];
  /** Integer from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Runs of each combination that differ in their seed alone, >= 1. */
  readonly replicas: number;
  /** Hash of each input given from outside, by its key. */
  readonly inputs: { readonly [key: string]: string };
  /** Hash or version of the kernel that will compute. */
  readonly kernel: string;
  /** Hex SHA-256 of a text's UTF-8 bytes. */
  readonly hash: (text: string) => string;
  /** Seed of replica r; not called for a single replica, whose seed is the plan's own. */
  readonly replicaSeed: (seed: number, replica: number) => number;
}

export interface PlannedRun {
  readonly index: number;
  readonly replica: number;
  /** Complete, in the schema's order. */
  readonly parameters: Parameters;
  readonly seed: number;
  /** Hex SHA-256 of everything the result depends on. */
  readonly identity: string;
}

export interface Plan extends Iterable<PlannedRun> {
  /** Parameters with more than one value. */
  readonly axes: readonly Axis[];
  /** The complete parameters of the first combination. */
  readonly base: Parameters;
  readonly replicas: number;
  readonly runCount: number;
  /** @throws RangeError unless 0 <= i < runCount */
  readonly run: (i: number) => PlannedRun;
}

/** What a run's identity is hashed from, beside its parameters and seed. */
export interface IdentityContext {
  readonly family: string;
  readonly inputs: { readonly [key: string]: string };
  readonly kernel: string;
  readonly hash: (text: string) => string;
}

/** Hash of the canonical JSON of {family, inputs, kernel, parameters, seed}: equal exactly if the results are. */
export function runIdentity(context: IdentityContext, parameters: Parameters, seed: number): string {
  const { family, inputs, kernel, hash } = context;
  return hash(canonicalJson({ family, inputs, kernel, parameters, seed }));
}

function checkedSettings(schema: FamilySchema, settings: readonly Setting[]): readonly Setting[] {
  return mergeSettings(settings).map(({ key, values, place }) => {
    const parameter = findParameter(schema, key, place);
    if (values.length === 0) throw configError(`${key} has no value`, place);
    const checked = values.map((value) => checkValue(parameter, value, place));
    refuseRepeated(parameter, checked, place);
    return { key, values: checked, place };
  });
}

/** The values of combination c, the last axis moving fastest. */
function combination(axes: readonly Axis[], c: number): { readonly [key: string]: ParameterValue } {
  const chosen: { [key: string]: ParameterValue } = {};
  let rest = c;
  for (let a = axes.length - 1; a >= 0; a--) {
    const { key, values } = axes[a];
    chosen[key] = values[rest % values.length];
    rest = Math.floor(rest / values.length);
  }
  return chosen;
}

function combinationText(axes: readonly Axis[], parameters: Parameters): string {
  return axes.map(({ key }) => `${key}=${printValue(parameters[key])}`).join(', ');
}

function countCombinations(axes: readonly Axis[]): number {
  const count = axes.reduce((product, axis) => product * axis.values.length, 1);
  if (count <= MOST_COMBINATIONS) return count;
  const sizes = axes.map(({ key, values }) => `${key} (${values.length})`).join(' x ');
  throw configError(`the sweep has ${count} combinations, the limit is ${MOST_COMBINATIONS}: ${sizes}`);
}

/**
 * Expands settings to a plan of runs. Every value and every combination is checked here, before anything runs.
 *
 * @throws E_CONFIG for unknown keys, values out of range, combinations that do not go together (naming the first one),
 *   more than `MOST_COMBINATIONS` combinations, a wrong seed or number of replicas
 */
export function createPlan(request: PlanRequest): Plan {
  const { schema, replicas, replicaSeed } = request;
  if (!Number.isSafeInteger(request.seed) || request.seed < 0) throw configError('seed must be from 0 to 2^53 - 1');
  if (!Number.isSafeInteger(replicas) || replicas < 1) throw configError('replicas must be an integer of at least 1');
  const settings = checkedSettings(schema, request.settings);
  const places = new Map(settings.flatMap(({ key, place }) => (place === undefined ? [] : [[key, place] as const])));
  const axes = settings.filter(({ values }) => values.length > 1).map(({ key, values }) => ({ key, values }));
  const combinations = countCombinations(axes);
  const given = Object.fromEntries(settings.map(({ key, values }) => [key, values[0]]));
  const base = completeParameters(schema, given, places);
  for (let c = 0; c < combinations; c++) {
    const parameters = { ...base, ...combination(axes, c) };
    assertCompatible(schema, parameters, places, combinationText(axes, parameters));
  }
  const seedOf = (r: number): number => (replicas === 1 ? request.seed : replicaSeed(request.seed, r));
  const context = { family: schema.name, inputs: request.inputs, kernel: request.kernel, hash: request.hash };
  const runCount = combinations * replicas;
  const run = (index: number): PlannedRun => {
    if (!Number.isInteger(index) || index < 0 || index >= runCount) throw new RangeError(`no run ${index}`);
    const replica = index % replicas;
    const parameters = { ...base, ...combination(axes, Math.floor(index / replicas)) };
    const seed = seedOf(replica);
    return { index, replica, parameters, seed, identity: runIdentity(context, parameters, seed) };
  };
  return { axes, base, replicas, runCount, run, [Symbol.iterator]: () => iterate(run, runCount) };
}

function* iterate(run: (i: number) => PlannedRun, runCount: number): Generator<PlannedRun> {
  for (let i = 0; i < runCount; i++) yield run(i);
}
