/** The columns of a Parquet schema: what their values are, and how stored values become those of a table. */
import type { SchemaElement, SchemaTree } from 'hyparquet';
import { bigEndian, decimalValue } from './decimal.js';
import { fromHalf } from './elements.js';
import type { Stored } from './parquet-encoding.js';
import type { Leaf } from './parquet-page.js';
import { type Piece, timeText } from './read-columns.js';
import type { ColumnType } from './table.js';

/** What the values of a column are. */
export type Kind = ColumnType | 'integer' | 'list' | 'unknown';

const isDecimal = ({ converted_type, logical_type }: SchemaElement): boolean =>
  converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';

export function kindOf(tree: SchemaTree): Kind {
  const { type, converted_type, logical_type, repetition_type } = tree.element;
  if (tree.children.length > 0) {
    const [list, ...more] = tree.children;
    const [leaf, ...others] = list.children;
    const isList = converted_type === 'LIST' || logical_type?.type === 'LIST';
    const isOne =
      more.length + others.length === 0 &&
      list.element.repetition_type === 'REPEATED' &&
      repetition_type !== 'REPEATED';
    return isList && isOne && leaf !== undefined && ['f64', 'integer'].includes(kindOf(leaf)) ? 'list' : 'unknown';
  }
  if (repetition_type === 'REPEATED' || type === undefined) return 'unknown';
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'DOUBLE' || type === 'FLOAT' || logical_type?.type === 'FLOAT16' || isDecimal(tree.element))
    return 'f64';
  const isCount = converted_type === undefined || /^U?INT_/.test(converted_type);
  const isDated = logical_type !== undefined && logical_type.type !== 'INTEGER';
  return (type === 'INT32' || type === 'INT64') && isCount && !isDated ? 'integer' : 'text';
}

/** The elements of a column from the top to the one that has values. */
export function pathOf(tree: SchemaTree): readonly SchemaElement[] {
  return tree.children.length === 0 ? [tree.element] : [tree.element, ...pathOf(tree.children[0])];
}

export function leafOf(path: readonly SchemaElement[]): Leaf {
  const levels = (elements: readonly SchemaElement[]): number =>
    elements.filter(({ repetition_type }) => repetition_type !== 'REQUIRED').length;
  return {
    mostRepeated: path.length === 1 ? 0 : 1,
    mostDefined: levels(path),
    listed: levels(path.slice(0, 2)),
    width: path[path.length - 1].type_length,
  };
}

/** Makes the values of a column of stored ones. */
export function turnOf(element: SchemaElement): (stored: Stored) => Piece {
  const { type, converted_type, logical_type } = element;
  if (isDecimal(element)) return decimals(element);
  if (logical_type?.type === 'FLOAT16')
    return (stored) => Float64Array.from(bytesIn(stored), ([a, b]) => fromHalf(a | (b << 8)));
  const isUnsigned =
    /^UINT_/.test(converted_type ?? '') || (logical_type?.type === 'INTEGER' && !logical_type.isSigned);
  if (isUnsigned) return unsigned;
  const ms = millisecondsOf(element);
  if (ms !== undefined)
    return (stored) => Array.from(stored as ArrayLike<number | bigint>, (count) => timeText(count, ms));
  if (type === 'INT96') return (stored) => bytesIn(stored).map(oldTimestamp);
  if (logical_type?.type === 'UUID' || type === 'FIXED_LEN_BYTE_ARRAY') {
    return (stored) => bytesIn(stored).map((bytes) => Buffer.from(bytes).toString('hex'));
  }
  if (type !== 'BYTE_ARRAY') return (stored) => stored;
  const decoder = new TextDecoder();
  return (stored) => bytesIn(stored).map((bytes) => decoder.decode(bytes));
}

const bytesIn = (stored: Stored): readonly Uint8Array[] => stored as readonly Uint8Array[];

function decimals({ scale, logical_type }: SchemaElement): (stored: Stored) => Piece {
  const places = scale ?? (logical_type?.type === 'DECIMAL' ? logical_type.scale : 0);
  return (stored) =>
    Float64Array.from(stored as ArrayLike<number | bigint | Uint8Array>, (value) =>
      decimalValue(value instanceof Uint8Array ? bigEndian(value) : BigInt(value), places),
    );
}

function unsigned(stored: Stored): Piece {
  const { buffer, byteOffset, length } = stored as BigInt64Array | Int32Array;
  return stored instanceof BigInt64Array
    ? new BigUint64Array(buffer, byteOffset, length)
    : new Uint32Array(buffer, byteOffset, length);
}

const MS_OF_DAY = 86_400_000;

/** Of dates and instants the milliseconds of their unit. */
function millisecondsOf({ converted_type, logical_type }: SchemaElement): number | undefined {
  if (converted_type === 'DATE' || logical_type?.type === 'DATE') return MS_OF_DAY;
  if (converted_type === 'TIMESTAMP_MILLIS') return 1;
  if (converted_type === 'TIMESTAMP_MICROS') return 1e-3;
  if (logical_type?.type !== 'TIMESTAMP') return undefined;
  return { MILLIS: 1, MICROS: 1e-3, NANOS: 1e-6 }[logical_type.unit];
}

const DAY_OF_1970 = 2_440_588;

/** Nanoseconds of a day and its Julian number, as old programs write instants. */
function oldTimestamp(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
  const ms = (view.getInt32(8, true) - DAY_OF_1970) * MS_OF_DAY + Number(view.getBigInt64(0, true)) / 1e6;
  return timeText(ms, 1);
}
