/** Lines of a journal: what happened to a sweep's tasks, as text and as events. Plain functions; no file is touched here. */
import { MsmError } from '../errors.js';
import type { ProcessName } from '../run/process.js';

/** Version of the journals; readers refuse others. */
export const JOURNAL_FORMAT = 1;

/** The first line of every journal file: who writes it. */
export interface SessionLine {
  readonly event: 'session';
  readonly format: typeof JOURNAL_FORMAT;
  readonly process: ProcessName;
  readonly time: string;
  readonly version: string;
}

interface TaskLine {
  /** Number of the task in the sweep. */
  readonly task: number;
  /** Number of this event among those of its task, from 1: states do not depend on the order in which files are read. */
  readonly n: number;
}

export interface DoneLine extends TaskLine {
  readonly event: 'done';
  /** First 12 hex digits of the identity, as in the folder's name. */
  readonly id: string;
  /** SHA-256 of manifest.json, which names all result files with theirs: a later change shows. */
  readonly manifest: string;
  /** Milliseconds since 1970; only for the time left that `msm status` shows. */
  readonly at: number;
}

export interface FailedLine extends TaskLine {
  readonly event: 'failed';
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

/** Its worker died, or its files turned out not to be whole: it is to be done again. */
export interface LostLine extends TaskLine {
  readonly event: 'lost' | 'broken';
  readonly reason: string;
}

export type TaskEvent = DoneLine | FailedLine | LostLine;

/** The first `count` runs that this file calls done are on the disk; a crash of the machine cannot undo them. */
interface SyncedLine {
  readonly event: 'synced';
  readonly count: number;
}

/** These runs of other files were found whole and are now on the disk. */
interface CheckedLine {
  readonly event: 'checked';
  readonly tasks: readonly number[];
}

export type JournalLine = SessionLine | TaskEvent | SyncedLine | CheckedLine;

const EVENTS: readonly string[] = ['session', 'done', 'failed', 'lost', 'broken', 'synced', 'checked'];

/** A line as text, ended by a newline: a line without one was cut. */
export const lineText = (line: JournalLine): string => `${JSON.stringify(line)}\n`;

/** The error for a line that no writer makes. */
export function damagedLine(path: string, number: number, reason: string, cause?: unknown): MsmError {
  return new MsmError('E_CORRUPT', `${path}:${number} is damaged: ${reason}`, {
    place: path,
    next: `Move ${path} away and go on: runs that are whole are recognised by their manifests.`,
    cause,
  });
}

/** Reads one line. Throws E_CORRUPT with file and line. */
export function parseLine(text: string, path: string, number: number): JournalLine {
  let line: JournalLine;
  try {
    line = JSON.parse(text);
  } catch (error) {
    throw damagedLine(path, number, 'it is not JSON', error);
  }
  if (line === null || typeof line !== 'object' || !EVENTS.includes(line.event)) {
    throw damagedLine(path, number, 'it is no event of a sweep');
  }
  if (line.event === 'session' && line.format !== JOURNAL_FORMAT) {
    throw damagedLine(path, number, `it has format ${line.format}, this version reads ${JOURNAL_FORMAT}`);
  }
  if ('task' in line && !(Number.isSafeInteger(line.task) && line.task >= 0 && Number.isSafeInteger(line.n))) {
    throw damagedLine(path, number, 'its task is no number');
  }
  return line;
}
