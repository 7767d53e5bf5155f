/** How much a compressed file may unpack to. Everything that unpacks asks here first. */
import { MsmError } from '../errors.js';

/** 1 GiB: 134 million doubles. A file of some MB can claim any size, and that must show before memory runs out. */
export const UNPACKED_LIMIT = 2 ** 30;

/** Counts what is unpacked from one file. */
export interface Budget {
  readonly limit: number;
  /** Bytes that may still be unpacked. */
  readonly left: number;
  /**
   * Takes a number of bytes that are about to be unpacked.
   *
   * @throws MsmError E_CONFIG naming file, size and limit when it is more than is left
   */
  take(bytes: number): void;
}

/** The budget of one file. */
export function budgetOf(file: string, limit: number): Budget {
  let used = 0;
  return {
    limit,
    get left() {
      return limit - used;
    },
    take: (bytes) => {
      used += bytes;
      if (!(used <= limit)) throw tooLarge(file, used, limit);
    },
  };
}

/** The error of a file that unpacks to more than the limit; `size` where it is known. */
export function tooLarge(file: string, size: number | undefined, limit: number): MsmError {
  const stated = size === undefined ? '' : ` (${size.toLocaleString('en-US')} bytes)`;
  return new MsmError(
    'E_CONFIG',
    `${file} unpacks to more than ${limit.toLocaleString('en-US')} bytes${stated}, the most that a compressed file may hold`,
    { place: file, next: 'Save it without compression, or less of it.', data: { limit } },
  );
}
