/** What the readers of all formats share: joining decoded pieces to columns, and the notes kept in the metadata. */
import { MsmError } from '../errors.js';
import { type ReadColumn, TABLE_FORMAT } from './table.js';

export type Piece = ArrayLike<unknown>;

type Values = Pick<ReadColumn, 'type' | 'data' | 'width'>;

/** The error of a damaged file; `problem` completes "file is damaged: ...". */
export function corrupt(file: string, problem: string, cause?: unknown): MsmError {
  return new MsmError('E_CORRUPT', `${file} is damaged: ${problem}`, {
    place: file,
    next: 'Make the file again, or restore it from a copy.',
    cause,
  });
}

/** The error for a sound file that holds something unusable. */
export function unusable(file: string, problem: string, next?: string): MsmError {
  return new MsmError('E_CONFIG', `${file}: ${problem}`, { place: file, next });
}

/**
 * Joins the pieces of a column of numbers. Whole-number columns become `i32` where all values fit and `f64` where they
 * are exact in it; a column with missing values becomes a plain array with `null`.
 *
 * @throws MsmError E_CONFIG for a whole number beyond 2^53
 */
export function joinNumbers(pieces: readonly Piece[], isInteger: boolean, place: string): Values {
  if (isInteger && pieces.every((piece) => piece instanceof Int32Array)) return { type: 'i32', data: wholes(pieces) };
  const nulls = pieces.some((piece) => Array.isArray(piece) && piece.some((v) => v === null || v === undefined));
  const values = nulls
    ? pieces.flatMap((piece) => Array.from(piece, (v) => numberOrNull(v, place)))
    : doubles(pieces, place);
  if (!isInteger) return { type: 'f64', data: values };
  // the reader of CSV files does not take -0 for a whole number, so nothing is lost here.
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null && value !== (value | 0)) return { type: 'f64', data: values };
  }
  return { type: 'i32', data: values instanceof Float64Array ? Int32Array.from(values) : values };
}

function wholes(pieces: readonly Int32Array[]): Int32Array {
  if (pieces.length === 1) return pieces[0];
  const values = new Int32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    values.set(piece, offset);
    offset += piece.length;
  }
  return values;
}

function doubles(pieces: readonly Piece[], place: string): Float64Array {
  const values = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    if (piece instanceof Float64Array || piece instanceof Int32Array) values.set(piece, offset);
    else for (let i = 0; i < piece.length; i++) values[offset + i] = numberOf(piece[i], place);
    offset += piece.length;
  }
  return values;
}

function numberOrNull(value: unknown, place: string): number | null {
  return value === null || value === undefined ? null : numberOf(value, place);
}

function numberOf(value: unknown, place: string): number {
  const number = Number(value);
  if (typeof value === 'bigint' && !Number.isSafeInteger(number)) {
    throw unusable(place, `the whole number ${value} is not exact as a double`);
  }
  return number;
}

/** Joins the pieces of a text column. */
export function joinText(pieces: readonly Piece[]): Values {
  const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
  return { type: 'text', data: pieces.flatMap((piece) => Array.from(piece, textOf)) };
}

/** An instant in units of `ms` milliseconds since 1970 as ISO text; its number where no date has it. */
export function timeText(count: number | bigint, ms: number): string {
  const date = new Date(Math.floor(Number(count) * ms));
  return Number.isNaN(date.getTime()) ? String(count) : date.toISOString();
}

export function joinBooleans(pieces: readonly Piece[]): Values {
  const values = pieces.flatMap((piece) =>
    Array.from(piece, (v) => (v === null || v === undefined ? null : v === true)),
  );
  return { type: 'boolean', data: values };
}

/**
 * Joins lists of numbers to one array [rows, width].
 *
 * @throws MsmError E_CONFIG when a list is missing or has another length
 */
export function joinLists(pieces: readonly Piece[], place: string): Values {
  const lists = pieces.flatMap((piece) => Array.from(piece)) as (Piece | null | undefined)[];
  const width = lists[0]?.length ?? 0;
  const data = new Float64Array(lists.length * width); // [rows, width]
  for (const [row, list] of lists.entries()) {
    if (list?.length !== width)
      throw unusable(place, `row ${row} holds ${list?.length ?? 'no'} values where row 0 holds ${width}`);
    for (let i = 0; i < width; i++) {
      if (list[i] === null || list[i] === undefined) throw unusable(place, `value ${i} of row ${row} is missing`);
      data[row * width + i] = numberOf(list[i], place);
    }
  }
  return { type: 'f64', data, width };
}

interface Notes {
  readonly unit?: string;
  readonly symbol?: string;
  readonly meaning?: string;
}

/**
 * Units, symbols and meanings of the columns, from the `msm.table` entry; none for other programs' files.
 *
 * @throws MsmError E_CORRUPT when the file is of a later major version, or the entry cannot be read
 */
export function notesOf(metadata: { readonly [key: string]: string }, file: string): ReadonlyMap<string, Notes> {
  const version = metadata['msm.format'];
  if (version !== undefined && version !== TABLE_FORMAT) {
    throw corrupt(file, `it has format version '${version}', and this program reads version ${TABLE_FORMAT}`);
  }
  const text = metadata['msm.table'];
  if (text === undefined) return new Map();
  try {
    const table = JSON.parse(text) as { columns: readonly (Notes & { name: string })[] };
    return new Map(table.columns.map(({ name, unit, symbol, meaning }) => [name, { unit, symbol, meaning }]));
  } catch (cause) {
    throw corrupt(file, "the entry 'msm.table' of its metadata cannot be read", cause);
  }
}
