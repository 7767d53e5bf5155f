/** Arrays as pictures: a PNG image with a table of colours, as an address that stands in the specification. */
import { encode } from 'fast-png';
import { colourTable, type MapName } from './palette.js';
import { chunk, joinedBytes } from './png-chunks.js';
import { tiled } from './reduce.js';

/** Entry of the colour table for what has no value. */
const NOTHING = 255;
const COLOURS = 255;
/** A light grey that no map has. */
const NOTHING_COLOUR = [222, 226, 230] as const;

/** Pixels that a picture has at least on each side, so that programs that smooth enlarged pictures leave its squares sharp. */
const SHARP = 480;

/** The same of a small picture among others. */
export const SMALL = 120;

/** Signature and header of a PNG file. */
const HEAD = 33;

/** A grey image of numbers as one of colours: a table behind the header, and the header says that there is one. */
function withColours(grey: Uint8Array, colours: Uint8Array): Uint8Array {
  const header = grey.slice(16, 29);
  header[9] = 3;
  return joinedBytes([grey.subarray(0, 8), chunk('IHDR', header), chunk('PLTE', colours), grey.subarray(HEAD)]);
}

/** Each entry as a rectangle of `high` times `wide` pixels. */
function enlarged(entries: Uint8Array, rows: number, columns: number, high: number, wide: number): Uint8Array {
  const width = columns * wide;
  const pixels = new Uint8Array(rows * high * width); // [rows high, columns wide]
  for (let i = 0; i < rows; i++) {
    const first = i * high * width;
    const line = pixels.subarray(first, first + width);
    for (let j = 0; j < columns; j++) line.fill(entries[i * columns + j], j * wide, (j + 1) * wide);
    for (let k = 1; k < high; k++) pixels.copyWithin(first + k * width, first, first + width);
  }
  return pixels;
}

/**
 * A PNG file of an array [rows, columns], the first row on top.
 *
 * @param range - the values at both ends of the map; what lies beyond has the colour of the end, NaN is light grey
 * @param least - pixels on each side at least
 */
export function pngOf(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  [low, high]: readonly [number, number],
  map: MapName,
  least = SHARP,
): Uint8Array {
  const scale = high > low ? (COLOURS - 1) / (high - low) : 0;
  const entries = Uint8Array.from({ length: rows * columns }, (_, i) => {
    const value = values[i];
    if (!Number.isFinite(value)) return NOTHING;
    return high > low ? Math.round(Math.min(COLOURS - 1, Math.max(0, (value - low) * scale))) : COLOURS >> 1;
  });
  const [tall, wide] = [rows, columns].map((count) => Math.max(1, Math.ceil(least / count)));
  const data = enlarged(entries, rows, columns, tall, wide);
  const grey = encode({ width: columns * wide, height: rows * tall, data, depth: 8, channels: 1 });
  const table = Uint8Array.from([...colourTable(map, COLOURS).flat(), ...NOTHING_COLOUR]);
  return withColours(grey, table);
}

/** Bytes at once: arguments of a call are bounded. */
const PIECE = 0x8000;

/** Bytes as letters, in base64. */
function lettersOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

/** Bytes of a PNG file as an address. */
export const dataAddress = (png: Uint8Array): string => `data:image/png;base64,${lettersOf(png)}`;

/** The values behind an image, for who points at it. */
export type ShownValues = {
  /** What they are called. */
  readonly of: string;
  readonly rows: number;
  readonly columns: number;
  /** Entries of the array in one of them, down and across: the mean of these is shown. */
  readonly each: string;
  /** Float32, little endian, row-major, the first row on top, in base64; NaN where there is nothing. */
  readonly values: string;
};

/** Values of a side that are kept: nobody points at finer ones. */
const MOST_SHOWN = 200;

/** The values of an array [rows, columns] beside its image; of a large one the means of its parts. */
export function shownValues(values: ArrayLike<number>, rows: number, columns: number, of: string): ShownValues {
  const parts = tiled(Float64Array.from(values), rows, columns, MOST_SHOWN);
  const bytes = new DataView(new ArrayBuffer(4 * parts.values.length));
  parts.values.forEach((value, i) => {
    bytes.setFloat32(4 * i, value, true);
  });
  const each =
    parts.rows === rows && parts.columns === columns
      ? ''
      : `mean of ${sideText(rows / parts.rows)} × ${sideText(columns / parts.columns)}`;
  return { of, rows: parts.rows, columns: parts.columns, each, values: lettersOf(new Uint8Array(bytes.buffer)) };
}

/** Entries in a part: `3`, or `2 to 3` where they do not divide. */
const sideText = (ratio: number): string =>
  Number.isInteger(ratio) ? String(ratio) : `${Math.floor(ratio)} to ${Math.ceil(ratio)}`;

/** A picture of one colour: a field in which something else will be painted. */
export function plainPicture(colour: 'white' | 'black'): string {
  const data = new Uint8Array(SMALL * SMALL).fill(colour === 'white' ? 255 : 0);
  return dataAddress(encode({ width: SMALL, height: SMALL, data, depth: 8, channels: 1 }));
}
