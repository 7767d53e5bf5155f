import { describe, expect, it } from 'vitest';
import { extremaOf, recurrenceOf } from '../../src/analysis/extrema.js';

const SPACING = 0.05;

/** A function of time at samples 0, 1, ... */
const sampled = (f: (t: number) => number, until = 60): readonly number[] =>
  Array.from({ length: Math.round(until / SPACING) }, (_, n) => f(n * SPACING));

describe('extrema of a sampled course', () => {
  it('are those of a sine, between the samples', () => {
    const phase = 0.3217;
    const found = extremaOf(sampled((t) => 2 * Math.sin(t + phase)));
    expect(found.length).toBeGreaterThan(15);
    for (const [i, { kind, place, value }] of found.entries()) {
      const sign = kind === 'maximum' ? 1 : -1;
      // a parabola through three values of a sine: height within h^4/24 of it, place within h^3
      expect(Math.abs(value - 2 * sign)).toBeLessThan(2 * SPACING ** 4);
      expect(Math.abs(place * SPACING - (Math.PI * (i + 0.5) - phase))).toBeLessThan(SPACING ** 3);
    }
    expect(found.map(({ kind }) => kind).slice(0, 3)).toEqual(['maximum', 'minimum', 'maximum']);
  });

  it('do not include the ends, and of a plateau its middle', () => {
    expect(extremaOf([3, 2, 1])).toEqual([]);
    expect(extremaOf([0, 1, 1, 1, 0])).toEqual([{ kind: 'maximum', place: 2, value: 1 }]);
    expect(extremaOf([1, 1, 1])).toEqual([]);
    expect(extremaOf([])).toEqual([]);
  });
});

describe('the return of a course', () => {
  const returnOf = (f: (t: number) => number, tolerance = 0.01) => recurrenceOf(extremaOf(sampled(f)), 2, tolerance);

  it('is the period of a sine, with one maximum', () => {
    const { maxima, period, error } = returnOf(Math.sin) as NonNullable<ReturnType<typeof returnOf>>;
    expect(maxima).toBe(1);
    expect(Math.abs(period * SPACING - 2 * Math.PI)).toBeLessThan(1e-4);
    expect(error * SPACING).toBeLessThan(1e-4);
  });

  it('is twice as long, with two maxima, after a period doubling', () => {
    const { maxima, period } = returnOf((t) => Math.sin(t) + 0.3 * Math.sin(t / 2)) as NonNullable<
      ReturnType<typeof returnOf>
    >;
    expect(maxima).toBe(2);
    expect(Math.abs(period * SPACING - 4 * Math.PI)).toBeLessThan(1e-3);
  });

  it('does not exist of a quasiperiodic course, nor where a period was seen but once', () => {
    expect(returnOf((t) => Math.sin(t) + 0.5 * Math.sin(0.618 * t))).toBeUndefined();
    expect(recurrenceOf(extremaOf(sampled(Math.sin, 9)), 2, 0.01)).toBeUndefined();
  });
});
