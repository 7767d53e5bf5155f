/**
 * IDX, the format in which MNIST and its kin are published: two zero bytes, a type byte, the number of dimensions, their sizes as
 * big-endian 32-bit numbers, then the numbers row-major.
 */
import { MsmError } from '../errors.js';
import type { LabelledImages } from './labelled-images.js';

/** An array of bytes with its shape. */
export interface ByteArray {
  readonly shape: readonly number[];
  /** Row-major; a view of the bytes that were read. */
  readonly values: Uint8Array;
}

/** Type byte of unsigned bytes, the only one that images and labels have. */
const UNSIGNED_BYTE = 8;
const MOST_DIMENSIONS = 8;
const HEADER_WORD = 4;

const damaged = (place: string, message: string): MsmError =>
  new MsmError('E_CORRUPT', `${place}: ${message}`, { place, next: 'Get the file again.' });

const TYPES: { readonly [byte: number]: string } = {
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floating point numbers',
  14: '64-bit floating point numbers',
};

/** Type and number of dimensions that the first four bytes state. */
function dimensionsOf(bytes: Uint8Array, place: string): number {
  if (bytes.length < HEADER_WORD)
    throw damaged(place, `${bytes.length} bytes are too short for the header of an IDX file`);
  const [zero, alsoZero, type, dimensions] = bytes;
  const magic = [...bytes.subarray(0, HEADER_WORD)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  if (zero !== 0 || alsoZero !== 0) {
    const isGzip = zero === 0x1f && alsoZero === 0x8b;
    throw damaged(
      place,
      `it begins with ${magic}, an IDX file with 00 00${isGzip ? '; it is compressed with gzip' : ''}`,
    );
  }
  if (type !== UNSIGNED_BYTE) {
    const what = TYPES[type] ?? `a type (${type}) that IDX does not have`;
    throw damaged(place, `it begins with ${magic}: ${what}, not unsigned bytes (00 00 08)`);
  }
  if (dimensions === 0 || dimensions > MOST_DIMENSIONS) {
    throw damaged(place, `it has ${dimensions} dimensions; allowed are 1 to ${MOST_DIMENSIONS}`);
  }
  return dimensions;
}

/**
 * Reads an IDX file of unsigned bytes.
 *
 * @param place - name of the file, for messages
 * @throws MsmError E_CORRUPT for another type, and for a length that its sizes do not make
 */
export function readIdx(bytes: Uint8Array, place: string): ByteArray {
  const dimensions = dimensionsOf(bytes, place);
  const start = HEADER_WORD * (1 + dimensions);
  if (bytes.length < start) {
    throw damaged(place, `it ends after ${bytes.length} bytes, within a header of ${start}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, d) => view.getUint32(HEADER_WORD * (1 + d)));
  const wanted = start + shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== wanted) {
    const sizes = shape.join(' x ');
    throw damaged(place, `its sizes ${sizes} make ${wanted} bytes, it has ${bytes.length}`);
  }
  return { shape, values: bytes.subarray(start) };
}

/**
 * Images and their labels as two IDX files have them.
 *
 * @throws MsmError E_CORRUPT naming file, entry and value where they do not go together
 */
export function labelledImages(
  images: ByteArray,
  labels: ByteArray,
  classes: number,
  places: { readonly images: string; readonly labels: string },
): LabelledImages {
  if (images.shape.length !== 3) {
    throw damaged(places.images, `it has ${images.shape.length} dimensions; images have 3: count, height, width`);
  }
  if (labels.shape.length !== 1) {
    throw damaged(places.labels, `it has ${labels.shape.length} dimensions; labels have 1`);
  }
  const [count, height, width] = images.shape;
  if (count * height * width === 0) {
    throw damaged(places.images, `it has ${count} images of ${height} x ${width} pixels: there is nothing to learn`);
  }
  if (labels.shape[0] !== count) {
    throw damaged(places.labels, `it has ${labels.shape[0]} labels for the ${count} images of ${places.images}`);
  }
  const wrong = labels.values.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw damaged(places.labels, `label ${wrong} is ${labels.values[wrong]}; allowed are 0 to ${classes - 1}`);
  }
  return { count, height, width, pixels: images.values, labels: labels.values };
}
