/**
 * Tones in the place of spoken digits: each digit is two tones that glide, each speaker has a pitch, and each recording a length, a loudness and a small
 * shift of its own. A stand-in for whoever has not got recordings: nobody would take it for speech, but what is made of it has the same form.
 */
import { type SpokenDigit, type SpokenDigits, spokenSets } from './spoken-digits.js';
import { toSixteenBits } from './wav.js';

const RATE = 8000;
const DIGITS = 10;
const SPEAKERS = ['low', 'middle', 'high'] as const;
/** Factor of all frequencies of a speaker. */
const PITCH = [0.9, 1, 1.12] as const;
const RECORDINGS = 20;

/** Hertz at the beginning of the two tones of each digit, and the share by which each has risen at the end. */
const LOWER = [300, 360, 430, 520, 620, 740, 890, 330, 470, 680] as const;
const UPPER = [1200, 1900, 1050, 1600, 2300, 1300, 2000, 2600, 1450, 1750] as const;
const GLIDES = [0.3, -0.2, 0, 0.15, -0.3, 0.4, -0.1, 0.25, -0.25, 0.1] as const;

/** Seconds of a recording; the tone swells and fades in the first and last part of it. */
const [SHORTEST, LONGEST, SWELL] = [0.3, 0.6, 0.15];
const [SOFTEST, LOUDEST] = [0.2, 0.6];
/** Share by which a frequency may differ from one recording to the next. */
const UNSTEADY = 0.03;

/** Uniform draw in [0, 1) of a stream at an index. */
type Draw = (stream: number, index: number) => number;

function recording(digit: number, speaker: number, stream: number, draw: Draw, sinOfTurns: (turns: number) => number) {
  const between = (index: number, low: number, high: number): number => low + (high - low) * draw(stream, index);
  const count = Math.floor(RATE * between(0, SHORTEST, LONGEST));
  const loudness = between(1, SOFTEST, LOUDEST);
  const tones = [LOWER, UPPER].map((frequencies, i) => ({
    frequency: PITCH[speaker] * frequencies[digit] * between(2 + i, 1 - UNSTEADY, 1 + UNSTEADY),
    glide: GLIDES[(digit + 3 * i) % DIGITS],
    phase: draw(stream, 4 + i),
    // the upper tone is softer, as in voices
    share: i === 0 ? 0.65 : 0.35,
  }));
  const samples = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const [seconds, done] = [n / RATE, n / count];
    const swell = Math.min(1, done / SWELL, (1 - done) / SWELL);
    let sum = 0;
    for (const { frequency, glide, phase, share } of tones) {
      // a frequency that rises evenly by g: turns = f t (1 + g t / 2T)
      sum += share * sinOfTurns(phase + frequency * seconds * (1 + (glide * done) / 2));
    }
    samples[n] = toSixteenBits(loudness * swell * sum);
  }
  return { rate: RATE, samples };
}

/** All recordings, each made when somebody reads it; those of a digit and speaker that are for the test are as in the published set. */
export function toneDigits(draw: Draw, sinOfTurns: (turns: number) => number): SpokenDigits {
  const all: SpokenDigit[] = [];
  for (let digit = 0; digit < DIGITS; digit++) {
    for (const [s, speaker] of SPEAKERS.entries()) {
      for (let index = 0; index < RECORDINGS; index++) {
        const stream = (digit * SPEAKERS.length + s) * RECORDINGS + index;
        all.push({
          ...{ digit, speaker, index },
          get recording() {
            return recording(digit, s, stream, draw, sinOfTurns);
          },
        });
      }
    }
  }
  return spokenSets(all);
}
