/** `--from-run`: a finished run as the beginning of another, or of itself made longer. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { flagName, printValue } from '../config/describe.js';
import { inputTexts } from '../config/inputs.js';
import { configError } from '../config/problem.js';
import type { Layer } from '../config/settings.js';
import { withoutIdle } from '../config/validate.js';
import { RAW } from '../dataset/source.js';
import { MsmError } from '../errors.js';
import { datasetHash, pathOfDataset } from '../input/data-references.js';
import type { Family } from '../model/family.js';
import { givenOf } from '../model/schema.js';
import { otherArithmetic } from './arithmetic.js';
import { tableFile } from './export.js';
import { inputFile } from './given-inputs.js';
import { lengthsOf } from './last-state.js';
import { isRunFolder, isSweepFolder } from './layout.js';
import type { PlannedRuns } from './plan-runs.js';
import { identityOf, type RunRecord, readRun } from './run-record.js';
import { assertIntact } from './verify.js';

export const FROM_RUN = '--from-run';

/** Flags that make a run a different one, besides its parameters and inputs. */
const OTHERS = ['seed', 'replicas', 'preset', 'sweep', 'set', 'search'];

/** Flags that say what is recorded and how it is written: a run that is made longer keeps its own. */
const RECORDING = ['record', 'every', 'from', 'to', 'units', 'format', 'parquet', 'fast'];

/** A finished run of the family; `place` is what named it. Throws E_CONFIG if the folder is not one, or is of another family; E_CORRUPT if it is damaged. */
export function finishedRun({ schema, copy }: Family, folder: string, place = FROM_RUN): RunRecord {
  if (!isRunFolder(folder)) {
    const what = isSweepFolder(folder) ? 'a sweep; name one of its runs' : 'not a run';
    throw configError(`${place} ${folder} is ${what}`, place, 'Give the folder of a finished run.');
  }
  const stored = readRun(folder);
  if (stored.family !== schema.name || stored.model?.sha256 !== copy?.sha256) {
    const what =
      stored.family === schema.name
        ? `another model named ${schema.name}`
        : `the family ${stored.family}, not of ${schema.name}`;
    throw configError(`${place} ${folder} is a run of ${what}`, place);
  }
  if (stored.status !== 'done') {
    throw configError(`${place} ${folder} is not finished`, place, `Go on with: msm resume ${folder}`);
  }
  assertIntact(folder);
  return stored;
}

/** What a finished run gives to another that begins from its last state. Throws E_CONFIG if nothing can begin from it. */
export function layerOfRun(family: Family, folder: string, stored: RunRecord): Layer {
  const { parameters, inputs: given, output, data = [] } = stored;
  const continuation = family.continues?.(parameters);
  if (continuation === undefined)
    throw configError(`${FROM_RUN}: no run of ${family.schema.name} begins from another`, FROM_RUN);
  const place = `${FROM_RUN} ${folder}`;
  const said = withoutIdle(family.schema, parameters, place);
  const files = Object.entries(continuation.inputs)
    .map(([key, table]) => [key, join(folder, table === 'state' ? 'state.arrow' : tableFile(table, output))] as const)
    .filter(([, path]) => existsSync(path));
  const copies = given
    .filter(({ key }) => continuation.given.includes(key))
    .map((input) => {
      const { key } = input;
      const isPatterns = family.schema.inputs.some((input) => input.key === key && input.isPatterns === true);
      // copies of patterns are already z-scored
      return [key, `${isPatterns ? RAW : ''}${inputFile(folder, input)}`] as const;
    });
  const datasets = data
    .filter(({ key }) => continuation.given.includes(key))
    .map((one) => [one.key, [{ text: pathOfDataset(one), sha256: datasetHash(one) }]] as const);
  return {
    settings: [
      ...continuation.parameters.flatMap((key) =>
        Object.hasOwn(said, key) ? [{ key, text: printValue(said[key]), place }] : [],
      ),
      ...Object.entries(continuation.values ?? {}).map(([key, text]) => ({ key, text, place })),
    ],
    run: {},
    inputs: inputTexts(Object.fromEntries([...copies, ...files, ...datasets])),
  };
}

/** The observables that a run recorded. */
export const namesRecorded = ({ record }: Pick<RunRecord, 'record'>): readonly string[] =>
  record.observables.map(({ name }) => name);

/** Whether flags ask only for a longer run. Throws E_CONFIG if they also ask for other records: both parts have the same tables. */
export function asksForLonger(
  family: Family,
  stored: Pick<RunRecord, 'parameters' | 'record'>,
  typed: readonly string[],
): boolean {
  const lengths = lengthsOf(family, stored.parameters, namesRecorded(stored)).map(flagName);
  const length = lengths.find((flag) => typed.includes(flag));
  if (length === undefined) return false;
  const { schema } = family;
  const others = new Set([...[...schema.parameters, ...givenOf(schema)].map(({ key }) => flagName(key)), ...OTHERS]);
  for (const flag of lengths) others.delete(flag);
  if (typed.some((flag) => others.has(flag))) return false;
  const recording = typed.find((flag) => RECORDING.includes(flag));
  if (recording === undefined) return true;
  throw configError(
    `--${recording}: a run that goes on keeps what it records, its format and its kernels`,
    `--${recording}`,
    `Leave it out, or repeat the run: --preset DIR --${length} ... --${recording} ...`,
  );
}

/** Compares the plan with the run that it makes longer. Throws as `finishedRun` does, and E_CONFIG unless it is the same run, only longer. */
export function assertLonger(family: Family, folder: string, planned: PlannedRuns): void {
  const stored = finishedRun(family, folder);
  const lengths = lengthsOf(family, stored.parameters, namesRecorded(stored));
  const flag = lengths.map((key) => `--${flagName(key)}`).join(', ');
  if (planned.plan.runCount !== 1) throw configError(`${flag}: ${FROM_RUN} goes on with one run; give one value`, flag);
  const { parameters, record, build } = planned.run(0);
  const { steps } = family.estimate(parameters, record);
  if (steps <= stored.steps) {
    throw configError(
      `${lengths.map((key) => `--${flagName(key)} ${printValue(parameters[key])}`).join(', ')} is ${steps} steps, and ${folder} has done ${stored.steps}`,
      flag,
      'Give the length of the whole run, from its first step on.',
    );
  }
  const before = {
    ...stored,
    parameters: { ...parameters, ...Object.fromEntries(lengths.map((key) => [key, stored.parameters[key]])) },
  };
  const other = otherArithmetic(stored, family.schema, build);
  if (other === undefined && identityOf(before) === stored.identity) return;
  throw new MsmError('E_CONFIG', `${folder} was made with ${other}`, {
    place: FROM_RUN,
    next: `Go on with version ${stored.version} of msm, or do the longer run from its first step: --preset ${folder} ${flag} ...`,
  });
}
