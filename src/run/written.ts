/**
 * What a run that is not finished has on the disk, for whoever looks at it while it goes on: full groups of rows as chunks, and the rows behind
 * them in its newest checkpoint. Nothing is locked, and no bytes are compared with their hashes: that is for verify and resume.
 */
import { isErrno } from '../host/disk.js';
import { joined } from '../table/pieces.js';
import { newestRows, type SavedRows, type SavedTable } from './checkpoint.js';
import { chunkFiles } from './chunks.js';
import { inFolder } from './layout.js';
import { columnOf, groupsOf, numbersOf } from './table-groups.js';

/** Rows of a table that are read: the last of more. */
const MOST_ROWS = 1_000_000;

/** A table as far as it has come. */
export interface WrittenTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: 'f64' | 'i32'; readonly values: Float64Array }[];
  /** Whether rows before these are left out, because there are many. */
  readonly isCut: boolean;
}

export interface Written {
  /** Steps done when the newest checkpoint was written. */
  readonly step: number;
  /** When that was, in milliseconds since 1970 by the clock of the disk. */
  readonly savedMs: number;
  readonly tables: readonly WrittenTable[];
}

/** Rows of chunks, the last ones of many, piece by piece and column by column. */
async function chunkRows(
  paths: readonly string[],
  names: readonly string[],
): Promise<{ readonly pieces: readonly Float64Array[][]; readonly isCut: boolean }> {
  const pieces: Float64Array[][] = [];
  let rows = 0;
  for (const path of [...paths].reverse()) {
    if (rows >= MOST_ROWS) return { pieces, isCut: true };
    const own: Float64Array[][] = [];
    for await (const group of groupsOf(path, new Set(names))) {
      own.push(names.map((name) => numbersOf(columnOf(group, name).data)));
      rows += group.nRows;
    }
    pieces.unshift(...own);
  }
  return { pieces, isCut: false };
}

/** The rows of one table: those of the checkpoint only as long as no chunk was written behind it, which would have them too. */
async function tableOf(folder: string, { name, chunks, columns, rows }: SavedTable): Promise<WrittenTable> {
  const paths = chunkFiles(inFolder(folder).chunks, name);
  const names = columns.map((column) => column.name);
  const { pieces, isCut } = await chunkRows(paths, names);
  const all = paths.length > chunks ? pieces : [...pieces, rows];
  return {
    name,
    isCut,
    columns: columns.map((column, c) => ({ ...column, values: joined(all.map((piece) => piece[c])) })),
  };
}

/** Files that a run replaced while they were looked for are looked for once more. */
const ATTEMPTS = 2;

/**
 * Step and tables of an unfinished run as far as they are on the disk; undefined before its first checkpoint. Tables of many columns, of
 * which no curve could be seen, are left out.
 *
 * @throws E_IO, E_CORRUPT for a checkpoint that is none
 */
export async function writtenSoFar(folder: string): Promise<Written | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const saved: SavedRows | undefined = newestRows(folder);
      if (saved === undefined) return undefined;
      const tables: WrittenTable[] = [];
      for (const table of saved.tables) if (table.columns.length > 0) tables.push(await tableOf(folder, table));
      return { step: saved.step, savedMs: saved.savedMs, tables };
    } catch (error) {
      if (attempt === ATTEMPTS || !isErrno(error, 'ENOENT')) throw error;
    }
  }
}
