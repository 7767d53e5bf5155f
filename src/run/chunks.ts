/**
 * Chunks: full groups of a table's rows that an unfinished run has on disk. The name of each tells its table, its number and the
 * hash of its bytes; the checkpoint holds, for each table, how many there are and one hash that is chained through all of theirs. So a
 * chunk that changed is known by its name, one that was replaced by the chain, and a checkpoint does not grow with the run.
 */
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import { type DiskOperations, removeFile, writeBytes } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import { hashOwn, listOwn, readOwn } from './layout.js';
import { damaged, digest, integer, matching, record, type Shaped } from './shape.js';

/** What a checkpoint says about the chunks of a table. */
export const CHUNK_COUNT = record({
  name: matching(/^\w+$/, 'the name of a table'),
  chunks: integer(0, 2 ** 32),
  chain: digest,
});
export type ChunkCount = Shaped<typeof CHUNK_COUNT>;

/** A chunk on disk. */
export interface Chunk {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The chain before the first chunk. */
export const EMPTY_CHAIN = sha256('');

/** The chain with one more chunk. */
export const chained = (chain: string, { bytes, sha256: hash }: Omit<Chunk, 'path'>): string =>
  sha256(`${chain} ${bytes} ${hash}`);

const NAME = /^(\w+)-(\d{6,10})-([0-9a-f]{64})\.parquet$/;

const numbered = (table: string, index: number): string => `${table}-${String(index).padStart(6, '0')}`;

/** Writes chunk `index` of a table. Throws E_IO. */
export async function writeChunk(
  disk: DiskOperations,
  folder: string,
  table: string,
  index: number,
  bytes: Uint8Array,
): Promise<Chunk> {
  const hash = sha256(bytes);
  const path = join(folder, `${numbered(table, index)}-${hash}.parquet`);
  await writeBytes(disk, path, bytes);
  return { path, bytes: bytes.length, sha256: hash };
}

/** The bytes of a chunk, which must be those that were written. Throws E_IO, E_CORRUPT. */
export function readChunk({ path, bytes: size, sha256: hash }: Chunk): Uint8Array {
  const bytes = readOwn(path, size);
  if (sha256(bytes) === hash) return bytes;
  throw damaged(path, CHANGED);
}

const CHANGED = 'it is not the chunk that was written';

/** A chunk that should be there, as it was found. */
export interface FoundChunk extends Chunk {
  readonly status: 'ok' | 'missing' | 'changed';
}

/** Chunks of a folder by table and number; a number may have several if the name of one was damaged. */
function byNumber(folder: string): ReadonlyMap<string, readonly { readonly file: string; readonly hash: string }[]> {
  const found = new Map<string, { readonly file: string; readonly hash: string }[]>();
  for (const file of listOwn(folder)) {
    const match = NAME.exec(file);
    if (match === null) continue;
    const [, table, index, hash] = match;
    const key = numbered(table, Number(index));
    found.set(key, [...(found.get(key) ?? []), { file, hash }]);
  }
  return found;
}

/** The chunks of a table in their order, up to the first number that is missing. Nothing is compared. */
export function chunkFiles(folder: string, table: string): readonly string[] {
  const there = byNumber(folder);
  const found: string[] = [];
  for (let file = there.get(numbered(table, 0)); file !== undefined; file = there.get(numbered(table, found.length))) {
    found.push(join(folder, file[0].file));
  }
  return found;
}

/** Looks at one file. Throws E_IO. */
function lookAt(path: string, hash: string): FoundChunk {
  try {
    const { bytes, sha256: found } = hashOwn(path);
    return { path, bytes, sha256: hash, status: found === hash ? 'ok' : 'changed' };
  } catch (error) {
    if (!(error instanceof MsmError) || error.code !== 'E_CORRUPT') throw error;
    return { path, bytes: 0, sha256: hash, status: 'changed' };
  }
}

/**
 * The chunks that a checkpoint counts, in the order of each table, with what has become of them: `changed` includes one that is whole but not
 * the one that was counted. Throws E_IO, E_CORRUPT if the folder is a link.
 */
export function findChunks(folder: string, tables: readonly ChunkCount[]): ReadonlyMap<string, readonly FoundChunk[]> {
  const there = byNumber(folder);
  const ofTable = ({ name, chunks, chain }: ChunkCount): readonly FoundChunk[] => {
    // one more than there can be: the first that is missing is enough
    const found = Array.from({ length: Math.min(chunks, there.size + 1) }, (_, index): FoundChunk => {
      const key = numbered(name, index);
      const looks = (there.get(key) ?? []).map(({ file, hash }) => lookAt(join(folder, file), hash));
      const missing: FoundChunk = { path: join(folder, `${key}-*.parquet`), bytes: 0, sha256: '', status: 'missing' };
      return looks.find(({ status }) => status === 'ok') ?? looks[0] ?? missing;
    });
    if (found.some(({ status }) => status !== 'ok')) return found;
    const isChained = found.reduce(chained, EMPTY_CHAIN) === chain;
    return isChained ? found : found.map((one) => ({ ...one, status: 'changed' }));
  };
  return new Map(tables.map((table) => [table.name, ofTable(table)]));
}

/**
 * The chunks that a checkpoint counts, all of them whole; others, which were written after it, are removed. Throws E_IO, E_CORRUPT naming
 * the first that is not.
 */
export function takeChunks(folder: string, tables: readonly ChunkCount[]): ReadonlyMap<string, readonly Chunk[]> {
  const found = findChunks(folder, tables);
  const all = [...found.values()].flat();
  const wrong = all.find(({ status }) => status !== 'ok');
  if (wrong !== undefined) throw damaged(wrong.path, wrong.status === 'missing' ? 'it is missing' : CHANGED);
  const counted = new Set(all.map(({ path }) => path));
  for (const file of listOwn(folder)) {
    const path = join(folder, file);
    if (NAME.test(file) && !counted.has(path)) removeFile(path);
  }
  return found;
}
