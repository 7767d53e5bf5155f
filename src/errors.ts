/**
 * The closed list of failures (architecture, decision 10). Whatever leaves a command is one of these.
 * This file has no import, so that every layer can throw them.
 */

export const EXIT_STATUS = {
  E_INTERNAL: 1,
  E_CONFIG: 2,
  E_IO: 74,
  E_DIVERGED: 3,
  E_SWEEP: 4,
  E_CORRUPT: 5,
  E_SCHEDULER: 6,
  E_INTERRUPTED: 75,
} as const;

export type ErrorCode = keyof typeof EXIT_STATUS;

/** Whether a word is one of the codes. */
export const isErrorCode = (word: unknown): word is ErrorCode =>
  typeof word === 'string' && Object.hasOwn(EXIT_STATUS, word);

export interface ErrorDetails {
  /** Where it went wrong: a flag, a file with its line, or a step with its variable. */
  readonly place?: string;
  /** What the person can do next, as one sentence. */
  readonly next?: string;
  /** Numbers and names for `--json`. */
  readonly data?: { readonly [key: string]: unknown };
  readonly cause?: unknown;
}

/** A failure that a person can act on: a code, one sentence, the place and the next step. */
export class MsmError extends Error {
  readonly code: ErrorCode;
  readonly place: string | undefined;
  readonly next: string | undefined;
  readonly data: { readonly [key: string]: unknown };

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'MsmError';
    this.code = code;
    this.place = details.place;
    this.next = details.next;
    this.data = details.data ?? {};
  }

  get exitStatus(): number {
    return EXIT_STATUS[this.code];
  }

  /** The object that `--json` prints under `error`. */
  toJSON(): { readonly code: ErrorCode; readonly message: string; readonly [key: string]: unknown } {
    return {
      code: this.code,
      message: this.message,
      place: this.place ?? null,
      next: this.next ?? null,
      exitStatus: this.exitStatus,
      ...this.data,
    };
  }
}

/** Any error as one of ours: an error that is not yet one of ours is a bug. */
export function asMsmError(error: unknown): MsmError {
  return error instanceof MsmError ? error : new MsmError('E_INTERNAL', String(error), { cause: error });
}
