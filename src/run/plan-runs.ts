/** From what a person asked for to a plan of runs with everything checked. */

import { flagName } from '../config/describe.js';
import { createPlan, type Plan } from '../config/plan.js';
import { configError } from '../config/problem.js';
import type { SearchRequest } from '../config/search-options.js';
import { isSet, mergeSettings, type TextSetting } from '../config/settings.js';
import { parametersAt, readSpace, type TextSpace } from '../config/space.js';
import { assertCompatible, type Places } from '../config/validate.js';
import type { Kernels } from '../kernel/kernels.js';
import { replicaSeed } from '../method/random.js';
import type { Family } from '../model/family.js';
import type { RecordRequest } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import { type CompiledBuild, instantiate } from './builds.js';
import { sha256 } from './environment.js';
import type { Output } from './folder.js';
import { type GivenInput, inputArrays, readSources, sizeInputs, takeInputs } from './inputs.js';
import { assertWithin, type RecordTexts, recordRequest } from './record-request.js';
import type { NewRun } from './session.js';
import { settingsOf, sizesOfSpace } from './sizes.js';

/** A request as a command or a program makes it. */
export interface RunRequest {
  readonly family: Family;
  /** At least one: what is swept, as plain data. */
  readonly spaces: readonly TextSpace[];
  /** Files with arrays that are not to be drawn, by the schema's key. */
  readonly inputFiles: { readonly [key: string]: string };
  /** Seed of the runs, or of the replicas' seeds, where a space has no seeds of its own. */
  readonly seed: number;
  readonly replicas: number;
  /** The search that asks for these spaces, which are its trials. */
  readonly search?: SearchRequest;
  readonly record: RecordTexts;
  readonly output: Output;
  readonly build: CompiledBuild;
}

/** A request of which the spaces are still to be found. */
export interface SearchedRequest extends RunRequest {
  readonly search: SearchRequest;
}

/** Whether a request is that of a search. */
export const isSearch = (request: RunRequest): request is SearchedRequest => request.search !== undefined;

export interface PlannedRuns {
  readonly request: RunRequest;
  readonly plan: Plan;
  readonly inputs: readonly GivenInput[];
  /** What is to be said before the runs begin: how inputs were read, where that was not known beforehand. */
  readonly notes: readonly string[];
  /** Run i of the plan, ready to start. */
  readonly run: (i: number) => NewRun;
}

/** The given arrays must fit every combination of a sweep. */
function checkShapes(family: Family, plan: Plan, inputs: readonly GivenInput[], places: Places): void {
  if (inputs.length === 0) return;
  for (const { parameters } of plan) {
    for (const { key, shape, source } of inputs) {
      const wanted = family.inputShape(key, parameters);
      const d = wanted.findIndex((size, at) => size >= 0 && size !== shape[at]);
      if (d < 0) continue;
      const symbol = family.schema.inputs.find((input) => input.key === key)?.shape[d] ?? '';
      const place = places.get(symbol);
      const within = plan.runCount === 1 ? '' : ' in a run of this sweep';
      const from = place === undefined ? '' : ` (${place})`;
      throw configError(
        `${symbol} = ${wanted[d]}${within}${from}, but --${flagName(key)} ${source} has ${symbol} = ${shape[d]}`,
        `--${flagName(key)}`,
      );
    }
  }
}

/** Given arrays and parameters must go together in every combination of a sweep. */
function assertTogether({ checkInputs }: Family, plan: Plan, given: readonly GivenInput[]): void {
  if (checkInputs === undefined) return;
  const inputs = inputArrays(given);
  for (const { parameters } of plan) {
    const [found] = checkInputs(parameters, inputs);
    if (found !== undefined) throw configError(found.message, `--${flagName(found.key)}`);
  }
}

/** A seed without effect would give equal runs that look like different ones. */
function assertDraws({ checkDraws }: Family, plan: Plan): void {
  if (checkDraws === undefined) return;
  const replicas = Math.max(...plan.spaces.map(({ seeds }) => seeds.length));
  for (const { parameters, seed } of plan) {
    const [found] = checkDraws(parameters, { seed, replicas });
    if (found !== undefined) throw configError(found.message, `--${flagName(found.key)}`);
  }
}

/** A space with the sizes that follow from given arrays, where it does not say them itself. */
function sized(space: TextSpace, sizes: readonly TextSetting[]): TextSpace {
  const open = sizes.filter(({ key }) => !isSet(space.derived, key));
  return open.length === 0 ? space : { ...space, settings: mergeSettings(open, space.settings) };
}

/** What is recorded must exist in every combination of a sweep; steps beyond the end are refused where there is one end. */
function assertRecorded(
  family: Family,
  plan: Plan,
  base: Parameters,
  recordOf: (parameters: Parameters) => RecordRequest,
): void {
  const record = recordOf(base);
  if (plan.varying.length === 0) assertWithin(record, family.estimate(base, record).steps);
  if (record.units === undefined || !plan.varying.includes('N')) return;
  for (const { parameters } of plan) recordOf(parameters);
}

/**
 * Expands and checks a request. Nothing is written. `isChecked`: it was checked when it was stored. Throws E_CONFIG, E_CORRUPT.
 */
export async function planRuns(request: RunRequest, isChecked = false): Promise<PlannedRuns> {
  const { family, build, seed, replicas } = request;
  const { schema } = family;
  const sources = await readSources(family, request.inputFiles);
  let kernels: Kernels | undefined;
  const seeds = {
    seed,
    replicas,
    replicaSeed: (of: number, replica: number) => {
      kernels ??= instantiate(build);
      return replicaSeed(kernels, of, replica);
    },
  };
  const [first] = request.spaces;
  const asked = sizesOfSpace(schema, readSpace(schema, first, seeds), first.settings);
  const found = await sizeInputs(schema, sources, asked);
  const spaces = request.spaces.map((space) => readSpace(schema, sized(space, settingsOf(found.sizes)), seeds));
  const base = parametersAt(schema, spaces[0], 0);
  assertCompatible(schema, base, spaces[0].places);
  const steps = () => family.estimate(base, { observables: new Map(), from: 0, to: 0 }).steps;
  const { given: inputs, notes } = await takeInputs(family, base, sources, found, asked, steps);
  const hashes = Object.fromEntries(inputs.map((input) => [input.key, input.sha256]));
  const plan = createPlan({ schema, spaces, inputs: hashes, kernel: build.hash, hash: sha256, isChecked });
  if (!isChecked) {
    checkShapes(family, plan, inputs, spaces[0].places);
    assertTogether(family, plan, inputs);
    assertDraws(family, plan);
  }
  const recordOf = (parameters: Parameters) => recordRequest(family.schema, request.record, parameters.N as number);
  if (!isChecked) assertRecorded(family, plan, base, recordOf);
  return {
    request,
    plan,
    inputs,
    notes,
    run: (i) => {
      const { parameters, seed: own, replica, identity } = plan.run(i);
      const record = recordOf(parameters);
      const { output } = request;
      return { family, parameters, seed: own, replica, identity, build, inputs, record, output };
    },
  };
}
