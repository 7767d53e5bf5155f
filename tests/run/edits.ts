/** Changes of a run's files by hand: as somebody makes them who does not know of checksums, and as somebody who does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_DISK } from '../../src/host/disk.js';
import { type RunRecord, writeRun } from '../../src/run/run-record.js';

export type Edit = (content: { [key: string]: unknown }) => void;

/** Changes a file of JSON and nothing else. */
export function editJson(path: string, edit: Edit): void {
  const content = JSON.parse(readFileSync(path, 'utf8'));
  edit(content);
  writeFileSync(path, JSON.stringify(content));
}

/** Changes run.json and puts the checksum right. */
export async function forgeRun(folder: string, edit: Edit): Promise<void> {
  const { checksum: _, ...content } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  edit(content);
  await writeRun(NODE_DISK, folder, content as RunRecord);
}

/** Flips one bit of a file. */
export function flipBit(path: string, at = readFileSync(path).length >> 1, bit = 2): void {
  const bytes = readFileSync(path);
  bytes[at] ^= 1 << bit;
  writeFileSync(path, bytes);
}
