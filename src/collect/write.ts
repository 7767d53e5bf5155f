/** Writes collected tables in the format asked for. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Format } from '../config/run-options.js';
import { MsmError } from '../errors.js';
import { type DiskOperations, ensureFolder, openForReading, writeBytes, writeWhole } from '../host/disk.js';
import { readMetadata } from '../table/read.js';
import type { AnyIterable, Rows, TableDescription } from '../table/table.js';

export interface CollectedFile {
  readonly path: string;
  readonly rows: number;
}

/** Writes one table; its notes go beside it where the format has no room for them. Throws E_IO. */
export async function writeTable(
  disk: DiskOperations,
  path: string,
  description: TableDescription,
  groups: AnyIterable<Rows>,
  format: Format,
): Promise<CollectedFile> {
  ensureFolder(dirname(path));
  let rows = 0;
  await writeWhole(disk, path, async (sink) => {
    if (format === 'arrow') rows = await (await import('../table/arrow.js')).writeArrow(description, groups, sink);
    else if (format === 'csv') rows = await (await import('../table/csv.js')).writeCsv(description, groups, sink);
    else rows = await (await import('../table/parquet.js')).writeParquet(description, groups, sink);
  });
  if (format === 'csv') {
    const { csvMetadata } = await import('../table/csv.js');
    await writeBytes(disk, `${path}.json`, csvMetadata(description));
  }
  return { path, rows };
}

/** Throws E_CONFIG if somebody else's table is where one is to be written. */
export async function assertOwn(folder: string, name: string, format: Format): Promise<void> {
  const path = join(folder, `${name}.${format}`);
  const notes = format === 'csv' ? `${path}.json` : path;
  if (!existsSync(path) || (format === 'csv' && existsSync(notes))) return;
  if (format !== 'csv') {
    const file = openForReading(path);
    try {
      const { metadata } = await readMetadata(file, path);
      if (metadata['msm.table'] !== undefined) return;
    } catch (error) {
      // a damaged table is not overwritten either: nobody knows what it was
      if (!(error instanceof MsmError) || error.code === 'E_IO') throw error;
    } finally {
      file.close();
    }
  }
  throw new MsmError('E_CONFIG', `${path} is there already and was not made by msm; nothing was written`, {
    place: path,
    next: 'Name another folder with --out.',
  });
}
