/** How a failure is said: a sentence and the next step on stderr, or one object on stdout. */
import type { MsmError } from '../errors.js';

/** Prints an error. The lines of a stack belong to bugs alone. */
export function printFailure(error: MsmError, isJson: boolean): void {
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ ok: false, error: error.toJSON() }, null, 2)}\n`);
    return;
  }
  process.stderr.write(`${error.code}: ${error.message}\n`);
  if (error.next !== undefined) process.stderr.write(`${error.next}\n`);
  if (error.code === 'E_INTERNAL' && error.cause instanceof Error) process.stderr.write(`${error.cause.stack}\n`);
}
