/** A run's folder: where things are, run.json, the manifest, the log, and who is working in it. */
import { closeSync, existsSync, openSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import type { SummaryItem } from '../model/family.js';
import type { Schedule } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import { type DiskOperations, ioError, jsonText, listFolder, readWhole, removeFile, writeBytes } from './disk.js';
import type { Environment } from './environment.js';

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
export const MANIFEST_FILE = 'manifest.json';
const LOCK_FILE = '.lock';

/** Paths inside a run's folder. */
export const inFolder = (folder: string) => ({
  run: join(folder, RUN_FILE),
  manifest: join(folder, MANIFEST_FILE),
  log: join(folder, 'log.jsonl'),
  chunks: join(folder, 'chunks'),
  checkpoints: join(folder, 'checkpoint'),
  inputs: join(folder, 'inputs'),
  lock: join(folder, LOCK_FILE),
});

/** Writes run.json. */
export async function writeRun(disk: DiskOperations, folder: string, run: RunRecord): Promise<void> {
  await writeBytes(disk, inFolder(folder).run, jsonText(run));
}

/** Reads JSON of a known format version. Throws E_CONFIG if there is none, E_CORRUPT if it is damaged or from another version. */
export function readJson<T extends { readonly format: number }>(path: string, format: number, what: string): T {
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
  return value;
}

/** Reads run.json. */
export const readRun = (folder: string): RunRecord =>
  readJson<RunRecord>(inFolder(folder).run, RUN_FORMAT, "a run's folder");

/** Whether a folder is that of one run. */
export const isRunFolder = (folder: string): boolean => existsSync(inFolder(folder).run);

export interface Manifest {
  readonly format: 1;
  readonly identity: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** Writes manifest.json, files sorted by path. */
export async function writeManifest(
  disk: DiskOperations,
  folder: string,
  identity: string,
  files: Manifest['files'],
): Promise<void> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { format: 1, identity, files: sorted };
  await writeBytes(disk, inFolder(folder).manifest, jsonText(manifest));
}

/** Whether a process of this machine is alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'EPERM';
  }
}

/**
 * Takes a folder for this process; the result gives it back. A lock that a killed process of this machine left is taken over.
 * Throws E_CONFIG if somebody else works there.
 */
export function lockFolder(folder: string): () => void {
  const path = inFolder(folder).lock;
  const own = JSON.stringify({ pid: process.pid, host: hostname() });
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, own);
      closeSync(file);
      return () => removeFile(path);
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'EEXIST') throw ioError(path, 'write', error);
      const owner = lockOwner(path);
      const isStale =
        owner === undefined || (owner.host === hostname() && (owner.pid === process.pid || !isAlive(owner.pid)));
      if (!isStale) {
        throw new MsmError('E_CONFIG', `process ${owner.pid} on ${owner.host} is working in ${folder}`, {
          place: folder,
          next: `Wait for it. If that machine was switched off, remove ${path}.`,
        });
      }
      removeFile(path);
    }
  }
  throw new MsmError('E_CONFIG', `another process took ${folder} at the same moment`, { place: folder });
}

function lockOwner(path: string): { readonly pid: number; readonly host: string } | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(readWhole(path)));
  } catch {
    // an empty or half-written lock is that of a process killed while it took it
    return undefined;
  }
}

/** Removes what a killed process left unfinished. */
export function removeLeftovers(folder: string): void {
  for (const place of [folder, inFolder(folder).chunks, inFolder(folder).checkpoints]) {
    for (const name of listFolder(place)) if (/^\..*\.tmp$/.test(name)) removeFile(join(place, name));
  }
}

/** Size of a file in bytes. */
export const fileSize = (path: string): number => statSync(path).size;
