/**
 * Takes rows as a model makes them and keeps them safe in bounded memory: full groups go to disk as chunks, each a complete
 * Parquet file; the rest waits in memory and in the checkpoints.
 *
 * The number of rows of a group depends on the columns alone, so the final files do not depend on where a run was interrupted.
 */
import { makeRoom, type RowBuffer, RowBuffers, rowsOf } from '../engine/row-buffers.js';
import type { RecordTable } from '../model/record.js';
import type { encodeRowGroup } from '../table/parquet.js';
import type { ColumnData, Rows, TableDescription } from '../table/table.js';
import { type Chunk, type ChunkCount, chained, EMPTY_CHAIN, readChunk } from './chunks.js';

/** Bytes of one table's buffer. */
export const GROUP_BYTES = 8 * 2 ** 20;
const MOST_ROWS = 2 ** 18;

/** Rows of one group of a table. */
export function rowsPerGroup(table: RecordTable): number {
  const rowBytes = table.columns.reduce((sum, { type, width }) => sum + (type === 'f64' ? 8 : 4) * (width ?? 1), 0);
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(GROUP_BYTES / rowBytes)));
}

/** How far a table's record has come. */
export interface TablePosition extends ChunkCount {
  /** Rows in memory. */
  readonly pending: number;
}

/** Columns of a table that are named for whoever looks at its rows without the model: of more, no curve could be seen. */
const MOST_NAMED = 64;

/** How the pending rows of a table stand one behind the other: all of a column, then all of the next. */
export interface RowForm {
  /** Bytes of one row. */
  readonly bytes: number;
  /** Absent where there are many, or where one has lists. */
  readonly columns?: readonly { readonly name: string; readonly type: 'f64' | 'i32' }[];
}

/** A table's rows, and how far its record has come on disk. */
interface TableBuffer extends RowBuffer {
  readonly description: TableDescription;
  /** Number of closed groups: those on disk, and those that wait to be written. */
  closed: number;
  /** Groups on disk. */
  readonly chunks: Chunk[];
  /** The hash that is chained through them. */
  chain: string;
}

/** A group that is complete and not on disk yet. */
export interface FullGroup {
  readonly table: string;
  readonly index: number;
  readonly bytes: Uint8Array;
}

type Encode = typeof encodeRowGroup;

/**
 * Records tables of a run. `takeFull` gives the groups that wait to be written, and `keep` notes one that is on disk.
 *
 * `ready` loads what writes Parquet, so that it need not be there before the first step: it takes a seventh of the time until
 * then. Groups that fill up earlier wait as they are.
 */
export class Recorder extends RowBuffers<TableBuffer> {
  readonly #full: FullGroup[] = [];
  readonly #waiting: (() => void)[] = [];
  #encoder: Encode | undefined;

  constructor(tables: readonly TableDescription[]) {
    const buffers = tables.map((description) => {
      const table = description as RecordTable;
      const buffer = RowBuffers.empty(table, rowsPerGroup(table));
      return { ...buffer, description, closed: 0, chunks: [], chain: EMPTY_CHAIN };
    });
    super(buffers, (buffer) => this.#close(buffer));
  }

  /** Must be awaited before groups are taken. */
  async ready(): Promise<void> {
    if (this.#encoder !== undefined) return;
    this.#encoder = (await import('../table/parquet.js')).encodeRowGroup;
    for (const encode of this.#waiting.splice(0)) encode();
  }

  get #encode(): Encode {
    if (this.#encoder === undefined) throw new Error('the recorder is not ready to encode');
    return this.#encoder;
  }

  /** Turns a full buffer into a group. */
  #close(table: TableBuffer): void {
    const { description, closed: index } = table;
    const { name } = description;
    const rows = this.#rows(table);
    if (this.#encoder === undefined) {
      const kept = rows.map((column) => column.slice());
      this.#waiting.push(() => this.#full.push({ table: name, index, bytes: this.#encode(description, kept) }));
    } else this.#full.push({ table: name, index, bytes: this.#encode(description, rows) });
    table.closed++;
  }

  /** Pending rows; NaN in a column that may be empty becomes null, because NaN is never data. */
  #rows(table: TableBuffer): Rows {
    return rowsOf(table).map((rows, c): ColumnData => {
      if (!table.description.columns[c].nullable || !rows.some((value) => Number.isNaN(value))) return rows;
      return Array.from(rows, (value) => (Number.isNaN(value) ? null : value));
    });
  }

  /** Groups that are complete and not on disk yet, oldest first. They must be written before the next checkpoint. */
  takeFull(): readonly FullGroup[] {
    return this.#full.splice(0);
  }

  /** Notes that the next group of a table is on disk. */
  keep(name: string, chunk: Chunk): void {
    const table = this.of(name);
    table.chunks.push(chunk);
    table.chain = chained(table.chain, chunk);
  }

  get hasFull(): boolean {
    return this.#full.length + this.#waiting.length > 0;
  }

  positions(): readonly TablePosition[] {
    return this.all.map(({ description, chunks, chain, pending }) => ({
      name: description.name,
      chunks: chunks.length,
      chain,
      pending,
    }));
  }

  /** How the pending rows of each table stand in `pendingBytes`. */
  forms(): readonly RowForm[] {
    return this.all.map((buffer) => {
      const { columns } = buffer.description;
      const isFew = columns.length <= MOST_NAMED && columns.every(({ width }) => width === undefined);
      const named = columns.map(({ name, type }) => ({ name, type: type as 'f64' | 'i32' }));
      return { bytes: this.#rowBytes(buffer), ...(isFew && { columns: named }) };
    });
  }

  /** Bytes of the pending rows, table by table and column by column. */
  pendingBytes(): readonly Uint8Array[] {
    return this.all.flatMap(({ columns, pending }) =>
      columns.map((column) => {
        const rows = column.subarray(0, pending);
        return new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
      }),
    );
  }

  /** Bytes of one row of a table. */
  #rowBytes({ columns }: TableBuffer): number {
    return columns.reduce((sum, { BYTES_PER_ELEMENT }) => sum + BYTES_PER_ELEMENT, 0);
  }

  /** Whether positions belong to these tables, and to that many bytes of pending rows. */
  fits(positions: readonly TablePosition[], bytes: number): boolean {
    const names = positions.map(({ name }) => name).join();
    if (names !== this.all.map(({ table }) => table.name).join()) return false;
    const sizes = positions.map(({ name, pending }) => pending * this.#rowBytes(this.of(name)));
    const isRoom = positions.every(({ name, pending }) => pending < this.of(name).capacity);
    return isRoom && sizes.reduce((sum, size) => sum + size, 0) === bytes;
  }

  /** Puts back what `positions` and `pendingBytes` said; they must fit. */
  restore(
    positions: readonly TablePosition[],
    bytes: Uint8Array,
    chunksOf: ReadonlyMap<string, readonly Chunk[]>,
  ): void {
    let offset = 0;
    for (const { name, chain, pending } of positions) {
      const table = this.of(name);
      makeRoom(table, pending);
      table.chunks.splice(0, table.chunks.length, ...(chunksOf.get(name) ?? []));
      table.closed = table.chunks.length;
      table.chain = chain;
      table.pending = pending;
      for (const column of table.columns) {
        const size = pending * column.BYTES_PER_ELEMENT;
        new Uint8Array(column.buffer, 0, size).set(bytes.subarray(offset, offset + size));
        offset += size;
      }
    }
  }

  /** The group that is the whole table; undefined if others are on disk. */
  onlyGroup(name: string): Uint8Array | undefined {
    const table = this.of(name);
    return table.closed === 0 ? this.#encode(table.description, this.#rows(table)) : undefined;
  }

  /**
   * All of a table, group by group: first those on disk, then the pending rows (or an empty group for an empty table). Throws E_IO,
   * E_CORRUPT if one on disk is not what was written.
   */
  *groups(name: string): Iterable<Uint8Array> {
    const table = this.of(name);
    for (const chunk of table.chunks) yield readChunk(chunk);
    if (table.pending > 0 || table.closed === 0) {
      yield this.#encode(table.description, this.#rows(table));
    }
  }
}

/** Descriptions that name the run in every file's own metadata. */
export function describeTables(
  tables: readonly RecordTable[],
  metadata: { readonly [key: string]: string },
): readonly TableDescription[] {
  return tables.map(({ name, meaning, columns }) => ({ name, meaning, columns, metadata }));
}
