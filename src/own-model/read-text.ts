/** Files that a person wrote as texts: UTF-8 and of a size that such a file can have. */
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { pathKind, readWhole } from '../host/disk.js';

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
    throw configError(`${place}: the file is not text in UTF-8`, place, 'Save it as UTF-8, as editors do by default.');
  }
}

/** The bytes of a file that a person wrote. @throws E_CONFIG if it is larger than such a file can be, E_IO */
export function bytesOfText(path: string): Uint8Array {
  try {
    return readWhole(path, { most: MOST_TEXT_BYTES });
  } catch (error) {
    if (!(error instanceof MsmError) || error.data.errno !== 'EFBIG') throw error;
    throw configError(error.message, path, 'Numbers of an array are given by a file: --NAME FILE.');
  }
}

/** Why there is no such file, as a sentence: something else may have its name. */
export const whyNoFile = (path: string): string =>
  pathKind(path) === 'folder' ? `${path} is a folder, and must be a file` : `there is no ${path}`;
