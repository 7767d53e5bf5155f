/** From what a person asked for to a plan of runs, with everything checked. */

import { flagName } from '../config/describe.js';
import { type GivenTexts, type InputTexts, inputTexts, refuseRepeatedInputs } from '../config/inputs.js';
import { createPlan, type Plan } from '../config/plan.js';
import { configError } from '../config/problem.js';
import { assertWithin, type RecordTexts, recordRequest } from '../config/record-request.js';
import type { SearchRequest } from '../config/search-options.js';
import { isSet, mergeSettings, type TextSetting } from '../config/settings.js';
import { type Axis, parametersAt, readSpace, type Space, type TextSpace } from '../config/space.js';
import { assertCompatible } from '../config/validate.js';
import { type CompiledBuild, instantiate } from '../host/builds.js';
import { sha256 } from '../host/environment.js';
import {
  assertSameData,
  type DatasetReference,
  datasetHashes,
  datasetsOf,
  type GivenDataset,
  settingsOfData,
} from '../input/data-references.js';
import { readDistributions } from '../input/distributions.js';
import {
  assertSameParts,
  combinations,
  type GivenInput,
  inputArrays,
  readSources,
  sizeInputs,
  takeInputs,
} from '../input/inputs.js';
import { isParameter, settingsOf, sizesOfSpace } from '../input/sizes.js';
import type { InputSource } from '../input/source.js';
import type { Kernels } from '../kernel/kernels.js';
import { replicaSeed } from '../method/random.js';
import type { Family } from '../model/family.js';
import type { RecordRequest } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import type { Output } from './folder.js';
import type { NewRun } from './new-run.js';

/** A request as a command or a program makes it. */
export interface RunRequest {
  readonly family: Family;
  /** At least one: what is swept, as plain data. */
  readonly spaces: readonly TextSpace[];
  /** Files and names of arrays that are not to be drawn, by the schema's key; several for one key make a sweep. */
  readonly inputFiles: GivenTexts;
  /** Data sets that were found before: they are not looked for again. Absent: they are among what was given for inputs. */
  readonly data?: readonly DatasetReference[];
  /** Seed of the runs, or of the replicas' seeds, where a space has no seeds of its own. */
  readonly seed: number;
  readonly replicas: number;
  /** The search that asks for these spaces, which are its trials. */
  readonly search?: SearchRequest;
  readonly record: RecordTexts;
  readonly output: Output;
  readonly build: CompiledBuild;
}

/** A request whose spaces are still to be found. */
export interface SearchedRequest extends RunRequest {
  readonly search: SearchRequest;
}

/** Whether a request is that of a search. */
export const isSearch = (request: RunRequest): request is SearchedRequest => request.search !== undefined;

export interface PlannedRuns {
  readonly request: RunRequest;
  readonly plan: Plan;
  /** As the plan has them, with the sizes of the first inputs. */
  readonly spaces: readonly Space[];
  /** The arrays of all runs, each once, by the name of its copy. */
  readonly kept: ReadonlyMap<string, GivenInput>;
  /** Files or names of inputs that are swept, those of run i, by key. */
  readonly inputsOf: (i: number) => { readonly [key: string]: string };
  /** Notes to show before the runs begin: how inputs were read, where that was not known beforehand. */
  readonly notes: readonly string[];
  /** Run i of the plan, ready to start. */
  readonly run: (i: number) => NewRun;
}

/** A set of inputs with the spaces that follow from it. */
interface Variant {
  readonly sources: readonly InputSource[];
  readonly spaces: readonly Space[];
  readonly given: readonly GivenInput[];
  readonly notes: readonly string[];
}

/** Refuses given arrays that do not fit every combination of a sweep. */
function checkShapes(family: Family, plan: Plan, variants: readonly Variant[]): void {
  for (const { parameters, variant } of plan) {
    const { given, spaces, sources } = variants[variant];
    for (const [i, { key, shape }] of given.entries()) {
      const wanted = family.inputShape(key, parameters);
      const d = wanted.findIndex((size, at) => size >= 0 && size !== shape[at]);
      if (d < 0) continue;
      const symbol = family.schema.inputs.find((input) => input.key === key)?.shape[d] ?? '';
      const place = spaces[0].places.get(symbol);
      const within = plan.runCount === 1 ? '' : ' in a run of this sweep';
      const from = place === undefined ? '' : ` (${place})`;
      throw configError(
        `${symbol} = ${wanted[d]}${within}${from}, but ${sources[i].what} has ${symbol} = ${shape[d]}`,
        `--${flagName(key)}`,
      );
    }
  }
}

/** The data sets of the runs: those of references, or what a person names. Throws as they do. */
async function dataOf(
  family: Family,
  references: readonly DatasetReference[] | undefined,
  texts: InputTexts,
  first: () => Parameters,
): Promise<readonly GivenDataset[]> {
  if (family.schema.datasets === undefined) return [];
  const { restoreDataset, takeDatasets } = await import('../input/datasets.js');
  return references?.map(restoreDataset) ?? takeDatasets(family, texts, first());
}

/** Refuses given arrays and parameters that do not go together in every combination of a sweep. */
function assertTogether(family: Family, plan: Plan, variants: readonly Variant[], data: readonly GivenDataset[]): void {
  const { checkInputs, checkData, datasets } = family;
  if (checkInputs === undefined && datasets === undefined) return;
  const inputs = variants.map(({ given }) => inputArrays(given));
  const taken = datasetsOf(data);
  for (const { parameters, variant } of plan) {
    assertSameData(family, plan.base, parameters, data);
    const [found] = [...(checkInputs?.(parameters, inputs[variant]) ?? []), ...(checkData?.(parameters, taken) ?? [])];
    if (found === undefined) continue;
    const source = variants[variant].sources.find(({ input }) => input.key === found.key);
    const file = source === undefined ? '' : ` (${source.what})`;
    throw configError(`${found.message}${file}`, `--${flagName(found.key)}`);
  }
}

/** Refuses seeds without effect, which would give equal runs that look different. */
function assertDraws({ checkDraws }: Family, plan: Plan): void {
  if (checkDraws === undefined) return;
  const replicas = Math.max(...plan.spaces.map(({ seeds }) => seeds.length));
  for (const { parameters, seed } of plan) {
    const [found] = checkDraws(parameters, { seed, replicas });
    if (found !== undefined) throw configError(found.message, `--${flagName(found.key)}`);
  }
}

function* parametersOf(plan: Plan): Iterable<Parameters> {
  for (const { parameters } of plan) yield parameters;
}

/** A space with the sizes that follow from given arrays, unless it sets them itself. */
function sized(space: TextSpace, sizes: readonly TextSetting[]): TextSpace {
  const open = sizes.filter(({ key }) => !isSet(space.derived, key));
  return open.length === 0 ? space : { ...space, settings: mergeSettings(open, space.settings) };
}

/** Refuses records that do not exist in every combination of a sweep, and steps beyond the end if all runs end at the same step. */
function assertRecorded(
  family: Family,
  plan: Plan,
  base: Parameters,
  recordOf: (parameters: Parameters) => RecordRequest,
): void {
  const record = recordOf(base);
  if (plan.varying.length === 0) assertWithin(record, family.estimate(base, record).steps);
  const { units } = family;
  if (record.units === undefined || units === undefined || plan.varying.length === 0) return;
  const known = units.count(base);
  for (const { parameters } of plan) if (units.count(parameters) !== known) recordOf(parameters);
}

/** Arrays by the name of their copy. @throws E_CONFIG if one file is another array beside another input: a sweep keeps one of each */
function keptArrays(family: Family, variants: readonly Variant[]): ReadonlyMap<string, GivenInput> {
  const kept = new Map<string, GivenInput>();
  for (const { sources, given } of variants) {
    for (const [i, array] of given.entries()) {
      const { name, what, input } = sources[i];
      const before = kept.get(name);
      if (before === undefined) kept.set(name, array);
      if (before === undefined || before.sha256 === array.sha256) continue;
      const open = input.shape
        .filter((symbol) => isParameter(family.schema, symbol))
        .map((symbol) => `--${flagName(symbol)}`);
      throw configError(
        `${what} is another array beside each of the inputs that it is combined with`,
        `--${flagName(input.key)}`,
        `Say its size with ${[...new Set(open)].join(' and ')}, or sweep one of the two alone.`,
      );
    }
  }
  return kept;
}

/** Inputs of which there are several, as axes. */
const inputAxes = (sources: readonly (readonly InputSource[])[]): readonly Axis[] =>
  sources
    .filter((own) => own.length > 1)
    .map((own) => ({ keys: [own[0].input.key], rows: own.map(({ given }) => [given.text]) }));

/** The family with what its runs carry along. */
const carried = async (family: Family): Promise<Family> =>
  family.definition === undefined ? family : (await import('../own-model/model-copy.js')).withCopy(family);

/**
 * Expands and checks a request. Nothing is written. `isChecked`: it was checked when it was stored. Throws E_CONFIG, E_CORRUPT.
 */
export async function planRuns(given: RunRequest, isChecked = false): Promise<PlannedRuns> {
  const family = await carried(given.family);
  const { build, seed, replicas } = given;
  const { schema } = family;
  const distributions = await readDistributions(schema, given.spaces);
  const texts = inputTexts(given.inputFiles);
  refuseRepeatedInputs(texts);
  const sources = await readSources(family, texts);
  let kernels: Kernels | undefined;
  const seeds = {
    seed,
    replicas,
    replicaSeed: (of: number, replica: number) => {
      kernels ??= instantiate(build);
      return replicaSeed(kernels, of, replica);
    },
  };
  const [first] = distributions.read;
  const space = readSpace(schema, first, seeds);
  const asked = sizesOfSpace(schema, space, first.settings);
  const data = await dataOf(family, given.data, texts, () => parametersAt(schema, space, 0));
  const references = data.map(({ reference }) => reference);
  const request = { ...given, family, spaces: distributions.read, ...(data.length > 0 && { data: references }) };
  // tensors of a network may depend on its data
  const partsOf = (key: string) => {
    const open = readSpace(schema, sized(first, settingsOfData(data)), seeds);
    return family.inputParts?.(key, parametersAt(schema, open, 0));
  };
  const variants: Variant[] = [];
  for (const set of combinations(sources)) {
    const found = await sizeInputs(schema, set, asked, partsOf);
    const sizes = [...settingsOf(found.sizes), ...settingsOfData(data)];
    const spaces = request.spaces.map((one) => readSpace(schema, sized(one, sizes), seeds));
    const base = parametersAt(schema, spaces[0], 0);
    assertCompatible(schema, base, spaces[0].places);
    const steps = () => family.estimate(base, { observables: new Map(), from: 0, to: 0 }).steps;
    variants.push({ sources: set, spaces, ...(await takeInputs(family, base, set, found, asked, steps)) });
  }
  const kept = keptArrays(family, variants);
  const axes = inputAxes(sources);
  const plan = createPlan({
    schema,
    variants: variants.map(({ spaces, given: arrays }) => ({
      spaces,
      inputs: {
        ...Object.fromEntries(arrays.map((input) => [input.key, input.sha256])),
        ...datasetHashes(references),
      },
    })),
    inputAxes: axes,
    kernel: build.hash,
    model: family.copy?.sha256,
    hash: sha256,
    isChecked,
  });
  if (!isChecked) {
    checkShapes(family, plan, variants);
    for (const { sources: own } of variants) assertSameParts(family, own, parametersOf(plan));
    assertTogether(family, plan, variants, data);
    assertDraws(family, plan);
  }
  const recordOf = (parameters: Parameters) => recordRequest(family, request.record, parameters);
  if (!isChecked) assertRecorded(family, plan, plan.base, recordOf);
  const swept = new Set(axes.flatMap(({ keys }) => keys));
  return {
    request,
    plan,
    spaces: variants[0].spaces,
    kept,
    inputsOf: (i) => {
      const { given } = variants[plan.run(i).variant];
      return Object.fromEntries(given.flatMap(({ key, source }) => (swept.has(key) ? [[key, source]] : [])));
    },
    notes: [...distributions.notes, ...new Set(variants.flatMap(({ notes }) => notes))],
    run: (i) => {
      const { parameters, seed: own, replica, variant, identity } = plan.run(i);
      const record = recordOf(parameters);
      const { output } = request;
      // equal arrays are kept once, however many sets they are in
      const inputs = variants[variant].sources.map(({ name }) => kept.get(name) as GivenInput);
      return { family, parameters, seed: own, replica, identity, build, inputs, data, record, output };
    },
  };
}
