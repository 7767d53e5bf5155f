/** A run as a preset: all that it followed from, with its given arrays from the copies in its folder. */
import { basename, dirname, resolve } from 'node:path';
import { printValue } from '../config/describe.js';
import type { InputTexts } from '../config/inputs.js';
import type { RepeatedRun } from '../config/preset.js';
import { configError } from '../config/problem.js';
import type { RunTexts } from '../config/settings.js';
import { withoutIdle } from '../config/validate.js';
import { RAW } from '../dataset/source.js';
import { kindBehind } from '../host/disk.js';
import { datasetHash, pathOfDataset } from '../input/data-references.js';
import { commandOf } from '../model/families.js';
import type { FamilySchema } from '../model/schema.js';
import { quoted } from '../text.js';
import { inputFile } from './given-inputs.js';
import { inFolder, isRunFolder, isSweepFolder, RUN_FILE, SWEEP_FILE } from './layout.js';
import { copyFolder } from './model-copy.js';
import { type RunRecord, readRun, type StoredInput } from './run-record.js';
import { recordTexts } from './stored-record.js';
import { assertIdentity } from './stored-run.js';

/** The command that repeats a run; for an own model it names the copy in the run's folder. */
export function repeatingCommand({ family, parameters, model }: RunRecord, folder: string): string {
  return model === undefined ? `${commandOf(family, parameters)}` : `run ${copyFolder(folder)}`;
}

/** The folder of the run that a path names; undefined if it is a file of another kind, or nothing. @throws E_CONFIG */
function runFolder(path: string, place: string): string | undefined {
  const isFolder = kindBehind(path) === 'folder';
  if (!isFolder && ![RUN_FILE, SWEEP_FILE].includes(basename(path))) return undefined;
  const folder = isFolder ? path : dirname(path);
  if (basename(path) !== SWEEP_FILE && isRunFolder(folder)) return folder;
  if (!isSweepFolder(folder)) {
    if (!isFolder) return undefined;
    throw configError(
      `${place} ${quoted(path)}: this folder has no ${RUN_FILE}`,
      place,
      'Name the folder of a run, or a preset file.',
    );
  }
  const next = `Name one of its runs, as ${folder}/runs/0-..., or go on with it: msm resume ${folder}`;
  throw configError(`${place} ${quoted(path)}: this is a sweep and not a run`, place, next);
}

/** The copies of given arrays as inputs; those of patterns are already z-scored. @throws E_CORRUPT if one is missing */
function inputsOf({ inputs: known }: FamilySchema, folder: string, stored: readonly StoredInput[]): InputTexts {
  const copies = stored.map((one) => {
    const { key, sha256 } = one;
    const path = resolve(inputFile(folder, one));
    const isPatterns = known.some((input) => input.key === key && input.isPatterns === true);
    return [key, [{ text: `${isPatterns ? RAW : ''}${path}`, sha256 }]] as const;
  });
  return Object.fromEntries(copies);
}

/** Data sets from where they were, which must be what they were. */
const dataOf = ({ data = [] }: RunRecord): InputTexts =>
  Object.fromEntries(data.map((one) => [one.key, [{ text: pathOfDataset(one), sha256: datasetHash(one) }]]));

function runTexts(schema: FamilySchema, { seed, output, build, record: stored }: RunRecord, place: string): RunTexts {
  const { record = [], every, from, to, units } = recordTexts(schema, stored);
  const texts = {
    seed: String(seed),
    replicas: '1',
    record: record.join(','),
    every: String(every),
    from,
    to,
    units,
    format: output.format,
    parquet: output.format === 'parquet' ? output.parquet : undefined,
    fast: String(build === 'fast'),
  };
  const given = Object.entries(texts).filter(([, text]) => text !== undefined);
  return Object.fromEntries(given.map(([key, text]) => [key, { text, place }]));
}

/**
 * What the run at a path followed from; undefined if the path is not that of a run.
 *
 * @param path its folder, or its run.json
 * @param place the flag that names it
 * @throws E_CONFIG for a run of another family, a sweep, a folder that is neither; E_CORRUPT for a run.json or a copy that was changed
 */
export function repeatedRun(schema: FamilySchema, path: string, place: string): RepeatedRun | undefined {
  const folder = runFolder(path, place);
  if (folder === undefined) return undefined;
  const stored = readRun(folder);
  const { family, revision, parameters, inputs, build, kernelSha256, version } = stored;
  assertIdentity(folder, stored);
  if (family !== schema.name) {
    throw configError(
      `${place} ${quoted(path)}: this is a run of the family ${family}, not of ${schema.name}`,
      place,
      `Repeat it with: msm ${repeatingCommand(stored, folder)} --preset ${path}`,
    );
  }
  const { run } = inFolder(folder);
  return {
    settings: Object.entries(withoutIdle(schema, parameters, run)).map(([key, value]) => ({
      ...{ key, text: printValue(value), place: run },
    })),
    run: runTexts(schema, stored, run),
    inputs: { ...inputsOf(schema, folder, inputs), ...dataOf(stored) },
    madeWith: { build, kernelSha256, version, ...(revision !== undefined && { revision }) },
  };
}
