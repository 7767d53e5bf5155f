/**
 * PNG images of one bit a pixel, as Omniglot has them, read at once and without the decoder of other images; they become portable bitmaps
 * (`P4`), whose bits say ink: what is dark in one is 1 in the other.
 */
import { crc32, deflateSync } from 'node:zlib';
import { MsmError } from '../errors.js';
import { chunksOf, SIGNATURE } from './png-chunks.js';
import { unpackExactly } from './unpack.js';

/** Longest side; images are small, and a header may claim what it wants. */
const LONGEST_SIDE = 4096;

const bytesOfLine = (width: number): number => Math.ceil(width / 8);

/** The predictor of PNG's filter 4: whichever of left, above and above left is nearest to left + above - above left. */
function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

/** What a filter expects at a byte, of the bytes to the left, above and above left. */
function predicted(filter: number, a: number, b: number, c: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return a;
  if (filter === 2) return b;
  return filter === 3 ? (a + b) >> 1 : paeth(a, b, c);
}

/** Undoes the filters of lines of `line` bytes, a byte a pixel at least. */
function unfilter(data: Uint8Array, height: number, line: number): Uint8Array {
  const out = new Uint8Array(height * line);
  for (let row = 0; row < height; row++) {
    const filter = data[row * (line + 1)];
    if (filter > 4) throw new Error(`line ${row} has filter ${filter}, which PNG does not have`);
    for (let i = 0; i < line; i++) {
      const at = row * line + i;
      const left = i > 0 ? out[at - 1] : 0;
      const above = row > 0 ? out[at - line] : 0;
      const corner = i > 0 && row > 0 ? out[at - line - 1] : 0;
      out[at] = data[row * (line + 1) + 1 + i] + predicted(filter, left, above, corner);
    }
  }
  return out;
}

function decode(bytes: Uint8Array): Uint8Array {
  const chunks = chunksOf(bytes);
  const [first] = chunks;
  if (first?.type !== 'IHDR' || first.body.length !== 13) throw new Error('it does not begin with its size');
  const view = new DataView(first.body.buffer, first.body.byteOffset, 13);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, , , interlace] = first.body.subarray(8);
  if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE)
    throw new Error(`it has ${width} x ${height} pixels; allowed are 1 to ${LONGEST_SIDE} a side`);
  if (depth !== 1 || colour !== 0 || interlace !== 0)
    throw new Error(
      `it has depth ${depth}, colour ${colour}, interlace ${interlace}; wanted is one bit of grey: 1, 0, 0`,
    );
  const line = bytesOfLine(width);
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body));
  const pixels = unfilter(unpackExactly(data, 'zlib', height * (line + 1)), height, line);
  const header = new TextEncoder().encode(`P4\n${width} ${height}\n`);
  const bitmap = new Uint8Array(header.length + pixels.length);
  bitmap.set(header);
  bitmap.set(
    pixels.map((byte) => ~byte),
    header.length,
  );
  return bitmap;
}

/** The portable bitmap of a PNG image of one bit. @throws MsmError E_CORRUPT for any other, with what it is */
export function readBilevelPng(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return decode(bytes);
  } catch (error) {
    throw new MsmError('E_CORRUPT', `${name} is no PNG image of one bit a pixel: ${(error as Error).message}`, {
      place: name,
      cause: error,
    });
  }
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const whole = Buffer.alloc(typed.length + 8);
  whole.writeUInt32BE(body.length, 0);
  typed.copy(whole, 4);
  whole.writeUInt32BE(crc32(typed), typed.length + 4);
  return whole;
}

/**
 * A PNG image of one bit.
 *
 * @param ink - rows of whole bytes, 1 where it is dark, [height, width / 8]
 */
export function bilevelPng(width: number, height: number, ink: Uint8Array): Uint8Array {
  const line = bytesOfLine(width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const data = new Uint8Array(height * (line + 1));
  for (let row = 0; row < height; row++) {
    data.set(
      ink.subarray(row * line, (row + 1) * line).map((byte) => ~byte),
      row * (line + 1) + 1,
    );
  }
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(data)), chunk('IEND', new Uint8Array())];
  return new Uint8Array(Buffer.concat([Uint8Array.from(SIGNATURE), ...chunks]));
}
