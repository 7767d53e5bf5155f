/**
 * Mel-frequency cepstral coefficients, the pipeline that audio programs share (its defaults are those of torchaudio 0.7): frames of `size` samples
 * at every `hop`, the signal mirrored at both ends; Hann window; power of the spectrum; triangles on the mel scale of HTK; decibels, none more than `range`
 * below the largest; discrete cosine transform with equal norms.
 *
 * Sines are those of `sinOfTurns`, logarithms and exponentials those of the kernels, so that the bits are the same in every engine. A frame takes
 * size (p + q) complex products for size = p q, in place of size^2.
 */
import type { Elementary } from '../kernel/elementary.js';
import { sinOfTurns } from './circle.js';

export interface MelSettings {
  readonly size: number;
  readonly hop: number;
  /** Triangles. */
  readonly bands: number;
  readonly coefficients: number;
  /** Decibels. */
  readonly range: number;
}

export const MEL_DEFAULTS: Omit<MelSettings, 'coefficients'> = { size: 400, hop: 200, bands: 128, range: 80 };

/** Power below which decibels are no longer taken. */
const LEAST_POWER = 1e-10;

const cosOfTurns = (turns: number): number => sinOfTurns(turns + 0.25);

/** The largest divisor of a number that is not above its root. */
function divisorOf(n: number): number {
  for (let p = Math.floor(Math.sqrt(n)); ; p--) if (n % p === 0) return p;
}

/** Power of the spectrum of a real frame, from frequency 0 to the half of the size. */
type Spectrum = (frame: Float64Array) => Float64Array;

/** Cosines and sines of turns i j / n, [rows, n]: what a discrete Fourier transform multiplies by. */
function turnsOf(rows: number, n: number): readonly [cosines: Float64Array, sines: Float64Array] {
  const table = (of: (turns: number) => number) =>
    Float64Array.from({ length: rows * n }, (_, at) => of(((Math.floor(at / n) * (at % n)) % n) / n));
  return [table(cosOfTurns), table(sinOfTurns)];
}

/** x[p a + b] -> sum over a for each b, turned by b c / size, then sum over b: X[c + q d], where size = p q. */
function spectrumOf(size: number): Spectrum {
  const p = divisorOf(size);
  const q = size / p;
  const [innerCos, innerSin] = turnsOf(q, q);
  const [outerCos, outerSin] = turnsOf(p, p);
  const [twistCos, twistSin] = [cosOfTurns, sinOfTurns].map((of) =>
    Float64Array.from({ length: size }, (_, at) => of((Math.floor(at / q) * (at % q)) / size)),
  );
  const [re, im] = [new Float64Array(size), new Float64Array(size)]; // [p, q]
  return (frame) => {
    for (let b = 0; b < p; b++) {
      for (let c = 0; c < q; c++) {
        let x = 0;
        let y = 0;
        for (let a = 0; a < q; a++) {
          x += frame[p * a + b] * innerCos[c * q + a];
          y -= frame[p * a + b] * innerSin[c * q + a];
        }
        const [cos, sin] = [twistCos[b * q + c], twistSin[b * q + c]];
        re[b * q + c] = x * cos + y * sin;
        im[b * q + c] = y * cos - x * sin;
      }
    }
    const power = new Float64Array(Math.floor(size / 2) + 1);
    for (let k = 0; k < power.length; k++) {
      const c = k % q;
      const row = Math.floor(k / q) * p;
      let x = 0;
      let y = 0;
      for (let b = 0; b < p; b++) {
        x += re[b * q + c] * outerCos[row + b] + im[b * q + c] * outerSin[row + b];
        y += im[b * q + c] * outerCos[row + b] - re[b * q + c] * outerSin[row + b];
      }
      power[k] = x * x + y * y;
    }
    return power;
  };
}

/** A triangle over frequencies of the spectrum: weights from `first` on. */
interface Band {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Mel scale of HTK: 2595 log10(1 + f/700), equally spaced corners. Triangles narrower than the spectrum's spacing may be empty. */
function bandsOf({ exp, log }: Elementary, { size, bands }: MelSettings, rate: number): readonly Band[] {
  const frequencies = Math.floor(size / 2) + 1;
  const top = Math.floor(rate / 2);
  // in units of 2595 / ln 10
  const highest = log(1 + top / 700);
  const corners = Float64Array.from({ length: bands + 2 }, (_, i) => 700 * (exp((highest * i) / (bands + 1)) - 1));
  return Array.from({ length: bands }, (_, band) => {
    const [low, middle, high] = corners.subarray(band, band + 3);
    const weights = Float64Array.from({ length: frequencies }, (_, k) => {
      const f = (top * k) / (frequencies - 1);
      return Math.max(0, Math.min((f - low) / (middle - low), (high - f) / (high - middle)));
    });
    const first = Math.max(
      0,
      weights.findIndex((w) => w > 0),
    );
    const last = weights.findLastIndex((w) => w > 0);
    return { first, weights: weights.slice(first, last + 1) };
  });
}

/** Coefficients of a signal, and how loud its frames are. */
export interface Cepstrum {
  readonly frames: number;
  /** [frames, coefficients] */
  readonly values: Float64Array;
  /** Sum over all bands, before decibels, [frames]. */
  readonly energies: Float64Array;
}

/** Makes coefficients of signals with so many samples a second, each of more than half a frame. */
export type CepstrumOf = (samples: Float64Array) => Cepstrum;

/** Place of a sample beyond the ends, mirrored without repeating the last one. */
function mirrored(at: number, count: number): number {
  if (at < 0) return -at;
  return at < count ? at : 2 * (count - 1) - at;
}

/** Samples that a signal must have at least, to be mirrored at its ends. */
export const fewestSamples = ({ size }: Pick<MelSettings, 'size'>): number => Math.floor(size / 2) + 1;

/** The pipeline for a rate; its tables are made once. */
export function cepstrumOf(elementary: Elementary, settings: MelSettings, rate: number): CepstrumOf {
  const { size, hop, bands, coefficients, range } = settings;
  const spectrum = spectrumOf(size);
  const triangles = bandsOf(elementary, settings, rate);
  const window = Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * cosOfTurns(n / size));
  // cos(pi k (n + 1/2) / bands), the rows made of one length
  const transform = Float64Array.from({ length: coefficients * bands }, (_, i) => {
    const [k, n] = [Math.floor(i / bands), i % bands];
    return cosOfTurns((k * (2 * n + 1)) / (4 * bands)) * Math.sqrt((k === 0 ? 1 : 2) / bands);
  });
  const decibels = 10 / elementary.log(10);
  return (samples) => {
    if (samples.length < fewestSamples(settings))
      throw new RangeError(`${samples.length} samples are too few for a frame`);
    const frames = 1 + Math.floor(samples.length / hop);
    const levels = new Float64Array(frames * bands);
    const energies = new Float64Array(frames);
    for (let f = 0; f < frames; f++) {
      const from = f * hop - Math.floor(size / 2);
      const power = spectrum(window.map((w, n) => w * samples[mirrored(from + n, samples.length)]));
      for (const [b, { first, weights }] of triangles.entries()) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i] * power[first + i];
        energies[f] += sum;
        levels[f * bands + b] = decibels * elementary.log(Math.max(sum, LEAST_POWER));
      }
    }
    const least = levels.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY) - range;
    const values = new Float64Array(frames * coefficients);
    for (let f = 0; f < frames; f++) {
      for (let k = 0; k < coefficients; k++) {
        let sum = 0;
        for (let b = 0; b < bands; b++) sum += transform[k * bands + b] * Math.max(levels[f * bands + b], least);
        values[f * coefficients + k] = sum;
      }
    }
    return { frames, values, energies };
  };
}
