/** Texts that a person wrote: UTF-8 and of a size that such a file can have. */
import { MsmError } from '../errors.js';

/** Most bytes of a file that somebody writes by hand. */
export const MOST_TEXT_BYTES = 2 ** 20;

/** Line of the first byte that is not UTF-8. */
function lineOfFault(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let begin = 0; begin <= bytes.length; line++) {
    const end = bytes.indexOf(10, begin);
    const stop = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(begin, stop));
    } catch {
      return line;
    }
    if (end < 0) break;
    begin = stop;
  }
  return line;
}

/** The text of bytes. @throws E_CONFIG with the line of the first byte that is no UTF-8 */
export function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const place = `${path}:${lineOfFault(bytes)}`;
    throw new MsmError('E_CONFIG', `${place}: the file is not text in UTF-8`, {
      place,
      next: 'Save it as UTF-8, as editors do by default.',
    });
  }
}
