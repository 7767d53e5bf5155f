import { describe, expect, it } from 'vitest';
import { linesOfCurves } from '../../src/cli/curve-lines.js';
import { curveNumbers, isUnicode, sparkline } from '../../src/cli/sparkline.js';

const NONE = Number.NaN;

describe('sparkline', () => {
  it('has a letter for each value, from the least to the largest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 40, true)).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([7, 0, 7], 40, true)).toBe('█▁█');
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 40, false)).toBe('_.-:=+*#');
  });

  it('draws a constant, and a single value, at half height', () => {
    expect(sparkline([5, 5, 5], 40, true)).toBe('▅▅▅');
    expect(sparkline([-1e-300], 40, true)).toBe('▅');
  });

  it('is blank where there is no number, and empty where there is nothing', () => {
    expect(sparkline([0, NONE, Number.POSITIVE_INFINITY, 7], 40, true)).toBe('▁  █');
    expect(sparkline([NONE, NONE], 40, true)).toBe('  ');
    expect(sparkline([], 40, true)).toBe('');
    expect(sparkline([1, 2], 0, true)).toBe('');
  });

  it('has the means of stretches where there are more values than letters', () => {
    expect(sparkline([0, 2, 4, 10], 2, true)).toBe('▁█');
    // 1, 3, 5, 7 in four stretches: of the eight heights the first, the third, the sixth, the last
    expect(sparkline([0, 2, NONE, 3, 4, 6, 7, 7], 4, true)).toBe('▁▃▆█');
    const million = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
    expect(sparkline(million, 8, true)).toBe('▁▂▃▄▅▆▇█');
  });

  it('takes the largest doubles', () => {
    expect(sparkline([-Number.MAX_VALUE, 0, Number.MAX_VALUE], 40, true)).toBe('▁▅█');
    expect(sparkline([Number.MAX_VALUE, Number.MAX_VALUE, 0, 0], 2, true)).toBe('█▁');
  });
});

it('numbers of a curve leave out what is none', () => {
  expect(curveNumbers([NONE, 3, 1, Number.NEGATIVE_INFINITY, 2, NONE])).toEqual({ first: 3, last: 2, min: 1, max: 3 });
  expect(curveNumbers([])).toEqual({ first: null, last: null, min: null, max: null });
});

it('a terminal shows blocks if the first variable that is set says UTF-8', () => {
  expect(isUnicode({ LANG: 'en_GB.UTF-8' })).toBe(true);
  expect(isUnicode({ LANG: 'de_DE.utf8' })).toBe(true);
  expect(isUnicode({ LC_ALL: 'C', LANG: 'en_GB.UTF-8' })).toBe(false);
  expect(isUnicode({ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' })).toBe(true);
  expect(isUnicode({})).toBe(false);
  expect(isUnicode({ WT_SESSION: 'x' })).toBe(true);
});

it('lines have names, letters and four numbers below their heads, no wider than the screen', () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => i / 8);
  const curves = [
    { name: 'energy', values },
    { name: 'm', values: [1] },
  ];
  const lines = linesOfCurves(curves, { width: 60, hasUnicode: false });
  expect(lines.map((line) => line.split(/\s+/).filter(Boolean))).toEqual([
    ['first', 'last', 'min', 'max'],
    ['energy', expect.stringMatching(/^_+\.+-+:+=+\++\*+#+$/), '0', '124.9', '0', '124.9'],
    ['m', '=', '1', '1', '1', '1'],
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(Math.max(...linesOfCurves(curves, { width: 300, hasUnicode: true }).map((line) => line.length))).toBeLessThan(
    90,
  );
});
