/**
 * The plan of a sweep: its spaces one after the other, as a formula and not as a list.
 *
 * Order of the runs: spaces as given; in each the given inputs, then the axes in their order (as parameters were given, or by name in a sweep
 * file), the last axis moving fastest, and the seeds of one combination next to each other. Run i is computed from i alone,
 * so a million runs cost no memory. Runs that several spaces have in common are one run, at its first place.
 */

import { type FamilySchema, type Parameters, revisionOf } from '../model/schema.js';
import { canonicalJson } from '../text.js';
import { configError } from './problem.js';
import { type Axis, axesText, combinationText, MOST_COMBINATIONS, parametersAt, type Space } from './space.js';
import { assertCompatible } from './validate.js';

/** What a run's identity is hashed from, beside its parameters and seed. */
export interface IdentityContext {
  readonly family: string;
  /** Revision of the family, as `revisionOf` has it. */
  readonly revision?: number;
  /** Hash of an own model as it was read; absent if the family ships. */
  readonly model?: string;
  /** Hash of each given input, by its key. */
  readonly inputs: { readonly [key: string]: string };
  /** Hash or version of the kernel that will compute. */
  readonly kernel: string;
  /** Hex SHA-256 of a text's UTF-8 bytes. */
  readonly hash: (text: string) => string;
}

/** The spaces of a sweep with one set of given inputs, from which sizes may follow. */
export interface PlanVariant {
  /** At least one; equally many in all variants, with the same axes and seeds. */
  readonly spaces: readonly Space[];
  /** Hash of each given input, by its key. */
  readonly inputs: { readonly [key: string]: string };
}

export interface PlanRequest {
  readonly schema: FamilySchema;
  /** Hash of an own model as it was read. */
  readonly model?: string;
  /** At least one. */
  readonly variants: readonly PlanVariant[];
  /** Inputs that are swept, with their files or names; the variants are their product, the last moving fastest. */
  readonly inputAxes?: readonly Axis[];
  readonly kernel: string;
  readonly hash: (text: string) => string;
  /** Whether every combination was checked before: a stored sweep is not checked again by each process that opens it. */
  readonly isChecked?: boolean;
}

export interface PlannedRun {
  readonly index: number;
  /** Name of the space. */
  readonly space: string;
  readonly replica: number;
  /** Number of its set of inputs. */
  readonly variant: number;
  /** Complete, in the schema's order. */
  readonly parameters: Parameters;
  readonly seed: number;
  /** Hex SHA-256 of everything the result depends on. */
  readonly identity: string;
}

/** A space as part of a plan. */
export interface PlannedSpace {
  readonly name: string;
  readonly axes: readonly Axis[];
  readonly seeds: readonly number[];
  /** Number of its first run in the plan, and how many it has of its own. */
  readonly first: number;
  readonly runs: number;
}

export interface Plan extends Iterable<PlannedRun> {
  readonly spaces: readonly PlannedSpace[];
  /** How many sets of inputs there are. */
  readonly variants: number;
  /** Keys of the parameters that are not the same in all runs, in the schema's order. */
  readonly varying: readonly string[];
  /** The complete parameters of the first run. */
  readonly base: Parameters;
  readonly runCount: number;
  /** @throws RangeError unless 0 <= i < runCount */
  readonly run: (i: number) => PlannedRun;
  /** Numbers of the runs that space s names, in its order, including those that an earlier space has too. */
  readonly runsOf: (s: number) => readonly number[];
}

/**
 * Hash of the canonical JSON of {family, inputs, kernel, parameters, seed}, and of revision and model where there are any: equal exactly if
 * the results are equal.
 */
export function runIdentity(context: IdentityContext, parameters: Parameters, seed: number): string {
  const { family, revision, model, inputs, kernel, hash } = context;
  const own = { ...(revision !== undefined && { revision }), ...(model !== undefined && { model }) };
  return hash(canonicalJson({ family, ...own, inputs, kernel, parameters, seed }));
}

/** Which places of a plan are runs of their own, and where each space begins among them. */
interface Kept {
  /** The place of run i, if some were dropped. */
  readonly kept?: Uint32Array;
  /** The run at each place, if some were dropped. */
  readonly runAt?: Uint32Array;
  readonly first: readonly number[];
}

/** Drops runs that came before. Inside one space two runs can be equal only if inputs are, and then the plan is not `isSimple`. */
function dropRepeated(sizes: readonly number[], isSimple: boolean, identityAt: (place: number) => string): Kept {
  const first: number[] = [];
  let total = 0;
  for (const size of sizes) {
    first.push(total);
    total += size;
  }
  if (isSimple) return { first: [0, total] };
  const seen = new Map<string, number>();
  const kept = new Uint32Array(total);
  const runAt = new Uint32Array(total);
  const starts: number[] = [];
  let [count, space] = [0, 0];
  for (let place = 0; place < total; place++) {
    for (; first[space] === place; space++) starts.push(count);
    const identity = identityAt(place);
    const run = seen.get(identity) ?? count;
    runAt[place] = run;
    if (run < count) continue;
    seen.set(identity, run);
    kept[count++] = place;
  }
  if (count === total) return { first: [...first, total] };
  return { kept: kept.slice(0, count), runAt, first: [...starts, count] };
}

/** Number of the last entry that is not above `value`, in a list that rises. */
function lastUpTo(list: readonly number[], value: number): number {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function assertSize(spaces: readonly Space[], inputAxes: readonly Axis[], variants: number): void {
  const total = variants * spaces.reduce((sum, { combinations }) => sum + combinations, 0);
  const runs = variants * spaces.reduce((sum, { combinations, seeds }) => sum + combinations * seeds.length, 0);
  if (runs <= MOST_COMBINATIONS) return;
  if (total <= MOST_COMBINATIONS) {
    throw configError(
      `the sweep has ${runs} runs, the limit is ${MOST_COMBINATIONS}: ${total} combinations, each with its seeds or replicas`,
    );
  }
  const sizes = spaces
    .map(({ name, axes }) => `${name === '' ? 'space' : name} ${axesText([...inputAxes, ...axes])}`.trim())
    .join('; ');
  throw configError(`the sweep has ${total} combinations, the limit is ${MOST_COMBINATIONS}: ${sizes}`);
}

/** Parameters that differ between spaces or along an axis. */
function varyingKeys(schema: FamilySchema, spaces: readonly Space[]): readonly string[] {
  const moving = new Set(
    spaces.flatMap(({ axes, derived }) => [...axes.flatMap(({ keys }) => keys), ...derived.map(({ key }) => key)]),
  );
  const [first, ...others] = spaces.map(({ base }) => base);
  const differs = (key: string): boolean => {
    const value = canonicalJson(first[key]);
    return others.some((base) => canonicalJson(base[key]) !== value);
  };
  return schema.parameters.map(({ key }) => key).filter((key) => moving.has(key) || differs(key));
}

/** Checks every combination of a space. @throws E_CONFIG naming the first whose values do not go together */
export function assertSpace(schema: FamilySchema, space: Space): void {
  for (let c = 0; c < space.combinations; c++) {
    const parameters = parametersAt(schema, space, c);
    assertCompatible(schema, parameters, space.places, () => combinationText(space, parameters));
  }
}

/**
 * Joins spaces to a plan of runs. Every combination is checked here, before anything runs.
 *
 * @throws E_CONFIG for combinations that do not go together (naming the first one) and more than `MOST_COMBINATIONS`, or
 *   as many runs
 */
export function createPlan(request: PlanRequest): Plan {
  const { schema, model, variants, inputAxes = [], kernel, hash, isChecked = false } = request;
  const revision = revisionOf(schema);
  const [{ spaces }] = variants;
  assertSize(spaces, inputAxes, variants.length);
  const all = variants.flatMap((variant) => variant.spaces);
  if (!isChecked) for (const space of all) assertSpace(schema, space);
  const ofVariant = spaces.map(({ combinations, seeds }) => combinations * seeds.length);
  const sizes = ofVariant.map((size) => size * variants.length);
  const starts = sizes.map((_, s) => sizes.slice(0, s).reduce((sum, size) => sum + size, 0));
  const at = (place: number): Omit<PlannedRun, 'index'> => {
    const s = lastUpTo(starts, place);
    const variant = Math.floor((place - starts[s]) / ofVariant[s]);
    const inside = place - starts[s] - variant * ofVariant[s];
    const { spaces: own, inputs } = variants[variant];
    const space = own[s];
    const replica = inside % space.seeds.length;
    const parameters = parametersAt(schema, space, Math.floor(inside / space.seeds.length));
    const seed = space.seeds[replica];
    const identity = runIdentity({ family: schema.name, revision, model, inputs, kernel, hash }, parameters, seed);
    return { space: space.name, replica, variant, parameters, seed, identity };
  };
  const { kept, runAt, first } = dropRepeated(sizes, all.length === 1, (place) => at(place).identity);
  const runCount = first[spaces.length];
  const run = (index: number): PlannedRun => {
    if (!Number.isInteger(index) || index < 0 || index >= runCount) throw new RangeError(`no run ${index}`);
    return { index, ...at(kept?.[index] ?? index) };
  };
  return {
    spaces: spaces.map(({ name, axes, seeds }, s) => ({
      name,
      axes: [...inputAxes, ...axes],
      seeds,
      first: first[s],
      runs: first[s + 1] - first[s],
    })),
    variants: variants.length,
    varying: varyingKeys(schema, all),
    base: parametersAt(schema, spaces[0], 0),
    runCount,
    run,
    runsOf: (s) => Array.from({ length: sizes[s] }, (_, i) => runAt?.[starts[s] + i] ?? starts[s] + i),
    [Symbol.iterator]: () => iterate(run, runCount),
  };
}

function* iterate(run: (i: number) => PlannedRun, runCount: number): Generator<PlannedRun> {
  for (let i = 0; i < runCount; i++) yield run(i);
}
