/** Reads Arrow IPC data in file and in stream form, as written here and by pyarrow, polars and pandas. */
import type * as Arrow from 'apache-arrow';
import { loadArrow } from './arrow.js';
import { checkBatch } from './read-arrow-check.js';
import { corrupt, joinBooleans, joinLists, joinNumbers, joinText, notesOf, unusable } from './read-columns.js';
import type { ReadColumn, ReadTable } from './table.js';

type ArrowModule = typeof Arrow;

const MAGIC = 'ARROW1';
/** The word in front of every message; with length 0 behind it, the end of a stream. */
const CONTINUATION = -1;

/** @throws MsmError E_CORRUPT, or E_CONFIG for a column type or compression that is not supported */
export async function readArrow(bytes: Uint8Array, name: string): Promise<ReadTable> {
  const arrow = loadArrow();
  let table: Arrow.Table;
  try {
    table = textAt(bytes, 0) === MAGIC ? fromFile(arrow, bytes) : fromStream(arrow, bytes);
  } catch (cause) {
    const { message } = cause as Error;
    if (/compress|codec/i.test(message)) {
      throw unusable(name, `its record batches are compressed (${message})`, 'Write it uncompressed, or as Parquet.');
    }
    throw corrupt(name, message, cause);
  }
  const metadata = Object.fromEntries(table.schema.metadata);
  const notes = notesOf(metadata, name);
  const columns = table.schema.fields.map((field, index): ReadColumn => {
    const place = `${name}, column '${field.name}'`;
    const own = Object.fromEntries([...field.metadata].filter(([key]) => ['unit', 'symbol', 'meaning'].includes(key)));
    return { name: field.name, ...notes.get(field.name), ...own, ...valuesOf(arrow, table, index, place) };
  });
  return { name, nRows: table.numRows, columns, metadata, hasHeader: true };
}

/** Reads batch by batch as the footer lists them: the library's own loop never ends when a block is not a batch. */
function fromFile(arrow: ArrowModule, bytes: Uint8Array): Arrow.Table {
  if (bytes.length < 24 || textAt(bytes, bytes.length - MAGIC.length) !== MAGIC) {
    throw new Error('its footer is missing; the file may have been cut');
  }
  const reader = arrow.RecordBatchReader.from(bytes).open();
  if (!reader.isFile()) throw new Error('it has no footer');
  const batches: Arrow.RecordBatch[] = [];
  for (let i = 0; i < reader.numRecordBatches; i++) {
    const batch = reader.readRecordBatch(i);
    if (!batch) throw new Error(`record batch ${i} is not where the footer says`);
    checkBatch(arrow, batch);
    batches.push(batch);
  }
  return new arrow.Table(reader.schema, batches);
}

/** Checks the frame of every message first: a cut stream would be read as a shorter table without complaint. */
function fromStream(arrow: ArrowModule, bytes: Uint8Array): Arrow.Table {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  for (;;) {
    if (offset + 8 > bytes.length) throw new Error('it is no Arrow file, nor an Arrow stream with its end');
    if (view.getInt32(offset, true) !== CONTINUATION) throw new Error(`no message begins at byte ${offset}`);
    const length = view.getInt32(offset + 4, true);
    if (length === 0) break;
    const body = offset + 8 + length;
    if (length < 0 || body > bytes.length) throw new Error(`the message at byte ${offset} is cut`);
    const { bodyLength } = arrow.Message.decode(bytes.subarray(offset + 8, body));
    if (!(bodyLength >= 0)) throw new Error(`the message at byte ${offset} has no length`);
    offset = body + bodyLength;
  }
  const table = arrow.tableFromIPC(bytes);
  for (const batch of table.batches) checkBatch(arrow, batch);
  return table;
}

function textAt(bytes: Uint8Array, start: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + MAGIC.length));
}

function valuesOf(
  arrow: ArrowModule,
  table: Arrow.Table,
  index: number,
  place: string,
): Pick<ReadColumn, 'type' | 'data' | 'width'> {
  const vector = table.getChildAt(index);
  if (!vector) throw corrupt(place, 'the column has no data');
  const { type } = vector;
  try {
    if (arrow.DataType.isFloat(type) || arrow.DataType.isInt(type)) {
      const isDirect = vector.nullCount === 0 && type.ArrayType !== Uint16Array;
      const piece: ArrayLike<unknown> = isDirect ? vector.toArray() : [...vector];
      return joinNumbers([piece], arrow.DataType.isInt(type), place);
    }
    if (arrow.DataType.isBool(type)) return joinBooleans([[...vector]]);
    if (arrow.DataType.isFixedSizeList(type) || arrow.DataType.isList(type)) {
      const lists = joinLists([Array.from(vector, (list: Arrow.Vector | null) => (list ? listOf(list) : null))], place);
      return arrow.DataType.isFixedSizeList(type) ? { ...lists, width: type.listSize } : lists;
    }
    return joinText([[...vector]]);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) throw cause;
    throw corrupt(place, (cause as Error).message, cause);
  }
}

function listOf(list: Arrow.Vector): ArrayLike<unknown> {
  return list.nullCount === 0 ? list.toArray() : [...list];
}
