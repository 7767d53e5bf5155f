/**
 * The bytes of a state to a file and back. A state may have gigabytes, so it goes from linear memory to the disk and back without a second
 * copy of it, and signals have their turn between its pieces.
 */
import type { FileSink, OpenedFile } from '../host/disk.js';
import { breathe } from '../host/signals.js';
import type { Block } from '../kernel/struct.js';

/** Bytes that are written at once. */
export const STATE_PIECE_BYTES = 2 ** 22;

/** Writes the saved bytes of a block, piece by piece. */
export async function writeState(sink: FileSink, block: Block): Promise<void> {
  const size = block.layout.savedBytes;
  for (let at = 0; at < size; at += STATE_PIECE_BYTES) {
    if (at > 0) await breathe();
    // a new view each time: memory that grew meanwhile has left the old one empty
    sink.write(block.bytes().subarray(at, Math.min(at + STATE_PIECE_BYTES, size)));
  }
}

/** Fills a block with what a file has from `start` on; false if that is too little. Throws E_IO. */
export function readState(file: OpenedFile, start: number, block: Block): boolean {
  const bytes = block.bytes();
  return file.fill(bytes, start) === bytes.length;
}
