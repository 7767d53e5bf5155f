import { describe, expect, it } from 'vitest';
import { emptyBitmap, inkAt, readBitmap, setInk, smallInk } from '../../src/dataset/bitmap.js';

const text = (head: string, ...bits: readonly number[]) =>
  Uint8Array.from([...new TextEncoder().encode(head), ...bits]);

describe('a bitmap', () => {
  it('has its leftmost pixel in the highest bit, and a whole number of bytes a line', () => {
    const bitmap = readBitmap(text('P4\n10 2\n', 0b1000_0001, 0b0100_0000, 0, 0b1000_0000), 'x');
    const line = (y: number) => Array.from({ length: 10 }, (_, x) => inkAt(bitmap, x, y)).join('');
    expect([line(0), line(1)]).toEqual(['1000000101', '0000000010']);
  });

  it('takes ink at a place', () => {
    const bitmap = emptyBitmap(9, 2);
    setInk(bitmap, 8, 1);
    setInk(bitmap, 0, 0);
    expect([...bitmap.bits]).toEqual([0x80, 0, 0, 0x80]);
    expect([inkAt(bitmap, 8, 1), inkAt(bitmap, 7, 1)]).toEqual([1, 0]);
  });

  it.each([
    ['another format', text('P1\n2 2\n', 0, 0), 'x is no bitmap: it does not begin with P4, width and height'],
    ['no size', text('P4\n0 2\n', 0, 0), 'x is no bitmap: it does not begin with P4, width and height'],
    ['a cut end', text('P4\n9 2\n', 0, 0, 0), 'x is no bitmap: 9 x 2 pixels make 4 bytes, it has 3'],
  ])('with %s is refused', (_, bytes, message) => {
    expect(() => readBitmap(bytes, 'x')).toThrow(message);
  });

  it('that is not square is not made small', () => {
    expect(() => smallInk(emptyBitmap(3, 2), 0, 2)).toThrow('the bitmap is 3 x 2, not square');
  });

  it('is turned against the clock', () => {
    const bitmap = emptyBitmap(3, 3);
    // an L: the column of the left, and the pixel to the right of its foot
    for (const y of [0, 1, 2]) setInk(bitmap, 0, y);
    setInk(bitmap, 1, 2);
    // the first index is the column, from the left; turned once it lies on its back, with the short arm up at the right
    expect(([0, 1, 2, 3] as const).map((turn) => smallInk(bitmap, turn, 3).join(''))).toEqual([
      '111001000',
      '001001011',
      '000100111',
      '110100100',
    ]);
  });
});
