/** Data elements of MATLAB level 5 files: a tag with type and length, then bytes filled up to a multiple of 8. */
import type { ElementType } from './elements.js';

/** An element whose bytes lie where its tag says. */
export interface MatElement {
  readonly type: number;
  readonly body: Uint8Array;
}

export const MATRIX = 14;
export const COMPRESSED = 15;

/** The numbers that an element may hold, by its type. */
export const STORED: { readonly [type: number]: ElementType } = {
  1: { kind: 'signed', bytes: 1 },
  2: { kind: 'unsigned', bytes: 1 },
  3: { kind: 'signed', bytes: 2 },
  4: { kind: 'unsigned', bytes: 2 },
  5: { kind: 'signed', bytes: 4 },
  6: { kind: 'unsigned', bytes: 4 },
  7: { kind: 'float', bytes: 4 },
  9: { kind: 'float', bytes: 8 },
  12: { kind: 'signed', bytes: 8 },
  13: { kind: 'unsigned', bytes: 8 },
};

/**
 * The elements that fill `bytes`, one after the other; `most` of them at most are read.
 *
 * @throws Error when a tag or what it announces lies outside
 */
export function* elementsOf(
  bytes: Uint8Array,
  isLittle: boolean,
  most = Number.POSITIVE_INFINITY,
): Generator<MatElement> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let count = 0; at < bytes.length && count < most; count++) {
    if (at + 8 > bytes.length) throw new Error(`it is cut in the tag at byte ${at}`);
    const first = view.getUint32(at, isLittle);
    // up to 4 bytes fit into the tag, whose type is then the lower half of the first word
    const isSmall = first >>> 16 !== 0;
    const type = isSmall ? first & 0xffff : first;
    const length = isSmall ? first >>> 16 : view.getUint32(at + 4, isLittle);
    const start = at + (isSmall ? 4 : 8);
    if (isSmall ? length > 4 : start + length > bytes.length) {
      throw new Error(`the element at byte ${at} has ${length} bytes, more than there are`);
    }
    yield { type, body: bytes.subarray(start, start + length) };
    if (isSmall) at += 8;
    else at = start + (type === COMPRESSED ? length : Math.ceil(length / 8) * 8);
  }
}
