/** Whether a decoded free run is a replay: noise, standstill, order. */
import { describe, expect, it } from 'vitest';
import { FALSE_ALARM, isInTurn, resemblanceOf, stillStretch } from '../../src/analysis/replay.js';
import { decode, measuredPeriod, NO_TEMPLATE, segments } from '../../src/analysis/sequence.js';
import { randomFrom } from '../run/harness.js';

const labels = (text: string): Int32Array =>
  Int32Array.from(text, (letter) => (letter === '-' ? NO_TEMPLATE : Number(letter)));

/** Normal numbers by Box and Muller. */
function normals(count: number, seed: number): Float64Array {
  const random = randomFrom(seed);
  return Float64Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

describe('noise', () => {
  /** The correlation at which k caps of a sphere of n - 2 dimensions have half the stated share. */
  const bound = (k: number, n: number): number => Math.sqrt(1 - (FALSE_ALARM / k) ** (2 / (n - 2)));

  it.each([
    [3, 64],
    [2, 25],
    [10, 64],
    [1, 4],
  ])(
    'ends where a random direction would resemble one of %i patterns of %i nodes in a thousandth of all runs',
    (k, n) => {
      const at = (r: number): boolean => resemblanceOf(new Float64Array(9).fill(r), k, n) === 'noise';
      // a millionth to either side: the power has a rounding of n ulp
      expect(at(bound(k, n) * (1 - 1e-6))).toBe(true);
      expect(at(bound(k, n) * (1 + 1e-6))).toBe(false);
    },
  );

  it('is what random states are, though each has a pattern that it resembles most, and these seem to follow each other', () => {
    const [k, n, steps] = [3, 64, 100];
    const templates = normals(k * n, 1);
    for (let seed = 2; seed < 52; seed++) {
      const { labels: found, correlations } = decode(normals(steps * n, seed), templates, k, n);
      // the naive reading: a label at every step, and a period
      expect([found.includes(NO_TEMPLATE), measuredPeriod(found) > 0]).toEqual([false, true]);
      expect(resemblanceOf(correlations, k, n), `seed ${seed}`).toBe('noise');
    }
  });

  it('is what one random state is that lasts for the whole run', () => {
    const [k, n] = [3, 64];
    const templates = normals(k * n, 1);
    // 400 runs of a single state each (seeds 100 to 499); at a false alarm of 0.001 a run more than 4 have probability 1e-4
    const alarms = Array.from({ length: 400 }, (_, i) => {
      const state = normals(n, 100 + i);
      const states = Float64Array.from({ length: 20 * n }, (_, at) => state[at % n]);
      return resemblanceOf(decode(states, templates, k, n).correlations, k, n);
    }).filter((found) => found !== 'noise');
    expect(alarms.length).toBeLessThanOrEqual(4);
  });

  it('is not what noisy versions of the patterns are', () => {
    const [k, n, steps] = [3, 64, 30];
    const templates = normals(k * n, 1);
    const states = normals(steps * n, 7).map(
      (value, at) => 0.7 * value + templates[(Math.floor(at / (10 * n)) % k) * n + (at % n)],
    );
    expect(resemblanceOf(decode(states, templates, k, n).correlations, k, n)).toBe('patterns');
  });

  it('is where most steps resemble nothing, where the best resemblance is weak, and where two nodes are always alike', () => {
    expect(resemblanceOf(Float64Array.of(0.99, Number.NaN, Number.NaN), 3, 64)).toBe('noise');
    expect(resemblanceOf(Float64Array.of(0.99, 0.99, Number.NaN), 3, 64)).toBe('patterns');
    expect(resemblanceOf(new Float64Array(5).fill(-0.1), 3, 64)).toBe('noise');
    expect(resemblanceOf(new Float64Array(5).fill(1), 1, 2)).toBe('noise');
  });
});

describe('mirror images', () => {
  it('are what states are of which even the largest correlation is far below 0', () => {
    expect(resemblanceOf(new Float64Array(5).fill(-0.5), 3, 64)).toBe('mirror images');
    expect(resemblanceOf(new Float64Array(5).fill(0.5), 3, 64)).toBe('patterns');
  });
});

describe('a replay that stands still', () => {
  it('stays at one pattern for half of the run or longer, to its end', () => {
    expect(stillStretch(labels('0000'))).toEqual({ label: 0, start: 0, steps: 4 });
    expect(stillStretch(labels('0122'))).toEqual({ label: 2, start: 2, steps: 2 });
    expect(stillStretch(labels('01022'))).toBeUndefined();
    expect(stillStretch(labels('0001'))).toBeUndefined();
    expect(stillStretch(labels('-'))).toBeUndefined();
    expect(stillStretch(labels('0000-'))).toBeUndefined();
  });

  it('stands still although it went round first: the naive reading has a period', () => {
    const run = labels('012012022222222222');
    expect(measuredPeriod(run)).toBeGreaterThan(0);
    expect(segments(run)).toHaveLength(8);
    expect(stillStretch(run)).toMatchObject({ label: 2, start: 7 });
  });
});

describe('patterns in turn', () => {
  const shown = (text: string): Int32Array => labels(text);

  it('follow each other from the first to the last and round again, from any one on', () => {
    expect(isInTurn(shown('012012'), 3)).toBe(true);
    expect(isInTurn(shown('120'), 3)).toBe(true);
    expect(isInTurn(shown('0000'), 1)).toBe(true);
  });

  it('do not where one is left out, repeated or never shown', () => {
    for (const text of ['0121', '001122', '021', '01', '']) expect(isInTurn(shown(text), 3), text).toBe(false);
  });
});
