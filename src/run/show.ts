/** What is in a run's folder, for people who did not make it. */
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import { listFolder } from '../host/disk.js';
import { isLocked } from '../host/lock.js';
import type { TableSummary } from '../table/table.js';
import { fileSize, inFolder, MANIFEST_FILE, type RunRecord, readManifest, readRun } from './folder.js';
import { lackOf } from './given-inputs.js';
import { hasOwnFile, openOwn } from './layout.js';

export interface ShownTable extends Omit<TableSummary, 'metadata'> {
  readonly file: string;
  readonly bytes: number;
}

export interface ShownRun {
  readonly folder: string;
  readonly run: RunRecord;
  readonly tables: readonly ShownTable[];
  /** What it needs to be gone on with or done again, and is not there: sentences, of a run that was moved away from its sweep. */
  readonly lacks: readonly string[];
  /** Of a finished run: files of its results that are gone or have another size than they had. Their tables are left out. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

const TABLE = /\.(parquet|arrow|csv|safetensors)$/;

async function showTable(folder: string, file: string): Promise<ShownTable> {
  const { readMetadata } = await import('../table/read.js');
  const path = join(folder, file);
  const opened = openOwn(path);
  try {
    const { name, nRows, columns } = await readMetadata(opened, path);
    return { file, name, nRows, columns, bytes: opened.byteLength };
  } finally {
    opened.close();
  }
}

/** run.json as it stands now: a killed process could not say that it ended. Throws as `readRun`. */
export function runNow(folder: string): RunRecord {
  const stored = readRun(folder);
  return stored.status === 'running' && !isLocked(folder) ? { ...stored, status: 'interrupted' } : stored;
}

/** Undefined if it is damaged. */
function manifestOf(folder: string): ReturnType<typeof readManifest> | undefined {
  try {
    return readManifest(folder);
  } catch (error) {
    if (error instanceof MsmError && error.code === 'E_CORRUPT') return undefined;
    throw error;
  }
}

/** What is wrong with the files of a finished run, as far as that is seen without reading them. */
function problemsOf(folder: string, { status }: RunRecord): ShownRun['problems'] {
  if (status !== 'done') return [];
  if (!hasOwnFile(inFolder(folder).manifest)) return [{ path: MANIFEST_FILE, reason: 'is missing' }];
  const manifest = manifestOf(folder);
  if (manifest === undefined) return [{ path: MANIFEST_FILE, reason: 'is damaged' }];
  return manifest.files.flatMap(({ path, bytes }) => {
    const size = fileSize(join(folder, path));
    if (size === bytes) return [];
    return [{ path, reason: size === undefined ? 'is missing' : `has ${size} bytes and had ${bytes}` }];
  });
}

/** Describes a run with its tables. Throws E_CONFIG if the folder is not a run's, E_CORRUPT for damaged files. */
export async function showRun(folder: string): Promise<ShownRun> {
  const run = runNow(folder);
  const problems = problemsOf(folder, run);
  const files = listFolder(folder).filter(
    (name) => TABLE.test(name) && !name.startsWith('.') && !problems.some(({ path }) => path === name),
  );
  const lacks = run.inputs.flatMap((input) => lackOf(folder, input) ?? []);
  const tables = await Promise.all(files.map((file) => showTable(folder, file)));
  return { folder, run, lacks, problems, tables };
}
