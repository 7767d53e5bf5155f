/**
 * Takes rows as a model makes them and keeps them in columns, group by group. The owner decides what becomes of a full group: a run
 * writes it to disk, a run in memory keeps all in one.
 */
import type { MsmError } from '../errors.js';
import type { RecordTable, RowSink } from '../model/record.js';
import { findNotFinite, notFiniteError } from './finite.js';

export type NumberColumn = Float64Array | Int32Array;

/** Rows of one table that are in memory. */
export interface RowBuffer {
  readonly table: RecordTable;
  /** Grown as rows come, up to a group. */
  columns: readonly NumberColumn[];
  /** Rows of a group. */
  readonly capacity: number;
  /** Rows that it holds. */
  pending: number;
}

/** Rows that a buffer has room for at first: clearing the memory of a whole group would take longer than a short run. */
const FIRST_ROWS = 256;

/** Numbers of a column in one row. */
const widthOf = ({ table }: RowBuffer, column: number): number => table.columns[column].width ?? 1;

/** Makes room for this many rows, at most a group; at least twice as many as before, so that each row is copied about once. */
export function makeRoom(buffer: RowBuffer, rows: number): void {
  const now = (buffer.columns[0]?.length ?? 0) / (buffer.table.columns[0]?.width ?? 1);
  if (rows <= now) return;
  const size = Math.min(buffer.capacity, Math.max(rows, 2 * now));
  buffer.columns = buffer.columns.map((column, c) => {
    const width = widthOf(buffer, c);
    const grown = column instanceof Float64Array ? new Float64Array(size * width) : new Int32Array(size * width);
    grown.set(column.subarray(0, buffer.pending * width));
    return grown;
  });
}

/** The column of steps among the columns of a table; its values rise. */
function stepsOf({ table }: RowBuffer, columns: readonly NumberColumn[]): NumberColumn | undefined {
  return columns[table.columns.findIndex(({ name }) => name === 'step')];
}

/** Forgets the rows in memory that are of this step or a later one. */
function dropFrom(buffer: RowBuffer, step: number): void {
  const steps = stepsOf(buffer, buffer.columns);
  if (steps === undefined) return;
  while (buffer.pending > 0 && steps[buffer.pending - 1] >= step) buffer.pending--;
}

/** The rows that it holds, column by column: views, valid until the next row. */
export const rowsOf = (buffer: RowBuffer): readonly NumberColumn[] =>
  buffer.columns.map((column, c) => column.subarray(0, buffer.pending * widthOf(buffer, c)));

/** The tables of a run while rows are added to them. */
export class RowBuffers<B extends RowBuffer = RowBuffer> implements RowSink {
  readonly #buffers: ReadonlyMap<string, B>;
  readonly #onFull: (buffer: B) => void;
  #refused: MsmError | undefined;

  /**
   * @param buffers - one of each table, empty
   * @param onFull - takes the rows of a full buffer, which is then emptied
   */
  constructor(buffers: readonly B[], onFull: (buffer: B) => void) {
    this.#buffers = new Map(buffers.map((buffer) => [buffer.table.name, buffer]));
    this.#onFull = onFull;
  }

  /** An empty buffer of a table. */
  static empty(table: RecordTable, capacity: number): RowBuffer {
    const rows = Math.min(FIRST_ROWS, capacity);
    const columns = table.columns.map(({ type, width = 1 }) =>
      type === 'f64' ? new Float64Array(rows * width) : new Int32Array(rows * width),
    );
    return { table, columns, capacity, pending: 0 };
  }

  get all(): readonly B[] {
    return [...this.#buffers.values()];
  }

  of(name: string): B {
    const buffer = this.#buffers.get(name);
    if (buffer === undefined) throw new Error(`no table '${name}' is recorded`);
    return buffer;
  }

  append(name: string, count: number, columns: readonly NumberColumn[]): void {
    const buffer = this.of(name);
    const wrong = findNotFinite(buffer.table, columns, count);
    const steps = stepsOf(buffer, columns);
    if (wrong !== undefined) {
      this.#refuse(notFiniteError(wrong, buffer.table.columns, columns, steps?.[wrong.row] ?? 0));
    }
    const end = this.#refused === undefined ? -1 : (steps?.findIndex((step) => step >= this.#end) ?? -1);
    this.#keep(buffer, end < 0 ? count : Math.min(end, count), columns);
  }

  /**
   * Why rows were refused: a number in them was not finite. Nothing of its step or later ones is kept, unless it was already handed out;
   * all tables have the steps before.
   */
  get refused(): MsmError | undefined {
    return this.#refused;
  }

  /** First step that nothing is kept of. */
  get #end(): number {
    return this.#refused?.data.step as number;
  }

  #refuse(error: MsmError): void {
    if (this.#refused !== undefined && this.#end <= (error.data.step as number)) return;
    this.#refused = error;
    for (const buffer of this.#buffers.values()) dropFrom(buffer, this.#end);
  }

  #keep(buffer: B, count: number, columns: readonly NumberColumn[]): void {
    for (let from = 0; from < count; ) {
      const taken = Math.min(count - from, buffer.capacity - buffer.pending);
      makeRoom(buffer, buffer.pending + taken);
      buffer.columns.forEach((column, c) => {
        const width = widthOf(buffer, c);
        column.set(columns[c].subarray(from * width, (from + taken) * width), buffer.pending * width);
      });
      buffer.pending += taken;
      from += taken;
      if (buffer.pending === buffer.capacity) {
        this.#onFull(buffer);
        buffer.pending = 0;
      }
    }
  }
}
