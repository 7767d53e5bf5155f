/** Images of one bit a pixel: portable bitmaps (`P4`), turned and made small as the published program does it. */
import { MsmError } from '../errors.js';

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** Rows of whole bytes, the leftmost pixel in the highest bit; 1 is ink. */
  readonly bits: Uint8Array;
}

const bytesOfLine = (width: number): number => Math.ceil(width / 8);

/** A bitmap without ink. */
export const emptyBitmap = (width: number, height: number): Bitmap => ({
  width,
  height,
  bits: new Uint8Array(height * bytesOfLine(width)),
});

/** Whether there is ink at a place, 1 or 0. */
export const inkAt = ({ width, bits }: Bitmap, x: number, y: number): number =>
  (bits[y * bytesOfLine(width) + (x >> 3)] >> (7 - (x & 7))) & 1;

export function setInk({ width, bits }: Bitmap, x: number, y: number): void {
  bits[y * bytesOfLine(width) + (x >> 3)] |= 0x80 >> (x & 7);
}

/**
 * Reads a binary portable bitmap.
 *
 * @throws MsmError E_CORRUPT naming what is wrong
 */
export function readBitmap(bytes: Uint8Array, name: string): Bitmap {
  const refuse = (problem: string): MsmError =>
    new MsmError('E_CORRUPT', `${name} is no bitmap: ${problem}`, { place: name });
  const head = String.fromCharCode(...bytes.subarray(0, 20));
  const [header, w, h] = /^P4\n([1-9]\d{0,3}) ([1-9]\d{0,3})\n/.exec(head) ?? [];
  if (header === undefined) throw refuse('it does not begin with P4, width and height');
  const [width, height] = [Number(w), Number(h)];
  const bits = bytes.subarray(header.length);
  const wanted = height * bytesOfLine(width);
  if (bits.length !== wanted) throw refuse(`${width} x ${height} pixels make ${wanted} bytes, it has ${bits.length}`);
  return { width, height, bits };
}

/** Quarter turns against the clock. */
export type Turn = 0 | 1 | 2 | 3;

/** Where a pixel of a turned square of side `n` comes from. */
function source(turn: Turn, n: number, x: number, y: number): readonly [x: number, y: number] {
  if (turn === 0) return [x, y];
  if (turn === 1) return [n - 1 - y, x];
  return turn === 2 ? [n - 1 - x, n - 1 - y] : [y, n - 1 - x];
}

/**
 * Ink of a square bitmap, turned, made `side` pixels small by the nearest one, and mirrored at its diagonal, as numbers 0 and 1.
 *
 * @returns [side, side]: first index is the column of the image as one sees it
 */
export function smallInk(bitmap: Bitmap, turn: Turn, side: number): Uint8Array {
  const n = bitmap.width;
  if (bitmap.height !== n) throw new RangeError(`the bitmap is ${n} x ${bitmap.height}, not square`);
  // the middle of each small pixel decides
  const place = (i: number): number => Math.floor(((i + 0.5) * n) / side);
  const ink = new Uint8Array(side * side);
  for (let column = 0; column < side; column++) {
    for (let row = 0; row < side; row++) {
      ink[column * side + row] = inkAt(bitmap, ...source(turn, n, place(column), place(row)));
    }
  }
  return ink;
}
