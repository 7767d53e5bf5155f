/** Families by name: the same objects as in the table of all. */
import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../../src/model/families.js';
import { familyNamed } from '../../src/model/family-named.js';

describe('familyNamed', () => {
  it.each(Object.keys(FAMILIES))('gives the family %s', async (name) => {
    expect(await familyNamed(name)).toBe(FAMILIES[name]);
    expect(FAMILIES[name].schema.name).toBe(name);
  });

  it.each(['', 'Hebbian', 'toString', '__proto__'])('knows no family %j', async (name) => {
    expect(await familyNamed(name)).toBeUndefined();
  });
});
