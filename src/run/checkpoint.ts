/**
 * Checkpoints: the state block, its layout, the step and the recorder's position in one file.
 *
 *   magic 'MSMCKPT2' | u32 length of the header | header (JSON) | state block | pending rows | sha256 of all before
 *
 * The state goes through the file in pieces, and its bytes are looked at twice when it is read: all of them are compared with the hash before
 * any is taken.
 *
 * Checkpoints of version 1 did not name the chunks that they counted.
 */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { MsmError } from '../errors.js';
import {
  changedMs,
  type DiskOperations,
  type OpenedFile,
  openForReading,
  removeFile,
  writeWhole,
} from '../host/disk.js';
import type { Block } from '../kernel/struct.js';
import { CHUNK_COUNT, type Chunk, type ChunkCount, takeChunks } from './chunks.js';
import { parseJson } from './json-file.js';
import { inFolder, listOwn, ownly } from './layout.js';
import type { Recorder, RowForm, TablePosition } from './recorder.js';
import { damaged, digest, integer, list, oneOf, record, type Shaped, shaped, text as words } from './shape.js';
import { readState, writeState } from './state-bytes.js';

const MAGIC = new TextEncoder().encode('MSMCKPT2');
const DIGEST_BYTES = 32;
/** A header has a line for each table. */
const MOST_HEADER_BYTES = 2 ** 20;
/** Bytes that are hashed at once. */
const PIECE_BYTES = 2 ** 22;

/** How the pending rows of a table stand, so that they can be read without the model: bytes of a row, and the columns of one that has few. */
const ROW_FORM = record(
  { bytes: integer(0) },
  { columns: list(record({ name: words(), type: oneOf(['f64', 'i32']) })) },
);

const HEADER = record(
  {
    identity: digest,
    step: integer(0),
    layout: record({ name: words(), bytes: integer(0) }),
    tables: list(CHUNK_COUNT),
    /** Rows in memory, for each table. */
    pending: list(integer(0)),
  },
  { forms: list(ROW_FORM) },
);
type CheckpointHeader = Shaped<typeof HEADER>;

const NAME = /^step-(\d{15,16})\.ckpt$/;
const fileName = (step: number): string => `step-${String(step).padStart(15, '0')}.ckpt`;

/** The checkpoints of a run's folder, newest first. Throws E_IO, E_CORRUPT. */
const checkpointFiles = (folder: string): readonly string[] =>
  listOwn(inFolder(folder).checkpoints)
    .filter((name) => NAME.test(name))
    .reverse();

/** Writes a checkpoint and then removes the older ones. Chunks it counts must be on disk. */
export async function saveCheckpoint(
  disk: DiskOperations,
  folder: string,
  identity: string,
  block: Block,
  recorder: Recorder,
): Promise<void> {
  const step = block.get('step');
  const { name, savedBytes: bytes } = block.layout;
  const positions = recorder.positions();
  const header: CheckpointHeader = {
    identity,
    step,
    layout: { name, bytes },
    tables: positions.map(({ name: table, chunks, chain }) => ({ name: table, chunks, chain })),
    pending: positions.map(({ pending }) => pending),
    forms: recorder.forms(),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const { checkpoints } = inFolder(folder);
  await writeWhole(disk, join(checkpoints, fileName(step)), async (sink) => {
    for (const part of [MAGIC, length, text]) sink.write(part);
    await writeState(sink, block);
    for (const rows of recorder.pendingBytes()) sink.write(rows);
    sink.write(sink.digest());
  });
  for (const old of checkpointFiles(folder)) if (old !== fileName(step)) removeFile(join(checkpoints, old));
}

/** What a person can do about damage in the work of an unfinished run. */
export const doAgain = (folder: string): string => `Do the whole run again with: msm resume ${folder} --from-start`;

function isDigestRight(file: OpenedFile): boolean {
  const end = file.byteLength - DIGEST_BYTES;
  const hash = createHash('sha256');
  const piece = new Uint8Array(Math.max(0, Math.min(PIECE_BYTES, end)));
  for (let at = 0; at < end; at += piece.length) {
    hash.update(piece.subarray(0, file.fill(piece.subarray(0, end - at), at)));
  }
  return hash.digest().equals(file.read(end, file.byteLength));
}

/** Where the header of a checkpoint ends, and its state begins. */
interface Opened {
  readonly header: CheckpointHeader;
  readonly start: number;
}

/** Reads the header of an open checkpoint, of which all bytes are compared with their hash, unless `isUnproven`. Throws E_CORRUPT. */
function readHeader(path: string, file: OpenedFile, isUnproven = false): Opened {
  const begin = MAGIC.length + 4;
  const magic = file.read(0, MAGIC.length);
  if (new TextDecoder().decode(magic) === 'MSMCKPT1') {
    throw damaged(path, 'it is of an earlier version, of which the chunks cannot be checked');
  }
  if (file.byteLength < begin + DIGEST_BYTES || !MAGIC.every((byte, i) => magic[i] === byte)) {
    throw damaged(path, 'it is not a checkpoint of this version');
  }
  if (!isUnproven && !isDigestRight(file)) throw damaged(path, 'its checksum does not fit');
  const length = new DataView(file.read(MAGIC.length, begin).slice().buffer).getUint32(0, true);
  if (length > MOST_HEADER_BYTES) throw damaged(path, 'its header is too long');
  const header = shaped(HEADER, parseJson(file.read(begin, begin + length), path), path);
  if (header.pending.length !== header.tables.length || fileName(header.step) !== basename(path)) {
    throw damaged(path, 'its header contradicts itself');
  }
  return { header, start: begin + length };
}

/** Opens a checkpoint, checks all of it, and passes it to `use`. Throws E_IO, E_CORRUPT. */
function withCheckpoint<T>(path: string, use: (file: OpenedFile, header: CheckpointHeader, start: number) => T): T {
  return ownly(path, () => {
    const file = openForReading(path, { noLink: true });
    try {
      const { header, start } = readHeader(path, file);
      return use(file, header, start);
    } finally {
      file.close();
    }
  });
}

/** What is known about a checkpoint without the run that it belongs to. */
export interface FoundCheckpoint {
  /** Name in the run's folder. */
  readonly path: string;
  /** The chunks that it counts; undefined if it is damaged. */
  readonly tables: readonly ChunkCount[] | undefined;
}

/** The checkpoints of a run's folder, newest first. Throws E_IO. */
export function findCheckpoints(folder: string, identity: string): readonly FoundCheckpoint[] {
  return checkpointFiles(folder).map((name) => {
    const path = join('checkpoint', name);
    try {
      const header = withCheckpoint(join(folder, path), (_, found) => found);
      return { path, tables: header.identity === identity ? header.tables : undefined };
    } catch (error) {
      if (!(error instanceof MsmError) || error.code !== 'E_CORRUPT') throw error;
      return { path, tables: undefined };
    }
  });
}

/** What a checkpoint is loaded into. */
interface Target {
  readonly identity: string;
  readonly block: Block;
  readonly recorder: Recorder;
}

/** Puts the state of an open checkpoint where it belongs. Throws E_CONFIG if it is of another run, E_CORRUPT for its chunks. */
function restore(
  path: string,
  file: OpenedFile,
  { header, start }: { readonly header: CheckpointHeader; readonly start: number },
  { identity, block, recorder }: Target,
  chunksOf: (tables: readonly ChunkCount[]) => ReadonlyMap<string, readonly Chunk[]>,
): number {
  const { savedBytes: bytes } = block.layout;
  if (header.identity !== identity || header.layout.bytes !== bytes) {
    throw new MsmError('E_CONFIG', `${path} belongs to another run or another version of the kernels`, { place: path });
  }
  const positions: readonly TablePosition[] = header.tables.map((table, t) => ({
    ...table,
    pending: header.pending[t],
  }));
  const [rows, end] = [start + bytes, file.byteLength - DIGEST_BYTES];
  if (!recorder.fits(positions, end - rows)) {
    throw new MsmError('E_CONFIG', `${path} holds other tables than run.json asks for`, { place: path });
  }
  recorder.restore(positions, file.read(rows, end), chunksOf(header.tables));
  if (!readState(file, start, block)) throw damaged(path, 'it ends within its state');
  if (block.get('step') !== header.step) throw damaged(path, 'its header contradicts its state');
  return header.step;
}

/**
 * Loads the newest intact checkpoint into block and recorder. Returns its step, or undefined if there is none; chunks that it does not
 * count are removed. Throws E_CORRUPT if there are checkpoints but none is intact, E_CONFIG if it belongs to another run.
 */
export function loadCheckpoint(folder: string, target: Target): number | undefined {
  const { checkpoints, chunks } = inFolder(folder);
  let damage: MsmError | undefined;
  for (const name of checkpointFiles(folder)) {
    const path = join(checkpoints, name);
    try {
      return withCheckpoint(path, (file, header, start) =>
        restore(path, file, { header, start }, target, (tables) => takeChunks(chunks, tables)),
      );
    } catch (error) {
      if (!(error instanceof MsmError) || error.code !== 'E_CORRUPT') throw error;
      damage ??= new MsmError('E_CORRUPT', error.message, { place: error.place, next: doAgain(folder), cause: error });
    }
  }
  if (damage !== undefined) throw damage;
  takeChunks(chunks, []);
  return undefined;
}

/** A table of an unfinished run: its chunks that a checkpoint counts, and the rows behind them that are in the checkpoint itself. */
export interface SavedTable {
  readonly name: string;
  readonly chunks: number;
  /** None of a table that has many, or whose checkpoint does not say. */
  readonly columns: NonNullable<RowForm['columns']>;
  /** One array for each of these columns. */
  readonly rows: readonly Float64Array[];
}

export interface SavedRows {
  readonly step: number;
  /** When it was written, in milliseconds since 1970. */
  readonly savedMs: number;
  readonly tables: readonly SavedTable[];
}

const BYTES_OF = { f64: Float64Array.BYTES_PER_ELEMENT, i32: Int32Array.BYTES_PER_ELEMENT } as const;

/** Whether a header says one thing of its tables in each of its lists: no hash speaks for it. */
function isConsistent({ tables, pending, forms = [] }: CheckpointHeader): boolean {
  const isWhole = ({ bytes, columns }: RowForm): boolean =>
    columns === undefined || columns.reduce((sum, { type }) => sum + BYTES_OF[type], 0) === bytes;
  return pending.length === tables.length && [0, tables.length].includes(forms.length) && forms.every(isWhole);
}

/** The columns of pending rows, which stand one behind the other from `at` on. */
function pendingColumns(file: OpenedFile, at: number, rows: number, columns: SavedTable['columns']): Float64Array[] {
  let from = at;
  return columns.map(({ type }) => {
    const bytes = rows * BYTES_OF[type];
    const { buffer, byteOffset } = file.read(from, from + bytes);
    from += bytes;
    return type === 'f64'
      ? new Float64Array(buffer, byteOffset, rows)
      : Float64Array.from(new Int32Array(buffer, byteOffset, rows));
  });
}

/**
 * Step and pending rows of the newest checkpoint, for a look at a run that goes on: its state is not read, and no hash is compared.
 * Undefined if there is none.
 *
 * @throws E_IO, also if the run replaced the file in this moment; E_CORRUPT for a header that is none
 */
export function newestRows(folder: string): SavedRows | undefined {
  const [name] = checkpointFiles(folder);
  if (name === undefined) return undefined;
  const path = join(inFolder(folder).checkpoints, name);
  const file = ownly(path, () => openForReading(path, { noLink: true }));
  try {
    const { header, start } = readHeader(path, file, true);
    const { step, tables, pending, forms = [] } = header;
    if (!isConsistent(header)) throw damaged(path, 'its header contradicts itself');
    const sizes = tables.map((_, t) => pending[t] * (forms[t]?.bytes ?? 0));
    let at = file.byteLength - DIGEST_BYTES - sizes.reduce((sum, size) => sum + size, 0);
    if (at < start) throw damaged(path, 'its header contradicts its size');
    const saved = tables.map(({ name: table, chunks }, t): SavedTable => {
      const columns = forms[t]?.columns ?? [];
      const rows = pendingColumns(file, at, pending[t], columns);
      at += sizes[t];
      return { name: table, chunks, columns, rows };
    });
    return { step, savedMs: changedMs(path) ?? 0, tables: saved };
  } finally {
    file.close();
  }
}
