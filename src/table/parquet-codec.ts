/** Unpacking of Parquet pages, each to the size that its header states. */
import type { CompressionCodec } from 'hyparquet';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { unpackLz4Block } from './lz4.js';
import { unpackExactly } from './unpack.js';
import { unpackZstd } from './zstd.js';

/** @throws Error when the bytes are damaged or have another size */
export function unpackPage(bytes: Uint8Array, codec: CompressionCodec, size: number): Uint8Array {
  switch (codec) {
    case 'UNCOMPRESSED':
      if (bytes.length !== size) throw new Error(`a page has ${bytes.length} bytes where ${size} are stated`);
      return bytes;
    case 'SNAPPY':
      return unpackSnappy(bytes, size);
    case 'GZIP':
      return unpackExactly(bytes, 'gzip', size);
    case 'BROTLI':
      return unpackExactly(bytes, 'brotli', size);
    case 'ZSTD':
      return unpackZstd(bytes, size);
    case 'LZ4_RAW':
      return unpackLz4(bytes, size);
    case 'LZ4':
      return unpackHadoop(bytes, size) ?? unpackLz4(bytes, size);
    default:
      throw new Error(`the compression ${codec} is not supported`);
  }
}

/** Snappy has its size in front. */
function unpackSnappy(bytes: Uint8Array, size: number): Uint8Array {
  let stated = 0;
  for (let at = 0, shift = 1; at < 5; at++, shift *= 128) {
    stated += (bytes[at] & 127) * shift;
    if (bytes[at] < 128) break;
  }
  if (stated !== size) throw new Error(`a page unpacks to ${stated} bytes where ${size} are stated`);
  const output = new Uint8Array(size);
  snappyUncompress(bytes, output);
  return output;
}

function unpackLz4(bytes: Uint8Array, size: number): Uint8Array {
  if (size > 255 * bytes.length) throw new Error(`a page cannot unpack to ${size} bytes`);
  const output = new Uint8Array(size);
  if (unpackLz4Block(bytes, output) !== size) throw new Error(`a page does not unpack to ${size} bytes`);
  return output;
}

/** Blocks with both their sizes in front, highest byte first, as old programs write LZ4; undefined where it is not so. */
function unpackHadoop(bytes: Uint8Array, size: number): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let total = 0;
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) return undefined;
    const [unpacked, packed] = [view.getUint32(at), view.getUint32(at + 4)];
    at += 8;
    total += unpacked;
    if (at + packed > bytes.length || total > size) return undefined;
    parts.push(unpackLz4(bytes.subarray(at, at + packed), unpacked));
    at += packed;
  }
  return total === size ? new Uint8Array(Buffer.concat(parts)) : undefined;
}
