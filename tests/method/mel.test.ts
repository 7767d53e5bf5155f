import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../src/kernel/elementary.js';
import { cepstrumOf, fewestSamples, MEL_DEFAULTS } from '../../src/method/mel.js';
import { freshKernels } from '../conformance/kernels.js';

const E = elementaryOf(freshKernels(CORE_MODULE));
const SETTINGS = { ...MEL_DEFAULTS, coefficients: 21 };
const RATE = 8000;

/** Noise and a comb, 1201 samples; s <- (1664525 s + 1013904223) mod 2^32. */
function signal(): Float64Array {
  let s = 12345;
  return Float64Array.from({ length: 1201 }, (_, i) => {
    s = (Math.imul(1664525, s) + 1013904223) >>> 0;
    const noise = 0.3 * ((2 * s) / 2 ** 32 - 1) * (i > 400 ? 1 : 0.001 * (i % 7));
    return noise + 0.2 * (((i * i) % 97) / 97 - 0.5);
  });
}

/**
 * What PyTorch 2.15 makes of it in doubles: torch.stft with a Hann window, mirrored ends, triangles of HTK, decibels with a range of 80, the
 * transform with equal norms, as torchaudio puts them together.
 */
const KNOWN: readonly (readonly [frame: number, coefficient: number, values: readonly number[]])[] = [
  [0, 0, [-70.57675708329184, -32.897661874673844, 2.0842782319569633, 1.6131160757203384, 13.707409523899502]],
  [3, 0, [73.55304701657853, -31.96727656056793, -1.4392126081914574, 0.32601985996197974, 0.5862470574013573]],
  [6, 16, [0.6147806492044195, 13.83957189301489, 6.036253480759162, -15.711578927212345, -9.55071660162072]],
];
const ENERGIES = [
  117.10330128957727, 116.93687472599149, 564.5704489152581, 935.8847453587173, 965.4654642075238, 1028.1334889223722,
  987.0815510656121,
];
/** Sums of 128 terms up to 100 in doubles, in another order. */
const CLOSE = 1e-11;

describe('mel-frequency cepstral coefficients', () => {
  it('are those of PyTorch', () => {
    const { frames, values, energies } = cepstrumOf(E, SETTINGS, RATE)(signal());
    expect([frames, values.length]).toEqual([7, 7 * 21]);
    for (const [frame, first, known] of KNOWN) {
      for (const [i, x] of known.entries()) expect(Math.abs(values[frame * 21 + first + i] - x)).toBeLessThan(CLOSE);
    }
    for (const [f, x] of ENERGIES.entries()) expect(Math.abs(energies[f] - x)).toBeLessThan(CLOSE * x);
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) + 431.34251297094465)).toBeLessThan(100 * CLOSE);
  });

  it('of a tone have their energy where the spectrum of the tone is', () => {
    // 20 samples a turn are 400 Hz; a frame has 20 whole turns, of which all is in one line: (400 / 4)^2 with the window
    const tone = Float64Array.from({ length: 2000 }, (_, n) => Math.cos((2 * Math.PI * n) / 20));
    const { energies } = cepstrumOf(E, SETTINGS, RATE)(tone);
    const { energies: louder } = cepstrumOf(E, SETTINGS, RATE)(tone.map((x) => 2 * x));
    for (let f = 2; f < 8; f++) expect(Math.abs(louder[f] / energies[f] - 4)).toBeLessThan(1e-12);
    expect(Math.abs(energies[5] / energies[4] - 1)).toBeLessThan(1e-12);
  });

  it('of twice the signal differ in the first one alone: all decibels rise alike', () => {
    const [one, two] = [signal(), signal().map((x) => 2 * x)].map((x) => cepstrumOf(E, SETTINGS, RATE)(x).values);
    const rise = 10 * Math.log10(4) * Math.sqrt(SETTINGS.bands);
    for (let i = 0; i < one.length; i++) {
      expect(Math.abs(two[i] - one[i] - (i % 21 === 0 ? rise : 0)), `coefficient ${i}`).toBeLessThan(CLOSE);
    }
  });

  it('have no decibels further below the largest than the range', () => {
    const quiet = Float64Array.from(
      { length: 4000 },
      (_, n) => (n < 2000 ? 1 : 1e-7) * Math.cos((2 * Math.PI * n) / 20),
    );
    const range = 30;
    const { frames, values } = cepstrumOf(E, { ...SETTINGS, range }, RATE)(quiet);
    // in a frame without sound all bands are at the bound, which is the level of the first coefficient alone
    const last = values.subarray((frames - 2) * 21, (frames - 1) * 21);
    for (let i = 1; i < 21; i++) expect(Math.abs(last[i])).toBeLessThan(1e-10);
    const { values: loud } = cepstrumOf(E, { ...SETTINGS, range: 0 }, RATE)(quiet);
    expect(Math.abs(last[0] - (loud[0] - range * Math.sqrt(SETTINGS.bands)))).toBeLessThan(1e-10);
  });

  it('take frames of other sizes, also of prime ones', () => {
    const of = cepstrumOf(E, { ...SETTINGS, size: 37, hop: 10, bands: 8, coefficients: 4 }, RATE);
    const { frames, values } = of(signal());
    expect([frames, values.length]).toEqual([121, 484]);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('need more than half a frame', () => {
    expect(fewestSamples(SETTINGS)).toBe(201);
    const of = cepstrumOf(E, SETTINGS, RATE);
    expect(() => of(new Float64Array(200))).toThrow('200 samples are too few for a frame');
    expect(of(new Float64Array(201).fill(0.1)).frames).toBe(2);
  });
});
