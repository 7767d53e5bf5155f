/** Files of a model that a person wrote as texts. */
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { pathKind, readWhole } from '../host/disk.js';
import { MOST_TEXT_BYTES } from '../host/text-file.js';

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
