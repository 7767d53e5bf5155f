import { describe, expect, it } from 'vitest';
import { isFitOver, LEGACY_RULE, rightRule } from '../../src/train/stopping.js';

/** Epochs after which a fit with these accuracies ends. */
const endOf = (
  accuracies: readonly number[],
  rule: Parameters<typeof isFitOver>[1],
  fewest = 0,
): number | undefined => {
  const ends = accuracies.map((_, i) => i + 1).find((epochs) => isFitOver(accuracies.slice(0, epochs), rule, fewest));
  return ends;
};

const rising = Array.from({ length: 20 }, (_, i) => i / 20);
const falling = [...rising].reverse();

describe('the end of a fit', () => {
  it.each([
    ['rising', rising],
    ['falling', falling],
  ])('is after 13 epochs by the legacy rule, whatever is learned (%s)', (_, accuracies) => {
    expect(endOf(accuracies, LEGACY_RULE)).toBe(13);
  });

  it('is not before the fewest epochs', () => {
    expect(endOf(falling, LEGACY_RULE, 13)).toBe(13);
    expect(endOf(falling, LEGACY_RULE, 14)).toBe(14);
    expect(endOf(falling, LEGACY_RULE, 21)).toBeUndefined();
  });

  it('is not while accuracy rises', () => {
    expect(endOf(rising, rightRule(3))).toBeUndefined();
  });

  it('is after as many epochs without a better one as patience allows', () => {
    expect(endOf([0.1, 0.5, 0.5, 0.4, 0.5], rightRule(3))).toBe(5);
    // losses are better if they are less
    expect(endOf([0.9, 0.5, 0.5, 0.6, 0.5], rightRule(3, 'min'))).toBe(5);
    expect(endOf([0.9, 0.8, 0.7, 0.6, 0.5], rightRule(3, 'min'))).toBeUndefined();
    expect(endOf([0.1, 0.5, 0.5, 0.4, 0.6, 0.6, 0.6, 0.6], rightRule(3))).toBe(8);
  });

  it('stays decided where the fewest epochs come later', () => {
    expect(endOf([0.5, 0.4, 0.4, 0.9, 0.9], rightRule(2), 4)).toBe(4);
  });
});
