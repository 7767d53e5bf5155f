/** Unpacking with a known end: every call says how many bytes may come out, and gets no more. */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

const METHODS = { gzip: gunzipSync, zlib: inflateSync, deflate: inflateRawSync, brotli: brotliDecompressSync } as const;

export type PackMethod = keyof typeof METHODS;

/** The error for data that would unpack to more bytes than allowed. */
export class TooLongError extends Error {}

/**
 * Unpacks at most `most` bytes.
 *
 * @throws TooLongError when there are more, Error when the bytes are damaged
 */
export function unpack(bytes: Uint8Array, method: PackMethod, most: number): Uint8Array {
  try {
    // zlib takes no limit of 0
    return METHODS[method](bytes, { maxOutputLength: Math.max(most, 1) });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw cause;
    throw new TooLongError(`it unpacks to more than ${most} bytes`, { cause });
  }
}

/**
 * Unpacks what is known to be `size` bytes long.
 *
 * @throws Error when it is not, or the bytes are damaged
 */
export function unpackExactly(bytes: Uint8Array, method: PackMethod, size: number): Uint8Array {
  const result = unpack(bytes, method, size);
  if (result.length !== size) throw new Error(`it unpacks to ${result.length} bytes where ${size} are stated`);
  return result;
}
