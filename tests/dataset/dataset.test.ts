/** The parts of src/dataset that need no file. */
import { describe, expect, it } from 'vitest';
import { BARS, bars, LEARNED_BARS } from '../../src/dataset/bars.js';
import { squaredDigits } from '../../src/dataset/digits.js';
import { greyOf, imageSet, readPgm } from '../../src/dataset/image.js';
import { addRows, pickRows, zScored, zScoredSet } from '../../src/dataset/preprocess.js';
import { parsePatternSource } from '../../src/dataset/source.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('z-scoring', () => {
  it('gives mean 0 and population variance 1', () => {
    expect([...zScored([1, 3, 1, 3], 'x')]).toEqual([-1, 1, -1, 1]);
  });

  it.each([
    [[2, 2, 2], 'row 4 is 2 everywhere and cannot be z-scored'],
    [[0.1, 0.1, 0.1], 'row 4 is 0.1 everywhere and cannot be z-scored'],
    [[1, Number.NaN, 2], 'value 1 of row 4 is NaN; all must be finite numbers'],
  ])('refuses %j in one sentence', (values, sentence) => {
    expect(() => zScored(values, 'row 4')).toThrow(sentence);
  });
});

describe('rows', () => {
  const set = { values: Float64Array.of(1, 2, 3, 4, 5, 6), count: 3, size: 2, names: ['a', 'b', 'c'] };

  it('are taken in the order asked for, also twice', () => {
    expect(pickRows(set, [2, 0, 2], 'x')).toEqual({
      values: Float64Array.of(5, 6, 1, 2, 5, 6),
      count: 3,
      size: 2,
      names: ['c', 'a', 'c'],
    });
  });

  it('are added up to patterns', () => {
    const values = Float64Array.of(8, 10, 5, 6);
    const sums = { values, count: 2, size: 2, names: ['b + c', 'c'] };
    expect(addRows(pickRows(set, [1, 2, 2], 'x'), [2, 1])).toEqual(sums);
  });

  it('that do not exist are named', () => {
    expect(() => pickRows(set, [0, 3], '--patterns x.csv:0,3')).toThrow(
      '--patterns x.csv:0,3: there is no row 3, it has rows 0 to 2',
    );
  });
});

describe('bars', () => {
  it('are a column and a row that share a bright centre', () => {
    const { values, size, names } = bars(LEARNED_BARS);
    const line = (r: number): readonly string[] =>
      Array.from({ length: 5 }, (_, y) => values.subarray(r * size + 5 * y, r * size + 5 * y + 5).join(''));
    expect(names).toEqual(['bar vertical', 'bar horizontal']);
    expect(line(0)).toEqual(['00100', '00100', '00400', '00100', '00100']);
    expect(line(1)).toEqual(['00000', '00000', '11411', '00000', '00000']);
  });

  it('of every name can be z-scored', () => {
    const names = Object.keys(BARS);
    expect(zScoredSet(bars(names)).count).toBe(names.length);
  });
});

describe('digits', () => {
  it('whose table lacks a pixel are refused', () => {
    expect(() => squaredDigits([{ name: 'p00', data: [1] }], 'digits.csv')).toThrow('digits.csv has no column p01');
  });
});

describe('grey images', () => {
  it('weigh red, green and blue, and leave grey exactly as it is', () => {
    const data = [10, 10, 10, 255, 0, 0];
    expect([...greyOf({ width: 2, height: 1, channels: 3, full: 255, data }, 'x').values]).toEqual([
      10 / 255,
      76.245 / 255,
    ]);
  });

  it('must be opaque', () => {
    const grey = (alpha: number) =>
      greyOf({ width: 1, height: 2, channels: 2, full: 255, data: [7, 255, 7, alpha] }, 'x.png');
    expect(grey(255).values[1]).toBe(7 / 255);
    expect(() => grey(254)).toThrow('x.png is transparent at column 0, row 1');
  });

  it('of two sizes do not make a set', () => {
    const image = (name: string, width: number) => ({ name, width, height: 2, values: new Float64Array(2 * width) });
    expect(() => imageSet([image('a.png', 2), image('b.png', 3)], 'folder')).toThrow(
      'b.png is 3 x 2, but a.png is 2 x 2; all images must have one size',
    );
    expect(() => imageSet([], 'folder')).toThrow('folder holds no image');
  });
});

describe('PGM', () => {
  it('is read plain and binary, with comments and in two bytes', () => {
    const plain = readPgm(bytes('P2\n# a comment\n2 1 # another\n4\n1 4\n'), 'a.pgm');
    expect([plain.width, plain.height, ...plain.values]).toEqual([2, 1, 0.25, 1]);
    const binary = readPgm(Uint8Array.of(...bytes('P5 1 2 255\n'), 51, 255), 'b.pgm');
    expect([...binary.values]).toEqual([0.2, 1]);
    const wide = readPgm(Uint8Array.of(...bytes('P5 1 1 512\n'), 1, 0), 'c.pgm');
    expect([...wide.values]).toEqual([0.5]);
  });

  it.each([
    ['P6 1 1 255\n', "it begins with 'P6' where P2 or P5 must stand"],
    ['P2 0 1 255\n', "'0' cannot be its width"],
    ['P2 2 1 255\n7', 'it ends before its 2 pixels'],
    ['P5 2 1 255\n7', 'it ends before its 2 pixels'],
    ['P2 1 1 255\n-3', "'-3' is not a pixel"],
    ['P2 1 1 9\n10', 'pixel 0 is 10, more than its largest value 9'],
    ['P2 1 1 70000\n1', 'its largest value is 70000, more than 65535'],
  ])('%j is refused: %s', (text, sentence) => {
    expect(() => readPgm(bytes(text), 'x.pgm')).toThrow(`x.pgm is no PGM image: ${sentence}`);
  });
});

describe('names of patterns', () => {
  it.each([
    ['digits', { kind: 'digits', names: [], isRaw: false }],
    ['digits:1,2,1', { kind: 'digits', names: [], rows: [[1], [2], [1]], isRaw: false }],
    ['digits:0..6:3,9..8', { kind: 'digits', names: [], rows: [[0], [3], [6], [9], [8]], isRaw: false }],
    ['digits:1+8,2', { kind: 'digits', names: [], rows: [[1, 8], [2]], isRaw: false }],
    ['raw:bars:plain, cross', { kind: 'bars', names: ['plain', 'cross'], isRaw: true }],
    ['my.csv', { kind: 'files', names: ['my.csv'], isRaw: false }],
    ['my.csv:0,2', { kind: 'files', names: ['my.csv'], rows: [[0], [2]], isRaw: false }],
    ['a:b.csv', { kind: 'files', names: ['a:b.csv'], isRaw: false }],
    ['a.png,b.png', { kind: 'files', names: ['a.png', 'b.png'], isRaw: false }],
  ])('%s', (text, source) => {
    expect(parsePatternSource(text, '--patterns')).toEqual(source);
  });

  it('that say nothing, or rows that are none, are refused', () => {
    expect(() => parsePatternSource('raw: ', '--patterns')).toThrow('--patterns names no patterns');
    expect(() => parsePatternSource('digits:1;2', '--patterns')).toThrow(
      'the rows must be a list such as 1,2,3 or 0..9',
    );
    expect(() => parsePatternSource('digits:0..9999999', '--patterns')).toThrow('more than 1000000 rows');
  });
});
