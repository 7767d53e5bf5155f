import { readFileSync } from 'node:fs';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackLz4Block, unpackLz4Frame, xxHash32 } from '../../src/table/lz4.js';
import { TooLongError, unpack, unpackExactly } from '../../src/table/unpack.js';
import { unpackZstd } from '../../src/table/zstd.js';
import { TEXT } from './files/everything.js';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`files/${name}`, import.meta.url)));
const text = new TextEncoder().encode(TEXT);
const sizes = [0, 1, text.length - 1, text.length + 1, 2 * text.length];

describe('unpacking', () => {
  it('gives at most as many bytes as are allowed', () => {
    for (const [method, pack] of [
      ['gzip', gzipSync],
      ['zlib', deflateSync],
      ['deflate', deflateRawSync],
      ['brotli', brotliCompressSync],
    ] as const) {
      const packed = new Uint8Array(pack(text));
      expect(unpack(packed, method, text.length)).toHaveLength(text.length);
      expect(() => unpack(packed, method, text.length - 1)).toThrow(TooLongError);
      expect(() => unpackExactly(packed, method, text.length + 1)).toThrow(`${text.length + 1} are stated`);
      expect(() => unpack(packed.subarray(0, packed.length / 2), method, text.length)).toThrow(/end of file/);
    }
  });

  it.each(['text.1.zst', 'text.19.zst'])('reads Zstandard of exactly the size that is stated: %s', (name) => {
    expect(Buffer.from(unpackZstd(file(name), text.length)).toString()).toBe(TEXT);
    for (const size of sizes) expect(() => unpackZstd(file(name), size)).toThrow(/Zstandard/);
    for (let end = 0; end < 300; end++)
      expect(() => unpackZstd(file(name).subarray(0, end), text.length)).toThrow(/Zstandard/);
  });

  it('reads blocks of Zstandard that are stored or repeat one byte, frames in turn, and passes over others', () => {
    const frame = (...blocks: readonly number[]) => [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x00, ...blocks];
    const stored = frame((3 << 3) | 1, 0, 0, 97, 98, 99);
    const repeated = frame((5 << 3) | 2 | 1, 0, 0, 100);
    const other = [0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2];
    expect(Buffer.from(unpackZstd(Uint8Array.from([...stored, ...other, ...repeated]), 8)).toString()).toBe('abcddddd');
    expect(unpackZstd(new Uint8Array(0), 0)).toHaveLength(0);
    // 128 KiB of one byte in 4 bytes, again and again
    const bomb = [...frame(), ...Array.from({ length: 1000 }, () => [2, 0, 16, 7]).flat(), 3, 0, 0, 0];
    expect(() => unpackZstd(Uint8Array.from(bomb), 1000)).toThrow(/damaged/);
    expect(unpackZstd(Uint8Array.from(bomb), 1000 * 2 ** 17)).toHaveLength(1000 * 2 ** 17);
    expect(() => unpackZstd(Uint8Array.from(repeated), 2 ** 30)).toThrow(/cannot unpack to 1073741824 bytes/);
  });

  it('reads sequences of Zstandard that stay within what is unpacked, and use their bits up', () => {
    // the literal a, then one sequence: 1 literal, 3 bytes from where the last byte says, by tables of one symbol each
    const sequence = (bits: number) =>
      unpackZstd(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0, 69, 0, 0, 0x08, 97, 1, 0x54, 1, 2, 0, bits), 4);
    expect(Buffer.from(sequence(0b100)).toString()).toBe('aaaa');
    expect(() => sequence(0b101)).toThrow(/damaged/); // from 2 back, where there is 1
    expect(() => sequence(0b1000)).toThrow(/damaged/); // one bit is left
    expect(() => sequence(0b10)).toThrow(/damaged/); // one bit is missing
    expect(() => sequence(0)).toThrow(/damaged/);
  });

  it('reads LZ4 frames of exactly the size that is stated, and compares their checksums', () => {
    const packed = file('text.lz4');
    expect(Buffer.from(unpackLz4Frame(packed, text.length)).toString()).toBe(TEXT);
    for (const size of sizes) expect(() => unpackLz4Frame(packed, size)).toThrow(/LZ4/);
    for (const at of [0, 4, 5, 6]) {
      const flipped = packed.slice();
      flipped[at] ^= 1;
      expect(() => unpackLz4Frame(flipped, text.length), `byte ${at}`).toThrow(/LZ4/);
    }
    expect(() => unpackLz4Frame(packed, 2 ** 40)).toThrow(/more than 255 times/);
  });

  it('reads LZ4 frames with checksums of blocks and content, and blocks that are not packed', () => {
    const words = (...values: readonly number[]) =>
      values.flatMap((v) => [v, v >>> 8, v >>> 16, v >>> 24].map((b) => b & 255));
    const body = [...Buffer.from('abcabc')];
    const sum = words(xxHash32(Uint8Array.from(body)));
    const descriptor = [0x40 | 0x20 | 0x10 | 0x04, 0x40];
    const check = (xxHash32(Uint8Array.from(descriptor)) >>> 8) & 255;
    const frame = [
      ...words(0x184d2204),
      ...descriptor,
      check,
      ...words(0x80000006),
      ...body,
      ...sum,
      ...words(0),
      ...sum,
    ];
    expect(Buffer.from(unpackLz4Frame(Uint8Array.from(frame), 6)).toString()).toBe('abcabc');
    for (const at of [11, 17, 26]) {
      const flipped = Uint8Array.from(frame);
      flipped[at] ^= 1;
      expect(() => unpackLz4Frame(flipped, 6), `byte ${at}`).toThrow(/LZ4/);
    }
  });

  it('reads LZ4 blocks that refer to what stands before them, never outside', () => {
    const output = new Uint8Array(12);
    output.set(Buffer.from('abc'));
    // one literal x, then 5 bytes from 4 back; then the literals yz
    expect(unpackLz4Block(Uint8Array.of(0x11, 120, 4, 0, 0x20, 121, 122), output, 3)).toBe(11);
    expect(Buffer.from(output).toString('latin1', 0, 11)).toBe('abcxabcxayz');
    for (const block of [
      [0x11, 120, 5, 0, 0x20, 121, 122], // before the beginning
      [0x11, 120, 0, 0, 0x20, 121, 122], // nowhere
      [0x1f, 120, 4, 0, 255, 255, 255, 255, 0], // beyond the end
      [0xf0, 255, 255],
      [0x11, 120, 4],
    ]) {
      expect(() => unpackLz4Block(Uint8Array.from(block), new Uint8Array(12), 3)).toThrow(/LZ4/);
    }
  });

  it('has the checksum of LZ4 as its authors publish it', () => {
    expect(xxHash32(Buffer.from(''))).toBe(0x02cc5d05);
    expect(xxHash32(Buffer.from('abc'))).toBe(0x32d153ff);
    expect(xxHash32(Buffer.from('Nobody inspects the spammish repetition'))).toBe(0xe2293b2f);
  });
});
