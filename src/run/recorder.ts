/**
 * Takes rows as a model makes them and keeps them safe in bounded memory: full groups go to disk as chunks, each a complete
 * Parquet file; the rest waits in memory and in the checkpoints.
 *
 * The number of rows of a group depends on the columns alone, so the final files do not depend on where a run was interrupted.
 */
import type { MsmError } from '../errors.js';
import type { RecordTable, RowSink } from '../model/record.js';
import type { encodeRowGroup } from '../table/parquet.js';
import type { ColumnData, Rows, TableDescription } from '../table/table.js';
import { type Chunk, type ChunkCount, chained, EMPTY_CHAIN, readChunk } from './chunks.js';
import { findNotFinite, notFiniteError } from './finite.js';

/** Bytes of one table's buffer. */
const GROUP_BYTES = 8 * 2 ** 20;
const MOST_ROWS = 2 ** 18;

/** Rows of one group of a table. */
export function rowsPerGroup(table: RecordTable): number {
  const rowBytes = table.columns.reduce((sum, { type, width }) => sum + (type === 'f64' ? 8 : 4) * (width ?? 1), 0);
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(GROUP_BYTES / rowBytes)));
}

/** Where a table's record stands. */
export interface TablePosition extends ChunkCount {
  /** Rows in memory. */
  readonly pending: number;
}

/** Rows that a buffer has room for at first: to clear the memory of a whole group takes longer than a short run. */
const FIRST_ROWS = 256;

interface TableBuffer {
  readonly description: TableDescription;
  /** Grown as rows come, up to a group. */
  columns: readonly (Float64Array | Int32Array)[];
  /** Rows of a group. */
  readonly capacity: number;
  pending: number;
  /** Groups that were closed: those on disk, and those that wait to be written. */
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

/** Room for this many rows, at most a group; at least twice as many as before, so that rows are copied once on average. */
function makeRoom(table: TableBuffer, rows: number): void {
  const now = table.columns[0]?.length ?? 0;
  if (rows <= now) return;
  const size = Math.min(table.capacity, Math.max(rows, 2 * now));
  table.columns = table.columns.map((column) => {
    const grown = column instanceof Float64Array ? new Float64Array(size) : new Int32Array(size);
    grown.set(column.subarray(0, table.pending));
    return grown;
  });
}

/** The column of steps among the columns of a table; it rises. */
function stepsOf({ description }: TableBuffer, columns: TableBuffer['columns']): Float64Array | Int32Array | undefined {
  return columns[description.columns.findIndex(({ name }) => name === 'step')];
}

/** Forgets the rows in memory that are of this step or a later one. */
function dropFrom(table: TableBuffer, step: number): void {
  const steps = stepsOf(table, table.columns);
  if (steps === undefined) return;
  while (table.pending > 0 && steps[table.pending - 1] >= step) table.pending--;
}

type Encode = typeof encodeRowGroup;

/**
 * Records tables of a run. Groups that wait to be written are taken by `takeFull`, and told of by `keep` when they are on disk.
 *
 * What writes Parquet is loaded by `ready`, so that it need not be there before the first step: it takes a seventh of the time until
 * then. Groups that fill up earlier wait as they are.
 */
export class Recorder implements RowSink {
  readonly #tables: ReadonlyMap<string, TableBuffer>;
  readonly #full: FullGroup[] = [];
  readonly #waiting: (() => void)[] = [];
  #encoder: Encode | undefined;
  #refused: MsmError | undefined;

  constructor(tables: readonly TableDescription[]) {
    this.#tables = new Map(
      tables.map((description) => {
        const capacity = rowsPerGroup(description as RecordTable);
        const rows = Math.min(FIRST_ROWS, capacity);
        const columns = description.columns.map(({ type }) =>
          type === 'f64' ? new Float64Array(rows) : new Int32Array(rows),
        );
        const buffer: TableBuffer = {
          description,
          columns,
          capacity,
          pending: 0,
          closed: 0,
          chunks: [],
          chain: EMPTY_CHAIN,
        };
        return [description.name, buffer];
      }),
    );
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

  append(name: string, count: number, columns: readonly (Float64Array | Int32Array)[]): void {
    const table = this.#table(name);
    const described = table.description as RecordTable;
    const wrong = findNotFinite(described, columns, count);
    const steps = stepsOf(table, columns);
    if (wrong !== undefined) this.#refuse(notFiniteError(wrong, described.columns, columns, steps?.[wrong.row] ?? 0));
    const end = this.#refused === undefined ? -1 : (steps?.findIndex((step) => step >= this.#end) ?? -1);
    this.#keep(table, end < 0 ? count : Math.min(end, count), columns);
  }

  /**
   * Why rows were refused: a number in them was not finite. Of its step and later ones nothing is kept that is not on disk already; all
   * tables have the steps before.
   */
  get refused(): MsmError | undefined {
    return this.#refused;
  }

  /** First step of which nothing is kept. */
  get #end(): number {
    return this.#refused?.data.step as number;
  }

  #refuse(error: MsmError): void {
    if (this.#refused !== undefined && this.#end <= (error.data.step as number)) return;
    this.#refused = error;
    for (const table of this.#tables.values()) dropFrom(table, this.#end);
  }

  #keep(table: TableBuffer, count: number, columns: readonly (Float64Array | Int32Array)[]): void {
    for (let from = 0; from < count; ) {
      const taken = Math.min(count - from, table.capacity - table.pending);
      makeRoom(table, table.pending + taken);
      table.columns.forEach((column, c) => {
        column.set(columns[c].subarray(from, from + taken), table.pending);
      });
      table.pending += taken;
      from += taken;
      if (table.pending === table.capacity) this.#close(table);
    }
  }

  #table(name: string): TableBuffer {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table '${name}' is recorded`);
    return table;
  }

  /** Makes a full buffer a group, and the buffer empty. */
  #close(table: TableBuffer): void {
    const { description, pending, closed: index } = table;
    const { name } = description;
    const rows = this.#rows(table, pending);
    if (this.#encoder === undefined) {
      const kept = rows.map((column) => column.slice());
      this.#waiting.push(() => this.#full.push({ table: name, index, bytes: this.#encode(description, kept) }));
    } else this.#full.push({ table: name, index, bytes: this.#encode(description, rows) });
    table.closed++;
    table.pending = 0;
  }

  /** Pending rows; NaN in a column that may be empty becomes null, because NaN is never data. */
  #rows({ description, columns }: TableBuffer, count: number): Rows {
    return columns.map((column, c): ColumnData => {
      const rows = column.subarray(0, count);
      if (!description.columns[c].nullable || !rows.some((value) => Number.isNaN(value))) return rows;
      return Array.from(rows, (value) => (Number.isNaN(value) ? null : value));
    });
  }

  /** Groups that are complete and not on disk yet, oldest first. They must be written before the next checkpoint. */
  takeFull(): readonly FullGroup[] {
    return this.#full.splice(0);
  }

  /** The next group of a table is on disk. */
  keep(name: string, chunk: Chunk): void {
    const table = this.#table(name);
    table.chunks.push(chunk);
    table.chain = chained(table.chain, chunk);
  }

  get hasFull(): boolean {
    return this.#full.length + this.#waiting.length > 0;
  }

  positions(): readonly TablePosition[] {
    return [...this.#tables.values()].map(({ description, chunks, chain, pending }) => ({
      name: description.name,
      chunks: chunks.length,
      chain,
      pending,
    }));
  }

  /** Bytes of the pending rows, table by table and column by column. */
  pendingBytes(): readonly Uint8Array[] {
    return [...this.#tables.values()].flatMap(({ columns, pending }) =>
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

  /** Whether positions are those of these tables, and of so many bytes of pending rows. */
  fits(positions: readonly TablePosition[], bytes: number): boolean {
    const names = positions.map(({ name }) => name).join();
    if (names !== [...this.#tables.keys()].join()) return false;
    const sizes = positions.map(({ name, pending }) => pending * this.#rowBytes(this.#table(name)));
    const isRoom = positions.every(({ name, pending }) => pending < this.#table(name).capacity);
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
      const table = this.#table(name);
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

  /** The group that is all of a table; undefined if others are on disk. */
  onlyGroup(name: string): Uint8Array | undefined {
    const table = this.#table(name);
    return table.closed === 0 ? this.#encode(table.description, this.#rows(table, table.pending)) : undefined;
  }

  /**
   * All of a table, group by group: first those on disk, then the pending rows (or an empty group for an empty table). Throws E_IO,
   * E_CORRUPT if one on disk is not what was written.
   */
  *groups(name: string): Iterable<Uint8Array> {
    const table = this.#table(name);
    for (const chunk of table.chunks) yield readChunk(chunk);
    if (table.pending > 0 || table.closed === 0) {
      yield this.#encode(table.description, this.#rows(table, table.pending));
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
