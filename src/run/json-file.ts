/** Files of JSON: a version, and for each version what it must look like. */
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { jsonText, pathKind } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import { readOwn } from './layout.js';
import { damaged, type Shape, shaped } from './shape.js';

/** No such file of ours is larger. */
const MOST_BYTES = 2 ** 23;

export interface JsonKind<T> {
  /** What the folder is that holds it: `a run's folder`. */
  readonly what: string;
  /** By the version in `format`. */
  readonly shapes: { readonly [format: number]: Shape<T> };
  readonly most?: number;
}

/** Text of JSON as plain data. Throws E_CORRUPT. */
export function parseJson(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw damaged(path, 'it is not JSON', undefined, error);
  }
}

/**
 * Reads JSON of a known version. Throws E_CONFIG if there is no such file, E_CORRUPT if it is damaged, from another version, or not
 * what it must look like.
 */
export function readJson<T>(path: string, { what, shapes, most = MOST_BYTES }: JsonKind<T>): T {
  if (pathKind(path) === undefined) throw configError(`${path} does not exist: this is not ${what}`, path);
  const value = parseJson(readOwn(path, most), path);
  const format = (value as { readonly format?: unknown } | null)?.format;
  const known = Object.keys(shapes);
  if (typeof format !== 'number' || !known.includes(String(format))) {
    const shown = typeof format === 'number' ? format : 'none';
    throw new MsmError(
      'E_CORRUPT',
      `${path} has format ${shown}, this version reads ${known.join(', ').replace(/, (\d+)$/, ' and $1')}`,
      {
        place: path,
      },
    );
  }
  return shaped(shapes[format], value, path);
}

/** JSON of an object whose last line is the SHA-256 of the text without that line, so that any change shows. */
export function sealedText(content: object): string {
  const body = jsonText(content);
  return `${body.slice(0, -'\n}\n'.length)},\n  "checksum": "${sha256(body)}"\n}\n`;
}

/** What was sealed, without its checksum. Throws E_CORRUPT if it was changed. */
export function unsealed<T extends { readonly checksum: string }>(
  path: string,
  { checksum, ...content }: T,
  next: string,
): Omit<T, 'checksum'> {
  if (sha256(jsonText(content)) === checksum) return content;
  throw damaged(path, 'its checksum does not fit: it was changed after it was written', next);
}
