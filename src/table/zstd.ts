/**
 * Zstandard, unpacked into as many bytes as are stated and no more: each sequence is checked against the room that is left before it
 * is copied. The package for it lets a block of a few bytes keep it busy for hours.
 *
 * Format: https://www.rfc-editor.org/rfc/rfc8878
 */
import { copyBytes } from './copy-bytes.js';
import {
  backwardBits,
  constantTable,
  damaged,
  decodeHuffman,
  type HuffmanTable,
  readHuffmanTable,
  readStateTable,
  type StateTable,
  stateTable,
  takeBits,
} from './zstd-entropy.js';

const FRAME = 0xfd2fb528;
/** Frames of other content, which are skipped: 16 numbers. */
const SKIPPABLE = 0x184d2a50;
/** The most that one block unpacks to. */
const LARGEST_BLOCK = 2 ** 17;

/**
 * Unpacks what is known to be `size` bytes long. Checksums (XXH64) are not compared.
 *
 * @throws Error when it is not, or the bytes are damaged
 */
export function unpackZstd(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  // a block has 3 bytes at least
  if (size > (input.length / 3) * LARGEST_BLOCK) throw new Error(`the Zstandard data cannot unpack to ${size} bytes`);
  const output = new Uint8Array(size);
  let to = 0;
  for (let at = 0; at < input.length; ) {
    if (at + 8 > input.length) throw new Error('the Zstandard data is cut');
    const magic = view.getUint32(at, true);
    if (magic >>> 4 === SKIPPABLE >>> 4) at += 8 + view.getUint32(at + 4, true);
    else if (magic === FRAME) [at, to] = unpackFrame(input, at + 4, output, to);
    else throw new Error('it is no Zstandard data');
  }
  if (to !== size) throw new Error(`the Zstandard data unpacks to ${to} bytes where ${size} are stated`);
  return output;
}

/** Unpacks a frame whose header begins at `from`. Returns the places behind it in input and output. */
function unpackFrame(input: Uint8Array, from: number, output: Uint8Array, to: number): [number, number] {
  const flags = input[from];
  const isSingle = (flags & 32) !== 0;
  if ((flags & 8) !== 0) throw damaged();
  if ((flags & 3) !== 0) throw new Error('the Zstandard data needs a dictionary');
  const sizeBytes = flags >> 6 === 0 ? Number(isSingle) : 1 << (flags >> 6);
  let at = from + 1 + (isSingle ? 0 : 1) + sizeBytes;
  const frame: Frame = { input, output, start: to, offsets: [1, 4, 8], tables: [] };
  let end = to;
  for (let isLast = false; !isLast; ) {
    if (at + 3 > input.length) throw new Error('the Zstandard data is cut');
    const head = input[at] | (input[at + 1] << 8) | (input[at + 2] << 16);
    isLast = (head & 1) === 1;
    const type = (head >> 1) & 3;
    const length = head >> 3;
    const stored = type === 1 ? 1 : length;
    at += 3;
    if (type === 3 || length > LARGEST_BLOCK) throw damaged();
    if (at + stored > input.length) throw new Error('the Zstandard data is cut');
    if (type !== 2 && end + length > output.length) throw damaged();
    if (type === 0) output.set(input.subarray(at, at + length), end);
    else if (type === 1) output.fill(input[at], end, end + length);
    end = type === 2 ? unpackBlock(frame, at, at + length, end) : end + length;
    at += stored;
  }
  return [at + ((flags & 4) !== 0 ? 4 : 0), end];
}

/** What a block takes over from the block before. */
interface Frame {
  readonly input: Uint8Array;
  readonly output: Uint8Array;
  /** Where the frame begins in the output. */
  readonly start: number;
  /** The last three distances. */
  readonly offsets: [number, number, number];
  /** States of lengths of literals, distances, lengths of matches. */
  tables: readonly StateTable[];
  huffman?: HuffmanTable;
}

function unpackBlock(frame: Frame, from: number, end: number, to: number): number {
  const block = frame.input.subarray(from, end);
  const [literals, used] = readLiterals(frame, block);
  return runSequences(frame, block.subarray(used), literals, to);
}

/** The literals of a block, and how many bytes describe them. */
function readLiterals(frame: Frame, block: Uint8Array): readonly [Uint8Array, number] {
  const [head = 0, second = 0, third = 0, fourth = 0, fifth = 0] = block;
  const type = head & 3;
  const format = (head >> 2) & 3;
  if (type < 2) {
    const bytes = (format & 1) === 0 ? 1 : format === 1 ? 2 : 3;
    const size = bytes === 1 ? head >> 3 : (head >> 4) | (second << 4) | (bytes === 3 ? third << 12 : 0);
    const stored = type === 0 ? size : 1;
    if (bytes + stored > block.length || size > LARGEST_BLOCK) throw damaged();
    const literals = type === 0 ? block.subarray(bytes, bytes + size) : new Uint8Array(size).fill(block[bytes]);
    return [literals, bytes + stored];
  }
  const bytes = format < 2 ? 3 : format + 2;
  const width = format < 2 ? 10 : format === 2 ? 14 : 18;
  // two numbers of that width behind the first four bits
  const all =
    (head >> 4) + 16 * (second + 256 * (third + 256 * (bytes > 3 ? fourth + (bytes > 4 ? 256 * fifth : 0) : 0)));
  const size = all % 2 ** width;
  const packed = Math.floor(all / 2 ** width) % 2 ** width;
  if (bytes + packed > block.length || size > LARGEST_BLOCK) throw damaged();
  let streams = block.subarray(bytes, bytes + packed);
  if (type === 2) {
    const [table, length] = readHuffmanTable(streams);
    frame.huffman = table;
    streams = streams.subarray(length);
  }
  if (frame.huffman === undefined) throw damaged();
  const literals = new Uint8Array(size);
  if (format === 0) decodeHuffman(streams, frame.huffman, literals);
  else decodeFour(streams, frame.huffman, literals);
  return [literals, bytes + packed];
}

/** Four streams, of which the first three have a quarter of the literals each, rounded up. */
function decodeFour(streams: Uint8Array, table: HuffmanTable, literals: Uint8Array): void {
  const quarter = (literals.length + 3) >> 2;
  if (streams.length < 6 || 3 * quarter > literals.length) throw damaged();
  let at = 6;
  for (let i = 0; i < 4; i++) {
    const end = i === 3 ? streams.length : at + (streams[2 * i] | (streams[2 * i + 1] << 8));
    if (end > streams.length) throw damaged();
    decodeHuffman(
      streams.subarray(at, end),
      table,
      literals.subarray(i * quarter, i === 3 ? literals.length : (i + 1) * quarter),
    );
    at = end;
  }
}

/** The numbers that codes stand for: a base and how many bits are added to it. */
interface Codes {
  readonly bits: readonly number[];
  readonly bases: readonly number[];
  readonly shares: readonly number[];
  readonly log: number;
  readonly largestLog: number;
}

function codes(
  first: number,
  bits: readonly number[],
  shares: readonly number[],
  log: number,
  largestLog: number,
): Codes {
  let next = first;
  const bases = bits.map((count) => {
    next += 2 ** count;
    return next - 2 ** count;
  });
  return { bits, bases, shares, log, largestLog };
}

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

const LITERALS = codes(
  0,
  [...times(16, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  [4, 3, ...times(11, 2), 1, 1, 1, ...times(9, 2), 3, 2, ...times(5, 1), ...times(4, -1)],
  6,
  9,
);
const MATCHES = codes(
  3,
  [...times(32, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  [1, 4, 3, ...times(6, 2), ...times(37, 1), ...times(7, -1)],
  6,
  9,
);
const DISTANCES = codes(
  1,
  Array.from({ length: 32 }, (_, i) => i),
  [...times(6, 1), 2, 2, 2, ...times(15, 1), ...times(5, -1)],
  5,
  8,
);
/** In the order in which their tables are described. */
const KINDS: readonly Codes[] = [LITERALS, DISTANCES, MATCHES];

/** Reads the number of sequences and the tables of their codes. Returns the number, and where the bits begin. */
function readTables(frame: Frame, block: Uint8Array): readonly [number, number] {
  const [head = 0, second = 0, third = 0] = block;
  if (head === 0) return [0, 1];
  const bytes = head < 128 ? 1 : head < 255 ? 2 : 3;
  const count = head < 128 ? head : head < 255 ? ((head - 128) << 8) | second : (second | (third << 8)) + 0x7f00;
  let at = bytes + 1;
  const modes = block[bytes] ?? 3;
  if ((modes & 3) !== 0) throw damaged();
  frame.tables = KINDS.map(({ shares, log, largestLog, bits }, i) => {
    const mode = (modes >> (6 - 2 * i)) & 3;
    if (mode === 0) return stateTable(shares, log);
    if (mode === 1) {
      const symbol = block[at++];
      if (!(symbol < bits.length)) throw damaged();
      return constantTable(symbol);
    }
    if (mode === 2) {
      const [table, length] = readStateTable(block.subarray(at), largestLog, bits.length - 1);
      at += length;
      return table;
    }
    if (frame.tables[i] === undefined) throw damaged();
    return frame.tables[i];
  });
  return [count, at];
}

/** Copies literals and earlier output as the sequences say. Returns the place behind what was written. */
function runSequences(frame: Frame, block: Uint8Array, literals: Uint8Array, begin: number): number {
  const { output, start } = frame;
  const [count, at] = readTables(frame, block);
  const limit = Math.min(output.length, begin + LARGEST_BLOCK);
  let to = begin;
  let used = 0;
  if (count > 0) {
    const bits = backwardBits(block.subarray(at));
    const [literalTable, distanceTable, matchTable] = frame.tables;
    let [literal, distant, matched] = frame.tables.map(({ log }) => takeBits(bits, log));
    for (let i = 0; i < count; i++) {
      const distanceCode = distanceTable.symbols[distant];
      const matchCode = matchTable.symbols[matched];
      const literalCode = literalTable.symbols[literal];
      const value = DISTANCES.bases[distanceCode] + takeBits(bits, distanceCode);
      const match = MATCHES.bases[matchCode] + takeBits(bits, MATCHES.bits[matchCode]);
      const nLiterals = LITERALS.bases[literalCode] + takeBits(bits, LITERALS.bits[literalCode]);
      if (i < count - 1) {
        literal = literalTable.bases[literal] + takeBits(bits, literalTable.nBits[literal]);
        matched = matchTable.bases[matched] + takeBits(bits, matchTable.nBits[matched]);
        distant = distanceTable.bases[distant] + takeBits(bits, distanceTable.nBits[distant]);
      }
      const distance = distanceOf(frame.offsets, value, nLiterals === 0);
      const from = to + nLiterals;
      if (bits.left < 0 || used + nLiterals > literals.length || from + match > limit) throw damaged();
      if (!(distance > 0 && distance <= from - start)) throw damaged();
      copyBytes(literals, used, output, to, nLiterals);
      copyBytes(output, from - distance, output, from, match);
      used += nLiterals;
      to = from + match;
    }
    if (bits.left !== 0) throw damaged();
  } else if (block.length !== 1) throw damaged();
  const rest = literals.subarray(used);
  if (to + rest.length > limit) throw damaged();
  output.set(rest, to);
  return to + rest.length;
}

/** The distance that a value stands for: one of the last three, or a new one. */
function distanceOf(offsets: [number, number, number], value: number, isShifted: boolean): number {
  const [first, second, third] = offsets;
  const which = value > 3 ? 4 : value - 1 + Number(isShifted);
  if (which === 0) return first;
  offsets[0] = which === 4 ? value - 3 : which === 1 ? second : which === 2 ? third : first - 1;
  offsets[1] = first;
  offsets[2] = which === 1 ? third : second;
  return offsets[0];
}
