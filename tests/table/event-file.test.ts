import { describe, expect, it } from 'vitest';
import { crc32c, writeEvents } from '../../src/table/event-file.js';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('CRC-32C', () => {
  // of RFC 3720, appendix B.4, and the usual check value
  it.each<readonly [string, Uint8Array, number]>([
    ['the digits 1 to 9', ascii('123456789'), 0xe3069283],
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(255), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['nothing', new Uint8Array(0), 0],
  ])('of %s', (_, bytes, crc) => {
    expect(crc32c(bytes)).toBe(crc);
  });
});

/** The data of the records of a file, whose checksums must be right. */
function recordsOf(file: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(file.buffer);
  const masked = (bytes: Uint8Array): number => {
    const crc = crc32c(bytes);
    return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  };
  const found: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(masked(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(masked(data));
    found.push(data);
    at += 16 + length;
  }
  return found;
}

describe('an event file', () => {
  it('begins with its version and has a record for each number, byte for byte as protocol buffers are', () => {
    const [version, first, second] = recordsOf(
      writeEvents(
        [
          { tag: 'a/b', step: 300, value: 0.5 },
          { tag: 'c', step: 0, value: -2 },
        ],
        1.5,
      ),
    );
    const time = [0x09, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f];
    expect([...version]).toEqual([...time, 0x1a, 13, ...ascii('brain.Event:2')]);
    expect([...first]).toEqual([
      ...time,
      ...[0x10, 0xac, 0x02, 0x2a, 12, 0x0a, 10, 0x0a, 3, ...ascii('a/b'), 0x15, 0, 0, 0, 0x3f],
    ]);
    expect([...second]).toEqual([...time, 0x10, 0, 0x2a, 10, 0x0a, 8, 0x0a, 1, ...ascii('c'), 0x15, 0, 0, 0, 0xc0]);
  });

  it('has steps beyond 32 bits', () => {
    const [, data] = recordsOf(writeEvents([{ tag: 'x', step: 2 ** 40 + 1, value: 0 }], 0));
    expect([...data.subarray(9, 16)]).toEqual([0x10, 0x81, 0x80, 0x80, 0x80, 0x80, 0x20]);
  });
});
