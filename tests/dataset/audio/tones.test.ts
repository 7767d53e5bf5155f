import { describe, expect, it } from 'vitest';
import { toneDigits } from '../../../src/dataset/audio/tones.js';
import { readWav, wavOf } from '../../../src/dataset/audio/wav.js';
import { sinOfTurns } from '../../../src/method/circle.js';
import { draws } from '../draws.js';

const { training, test } = toneDigits(draws, sinOfTurns);

describe('tones in the place of spoken digits', () => {
  it('are recordings of three speakers, divided as the published ones', () => {
    expect([training.length, test.length]).toEqual([10 * 3 * 15, 10 * 3 * 5]);
    expect(new Set(training.map(({ digit, speaker }) => `${digit} ${speaker}`)).size).toBe(30);
    expect(Math.max(...test.map(({ index }) => index))).toBe(4);
  });

  it('last as long as a word, and are neither silent nor too loud', () => {
    for (const { recording } of [...training, ...test].filter((_, i) => i % 7 === 0)) {
      const seconds = recording.samples.length / recording.rate;
      expect(seconds).toBeGreaterThan(0.29);
      expect(seconds).toBeLessThan(0.61);
      const loudest = recording.samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      expect(loudest).toBeGreaterThan(0.1);
      expect(loudest).toBeLessThan(0.65);
    }
  });

  it('are made when somebody reads them, not before', () => {
    const made: number[] = [];
    const sets = toneDigits((stream, index) => {
      made.push(stream);
      return draws(stream, index);
    }, sinOfTurns);
    expect(made).toEqual([]);
    expect(sets.test[2].recording).toEqual(test[2].recording);
    expect(new Set(made)).toEqual(new Set([2]));
  });

  it('are the same as their files, and a function of their draws', () => {
    const [{ recording }] = test;
    expect(readWav(wavOf(recording), 'x')).toEqual(recording);
    expect(toneDigits(draws, sinOfTurns).test[0].recording).toEqual(recording);
    expect(test[1].recording.samples).not.toEqual(recording.samples);
  });
});
