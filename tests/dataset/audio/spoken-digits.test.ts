import { describe, expect, it } from 'vitest';
import { FSDD_FILES, spokenDigitsOf } from '../../../src/dataset/audio/spoken-digits.js';
import { wavOf } from '../../../src/dataset/audio/wav.js';
import type { Dataset } from '../../../src/dataset/dataset.js';

const WAV = wavOf({ rate: 8000, samples: Float64Array.of(0.25) });
const dataOf = (...paths: readonly string[]): Dataset => ({
  files: {},
  trees: { recordings: paths.map((path) => ({ path, name: `recordings/${path}`, bytes: WAV })) },
});

describe('recordings of spoken digits', () => {
  it('are in a folder of WAV files', () => {
    expect(FSDD_FILES).toEqual([{ role: 'recordings', names: ['recordings'], ending: '.wav' }]);
  });

  it('say in their names what they are; the first five of each are for the test', () => {
    const data = dataOf('0_jackson_0.wav', '0_jackson_4.wav', '0_jackson_5.wav', '9_yweweler_49.wav');
    const { training, test } = spokenDigitsOf(data);
    const short = ({ digit, speaker, index }: (typeof test)[number]) => [digit, speaker, index];
    expect(test.map(short)).toEqual([
      [0, 'jackson', 0],
      [0, 'jackson', 4],
    ]);
    expect(training.map(short)).toEqual([
      [0, 'jackson', 5],
      [9, 'yweweler', 49],
    ]);
    expect(training[0].recording).toEqual({ rate: 8000, samples: Float64Array.of(0.25) });
    expect(spokenDigitsOf(data)).toBe(spokenDigitsOf(data));
  });

  it.each(['10_jackson_0.wav', 'jackson_0.wav', '1_jackson.wav', 'a/1_jackson_0.wav', '1__0.wav'])(
    'are refused where one is called %s',
    (path) => {
      expect(() => spokenDigitsOf(dataOf('1_x_0.wav', path))).toThrow(
        `recordings/${path}: the name of a recording is digit_speaker_index.wav`,
      );
    },
  );
});
