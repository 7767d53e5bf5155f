/** What the system reports about a file, as one sentence for people. */
import { MsmError } from '../errors.js';

const REASONS: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it is too large',
  EIO: 'the disk reports an error',
  EROFS: 'the disk is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'there is no such file or folder',
  EEXIST: 'there is something of that name already',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ELOOP: 'it is a link, and no link is followed there',
  ENXIO: 'it is a socket or a device and not a file',
  ENAMETOOLONG: 'a name in it is too long',
  ERR_INVALID_ARG_VALUE: 'no file has such a name',
  EMFILE: 'too many files are open',
};

/** The system's error as E_IO with the path; other errors unchanged. */
export function ioError(path: string, doing: string, cause: unknown): unknown {
  const code = (cause as { readonly code?: unknown } | null)?.code;
  if (cause instanceof MsmError || typeof code !== 'string') return cause;
  return new MsmError('E_IO', `cannot ${doing} ${path}: ${REASONS[code] ?? code}`, {
    place: path,
    next: code === 'ENOSPC' || code === 'EDQUOT' ? 'Free some space and start it again.' : undefined,
    data: { errno: code },
    cause,
  });
}

/** Whether the system said one of these codes. */
export const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes(String((error as { readonly code?: unknown } | null)?.code));

/** Whether an error of ours was caused by one of these codes of the system. */
export const isErrno = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof MsmError && codes.includes(String(error.data.errno));
