/**
 * Sounds as pictures of a network (specification, section 7): silence cut off at both ends, cepstral coefficients of frames without the first, each frame
 * with mean 0 and deviation 1, and a window of frames about the loudest one.
 */

import type { Recording } from '../../dataset/audio/wav.js';
import { MsmError } from '../../errors.js';
import type { Elementary } from '../../kernel/elementary.js';
import { type Cepstrum, type CepstrumOf, cepstrumOf, fewestSamples, MEL_DEFAULTS } from '../../method/mel.js';

export interface SoundSettings {
  /** Coefficients of a frame (num_mfcc), without the first. */
  readonly coefficients: number;
  /** Frames of a picture (num_mfcc_time_samples). */
  readonly frames: number;
  /**
   * What the window is about: `energy`, the loudest frame; `published`, the frame whose standardised coefficients have the largest sum, which is rounding
   * alone (13.12).
   */
  readonly centre: 'energy' | 'published';
}

/** Samples that count as silence at the ends. */
const SILENCE = 1e-6;

/** A recording without silence at its ends. */
export function trimmed(samples: Float64Array): Float64Array {
  const isHeard = (x: number): boolean => Math.abs(x) > SILENCE;
  const first = samples.findIndex(isHeard);
  return first < 0 ? samples.subarray(0, 0) : samples.subarray(first, samples.findLastIndex(isHeard) + 1);
}

/** Frames without their first coefficient, each with mean 0 and unbiased deviation 1; a frame of equal numbers becomes 0. */
function standardised({ frames, values }: Cepstrum, coefficients: number): Float64Array {
  const out = new Float64Array(frames * coefficients);
  for (let f = 0; f < frames; f++) {
    const row = values.subarray(f * (coefficients + 1) + 1, (f + 1) * (coefficients + 1));
    const mean = row.reduce((sum, x) => sum + x, 0) / coefficients;
    const squares = row.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
    const deviation = Math.sqrt(squares / (coefficients - 1));
    if (deviation > 0)
      out.set(
        row.map((x) => (x - mean) / deviation),
        f * coefficients,
      );
  }
  return out;
}

const largest = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
};

/** First frame of the window; the published program lets it end one frame behind the last. */
function firstFrame({ frames, energies }: Cepstrum, rows: Float64Array, settings: SoundSettings): number {
  const { coefficients, frames: wanted, centre } = settings;
  const half = Math.floor(wanted / 2);
  const isPublished = centre === 'published';
  const sums = () =>
    Float64Array.from({ length: frames }, (_, f) =>
      rows.subarray(f * coefficients, (f + 1) * coefficients).reduce((sum, x) => sum + x, 0),
    );
  const middle = largest(isPublished ? sums() : energies);
  const last = frames - (wanted - half) + (isPublished ? 1 : 0);
  return Math.max(half, Math.min(middle, last)) - half;
}

/** A picture of a recording, [frames, coefficients]; zeros stand behind a sound that is shorter. */
export type PictureOf = (recording: Recording, name: string) => Float64Array;

/** Pictures of sounds. @throws E_CONFIG for a sound that is too short, by name */
export function soundPictures(elementary: Elementary, settings: SoundSettings): PictureOf {
  const { coefficients, frames } = settings;
  const mel = { ...MEL_DEFAULTS, coefficients: coefficients + 1 };
  const byRate = new Map<number, CepstrumOf>();
  return ({ rate, samples }, name) => {
    const heard = trimmed(samples);
    if (heard.length < fewestSamples(mel)) {
      const what = `${heard.length} samples without the silence at its ends`;
      throw new MsmError('E_CONFIG', `${name} has ${what}; a frame takes ${fewestSamples(mel)}`, { place: name });
    }
    const of = byRate.get(rate) ?? cepstrumOf(elementary, mel, rate);
    byRate.set(rate, of);
    const cepstrum = of(heard);
    const rows = standardised(cepstrum, coefficients);
    const from = firstFrame(cepstrum, rows, settings) * coefficients;
    const picture = new Float64Array(frames * coefficients);
    picture.set(rows.subarray(from, from + picture.length));
    return picture;
  };
}
