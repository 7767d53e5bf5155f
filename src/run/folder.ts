/** A run's folder: where things are, run.json and the manifest. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runIdentity } from '../config/plan.js';
import { MsmError } from '../errors.js';
import type { SummaryItem } from '../model/family.js';
import type { Schedule } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import {
  type DiskOperations,
  jsonText,
  listFolder,
  readWhole,
  removeFile,
  type WrittenFile,
  writeBytes,
} from './disk.js';
import { type Environment, sha256 } from './environment.js';

/** Version of run.json; readers refuse others. */
export const RUN_FORMAT = 1;

export type RunStatus = 'running' | 'interrupted' | 'failed' | 'done';

/** What is recorded, as plain data. */
export interface StoredRecord {
  readonly observables: readonly { readonly name: string; readonly schedule: Schedule }[];
  readonly from: number;
  /** Null: to the end. */
  readonly to: number | null;
  readonly units: readonly number[] | null;
}

export interface StoredInput {
  readonly key: string;
  /** Where it came from. */
  readonly source: string;
  readonly shape: readonly number[];
  readonly sha256: string;
}

/** How tables are written. */
export interface Output {
  readonly format: 'parquet' | 'arrow' | 'csv';
  readonly parquet: 'compact' | 'compatible';
}

/** The content of run.json. Times and host stand here and nowhere else. */
export interface RunRecord {
  readonly format: typeof RUN_FORMAT;
  readonly status: RunStatus;
  readonly family: string;
  readonly identity: string;
  readonly parameters: Parameters;
  readonly seed: number;
  readonly replica: number;
  readonly build: 'strict' | 'fast';
  readonly kernelSha256: string;
  readonly version: string;
  readonly inputs: readonly StoredInput[];
  readonly record: StoredRecord;
  readonly output: Output;
  readonly step: number;
  readonly steps: number;
  readonly summary: readonly SummaryItem[];
  /** What a person should know who reads the results; absent if there is nothing. */
  readonly notes?: readonly string[];
  readonly environment: Environment;
  readonly started: string;
  readonly ended: string | null;
  /** Wall time of all sessions of this run. */
  readonly wallMs: number;
  readonly sessions: number;
  readonly exitStatus: number | null;
  readonly error: object | null;
}

export const RUN_FILE = 'run.json';
export const SWEEP_FILE = 'sweep.json';
export const MANIFEST_FILE = 'manifest.json';

/** Paths inside a run's folder. */
export const inFolder = (folder: string) => ({
  run: join(folder, RUN_FILE),
  manifest: join(folder, MANIFEST_FILE),
  log: join(folder, 'log.jsonl'),
  chunks: join(folder, 'chunks'),
  checkpoints: join(folder, 'checkpoint'),
  inputs: join(folder, 'inputs'),
});

/** Writes run.json. */
export async function writeRun(disk: DiskOperations, folder: string, run: RunRecord): Promise<void> {
  await writeBytes(disk, inFolder(folder).run, jsonText(run));
}

/** What kind of value a field must hold, for the fields that readers rely upon. */
export type Fields<T> = { readonly [key in keyof T]?: 'string' | 'number' | 'object' | 'array' };

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/**
 * Reads JSON of a known format version. Throws E_CONFIG if there is none, E_CORRUPT if it is damaged, from another version, or a
 * field is missing.
 */
export function readJson<T extends { readonly format: number }>(
  path: string,
  format: number,
  what: string,
  fields: Fields<T>,
): T {
  if (!existsSync(path)) {
    throw new MsmError('E_CONFIG', `${path} does not exist: this is not ${what}`, { place: path });
  }
  let value: T;
  try {
    value = JSON.parse(new TextDecoder().decode(readWhole(path))) as T;
  } catch (error) {
    if (error instanceof MsmError) throw error;
    throw new MsmError('E_CORRUPT', `${path} is damaged: it is not JSON`, { place: path, cause: error });
  }
  if (value === null || typeof value !== 'object' || value.format !== format) {
    throw new MsmError('E_CORRUPT', `${path} has format ${value?.format}, this version reads ${format}`, {
      place: path,
    });
  }
  for (const [key, kind] of Object.entries(fields)) {
    const found = kindOf(value[key as keyof T]);
    if (found === kind) continue;
    throw new MsmError('E_CORRUPT', `${path} is damaged: its ${key} is ${found}, it must be ${kind}`, { place: path });
  }
  return value;
}

const RUN_FIELDS: Fields<RunRecord> = {
  status: 'string',
  family: 'string',
  identity: 'string',
  parameters: 'object',
  seed: 'number',
  build: 'string',
  kernelSha256: 'string',
  inputs: 'array',
  record: 'object',
  output: 'object',
  step: 'number',
  steps: 'number',
  summary: 'array',
  environment: 'object',
};

/** Reads run.json. */
export const readRun = (folder: string): RunRecord =>
  readJson<RunRecord>(inFolder(folder).run, RUN_FORMAT, "a run's folder", RUN_FIELDS);

/** The identity that run.json's own parameters, seed, inputs and kernels make; differs from the one it states if it was edited. */
export function identityOf({ family, parameters, seed, inputs, kernelSha256 }: RunRecord): string {
  const hashes = Object.fromEntries(inputs.map((input) => [input.key, input.sha256]));
  return runIdentity({ family, inputs: hashes, kernel: kernelSha256, hash: sha256 }, parameters, seed);
}

/** Whether a folder is that of a sweep. */
export const isSweepFolder = (folder: string): boolean => existsSync(join(folder, SWEEP_FILE));

/** Whether a folder is that of one run. */
export const isRunFolder = (folder: string): boolean => existsSync(inFolder(folder).run);

export interface Manifest {
  readonly format: 1;
  readonly identity: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** Reads manifest.json. Throws E_CONFIG for an unfinished run, E_CORRUPT for a damaged one. */
export const readManifest = (folder: string): Manifest =>
  readJson<Manifest>(inFolder(folder).manifest, 1, 'a finished run', { identity: 'string', files: 'array' });

/** Writes manifest.json, files sorted by path. */
export function writeManifest(
  disk: DiskOperations,
  folder: string,
  identity: string,
  files: Manifest['files'],
): Promise<WrittenFile> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { format: 1, identity, files: sorted };
  return writeBytes(disk, inFolder(folder).manifest, jsonText(manifest));
}

/** Removes what a killed process left unfinished. */
export function removeLeftovers(folder: string): void {
  const { chunks, checkpoints, inputs } = inFolder(folder);
  for (const place of [folder, chunks, checkpoints, inputs]) {
    for (const name of listFolder(place)) if (/^\..*\.tmp$/.test(name)) removeFile(join(place, name));
  }
}

/** Size of a file in bytes; undefined if it is not there. */
export const fileSize = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size;
