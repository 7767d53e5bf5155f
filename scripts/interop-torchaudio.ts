/**
 * Cepstral coefficients of the same sounds here and in torchaudio, with the settings that the published networks of sounds use: how far the two are apart.
 *
 *     npm run interop:torchaudio -- [--python PATH] [--sounds FOLDER]
 *
 * The sounds are the tones that stand in for spoken digits; with a folder they are the recordings of FOLDER/recordings. Without a path it makes an
 * environment of its own in .venv-peers and installs PyTorch and torchaudio there, which is some gigabytes. The status is 1 if a difference is beyond its bound.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { output, pythonWith } from '../bench/python.js';
import { toneDigits } from '../src/dataset/audio/tones.js';
import { type Recording, readWav } from '../src/dataset/audio/wav.js';
import { freshKernels } from '../src/host/builds.js';
import { CORE_MODULE } from '../src/kernel/core-kernels.js';
import { elementaryOf } from '../src/kernel/elementary.js';
import { sinOfTurns } from '../src/method/circle.js';
import { type CepstrumOf, cepstrumOf, fewestSamples, MEL_DEFAULTS } from '../src/method/mel.js';
import { uniformDraws } from '../src/method/random.js';
import { PURPOSE } from '../src/model/spiking/purposes.js';
import { trimmed } from '../src/model/spiking/sound.js';
import { writeSafetensors } from '../src/table/safetensors.js';

/** As published: the first of 21 is left out afterwards. */
const COEFFICIENTS = 21;
const SEED = 42;
/**
 * Largest difference over the largest coefficient: a coefficient is a sum of 128 decibels of some hundred, each the logarithm of a sum of 400 squares, so
 * some hundred roundings of a double.
 */
const BOUND = 1e-12;

const kernels = freshKernels('strict')(CORE_MODULE);

function tones(): readonly Recording[] {
  const draws = uniformDraws(kernels, SEED, 1);
  const { training, test } = toneDigits((stream, index) => draws(PURPOSE.tones, stream, index, 1)[0], sinOfTurns);
  return [...training, ...test].map(({ recording }) => recording);
}

function recordingsOf(folder: string): readonly Recording[] {
  const place = join(folder, 'recordings');
  const names = readdirSync(place).filter((name) => name.endsWith('.wav'));
  return names.sort().map((name) => readWav(readFileSync(join(place, name)), join(place, name)));
}

/** Samples without the silence at their ends, and our coefficients of them, number by number of the sounds. */
function* written(sounds: readonly Recording[]) {
  const byRate = new Map<number, CepstrumOf>();
  for (const [i, { rate, samples }] of sounds.entries()) {
    const of =
      byRate.get(rate) ?? cepstrumOf(elementaryOf(kernels), { ...MEL_DEFAULTS, coefficients: COEFFICIENTS }, rate);
    byRate.set(rate, of);
    const heard = trimmed(samples);
    if (heard.length < fewestSamples(MEL_DEFAULTS)) continue;
    const { frames, values } = of(heard);
    yield { name: `${i}.${rate}.samples`, shape: [heard.length], values: heard };
    yield { name: `${i}.${rate}.ours`, shape: [frames, COEFFICIENTS], values };
  }
}

/** What the program in Python prints: versions, and the largest difference over the largest coefficient of all sounds. */
interface Found {
  readonly torch: string;
  readonly torchaudio: string;
  readonly sounds: number;
  readonly frames: number;
  readonly largest: number;
  readonly apart: number;
  /** The same for torchaudio in single precision, as the published programs use it, against itself in double. */
  readonly single: number;
}

const { values: given } = parseArgs({ options: { python: { type: 'string' }, sounds: { type: 'string' } } });
const python = given.python ?? pythonWith(['torch', 'torchaudio', 'numpy', 'safetensors']);
const folder = mkdtempSync(join(tmpdir(), 'msm-torchaudio-'));
try {
  const sounds = given.sounds === undefined ? tones() : recordingsOf(given.sounds);
  writeFileSync(join(folder, 'sounds.safetensors'), writeSafetensors([...written(sounds)]));
  const script = fileURLToPath(new URL('interop/torchaudio_mfcc.py', import.meta.url));
  const found = JSON.parse(output(python, [script, folder])) as Found;
  const of = (x: number): string => x.toExponential(1);
  console.log(
    `torchaudio ${found.torchaudio}, PyTorch ${found.torch}: ${found.sounds} sounds, ${found.frames} frames of ${COEFFICIENTS} coefficients`,
  );
  console.log(`largest coefficient                        ${found.largest.toFixed(1)}`);
  console.log(`largest difference over it                 ${of(found.apart)}, allowed ${of(BOUND)}`);
  console.log(`torchaudio in single precision, likewise   ${of(found.single)}`);
  if (!(found.sounds > 0 && found.apart <= BOUND)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
