/**
 * Record batches of Arrow data: which buffer belongs to which column, unpacked where they are compressed, and their values.
 *
 * Format: https://arrow.apache.org/docs/format/Columnar.html
 */
import { MsmError } from '../errors.js';
import type { ArrowField, ArrowType } from './arrow-schema.js';
import { decimalValue, littleEndian } from './decimal.js';
import { decodeElements, type ElementType, InexactError } from './elements.js';
import { byteField, type FlatTable, longAt, longField, MetadataError, tableField, vectorField } from './flatbuffer.js';
import type { Budget } from './limit.js';
import { unpackLz4Frame } from './lz4.js';
import { type Piece, timeText } from './read-columns.js';
import { unpackZstd } from './zstd.js';

/** Values of dictionaries by their number. */
export type Dictionaries = Map<number, Piece>;

/** A batch that is being read: its columns take their nodes and buffers in turn. */
interface Cursor {
  readonly nodes: readonly Node[];
  readonly buffers: readonly Uint8Array[];
  /** How many further buffers each column of views has. */
  readonly viewBuffers: readonly number[];
  readonly dictionaries: Dictionaries;
  readonly budget: Budget;
  node: number;
  buffer: number;
  views: number;
}

interface Node {
  readonly length: number;
  readonly nNulls: number;
}

/** Columns of one batch; `null` stands for a value that is missing. */
export interface ArrowBatch {
  readonly nRows: number;
  readonly pieces: readonly Piece[];
}

const CODECS = [unpackLz4Frame, unpackZstd] as const;

/**
 * The values of a batch.
 *
 * @param table - its metadata
 * @param body - the bytes behind them
 * @throws Error when it is damaged, MsmError E_CONFIG when it unpacks to more than the budget
 */
export function readBatch(
  table: FlatTable,
  body: Uint8Array,
  fields: readonly ArrowField[],
  dictionaries: Dictionaries,
  budget: Budget,
): ArrowBatch {
  const nRows = longField(table, 0);
  const cursor: Cursor = {
    nodes: nodesOf(table),
    buffers: buffersOf(table, body, budget),
    viewBuffers: longs(table, 4),
    dictionaries,
    budget,
    node: 0,
    buffer: 0,
    views: 0,
  };
  return { nRows, pieces: fields.map((field) => inColumn(field.name, () => readColumn(cursor, field.type, nRows))) };
}

/** Names the column in what goes wrong. */
function inColumn<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof MsmError || cause instanceof InexactError) throw cause;
    throw new Error(`column '${name}': ${(cause as Error).message}`, { cause });
  }
}

function nodesOf(table: FlatTable): readonly Node[] {
  const { view, start, length } = vectorField(table, 1, 16);
  return Array.from({ length }, (_, i) => ({
    length: longAt(view, start + 16 * i),
    nNulls: longAt(view, start + 16 * i + 8),
  }));
}

function longs(table: FlatTable, field: number): readonly number[] {
  const { view, start, length } = vectorField(table, field, 8);
  return Array.from({ length }, (_, i) => longAt(view, start + 8 * i));
}

function buffersOf(table: FlatTable, body: Uint8Array, budget: Budget): readonly Uint8Array[] {
  const { view, start, length } = vectorField(table, 2, 16);
  const compression = tableField(table, 3);
  const codec = compression === undefined ? undefined : byteField(compression, 0);
  if (codec !== undefined && CODECS[codec] === undefined)
    throw new MetadataError(`its compression ${codec} is unknown`);
  return Array.from({ length }, (_, i) => {
    const [at, size] = [longAt(view, start + 16 * i), longAt(view, start + 16 * i + 8)];
    if (!(at >= 0 && size >= 0 && at + size <= body.length))
      throw new MetadataError('a buffer lies outside of its batch');
    const buffer = body.subarray(at, at + size);
    return codec === undefined ? buffer : unpacked(buffer, codec, budget);
  });
}

/** A compressed buffer has its size in front, -1 where it was left as it is. */
function unpacked(buffer: Uint8Array, codec: number, budget: Budget): Uint8Array {
  if (buffer.length === 0) return buffer;
  if (buffer.length < 8) throw new Error('a compressed buffer has no size');
  const size = longAt(new DataView(buffer.buffer, buffer.byteOffset), 0);
  const packed = buffer.subarray(8);
  if (size === -1) return packed;
  if (!(size >= 0)) throw new Error(`a compressed buffer has the size ${size}`);
  budget.take(size);
  return CODECS[codec](packed, size);
}

function readColumn(cursor: Cursor, type: ArrowType, nRows: number): Piece {
  const node = cursor.nodes[cursor.node++];
  if (node?.length !== nRows || nRows < 0) {
    throw new MetadataError(`a column has ${node?.length ?? 'no'} values where ${nRows} are stated`);
  }
  if (type.kind === 'null') {
    cursor.budget.take(8 * nRows);
    return new Array<null>(nRows).fill(null);
  }
  const missing = missingOf(nextBuffer(cursor), node);
  const values = valuesOf(cursor, type, nRows, missing);
  return missing === undefined ? values : Array.from(values, (value, i) => (missing(i) ? null : value));
}

function nextBuffer(cursor: Cursor): Uint8Array {
  const buffer = cursor.buffers[cursor.buffer++];
  if (buffer === undefined) throw new MetadataError('a column has no buffer');
  return buffer;
}

/** Whether the value of a row is missing; undefined where none is. */
type Missing = ((row: number) => boolean) | undefined;

/** The bits must mark as many missing values as the metadata say. */
function missingOf(bits: Uint8Array, { length, nNulls }: Node): Missing {
  if (bits.length === 0 && nNulls === 0) return undefined;
  need(bits, Math.ceil(length / 8));
  const isMissing = (i: number): boolean => (bits[i >> 3] & (1 << (i & 7))) === 0;
  let count = 0;
  for (let i = 0; i < length; i++) count += isMissing(i) ? 1 : 0;
  if (count !== nNulls) throw new Error(`a column has ${count} missing values where ${nNulls} are stated`);
  return count === 0 ? undefined : isMissing;
}

function need(buffer: Uint8Array, bytes: number): void {
  if (!(bytes <= buffer.length)) throw new Error(`a buffer has ${buffer.length} bytes where ${bytes} are needed`);
}

function valuesOf(cursor: Cursor, type: ArrowType, length: number, missing: Missing): Piece {
  const next = (): Uint8Array => nextBuffer(cursor);
  switch (type.kind) {
    case 'number':
      return numbers(next(), type.element, length, missing);
    case 'boolean': {
      const bits = next();
      need(bits, Math.ceil(length / 8));
      return Array.from({ length }, (_, i) => (bits[i >> 3] & (1 << (i & 7))) !== 0);
    }
    case 'decimal':
      return chunks(next(), type.bytes, length, (bytes) => decimalValue(littleEndian(bytes), type.scale));
    case 'time':
      return chunks(next(), type.bytes, length, (bytes) => timeText(littleEndian(bytes), type.ms));
    case 'bytes':
      return chunks(next(), type.bytes, length, (bytes) => Buffer.from(bytes).toString('hex'));
    case 'text':
      return texts(offsets(next(), type.isLarge, length), next());
    case 'view':
      return viewed(cursor, length);
    case 'list':
      return lists(cursor, type.item, offsets(next(), type.isLarge, length));
    case 'fixed list':
      return fixedLists(cursor, type.item, type.size, length);
    case 'dictionary':
      return named(cursor, numbers(next(), type.index, length, missing), type.id, missing);
    default:
      throw new MetadataError(`it has the type ${type.kind}`);
  }
}

/** Anything may be in the place of a missing number, even a number that no double equals. */
function numbers(buffer: Uint8Array, type: ElementType, length: number, missing?: Missing): Float64Array {
  const { bytes } = type;
  need(buffer, bytes * length);
  let values = buffer.subarray(0, bytes * length);
  if (missing !== undefined) {
    values = new Uint8Array(values);
    for (let i = 0; i < length; i++) if (missing(i)) values.fill(0, bytes * i, bytes * (i + 1));
  }
  return decodeElements(values, { type, isLittle: true, shape: [length], isColumnMajor: false });
}

function chunks<T>(buffer: Uint8Array, size: number, length: number, decode: (bytes: Uint8Array) => T): readonly T[] {
  need(buffer, size * length);
  return Array.from({ length }, (_, i) => decode(buffer.subarray(size * i, size * (i + 1))));
}

/** Ascending places, one more than there are values. */
function offsets(buffer: Uint8Array, isLarge: boolean, length: number): Float64Array {
  if (length === 0) return new Float64Array(1);
  const places = numbers(buffer, { kind: 'signed', bytes: isLarge ? 8 : 4 }, length + 1);
  for (let i = 0; i < length; i++) {
    if (!(places[i] >= 0 && places[i] <= places[i + 1])) throw new Error('the places of its values do not ascend');
  }
  return places;
}

function texts(places: Float64Array, bytes: Uint8Array): readonly string[] {
  need(bytes, places[places.length - 1]);
  const decoder = new TextDecoder();
  return Array.from({ length: places.length - 1 }, (_, i) => decoder.decode(bytes.subarray(places[i], places[i + 1])));
}

/** Texts of up to 12 bytes are in their view, longer ones in one of the further buffers. */
function viewed(cursor: Cursor, length: number): readonly string[] {
  const views = nextBuffer(cursor);
  const others = Array.from({ length: cursor.viewBuffers[cursor.views++] ?? 0 }, () => nextBuffer(cursor));
  const decoder = new TextDecoder();
  return chunks(views, 16, length, (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
    const size = view.getInt32(0, true);
    if (size >= 0 && size <= 12) return decoder.decode(bytes.subarray(4, 4 + size));
    const other = others[view.getInt32(8, true)];
    const at = view.getInt32(12, true);
    if (!(size > 0 && other !== undefined && at >= 0 && at + size <= other.length))
      throw new Error('a text lies outside of its buffer');
    // many views may show the same bytes
    cursor.budget.take(size);
    return decoder.decode(other.subarray(at, at + size));
  });
}

function lists(cursor: Cursor, item: ArrowType, places: Float64Array): readonly Piece[] {
  const child = readColumn(cursor, item, cursor.nodes[cursor.node]?.length ?? -1);
  if (places[places.length - 1] > child.length) throw new Error('a list lies outside of its values');
  return Array.from({ length: places.length - 1 }, (_, i) => part(child, places[i], places[i + 1]));
}

function fixedLists(cursor: Cursor, item: ArrowType, size: number, length: number): readonly Piece[] {
  const child = readColumn(cursor, item, cursor.nodes[cursor.node]?.length ?? -1);
  if (child.length < size * length) throw new Error('a list lies outside of its values');
  return Array.from({ length }, (_, i) => part(child, size * i, size * (i + 1)));
}

const part = (values: Piece, start: number, end: number): Piece =>
  values instanceof Float64Array ? values.subarray(start, end) : Array.prototype.slice.call(values, start, end);

function named(cursor: Cursor, indices: Float64Array, id: number, missing: Missing): Piece {
  const values = cursor.dictionaries.get(id);
  if (values === undefined) throw new MetadataError(`dictionary ${id} is missing`);
  return Array.from(indices, (index, i) => {
    if (missing?.(i)) return null;
    if (!(index >= 0 && index < values.length))
      throw new Error(`row ${i} has entry ${index} of a dictionary of ${values.length}`);
    return values[index];
  });
}
