/** sweep.json: the requests that a sweep was made from. The tasks follow from it; it changes only when a request is added. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { KeptFile } from '../../config/inputs.js';
import { configError } from '../../config/problem.js';
import { SEARCH_METHODS } from '../../config/search-options.js';
import { type DiskOperations, writeBytes } from '../../host/disk.js';
import { isRunFolder, SWEEP_FILE } from '../../run/folder.js';
import { type JsonKind, readJson, sealedText, unsealed } from '../../run/json-file.js';
import { MODEL, type StoredModel } from '../../run/model-copy.js';
import type { RunRequest } from '../../run/plan-runs.js';
import { DATASET, KEPT_FIELDS, OUTPUT, REVISION } from '../../run/run-record.js';
import {
  asDamage,
  boolean,
  damaged,
  dictionary,
  digest,
  either,
  integer,
  list,
  matching,
  oneOf,
  pair,
  record,
  type Shape,
  text,
} from '../../run/shape.js';
import { quoted } from '../../text.js';
import { parseRanges } from './ranges.js';

/**
 * Version of sweep.json. Format 2, of version 0.1, had no checksum and said nothing of given arrays; in format 3 every request had copies of
 * its own; up to format 4 none has data sets, up to 5 none says the revision of its family.
 */
export const SWEEP_FORMAT = 6;

/** The file with an array that was given to a request. */
export interface KeptInput extends KeptFile {
  /** What `copyName` calls it: the key of its input, with a number where the request has several. */
  readonly name: string;
}

/** A request as plain data: all that its plan follows from. */
export interface StoredRequest extends Omit<RunRequest, 'family' | 'build'> {
  readonly family: string;
  /** Revision of the family; absent: the first. */
  readonly revision?: number;
  /** The own model that is swept, a copy of which is in the folder; absent if the family ships. */
  readonly model?: StoredModel;
  readonly build: 'strict' | 'fast';
  readonly kernelSha256: string;
  /** Version of msm that made it. */
  readonly version: string;
}

/** A request and the tasks that it added. */
export interface SweepRequest {
  readonly request: StoredRequest;
  /** Folder, below that of the sweep, with the copies of given arrays that no earlier request had. */
  readonly place: string;
  /** Runs of its plan. */
  readonly runCount: number;
  /** Those of its runs, as ranges, that no earlier request had: they are the tasks from `first` on. */
  readonly added: string;
  readonly first: number;
  /** Digits of a task's number in the name of its folder. */
  readonly digits: number;
  /** Identities of the first and the last run of its plan, which show if the plan is not the one that was made. */
  readonly ends: readonly [string, string];
  /** Its given arrays; absent in folders of version 0.1. */
  readonly inputs?: readonly KeptInput[];
}

/** The content of sweep.json, but for its checksum. */
export interface SweepRecord {
  readonly format: 2 | 3 | 4 | 5 | typeof SWEEP_FORMAT;
  readonly taskCount: number;
  /** Tasks, as ranges, that a later request no longer wanted before they were done: nobody does them. */
  readonly dropped: string;
  readonly requests: readonly SweepRequest[];
}

const ranges = matching(/^[\d,-]*$/, 'ranges of numbers');

/** Below the folder of the sweep: the folder itself, or that of a request. */
const place = matching(/^(\.|requests[/\\]\d{1,9})$/, '. or requests/N');

const SETTINGS = list(record({ key: text(), text: text(2 ** 24) }, { place: text() }));

/** What is swept, as text: the planner reads it as it reads a command line. */
const SPACE = record(
  { name: text(), settings: SETTINGS, zips: list(list(text())), derived: SETTINGS, isSorted: boolean },
  { seeds: list(integer(0)), replicas: integer(1) },
);

const REQUEST = record(
  {
    family: matching(/^[A-Za-z][\w-]*$/, 'the name of a family'),
    spaces: list(SPACE, 1),
    inputFiles: dictionary(either(text(), list(record({ text: text() }, { base: text() }), 1))),
    seed: integer(0),
    replicas: integer(1),
    record: record({}, { record: list(text()), every: integer(1), from: text(), to: text(), units: text(2 ** 22) }),
    output: OUTPUT,
    build: oneOf(['strict', 'fast']),
    kernelSha256: digest,
    version: text(),
  },
  {
    ...REVISION,
    model: MODEL,
    data: list(DATASET, 1),
    search: record(
      {
        method: oneOf(SEARCH_METHODS),
        trials: integer(1),
        startup: integer(0),
        objective: text(),
        direction: oneOf(['min', 'max']),
        space: SPACE,
      },
      { first: integer(0) },
    ),
  },
);

const PART = {
  request: REQUEST,
  place,
  runCount: integer(1),
  added: ranges,
  first: integer(0),
  digits: integer(1, 16),
  ends: pair(digest),
};

const FIELDS = { taskCount: integer(1), dropped: ranges };
/** A version with a checksum. */
const sealed = <T>(format: number, input: Shape<T>) =>
  record({
    format: oneOf([format]),
    ...FIELDS,
    requests: list(record({ ...PART, inputs: list(input) }), 1),
    checksum: digest,
  });
const KEPT = record({ name: matching(/^[\w-]+$/, 'the name of a copy'), ...KEPT_FIELDS });
const STORED = sealed(SWEEP_FORMAT, KEPT);
const FOURTH = sealed(4, KEPT);
const FIFTH = sealed(5, KEPT);
/** A copy of a given array, below the place of its request. */
const THIRD = sealed(3, record({ ...KEPT_FIELDS, path: matching(/^inputs[/\\][\w-]+\.arrow$/, 'a file in inputs/') }));
const SECOND = record({ format: oneOf([2]), ...FIELDS, requests: list(record(PART), 1) });

type Sealed = SweepRecord & { readonly checksum: string };

const SWEEP_JSON: JsonKind<Sealed> = {
  what: "a sweep's folder",
  shapes: { 2: SECOND, 3: THIRD, 4: FOURTH, 5: FIFTH, [SWEEP_FORMAT]: STORED } as {
    readonly [format: number]: Shape<unknown>;
  } as {
    readonly [format: number]: Shape<Sealed>;
  },
  most: 2 ** 28,
};

/** A request of format 3, with its copies as later ones name them. */
function withPaths({ inputs = [], ...rest }: SweepRequest): SweepRequest {
  const kept = inputs.map(({ path, ...file }) => ({
    ...file,
    name: basename(path.replaceAll('\\', '/'), '.arrow'),
    path: keptPath(rest.place, path),
  }));
  return { ...rest, inputs: kept };
}

/** A file below the place of a request as one below the sweep, with slashes. */
export const keptPath = (place: string, path: string): string =>
  (place === '.' ? path : `${place}/${path}`).replaceAll('\\', '/');

export const sweepFile = (folder: string): string => join(folder, SWEEP_FILE);

/** What is inconsistent in sweep.json: numbers of tasks and places follow from each other. */
function problemOf({ taskCount, dropped, requests }: SweepRecord, path: string): string | undefined {
  let first = 0;
  for (const [k, { runCount, added, first: own, place: where }] of requests.entries()) {
    if (where !== placeOf(k)) return `request ${k} has its arrays in ${where} and not in ${placeOf(k)}`;
    if (own !== first) return `request ${k} begins with task ${own} and not ${first}`;
    const runs = parseRanges(added, path);
    if (runs.length === 0 || runs[runs.length - 1] >= runCount)
      return `request ${k} adds runs ${quoted(added)} of ${runCount}`;
    first += runs.length;
  }
  if (taskCount !== first) return `it has ${taskCount} tasks, and its requests ${first}`;
  const last = parseRanges(dropped, path).at(-1) ?? 0;
  return last < taskCount ? undefined : `it drops task ${last} of ${taskCount}`;
}

/** Folder, below that of the sweep, with the arrays given to request k. */
export const placeOf = (k: number): string => (k === 0 ? '.' : join('requests', String(k)));

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
  const found = readJson(path, SWEEP_JSON);
  const stored = found.format === 2 ? found : unsealed(path, found, EDITED);
  const content = stored.format === 3 ? { ...stored, requests: stored.requests.map(withPaths) } : stored;
  const problem = asDamage(path, EDITED, () => problemOf(content, path));
  if (problem !== undefined) throw damaged(path, problem);
  return content;
}

const EDITED = 'Start a new sweep with what you want, or change this one with: msm simulate ... --out DIR --resume';

/** Writes sweep.json. Throws E_IO. */
export async function writeSweepRecord(disk: DiskOperations, folder: string, record: SweepRecord): Promise<void> {
  await writeBytes(disk, sweepFile(folder), sealedText({ ...record, format: SWEEP_FORMAT }));
}
