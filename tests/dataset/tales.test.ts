import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tales } from '../../src/dataset/tales.js';
import { wordsOf } from '../../src/dataset/text.js';

describe('the tales', () => {
  it('are the same characters on every machine: results rest on them', () => {
    expect(createHash('sha256').update(tales()).digest('hex').slice(0, 16)).toBe('fd0133a2606907c8');
  });

  it('are some ten kB of few words and letters', () => {
    const text = tales();
    expect(text.length).toBeGreaterThan(40_000);
    expect(text.length).toBeLessThan(60_000);
    expect(new Set(wordsOf(text)).size).toBeLessThan(150);
    expect(/^[A-Za-z ,.?\n]*$/.test(text)).toBe(true);
  });

  it('are 160 in number, nearly all different, and read well', () => {
    const all = tales().trimEnd().split('\n\n');
    expect(all).toHaveLength(160);
    expect(new Set(all).size).toBeGreaterThan(155);
    for (const tale of all) {
      expect(tale).not.toMatch(/\ba [aeiou]/i);
      expect(tale).not.toMatch(/\ban [^aeiou]/i);
      const hero = /^Once upon a time an? \w+ (\w+) lived/.exec(tale)?.[1];
      expect(tale).toContain(`asked the ${hero}.`);
      expect(tale).not.toContain(`met a ${hero}`);
    }
  });
});
