/**
 * Reads arrays of numbers out of MATLAB files of level 5 (`save -v6` and `-v7`), written from the public description of the format.
 *
 * Format: https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf
 */
import { MsmError } from '../errors.js';
import { type ReadArray, tableOfArrays } from './array.js';
import { decodeElements, InexactError } from './elements.js';
import { type Budget, budgetOf, tooLarge } from './limit.js';
import { COMPRESSED, elementsOf, MATRIX, type MatElement, STORED } from './mat-element.js';
import { corrupt, unusable } from './read-columns.js';
import type { ReadTable, UnreadArray } from './table.js';
import { TooLongError, unpack } from './unpack.js';

const HEADER_SIZE = 128;
const ADVICE = "In MATLAB: save('FILE.mat', 'NAME', '-v7'). Or save it as .npz.";

/** What a variable that holds no array of numbers is, by its class. */
const CLASSES: { readonly [id: number]: string } = {
  1: 'a cell array',
  2: 'a struct',
  3: 'an object',
  4: 'text',
  16: 'a function handle',
  17: 'an object',
};
const SPARSE = 5;
const COMPLEX = 0x08;

/** @throws MsmError E_CORRUPT, or E_CONFIG for other levels, and where no variable is an array of numbers */
export function readMat(bytes: Uint8Array, name: string, limit: number): ReadTable {
  const isLittle = checkHeader(bytes, name);
  const budget = budgetOf(name, limit);
  const arrays: ReadArray[] = [];
  const unread: UnreadArray[] = [];
  try {
    for (const element of elementsOf(bytes.subarray(HEADER_SIZE), isLittle)) {
      const variable = variableOf(matrixOf(element, isLittle, budget, name), isLittle);
      // MATLAB keeps the data of objects in a variable without a name
      if (variable.name === '') continue;
      const array = arrayOf(variable, isLittle, budget, `${name}, variable '${variable.name}'`);
      if (array instanceof MsmError) unread.push({ name: variable.name, error: array });
      else arrays.push(array);
    }
  } catch (error) {
    throw error instanceof MsmError ? error : corrupt(name, (error as Error).message, error);
  }
  const names = [...arrays, ...unread].map((array) => array.name);
  if (new Set(names).size < names.length) throw corrupt(name, 'two of its variables have the same name');
  return tableOfArrays(name, arrays, unread);
}

/** The byte order. */
function checkHeader(bytes: Uint8Array, name: string): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, HEADER_SIZE));
  if (text.startsWith('\x89HDF') || text.startsWith('MATLAB 7.3')) {
    throw unusable(name, 'it is a MATLAB file of version 7.3 (HDF5), which is not read', ADVICE);
  }
  // the description of level 5: a zero among the first four bytes means level 4
  if (bytes.length >= 4 && bytes.subarray(0, 4).includes(0))
    throw unusable(name, 'it is a MATLAB file of level 4, or none', ADVICE);
  if (bytes.length < HEADER_SIZE)
    throw corrupt(name, `it has ${bytes.length} bytes, and a MATLAB file at least ${HEADER_SIZE}`);
  const order = text.slice(126);
  if (order !== 'IM' && order !== 'MI') throw corrupt(name, 'its header does not state the order of bytes');
  const isLittle = order === 'IM';
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint16(124, isLittle);
  if (version !== 0x0100)
    throw unusable(name, `it is a MATLAB file of version 0x${version.toString(16)}, not 0x100`, ADVICE);
  return isLittle;
}

/** The body of a variable, unpacked. */
function matrixOf({ type, body }: MatElement, isLittle: boolean, budget: Budget, name: string): Uint8Array {
  if (type === MATRIX) return body;
  if (type !== COMPRESSED) throw new Error(`it has an element of type ${type} where a variable must be`);
  let unpacked: Uint8Array;
  try {
    unpacked = unpack(body, 'zlib', budget.left);
  } catch (cause) {
    if (cause instanceof TooLongError) throw tooLarge(name, undefined, budget.limit);
    throw new Error(`a variable cannot be unpacked (${(cause as Error).message})`, { cause });
  }
  budget.take(unpacked.length);
  const [matrix] = elementsOf(unpacked, isLittle, 1);
  if (matrix?.type !== MATRIX) throw new Error('what it has packed is not a variable');
  return matrix.body;
}

interface Variable {
  readonly name: string;
  readonly classId: number;
  readonly isComplex: boolean;
  readonly shape: readonly number[];
  /** The elements with its values; those of structs and the like are not looked at. */
  readonly values: readonly MatElement[];
}

function variableOf(body: Uint8Array, isLittle: boolean): Variable {
  const [flags, sizes, name] = elementsOf(body, isLittle, 3);
  if (flags?.type !== 6 || flags.body.length !== 8 || sizes === undefined || name?.type !== 1) {
    throw new Error('a variable has no flags, sizes or name');
  }
  const word = new DataView(flags.body.buffer, flags.body.byteOffset).getUint32(0, isLittle);
  const classId = word & 0xff;
  const shape = classId in CLASSES ? [] : [...numbersOf(sizes, isLittle)];
  if (
    !(classId in CLASSES) &&
    (shape.length < 2 || shape.length > 64 || !shape.every((size) => Number.isInteger(size) && size >= 0))
  ) {
    throw new Error(`a variable has the sizes [${shape.slice(0, 9).join(', ')}]`);
  }
  const values = classId in CLASSES ? [] : [...elementsOf(body, isLittle, 6)].slice(3);
  return {
    name: String.fromCharCode(...name.body.subarray(0, 200)),
    classId,
    isComplex: (word & (COMPLEX << 8)) !== 0,
    shape,
    values,
  };
}

/** The numbers of an element; as MATLAB stores whole doubles in the smallest type, this is not the type of the variable. */
function numbersOf(element: MatElement | undefined, isLittle: boolean, shape?: readonly number[]): Float64Array {
  const type = element === undefined ? undefined : STORED[element.type];
  if (element === undefined || type === undefined)
    throw new Error(`an element of type ${element?.type} holds no numbers`);
  const length = Math.floor(element.body.length / type.bytes);
  const isColumnMajor = shape !== undefined;
  if (shape !== undefined && length !== sizeOf(shape)) {
    throw new Error(`a variable has ${length} values for sizes [${shape.join(', ')}]`);
  }
  return decodeElements(element.body, { type, isLittle, shape: shape ?? [length], isColumnMajor });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The array, or why the sound variable cannot be used. */
function arrayOf(variable: Variable, isLittle: boolean, budget: Budget, place: string): ReadArray | MsmError {
  const { name, classId, shape, values } = variable;
  const what = CLASSES[classId];
  if (what !== undefined)
    return unusable(place, `it is ${what}, no array of numbers`, 'Save an array of numbers as a variable of its own.');
  if (variable.isComplex) return unusable(place, 'it holds complex numbers', 'Save its real or imaginary part.');
  if (classId === SPARSE) return { name, type: 'f64', data: fromSparse(variable, isLittle, budget), shape };
  if (classId < 6 || classId > 15) throw new Error(`variable '${name}' is of the unknown class ${classId}`);
  try {
    return { name, type: 'f64', data: numbersOf(values[0], isLittle, shape), shape };
  } catch (cause) {
    if (cause instanceof InexactError) return unusable(place, cause.message);
    throw cause;
  }
}

/** Values column by column: `rows` of the values, and where each column begins among them. */
function fromSparse({ name, shape, values }: Variable, isLittle: boolean, budget: Budget): Float64Array {
  const [rows, starts, entries] = values.slice(0, 3).map((element) => numbersOf(element, isLittle));
  const [nRows, nColumns] = shape;
  const damaged = new Error(`the sparse variable '${name}' points outside of itself`);
  if (shape.length !== 2 || entries === undefined || starts.length !== nColumns + 1) throw damaged;
  budget.take(8 * nRows * nColumns);
  const full = new Float64Array(nRows * nColumns); // [rows, columns]
  for (let column = 0; column < nColumns; column++) {
    const end = starts[column + 1];
    if (!(starts[column] >= 0 && starts[column] <= end && end <= Math.min(rows.length, entries.length))) throw damaged;
    for (let i = starts[column]; i < end; i++) {
      if (!(rows[i] >= 0 && rows[i] < nRows)) throw damaged;
      full[rows[i] * nColumns + column] = entries[i];
    }
  }
  return full;
}
