/**
 * What a process has changed in memory that all processes of a run see in copies: found by comparing with what it was, so that nobody who
 * writes there need know of it. No two processes write to the same place between two exchanges.
 *
 * A change is three numbers, which memory, first byte and how many, and the bytes, filled up to whole words.
 */
import type { SharedMemory } from '../train/team.js';

const WORD = 4;
const HEAD = 3 * WORD;

interface Copy {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly before: Uint32Array;
  /** Bytes behind the last whole word. */
  readonly rest: number;
  readonly restBefore: Uint8Array;
}

interface Change {
  readonly memory: number;
  readonly from: number;
  readonly count: number;
}

const padded = (count: number): number => WORD * Math.ceil(count / WORD);

export class Changes {
  readonly #copies: readonly Copy[];

  /** All of the memory counts as unchanged, which is right where it is 0 everywhere. Its names are taken in alphabetical order. */
  constructor(memory: SharedMemory) {
    this.#copies = Object.keys(memory)
      .sort()
      .map((name) => {
        const bytes = new Uint8Array(memory[name]);
        const words = new Uint32Array(memory[name], 0, Math.floor(bytes.length / WORD));
        const rest = bytes.length % WORD;
        return { bytes, words, before: new Uint32Array(words.length), rest, restBefore: new Uint8Array(rest) };
      });
  }

  /** Most bytes that the changes between two exchanges can have: every second word, each as a change of its own. */
  get mostBytes(): number {
    return this.#copies.reduce((sum, { bytes }) => sum + HEAD + (1 + HEAD / WORD) * padded(bytes.length), 0);
  }

  /** Everything that was changed since the last exchange. */
  take(): Uint8Array {
    const changes = this.#copies.flatMap((copy, memory) => this.#of(copy, memory));
    const size = changes.reduce((sum, { count }) => sum + HEAD + padded(count), 0);
    const taken = new Uint8Array(size);
    const heads = new DataView(taken.buffer);
    let at = 0;
    for (const { memory, from, count } of changes) {
      for (const [i, number] of [memory, from, count].entries()) heads.setUint32(at + WORD * i, number, true);
      taken.set(this.#copies[memory].bytes.subarray(from, from + count), at + HEAD);
      at += HEAD + padded(count);
    }
    return taken;
  }

  #of({ bytes, words, before, rest, restBefore }: Copy, memory: number): readonly Change[] {
    const found: Change[] = [];
    for (let i = 0; i < words.length; i++) {
      if (words[i] === before[i]) continue;
      const from = i;
      for (; i < words.length && words[i] !== before[i]; i++) before[i] = words[i];
      found.push({ memory, from: WORD * from, count: WORD * (i - from) });
    }
    const last = bytes.subarray(bytes.length - rest);
    if (last.some((byte, i) => byte !== restBefore[i])) {
      restBefore.set(last);
      found.push({ memory, from: bytes.length - rest, count: rest });
    }
    return found;
  }

  /**
   * Makes the changes of another process.
   *
   * @throws RangeError for what are no changes of this memory
   */
  apply(changes: Uint8Array): void {
    const heads = new DataView(changes.buffer, changes.byteOffset, changes.length);
    for (let at = 0; at < changes.length; ) {
      if (at + HEAD > changes.length) throw new RangeError('a change is cut off');
      const [memory, from, count] = [0, 1, 2].map((i) => heads.getUint32(at + WORD * i, true));
      const copy = this.#copies[memory];
      const isInside = copy !== undefined && from % WORD === 0 && from + count <= copy.bytes.length;
      if (!isInside || at + HEAD + padded(count) > changes.length)
        throw new RangeError('a change is none of this memory');
      const given = changes.subarray(at + HEAD, at + HEAD + count);
      copy.bytes.set(given, from);
      this.#settle(copy, from, count);
      at += HEAD + padded(count);
    }
  }

  #settle({ bytes, words, before, restBefore }: Copy, from: number, count: number): void {
    const [first, end] = [from / WORD, Math.min(words.length, Math.ceil((from + count) / WORD))];
    before.set(words.subarray(first, end), first);
    if (from + count > WORD * words.length) restBefore.set(bytes.subarray(WORD * words.length));
  }
}
