import { describe, expect, it } from 'vitest';
import { allowedValues, printValue } from '../../src/config/describe.js';
import { parseValue } from '../../src/config/value.js';
import { parseNumber } from '../../src/method/number-text.js';
import { messageOf, toy } from './toy.js';

const read = (key: string, text: string) => parseValue(toy(key), text, `--${key.replaceAll('_', '-')}`);

describe('parseNumber', () => {
  it.each([
    ['10', 10],
    ['1e3', 1000],
    ['-0.5', -0.5],
    ['+2', 2],
    ['.5', 0.5],
    ['1E-3', 0.001],
    ['0e999999', 0],
    ['5e-324', 5e-324],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each([
    '1o',
    '0x10',
    '1_000',
    '',
    ' ',
    '1 2',
    '10px',
    'Infinity',
    'NaN',
    '1e',
    'e5',
    '.',
    '1.',
    '--1',
    '1e999',
    '1e-999',
    '٣',
    '1'.repeat(101),
  ])('refuses %j', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  it('makes no difference between -0 and 0', () => {
    expect(Object.is(parseNumber('-0'), 0)).toBe(true);
  });
});

describe('parseValue', () => {
  it.each([
    ['N', '1e3', 1000],
    ['tau_J', 'INFINITY', 'infinity'],
    ['k', 'null', null],
    ['k', 'None', null],
    ['hollow', 'True', true],
    ['hollow', 'false', false],
    ['activation', 'ReLU', 'relu'],
    ['p', '[0.5, 0.3,0.2]', [0.5, 0.3, 0.2]],
    ['tau_h', '3', 3],
    ['tau_h', 'random:1..10', { min: 1, max: 10 }],
    ['rho', ' 0.5 ', 0.5],
  ])('reads %s %s', (key, text, value) => {
    expect(read(key, text)).toEqual(value);
    expect(read(key, printValue(read(key, text)))).toEqual(value);
  });

  it.each([
    ['rho', '1.5', '--rho 1.5: must be a number from 0 to 1 (pattern correlation)'],
    ['N', '1.5', '--N 1.5: must be an integer of at least 2 (neurons)'],
    ['N', '1e300', '--N 1e300: must be an integer of at least 2 (neurons)'],
    ['k', '0', '--k 0: must be any number but 0 (synaptic strength)'],
    [
      'tau_J',
      'infinty',
      '--tau-J infinty: must be a number greater than 0 or infinity (synaptic time constant). Did you mean infinity?',
    ],
    ['tau_J', '1e999', '--tau-J 1e999: does not fit a 64-bit number (synaptic time constant)'],
    ['tau_J', 'null', '--tau-J null: must be a number greater than 0 or infinity (synaptic time constant)'],
    [
      'activation',
      'sigmiod',
      '--activation sigmiod: must be identity, sigmoid or relu (nonlinearity | of the rule). Did you mean sigmoid?',
    ],
    ['hollow', 'yes', '--hollow yes: must be true or false (no self-coupling)'],
    ['rho', '', '--rho "": must be a number from 0 to 1 (pattern correlation)'],
    ['tau_h', 'random:0..3', '--tau-h random:0..3: must be random:MIN..MAX with MIN of at least 1 (hold)'],
    ['tau_h', 'random:3..3', '--tau-h random:3..3: must be random:MIN..MAX with MAX greater than MIN (hold)'],
    ['tau_h', '1.5', '--tau-h 1.5: must be an integer of at least 1 or random:MIN..MAX (hold)'],
    ['p', '[]', '--p []: must be numbers of at least 0 in brackets, as [0.5,0.3,0.2] or null (pattern probabilities)'],
  ])('refuses %s %s with the place and what is allowed', (key, text, message) => {
    expect(messageOf(() => read(key, text))).toBe(message);
  });

  it.each(['[1,2', '1,2]', '[[1]]', '[1,,2]', '[-1]', '[a]', '0.5'])('refuses the vector %s', (text) => {
    expect(messageOf(() => read('p', text))).toContain('must be numbers');
  });

  it.each([
    [{ above: 0, max: 1 }, 'a number greater than 0 and at most 1'],
    [{ min: 0, below: 1 }, 'a number of at least 0 and less than 1'],
    [{ max: 1 }, 'a number of at most 1'],
    [{ above: 0, below: 1 }, 'a number greater than 0 and less than 1'],
  ])('says the bounds %j in words', (bounds, words) => {
    const parameter = { key: 'x', symbol: 'x', help: '', group: '', kind: 'number', default: 0.5, ...bounds } as const;
    expect(allowedValues(parameter)).toBe(words);
  });

  it('names file and line', () => {
    expect(messageOf(() => parseValue(toy('rho'), '2', 'my.yaml:7'))).toBe(
      'rho = 2 (my.yaml:7): must be a number from 0 to 1 (pattern correlation)',
    );
  });
});
