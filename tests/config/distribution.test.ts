import { describe, expect, it } from 'vitest';
import { joinWeights, ROUNDED } from '../../src/config/distribution.js';
import { parseSweep } from '../../src/config/sweep.js';
import { findParameter, resolveParameters } from '../../src/config/validate.js';
import { looksLikeNumber } from '../../src/method/number-text.js';
import { HEBBIAN_SCHEMA } from '../../src/model/hebbian/schema.js';
import { messageOf } from './toy.js';

const P = findParameter(HEBBIAN_SCHEMA, 'p');
const read = (text: string) => parseSweep(P, text, '--p');

describe('probabilities', () => {
  it('stay as they are where their sum is 1 but for the arithmetic of doubles', () => {
    const tenths = Array.from({ length: 10 }, () => 0.1);
    expect(tenths.reduce((sum, value) => sum + value, 0)).not.toBe(1);
    expect(read(`[${tenths.join(',')}]`)).toEqual([tenths]);
    expect(read('[0.5,0.4999999995]')).toEqual([[0.5, 0.4999999995]]);
  });

  it('are divided by their sum where they were rounded, on the command line and in a program', () => {
    const sum = 0.333333 + 0.333333 + 0.333333;
    const third = 0.333333 / sum;
    expect(read('[0.333333,0.333333,0.333333]')).toEqual([[third, third, third]]);
    expect(resolveParameters(HEBBIAN_SCHEMA, { K: 3, p: [0.333333, 0.333333, 0.333333] }).p).toEqual([
      third,
      third,
      third,
    ]);
    // what was divided is not divided again: the identity of a stored run stays
    expect(resolveParameters(HEBBIAN_SCHEMA, { K: 3, p: [third, third, third] }).p).toEqual([third, third, third]);
  });

  it('are refused a little beyond rounding, with the sum and what may be meant', () => {
    // the decimal ends beside the bound, and the sum is rounded: a thousandth of it is far from both
    expect(read(`[0.5,${0.5 + ROUNDED * 0.999}]`)).toHaveLength(1);
    expect(messageOf(() => read(`[0.5,${0.5 + ROUNDED * 1.001}]`))).toContain(
      'must sum to 1, and they sum to 1.000001',
    );
    expect(messageOf(() => read('[0.5,0.4]'))).toBe(
      '--p [0.5,0.4]: must sum to 1, and they sum to 0.9; weights:0.5,0.4 divides them by their sum (probability of showing each pattern)',
    );
    expect(messageOf(() => read('[0,0]'))).toContain('they sum to 0 (');
  });

  it.each(['[0.5,nan]', '[-0.5,1.5]', '[0.5,1e999]', '[]', '[infinity,1]'])('%s are none', (text) => {
    expect(messageOf(() => read(text))).toContain('must be numbers of at least 0 in brackets');
  });

  it('must be as many as there are patterns, and the message has both numbers', () => {
    const refusal = (given: object): string => messageOf(() => resolveParameters(HEBBIAN_SCHEMA, given as never));
    expect(refusal({ K: 3, p: [0.5, 0.5] })).toBe('p has 2 probabilities, and K = 3');
    expect(refusal({ K: 0.1, N: 40, p: [0.5, 0.5] })).toBe(
      'p has 2 probabilities, and a load of 0.1 with N = 40 gives 4 patterns',
    );
  });
});

describe('weights', () => {
  it('are divided by their sum, with or without brackets, and are the same parameter as the probabilities', () => {
    for (const text of ['weights:1,1,2', 'WEIGHTS: 1, 1, 2', 'weights:[1,1,2]', 'weights:0.1,0.1,0.2'])
      expect(read(text), text).toEqual([[0.25, 0.25, 0.5]]);
    expect(read('weights:3')).toEqual([[1]]);
  });

  it('are swept like other values: what is no number begins the next one', () => {
    expect(read('weights:1,3,weights:1,1,[0.2,0.8],null')).toEqual([[0.25, 0.75], [0.5, 0.5], [0.2, 0.8], null]);
    expect(read('[0.2,0.8],weights:1,3')).toEqual([
      [0.2, 0.8],
      [0.25, 0.75],
    ]);
    expect(joinWeights(['weights:[1]', '2'], looksLikeNumber)).toEqual(['weights:[1]', '2']);
    expect(messageOf(() => read('weights:1,1,[0.5,0.5]'))).toContain('stands in the list more than once');
  });

  it.each(['weights:', 'weights:-1,2', 'weights:0,0', 'weights:a', 'weights:1,,2', 'weights:1e308,1e308'])(
    'are refused as %s',
    (text) => {
      expect(() => read(text)).toThrow(/must be numbers of at least 0|empty entry/);
    },
  );
});
