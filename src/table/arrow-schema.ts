/**
 * The schema of Arrow data: columns with their types, as far as tables of numbers and texts have them.
 *
 * Format: https://github.com/apache/arrow/blob/main/format/Schema.fbs
 */
import type { ElementType } from './elements.js';
import {
  byteField,
  type FlatTable,
  intField,
  longField,
  MetadataError,
  shortField,
  tableField,
  tablesField,
  textField,
} from './flatbuffer.js';

/** How the values of a column lie in its buffers. */
export type ArrowType =
  | { readonly kind: 'null' | 'boolean' | 'view' }
  | { readonly kind: 'number'; readonly element: ElementType }
  | { readonly kind: 'decimal'; readonly bytes: number; readonly scale: number }
  /** Whole numbers that count spans of `ms` milliseconds since 1970; NaN for other quantities of time. */
  | { readonly kind: 'time'; readonly bytes: number; readonly ms: number }
  | { readonly kind: 'text'; readonly isLarge: boolean }
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'list'; readonly isLarge: boolean; readonly item: ArrowType }
  | { readonly kind: 'fixed list'; readonly size: number; readonly item: ArrowType }
  | { readonly kind: 'dictionary'; readonly id: number; readonly index: ElementType; readonly value: ArrowType }
  | { readonly kind: 'unsupported'; readonly what: string };

export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  readonly metadata: { readonly [key: string]: string };
}

export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
  readonly metadata: { readonly [key: string]: string };
}

/** @throws MetadataError, RangeError for impossible metadata */
export function schemaOf(table: FlatTable): ArrowSchema {
  if (shortField(table, 0) !== 0) throw new MetadataError('its numbers are big-endian, which is not supported');
  const fields = tablesField(table, 1).map((field) => ({
    name: textField(field, 0),
    type: fieldType(field),
    metadata: metadataOf(field, 6),
  }));
  return { fields, metadata: metadataOf(table, 2) };
}

export function metadataOf(table: FlatTable, field: number): { readonly [key: string]: string } {
  return Object.fromEntries(tablesField(table, field).map((entry) => [textField(entry, 0), textField(entry, 1)]));
}

function fieldType(field: FlatTable, isItem = false): ArrowType {
  const value = plainType(field, isItem);
  const dictionary = tableField(field, 4);
  if (dictionary === undefined) return value;
  const int = tableField(dictionary, 1);
  const index: ElementType = int ? intType(int) : { kind: 'signed', bytes: 4 };
  return { kind: 'dictionary', id: longField(dictionary, 0), index, value };
}

function intType(type: FlatTable): ElementType {
  const bits = intField(type, 0);
  if (![8, 16, 32, 64].includes(bits)) throw new MetadataError(`it has whole numbers of ${bits} bits`);
  return { kind: byteField(type, 1) === 0 ? 'unsigned' : 'signed', bytes: bits / 8 };
}

/** Milliseconds of the units second, millisecond, microsecond, nanosecond. */
const UNITS: readonly number[] = [1000, 1, 1e-3, 1e-6];
const MS_OF_DAY = 86_400_000;
/** Types without a form in a table here, by their number. */
const NESTED: { readonly [id: number]: string } = {
  11: 'interval',
  13: 'struct',
  14: 'union',
  17: 'map',
  22: 'run-end encoded',
  25: 'list view',
  26: 'large list view',
};

function plainType(field: FlatTable, isItem: boolean): ArrowType {
  const id = byteField(field, 2);
  const type = tableField(field, 3);
  if (type === undefined) throw new MetadataError('a column has no type');
  switch (id) {
    case 1:
      return { kind: 'null' };
    case 2:
      return { kind: 'number', element: intType(type) };
    case 3:
      return { kind: 'number', element: { kind: 'float', bytes: 2 ** (1 + precisionOf(type)) } };
    case 4:
    case 5:
      return { kind: 'text', isLarge: false };
    case 6:
      return { kind: 'boolean' };
    case 7:
      return decimalType(type);
    case 8:
      return shortField(type, 0, 1) === 0
        ? { kind: 'time', bytes: 4, ms: MS_OF_DAY }
        : { kind: 'time', bytes: 8, ms: 1 };
    case 9:
      return { kind: 'time', bytes: intField(type, 1, 32) === 64 ? 8 : 4, ms: Number.NaN };
    case 10:
      return { kind: 'time', bytes: 8, ms: UNITS[shortField(type, 0)] };
    case 12:
    case 21:
      return { kind: 'list', isLarge: id === 21, item: itemType(field, isItem) };
    case 15:
      return { kind: 'bytes', bytes: positive(intField(type, 0)) };
    case 16:
      return { kind: 'fixed list', size: positive(intField(type, 0)), item: itemType(field, isItem) };
    case 18:
      return { kind: 'time', bytes: 8, ms: Number.NaN };
    case 19:
    case 20:
      return { kind: 'text', isLarge: true };
    case 23:
    case 24:
      return { kind: 'view' };
    default:
      return { kind: 'unsupported', what: NESTED[id] ?? `unknown (${id})` };
  }
}

function precisionOf(type: FlatTable): number {
  const precision = shortField(type, 0);
  if (!(precision >= 0 && precision <= 2)) throw new MetadataError(`it has floating point of precision ${precision}`);
  return precision;
}

function decimalType(type: FlatTable): ArrowType {
  const bytes = intField(type, 2, 128) / 8;
  if (![4, 8, 16, 32].includes(bytes)) throw new MetadataError(`it has decimals of ${bytes * 8} bits`);
  return { kind: 'decimal', bytes, scale: intField(type, 1) };
}

function positive(value: number): number {
  if (!(value > 0)) throw new MetadataError(`it has values of width ${value}`);
  return value;
}

/** What lists hold: numbers, not lists again. */
function itemType(field: FlatTable, isItem: boolean): ArrowType {
  const children = tablesField(field, 5);
  if (children.length !== 1) throw new MetadataError('a list has no one type');
  return isItem ? { kind: 'unsupported', what: 'list of lists' } : fieldType(children[0], true);
}
