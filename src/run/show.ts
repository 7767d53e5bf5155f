/** What is in a run's folder, for people who did not make it. */
import { join } from 'node:path';
import { listFolder } from '../host/disk.js';
import { isLocked } from '../host/lock.js';
import type { TableSummary } from '../table/table.js';
import { type RunRecord, readRun } from './folder.js';
import { lackOf } from './given-inputs.js';
import { openOwn } from './layout.js';

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

/** Describes a run with its tables. Throws E_CONFIG if the folder is not a run's, E_CORRUPT for damaged files. */
export async function showRun(folder: string): Promise<ShownRun> {
  const run = runNow(folder);
  const files = listFolder(folder).filter((name) => TABLE.test(name) && !name.startsWith('.'));
  const lacks = run.inputs.flatMap((input) => lackOf(folder, input) ?? []);
  return { folder, run, lacks, tables: await Promise.all(files.map((file) => showTable(folder, file))) };
}
