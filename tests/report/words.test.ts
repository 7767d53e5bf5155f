import { describe, expect, it } from 'vitest';
import { commandLine, numberCell } from '../../src/report/words.js';

describe('a number of a table', () => {
  it('has all digits if it is whole, since a seed that is rounded repeats nothing', () => {
    expect(numberCell(5718514123456789)).toEqual({ text: '5718514123456789', value: 5718514123456789 });
    expect(numberCell(-3)).toMatchObject({ text: '-3' });
  });

  it('has as many digits as are wanted otherwise, and a dash where there is none', () => {
    expect(numberCell(0.123456789, 3)).toEqual({ text: '0.123', value: 0.123456789 });
    expect(numberCell(null)).toMatchObject({ text: '-' });
  });
});

describe('a command line', () => {
  it('quotes what a shell would take apart', () => {
    expect(commandLine(['run', 'my model', '--N', '20'])).toBe("msm run 'my model' --N 20");
    expect(commandLine(["it's"])).toBe("msm 'it'\\''s'");
  });
});
