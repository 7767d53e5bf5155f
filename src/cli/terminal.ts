/**
 * The only way to standard output and standard error. Names, flags and files may hold anything, even what a terminal would obey: it is shown
 * and not sent. An output that cannot be written costs one line of complaint, never the work that was done.
 */
import { EXIT_STATUS } from '../errors.js';

/** Control characters (with those of 8 bits, which some terminals obey), marks that turn the direction of text, and halves of characters. */
const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

const NAMED: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const hex = (character: string, digits: number): string => character.charCodeAt(0).toString(16).padStart(digits, '0');

/** A text as one line that a terminal shows as it is: `\x1b[2J`, `a\nb`. */
export function oneLine(text: string): string {
  return text.replaceAll(OBEYED, (found) => {
    if (found in NAMED) return NAMED[found];
    return found <= '\u00ff' ? `\\x${hex(found, 2)}` : `\\u${hex(found, 4)}`;
  });
}

/** JSON for people and programs. It escapes only some of these characters by itself, and they occur only inside its texts. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(OBEYED, (found) => (found === '\n' ? found : `\\u${hex(found, 4)}`));

/** What output is written to. */
export type Output = Pick<NodeJS.WriteStream, 'write' | 'on' | 'removeAllListeners'> & { readonly isTTY?: boolean };

const REASONS: { readonly [code: string]: string } = {
  EPIPE: 'who reads it is gone',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

/** Standard output and standard error of one command. */
export class Terminal {
  readonly #out: Output;
  readonly #err: Output;
  #failed: string | undefined;

  constructor(out: Output = process.stdout, err: Output = process.stderr) {
    this.#out = out;
    this.#err = err;
    // the command framework's own one throws, which would end the program
    out.removeAllListeners('error');
    out.on('error', (error: NodeJS.ErrnoException) => this.#fail(error));
    // there is nowhere left to report this
    err.on('error', () => {});
  }

  /** Whether nothing more can be written to standard output. */
  get isClosed(): boolean {
    return this.#failed !== undefined;
  }

  /**
   * Exit status of a command that ended with `status`: if that is 0 and its output could not be written, the status of a failed disk;
   * a reader who went away has seen enough.
   */
  statusOf(status: number): number {
    return status === 0 && this.#failed !== undefined && this.#failed !== 'EPIPE' ? EXIT_STATUS.E_IO : status;
  }

  /** Lines on standard output. */
  print(lines: readonly string[]): void {
    this.#put(`${lines.map(oneLine).join('\n')}\n`);
  }

  /** One object on standard output. */
  printJson(value: object): void {
    this.#put(`${jsonText(value)}\n`);
  }

  /** Erases lines that were just printed, so that others can take their place; does nothing unless it is a terminal. */
  takeBack(count: number): void {
    if (this.#out.isTTY === true) this.#put(`\u001b[${count}A\u001b[J`);
  }

  /** A line on standard error. */
  say(line: string): void {
    try {
      this.#err.write(`${oneLine(line)}\n`);
    } catch {
      // there is nowhere left to report this
    }
  }

  #put(text: string): void {
    if (this.isClosed) return;
    try {
      this.#out.write(text);
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException);
    }
  }

  #fail({ code = 'EIO' }: NodeJS.ErrnoException): void {
    if (this.isClosed) return;
    this.#failed = code;
    this.say(`E_IO: cannot write to standard output: ${REASONS[code] ?? code}`);
    // writing to a pipe may fail after the command has ended
    process.exitCode = this.statusOf(Number(process.exitCode ?? 0));
  }
}
