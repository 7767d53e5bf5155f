import { describe, expect, it } from 'vitest';
import { checkValue, findParameter, resolveParameters } from '../../src/config/validate.js';
import type { ParameterValue } from '../../src/model/schema.js';
import { messageOf, TOY, thrownBy, toy } from './toy.js';

describe('resolveParameters', () => {
  it('fills in the defaults and keeps the order of the schema', () => {
    const parameters = resolveParameters(TOY, { beta: 2, N: 10 });
    expect(Object.keys(parameters)).toEqual(TOY.parameters.map((parameter) => parameter.key));
    expect(parameters).toMatchObject({ N: 10, beta: 2, tau_J: 1000, p: null, hollow: true, tau_h: 1 });
  });

  it('takes the defaults of the schema by themselves', () => {
    for (const parameter of TOY.parameters) expect(checkValue(parameter, parameter.default)).toEqual(parameter.default);
  });

  it('refuses an unknown key with its place, the nearest keys and all valid ones', () => {
    const act = () => resolveParameters(TOY, { tua_J: 3 }, new Map([['tua_J', 'conf/my.yaml:7']]));
    expect(messageOf(act)).toBe("tua_J is not a parameter of 'toy' (conf/my.yaml:7). Did you mean tau_J?");
    expect(thrownBy(act)).toMatchObject({ place: 'conf/my.yaml:7', exitStatus: 2, data: { nearest: ['tau_J'] } });
    expect((thrownBy(act) as { next: string }).next).toContain('N, k, beta, u, tau_J');
  });

  it.each(['__proto__', 'constructor', 'toString'])('refuses the key %s', (key) => {
    expect(messageOf(() => findParameter(TOY, key))).toBe(`${key} is not a parameter of 'toy'.`);
  });

  it('reports the first violation of several parameters and lists the others', () => {
    const act = () => resolveParameters(TOY, { N: 2e5, beta: 10 }, new Map([['beta', '--beta']]));
    expect(messageOf(act)).toBe('N beta must be at most 1e6 (--beta)');
    expect(thrownBy(act)).toMatchObject({ place: '--beta', next: '1 more: N is too large', data: { key: 'beta' } });
  });
});

describe('checkValue', () => {
  it.each<[string, unknown]>([
    ['N', '5'],
    ['N', 2.5],
    ['N', Number.NaN],
    ['beta', 0],
    ['beta', Number.POSITIVE_INFINITY],
    ['beta', true],
    ['beta', null],
    ['beta', [1]],
    ['rho', -0.1],
    ['hollow', 'true'],
    ['hollow', 1],
    ['activation', 'ReLU'],
    ['activation', 3],
    ['p', []],
    ['p', [0.5, Number.NaN]],
    ['p', [-1]],
    ['p', 0.5],
    ['tau_h', {}],
    ['tau_h', { min: 1 }],
    ['tau_h', { min: 1, max: 2, mean: 1 }],
    ['tau_h', { min: 1.5, max: 3 }],
    ['tau_h', 0],
    ['tau_h', undefined],
  ])('refuses %s = %j from a program', (key, value) => {
    expect(messageOf(() => checkValue(toy(key), value as ParameterValue))).toContain(`${key} = `);
  });

  it('keeps 0 for -0, alone and in vectors', () => {
    expect(Object.is(checkValue(toy('u'), -0), 0)).toBe(true);
    expect(Object.is((checkValue(toy('p'), [-0, 1]) as number[])[0], 0)).toBe(true);
  });
});
