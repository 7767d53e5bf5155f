import { describe, expect, it } from 'vitest';
import { bytesText, columns, countText, durationText, numberText, pairs } from '../../src/cli/text.js';

describe('numbers for people', () => {
  it('are bytes in the unit in which they are at least 1', () => {
    expect([0, 1023, 1024, 1536, 2 ** 20 - 1, 2 ** 20, 5 * 2 ** 40, 2 ** 52].map(bytesText)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '1.5 KiB',
      '1024.0 KiB',
      '1.0 MiB',
      '5.0 TiB',
      '4096.0 TiB',
    ]);
  });

  it('are durations from milliseconds to hours', () => {
    expect([0, 0.0124, 0.9994, 1, 119.94, 120, 7199, 7200, 360_000].map(durationText)).toEqual([
      '1 ms',
      '12 ms',
      '999 ms',
      '1.0 s',
      '119.9 s',
      '2 min',
      '120 min',
      '2.0 h',
      '100.0 h',
    ]);
  });

  it('are counts with commas, without a locale', () => {
    expect([0, 999, 1000, 1234.6, 12345, 1e9, -1234567].map(countText)).toEqual([
      '0',
      '999',
      '1,000',
      '1,235',
      '12,345',
      '1,000,000,000',
      '-1,234,567',
    ]);
  });

  it('have few digits, and a dash where there is none', () => {
    expect([0.30000000000000004, 1 / 3, 123456, 1e-9, -0, 2].map((value) => numberText(value))).toEqual([
      '0.3',
      '0.33333',
      '1.2346e+5',
      '1.0000e-9',
      '0',
      '2',
    ]);
    expect([numberText(1 / 3, 2), numberText(null), numberText(undefined)]).toEqual(['0.33', '-', '-']);
  });
});

describe('lines for people', () => {
  it('are pairs of which the second begin together', () => {
    expect(
      pairs([
        ['a', 'x'],
        ['long', 'y z'],
      ]),
    ).toEqual(['a     x', 'long  y z']);
  });

  it('are columns of the width of their widest cell, without blanks at the end', () => {
    expect(
      columns([
        ['run', 'g', ''],
        ['0', '12.5', 'x'],
        ['10', '', ''],
      ]),
    ).toEqual(['run  g', '0    12.5  x', '10']);
    expect(columns([])).toEqual([]);
  });
});
