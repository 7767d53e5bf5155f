/** What is in a run's folder: for people who did not make it. */

import { join } from 'node:path';
import type { TableSummary } from '../table/table.js';
import { listFolder } from './disk.js';
import { isRunFolder, isSweepFolder, type RunRecord, readRun } from './folder.js';
import { assertFolder, openOwn } from './layout.js';
import { isLocked } from './lock.js';

export interface ShownTable extends Omit<TableSummary, 'metadata'> {
  readonly file: string;
  readonly bytes: number;
}

export interface ShownRun {
  readonly folder: string;
  readonly run: RunRecord;
  readonly tables: readonly ShownTable[];
}

export interface ShownSweep {
  readonly folder: string;
  readonly sweep: readonly {
    readonly folder: string;
    readonly status: string;
    readonly step: number;
    readonly steps: number;
  }[];
}

const TABLE = /\.(parquet|arrow|csv)$/;

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

/** Describes a run or lists the runs of a sweep. Throws E_CONFIG if the folder is neither, E_CORRUPT for damaged files. */
export async function showFolder(folder: string): Promise<ShownRun | ShownSweep> {
  assertFolder(folder);
  if (isSweepFolder(folder)) {
    const below = listFolder(join(folder, 'runs')).map((name) => join(folder, 'runs', name));
    const sweep = below.filter(isRunFolder).map((place) => {
      const { status, step, steps } = readRun(place);
      return { folder: place, status, step, steps };
    });
    return { folder, sweep };
  }
  const stored = readRun(folder);
  // a killed process could not say that it ended
  const run = stored.status === 'running' && !isLocked(folder) ? { ...stored, status: 'interrupted' as const } : stored;
  const files = listFolder(folder).filter((name) => TABLE.test(name) && !name.startsWith('.'));
  return { folder, run, tables: await Promise.all(files.map((file) => showTable(folder, file))) };
}
