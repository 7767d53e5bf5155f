import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../src/conformance/golden.js';

describe('a golden file that is read', () => {
  it('knows what was not read of it, but for texts that only describe', () => {
    const golden = goldenOf({
      name: 'a case',
      note: 5,
      steps: 3,
      par: { beta: 1, u: 2 },
      list: [{ a: 1 }, { a: 1, b: 2 }],
      untouched: { deep: 1 },
    });
    expect(golden.unread()).toEqual(['note', 'steps', 'par', 'list', 'untouched']);
    golden.count('steps');
    golden.part('par').number('beta');
    for (const one of golden.list('list')) one.number('a');
    expect(golden.unread()).toEqual(['note', 'par.u', 'list[1].b', 'untouched']);
    golden.value('untouched');
    golden.part('par').pass();
    expect(golden.unread()).toEqual(['note', 'list[1].b']);
  });

  it('does not take a question for reading', () => {
    const golden = goldenOf({ list: [1] });
    expect([golden.has('list'), golden.has('no'), golden.isList('list'), golden.keys()]).toEqual([
      true,
      false,
      true,
      ['list'],
    ]);
    expect(golden.unread()).toEqual(['list']);
  });

  it('takes NaN and the infinities as words, and null for no value', () => {
    const golden = goldenOf({ values: [1, 'NaN', ['-Infinity', null], 'Infinity'], one: 'NaN' });
    expect([...golden.numbers('values')]).toEqual([1, Number.NaN, -Infinity, Number.NaN, Infinity]);
    expect(golden.number('one')).toBeNaN();
  });

  it('names the place of what is missing or of another kind', () => {
    const golden = goldenOf({ par: { beta: 'warm', steps: 1.5, f: 1 }, list: [[1], ['x']], words: [1] });
    const par = golden.part('par');
    expect(() => par.number('u')).toThrow('par.u is missing');
    expect(() => par.number('beta')).toThrow('par.beta must be a number, it is "warm"');
    expect(() => par.count('steps')).toThrow('par.steps must be a whole number from 0 on, it is 1.5');
    expect(() => par.flag('f')).toThrow('par.f must be true or false, it is 1');
    expect(() => par.text('f')).toThrow('par.f must be a text, it is 1');
    expect(() => golden.numbers('list')).toThrow('list must be numbers');
    expect(() => golden.integers('par')).toThrow('par must be numbers');
    expect(() => golden.texts('words')).toThrow('words must be texts');
    expect(() => golden.part('list')).toThrow('list must be an object');
    expect(() => golden.list('words')).toThrow('words must be a list of objects');
    expect(() => golden.part('no')).toThrow('no is missing');
    expect(() => goldenOf([1])).toThrow('a golden file must be an object');
  });

  it('has values for what may be absent', () => {
    const golden = goldenOf({});
    expect([golden.number('a', 2), golden.count('b', 3), golden.text('c', 'x'), golden.flag('d', true)]).toEqual([
      2,
      3,
      'x',
      true,
    ]);
    expect(golden.part('e', true).keys()).toEqual([]);
  });
});
