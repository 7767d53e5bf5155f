/**
 * The journal of a sweep: one file for each process that worked on it, below `journal/`, merged when it is read.
 *
 * No two processes append to one file, so nothing interleaves, also not between clients of a network file system. A line is one
 * system call; the last one may be cut by a crash and is then ignored, because the run's folder shows what it would have said.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Appender, type DiskOperations, openAppender } from '../../host/disk.js';
import { type Clock, packageVersion } from '../../host/environment.js';
import { type ProcessName, thisProcess } from '../../host/process.js';
import { ensureOwn, listOwn, openOwn } from '../../run/layout.js';
import {
  damagedLine,
  JOURNAL_FORMAT,
  type JournalLine,
  lineText,
  parseLine,
  type SessionLine,
  type TaskEvent,
} from './journal-lines.js';
import { readSweepRecord } from './record.js';
import { TaskStates } from './states.js';

export const journalFolder = (folder: string): string => join(folder, 'journal');

const encode = (line: JournalLine): Uint8Array => new TextEncoder().encode(lineText(line));

/** What this process writes. The file is made with its first line, so that a process that only reads leaves no trace. */
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
    ensureOwn(this.#folder);
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
  readonly path: string;
  /** Counted from 1. */
  readonly number: number;
  bytes: number;
  lines: number;
  /** Which process writes it and in which format, as its first line says. */
  session: SessionLine | undefined;
  /** How many tasks its lines report as done. */
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

/** A line of a journal, for messages. */
export interface LinePlace {
  readonly path: string;
  readonly line: number;
}

/** Reads the journals of a sweep, and again only what was added since. */
export class JournalReader {
  readonly states: TaskStates;
  /** The SHA-256 with which tables in the sweep's folder were written, by name. */
  readonly tables = new Map<string, Set<string>>();
  readonly #folder: string;
  readonly #files = new Map<string, ReadFile>();
  readonly #order: ReadFile[] = [];
  /** For each task file (counted from 1) and line of the last event that names its identity. */
  readonly #fileOf: Uint32Array;
  readonly #lineOf: Uint32Array;
  /** How many tasks the sweep has by now: others may add some while it is read. */
  #taskCount: number;

  constructor(folder: string, taskCount: number) {
    this.#folder = folder;
    this.#taskCount = taskCount;
    this.states = new TaskStates(taskCount);
    this.#fileOf = new Uint32Array(taskCount);
    this.#lineOf = new Uint32Array(taskCount);
  }

  /** Reads what is new. Throws E_CORRUPT for a damaged line that is not the last, or one of a task that the sweep does not have; E_IO. */
  refresh(): void {
    const place = journalFolder(this.#folder);
    for (const name of listOwn(place)) {
      if (!name.endsWith('.jsonl')) continue;
      let known = this.#files.get(name);
      if (known === undefined) {
        const number = this.#order.length + 1;
        known = { path: join(place, name), number, bytes: 0, lines: 0, session: undefined, doneCount: 0 };
        this.#files.set(name, known);
        this.#order.push(known);
      }
      this.#read(known);
    }
  }

  /** Bytes of all journals as far as they were read. */
  get bytes(): number {
    return this.#order.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The processes that worked on the sweep, as far as they wrote anything. */
  sessions(): readonly Session[] {
    return this.#order.flatMap(({ session, doneCount }) =>
      session === undefined ? [] : [{ process: session.process, began: Date.parse(session.time), doneCount }],
    );
  }

  /** The line that names the identity of a task; undefined if none does. */
  placeOf(task: number): LinePlace | undefined {
    const file = this.#order[this.#fileOf[task] - 1];
    return file && { path: file.path, line: this.#lineOf[task] };
  }

  #read(known: ReadFile): void {
    const { path } = known;
    const file = openOwn(path);
    try {
      if (file.byteLength < known.bytes) throw damagedLine(path, known.lines, 'what follows it is gone');
      while (known.bytes < file.byteLength) {
        const chunk = file.read(known.bytes, Math.min(known.bytes + READ_AT_ONCE, file.byteLength));
        const end = chunk.lastIndexOf(NEWLINE);
        // no newline: the last line is being written, or was cut
        if (end < 0 && chunk.length < READ_AT_ONCE) return;
        if (end < 0) throw damagedLine(path, known.lines + 1, 'it is too long');
        const lines = new TextDecoder().decode(chunk.subarray(0, end)).split('\n');
        for (const text of lines) this.#take(parseLine(text, path, ++known.lines, known.session?.format), known);
        known.bytes += end + 1;
      }
    } finally {
      file.close();
    }
  }

  #take(line: JournalLine, known: ReadFile): void {
    if (line.event === 'session') known.session = line;
    if (line.event === 'table') this.tables.set(line.name, (this.tables.get(line.name) ?? new Set()).add(line.sha256));
    if (!('task' in line)) return;
    if (line.event === 'done') known.doneCount++;
    if (line.task >= this.states.length) {
      this.#assertAdded(line, known);
      return;
    }
    if (!this.states.apply(line) || !('id' in line)) return;
    this.#fileOf[line.task] = known.number;
    this.#lineOf[line.task] = known.lines;
  }

  /** A task that the plan did not have when it was read must have been added since. */
  #assertAdded({ task }: TaskEvent, { path, lines }: ReadFile): void {
    if (task >= this.#taskCount) this.#taskCount = readSweepRecord(this.#folder).taskCount;
    if (task >= this.#taskCount) {
      throw damagedLine(path, lines, `the sweep has no task ${task}, it has ${this.#taskCount}`);
    }
  }
}
