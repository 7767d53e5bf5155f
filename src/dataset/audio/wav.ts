/**
 * WAV recordings of one channel, PCM of 8 or 16 bits: `RIFF`, size, `WAVE`, then chunks of four letters, a size and as many bytes, filled up to an even
 * number. Numbers are little-endian; 8 bits are unsigned.
 */
import { MsmError } from '../../errors.js';

export interface Recording {
  /** Samples a second. */
  readonly rate: number;
  /** From -1 to below 1. */
  readonly samples: Float64Array;
}

/** Longest recording, in samples: half an hour at 8 kHz. */
const MOST_SAMPLES = 2 ** 24;
const [LOWEST_RATE, HIGHEST_RATE] = [1000, 192_000];

const PCM = 1;
/** The format says at its end what it is. */
const EXTENSIBLE = 0xfffe;

const [RIFF_HEADER, CHUNK_HEADER, FORMAT_BYTES, LONG_FORMAT_BYTES, SUBFORMAT] = [12, 8, 16, 40, 24];

type Say = (message: string) => MsmError;

const word = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** Body of each chunk by its letters; the first of several. */
function chunksOf(bytes: Uint8Array, say: Say): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array>();
  for (let at = RIFF_HEADER; at < bytes.length; ) {
    if (at + CHUNK_HEADER > bytes.length) throw say(`it ends after ${bytes.length} bytes, within the head of a chunk`);
    const [name, size] = [word(bytes, at), view.getUint32(at + 4, true)];
    const end = at + CHUNK_HEADER + size;
    if (end > bytes.length) {
      throw say(
        `its chunk ${JSON.stringify(name)} at byte ${at} has ${size} bytes, and the file ends ${end - bytes.length} before`,
      );
    }
    if (!chunks.has(name)) chunks.set(name, bytes.subarray(at + CHUNK_HEADER, end));
    at = end + (size % 2);
  }
  return chunks;
}

interface Format {
  readonly rate: number;
  readonly bits: number;
}

function formatOf(chunk: Uint8Array | undefined, say: Say): Format {
  if (chunk === undefined) throw say('it has no chunk "fmt "');
  if (chunk.length < FORMAT_BYTES) throw say(`its chunk "fmt " has ${chunk.length} bytes, fewer than ${FORMAT_BYTES}`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const [said, channels, rate] = [view.getUint16(0, true), view.getUint16(2, true), view.getUint32(4, true)];
  const [block, bits] = [view.getUint16(12, true), view.getUint16(14, true)];
  const isLong = said === EXTENSIBLE && chunk.length >= LONG_FORMAT_BYTES;
  const kind = isLong ? view.getUint16(SUBFORMAT, true) : said;
  if (kind !== PCM) throw say(`its samples are of format ${kind}; only PCM, which is 1, can be read`);
  if (bits !== 8 && bits !== 16) throw say(`its samples have ${bits} bits; allowed are 8 and 16`);
  if (channels !== 1) throw say(`it has ${channels} channels; recordings have one`);
  if (rate < LOWEST_RATE || rate > HIGHEST_RATE)
    throw say(`it has ${rate} samples a second; allowed are ${LOWEST_RATE} to ${HIGHEST_RATE}`);
  if (block !== bits / 8) throw say(`its samples take ${block} bytes and have ${bits} bits`);
  return { rate, bits };
}

/** Reads a recording. @throws MsmError E_CORRUPT naming what is wrong, where, and what is allowed */
export function readWav(bytes: Uint8Array, name: string): Recording {
  const say: Say = (message) =>
    new MsmError('E_CORRUPT', `${name}: ${message}`, { place: name, next: 'Get the file again.' });
  if (bytes.length < RIFF_HEADER) throw say(`${bytes.length} bytes are too short for the head of a WAV file`);
  const [riff, wave] = [word(bytes, 0), word(bytes, 8)];
  if (riff !== 'RIFF' || wave !== 'WAVE')
    throw say(`it begins with ${JSON.stringify(riff)} and ${JSON.stringify(wave)}, a WAV file with "RIFF" and "WAVE"`);
  const chunks = chunksOf(bytes, say);
  const { rate, bits } = formatOf(chunks.get('fmt '), say);
  const data = chunks.get('data');
  if (data === undefined) throw say('it has no chunk "data"');
  const count = data.length / (bits / 8);
  if (!Number.isInteger(count)) throw say(`its ${data.length} bytes of samples are no whole number of ${bits} bits`);
  if (count === 0 || count > MOST_SAMPLES) throw say(`it has ${count} samples; allowed are 1 to ${MOST_SAMPLES}`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const sample = bits === 8 ? (i: number) => (data[i] - 128) / 128 : (i: number) => view.getInt16(2 * i, true) / 32_768;
  return { rate, samples: Float64Array.from({ length: count }, (_, i) => sample(i)) };
}

/** The nearest number that 16 bits have, from -1 to below 1. */
export const toSixteenBits = (x: number): number =>
  Math.max(-32_768, Math.min(32_767, Math.round(32_768 * x))) / 32_768;

/** A recording as a WAV file of 16 bits. */
export function wavOf({ rate, samples }: Recording): Uint8Array {
  const size = 2 * samples.length;
  const bytes = new Uint8Array(RIFF_HEADER + 2 * CHUNK_HEADER + FORMAT_BYTES + size);
  const view = new DataView(bytes.buffer);
  const put = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  put(0, 'RIFF');
  view.setUint32(4, bytes.length - CHUNK_HEADER, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, FORMAT_BYTES, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, size, true);
  for (const [i, x] of samples.entries()) view.setInt16(44 + 2 * i, 32_768 * toSixteenBits(x), true);
  return bytes;
}
