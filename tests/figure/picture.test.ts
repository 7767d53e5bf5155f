import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { colourTable } from '../../src/figure/palette.js';
import { dataAddress, pngOf } from '../../src/figure/picture.js';

/** Colour of a pixel. */
function pixel(png: Uint8Array, row: number, column: number): readonly number[] {
  const { width, height, data, palette, channels } = decode(png);
  expect([Math.min(width, height) >= 480, channels]).toEqual([true, 1]);
  return (palette as number[][])[data[row * width + column]];
}

describe('pngOf', () => {
  it('has the colours of the map, the first row on top, sharp squares, and grey for what has no value', () => {
    const png = pngOf([-1, 1, 0, Number.NaN], 2, 2, [-1, 1], 'diverging');
    const table = colourTable('diverging', 255);
    expect(pixel(png, 0, 0)).toEqual([...table[0]]);
    expect(pixel(png, 0, 479)).toEqual([...table[254]]);
    expect(pixel(png, 479, 0)).toEqual([255, 255, 255]);
    expect(pixel(png, 479, 479)).toEqual([222, 226, 230]);
    expect(pixel(png, 239, 239)).toEqual([...table[0]]);
    expect(pixel(png, 240, 240)).toEqual([222, 226, 230]);
  });

  it('gives what lies beyond the range the colour of its end', () => {
    const png = pngOf([-5, 5], 1, 2, [-1, 1], 'viridis');
    const table = colourTable('viridis', 255);
    expect([pixel(png, 0, 0), pixel(png, 0, 479)]).toEqual([[...table[0]], [...table[254]]]);
  });

  it('becomes an address', () => {
    const png = pngOf([1], 1, 1, [0, 2], 'grey');
    const [head, text] = dataAddress(png).split(',');
    expect(head).toBe('data:image/png;base64');
    expect(Uint8Array.from(Buffer.from(text, 'base64'))).toEqual(png);
  });
});
