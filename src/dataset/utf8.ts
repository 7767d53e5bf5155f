/** Texts from bytes: UTF-8 alone, with the place of whatever is none. */
import { MsmError } from '../errors.js';

/** Longest text that an engine holds as one string, in bytes of which each may be a character. */
const MOST_BYTES = 2 ** 29 - 64;

/** Bytes that may follow the first one: how many, and the range of the second, which leaves out what is too long, a surrogate, or beyond Unicode. */
function followers(first: number): readonly [count: number, low: number, high: number] | undefined {
  if (first < 0x80) return [0, 0, 0];
  if (first >= 0xc2 && first <= 0xdf) return [1, 0x80, 0xbf];
  if (first >= 0xe0 && first <= 0xef) return [2, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf];
  if (first >= 0xf0 && first <= 0xf4) return [3, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf];
  return undefined;
}

/** Place of the first byte that begins no character of UTF-8 (Unicode 16, table 3-7); undefined if all are sound. */
export function utf8Fault(bytes: Uint8Array): number | undefined {
  for (let at = 0; at < bytes.length; ) {
    const known = followers(bytes[at]);
    if (known === undefined) return at;
    const [count, low, high] = known;
    for (let i = 1; i <= count; i++) {
      const [from, to] = i === 1 ? [low, high] : [0x80, 0xbf];
      // past the end it is undefined, which is in no range
      if (!(bytes[at + i] >= from && bytes[at + i] <= to)) return at;
    }
    at += 1 + count;
  }
  return undefined;
}

const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0').toUpperCase()}`;

/** Texts of other encodings begin with one of these. */
const looksLikeUtf16 = ([a, b]: Uint8Array): boolean => (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);

function notUtf8(bytes: Uint8Array, at: number, place: string): MsmError {
  const what = looksLikeUtf16(bytes) ? ', as texts in UTF-16 begin' : '';
  return new MsmError('E_CONFIG', `${place}: byte ${at} is ${hex(bytes[at])}${what}; the file is not UTF-8 text`, {
    place,
    next: 'Save it as UTF-8, or convert it: iconv -f LATIN1 -t UTF-8 FILE',
  });
}

/** A text with what was done to it. */
export interface DecodedText {
  readonly text: string;
  /** As the end of a sentence, none if the text is the bytes. */
  readonly changes: readonly string[];
}

/**
 * The text of bytes. A byte order mark at the beginning is left out, and line ends of all kinds become `\n`.
 *
 * @param place - names the bytes in messages
 * @throws MsmError E_CONFIG with the place of a byte that is no UTF-8, or NUL, which stands in no text
 */
export function decodeText(bytes: Uint8Array, place: string): DecodedText {
  if (bytes.length > MOST_BYTES) {
    const message = `${place} has ${bytes.length} bytes; a text may have ${MOST_BYTES}`;
    throw new MsmError('E_CONFIG', message, { place, next: 'Give a part of it.' });
  }
  const fault = utf8Fault(bytes);
  if (fault !== undefined) throw notUtf8(bytes, fault, place);
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    throw new MsmError('E_CONFIG', `${place}: byte ${nul} is 0 (NUL), which stands in no text`, {
      place,
      next: 'The file may be in UTF-16, or no text at all.',
    });
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const raw = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  return {
    text,
    changes: [
      ...(marked ? ['its byte order mark is left out'] : []),
      ...(text !== raw ? ['its line ends become \\n'] : []),
    ],
  };
}
