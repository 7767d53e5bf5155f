import { describe, expect, it } from 'vitest';
import { type Frame, type FrameColumn, groupRows, joinFrames, numbersOf, type Value } from '../../src/collect/frame.js';

const column = (name: string, type: FrameColumn['type'], ...values: readonly Value[]): FrameColumn => ({
  name,
  type,
  meaning: '',
  values,
});
const frame = (...columns: readonly FrameColumn[]): Frame => ({ nRows: columns[0].values.length, columns });

describe('columns of numbers', () => {
  const runs = frame(
    column('K', 'f64', 2, 4, null, 6),
    column('N', 'i32', 4, 0, 1, 12),
    column('mode', 'text', 'a', 'b', 'a', 'b'),
  );

  it('may be ratios; what does not exist or is not finite is nothing', () => {
    expect(numbersOf(runs, 'K', 'x')).toEqual([2, 4, null, 6]);
    expect(numbersOf(runs, 'K / N', 'x')).toEqual([0.5, null, null, 0.5]);
  });

  it.each([
    ['K/N/K', /must be a column or a ratio/],
    ['K/', /must be a column or a ratio/],
    ['mode', /holds text/],
    ['n', /n is not a column/],
  ])('%s is refused', (text, message) => {
    expect(() => numbersOf(runs, text, '--fit')).toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringMatching(message) }),
    );
  });
});

describe('groups', () => {
  it('are ordered by their values, numbers as numbers', () => {
    const runs = frame(
      column('K', 'f64', 10, 9, null, 10, Number.POSITIVE_INFINITY),
      column('name', 'text', '1', 'b', 'a', '1', 'a'),
    );
    expect(groupRows(runs, runs.columns)).toEqual([
      { values: [null, 'a'], rows: [2] },
      { values: [9, 'b'], rows: [1] },
      { values: [10, '1'], rows: [0, 3] },
      { values: [Number.POSITIVE_INFINITY, 'a'], rows: [4] },
    ]);
  });

  it('tell a number from its text', () => {
    const runs = frame(column('x', 'text', '1', null, 'null'));
    expect(groupRows(runs, runs.columns)).toHaveLength(3);
  });

  it('are all rows for no column', () => {
    expect(groupRows(frame(column('K', 'f64', 1, 2)), [])).toEqual([{ values: [], rows: [0, 1] }]);
  });
});

describe('joined frames', () => {
  it('have the columns of all, with nothing where one has none', () => {
    const joined = joinFrames([frame(column('a', 'i32', 1)), frame(column('a', 'f64', 0.5), column('b', 'text', 'x'))]);
    expect(joined.columns.map(({ name, type, values }) => [name, type, values])).toEqual([
      ['a', 'f64', [1, 0.5]],
      ['b', 'text', [null, 'x']],
    ]);
  });

  it('take no part of a type from a column without values, and refuse text beside numbers', () => {
    const empty = frame(column('a', 'text', null));
    expect(joinFrames([empty, frame(column('a', 'i32', 3))]).columns[0].type).toBe('i32');
    expect(() => joinFrames([frame(column('a', 'text', 'x')), frame(column('a', 'i32', 3))])).toThrow(
      /a is text in one/,
    );
  });
});
