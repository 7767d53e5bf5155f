/**
 * The chunks of a PNG image that have to do with its pixels, checked before it is decoded: the decoder unpacks whatever it is given,
 * including colour profiles that nobody looks at.
 *
 * Format: https://www.w3.org/TR/png-3/
 */
import { crc32 } from 'node:zlib';
import type { Budget } from './limit.js';
import { unpackExactly } from './unpack.js';

export const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10] as const;
const NEEDED: readonly string[] = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];
/** Samples of a pixel by the type of its colour. */
const CHANNELS: { readonly [type: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
  /** With length, type and checksum. */
  readonly whole: Uint8Array;
}

/**
 * The image with the chunks that are needed alone, whose pixels are known to unpack to as many bytes as its size says.
 *
 * @throws Error when it is damaged, MsmError E_CONFIG when it would unpack to more than the budget
 */
export function checkedPng(bytes: Uint8Array, budget: Budget): Uint8Array {
  const chunks = chunksOf(bytes).filter(({ type }) => NEEDED.includes(type));
  const [first] = chunks;
  if (first?.type !== 'IHDR' || first.body.length !== 13) throw new Error('it does not begin with its size');
  const [pixels, size] = sizesOf(first.body);
  // brightness is a double a pixel
  budget.take(Math.max(size, 8 * pixels));
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body));
  unpackExactly(data, 'zlib', size);
  return new Uint8Array(Buffer.concat([Uint8Array.from(SIGNATURE), ...chunks.map(({ whole }) => whole)]));
}

/** The chunks of an image. @throws Error when it is damaged */
export function chunksOf(bytes: Uint8Array): readonly Chunk[] {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw new Error('it does not begin as one');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; chunks.at(-1)?.type !== 'IEND'; ) {
    const end = at + 8 + (at + 12 <= bytes.length ? view.getUint32(at) : 0);
    if (at + 12 > bytes.length || end + 4 > bytes.length) throw new Error('it is cut');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end))
      throw new Error(`the checksum of its chunk ${type} is wrong`);
    chunks.push({ type, body: bytes.subarray(at + 8, end), whole: bytes.subarray(at, end + 4) });
    at = end + 4;
  }
  return chunks;
}

/** Where the pixels of the passes of an interlaced image begin and how far they lie apart: column, row, columns, rows. */
const PASSES: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** The number of pixels, and of bytes when unpacked: each line has a byte for its filter. */
function sizesOf(header: Uint8Array): readonly [number, number] {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, , , interlace] = header.subarray(8);
  const channels = CHANNELS[colour];
  if (width === 0 || height === 0 || channels === undefined || ![1, 2, 4, 8, 16].includes(depth) || interlace > 1) {
    throw new Error(
      `its header says ${width} x ${height} pixels, depth ${depth}, colour ${colour}, interlace ${interlace}`,
    );
  }
  const passes = interlace === 1 ? PASSES : ([[0, 0, 1, 1]] as const);
  const sizes = passes.map(([left, top, right, down]) => {
    const columns = Math.ceil((width - left) / right);
    const lines = Math.ceil((height - top) / down);
    return columns > 0 && lines > 0 ? lines * (1 + Math.ceil((columns * channels * depth) / 8)) : 0;
  });
  return [width * height, sizes.reduce((sum, size) => sum + size, 0)];
}
