import { describe, expect, it } from 'vitest';
import { decodeText, utf8Fault } from '../../src/dataset/utf8.js';

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a text from bytes', () => {
  it('is what was encoded, of whatever script, and nothing is said of it', () => {
    const text = 'plain, Zoë, Ελλάς, 東京, 🦊\n\ta second line';
    expect(decodeText(encoded(text), 'x')).toEqual({ text, changes: [] });
  });

  it('has no byte order mark and one kind of line end, which is said', () => {
    expect(decodeText(encoded('\uFEFFone\r\ntwo\rthree\n'), 'x')).toEqual({
      text: 'one\ntwo\nthree\n',
      changes: ['its byte order mark is left out', 'its line ends become \\n'],
    });
    expect(decodeText(encoded('a\uFEFFb'), 'x').text).toBe('a\uFEFFb');
  });

  it.each<readonly [string, readonly number[], string]>([
    ['a letter of Latin 1', [0x5a, 0x6f, 0xeb, 0x0a], 'byte 2 is 0xEB'],
    ['a text in UTF-16', [0xff, 0xfe, 0x61, 0x00], 'byte 0 is 0xFF, as texts in UTF-16 begin'],
    ['the other UTF-16', [0xfe, 0xff, 0x00, 0x61], 'byte 0 is 0xFE, as texts in UTF-16 begin'],
    ['half of a surrogate pair', [0x61, 0xed, 0xa0, 0x80], 'byte 1 is 0xED'],
    ['a slash written too long', [0xc0, 0xaf], 'byte 0 is 0xC0'],
    ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80], 'byte 0 is 0xF4'],
    ['a character that the end cuts', [0x61, 0xe6, 0x9d], 'byte 1 is 0xE6'],
    ['a byte that only continues', [0x61, 0x80], 'byte 1 is 0x80'],
  ])('is refused with place and value: %s', (_, bytes, message) => {
    expect(() => decodeText(Uint8Array.from(bytes), 'book.txt')).toThrow(`book.txt: ${message}`);
  });

  it('is refused with NUL in it, which is sound UTF-8', () => {
    expect(() => decodeText(encoded('ab\0c'), 'book.txt')).toThrow('book.txt: byte 2 is 0 (NUL)');
  });

  it('has a fault exactly where the decoder of the platform finds one', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const isSound = (bytes: Uint8Array): boolean => {
      try {
        decoder.decode(bytes);
        return true;
      } catch {
        return false;
      }
    };
    // every pair of bytes, alone and with one or two that only continue behind it
    const wrong: string[] = [];
    for (let pair = 0; pair < 2 ** 16; pair++) {
      for (const rest of [[], [0x80], [0x80, 0xbf]]) {
        const bytes = Uint8Array.from([pair >> 8, pair & 255, ...rest]);
        if ((utf8Fault(bytes) === undefined) !== isSound(bytes)) wrong.push(String(bytes));
      }
    }
    expect(wrong).toEqual([]);
  });
});
