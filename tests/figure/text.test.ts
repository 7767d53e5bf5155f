import { describe, expect, it } from 'vitest';
import { roughWidth, wrapped } from '../../src/figure/text.js';

describe('words in lines', () => {
  it('fit, and are broken between words', () => {
    const text = 'mean over all trials that diverged';
    const lines = wrapped(text, 80, 10);
    expect(lines.join(' ')).toBe(text);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(roughWidth(line, 10)).toBeLessThanOrEqual(80);
  });

  it('keep a name and what it is equal to together', () => {
    expect(wrapped('N = 100, trials = 6, k = 5', 80, 10)).toEqual(['N = 100,', 'trials = 6,', 'k = 5']);
  });

  it('have a word that is too long on a line of its own', () => {
    expect(wrapped('a generalisation b', 40, 10)).toEqual(['a', 'generalisation', 'b']);
  });
});
