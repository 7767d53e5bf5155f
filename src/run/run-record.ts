/** run.json: what is known about a run. Times and host are here and nowhere else. */
import { runIdentity } from '../config/plan.js';
import { type ErrorCode, EXIT_STATUS } from '../errors.js';
import { type DiskOperations, writeBytes } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import { datasetHashes } from '../input/data-references.js';
import { FAMILY_NAMES } from '../model/families.js';
import type { Parameters } from '../model/schema.js';
import { readJson, sealedText, unsealed } from './json-file.js';
import { inFolder } from './layout.js';
import { MODEL, refuseUnknown, type StoredModel } from './model-copy.js';
import {
  anything,
  boolean,
  damaged,
  dictionary,
  digest,
  either,
  integer,
  list,
  matching,
  number,
  oneOf,
  orNull,
  record,
  type Shape,
  type Shaped,
  text,
} from './shape.js';

/**
 * Version of run.json. Version 1 had no checksum and did not name the manifest; it is still read. In version 2 every run has copies of its
 * given arrays; up to version 3 none has data sets, up to 4 none says the revision of its family.
 */
export const RUN_FORMAT = 5;

/** How tables are written. */
export const OUTPUT = record({
  format: oneOf(['parquet', 'arrow', 'csv']),
  parquet: oneOf(['compact', 'compatible']),
});
export type Output = Shaped<typeof OUTPUT>;

const SCHEDULE = record({ every: integer(1) }, { at: list(integer(0)), most: integer(1) });

/** What is recorded, as plain data; `to`: null is to the end. */
const RECORD = record({
  observables: list(record({ name: text(), schedule: SCHEDULE })),
  from: integer(0),
  to: orNull(integer(0)),
  units: orNull(list(integer(0))),
});
export type StoredRecord = Shaped<typeof RECORD>;

/** A word of a schema, which is also the name of a file. */
const key = matching(/^[A-Za-z]\w*$/, 'a word');

/** A file in which a sweep keeps a given array for its runs, below the folder of the sweep. */
export const KEPT_FIELDS = {
  path: matching(/^(?:requests\/\d{1,9}\/)?inputs\/[\w-]+\.arrow$/, 'a file in inputs/ of the sweep'),
  bytes: integer(0),
  sha256: digest,
};

/**
 * A given array; `source` is what was written, `base` the folder from which that path starts. `kept`: a run of a sweep has no copy of its own,
 * but that of the sweep.
 */
const INPUT = record(
  { key, source: text(), shape: list(integer(0), 1, 8), sha256: digest },
  { base: text(), kept: record(KEPT_FIELDS) },
);
export type StoredInput = Shaped<typeof INPUT>;

/** A file name, without a folder. */
const fileName = matching(/^(?!\.\.?$)[^/\\\0]+$/, 'the name of a file');

/** A data set that a run refers to (src/input/datasets.ts). */
export const DATASET = record(
  {
    key,
    source: text(),
    folder: text(),
    files: list(
      record(
        { role: text(), name: fileName, bytes: integer(0), sha256: digest },
        { ending: matching(/^\.\w+$/, 'an ending') },
      ),
      1,
      64,
    ),
  },
  { base: text(), sizes: dictionary(integer(0)) },
);

const parameter = either(number(), text(), boolean, orNull(list(number())), dictionary(number()));

const SUMMARY = record(
  { name: text(), value: orNull(number()), meaning: text() },
  { unit: text(), reason: text(), isWhole: boolean },
);

const ENVIRONMENT = record({
  host: text(),
  platform: text(),
  processor: text(),
  cores: integer(0),
  memoryBytes: integer(0),
  node: text(),
  git: orNull(record({ commit: text(), isDirty: boolean })),
  workingFolder: text(),
  command: list(text()),
});

const codes = Object.keys(EXIT_STATUS) as readonly ErrorCode[];
const ERROR = record({ code: oneOf(codes), message: text() }, {}, anything());

const time = matching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, 'a time of day in UTC');

const FIELDS = {
  status: oneOf(['running', 'interrupted', 'failed', 'done']),
  family: matching(/^[A-Za-z][\w-]*$/, 'the name of a family'),
  identity: digest,
  parameters: dictionary(parameter) as Shape<Parameters>,
  seed: integer(0),
  replica: integer(0),
  build: oneOf(['strict', 'fast']),
  kernelSha256: digest,
  version: text(),
  inputs: list(INPUT),
  record: RECORD,
  output: OUTPUT,
  step: integer(0),
  steps: integer(0),
  summary: list(SUMMARY),
  environment: ENVIRONMENT,
  started: time,
  ended: orNull(time),
  /** Over all sessions of this run. */
  wallMs: number(0),
  sessions: integer(1),
  exitStatus: orNull(integer(0, 255)),
  error: orNull(ERROR),
};

/** What a person should know who reads the results; absent if there is nothing. */
const NOTES = { notes: list(text()) };

/** The own model that it is a run of; absent if the family ships. */
const OWN = { model: MODEL };

/** Revision of the family; absent: the first. */
export const REVISION = { revision: integer(2) };

/** Data sets; absent if there is none. */
const DATA = { data: list(DATASET, 1) };

/** Threads that worked on it, if there were several: whoever resumes it has as many. They enter no result. */
const THREADS = { threads: integer(1) };

/** SHA-256 of manifest.json, which names all results with theirs; null while the run is not done. */
const NEWER = { manifestSha256: orNull(digest) };

const OPTIONAL = { ...NOTES, ...OWN, ...REVISION, ...DATA, ...THREADS };
const CONTENT = record({ format: oneOf([1, 2, 3, 4, RUN_FORMAT]), ...FIELDS, ...NEWER }, OPTIONAL);
const STORED = record({ format: oneOf([2, 3, 4, RUN_FORMAT]), ...FIELDS, ...NEWER, checksum: digest }, OPTIONAL);
const FIRST = record({ format: oneOf([1]), ...FIELDS }, NOTES);

/** The content of run.json, but for its checksum. */
export type RunRecord = Shaped<typeof CONTENT>;
export type RunStatus = RunRecord['status'];

const KIND = {
  what: "a run's folder",
  shapes: { 1: FIRST, 2: STORED, 3: STORED, 4: STORED, [RUN_FORMAT]: STORED } as {
    readonly [format: number]: Shape<unknown>;
  },
};

/** Writes run.json. */
export async function writeRun(disk: DiskOperations, folder: string, run: RunRecord): Promise<void> {
  await writeBytes(disk, inFolder(folder).run, sealedText({ ...run, format: RUN_FORMAT } satisfies RunRecord));
}

/** Reads run.json, also of the first version. Throws E_CONFIG if there is none, E_CORRUPT if it is damaged or was edited. */
export function readRun(folder: string): RunRecord {
  const path = inFolder(folder).run;
  const found = readJson(path, KIND) as Shaped<typeof STORED> | Shaped<typeof FIRST>;
  if (found.format === 1) {
    assertFamily(path, found);
    return { ...found, manifestSha256: null };
  }
  const run = unsealed(path, found, 'Start the run again from the parameters that it should have.');
  // its text is whole, so that somebody wrote it like this
  if (run.model === undefined && !isShipped(run.family)) refuseUnknown(run.family, path, run);
  assertFamily(path, run);
  return run;
}

const isShipped = (family: string): boolean => FAMILY_NAMES.some((name) => name === family);

/** A family that ships is known by its name, any other by its model, so that the two can never be confused. */
function assertFamily(
  path: string,
  { family, model }: { readonly family: string; readonly model?: StoredModel },
): void {
  const ships = isShipped(family);
  if (ships && model !== undefined) throw damaged(path, `it has a model, and ${family} ships with msm`);
  if (!ships && model === undefined) throw damaged(path, `there is no model family '${family}'`);
}

/** The identity that run.json's own parameters, seed, inputs, kernels and revision make; differs from the one it states if it was edited. */
export function identityOf(run: RunRecord): string {
  const { family, revision, parameters, seed, inputs, data, kernelSha256, model } = run;
  const arrays = Object.fromEntries(inputs.map((input) => [input.key, input.sha256]));
  const hashes = { ...arrays, ...datasetHashes(data ?? []) };
  return runIdentity(
    { family, revision, model: model?.sha256, inputs: hashes, kernel: kernelSha256, hash: sha256 },
    parameters,
    seed,
  );
}

/** Hash of everything in run.json but when, where and by whom it was made: the manifest has this hash. */
export function resultHash(run: Omit<RunRecord, 'format' | 'manifestSha256'>): string {
  const { status, family, identity, parameters, seed, replica, build, kernelSha256, record: recorded, output } = run;
  const inputs = run.inputs.map((input) => [input.key, input.shape, input.sha256]);
  const own = [status, family, identity, parameters, seed, replica, build, kernelSha256, inputs, recorded, output];
  const ofModel = run.model === undefined ? [] : [run.model];
  const ofData = run.data === undefined ? [] : [datasetHashes(run.data)];
  return sha256(JSON.stringify([...own, run.step, run.steps, run.summary, run.notes ?? [], ...ofModel, ...ofData]));
}
