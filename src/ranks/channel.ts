/**
 * Messages between two processes of a run: a head as JSON and bytes, over one connection. What comes in is bounded.
 *
 * The system asks on a silent connection whether the other machine is there, and so finds out within half a minute; on one with words under way it tries
 * for a quarter of an hour to have them taken, and says nothing meanwhile. So there is a second connection beside the first, the line, on which nothing
 * is said. The system looks after it also while a process computes.
 */
import type { Socket } from 'node:net';
import { MsmError } from '../errors.js';
import { START_AGAIN } from './words.js';

export interface Message {
  readonly head: unknown;
  readonly body: Uint8Array;
}

/** Says that the other side speaks this language. */
const MAGIC = 0x4d534d32;
/** Bytes before a message: magic number, bytes of its head, and of its body as a double, since they may be more than 2^32. */
const BEFORE = 16;
const MOST_HEAD = 2 ** 22;
/** The system asks so long after the last word whether the other side still lives. */
const KEEP_ALIVE_MS = 15_000;
/** After the line was closed in good order, its other side has ended: so long its last words may be under way. */
const LAST_WORDS_MS = 10_000;

const gone = (who: string, why: string): MsmError =>
  new MsmError('E_INTERRUPTED', `${who} is not there any more: ${why}`, {
    next: START_AGAIN,
  });

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ETIMEDOUT' ? 'its machine does not answer' : message;

type Waiting = { readonly resolve: (message: Message) => void; readonly reject: (error: unknown) => void };

export class Channel {
  readonly #socket: Socket;
  #who: string;
  #line: Channel | undefined;
  #mostBody = 0;
  #parts: Buffer[] = [];
  #length = 0;
  #waiting: Waiting | undefined;
  #error: MsmError | undefined;

  /** @param who - the other side, in messages to a person */
  constructor(socket: Socket, who: string) {
    this.#socket = socket;
    this.#who = who;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('data', (part: Buffer) => this.#hear(part));
    socket.on('error', (error) => this.#fail(gone(this.#who, reasonOf(error))));
    socket.on('close', () => this.#fail(gone(this.#who, 'the connection was closed')));
  }

  /** From now on messages to a person call the other side so. */
  name(who: string): void {
    this.#who = who;
  }

  get isOpen(): boolean {
    return this.#error === undefined;
  }

  get hasLine(): boolean {
    return this.#line !== undefined;
  }

  /** When the line breaks, this connection counts as broken, too. */
  watch(line: Channel): void {
    this.#line = line;
    const broken = (error: MsmError): void => {
      this.#fail(error);
      this.#socket.destroy();
    };
    line.#socket.on('error', (error) => broken(gone(this.#who, reasonOf(error))));
    line.#socket.on('close', () => {
      const ended = (): void => broken(gone(this.#who, 'the connection was closed'));
      // what has arrived is read before
      setTimeout(() => setImmediate(ended), LAST_WORDS_MS).unref();
    });
  }

  /** Bodies of more bytes end the connection. */
  expect(mostBody: number): void {
    this.#mostBody = mostBody;
  }

  /** Resolves when the system has all of it. Throws E_INTERRUPTED if the other side is gone. */
  send(head: unknown, ...bodies: readonly Uint8Array[]): Promise<void> {
    const text = Buffer.from(JSON.stringify(head));
    const before = Buffer.alloc(BEFORE);
    before.writeUInt32LE(MAGIC, 0);
    before.writeUInt32LE(text.length, 4);
    before.writeDoubleLE(
      bodies.reduce((sum, { length }) => sum + length, 0),
      8,
    );
    if (this.#error !== undefined) return Promise.reject(this.#error);
    const parts = [before, text, ...bodies.filter(({ length }) => length > 0)];
    return new Promise((resolve, reject) => {
      for (const part of parts.slice(0, -1)) this.#socket.write(part);
      this.#socket.write(parts[parts.length - 1], (error) => {
        if (error) reject(this.#error ?? gone(this.#who, reasonOf(error)));
        else resolve();
      });
    });
  }

  /** The next message. Throws E_INTERRUPTED if the other side is gone. */
  receive(): Promise<Message> {
    // read only now: how long it may be depends on what was said before
    const message = this.#next();
    if (message !== undefined) return Promise.resolve(message);
    if (this.#error !== undefined) return Promise.reject(this.#error);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** What was sent still arrives. */
  close(): void {
    this.#socket.end();
    // one that does not answer must not keep this process
    this.#socket.unref();
    this.#line?.close();
  }

  #fail(error: MsmError): void {
    this.#error ??= error;
    this.#waiting?.reject(this.#error);
    this.#waiting = undefined;
  }

  #hear(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#waiting === undefined) return;
    const message = this.#next();
    if (message === undefined) return;
    this.#waiting?.resolve(message);
    this.#waiting = undefined;
  }

  #refuse(why: string): undefined {
    this.#fail(new MsmError('E_CONFIG', `${this.#who} does not speak as a rank of this version: ${why}`));
    this.#socket.destroy();
  }

  /** Takes a whole message from what was heard, if there is one. */
  #next(): Message | undefined {
    if (this.#error !== undefined || this.#length < BEFORE) return undefined;
    const before = this.#front(BEFORE);
    const [magic, head, body] = [before.readUInt32LE(0), before.readUInt32LE(4), before.readDoubleLE(8)];
    if (magic !== MAGIC) return this.#refuse('another beginning');
    if (head > MOST_HEAD || !(body >= 0 && body <= this.#mostBody)) return this.#refuse('a message that is too long');
    if (this.#length < BEFORE + head + body) return undefined;
    const all = this.#front(BEFORE + head + body);
    const rest = all.subarray(BEFORE + head + body);
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(all.subarray(BEFORE, BEFORE + head));
      return { head: JSON.parse(text), body: all.subarray(BEFORE + head, BEFORE + head + body) };
    } catch {
      return this.#refuse('a head that cannot be read');
    }
  }

  /** What was heard, in one piece if its first part is shorter than `count`. */
  #front(count: number): Buffer {
    if (this.#parts[0].length < count) this.#parts = [Buffer.concat(this.#parts)];
    return this.#parts[0];
  }
}
