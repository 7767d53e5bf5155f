/** Spoken digits, as the Free Spoken Digit Dataset has them: `recordings/{digit}_{speaker}_{index}.wav`; indices 0 to 4 are for the test. */
import { MsmError } from '../../errors.js';
import type { Dataset, WantedFile } from '../dataset.js';
import { type Recording, readWav } from './wav.js';

export const FSDD_FILES: readonly WantedFile[] = [{ role: 'recordings', names: ['recordings'], ending: '.wav' }];

export interface SpokenDigit {
  readonly digit: number;
  readonly speaker: string;
  readonly index: number;
  readonly recording: Recording;
}

export interface SpokenDigits {
  readonly training: readonly SpokenDigit[];
  readonly test: readonly SpokenDigit[];
}

/** Recordings of each speaker and digit that are for the test. */
const TESTED = 5;

export const spokenSets = (all: readonly SpokenDigit[]): SpokenDigits => ({
  training: all.filter(({ index }) => index >= TESTED),
  test: all.filter(({ index }) => index < TESTED),
});

function parse({ trees = {} }: Dataset): SpokenDigits {
  const all = trees.recordings.map(({ path, name, bytes }): SpokenDigit => {
    const [, digit, speaker, index] = /^(\d)_([^_/]+)_(\d{1,4})\.wav$/.exec(path) ?? [];
    if (digit === undefined) {
      const message = `${name}: the name of a recording is digit_speaker_index.wav, as 7_jackson_32.wav`;
      throw new MsmError('E_CORRUPT', message, { place: name, next: 'Take other files out of the folder.' });
    }
    return { digit: Number(digit), speaker, index: Number(index), recording: readWav(bytes, name) };
  });
  return spokenSets(all);
}

const READ = new WeakMap<Dataset, SpokenDigits>();

/** The recordings of a data set, read once. @throws MsmError E_CORRUPT naming the file and what is wrong with it */
export function spokenDigitsOf(data: Dataset): SpokenDigits {
  const known = READ.get(data);
  if (known !== undefined) return known;
  const read = parse(data);
  READ.set(data, read);
  return read;
}
