import { describe, expect, it } from 'vitest';
import { alternatives, canonicalJson, nearestWords, quoted } from '../../src/config/text.js';
import { thrownBy } from './toy.js';

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

describe('quoted', () => {
  it('shows what cannot be seen and cuts what is long', () => {
    expect(quoted('a b\u001b[0m')).toBe('"a b\\u001b[0m"');
    expect(quoted('x'.repeat(100))).toBe(`${'x'.repeat(60)}...`);
    expect(quoted('τ_J')).toBe('τ_J');
  });
});

describe('alternatives', () => {
  it('joins words as in a sentence', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(alternatives)).toEqual(['', 'a', 'a or b', 'a, b or c']);
  });
});
