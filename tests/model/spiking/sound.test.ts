import { describe, expect, it } from 'vitest';
import { toneDigits } from '../../../src/dataset/audio/tones.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { sinOfTurns } from '../../../src/method/circle.js';
import { cepstrumOf, MEL_DEFAULTS } from '../../../src/method/mel.js';
import { soundPictures, trimmed } from '../../../src/model/spiking/sound.js';
import { freshKernels } from '../../conformance/kernels.js';
import { draws } from '../../dataset/draws.js';

const E = elementaryOf(freshKernels(CORE_MODULE));
const SETTINGS = { coefficients: 20, frames: 30, centre: 'energy' } as const;
const RATE = 8000;

/** A sound of so many samples that is loud about one of them. */
const loudAt = (count: number, at: number): Float64Array =>
  Float64Array.from({ length: count }, (_, n) => {
    const near = Math.max(0.01, 1 - Math.abs(n - at) / 1000);
    return 0.5 * near * sinOfTurns(0.1 + n / 16 + (n / count) * (n / 40));
  });

const picture = (samples: Float64Array, settings: Parameters<typeof soundPictures>[1] = SETTINGS) =>
  soundPictures(E, settings)({ rate: RATE, samples }, 'x.wav');

/** Standardised frames of all of a sound. */
function allFrames(samples: Float64Array): readonly Float64Array[] {
  const { frames, values } = cepstrumOf(E, { ...MEL_DEFAULTS, coefficients: 21 }, RATE)(samples);
  return Array.from({ length: frames }, (_, f) => {
    const row = values.subarray(f * 21 + 1, (f + 1) * 21);
    const mean = row.reduce((sum, x) => sum + x, 0) / 20;
    const deviation = Math.sqrt(row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 19);
    return row.map((x) => (x - mean) / deviation);
  });
}

const frameOf = (of: Float64Array, i: number) => [...of.subarray(i * 20, (i + 1) * 20)];

describe('silence', () => {
  it('is cut off at both ends alone', () => {
    expect([...trimmed(Float64Array.of(0, 1e-6, 2e-6, 0, -0.5, 1e-7, 0))]).toEqual([2e-6, 0, -0.5]);
    expect(trimmed(new Float64Array(3))).toHaveLength(0);
  });
});

describe('the picture of a sound', () => {
  it('has frames with mean 0 and deviation 1, without the first coefficient', () => {
    const samples = loudAt(8000, 4000);
    const all = allFrames(trimmed(samples));
    const middle = frameOf(picture(samples), 15);
    const found = all.findIndex((row) => row.every((x, k) => Math.abs(x - middle[k]) < 1e-12));
    expect(Math.abs(found - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs(middle.reduce((sum, x) => sum + x, 0))).toBeLessThan(1e-12);
  });

  it.each([
    ['at its beginning', 200, 0],
    ['at its end', 7900, 11],
  ])('stays within a sound that is loud %s', (_, at, first) => {
    const samples = loudAt(8000, at);
    const all = allFrames(trimmed(samples));
    // 41 frames, of which 30 are seen
    expect(all).toHaveLength(41);
    const seen = picture(samples);
    expect(frameOf(seen, 0)).toEqual([...all[first]]);
    expect(frameOf(seen, 29)).toEqual([...all[first + 29]]);
  });

  it('has zeros behind a sound that is shorter', () => {
    const samples = loudAt(2000, 1500);
    const seen = picture(samples);
    const all = allFrames(trimmed(samples));
    expect(all).toHaveLength(11);
    expect(frameOf(seen, 10)).toEqual([...all[10]]);
    expect(seen.subarray(220).every((x) => x === 0)).toBe(true);
  });

  it('may be about what the published program looks for, and then end a frame behind the last', () => {
    const seen = picture(loudAt(8000, 200), { ...SETTINGS, centre: 'published' });
    const all = allFrames(trimmed(loudAt(8000, 200)));
    const first = all.findIndex((row) => row.every((x, k) => x === seen[k]));
    expect(first).toBeGreaterThanOrEqual(0);
    expect(first).toBeLessThanOrEqual(12);
  });

  it('may then have an empty frame at its end, which it never has about the loudest one', () => {
    const isEmpty = (seen: Float64Array) => seen.subarray(29 * 20).every((x) => x === 0);
    const sounds = Array.from({ length: 30 }, (_, i) => loudAt(8001, 250 * i));
    expect(sounds.some((samples) => isEmpty(picture(samples, { ...SETTINGS, centre: 'published' })))).toBe(true);
    expect(sounds.some((samples) => isEmpty(picture(samples)))).toBe(false);
  });

  it('is refused for a sound that is too short, by name', () => {
    expect(() => picture(Float64Array.from({ length: 300 }, (_, n) => (n < 150 ? 0 : 0.5)).fill(0, 250))).toThrow(
      'x.wav has 100 samples without the silence at its ends; a frame takes 201',
    );
  });

  it('tells the digits of the stand-in apart: the nearest other recording is mostly of the same one', () => {
    const { training, test } = toneDigits(draws, sinOfTurns);
    const of = soundPictures(E, SETTINGS);
    const known = training
      .filter(({ index }) => index < 8)
      .map(({ digit, recording }) => ({ digit, seen: of(recording, '') }));
    const right = test.filter(({ digit, recording }) => {
      const seen = of(recording, '');
      const far = known.map(({ seen: other }) => seen.reduce((sum, x, i) => sum + (x - other[i]) ** 2, 0));
      return known[far.indexOf(Math.min(...far))].digit === digit;
    });
    expect(right.length / test.length).toBeGreaterThan(0.8);
  });
});
