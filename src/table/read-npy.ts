/**
 * Reads arrays of NumPy: .npy files of the versions 1.0 to 3.0.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

import { type ReadArray, tableOfArrays } from './array.js';
import { decodeElements, type ElementType, isReadable } from './elements.js';
import { type PythonLiteral, parsePythonLiteral } from './python-literal.js';
import { corrupt, unusable } from './read-columns.js';
import type { ReadTable } from './table.js';

const MAGIC = '\x93NUMPY';
/** NumPy itself accepts 10,000 characters; a type of many fields is longer, and is then refused for being such a type. */
const LONGEST_HEADER = 2 ** 16;
const KINDS: { readonly [letter: string]: ElementType['kind'] } = {
  b: 'boolean',
  i: 'signed',
  u: 'unsigned',
  f: 'float',
};

/** @throws MsmError E_CORRUPT, or E_CONFIG for a type of numbers that is not supported */
export function readNpy(bytes: Uint8Array, name: string): ReadTable {
  return tableOfArrays(name, [parseNpy(bytes, name, '')], []);
}

/**
 * One array.
 *
 * @param place - the file, and the array in it, for messages
 * @param arrayName - what the array is called
 * @throws as `readNpy`
 */
export function parseNpy(bytes: Uint8Array, place: string, arrayName: string): ReadArray {
  const { header, start } = headerOf(bytes, place);
  const { descr, shape, isFortran } = fieldsOf(header, place);
  const { type, isLittle } = elementType(descr, place);
  const count = shape.reduce((product, size) => product * size, 1);
  const body = bytes.subarray(start);
  if (body.length !== count * type.bytes) {
    const stated = `${count * type.bytes} bytes for shape [${shape.join(', ')}]`;
    throw corrupt(place, `it has ${body.length} bytes of values where its header says ${stated}`);
  }
  try {
    const data = decodeElements(body, { type, isLittle, shape, isColumnMajor: isFortran });
    return { name: arrayName, type: 'f64', data, shape };
  } catch (cause) {
    throw unusable(place, (cause as Error).message);
  }
}

function headerOf(bytes: Uint8Array, place: string): { readonly header: PythonLiteral; readonly start: number } {
  const [major, minor] = [bytes[6], bytes[7]];
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC || bytes.length < 10) {
    throw corrupt(place, 'it does not begin as a .npy file');
  }
  if (!(major >= 1 && major <= 3 && minor === 0)) throw corrupt(place, `its format has version ${major}.${minor}`);
  const wide = major > 1 ? 4 : 2;
  const start = 8 + wide;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < start) throw corrupt(place, 'it ends in its header');
  const length = wide === 4 ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > LONGEST_HEADER) throw corrupt(place, `its header has ${length} bytes, more than ${LONGEST_HEADER}`);
  if (bytes.length < start + length) throw corrupt(place, 'it ends in its header');
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, start + length));
  try {
    return { header: parsePythonLiteral(text), start: start + length };
  } catch (cause) {
    throw corrupt(place, (cause as Error).message, cause);
  }
}

interface Fields {
  readonly descr: PythonLiteral;
  readonly shape: readonly number[];
  readonly isFortran: boolean;
}

function fieldsOf(header: PythonLiteral, place: string): Fields {
  const fields = header !== null && typeof header === 'object' && !Array.isArray(header) ? header : {};
  const { descr, fortran_order: isFortran, shape } = fields as { readonly [key: string]: PythonLiteral };
  const isSize = (size: unknown): size is number => Number.isSafeInteger(size) && (size as number) >= 0;
  if (descr === undefined || typeof isFortran !== 'boolean' || !Array.isArray(shape) || !shape.every(isSize)) {
    throw corrupt(place, "its header does not say 'descr', 'fortran_order' and 'shape'");
  }
  // NumPy has at most 64 dimensions
  if (shape.length > 64) throw corrupt(place, `it has ${shape.length} dimensions`);
  return { descr, shape, isFortran };
}

/** What NumPy's letters for other types than real numbers mean, and what a person can do. */
const REFUSED: { readonly [letter: string]: readonly [string, string] } = {
  O: [
    'Python objects (pickle), which are never opened because that can run a program',
    'Save it as numbers: numpy.save(FILE, numpy.asarray(x, dtype=float)).',
  ],
  c: ['complex numbers', 'Save its real or imaginary part.'],
  S: ['texts', 'Save it as numbers: x.astype(float).'],
  U: ['texts', 'Save it as numbers: x.astype(float).'],
  M: ['dates', 'Save it as numbers: x.astype(float).'],
  m: ['spans of time', 'Save it as numbers: x.astype(float).'],
  V: ['records or raw bytes', 'Save one of its fields as an array of numbers.'],
};

function elementType(descr: PythonLiteral, place: string): { readonly type: ElementType; readonly isLittle: boolean } {
  if (Array.isArray(descr)) {
    const fields = descr.map((field) => (Array.isArray(field) ? String(field[0]) : '?')).slice(0, 5);
    throw unusable(
      place,
      `it holds records with fields ${fields.join(', ')}`,
      'Save one field as an array of its own.',
    );
  }
  const match = typeof descr === 'string' ? /^([<>|=])([a-zA-Z])(\d{0,9})(?:\[\w+\])?$/.exec(descr) : null;
  if (match === null) throw corrupt(place, `its type of numbers is ${JSON.stringify(descr).slice(0, 40)}`);
  const [, order, letter, digits] = match;
  if (letter in REFUSED) {
    const [what, advice] = REFUSED[letter];
    throw unusable(place, `it holds ${what} (type '${match[0]}')`, advice);
  }
  const type = { kind: KINDS[letter], bytes: Number(digits) };
  if (!isReadable(type)) {
    throw unusable(place, `it holds numbers of type '${match[0]}'`, 'Save it as doubles: x.astype(float).');
  }
  return { type, isLittle: order !== '>' };
}
