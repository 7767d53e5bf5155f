/**
 * Members of a ZIP archive, stored or deflated, by the directory at its end.
 *
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { crc32 } from 'node:zlib';
import type { Budget } from './limit.js';
import { corrupt, unusable } from './read-columns.js';
import { unpackExactly } from './unpack.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
/** Marks a field of 32 bits whose value is in a zip64 record. */
const ELSEWHERE = 0xffffffff;

export interface ZipMember {
  readonly name: string;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Unpacks it. Throws E_CORRUPT if it is damaged, E_CONFIG beyond the budget. */
  read(budget: Budget): Uint8Array;
}

/** @throws MsmError E_CORRUPT for a damaged directory, E_CONFIG for archives beyond 4 GiB */
export function zipMembers(bytes: Uint8Array, file: string): readonly ZipMember[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view, file);
  const count = view.getUint16(end + 10, true);
  const members: ZipMember[] = [];
  let at = view.getUint32(end + 16, true);
  if (at === ELSEWHERE || count === 0xffff) throw beyond(file);
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_SIZE > end || view.getUint32(at, true) !== ENTRY)
      throw corrupt(file, `entry ${i} of its directory is damaged`);
    members.push(memberAt(bytes, view, at, file));
    at += ENTRY_SIZE + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (new Set(members.map(({ name }) => name)).size < count)
    throw corrupt(file, 'two of its members have the same name');
  return members;
}

/** The record at the end of the archive, after which there may be a comment. */
function endOf(view: DataView, file: string): number {
  const first = Math.max(0, view.byteLength - END_SIZE - 0xffff);
  for (let at = view.byteLength - END_SIZE; at >= first; at--) {
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  throw corrupt(file, 'the directory at its end is missing; the file may have been cut');
}

function beyond(file: string): Error {
  return unusable(file, 'it is an archive of more than 4 GiB (zip64)', 'Save the array alone as .npy.');
}

function memberAt(bytes: Uint8Array, view: DataView, at: number, file: string): ZipMember {
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [crc, packed, size, start] = [16, 20, 24, 42].map((offset) => view.getUint32(at + offset, true));
  const nameEnd = at + ENTRY_SIZE + view.getUint16(at + 28, true);
  const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_SIZE, nameEnd));
  const place = `${file}, member '${name}'`;
  if ([packed, size, start].includes(ELSEWHERE)) throw beyond(file);
  const read = (budget: Budget): Uint8Array => {
    if ((flags & 1) !== 0) throw unusable(place, 'it is encrypted');
    if (method !== 0 && method !== 8)
      throw unusable(place, `it is packed by method ${method}`, 'Save it with numpy.savez or numpy.savez_compressed.');
    if (start + LOCAL_SIZE > bytes.length || view.getUint32(start, true) !== LOCAL)
      throw corrupt(place, 'it does not begin where the directory says');
    // sizes of the local header are not used: NumPy leaves them to a zip64 record
    const from = start + LOCAL_SIZE + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    if (from + packed > bytes.length) throw corrupt(place, 'it is longer than the file');
    const body = bytes.subarray(from, from + packed);
    if (method === 8) budget.take(size);
    let values: Uint8Array;
    try {
      values = method === 8 ? unpackExactly(body, 'deflate', size) : body;
    } catch (cause) {
      throw corrupt(place, (cause as Error).message, cause);
    }
    if (values.length !== size || crc32(values) !== crc) throw corrupt(place, 'its checksum is wrong');
    return values;
  };
  return { name, size, read };
}
