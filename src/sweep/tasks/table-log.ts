/**
 * Which tables the folder of a sweep holds: a journal names each with its SHA-256 before it gets its name, so that `msm verify` can tell
 * a table that was written from one that was changed, at whatever moment its writer was killed.
 */
import { basename, dirname, join } from 'node:path';
import { type DiskOperations, hashFile, listFolder, pathKind } from '../../host/disk.js';
import type { Clock } from '../../host/environment.js';
import { hashOwn } from '../../run/layout.js';
import type { VerifiedFile } from '../../run/verify.js';
import { JournalReader, JournalWriter } from './journal.js';
import { TABLE_NAME } from './journal-lines.js';
import { readSweepRecord } from './record.js';

/** A disk that notes in a journal which tables it writes into the folder of a sweep; `close` it. */
export interface TableLog {
  readonly disk: DiskOperations;
  readonly close: () => void;
}

/** Nothing is written before the first table. */
export function openTableLog(folder: string, disk: DiskOperations, clock: Clock): TableLog {
  const writer = new JournalWriter(folder, disk, clock);
  let reader: JournalReader | undefined;
  const isKnown = (name: string, sha256: string): boolean => {
    reader ??= new JournalReader(folder, readSweepRecord(folder).taskCount);
    reader.refresh();
    return reader.tables.get(name)?.has(sha256) === true;
  };
  const say = (from: string, name: string): void => {
    const { bytes, sha256 } = hashFile(from);
    // collecting again gives the same bytes, and nothing new to note
    if (!isKnown(name, sha256)) writer.append({ event: 'table', name, bytes, sha256 });
  };
  return {
    disk: {
      ...disk,
      rename: (from, to) => {
        if (dirname(to) === dirname(join(folder, 'x')) && TABLE_NAME.test(basename(to))) say(from, basename(to));
        disk.rename(from, to);
      },
    },
    close: () => writer.close(),
  };
}

/** Does `action` with a disk that notes in a journal which tables it writes, if the folder is that of a sweep. */
export async function withTableLog<T>(
  folder: string,
  disk: DiskOperations,
  clock: Clock,
  action: (disk: DiskOperations) => Promise<T>,
): Promise<T> {
  const log = openTableLog(folder, disk, clock);
  try {
    return await action(log.disk);
  } finally {
    log.close();
  }
}

/** The tables in the folder of a sweep that a journal names, and whether they are as they were written. Throws E_IO. */
export function verifyTables(folder: string, journal: JournalReader): readonly VerifiedFile[] {
  return listFolder(folder)
    .filter((name) => journal.tables.has(name))
    .map((name) => {
      const isWritten = journal.tables.get(name)?.has(hashOf(join(folder, name))) === true;
      return { path: name, status: isWritten ? 'ok' : 'changed' };
    });
}

/** SHA-256 of a table; that of nothing if it is no file of ours. */
const hashOf = (path: string): string => (pathKind(path) === 'file' ? hashOwn(path).sha256 : '');
