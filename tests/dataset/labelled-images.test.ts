import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { enlarged, shippedDigits } from '../../src/dataset/labelled-images.js';

describe('the digits that ship', () => {
  it('are those of data/digits.csv.gz, pixels from 0 to 1', () => {
    const lines = gunzipSync(readFileSync('data/digits.csv.gz')).toString().trim().split('\n').slice(1);
    const rows = lines.map((line) => line.split(',').map(Number));
    const { count, height, width, pixels, labels } = shippedDigits();
    expect([count, height, width]).toEqual([rows.length, 8, 8]);
    expect([...pixels]).toEqual(rows.flatMap((row) => row.slice(0, 64).map((pixel) => pixel / 16)));
    expect([...labels]).toEqual(rows.map((row) => row[64]));
  });
});

describe('enlarged images', () => {
  it('have each pixel as a square, and a dark margin', () => {
    const images = {
      count: 2,
      height: 1,
      width: 2,
      pixels: Uint8Array.of(255, 0, 51, 255),
      labels: Uint8Array.of(3, 4),
    };
    const larger = enlarged(images, 2, 1);
    expect([larger.height, larger.width, [...larger.labels]]).toEqual([4, 6, [3, 4]]);
    const rows = (i: number) =>
      Array.from({ length: 4 }, (_, y) =>
        [...larger.pixels.subarray(i * 24 + y * 6, i * 24 + (y + 1) * 6)].map((p) => Math.round(p * 5)).join(''),
      );
    expect(rows(0)).toEqual(['000000', '055000', '055000', '000000']);
    expect(rows(1)).toEqual(['000000', '011550', '011550', '000000']);
  });
});
