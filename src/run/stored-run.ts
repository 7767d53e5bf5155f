/** From a run's folder back to the run: what run.json says is compared with the family, the kernels and the copies of given arrays. */

import { assertCompatible, completeParameters, forBegun } from '../config/validate.js';
import { MsmError } from '../errors.js';
import type { CompiledBuild } from '../host/builds.js';
import { restoreDataset } from '../input/datasets.js';
import type { GivenInput } from '../input/inputs.js';
import type { Build } from '../kernel/kernels.js';
import type { Family } from '../model/family.js';
import type { RecordRequest } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import { canonicalJson } from '../text.js';
import { otherArithmetic, type StoredArithmetic } from './arithmetic.js';
import { restoreInput } from './given-inputs.js';
import { inFolder } from './layout.js';
import { familyOfFolder } from './model-copy.js';
import type { NewRun } from './new-run.js';
import { identityOf, type RunRecord } from './run-record.js';
import { asDamage } from './shape.js';
import { restoreRecord } from './stored-record.js';

/** Compiles a build of a family's kernels. */
export type Compile = (module: Family['module'], build: Build) => CompiledBuild;

const ANEW = 'Start a new run with the parameters that you want.';

/** Refuses to go on with what would not have the same results. Throws E_CONFIG if kernels or revision of the family changed. */
export function assertSameArithmetic(
  folder: string,
  stored: StoredArithmetic & Pick<RunRecord, 'version'>,
  { schema }: Family,
  build: CompiledBuild,
): void {
  const other = otherArithmetic(stored, schema, build);
  if (other === undefined) return;
  throw new MsmError('E_CONFIG', `${folder} was begun with ${other}`, {
    place: folder,
    next: `Resume it with version ${stored.version} of msm, or start it again.`,
  });
}

/** A full set of parameters, as only a checked run writes it. */
function assertParameters({ schema }: Family, parameters: Parameters): void {
  const complete = completeParameters(schema, parameters);
  if (canonicalJson(complete) !== canonicalJson(parameters)) {
    throw new MsmError('E_CONFIG', 'its parameters are not all that the family has');
  }
  assertCompatible(forBegun(schema), complete);
}

/** Refuses steps, observables and units that the family does not have with these parameters. */
function recordOf({ schema, units }: Family, { record, parameters }: RunRecord): RecordRequest {
  const request = restoreRecord(record);
  const unknown = record.observables.find(({ name }) => !schema.observables.some((known) => known.name === name));
  if (unknown !== undefined)
    throw new MsmError('E_CONFIG', `its record has ${unknown.name}, which is not an observable`);
  const ascends = (numbers: readonly number[]): boolean => numbers.every((n, i) => i === 0 || n > numbers[i - 1]);
  const lists = [record.units ?? [], ...record.observables.map(({ schedule }) => schedule.at ?? [])];
  if (!lists.every(ascends)) throw new MsmError('E_CONFIG', 'its record has numbers that are not in order');
  const count = units?.count(parameters) ?? 0;
  if ((record.units ?? []).some((unit) => unit >= count)) {
    throw new MsmError('E_CONFIG', 'its record has units that the model does not have');
  }
  return request;
}

/** Throws E_CORRUPT if parameters, seed and inputs of run.json do not make the identity that it states. */
export function assertIdentity(folder: string, stored: RunRecord): void {
  if (identityOf(stored) === stored.identity) return;
  throw new MsmError('E_CORRUPT', `${folder}: parameters, seed or inputs in run.json are not those it began with`, {
    place: inFolder(folder).run,
    next: ANEW,
  });
}

/** The run that a folder was begun for. Throws E_CONFIG if kernels or revision changed, E_CORRUPT if it was edited or a copy is damaged. */
export async function restoreRun(folder: string, stored: RunRecord, compile: Compile): Promise<NewRun> {
  const path = inFolder(folder).run;
  const family = await familyOfFolder(folder, stored, path);
  assertIdentity(folder, stored);
  const build = compile(family.module, stored.build);
  assertSameArithmetic(folder, stored, family, build);
  asDamage(path, ANEW, () => assertParameters(family, stored.parameters));
  const record = asDamage(path, ANEW, () => recordOf(family, stored));
  const inputs: GivenInput[] = [];
  for (const input of stored.inputs) inputs.push(await restoreInput(folder, family, input, stored.parameters));
  const { parameters, seed, replica, identity, output } = stored;
  const data = (stored.data ?? []).map(restoreDataset);
  return { family, parameters, seed, replica, identity, build, inputs, data, record, output };
}
