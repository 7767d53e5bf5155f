import { describe, expect, it } from 'vitest';
import { alternatives, canonicalJson, didYouMean, firstOf, nearestWords, pathText, quoted } from '../src/text.js';
import { thrownBy } from './config/toy.js';

describe('canonicalJson', () => {
  it('sorts keys by code units, writes shortest numbers and 0 for -0', () => {
    expect(canonicalJson({ b: [1e21, -0, 0.1], a: { z: null, Z: true, é: 'ü"' } })).toBe(
      '{"a":{"Z":true,"z":null,"é":"ü\\""},"b":[1e+21,0,0.1]}',
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, { a: undefined }, () => 0])('refuses %s', (value) => {
    expect(thrownBy(() => canonicalJson(value))).toMatchObject({ code: 'E_INTERNAL' });
  });
});

describe('nearestWords', () => {
  it.each([
    ['tua_J', ['tau_J']],
    ['TAU_S', ['tau_s']],
    ['patern_distribution', ['pattern_distribution']],
    ['activ', ['activation']],
    ['xyz', []],
    ['', []],
    ['a'.repeat(1e6), []],
  ])('finds what %.20s may mean', (word, expected) => {
    const near = nearestWords(word, ['tau_J', 'tau_s', 'pattern_distribution', 'activation', 'N']);
    expect(near.slice(0, 1)).toEqual(expected);
  });
});

describe('suggestions', () => {
  it('are three at most, nearest first, and in the order of the alphabet where they are as near', () => {
    const words = ['beta_d', 'beta_a', 'beta_c', 'bet', 'beta_b', 'other'];
    expect(nearestWords('beta_x', words)).toEqual(['beta_a', 'beta_b', 'beta_c']);
    expect(nearestWords('beta', words)).toEqual(['bet', 'beta_a', 'beta_b']);
    expect(didYouMean('beta_x', words)).toBe('Did you mean beta_a, beta_b or beta_c?');
    expect(didYouMean('beta_x', ['nothing', 'near'])).toBe('');
  });

  it('are for words of one letter only the same letter, in either case', () => {
    expect([nearestWords('n', ['N', 'K']), nearestWords('k', ['N', 'M'])]).toEqual([['N'], []]);
  });
});

describe('quoted', () => {
  it('shows what cannot be seen and cuts what is long', () => {
    expect(quoted('a b\u001b[0m')).toBe('"a b\\u001b[0m"');
    expect(quoted('x'.repeat(100))).toBe(`${'x'.repeat(60)}...`);
    expect(quoted('τ_J')).toBe('τ_J');
  });
});

describe('pathText', () => {
  it('is the path, and shows one that is empty', () => {
    expect(['runs/a b', ''].map(pathText)).toEqual(['runs/a b', '""']);
  });
});

describe('alternatives', () => {
  it('joins words as in a sentence', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(alternatives)).toEqual(['', 'a', 'a or b', 'a, b or c']);
  });
});

describe('the first of a list', () => {
  it.each([
    [[], 'nothing'],
    [['a'], 'a'],
    [['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d, e, f'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 'a, b, c, d, e, f and 2 more'],
  ])('%j is %s', (names, text) => {
    expect(firstOf(names)).toBe(text);
  });
});
