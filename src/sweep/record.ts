/** sweep.json: the requests that a sweep was made from. The tasks follow from it; it changes only when a request is added. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { familyOfFile } from '../model/family-named.js';
import type { CompiledBuild } from '../run/builds.js';
import { type DiskOperations, jsonText, writeBytes } from '../run/disk.js';
import { packageVersion } from '../run/environment.js';
import { inFolder, isRunFolder, SWEEP_FILE } from '../run/folder.js';
import { type JsonKind, readJson } from '../run/json-file.js';
import type { RunRequest } from '../run/plan-runs.js';
import { OUTPUT } from '../run/run-record.js';
import {
  anything,
  dictionary,
  digest,
  integer,
  list,
  matching,
  oneOf,
  pair,
  record,
  type Shape,
  text,
} from '../run/shape.js';

export const SWEEP_FORMAT = 2;

/** Compiles a build of the kernels. */
export type Compile = (build: 'strict' | 'fast') => CompiledBuild;

/** A request as plain data: all that its plan follows from. */
export interface StoredRequest extends Omit<RunRequest, 'family' | 'build'> {
  readonly family: string;
  readonly build: 'strict' | 'fast';
  readonly kernelSha256: string;
  /** Version of msm that made it. */
  readonly version: string;
}

/** A request and the tasks that it brought. */
export interface SweepRequest {
  readonly request: StoredRequest;
  /** Folder, below that of the sweep, with copies of its given arrays. */
  readonly place: string;
  /** Runs of its plan. */
  readonly runCount: number;
  /** Those of them, as ranges, that no earlier request had: they are the tasks from `first` on. */
  readonly added: string;
  readonly first: number;
  /** Digits of a task's number in the name of its folder. */
  readonly digits: number;
  /** Identities of the first and the last run of its plan: another plan than the one that was made shows. */
  readonly ends: readonly [string, string];
}

/** The content of sweep.json. */
export interface SweepRecord {
  readonly format: typeof SWEEP_FORMAT;
  readonly taskCount: number;
  /** Tasks, as ranges, that a later request no longer wanted before they were done: nobody does them. */
  readonly dropped: string;
  readonly requests: readonly SweepRequest[];
}

const ranges = matching(/^[\d,-]*$/, 'ranges of numbers');

/** Below the folder of the sweep: the folder itself, or that of a request. */
const place = matching(/^(\.|requests[/\\]\d{1,9})$/, '. or requests/N');

const REQUEST = record(
  {
    family: text(),
    spaces: list(dictionary(anything())),
    inputFiles: dictionary(text()),
    seed: integer(0),
    replicas: integer(1),
    record: record({}, { record: list(text()), every: integer(1), from: text(), to: text(), units: text(2 ** 22) }),
    output: OUTPUT,
    build: oneOf(['strict', 'fast']),
    kernelSha256: digest,
    version: text(),
  },
  { search: dictionary(anything()) },
);

const SWEEP = record({
  format: oneOf([SWEEP_FORMAT]),
  taskCount: integer(1),
  dropped: ranges,
  requests: list(
    record({
      request: REQUEST,
      place,
      runCount: integer(1),
      added: ranges,
      first: integer(0),
      digits: integer(1, 16),
      ends: pair(digest),
    }),
    1,
  ),
});

const SWEEP_JSON: JsonKind<SweepRecord> = {
  what: "a sweep's folder",
  // what a space is in detail is known to the planner, which reads it again
  shapes: { [SWEEP_FORMAT]: SWEEP as Shape<unknown> as Shape<SweepRecord> },
  most: 2 ** 28,
};

export const sweepFile = (folder: string): string => join(folder, SWEEP_FILE);

/** A request as sweep.json keeps it. */
export function storeRequest({ family, build, ...rest }: RunRequest): StoredRequest {
  return {
    family: family.schema.name,
    ...rest,
    build: build.build,
    kernelSha256: build.hash,
    version: packageVersion(),
  };
}

/**
 * The request again, with the copies of its given arrays in place of the originals.
 *
 * @throws E_CORRUPT for an unknown family, E_CONFIG if the kernels are not those it was made with
 */
export async function restoreRequest(
  folder: string,
  { request, place }: SweepRequest,
  compile: Compile,
): Promise<RunRequest> {
  const path = sweepFile(folder);
  const { family: name, build: kind, kernelSha256, version, ...rest } = request;
  const family = await familyOfFile(name, path);
  const build = compile(kind);
  if (build.hash !== kernelSha256) {
    throw new MsmError('E_CONFIG', `${folder} was begun with other kernels (${kernelSha256.slice(0, 12)})`, {
      place: folder,
      next: `Resume it with version ${version} of msm, or start it again.`,
    });
  }
  const copies = Object.keys(request.inputFiles).map((key) => {
    const isPatterns = family.schema.inputs.some((input) => input.key === key && input.isPatterns === true);
    // the copies are z-scored already
    return [key, `${isPatterns ? 'raw:' : ''}${join(inFolder(join(folder, place)).inputs, `${key}.arrow`)}`];
  });
  return { ...rest, family, build, inputFiles: Object.fromEntries(copies) };
}

/** Reads sweep.json. Throws E_CONFIG if there is none, E_CORRUPT if it is damaged. */
export function readSweepRecord(folder: string): SweepRecord {
  const path = sweepFile(folder);
  if (!existsSync(path) && isRunFolder(folder)) {
    throw configError(
      `${folder} is the folder of one run, not of a sweep`,
      folder,
      `Look at it with: msm show ${folder}`,
    );
  }
  return readJson(path, SWEEP_JSON);
}

/** Writes sweep.json. Throws E_IO. */
export async function writeSweepRecord(disk: DiskOperations, folder: string, record: SweepRecord): Promise<void> {
  await writeBytes(disk, sweepFile(folder), jsonText(record));
}
