import { describe, expect, it } from 'vitest';
import { budgetOf } from '../../src/table/limit.js';
import { decodeValues, type Encoded, hybrid } from '../../src/table/parquet-encoding.js';
import { checkThrift } from '../../src/table/parquet-thrift.js';

const reading = (...bytes: readonly number[]) => ({ bytes: Uint8Array.from(bytes), at: 0 });
const decoded = (encoded: Encoded, ...bytes: readonly number[]) =>
  Array.from<unknown>(decodeValues(reading(...bytes), encoded, budgetOf('x', 1000)));

describe('runs and packed numbers', () => {
  it('are as many as wanted, of any width', () => {
    // a run of 3 times 5; 8 packed numbers of 3 bits: 0 to 7
    expect(Array.from(hybrid(reading(6, 5, 3, 0x88, 0xc6, 0xfa), 3, 11))).toEqual([5, 5, 5, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect(Array.from(hybrid(reading(4, 1, 2, 3, 4), 32, 2))).toEqual([0x04030201, 0x04030201]);
    // 17 bits: 2^17 - 1, 0 and a 1 behind it; the run is cut to what is wanted
    expect(Array.from(hybrid(reading(3, 0xff, 0xff, 1, 0, 4, 0, 0), 17, 3))).toEqual([131071, 0, 1]);
    expect(Array.from(hybrid(reading(), 1, 0))).toEqual([]);
    expect(Array.from(hybrid(reading(200, 1), 0, 100))).toEqual(new Array(100).fill(0));
  });

  it('are damaged where they end too early, are empty or too wide', () => {
    expect(() => hybrid(reading(6, 5), 3, 4)).toThrow(/fewer bytes/);
    expect(() => hybrid(reading(3, 0x88), 3, 8)).toThrow(/fewer bytes/);
    expect(() => hybrid(reading(0, 0, 0), 1, 8)).toThrow(/empty run/);
    expect(() => hybrid(reading(1, 0, 0), 1, 8)).toThrow(/empty run/);
    expect(() => hybrid(reading(2, 0), 33, 1)).toThrow(/33 bits/);
    expect(() => hybrid(reading(...new Array(11).fill(0x80)), 1, 1)).toThrow(/does not end/);
  });
});

describe('differences', () => {
  const whole: Encoded = { type: 'INT32', encoding: 'DELTA_BINARY_PACKED', count: 3 };
  // blocks of 128 values in 4 parts; 3 values from 7 on (as 14); least difference -2 (as 3); widths of the parts
  const head = [128, 1, 4, 3, 14, 3];

  it('are added to what is least in their block', () => {
    expect(decoded(whole, ...head, 2, 0, 0, 0, 0b0100, ...new Array(7).fill(0))).toEqual([7, 5, 4]);
    expect(decoded({ ...whole, type: 'INT64' }, ...head, 0, 0, 0, 0)).toEqual([7n, 5n, 3n]);
    // 40 bits: 2^39 and 0
    const wide = [0, 0, 0, 0, 128, 0, 0, 0, 0, 0];
    expect(decoded({ ...whole, type: 'INT64' }, ...head, 40, 0, 0, 0, ...wide)).toEqual([
      7n,
      5n + 2n ** 39n,
      3n + 2n ** 39n,
    ]);
    // sums wrap as in the program that wrote them
    expect(decoded({ ...whole, count: 2 }, 128, 1, 4, 2, 0xfe, 0xff, 0xff, 0xff, 0x0f, 2, 0, 0, 0, 0)).toEqual([
      2147483647, -2147483648,
    ]);
  });

  it('are damaged where their blocks do not fit', () => {
    expect(() => decoded({ ...whole, count: 4 }, ...head, 0, 0, 0, 0)).toThrow(/do not fit/);
    expect(() => decoded(whole, 128, 1, 0, 3, 14, 3)).toThrow(/do not fit/);
    expect(() => decoded(whole, 0, 4, 3, 14, 3)).toThrow(/do not fit/);
    expect(() => decoded(whole, ...head, 65, 0, 0, 0)).toThrow(/65 bits/);
    expect(() => decoded(whole, ...head, 8, 0, 0, 0, 1)).toThrow(/fewer bytes/);
  });

  it('of texts unpack within the budget only', () => {
    // 100 texts, of which each has all of the one before and 20 bytes more: 2000 bytes that unpack to 101,000
    const prefixes = [128, 1, 4, 100, 0, 40, 0, 0, 0, 0];
    const suffixes = [128, 1, 4, 100, 40, 0, 0, 0, 0, 0];
    const texts: Encoded = { type: 'BYTE_ARRAY', encoding: 'DELTA_BYTE_ARRAY', count: 2 };
    expect(() => decoded({ ...texts, count: 100 }, ...prefixes, ...suffixes, ...new Array(2000).fill(97))).toThrow(
      /unpacks to more than 1,000 bytes/,
    );
    const two = decodeValues(
      reading(128, 1, 4, 2, 0, 4, 0, 0, 0, 0, 128, 1, 4, 2, 4, 1, 0, 0, 0, 0, 97, 98, 99),
      texts,
      budgetOf('x', 9),
    );
    expect(Array.from<unknown>(two).map((text) => Buffer.from(text as Uint8Array).toString())).toEqual(['ab', 'abc']);
    const bytes = [128, 1, 4, 2, 0, 4, 0, 0, 0, 0, 128, 1, 4, 2, 4, 1, 0, 0, 0, 0, 97, 98, 99];
    expect(() => decodeValues(reading(...bytes), texts, budgetOf('x', 4))).toThrow(/unpacks to more than 4 bytes/);
    bytes[5] = 6;
    expect(() => decodeValues(reading(...bytes), texts, budgetOf('x', 9))).toThrow(/more than there is/);
  });
});

describe('plain values', () => {
  it('are damaged where the bytes end', () => {
    expect(() => decoded({ type: 'DOUBLE', encoding: 'PLAIN', count: 2 }, ...new Array(15).fill(0))).toThrow(
      /fewer bytes/,
    );
    expect(() => decoded({ type: 'BOOLEAN', encoding: 'PLAIN', count: 9 }, 1)).toThrow(/fewer bytes/);
    expect(() => decoded({ type: 'BYTE_ARRAY', encoding: 'PLAIN', count: 1 }, 9, 0, 0, 0, 1)).toThrow(/fewer bytes/);
    expect(() => decoded({ type: 'BYTE_ARRAY', encoding: 'PLAIN', count: 2 ** 31 }, 0, 0, 0, 0)).toThrow(/fewer bytes/);
    expect(() => decoded({ type: 'FIXED_LEN_BYTE_ARRAY', encoding: 'PLAIN', count: 1 }, 1)).toThrow(/no width/);
    expect(() => decoded({ type: 'DOUBLE', encoding: 'DELTA_BINARY_PACKED', count: 1 }, 1)).toThrow(/not supported/);
  });
});

describe('metadata in Thrift', () => {
  it('is walked to its end', () => {
    // field 1 a number, field 2 a list of two texts, field 3 a structure, field 4 true
    const sound = [0x15, 0x04, 0x19, 0x28, 1, 97, 2, 98, 99, 0x1c, 0x15, 2, 0, 0x11, 0];
    expect(checkThrift(Uint8Array.from([9, ...sound, 9]), 1)).toBe(1 + sound.length);
    for (let end = 0; end < sound.length; end++) {
      expect(() => checkThrift(Uint8Array.from(sound.slice(0, end)), 0)).toThrow(/metadata is cut|a list of/);
    }
  });

  it('is refused where it claims more than there is', () => {
    const walk =
      (...bytes: readonly number[]) =>
      () =>
        checkThrift(Uint8Array.from(bytes), 0);
    expect(walk(0x19, 0xfc, 255, 255, 255, 255, 7, 0)).toThrow(/a list of 2147483647 values/);
    expect(walk(0x18, 255, 255, 255, 255, 7, 0)).toThrow(/is cut/);
    expect(walk(0x15, ...new Array(20).fill(255))).toThrow(/does not end/);
    expect(walk(...new Array(1000).fill(0x1c))).toThrow(/33 deep/);
    expect(walk(0x1b, 0)).toThrow(/type 11/);
  });
});
