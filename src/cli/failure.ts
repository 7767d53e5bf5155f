/** How a failure is reported: a sentence and the next step on stderr, or one object on stdout. */
import type { MsmError } from '../errors.js';
import type { Terminal } from './terminal.js';

/** Prints an error. Only a bug is shown with its stack. */
export function printFailure(error: MsmError, isJson: boolean, terminal: Terminal): void {
  if (isJson) {
    terminal.printJson({ ok: false, error: error.toJSON() });
    return;
  }
  terminal.say(`${error.code}: ${error.message}`);
  if (error.next !== undefined) terminal.say(error.next);
  if (error.code !== 'E_INTERNAL' || !(error.cause instanceof Error)) return;
  for (const line of (error.cause.stack ?? '').split('\n')) terminal.say(line);
}
