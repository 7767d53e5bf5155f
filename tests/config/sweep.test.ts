import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSweep, splitList } from '../../src/config/sweep.js';
import { MsmError } from '../../src/errors.js';
import { parseNumber } from '../../src/method/number-text.js';
import { printSweep } from './print-sweep.js';
import { messageOf, TOY, toy } from './toy.js';

const SEED = 20240506;
const read = (key: string, text: string) => parseSweep(toy(key), text, `--${key.replaceAll('_', '-')}`);

/** `Math.pow` of V8 is wrong by at most a few units in the last place; ours is the nearest double. */
const POW_TOLERANCE = 8 * Number.EPSILON;

describe('parseSweep', () => {
  it.each([
    ['N', '10,20,30', [10, 20, 30]],
    ['N', '10, 20', [10, 20]],
    ['N', '2..21:3', [2, 5, 8, 11, 14, 17, 20]],
    ['u', '1..21:3', [1, 4, 7, 10, 13, 16, 19]],
    ['u', '1..19:3', [1, 4, 7, 10, 13, 16, 19]],
    ['u', '1..5', [1, 2, 3, 4, 5]],
    ['u', '3..-3:-2', [3, 1, -1, -3]],
    ['u', '2..2', [2]],
    ['u', '1e3..3e3:1e3', [1000, 2000, 3000]],
    ['rho', '0..1:0.1', [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ['rho', '1..0:-.25', [1, 0.75, 0.5, 0.25, 0]],
    ['u', 'lin:0..1/5', [0, 0.25, 0.5, 0.75, 1]],
    ['u', 'lin:0..1/4', [0, 1 / 3, 2 / 3, 1]],
    ['u', 'lin:1..-1/3', [1, 0, -1]],
    ['u', 'log:1..1000/4', [1, 10, 100, 1000]],
    ['u', 'LOG:1000..1/4', [1000, 100, 10, 1]],
    ['u', 'log:1e-300..1e300/3', [1e-300, 1, 1e300]],
    ['u', '1,2,5..20:5', [1, 2, 5, 10, 15, 20]],
    ['tau_J', '10,infinity', [10, 'infinity']],
    ['k', 'null,1', [null, 1]],
    ['tau_h', 'random:1..10', [{ min: 1, max: 10 }]],
    ['tau_h', '1..3,random:2..4', [1, 2, 3, { min: 2, max: 4 }]],
    [
      'p',
      '[0.5,0.5],[1,0]',
      [
        [0.5, 0.5],
        [1, 0],
      ],
    ],
    ['hollow', 'true,false', [true, false]],
    ['activation', 'relu,sigmoid', ['relu', 'sigmoid']],
  ])('expands %s %s', (key, text, values) => {
    expect(read(key, text)).toEqual(values);
  });

  it('includes both ends of a logarithmic range exactly and the round values between', () => {
    const values = read('u', 'log:1..1000/7') as number[];
    expect([values[0], values[2], values[4], values[6]]).toEqual([1, 10, 100, 1000]);
    expect(values[1]).toBe(Math.sqrt(10));
  });

  it.each([
    ['u', '1..5:0', '--u 1..5:0: has step 0, which never arrives (gain of the field)'],
    ['u', '5..1', '--u 5..1: steps away from its end; write 5..1:-1 or 1..5:1 (gain of the field)'],
    ['u', '1..5:-2', '--u 1..5:-2: steps away from its end; write 1..5:2 or 5..1:-2 (gain of the field)'],
    ['u', '0..1e9', '--u 0..1e9: has 1000000001 values, the limit is 1000000 (gain of the field)'],
    ['u', 'lin:0..1/1e7', '--u lin:0..1/1e7: has 10000000 values, the limit is 1000000 (gain of the field)'],
    ['u', 'log:-1..5/3', '--u log:-1..5/3: needs ends greater than 0 for logarithmic spacing (gain of the field)'],
    ['u', 'log:0..5/3', '--u log:0..5/3: needs ends greater than 0 for logarithmic spacing (gain of the field)'],
    ['u', 'log:1..5', '--u log:1..5: has no count, as log:1..1000/7; --search takes it as a range (gain of the field)'],
    [
      'u',
      'lin:1..5/1',
      '--u lin:1..5/1: must have an integer count of at least 2, as log:1..1000/7 (gain of the field)',
    ],
    ['u', '1..', '--u 1..: must be a range START..END:STEP, as 1..21:3 (gain of the field)'],
    ['u', '1..x', '--u 1..x: has x where a number must stand (gain of the field)'],
    ['u', '1,,2', '--u 1,,2: has an empty entry (gain of the field)'],
    ['u', '1,2,1', '--u 1: stands in the list more than once (gain of the field)'],
    ['u', '0,-0', '--u 0: stands in the list more than once (gain of the field)'],
    ['tau_J', 'infinity,infinity', '--tau-J infinity: stands in the list more than once (synaptic time constant)'],
    ['rho', '0..2:0.5', '--rho 1.5 in 0..2:0.5: must be a number from 0 to 1 (pattern correlation)'],
    ['N', 'log:2..9/3', '--N 4.242640687119285 in log:2..9/3: must be an integer of at least 2 (neurons)'],
  ])('refuses %s %s', (key, text, message) => {
    expect(messageOf(() => read(key, text))).toBe(message);
  });

  it.each(['log:', '', 'random:', '[', '1'])('refuses a megabyte of dots after %j at once', (start) => {
    expect(messageOf(() => read('tau_h', start + '.'.repeat(1e6)))).toContain('--tau-h');
  });

  it('expands a million values, and no more', () => {
    expect(read('u', '1..1e6')).toHaveLength(1_000_000);
    expect(messageOf(() => read('u', '1..600000,-600000..-1'))).toContain('more than 1000000 values');
  });
});

describe('properties of the sweep grammar', () => {
  const check = <T>(property: fc.IProperty<T>, numRuns: number) => fc.assert(property, { seed: SEED, numRuns });
  const piece = fc.constantFrom(
    '..',
    ':',
    ',',
    '[',
    ']',
    '/',
    'log:',
    'lin:',
    'random:',
    'infinity',
    'null',
    '-',
    '.',
    'e',
    '1',
    '0',
    '9',
    ' ',
    '7',
  );

  it(`ends any text in values or in E_CONFIG (seed ${SEED})`, () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    const tryAll = (input: string) => {
      for (const parameter of TOY.parameters) {
        try {
          if (parseSweep(parameter, input, '--x').length === 0) return false;
        } catch (error) {
          if (!(error instanceof MsmError) || error.code !== 'E_CONFIG') throw error;
        }
      }
    };
    check(fc.property(text, tryAll), 10_000);
  });

  it(`reads back what it prints (seed ${SEED})`, () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const numbers = fc.uniqueArray(
      finite.map((x) => x + 0),
      { minLength: 1, maxLength: 20 },
    );
    check(
      fc.property(numbers, (values) => void expect(read('u', printSweep(values))).toEqual(values)),
      1000,
    );
    const vector = fc.array(fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs), { minLength: 1, maxLength: 5 });
    const vectors = fc.uniqueArray(vector, { minLength: 1, maxLength: 5, selector: (v) => v.join() });
    check(
      fc.property(vectors, (values) => void expect(read('p', printSweep(values))).toEqual(values)),
      500,
    );
  });

  it(`counts a decimal range exactly and writes its values with the digits of the grid (seed ${SEED})`, () => {
    const range = fc.tuple(
      fc.integer({ min: -1000, max: 1000 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 5 }),
    );
    const decimal = (mantissa: number, digits: number) => Number(`${mantissa}e-${digits}`);
    const holds = ([start, step, count, digits]: [number, number, number, number]) => {
      const text = `${start}e-${digits}..${start + step * count}e-${digits}:${step}e-${digits}`;
      const expected = Array.from({ length: count + 1 }, (_, i) => decimal(start + i * step, digits));
      expect(read('u', text)).toEqual(expected);
    };
    check(fc.property(range, holds), 1000);
  });

  it(`spaces logarithmic values with equal ratios, the same from either end (seed ${SEED})`, () => {
    const end = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    const holds = (a: number, b: number, n: number) => {
      fc.pre(Math.abs(b - a) > 1e-6 * a);
      const values = read('u', `log:${a}..${b}/${n}`) as number[];
      expect(values[0]).toBe(a);
      expect(values[n - 1]).toBe(b);
      const tolerance = POW_TOLERANCE * (1 + Math.abs(Math.log(b / a)));
      values.forEach((x, i) => {
        expect(Math.abs(x / (a * (b / a) ** (i / (n - 1))) - 1)).toBeLessThan(tolerance);
      });
      expect([...(read('u', `log:${b}..${a}/${n}`) as number[])].reverse()).toEqual(values);
    };
    check(fc.property(end, end, fc.integer({ min: 2, max: 40 }), holds), 300);
  });

  it(`splits at commas outside brackets only (seed ${SEED})`, () => {
    const item = fc.oneof(fc.constantFrom('a', '1', 'x y'), fc.constantFrom('[1,2]', '[]', '[a,[b,c]]'));
    check(
      fc.property(fc.array(item, { minLength: 1 }), (items) => void expect(splitList(items.join(','))).toEqual(items)),
      500,
    );
  });

  it(`reads every double from its shortest text (seed ${SEED})`, () => {
    check(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (x) => void expect(parseNumber(String(x))).toBe(x + 0),
      ),
      1000,
    );
  });
});
