/**
 * Columns as a Parquet file has them, encoded one by one. What a column was encoded to is kept: of the runs of a sweep, most have the
 * same steps, times and edges, and need not encode them again.
 */
import type { ColumnChunk, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import type { ColumnSource } from 'hyparquet-writer/src/types.js';
import { type ColumnData, type ColumnDescription, doublesOf, hasNaN } from './table.js';

/** Room for a column of a short run, so that it need not grow. */
const FIRST_BYTES = 2 ** 14;
/** The magic word before the first column of a file. */
export const MAGIC_BYTES = 4;
/** Bytes from which on the encoder cuts a column into pages. */
const PAGE_BYTES = 2 ** 20;
/** Bytes of the longest column that is kept, and how many are. */
const MOST_BYTES = 2 ** 17;
const MOST_KEPT = 64;

/** A column chunk of a file that has nothing else: its offsets are those behind the magic word. */
export interface EncodedColumn {
  readonly bytes: Uint8Array;
  readonly chunk: ColumnChunk;
}

type Numbers = Float64Array | Int32Array;

interface KeptColumn extends EncodedColumn {
  readonly numbers: Numbers;
}

/** The last column of each table, name and type, the one that was encoded longest ago first. */
const kept = new Map<string, KeptColumn>();

/** The schema of the columns of a file. */
export function schemaOf(columns: readonly ColumnDescription[]): SchemaElement[] {
  const leaves = columns.map(({ name, type, nullable }): SchemaElement => {
    const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
    if (type === 'text') return { name, type: 'BYTE_ARRAY', repetition_type, converted_type: 'UTF8' };
    const physical = { f64: 'DOUBLE', i32: 'INT32', boolean: 'BOOLEAN' } as const;
    return { name, type: physical[type], repetition_type };
  });
  return [{ name: 'root', num_children: leaves.length, repetition_type: 'REQUIRED' }, ...leaves];
}

/** Encodes a column that has at least one row. The same column gives the same bytes, whether it is known or not. */
export function encodeColumn(table: string, column: ColumnDescription, data: ColumnData): EncodedColumn {
  const isShort = (data instanceof Float64Array || data instanceof Int32Array) && data.byteLength <= MOST_BYTES;
  if (!isShort) return encodedAnew(column, data);
  const key = JSON.stringify([table, column.name, column.type, column.nullable === true]);
  const known = kept.get(key);
  if (known !== undefined && isSame(known.numbers, data)) return known;
  const encoded = encodedAnew(column, data);
  kept.delete(key);
  if (kept.size === MOST_KEPT) kept.delete(kept.keys().next().value as string);
  kept.set(key, { ...encoded, numbers: data.slice() });
  return encoded;
}

function encodedAnew(column: ColumnDescription, data: ColumnData): EncodedColumn {
  const writer = new ByteWriter(FIRST_BYTES);
  const file = new ParquetWriter({ writer, schema: schemaOf([column]), codec: 'SNAPPY' });
  // a limit that cannot be reached is looked for at each number
  const pageSize = column.type !== 'text' && 8 * data.length < PAGE_BYTES ? 0 : PAGE_BYTES;
  file.write({ columnData: [sourceOf(column, data)], rowGroupSize: data.length, pageSize });
  return { bytes: writer.getBytes().slice(MAGIC_BYTES), chunk: file.row_groups[0].columns[0] };
}

/** Whether two columns have the same bits. */
function isSame(a: Numbers, b: Numbers): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const words = (numbers: Numbers) => new Int32Array(numbers.buffer, numbers.byteOffset, numbers.byteLength / 4);
  const [these, those] = [words(a), words(b)];
  for (let i = 0; i < these.length; i++) if (these[i] !== those[i]) return false;
  return true;
}

/** How a column is encoded. The automatic dictionary is for text only: for doubles it would turn -0 into 0. */
function sourceOf(column: ColumnDescription, data: ColumnData): ColumnSource {
  const common = { name: column.name, offsetIndex: false };
  // Bounds of text would be cut short and bounds beside a NaN are read in different ways: neither is written.
  if (column.type === 'text') return { ...common, data: [...(data as readonly string[])], statistics: false };
  if (column.type === 'boolean') {
    return { ...common, data: [...(data as readonly boolean[])], encoding: 'PLAIN', statistics: false };
  }
  const isTyped = data instanceof Float64Array || data instanceof Int32Array;
  if (column.type === 'i32') {
    const integers = isTyped ? data : [...(data as readonly (number | null)[])];
    return { ...common, data: integers, encoding: 'DELTA_BINARY_PACKED' };
  }
  const numbers = data as readonly (number | null)[];
  const isNumbersOnly = !hasNaN(numbers);
  // of a column without `null` the encoder takes doubles as they lie in memory
  const doubles = isTyped || !column.nullable ? doublesOf(data, isNumbersOnly) : numbers.map(canonical);
  return { ...common, data: doubles, encoding: 'BYTE_STREAM_SPLIT', statistics: isNumbersOnly };
}

function canonical(value: number | null): number | null {
  return Number.isNaN(value) ? Number.NaN : value;
}
