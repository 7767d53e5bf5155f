/**
 * Arrow IPC files, uncompressed (the form that every reader takes), one record batch per row group. The only format here
 * that holds fixed-size lists, as the couplings of a final state.
 */
import { createRequire } from 'node:module';
import type * as Arrow from 'apache-arrow';
import {
  type AnyIterable,
  type ColumnData,
  type ColumnDescription,
  checkDescription,
  checkRows,
  doublesOf,
  metadataEntries,
  type Rows,
  type Sink,
  type TableDescription,
} from './table.js';

type ArrowModule = typeof Arrow;

let loaded: ArrowModule | undefined;

/** The library as its one-file build: the build of 160 modules takes four times as long to load. */
export function loadArrow(): ArrowModule {
  loaded ??= createRequire(import.meta.url)('apache-arrow/Arrow.es2015.min') as ArrowModule;
  return loaded;
}

/**
 * Writes a table as an Arrow IPC file. Memory: one row group.
 *
 * @returns the number of rows
 * @throws MsmError E_INTERNAL when the rows do not fit the description
 */
export async function writeArrow(
  description: TableDescription,
  groups: AnyIterable<Rows>,
  sink: Sink,
): Promise<number> {
  checkDescription(description, 'Arrow', true);
  const arrow = loadArrow();
  const schema = schemaOf(arrow, description);
  const writer = new arrow.RecordBatchFileWriter();
  writer.reset(queueInto(arrow, sink), schema);
  let nRows = 0;
  for await (const rows of groups) {
    const length = checkRows(description, rows);
    const children = description.columns.map((column, i) => dataOf(arrow, column, rows[i], length));
    const struct = arrow.makeData({ type: new arrow.Struct(schema.fields), length, nullCount: 0, children });
    writer.write(new arrow.RecordBatch(schema, struct));
    nRows += length;
  }
  writer.finish();
  return nRows;
}

/** The writer's queue with its buffering taken out: bytes go straight to the sink. */
function queueInto(arrow: ArrowModule, sink: Sink): Arrow.AsyncByteQueue {
  const queue = new arrow.AsyncByteQueue();
  return Object.assign(queue, { write: (bytes: Uint8Array) => sink.write(bytes) });
}

function schemaOf(arrow: ArrowModule, description: TableDescription): Arrow.Schema {
  const fields = description.columns.map((column) => {
    const notes = (['meaning', 'symbol', 'unit'] as const).flatMap((key) => {
      const text = column[key];
      return text === undefined ? [] : [[key, text] as const];
    });
    return new arrow.Field(column.name, typeOf(arrow, column), column.nullable === true, new Map(notes));
  });
  return new arrow.Schema(fields, new Map(metadataEntries(description)));
}

function typeOf(arrow: ArrowModule, { type, width }: ColumnDescription): Arrow.DataType {
  if (width !== undefined) {
    return new arrow.FixedSizeList(width, new arrow.Field('item', new arrow.Float64(), false));
  }
  if (type === 'f64') return new arrow.Float64();
  if (type === 'i32') return new arrow.Int32();
  return type === 'text' ? new arrow.Utf8() : new arrow.Bool();
}

function dataOf(arrow: ArrowModule, column: ColumnDescription, data: ColumnData, length: number): Arrow.Data {
  const { nullCount, nullBitmap } = validityOf(data, length);
  const common = { length, nullCount, nullBitmap };
  if (column.width !== undefined) {
    const values = doublesOf(data);
    const child = arrow.makeData({ type: new arrow.Float64(), length: values.length, nullCount: 0, data: values });
    const type = typeOf(arrow, column) as Arrow.FixedSizeList<Arrow.Float64>;
    return arrow.makeData({ type, ...common, child });
  }
  if (column.type === 'f64') return arrow.makeData({ type: new arrow.Float64(), ...common, data: filledDoubles(data) });
  if (column.type === 'i32') {
    const integers = data instanceof Int32Array ? data : Int32Array.from(data as readonly number[]); // null becomes 0
    return arrow.makeData({ type: new arrow.Int32(), ...common, data: integers });
  }
  if (column.type === 'text') {
    return arrow.makeData({ type: new arrow.Utf8(), ...common, ...joinedText(data as readonly (string | null)[]) });
  }
  const bits = bitmapOf(length, (i) => data[i] === true);
  return arrow.makeData({ type: new arrow.Bool(), ...common, data: bits });
}

/** Doubles with 0 in the place of `null`, so that the unseen bytes are the same every time. */
function filledDoubles(data: ColumnData): Float64Array {
  return data instanceof Float64Array
    ? doublesOf(data)
    : doublesOf((data as readonly (number | null)[]).map((v) => v ?? 0));
}

function validityOf(data: ColumnData, length: number): { nullCount: number; nullBitmap: Uint8Array | undefined } {
  if (!Array.isArray(data)) return { nullCount: 0, nullBitmap: undefined };
  const nullCount = data.reduce((count: number, value) => count + (value === null ? 1 : 0), 0);
  return { nullCount, nullBitmap: nullCount === 0 ? undefined : bitmapOf(length, (i) => data[i] !== null) };
}

/** Bits, least significant first, in bytes padded to a multiple of 8 as Arrow asks. */
function bitmapOf(length: number, isSet: (index: number) => boolean): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(length / 64) * 8);
  for (let i = 0; i < length; i++) {
    if (isSet(i)) bytes[i >> 3] |= 1 << (i & 7);
  }
  return bytes;
}

function joinedText(values: readonly (string | null)[]): { valueOffsets: Int32Array; data: Uint8Array } {
  const encoder = new TextEncoder();
  const parts = values.map((value) => encoder.encode(value ?? ''));
  const valueOffsets = new Int32Array(values.length + 1);
  for (const [i, part] of parts.entries()) valueOffsets[i + 1] = valueOffsets[i] + part.length;
  const data = new Uint8Array(valueOffsets[values.length]);
  for (const [i, part] of parts.entries()) data.set(part, valueOffsets[i]);
  return { valueOffsets, data };
}
