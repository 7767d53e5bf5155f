/** Reads safetensors. Every number of the file belongs to one tensor, and no name stands twice: what else could be read in two ways is refused. */

import type { MsmError } from '../errors.js';
import { type ReadArray, tableOfArrays } from './array.js';
import { decodeElements, type ElementType } from './elements.js';
import { repeatedKey } from './json-keys.js';
import { corrupt, unusable } from './read-columns.js';
import { LENGTH_BYTES, METADATA } from './safetensors.js';
import type { ReadTable, UnreadArray } from './table.js';

/** The bound that the format has. */
const MOST_HEADER_BYTES = 100_000_000;
/** NumPy has at most 64 dimensions. */
const MOST_DIMENSIONS = 64;

const TYPES: { readonly [dtype: string]: ElementType } = {
  F64: { kind: 'float', bytes: 8 },
  F32: { kind: 'float', bytes: 4 },
  F16: { kind: 'float', bytes: 2 },
  BF16: { kind: 'bfloat', bytes: 2 },
  I64: { kind: 'signed', bytes: 8 },
  I32: { kind: 'signed', bytes: 4 },
  I16: { kind: 'signed', bytes: 2 },
  I8: { kind: 'signed', bytes: 1 },
  U64: { kind: 'unsigned', bytes: 8 },
  U32: { kind: 'unsigned', bytes: 4 },
  U16: { kind: 'unsigned', bytes: 2 },
  U8: { kind: 'unsigned', bytes: 1 },
  BOOL: { kind: 'boolean', bytes: 1 },
};

/** What the header says of a tensor. */
interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

/**
 * The tensors in the order of their places, and the words about the file as metadata.
 *
 * @throws MsmError E_CORRUPT, or E_CONFIG where no tensor is of a type that can be read
 */
export function readSafetensors(bytes: Uint8Array, name: string): ReadTable {
  const { text, start } = headerOf(bytes, name);
  const { metadata, entries } = contentsOf(text, name);
  const numbers = bytes.subarray(start);
  assertCovered(entries, numbers.length, name);
  const arrays: ReadArray[] = [];
  const unread: UnreadArray[] = [];
  for (const entry of entries) {
    const found = arrayOf(entry, numbers, name);
    if ('error' in found) unread.push(found);
    else arrays.push(found);
  }
  return { ...tableOfArrays(name, arrays, unread), metadata };
}

/** The text of the header, and where the numbers begin. */
function headerOf(bytes: Uint8Array, name: string): { readonly text: string; readonly start: number } {
  if (bytes.length < LENGTH_BYTES) throw corrupt(name, `${bytes.length} bytes are too few for a safetensors file`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MOST_HEADER_BYTES || Number(length) > bytes.length - LENGTH_BYTES) {
    throw corrupt(name, `its header would have ${length} bytes, and the file has ${bytes.length}`);
  }
  const start = LENGTH_BYTES + Number(length);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, start)), start };
  } catch (cause) {
    throw corrupt(name, 'its header is not UTF-8', cause);
  }
}

function contentsOf(text: string, name: string) {
  const header = parsed(text, name);
  const twice = repeatedKey(text);
  if (twice !== undefined) throw corrupt(name, `its header has ${JSON.stringify(twice)} twice`);
  const words = Object.entries(header).find(([key]) => key === METADATA)?.[1] ?? {};
  if (!isTexts(words)) throw corrupt(name, `its ${METADATA} are not texts`);
  const entries = Object.entries(header)
    .filter(([key]) => key !== METADATA)
    .map(([key, entry]) => entryOf(key, entry, name))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  return { metadata: words, entries };
}

function parsed(text: string, name: string): object {
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header;
  } catch (cause) {
    throw corrupt(name, 'its header is not JSON', cause);
  }
  throw corrupt(name, 'its header is not a JSON object');
}

const isTexts = (words: unknown): words is { readonly [key: string]: string } =>
  typeof words === 'object' &&
  words !== null &&
  !Array.isArray(words) &&
  Object.values(words).every((word) => typeof word === 'string');

const isSizes = (sizes: unknown): sizes is readonly number[] =>
  Array.isArray(sizes) && sizes.length <= MOST_DIMENSIONS && sizes.every((n) => Number.isSafeInteger(n) && n >= 0);

function entryOf(tensor: string, entry: unknown, name: string): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as { readonly [field: string]: unknown };
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw corrupt(name, `its header does not say dtype, shape and data_offsets of ${JSON.stringify(tensor)}`);
  }
  const [from, to] = offsets;
  const type = Object.hasOwn(TYPES, dtype) ? TYPES[dtype] : undefined;
  const due = shape.reduce((product, size) => product * size, type?.bytes ?? 0);
  if (to < from || (type !== undefined && to - from !== due)) {
    const stated = `${dtype} of shape [${shape.join(', ')}]`;
    throw corrupt(name, `${JSON.stringify(tensor)}, ${stated}, would stand at bytes ${from} to ${to}`);
  }
  return { name: tensor, dtype, shape, from, to };
}

/** Refuses tensors that overlap, and bytes that belong to none. */
function assertCovered(entries: readonly Entry[], bytes: number, name: string): void {
  let end = 0;
  for (const { name: tensor, from, to } of entries) {
    if (from !== end) {
      const what =
        from < end ? 'overlaps with the tensor before it' : `leaves ${from - end} bytes before it to no tensor`;
      throw corrupt(name, `${JSON.stringify(tensor)} at bytes ${from} to ${to} ${what}`);
    }
    end = to;
  }
  if (end !== bytes) throw corrupt(name, `its tensors have ${end} bytes, and behind its header stand ${bytes}`);
}

/** The array, or why the sound tensor cannot be used. */
function arrayOf({ name, dtype, shape, from, to }: Entry, numbers: Uint8Array, file: string): ReadArray | UnreadArray {
  const place = `${file}, tensor '${name}'`;
  const refused = (problem: string): UnreadArray => ({ name, error: unusable(place, problem) as MsmError });
  if (!Object.hasOwn(TYPES, dtype)) {
    return refused(`its numbers are ${dtype}; what can be read is ${Object.keys(TYPES).join(', ')}`);
  }
  try {
    const stored = { type: TYPES[dtype], isLittle: true, shape, isColumnMajor: false };
    return { name, type: 'f64', data: decodeElements(numbers.subarray(from, to), stored), shape };
  } catch (cause) {
    return refused((cause as Error).message);
  }
}
