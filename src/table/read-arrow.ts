/**
 * Reads Arrow IPC data (Feather V2) in file and in stream form, compressed or not, as pyarrow, pandas, polars and this program write it.
 *
 * Format: https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc
 */
import { MsmError } from '../errors.js';
import { type Dictionaries, readBatch } from './arrow-batch.js';
import { type ArrowField, type ArrowSchema, type ArrowType, schemaOf } from './arrow-schema.js';
import { InexactError } from './elements.js';
import {
  byteField,
  type FlatTable,
  longAt,
  longField,
  MetadataError,
  rootTable,
  shortField,
  tableField,
  vectorField,
  within,
} from './flatbuffer.js';
import { type Budget, budgetOf } from './limit.js';
import {
  corrupt,
  joinBooleans,
  joinLists,
  joinNumbers,
  joinText,
  notesOf,
  type Piece,
  unusable,
} from './read-columns.js';
import type { ReadColumn, ReadTable } from './table.js';

const MAGIC = 'ARROW1';
const OLD_FEATHER = 'FEA1';
/** The word in front of every message; with length 0 behind it, the end of a stream. */
const CONTINUATION = -1;

/** @throws MsmError E_CORRUPT, or E_CONFIG for a column type that is not supported or a file beyond the limit */
export function readArrow(bytes: Uint8Array, name: string, limit: number): ReadTable {
  if (textAt(bytes, 0, OLD_FEATHER.length) === OLD_FEATHER) {
    throw unusable(
      name,
      'it is a Feather file of version 1',
      'Write version 2: pyarrow.feather.write_feather(table, FILE).',
    );
  }
  const loading: Loading = {
    bytes,
    name,
    budget: budgetOf(name, limit),
    dictionaries: new Map(),
    pieces: [],
    nRows: 0,
  };
  try {
    const schema = within(() => (textAt(bytes, 0, MAGIC.length) === MAGIC ? readFile(loading) : readStream(loading)));
    return tableOf(schema, loading);
  } catch (cause) {
    throw cause instanceof MsmError ? cause : corrupt(name, (cause as Error).message, cause);
  }
}

/** A file that is becoming a table. */
interface Loading {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly budget: Budget;
  readonly dictionaries: Dictionaries;
  /** For each column, one piece for each batch. */
  readonly pieces: Piece[][];
  nRows: number;
}

const SCHEMA = 1;
const DICTIONARY = 2;
const BATCH = 3;

interface Message {
  readonly type: number;
  readonly header: FlatTable;
  readonly body: Uint8Array;
  /** Where the next one begins. */
  readonly end: number;
}

/** The message at a place; undefined where a stream ends. */
function messageAt(bytes: Uint8Array, at: number): Message | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 8 > bytes.length) throw new Error('it is no Arrow file, nor an Arrow stream with its end');
  if (view.getInt32(at, true) !== CONTINUATION) throw new Error(`no message begins at byte ${at}`);
  const length = view.getInt32(at + 4, true);
  if (length === 0) return undefined;
  const start = at + 8 + length;
  if (length < 0 || start > bytes.length) throw new Error(`the message at byte ${at} is cut`);
  const message = rootTable(bytes.subarray(at + 8, start));
  const bodyLength = longField(message, 3);
  const end = start + bodyLength;
  if (bodyLength < 0 || end > bytes.length) throw new Error(`the message at byte ${at} is cut`);
  // version 4 dates from 2016
  if (shortField(message, 0) < 3) throw new MetadataError('it is of an old version of the format');
  const header = tableField(message, 2);
  if (header === undefined) throw new MetadataError(`the message at byte ${at} has no header`);
  return { type: byteField(message, 1), header, body: bytes.subarray(start, end), end };
}

/** Reads the batches that the footer lists. */
function readFile(loading: Loading): ArrowSchema {
  const { bytes } = loading;
  const tail = bytes.length - MAGIC.length;
  if (bytes.length < 24 || textAt(bytes, tail, MAGIC.length) !== MAGIC) {
    throw new Error('its footer is missing; the file may have been cut');
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(tail - 4, true);
  if (!(length > 0 && length <= tail - 12)) throw new Error('its footer lies outside of the file');
  const footer = rootTable(bytes.subarray(tail - 4 - length, tail - 4));
  const schemaTable = tableField(footer, 1);
  if (schemaTable === undefined) throw new MetadataError('its footer has no schema');
  const schema = usableSchema(schemaOf(schemaTable), loading);
  for (const [list, type] of [
    [2, DICTIONARY],
    [3, BATCH],
  ] as const) {
    const { view, start, length: nBlocks } = vectorField(footer, list, 24);
    for (let i = 0; i < nBlocks; i++) {
      const message = messageAt(bytes, longAt(view, start + 24 * i));
      if (message?.type !== type) throw new Error(`message ${i} is not where the footer says`);
      take(message, schema, loading);
    }
  }
  return schema;
}

function readStream(loading: Loading): ArrowSchema {
  const first = messageAt(loading.bytes, 0);
  if (first?.type !== SCHEMA) throw new Error('it does not begin with a schema');
  const schema = usableSchema(schemaOf(first.header), loading);
  for (let at = first.end; ; ) {
    const message = messageAt(loading.bytes, at);
    if (message === undefined) return schema;
    take(message, schema, loading);
    at = message.end;
  }
}

/** What tables of numbers and texts can hold. @throws MsmError E_CONFIG naming the column that is of another type */
function usableSchema(schema: ArrowSchema, { name, pieces }: Loading): ArrowSchema {
  for (const field of schema.fields) {
    const what = unsupportedIn(field.type);
    if (what !== undefined)
      throw unusable(`${name}, column '${field.name}'`, `it has the type ${what}, which is not supported`);
    pieces.push([]);
  }
  return schema;
}

function unsupportedIn(type: ArrowType): string | undefined {
  if (type.kind === 'unsupported') return type.what;
  if (type.kind === 'dictionary')
    return ['list', 'fixed list', 'dictionary'].includes(type.value.kind)
      ? 'dictionary of lists'
      : unsupportedIn(type.value);
  if (type.kind !== 'list' && type.kind !== 'fixed list') return undefined;
  return ['number', 'decimal'].includes(type.item.kind)
    ? undefined
    : `list of ${type.item.kind === 'unsupported' ? type.item.what : type.item.kind}`;
}

/** Reads a batch of rows or of the values of a dictionary. */
function take({ type, header, body }: Message, { fields }: ArrowSchema, loading: Loading): void {
  const { dictionaries, budget, pieces, name } = loading;
  if (type !== BATCH) {
    if (type !== DICTIONARY) throw new Error(`it has a message of type ${type}`);
    takeDictionary(header, body, fields, loading);
    return;
  }
  try {
    const batch = readBatch(header, body, fields, dictionaries, budget);
    for (const [i, piece] of batch.pieces.entries()) pieces[i].push(piece);
    loading.nRows += batch.nRows;
  } catch (cause) {
    if (!(cause instanceof InexactError)) throw cause;
    throw unusable(
      name,
      `row ${loading.nRows + cause.place[0]}: the whole number ${cause.value} is not exact as a double`,
    );
  }
}

function takeDictionary(header: FlatTable, body: Uint8Array, fields: readonly ArrowField[], loading: Loading): void {
  const { dictionaries, budget } = loading;
  const id = longField(header, 0);
  const data = tableField(header, 1);
  const own = fields.find(({ type }) => type.kind === 'dictionary' && type.id === id);
  if (data === undefined || own?.type.kind !== 'dictionary')
    throw new MetadataError(`dictionary ${id} belongs to no column`);
  const { pieces } = readBatch(data, body, [{ ...own, type: own.type.value }], dictionaries, budget);
  const isMore = byteField(header, 2) !== 0;
  dictionaries.set(id, isMore ? [...Array.from(dictionaries.get(id) ?? []), ...Array.from(pieces[0])] : pieces[0]);
}

function tableOf({ fields, metadata }: ArrowSchema, { name, nRows, pieces }: Loading): ReadTable {
  const notes = notesOf(metadata, name);
  const columns = fields.map((field, index): ReadColumn => {
    const own = Object.fromEntries(
      Object.entries(field.metadata).filter(([key]) => ['unit', 'symbol', 'meaning'].includes(key)),
    );
    return {
      name: field.name,
      ...notes.get(field.name),
      ...own,
      ...join(field.type, pieces[index], `${name}, column '${field.name}'`),
    };
  });
  return { name, nRows, columns, metadata, hasHeader: true };
}

function join(type: ArrowType, pieces: readonly Piece[], place: string): Pick<ReadColumn, 'type' | 'data' | 'width'> {
  switch (type.kind) {
    case 'number':
      return joinNumbers(pieces, type.element.kind !== 'float', place);
    case 'decimal':
      return joinNumbers(pieces, false, place);
    case 'boolean':
      return joinBooleans(pieces);
    case 'list':
      return joinLists(pieces, place);
    case 'fixed list':
      return { ...joinLists(pieces, place), width: type.size };
    case 'dictionary':
      return join(type.value, pieces, place);
    default:
      return joinText(pieces);
  }
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}
