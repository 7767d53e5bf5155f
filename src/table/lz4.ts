/**
 * LZ4: blocks, and the frames in which Arrow has them. The packages that decode blocks neither stop at the end of the output
 * nor reach back into the block before, as frames may.
 *
 * Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md, lz4_Frame_format.md
 */

import { copyBytes } from './copy-bytes.js';

/**
 * Unpacks one block into `output` from `at` on; what stands before it may be referred to.
 *
 * @returns the place behind the last byte written
 * @throws Error when the block is damaged or gives more than the output takes
 */
export function unpackLz4Block(input: Uint8Array, output: Uint8Array, at = 0): number {
  let from = 0;
  let to = at;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; length += byte) byte = input[from++] ?? 0;
    return length;
  };
  while (from < input.length) {
    const token = input[from++];
    const nLiterals = lengthOf(token >> 4);
    if (from + nLiterals > input.length || to + nLiterals > output.length) throw new Error('LZ4 data is damaged');
    copyBytes(input, from, output, to, nLiterals);
    from += nLiterals;
    to += nLiterals;
    // the last sequence has no match
    if (from === input.length) return to;
    if (from + 2 > input.length) throw new Error('LZ4 data is cut');
    const distance = input[from] | (input[from + 1] << 8);
    from += 2;
    const end = to + lengthOf(token & 15) + 4;
    if (distance === 0 || distance > to || end > output.length) throw new Error('LZ4 data is damaged');
    copyBytes(output, to - distance, output, to, end - to);
    to = end;
  }
  return to;
}

const FRAME = 0x184d2204;
/** Highest bit of a block's size: the block is not packed. */
const PLAIN = 0x80000000;

/**
 * Unpacks a frame of `size` bytes. All checksums that it has are compared.
 *
 * @throws Error when it is damaged or has another size
 */
export function unpackLz4Frame(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (input.length < 11 || view.getUint32(0, true) !== FRAME) throw new Error('it is no LZ4 frame');
  const flags = input[4];
  const [hasBlockSums, hasSize, hasSum, hasDictionary] = [16, 8, 4, 1].map((bit) => (flags & bit) !== 0);
  if (flags >> 6 !== 1 || hasDictionary) throw new Error('the LZ4 frame is of a kind that is not supported');
  let at = 6 + (hasSize ? 8 : 0);
  if (((xxHash32(input.subarray(4, at)) >>> 8) & 255) !== input[at])
    throw new Error('the checksum of the LZ4 frame is wrong');
  if (hasSize && view.getBigUint64(6, true) !== BigInt(size))
    throw new Error('the LZ4 frame has another size than stated');
  at++;
  if (size > 255 * input.length)
    throw new Error(`the LZ4 frame cannot unpack to ${size} bytes, more than 255 times its own`);
  const output = new Uint8Array(size);
  let to = 0;
  for (;;) {
    const word = at + 4 > input.length ? undefined : view.getUint32(at, true);
    if (word === undefined) throw new Error('the LZ4 frame is cut');
    at += 4;
    if (word === 0) break;
    const length = word & ~PLAIN;
    const block = input.subarray(at, at + length);
    at += length;
    if (length > input.length || at + (hasBlockSums ? 4 : 0) > input.length) throw new Error('the LZ4 frame is cut');
    if (hasBlockSums) {
      checkSum(block, view, at);
      at += 4;
    }
    if (word >>> 31 === 0) to = unpackLz4Block(block, output, to);
    else if (to + length > size) throw new Error('LZ4 data is damaged');
    else {
      output.set(block, to);
      to += length;
    }
  }
  if (to !== size) throw new Error(`the LZ4 frame unpacks to ${to} bytes where ${size} are stated`);
  if (hasSum) checkSum(output, view, at);
  return output;
}

function checkSum(bytes: Uint8Array, view: DataView, at: number): void {
  if (at + 4 > view.byteLength || view.getUint32(at, true) !== xxHash32(bytes))
    throw new Error('a checksum of the LZ4 frame is wrong');
}

const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** The checksum of LZ4 frames, with seed 0. Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md */
export function xxHash32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  let at = 0;
  let hash = P5;
  if (length >= 16) {
    const lanes = [P1 + P2, P2, 0, -P1];
    for (; at + 16 <= length; at += 16) {
      for (let lane = 0; lane < 4; lane++) {
        lanes[lane] = Math.imul(rotate(lanes[lane] + Math.imul(view.getUint32(at + 4 * lane, true), P2), 13), P1);
      }
    }
    hash = rotate(lanes[0], 1) + rotate(lanes[1], 7) + rotate(lanes[2], 12) + rotate(lanes[3], 18);
  }
  hash = (hash + length) | 0;
  for (; at + 4 <= length; at += 4) hash = Math.imul(rotate(hash + Math.imul(view.getUint32(at, true), P3), 17), P4);
  for (; at < length; at++) hash = Math.imul(rotate(hash + Math.imul(bytes[at], P5), 11), P1);
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
