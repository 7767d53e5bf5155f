/**
 * Encodings of the values in Parquet pages. Each decoder knows how many values there must be, and stops where the bytes end.
 *
 * Format: https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
import type { Encoding, ParquetType } from 'hyparquet';
import type { Budget } from './limit.js';

/** Values as they are stored. */
export type Stored =
  | Float64Array
  | Float32Array
  | Int32Array
  | BigInt64Array
  | readonly boolean[]
  | readonly Uint8Array[];

/** Bytes that are being read. */
export interface Reading {
  readonly bytes: Uint8Array;
  at: number;
}

export interface Encoded {
  readonly type: ParquetType;
  readonly encoding: Encoding;
  readonly count: number;
  /** Bytes of a value of type FIXED_LEN_BYTE_ARRAY. */
  readonly width?: number;
}

const short = (): Error => new Error('a page has fewer bytes than its values need');

/** The next `count` bytes. */
function takeBytes(reading: Reading, count: number): Uint8Array {
  const end = reading.at + count;
  if (!(count >= 0 && end <= reading.bytes.length)) throw short();
  const taken = reading.bytes.subarray(reading.at, end);
  reading.at = end;
  return taken;
}

function takeWord(reading: Reading): number {
  const [a, b, c, d] = takeBytes(reading, 4);
  return a + 256 * (b + 256 * (c + 256 * d));
}

function takeNumber(reading: Reading): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const [byte] = takeBytes(reading, 1);
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return value;
  }
  throw new Error('a page has a number that does not end');
}

/** Positive numbers and negative ones in turn. */
function takeSigned(reading: Reading): bigint {
  const value = takeNumber(reading);
  return (value >> 1n) ^ -(value & 1n);
}

/** Values that are not indices into a dictionary. */
export function decodeValues(reading: Reading, encoded: Encoded, budget: Budget): Stored {
  const { type, encoding, count } = encoded;
  switch (encoding) {
    case 'PLAIN':
      return plain(reading, encoded);
    case 'RLE':
      if (type !== 'BOOLEAN') break;
      return Array.from(hybrid({ bytes: takeBytes(reading, takeWord(reading)), at: 0 }, 1, count), (bit) => bit === 1);
    case 'BYTE_STREAM_SPLIT':
      return typed(type, joinStreams(takeBytes(reading, widthOf(encoded) * count), count), widthOf(encoded));
    case 'DELTA_BINARY_PACKED':
      if (type === 'INT32') return deltas32(reading, count);
      if (type === 'INT64') return deltas64(reading, count);
      break;
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return withLengths(reading, deltas32(reading, count));
    case 'DELTA_BYTE_ARRAY':
      return withPrefixes(reading, count, budget);
  }
  throw new Error(`its values of type ${type} have the encoding ${encoding}, which is not supported`);
}

function widthOf({ type, width = 0 }: Encoded): number {
  const own = {
    INT32: 4,
    FLOAT: 4,
    INT64: 8,
    DOUBLE: 8,
    INT96: 12,
    FIXED_LEN_BYTE_ARRAY: width,
    BOOLEAN: 0,
    BYTE_ARRAY: 0,
  }[type];
  if (!(own > 0)) throw new Error(`its values of type ${type} have no width`);
  return own;
}

/** Plain values of one width, in memory of their own. */
function typed(type: ParquetType, bytes: Uint8Array, width: number): Stored {
  if (type === 'FIXED_LEN_BYTE_ARRAY' || type === 'INT96') {
    return Array.from({ length: bytes.length / width }, (_, i) => bytes.subarray(i * width, (i + 1) * width));
  }
  const { buffer } = new Uint8Array(bytes);
  if (type === 'DOUBLE') return new Float64Array(buffer);
  if (type === 'FLOAT') return new Float32Array(buffer);
  return type === 'INT64' ? new BigInt64Array(buffer) : new Int32Array(buffer);
}

function plain(reading: Reading, encoded: Encoded): Stored {
  const { type, count } = encoded;
  if (type === 'BOOLEAN') {
    const bits = takeBytes(reading, Math.ceil(count / 8));
    return Array.from({ length: count }, (_, i) => (bits[i >> 3] & (1 << (i & 7))) !== 0);
  }
  if (type !== 'BYTE_ARRAY') return typed(type, takeBytes(reading, widthOf(encoded) * count), widthOf(encoded));
  if (4 * count > reading.bytes.length) throw short();
  return Array.from({ length: count }, () => takeBytes(reading, takeWord(reading)));
}

/** The first bytes of all values, then the second ones, as values. */
function joinStreams(bytes: Uint8Array, count: number): Uint8Array {
  const width = bytes.length / count;
  const joined = new Uint8Array(bytes.length);
  for (let b = 0, from = 0; b < width; b++) {
    for (let to = b; to < joined.length; to += width) joined[to] = bytes[from++];
  }
  return joined;
}

/**
 * Runs of one number and numbers packed to `width` bits, in turn.
 *
 * @throws Error when the bytes end before `count` numbers
 */
export function hybrid(reading: Reading, width: number, count: number): Uint8Array | Uint32Array {
  if (!(width >= 0 && width <= 32)) throw new Error(`a page has numbers of ${width} bits`);
  const values = width <= 8 ? new Uint8Array(count) : new Uint32Array(count);
  let to = 0;
  while (to < count) {
    const head = Number(takeNumber(reading));
    const isPacked = head % 2 === 1;
    const length = Math.min(Math.floor(head / 2) * (isPacked ? 8 : 1), count - to);
    if (head < 2) throw new Error('a page has an empty run');
    if (isPacked) {
      // the last run of a page may be cut to the values that are there
      const bytes = takeBytes(reading, Math.min(Math.floor(head / 2) * width, reading.bytes.length - reading.at));
      if (bytes.length * 8 < length * width) throw short();
      for (let i = 0; i < length; i++) values[to + i] = bitsAt(bytes, i * width, width);
    } else {
      values.fill(bitsAt(takeBytes(reading, Math.ceil(width / 8)), 0, width), to, to + length);
    }
    to += length;
  }
  return values;
}

/** Up to 32 bits as a number. */
function bitsAt(bytes: Uint8Array, from: number, width: number): number {
  if (width === 0) return 0;
  const at = Math.floor(from / 8);
  const shift = from % 8;
  if (shift + width <= 32) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    const rest = word >>> shift;
    return width === 32 ? rest : rest & (2 ** width - 1);
  }
  const low = 32 - shift;
  return bitsAt(bytes, from, low) + 2 ** low * bitsAt(bytes, from + low, width - low);
}

interface Blocks {
  readonly perMiniblock: number;
  readonly miniblocks: number;
  readonly first: bigint;
}

function takeBlocks(reading: Reading, count: number): Blocks {
  const [size, miniblocks, total] = [takeNumber(reading), takeNumber(reading), takeNumber(reading)].map(Number);
  const perMiniblock = size / miniblocks;
  const isSound = size > 0 && size <= 2 ** 20 && miniblocks > 0 && perMiniblock % 32 === 0;
  if (!isSound || total !== count) throw new Error('the blocks of a page of differences do not fit');
  return { perMiniblock, miniblocks, first: takeSigned(reading) };
}

/** Some differences: the smallest of their block, and for each what is added to it in `width` bits. */
interface Miniblock {
  readonly least: bigint;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly length: number;
}

function* miniblocksOf(reading: Reading, count: number, { perMiniblock, miniblocks }: Blocks): Generator<Miniblock> {
  for (let done = 1; done < count; ) {
    const least = takeSigned(reading);
    const widths = takeBytes(reading, miniblocks);
    for (let m = 0; m < miniblocks && done < count; m++) {
      const width = widths[m];
      if (width > 64) throw new Error(`a page has differences of ${width} bits`);
      // the last one may be cut to the values that are there
      const bytes = takeBytes(reading, Math.min((perMiniblock / 8) * width, reading.bytes.length - reading.at));
      const length = Math.min(perMiniblock, count - done);
      if (bytes.length * 8 < length * width) throw short();
      yield { least, bytes, width, length };
      done += length;
    }
  }
}

function deltas32(reading: Reading, count: number): Int32Array {
  const blocks = takeBlocks(reading, count);
  const values = new Int32Array(count);
  let value = Number(BigInt.asIntN(32, blocks.first));
  let at = 0;
  if (count > 0) values[at++] = value;
  for (const { least, bytes, width, length } of miniblocksOf(reading, count, blocks)) {
    const step = Number(BigInt.asIntN(32, least));
    // sums are taken modulo 2^32, so that bits above do not count
    for (let i = 0; i < length; i++) {
      value = (value + step + bitsAt(bytes, i * width, Math.min(width, 32))) | 0;
      values[at++] = value;
    }
  }
  return values;
}

function deltas64(reading: Reading, count: number): BigInt64Array {
  const blocks = takeBlocks(reading, count);
  const values = new BigInt64Array(count);
  let value = blocks.first;
  let at = 0;
  if (count > 0) values[at++] = value;
  for (const { least, bytes, width, length } of miniblocksOf(reading, count, blocks)) {
    for (let i = 0; i < length; i++) {
      const low = BigInt(bitsAt(bytes, i * width, Math.min(width, 32)));
      const high = width > 32 ? BigInt(bitsAt(bytes, i * width + 32, width - 32)) << 32n : 0n;
      value = BigInt.asIntN(64, value + least + low + high);
      values[at++] = value;
    }
  }
  return values;
}

function withLengths(reading: Reading, lengths: Int32Array): readonly Uint8Array[] {
  return Array.from(lengths, (length) => takeBytes(reading, length));
}

/** Each value has the first bytes of the one before, which unpacks to any size. */
function withPrefixes(reading: Reading, count: number, budget: Budget): readonly Uint8Array[] {
  const prefixes = deltas32(reading, count);
  const suffixes = withLengths(reading, deltas32(reading, count));
  let last = new Uint8Array(0);
  return suffixes.map((suffix, i) => {
    const length = prefixes[i];
    if (!(length >= 0 && length <= last.length)) throw new Error('a text of a page goes on from more than there is');
    budget.take(length + suffix.length);
    const value = new Uint8Array(length + suffix.length);
    value.set(last.subarray(0, length));
    value.set(suffix, length);
    last = value;
    return value;
  });
}
