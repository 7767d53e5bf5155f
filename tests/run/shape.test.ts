import { describe, expect, it } from 'vitest';
import {
  anything,
  boolean,
  dictionary,
  digest,
  either,
  faultOf,
  integer,
  list,
  number,
  oneOf,
  orNull,
  pair,
  record,
  shaped,
  text,
} from '../../src/run/shape.js';

const RUN = record({ step: integer(0), names: list(text(5)) }, { note: text() });

describe('a shape', () => {
  it.each([
    [boolean, [true, false], [0, 'true', null]],
    [number(), [0, -1.5, 1e300], ['1', Number.NaN, Number.POSITIVE_INFINITY, null]],
    [number(2), [2, 3.5], [1.99]],
    [integer(), [-3, 0], [0.5, 2 ** 53, '1']],
    [integer(1, 3), [1, 3], [0, 4]],
    [text(3), ['', 'abc'], ['abcd', 1, null]],
    [digest, ['0'.repeat(64)], ['0'.repeat(63), 'G'.repeat(64), `${'0'.repeat(64)}\n`]],
    [oneOf(['a', 'b']), ['a', 'b'], ['c', 'toString', null]],
    [orNull(integer()), [null, 1], ['', undefined]],
    [either(integer(), list(integer())), [1, [1]], ['1', [0.5]]],
    [list(integer(), 1, 2), [[1], [1, 2]], [[], [1, 2, 3], ['1'], { 0: 1 }]],
    [pair(integer()), [[1, 2]], [[1], [1, 2, 3]]],
    [dictionary(integer()), [{}, { a: 1 }], [[], null, { a: '1' }, JSON.parse('{"__proto__": 1}')]],
    [
      RUN,
      [
        { step: 0, names: [] },
        { step: 0, names: [], note: '' },
      ],
      [{}, { step: 0 }, { step: 0, names: [], more: 1 }, [], null],
    ],
    [record({ a: anything() }), [{ a: 1 }, { a: null }], [{}, { b: 1 }, { a: 1, b: 1 }]],
    [record({}, {}, integer()), [{}, { a: 1 }], [{ a: '1' }]],
    [anything(2), [1, [[1]], { a: { b: 1 } }], [[[[1]]], { a: { b: { c: 1 } } }]],
  ])('%# takes what fits and nothing else', (shape, good, bad) => {
    for (const value of good) expect(faultOf(shape, value), JSON.stringify(value)).toBeUndefined();
    for (const value of bad) expect(faultOf(shape, value), JSON.stringify(value)).toMatch(/, it must be |, it must /);
  });

  it.each([
    [{ step: -1, names: [] }, 'step is -1, it must be an integer of at least 0'],
    [{ step: 0, names: ['a', 7] }, 'names[1] is 7, it must be a text'],
    [{ names: [] }, 'step is not there, it must be an integer of at least 0'],
    [{ step: 0, names: [], nots: '' }, 'nots is "", it must be absent, since no such key is known'],
    [null, 'it is null, it must be keys with values'],
    [{ step: 'x'.repeat(100), names: [] }, `step is "${'x'.repeat(59)}..., it must be an integer of at least 0`],
  ])('says where %j differs from it, and what is due there', (value, sentence) => {
    expect(faultOf(RUN, value)).toBe(sentence);
    expect(() => shaped(RUN, value, 'a/run.json')).toThrow(
      expect.objectContaining({
        code: 'E_CORRUPT',
        message: `a/run.json is damaged: ${sentence}`,
        place: 'a/run.json',
      }),
    );
  });

  it('looks no deeper than it must, whatever the depth of what is given', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 1e5; i++) deep = [deep];
    expect(faultOf(anything(), deep)).toContain('nested');
    expect(faultOf(RUN, { step: 0, names: [deep] })).toContain('names[0] is a list');
  });
});
