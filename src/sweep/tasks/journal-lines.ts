/** Lines of a journal: what happened to a sweep's tasks, as text and as events. Plain functions; no file is touched here. */
import { crc32 } from 'node:zlib';
import { isErrorCode, MsmError } from '../../errors.js';
import { isProcessName, type ProcessName } from '../../host/process.js';

/** Version of the journals. Format 1 had no checksums; readers refuse others. */
export const JOURNAL_FORMAT = 2;

/** The first line of every journal file: which process writes it. */
export interface SessionLine {
  readonly event: 'session';
  readonly format: 1 | typeof JOURNAL_FORMAT;
  readonly process: ProcessName;
  readonly time: string;
  readonly version: string;
}

/** Digits of the identity in a line, as in the folder's name. */
export const ID_DIGITS = 12;

interface TaskLine {
  /** Number of the task in the sweep. */
  readonly task: number;
  /** Number of this event among those of its task, from 1: states do not depend on the order in which files are read. */
  readonly n: number;
}

export interface DoneLine extends TaskLine {
  readonly event: 'done';
  /** First digits of the identity. */
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

/** Its worker died, or its files turned out not to be whole: it will be done again. */
export interface LostLine extends TaskLine {
  readonly event: 'lost' | 'broken';
  readonly reason: string;
}

export type TaskEvent = DoneLine | FailedLine | LostLine;

/** Earlier versions wrote which runs were on the disk; now all are checked before a sweep goes on. */
interface SyncedLine {
  readonly event: 'synced' | 'checked';
}

/** Names of tables in the folder of a sweep. */
export const TABLE_NAME = /^[a-z]\w*\.(parquet|arrow|csv)$/;

/** A table is about to be written into the folder of the sweep. */
export interface TableLine {
  readonly event: 'table';
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export type JournalLine = SessionLine | TaskEvent | SyncedLine | TableLine;

/** A checksum covers everything before it in its line. */
const SUM = /^(.*),"sum":"([0-9a-f]{8})"\}$/s;

const sumOf = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/** A line as text, with its checksum, ended by a newline: a line without one was cut. */
export function lineText(line: JournalLine): string {
  const text = JSON.stringify(line).slice(0, -1);
  return `${text},"sum":"${sumOf(text)}"}\n`;
}

/** The error for a line that no writer makes, or that does not belong here. */
export function damagedLine(path: string, number: number, reason: string, cause?: unknown): MsmError {
  return new MsmError('E_CORRUPT', `${path}:${number} is damaged: ${reason}`, {
    place: path,
    next: `Move ${path} away and go on: runs that are whole are recognised by their manifests.`,
    cause,
  });
}

type Field = (value: unknown) => boolean;

const isText: Field = (value) => typeof value === 'string';
const isCount: Field = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isEventNumber: Field = (value) => isCount(value) && (value as number) >= 1 && (value as number) < 2 ** 32;
const isNumber: Field = (value) => typeof value === 'number';
const isHex =
  (digits: number): Field =>
  (value) =>
    typeof value === 'string' && value.length === digits && /^[0-9a-f]*$/.test(value);

const TASK = { task: isCount, n: isEventNumber };
const LOST = { ...TASK, reason: isText };

/** What each event must say. */
const FIELDS: { readonly [event: string]: { readonly [key: string]: Field } } = {
  session: { format: isCount, process: isProcessName, time: isText, version: isText },
  done: { ...TASK, id: isHex(ID_DIGITS), manifest: isHex(64), at: isNumber },
  failed: { ...TASK, id: isHex(ID_DIGITS), code: (code) => isErrorCode(code), message: isText, at: isNumber },
  lost: LOST,
  broken: LOST,
  table: { name: (name) => isText(name) && TABLE_NAME.test(name as string), bytes: isCount, sha256: isHex(64) },
  // of earlier versions, and ignored
  synced: {},
  checked: {},
};

/** The text of a line without its checksum, which must be right from format 2 on. */
function checked(text: string, format: number): string {
  if (format < 2) return text;
  const [, covered, sum] = SUM.exec(text) ?? [];
  if (covered === undefined || sumOf(covered) !== sum) throw new Error('its checksum does not fit');
  return `${covered}}`;
}

/**
 * Reads one line. Throws E_CORRUPT with file and line.
 *
 * @param format that of the file, as its first line says; undefined for the first line itself
 */
export function parseLine(text: string, path: string, number: number, format?: number): JournalLine {
  let line: JournalLine;
  try {
    // the format must be read before the line can be checked; a checksum must be right if there is one
    const isSummed = format === undefined ? SUM.test(text) : format >= 2;
    line = JSON.parse(checked(text, isSummed ? 2 : 1));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    throw damagedLine(path, number, reason, error);
  }
  const fields = line !== null && typeof line === 'object' && Object.hasOwn(FIELDS, line.event) && FIELDS[line.event];
  if (!fields) throw damagedLine(path, number, 'it is not an event of a sweep');
  for (const [key, holds] of Object.entries(fields)) {
    const value = (line as unknown as { readonly [key: string]: unknown })[key];
    if (!holds(value)) throw damagedLine(path, number, `its ${key} is ${JSON.stringify(value) ?? 'missing'}`);
  }
  if (format === undefined) assertFirst(line, path, number, text);
  return line;
}

/** The first line of a file says who writes it, and in which format. */
function assertFirst(line: JournalLine, path: string, number: number, text: string): void {
  if (line.event !== 'session') throw damagedLine(path, number, 'it does not say who writes this file');
  const { format } = line;
  if (format !== 1 && format !== JOURNAL_FORMAT) {
    throw damagedLine(path, number, `it has format ${format}, this version reads 1 and ${JOURNAL_FORMAT}`);
  }
  if (format >= 2 !== SUM.test(text)) throw damagedLine(path, number, 'its checksum does not fit');
}
