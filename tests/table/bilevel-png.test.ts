import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { emptyBitmap, readBitmap, setInk, smallInk } from '../../src/dataset/bitmap.js';
import { bilevelPng, readBilevelPng } from '../../src/table/bilevel-png.js';
import { readPng } from '../../src/table/read-png.js';
import { draws } from '../dataset/draws.js';

/** 13 x 13 pixels, written by Pillow 13.0 in mode 1. */
const PILLOW = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAA0AAAANAQAAAABakNnRAAAAMElEQVR4nGOM5mWSZmCY84Hh4Q/G/z+ZOn4wWD5gMn3BeOsfy9WFTG4cjNG8TNIMACFmDcg6f+DpAAAAAElFTkSuQmCC',
  'base64',
);
/** What the published program makes of it, with 5 pixels a side: `1 - image.rotate(90 k).resize((5, 5))`, transposed. */
const SMALL = [
  '0011001010011000000010101',
  '1000000110101010001110000',
  '1010100000001100101001100',
  '0000111000101010110000001',
];

/** The file with other numbers in its header, whose checksum is made anew. */
function withHeader(png: Uint8Array, at: number, value: number): Uint8Array {
  const bytes = Buffer.from(png);
  bytes[16 + at] = value;
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

describe('a PNG image of one bit', () => {
  it('of another program is turned and made small to the pixel as the published program does it', () => {
    const bitmap = readBitmap(readBilevelPng(PILLOW, 'x'), 'x');
    expect([bitmap.width, bitmap.height]).toEqual([13, 13]);
    expect(([0, 1, 2, 3] as const).map((turn) => smallInk(bitmap, turn, 5).join(''))).toEqual(SMALL);
  });

  it('is written and read again, and another reader sees the same', async () => {
    const bitmap = emptyBitmap(19, 7);
    for (let y = 0; y < 7; y++) for (let x = 0; x < 19; x++) if (draws(y, x) < 0.4) setInk(bitmap, x, y);
    const png = bilevelPng(19, 7, bitmap.bits);
    const back = readBitmap(readBilevelPng(png, 'x'), 'x');
    // behind the last pixel of a line are bits of no pixel
    expect(back.bits.map((byte, i) => (i % 3 === 2 ? byte & 0xe0 : byte))).toEqual(bitmap.bits);
    const { values } = await readPng(png, 'x');
    expect(values[0]).toBe(1 - (bitmap.bits[0] >> 7));
  });

  it.each([0, 1, 2, 3, 4])('may have lines with filter %d', (filter) => {
    const raw = [0b10110010, 0b01000000, 0b10010110, 0b11000000];
    const paeth = (a: number, b: number, c: number): number => {
      const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    };
    const lines = [0, 1].flatMap((row) => [
      filter,
      ...[0, 1].map((i) => {
        const a = i > 0 ? raw[row * 2 + i - 1] : 0;
        const b = row > 0 ? raw[i] : 0;
        const c = i > 0 && row > 0 ? raw[i - 1] : 0;
        return (raw[row * 2 + i] - [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter]) & 255;
      }),
    ]);
    expect([...readBitmap(readBilevelPng(pngOf(10, 2, lines), 'x'), 'x').bits]).toEqual(raw.map((byte) => ~byte & 255));
  });

  it.each([
    [
      'another depth',
      withHeader(PILLOW, 8, 8),
      'it has depth 8, colour 0, interlace 0; wanted is one bit of grey: 1, 0, 0',
    ],
    ['colours of a palette', withHeader(PILLOW, 9, 3), 'it has depth 1, colour 3, interlace 0'],
    ['passes', withHeader(PILLOW, 12, 1), 'it has depth 1, colour 0, interlace 1'],
    ['a side too long', withHeader(PILLOW, 2, 0xff), 'it has 65293 x 13 pixels; allowed are 1 to 4096 a side'],
    ['a filter that there is not', pngOf(8, 1, [5, 0]), 'line 0 has filter 5, which PNG does not have'],
    ['too few pixels', pngOf(8, 2, [0, 0]), 'it unpacks to 2 bytes where 4 are stated'],
    ['a cut end', PILLOW.subarray(0, 60), 'it is cut'],
    ['another beginning', Buffer.from('P4\n1 1\n\0'), 'it does not begin as one'],
  ])('with %s is refused', (_, bytes, message) => {
    expect(() => readBilevelPng(bytes, 'a/b.png')).toThrow(`a/b.png is no PNG image of one bit a pixel: ${message}`);
    expect(() => readBilevelPng(bytes, 'x')).toThrow(expect.objectContaining({ code: 'E_CORRUPT' }));
  });
});

/** An image whose filtered lines are given: one that is written, with other pixels. */
function pngOf(width: number, height: number, lines: readonly number[]): Uint8Array {
  const png = Buffer.from(bilevelPng(width, height, new Uint8Array(height * Math.ceil(width / 8))));
  const old = png.readUInt32BE(33);
  const typed = Buffer.concat([Buffer.from('IDAT'), deflateSync(Uint8Array.from(lines))]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(typed.length - 4, 0);
  numbers.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([
    png.subarray(0, 33),
    numbers.subarray(0, 4),
    typed,
    numbers.subarray(4),
    png.subarray(33 + 12 + old),
  ]);
}
