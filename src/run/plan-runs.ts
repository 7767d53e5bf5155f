/** From what a person asked for to a plan of runs with everything checked. */

import { flagName } from '../config/describe.js';
import { createPlan, type Plan } from '../config/plan.js';
import { configError } from '../config/problem.js';
import { readSettings, type Setting, type TextSetting } from '../config/settings.js';
import { replicaSeed } from '../method/random.js';
import type { Family } from '../model/family.js';
import type { RecordRequest } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import { type CompiledBuild, instantiate } from './builds.js';
import { sha256 } from './environment.js';
import type { Output } from './folder.js';
import { type GivenInput, readInputs } from './inputs.js';
import { assertWithin, type RecordTexts, recordRequest } from './record-request.js';
import type { NewRun } from './session.js';

/** A request as a command or a program makes it. */
export interface RunRequest {
  readonly family: Family;
  /** Parameter values or sweeps as text, in the order given. */
  readonly settings: readonly TextSetting[];
  /** Files with arrays that are not to be drawn, by the schema's key. */
  readonly inputFiles: { readonly [key: string]: string };
  readonly seed: number;
  readonly replicas: number;
  readonly record: RecordTexts;
  readonly output: Output;
  readonly build: CompiledBuild;
}

export interface PlannedRuns {
  readonly request: RunRequest;
  readonly settings: readonly Setting[];
  readonly plan: Plan;
  readonly inputs: readonly GivenInput[];
  /** Run i of the plan, ready to start. */
  readonly run: (i: number) => NewRun;
}

/** The given arrays must fit every combination of a sweep. */
function checkShapes(family: Family, plan: Plan, inputs: readonly GivenInput[]): void {
  if (inputs.length === 0) return;
  for (const { parameters } of plan) {
    for (const { key, shape, source } of inputs) {
      const wanted = family.inputShape(key, parameters);
      if (wanted.every((size, d) => size < 0 || size === shape[d])) continue;
      const [found, needed] = [shape, wanted].map((sizes) => sizes.join(' x '));
      throw configError(
        `--${flagName(key)} ${source} is ${found}, a run of this sweep needs ${needed}`,
        `--${flagName(key)}`,
      );
    }
  }
}

/** A seed without effect would give equal runs that look like different ones. */
function assertDraws({ family, seed, replicas }: RunRequest, plan: Plan): void {
  if (family.checkDraws === undefined) return;
  for (let i = 0; i < plan.runCount; i += replicas) {
    const [found] = family.checkDraws(plan.run(i).parameters, { seed, replicas });
    if (found !== undefined) throw configError(found.message, `--${flagName(found.key)}`);
  }
}

/** What is recorded must exist in every combination of a sweep; steps beyond the end are refused where there is one end. */
function assertRecorded(
  family: Family,
  plan: Plan,
  base: Parameters,
  recordOf: (parameters: Parameters) => RecordRequest,
): void {
  const record = recordOf(base);
  if (plan.axes.length === 0) assertWithin(record, family.estimate(base, record).steps);
  if (record.units === undefined || !plan.axes.some(({ key }) => key === 'N')) return;
  for (const { parameters } of plan) recordOf(parameters);
}

/** Expands and checks a request. Nothing is written. Throws E_CONFIG, E_CORRUPT. */
export async function planRuns(request: RunRequest): Promise<PlannedRuns> {
  const { family, build, seed, replicas } = request;
  const settings = readSettings(family.schema, request.settings);
  const kernels = instantiate(build);
  const common = {
    schema: family.schema,
    settings,
    seed,
    replicas,
    kernel: build.hash,
    hash: sha256,
    replicaSeed: (of: number, replica: number) => replicaSeed(kernels, of, replica),
  };
  const { base } = createPlan({ ...common, inputs: {} });
  const inputs = await readInputs(family, base, request.inputFiles);
  const hashes = Object.fromEntries(inputs.map((input) => [input.key, input.sha256]));
  const plan = createPlan({ ...common, inputs: hashes });
  checkShapes(family, plan, inputs);
  assertDraws(request, plan);
  const recordOf = (parameters: Parameters) => recordRequest(family.schema, request.record, parameters.N as number);
  assertRecorded(family, plan, base, recordOf);
  return {
    request,
    settings,
    plan,
    inputs,
    run: (i) => {
      const { parameters, seed: own, replica, identity } = plan.run(i);
      const record = recordOf(parameters);
      const { output } = request;
      return { family, parameters, seed: own, replica, identity, build, inputs, record, output };
    },
  };
}
