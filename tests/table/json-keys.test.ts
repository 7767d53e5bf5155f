import { describe, expect, it } from 'vitest';
import { repeatedKey } from '../../src/table/json-keys.js';

describe('repeated keys of JSON', () => {
  it.each([
    ['{}', undefined],
    ['{"a":1,"b":{"a":2,"c":[{"a":1},{"a":2}]}}', undefined],
    ['{"a":1,"a":2}', 'a'],
    ['{"x":{"b":1,"c":2,"b":3}}', 'b'],
    ['{"a":"a\\":{","b":[":","a"]}', undefined],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('of %s: %s', (json, key) => {
    expect(repeatedKey(json)).toBe(key);
  });

  it('are found behind texts of any length', () => {
    const long = 'x\\n'.repeat(4_000_000);
    expect(repeatedKey(`{"${long}":"${long}","a":1,"a":2}`)).toBe('a');
  });
});
