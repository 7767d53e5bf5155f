import { describe, expect, it } from 'vitest';
import { bigEndian, decimalValue, littleEndian } from '../../src/table/decimal.js';

describe('a decimal number', () => {
  it('is the nearest double, rounded once', () => {
    expect(decimalValue(947n, 3)).toBe(0.947); // a product with 0.001 gives 0.9470000000000001
    expect(decimalValue(-5n, 1)).toBe(-0.5);
    expect(decimalValue(12n, -2)).toBe(1200);
    expect(decimalValue(0n, 38)).toBe(0);
    // not what the double nearest to the numerator gives
    expect(decimalValue(8603419616784794004n, 18)).toBe(8.603419616784794);
    expect(decimalValue(3156207633026440010n, 18)).toBe(3.15620763302644);
    expect(decimalValue(1n, 30)).toBe(1e-30);
    expect(decimalValue(10n ** 75n, 76)).toBe(0.1);
  });

  it('is stored in two complements of any length', () => {
    expect(bigEndian(Uint8Array.of(0xff, 0x85))).toBe(-123n);
    expect(bigEndian(Uint8Array.of(0, 0x85))).toBe(133n);
    expect(bigEndian(new Uint8Array(0))).toBe(0n);
    const bytes = Uint8Array.of(0x85, 0xff);
    expect(littleEndian(bytes)).toBe(-123n);
    expect([...bytes], 'the bytes that were given').toEqual([0x85, 0xff]);
  });
});
