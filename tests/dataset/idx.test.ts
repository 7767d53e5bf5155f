import { describe, expect, it } from 'vitest';
import { labelledImages, readIdx } from '../../src/dataset/idx.js';
import { MsmError } from '../../src/errors.js';
import { idx } from './idx-files.js';

const refusal = (task: () => unknown): string => {
  try {
    task();
  } catch (error) {
    expect(error).toBeInstanceOf(MsmError);
    expect((error as MsmError).code).toBe('E_CORRUPT');
    return (error as MsmError).message;
  }
  throw new Error('nothing was refused');
};

describe('IDX files', () => {
  it('have sizes in big-endian order and numbers row by row', () => {
    const { shape, values } = readIdx(idx([2, 1, 3], [1, 2, 3, 4, 5, 255]), 'f');
    expect(shape).toEqual([2, 1, 3]);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 255]);
    expect(readIdx(idx([258], Array(258).fill(7)), 'f').shape).toEqual([258]);
  });

  it('are read from the middle of a buffer', () => {
    const whole = Uint8Array.from([9, 9, 9, ...idx([2], [5, 6])]);
    expect([...readIdx(whole.subarray(3), 'f').values]).toEqual([5, 6]);
  });

  it.each([
    ['a short file', Uint8Array.of(0, 0, 8), 'f: 3 bytes are too short for the header of an IDX file'],
    ['another magic number', Uint8Array.of(1, 0, 8, 1, 0), 'f: it begins with 01 00 08 01, an IDX file with 00 00'],
    [
      'gzip',
      Uint8Array.of(0x1f, 0x8b, 8, 0),
      'f: it begins with 1f 8b 08 00, an IDX file with 00 00; it is compressed with gzip',
    ],
    [
      'doubles',
      idx([1], [0], 14),
      'f: it begins with 00 00 0e 01: 64-bit floating point numbers, not unsigned bytes (00 00 08)',
    ],
    [
      'a type that is none',
      idx([1], [0], 10),
      'f: it begins with 00 00 0a 01: a type (10) that IDX does not have, not unsigned bytes (00 00 08)',
    ],
    ['no dimension', Uint8Array.of(0, 0, 8, 0), 'f: it has 0 dimensions; allowed are 1 to 8'],
    [
      'a header that ends early',
      Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1),
      'f: it ends after 8 bytes, within a header of 16',
    ],
    ['a truncated file', idx([2, 2], [1, 2, 3]), 'f: its sizes 2 x 2 make 16 bytes, it has 15'],
    ['a file that is too long', idx([1], [1, 2]), 'f: its sizes 1 make 9 bytes, it has 10'],
    [
      'sizes beyond any memory',
      idx([0xffffffff, 0xffffffff], []),
      'f: its sizes 4294967295 x 4294967295 make 18446744065119617000 bytes, it has 12',
    ],
  ])('refuse %s', (_, bytes, message) => {
    expect(refusal(() => readIdx(bytes, 'f'))).toBe(message);
  });
});

describe('labelled images', () => {
  const places = { images: 'images', labels: 'labels' };
  const images = readIdx(idx([2, 1, 2], [1, 2, 3, 4]), 'images');

  it('go together by position', () => {
    const labelled = labelledImages(images, readIdx(idx([2], [3, 0]), 'labels'), 4, places);
    expect(labelled).toMatchObject({ count: 2, height: 1, width: 2 });
    expect([...labelled.labels]).toEqual([3, 0]);
    expect([...labelled.pixels]).toEqual([1, 2, 3, 4]);
  });

  it.each([
    [
      'labels in place of images',
      [2],
      [1, 1],
      [2],
      [0, 0],
      'images: it has 1 dimensions; images have 3: count, height, width',
    ],
    ['images in place of labels', [1, 1, 1], [0], [1, 1], [0], 'labels: it has 2 dimensions; labels have 1'],
    ['another count', [2, 1, 1], [1, 1], [1], [0], 'labels: it has 1 labels for the 2 images of images'],
    ['a label beyond the classes', [2, 1, 1], [1, 1], [2], [0, 4], 'labels: label 1 is 4; allowed are 0 to 3'],
  ])('refuse %s', (_, imageShape, pixels, labelShape, labels, message) => {
    const [a, b] = [readIdx(idx(imageShape, pixels), 'images'), readIdx(idx(labelShape, labels), 'labels')];
    expect(refusal(() => labelledImages(a, b, 4, places))).toBe(message);
  });
});
