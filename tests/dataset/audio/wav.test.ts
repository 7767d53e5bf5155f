import { describe, expect, it } from 'vitest';
import { readWav, toSixteenBits, wavOf } from '../../../src/dataset/audio/wav.js';

const SAMPLES = Float64Array.of(0, 0.5, -1, 32767 / 32768, -3 / 32768);
const WAV = wavOf({ rate: 8000, samples: SAMPLES });

/** The file with other bytes at a place. */
const changed = (at: number, ...bytes: readonly number[]): Uint8Array => {
  const copy = WAV.slice();
  copy.set(bytes, at);
  return copy;
};

/** A file of chunks. */
function riff(...chunks: readonly (readonly [name: string, body: readonly number[]])[]): Uint8Array {
  const bodies = chunks.flatMap(([name, body]) => [
    ...new TextEncoder().encode(name),
    ...[0, 8, 16, 24].map((shift) => (body.length >>> shift) & 255),
    ...body,
    ...(body.length % 2 === 1 ? [0] : []),
  ]);
  const text = (word: string) => [...new TextEncoder().encode(word)];
  return Uint8Array.from([...text('RIFF'), 0, 0, 0, 0, ...text('WAVE'), ...bodies]);
}

const format = (bits: number, kind = 1, block = bits / 8): readonly number[] => [
  ...[kind & 255, kind >> 8, 1, 0],
  ...[0x40, 0x1f, 0, 0, 0, 0, 0, 0],
  ...[block, 0, bits, 0],
];

describe('a WAV file', () => {
  it('of 16 bits is read as it was written', () => {
    expect(readWav(WAV, 'x')).toEqual({ rate: 8000, samples: SAMPLES });
  });

  it('of 8 bits has the middle at 128', () => {
    expect([...readWav(riff(['fmt ', format(8)], ['data', [128, 0, 255]]), 'x').samples]).toEqual([0, -1, 127 / 128]);
  });

  it('may have other chunks, of odd length too, and the long form of its format', () => {
    const long = [...format(16, 0xfffe), 22, 0, 16, 0, 4, 0, 0, 0, 1, 0, ...new Array<number>(14).fill(0)];
    const bytes = riff(['LIST', [1, 2, 3]], ['fmt ', long], ['fact', [9]], ['data', [0, 0x40]], ['data', [1, 1]]);
    expect([...readWav(bytes, 'x').samples]).toEqual([0.5]);
  });

  it('has samples rounded to 16 bits, and held between the ends', () => {
    expect([toSixteenBits(1), toSixteenBits(-2), toSixteenBits(1.4 / 32768)]).toEqual([32767 / 32768, -1, 1 / 32768]);
  });

  it.each<[string, Uint8Array, string]>([
    ['hardly any bytes', WAV.subarray(0, 11), '11 bytes are too short for the head of a WAV file'],
    ['another beginning', changed(0, 0x4f), 'it begins with "OIFF" and "WAVE", a WAV file with "RIFF" and "WAVE"'],
    ['another form', changed(8, 0x41), 'it begins with "RIFF" and "AAVE"'],
    [
      'a cut end',
      WAV.subarray(0, WAV.length - 1),
      'its chunk "data" at byte 36 has 10 bytes, and the file ends 1 before',
    ],
    ['a cut head of a chunk', WAV.subarray(0, 40), 'it ends after 40 bytes, within the head of a chunk'],
    ['a chunk beyond the end', changed(40, 255, 255, 255, 255), 'its chunk "data" at byte 36 has 4294967295 bytes'],
    ['no format', riff(['data', [0, 0]]), 'it has no chunk "fmt "'],
    ['half a format', riff(['fmt ', [1, 0]], ['data', [0, 0]]), 'its chunk "fmt " has 2 bytes, fewer than 16'],
    ['no samples', riff(['fmt ', format(16)]), 'it has no chunk "data"'],
    ['an empty recording', riff(['fmt ', format(16)], ['data', []]), 'it has 0 samples; allowed are 1 to 16777216'],
    [
      'half a sample',
      riff(['fmt ', format(16)], ['data', [0, 0, 0]]),
      'its 3 bytes of samples are no whole number of 16 bits',
    ],
    ['numbers of floating point', changed(20, 3), 'its samples are of format 3; only PCM, which is 1, can be read'],
    ['24 bits', changed(34, 24), 'its samples have 24 bits; allowed are 8 and 16'],
    ['two channels', changed(22, 2), 'it has 2 channels; recordings have one'],
    ['a rate of nothing', changed(24, 0, 0), 'it has 0 samples a second; allowed are 1000 to 192000'],
    ['samples of another size', changed(32, 4), 'its samples take 4 bytes and have 16 bits'],
  ])('with %s is refused, with place and value', (_, bytes, message) => {
    expect(() => readWav(bytes, 'a/3_x_0.wav')).toThrow(`a/3_x_0.wav: ${message}`);
    expect(() => readWav(bytes, 'x')).toThrow(expect.objectContaining({ code: 'E_CORRUPT' }));
  });
});
