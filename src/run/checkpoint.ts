/**
 * Checkpoints: the state block, its layout, the step and the recorder's position in one file.
 *
 *   magic 'MSMCKPT1' | u32 length of the header | header (JSON) | state block | pending rows | sha256 of all before
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import type { Block } from '../kernel/struct.js';
import { type DiskOperations, listFolder, readWhole, removeFile, writeWhole } from './disk.js';
import type { Recorder, TablePosition } from './recorder.js';

const MAGIC = new TextEncoder().encode('MSMCKPT1');
const DIGEST_BYTES = 32;

interface CheckpointHeader {
  readonly identity: string;
  readonly step: number;
  readonly layout: { readonly name: string; readonly bytes: number };
  readonly tables: readonly TablePosition[];
}

const fileName = (step: number): string => `step-${String(step).padStart(15, '0')}.ckpt`;

/** Writes a checkpoint and then removes the older ones. Chunks it counts must be on disk. */
export async function saveCheckpoint(
  disk: DiskOperations,
  folder: string,
  identity: string,
  block: Block,
  recorder: Recorder,
): Promise<void> {
  const step = block.get('step');
  const { name, bytes } = block.layout;
  const header: CheckpointHeader = { identity, step, layout: { name, bytes }, tables: recorder.positions() };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  await writeWhole(disk, join(folder, fileName(step)), (sink) => {
    const hash = createHash('sha256');
    for (const part of [MAGIC, length, text, block.bytes(), ...recorder.pendingBytes()]) {
      hash.update(part);
      sink.write(part);
    }
    sink.write(hash.digest());
  });
  for (const old of listFolder(folder)) {
    if (old.endsWith('.ckpt') && old !== fileName(step)) removeFile(join(folder, old));
  }
}

function parse(path: string, bytes: Uint8Array): { readonly header: CheckpointHeader; readonly body: Uint8Array } {
  const fail = (reason: string): never => {
    throw new MsmError('E_CORRUPT', `${path} is damaged: ${reason}`, {
      place: path,
      next: 'Remove it, and msm resume begins the run from its start.',
    });
  };
  const end = bytes.length - DIGEST_BYTES;
  if (end < MAGIC.length + 4 || !MAGIC.every((byte, i) => bytes[i] === byte))
    fail('it is no checkpoint of this version');
  const digest = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (!digest.equals(bytes.subarray(end))) fail('its checksum does not fit');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  const start = MAGIC.length + 4;
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(start, start + length))) as CheckpointHeader;
  return { header, body: bytes.subarray(start + length, end) };
}

/**
 * Loads the newest intact checkpoint into block and recorder. Returns its step, or undefined if there is none. Throws E_CORRUPT if
 * there are checkpoints and none is intact, E_CONFIG if it belongs to another run.
 */
export function loadCheckpoint(folder: string, identity: string, block: Block, recorder: Recorder): number | undefined {
  const files = listFolder(folder).filter((name) => name.endsWith('.ckpt'));
  let damage: unknown;
  for (const name of files.reverse()) {
    const path = join(folder, name);
    try {
      const { header, body } = parse(path, readWhole(path));
      const isOurs = header.identity === identity && header.layout.bytes === block.layout.bytes;
      if (!isOurs) {
        throw new MsmError('E_CONFIG', `${path} belongs to another run or another version of the kernels`, {
          place: path,
        });
      }
      const isRestored = recorder.restore(header.tables, body.subarray(block.layout.bytes));
      if (!isRestored) {
        throw new MsmError('E_CONFIG', `${path} holds other tables than run.json asks for`, { place: path });
      }
      block.bytes().set(body.subarray(0, block.layout.bytes));
      return header.step;
    } catch (error) {
      if (!(error instanceof MsmError) || error.code !== 'E_CORRUPT') throw error;
      damage = error;
    }
  }
  if (damage !== undefined) throw damage;
  return undefined;
}
