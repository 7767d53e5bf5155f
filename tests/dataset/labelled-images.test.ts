import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { shippedDigits } from '../../src/dataset/labelled-images.js';

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
