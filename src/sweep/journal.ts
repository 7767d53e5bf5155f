/**
 * The journal of a sweep: one file for each process that worked on it, below `journal/`, merged when it is read.
 *
 * No two processes append to one file, so nothing interleaves, also not between clients of a network file system. A line is one
 * system call; the last one may be cut by a crash and is then left out, because what it would have said shows in the run's folder.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  type Appender,
  type DiskOperations,
  ensureFolder,
  listFolder,
  openAppender,
  openForReading,
} from '../run/disk.js';
import { type Clock, packageVersion } from '../run/environment.js';
import { type ProcessName, thisProcess } from '../run/process.js';
import {
  damagedLine,
  JOURNAL_FORMAT,
  type JournalLine,
  lineText,
  parseLine,
  type SessionLine,
} from './journal-lines.js';
import { TaskStates } from './states.js';

export const journalFolder = (folder: string): string => join(folder, 'journal');

const encode = (line: JournalLine): Uint8Array => new TextEncoder().encode(lineText(line));

/** What this process writes. The file is made with its first line, so that who only reads leaves no trace. */
export class JournalWriter {
  readonly #folder: string;
  readonly #disk: DiskOperations;
  readonly #clock: Clock;
  #file: Appender | undefined;

  constructor(folder: string, disk: DiskOperations, clock: Clock) {
    this.#folder = journalFolder(folder);
    this.#disk = disk;
    this.#clock = clock;
  }

  /** Adds a line. Throws E_IO; a line that was cut stays the last of its file, because later ones go to a new one. */
  append(line: JournalLine): void {
    this.#file ??= this.#open();
    try {
      this.#file.append(encode(line));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Waits until all lines are on the disk. Throws E_IO. */
  sync(): void {
    this.#file?.sync();
  }

  close(): void {
    const file = this.#file;
    this.#file = undefined;
    file?.close();
  }

  #open(): Appender {
    ensureFolder(this.#folder);
    const name = thisProcess();
    const safeHost = name.host.replace(/[^\w.-]/g, '_');
    const file = openAppender(
      this.#disk,
      join(this.#folder, `${safeHost}-${name.pid}-${randomBytes(6).toString('hex')}.jsonl`),
    );
    const session: SessionLine = {
      event: 'session',
      format: JOURNAL_FORMAT,
      process: name,
      time: this.#clock.now(),
      version: packageVersion(),
    };
    try {
      file.append(encode(session));
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  }
}

/** What is known of one file so far. */
interface ReadFile {
  bytes: number;
  lines: number;
  process: ProcessName | undefined;
  /** When its session began, ms since 1970. */
  began: number;
  /** Tasks done by its lines of which it has not said that they are on the disk. */
  unsynced: number[];
  /** How many tasks its lines call done. */
  doneCount: number;
}

/** What a reader knows of one process that worked, or works, on the sweep. */
export interface Session {
  readonly process: ProcessName;
  readonly began: number;
  readonly doneCount: number;
}

/** Bytes that are read at once; lines are far shorter. */
const READ_AT_ONCE = 2 ** 20;
const NEWLINE = 10;

/** Reads the journals of a sweep, and again only what was added since. */
export class JournalReader {
  readonly states: TaskStates;
  readonly #folder: string;
  readonly #files = new Map<string, ReadFile>();
  readonly #checked = new Set<number>();

  constructor(folder: string, taskCount: number) {
    this.#folder = journalFolder(folder);
    this.states = new TaskStates(taskCount);
  }

  /** Reads what is new. Throws E_CORRUPT for a damaged line that is not the last, E_IO. */
  refresh(): void {
    for (const name of listFolder(this.#folder)) {
      if (!name.endsWith('.jsonl')) continue;
      const known = this.#files.get(name) ?? {
        bytes: 0,
        lines: 0,
        process: undefined,
        began: 0,
        unsynced: [],
        doneCount: 0,
      };
      this.#files.set(name, known);
      this.#read(join(this.#folder, name), known);
    }
  }

  /** Bytes of all journals as far as they were read. */
  get bytes(): number {
    return [...this.#files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The processes that worked on the sweep, as far as they wrote anything. */
  sessions(): readonly Session[] {
    return [...this.#files.values()].flatMap(({ process, began, doneCount }) =>
      process === undefined ? [] : [{ process, began, doneCount }],
    );
  }

  /** Tasks that are done, but that a crash of the machine may have undone; those of processes for which `isLiving` holds left out. */
  unconfirmed(isLiving: (process: ProcessName) => boolean): readonly number[] {
    const open = [...this.#files.values()].filter(
      ({ unsynced, process }) => unsynced.length > 0 && process !== undefined && !isLiving(process),
    );
    const tasks = new Set(open.flatMap(({ unsynced }) => unsynced));
    return [...tasks]
      .filter((task) => !this.#checked.has(task) && this.states.of(task) === 'done')
      .sort((a, b) => a - b);
  }

  #read(path: string, known: ReadFile): void {
    const file = openForReading(path);
    try {
      while (known.bytes < file.byteLength) {
        const chunk = file.read(known.bytes, Math.min(known.bytes + READ_AT_ONCE, file.byteLength));
        const end = chunk.lastIndexOf(NEWLINE);
        // no newline: the last line is being written, or was cut
        if (end < 0 && chunk.length < READ_AT_ONCE) return;
        if (end < 0) throw damagedLine(path, known.lines + 1, 'it is too long');
        const lines = new TextDecoder().decode(chunk.subarray(0, end)).split('\n');
        for (const text of lines) this.#take(parseLine(text, path, ++known.lines), known);
        known.bytes += end + 1;
      }
    } finally {
      file.close();
    }
  }

  #take(line: JournalLine, known: ReadFile): void {
    switch (line.event) {
      case 'session':
        known.process = line.process;
        known.began = Date.parse(line.time);
        return;
      case 'synced':
        known.unsynced = known.unsynced.slice(line.count - (known.doneCount - known.unsynced.length));
        return;
      case 'checked':
        for (const task of line.tasks) this.#checked.add(task);
        return;
      case 'broken':
      case 'lost':
      case 'failed':
        this.#checked.delete(line.task);
        this.states.apply(line);
        return;
      case 'done':
        known.unsynced.push(line.task);
        known.doneCount++;
        this.states.apply(line);
    }
  }
}
