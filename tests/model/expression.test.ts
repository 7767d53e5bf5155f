import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError, FUNCTION_NAMES, parseExpression } from '../../src/model/expression.js';
import { thrownBy } from '../config/toy.js';

const SEED = 20261122;
const VALUES = { L: 10, M: 3, x: 0.5, word: 'relu', none: null };
const value = (text: string) => parseExpression(text).evaluate(VALUES);

describe('parseExpression', () => {
  it.each([
    ['L + 2*M', 16],
    ['10 - 3 - 2', 5],
    ['2 * 3 / 4', 1.5],
    ['24 / 4 / 2', 3],
    ['-L + 1', -9],
    ['2 * -M', -6],
    ['-(L - M) * 2', -14],
    ['(1 + 2) * (3 - 4)', -3],
    ['1e3 + .5', 1000.5],
    ['min(L, M, 7)', 3],
    ['max(1, floor(L / M))', 3],
    ['ceil(x) + round(2.5) + abs(-1) + sqrt(16)', 9],
    ['0 * -1', 0],
    [' L ', 10],
  ])('%s is %d', (text, expected) => {
    expect(Object.is(value(text), expected)).toBe(true);
  });

  it('copies a value of any kind if it is a name alone', () => {
    expect([value('word'), value('none')]).toEqual(['relu', null]);
    expect([...parseExpression('L + 2*M - L').names]).toEqual([
      ['L', 0],
      ['M', 6],
    ]);
  });

  it.each<[string, string, number]>([
    ['', 'ends where a number, a parameter or ( must stand', 0],
    ['1 +', 'ends where a number', 3],
    ['1 2', 'has 2 where it should end', 2],
    ['(1', 'lacks a closing )', 2],
    ['1)', 'has ) where it should end', 1],
    ['2 ** 3', 'has * where a number', 3],
    ['2 ^ 3', 'has ^, which is not part of arithmetic', 2],
    ['a; b', 'has ;, which is not part of arithmetic', 1],
    ['this["x"]', 'has [, which is not part of arithmetic', 4],
    ['sqr(2)', 'has sqr, which is not a function; there are', 0],
    ['constructor(1)', 'has constructor, which is not a function', 0],
    ['sqrt(1, 2)', 'gives sqrt 2 numbers, it takes 1', 0],
    ['sqrt()', 'has ) where a number', 5],
    ['1e999', 'has 1e999, which does not fit a 64-bit number', 0],
    ['('.repeat(101), 'has more than 100 brackets within each other', 100],
    ['1'.repeat(1001), 'is longer than 1000 letters', 0],
  ])('refuses %j at its letter', (text, message, at) => {
    const error = thrownBy(() => parseExpression(text)) as ExpressionError;
    expect(error).toBeInstanceOf(ExpressionError);
    expect(error.message).toContain(message);
    expect(error.at).toBe(at);
  });

  it.each([
    ['1 / 0', 'comes out as Infinity'],
    ['0 / 0', 'comes out as NaN'],
    ['sqrt(-1)', 'comes out as NaN'],
    ['word + 1', 'needs a number, and word is "relu"'],
  ])('gives no value to %s', (text, message) => {
    expect((thrownBy(() => value(text)) as Error).message).toContain(message);
  });

  it(`agrees with the arithmetic of the engine on whatever it reads (seed ${SEED})`, () => {
    const leaf = fc.oneof(fc.integer({ min: 0, max: 99 }).map(String), fc.constantFrom('L', 'M', 'x', '0.25'));
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree')).map((parts) => parts.join(' ')),
        tie('tree').map((inner) => `(${inner})`),
        tie('tree').map((inner) => `-(${inner})`),
      ),
    }));
    const holds = (text: string) => {
      // the reference executes text that this test has made of numbers, names and operators
      const expected = new Function('L', 'M', 'x', `return ${text}`)(VALUES.L, VALUES.M, VALUES.x) as number;
      if (Number.isFinite(expected)) expect(value(text)).toBe(expected + 0);
      else expect(() => value(text)).toThrow(ExpressionError);
    };
    fc.assert(fc.property(tree, holds), { seed: SEED, numRuns: 500 });
  });

  it(`never throws anything else on any text (seed ${SEED})`, () => {
    const word = fc.constantFrom('+', '-', '*', '/', '(', ')', ',', ' ', '1', '.5', 'e', 'L', ...FUNCTION_NAMES, '?');
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.array(word, { maxLength: 20 }).map((words) => words.join('')),
    );
    const holds = (one: string) => {
      try {
        value(one);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
    };
    fc.assert(fc.property(text, holds), { seed: SEED, numRuns: 1000 });
  });
});
