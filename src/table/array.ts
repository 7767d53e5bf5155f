/** Arrays of any rank, as .npy, .npz, .safetensors and .mat files hold them: which one is meant, and whether it has the wanted shape. */
import { MsmError } from '../errors.js';
import { unusable } from './read-columns.js';
import type { ReadColumn, ReadTable, UnreadArray } from './table.js';

/** A column that is an array. */
export type ReadArray = ReadColumn & { readonly shape: readonly number[] };

/** Whether the file holds arrays with stated shapes, so that header, index columns and orientation are no question. */
export const holdsArrays = ({ columns }: ReadTable): boolean => columns.some(({ shape }) => shape !== undefined);

/**
 * A file of several arrays. It remembers why some cannot be read, to say so to whoever asks for one of them.
 *
 * @throws MsmError E_CONFIG where none can be read
 */
export function tableOfArrays(name: string, arrays: readonly ReadArray[], unread: readonly UnreadArray[]): ReadTable {
  if (arrays.length === 0) {
    const [first] = unread;
    if (unread.length === 1) throw first.error;
    const names = unread.map((array) => array.name).join(', ');
    throw unusable(
      name,
      unread.length === 0 ? 'it holds no array' : `it holds no array of numbers: ${names}`,
      first?.error.next,
    );
  }
  const nRows = arrays.length === 1 ? (arrays[0].shape[0] ?? 1) : 0;
  return { name, nRows, columns: arrays, metadata: {}, hasHeader: true, unread };
}

/**
 * The array that is meant: the first that has one of the names, else the only one.
 *
 * @throws MsmError E_CONFIG listing the names where there are several and none is called so, or saying why the one of that name cannot
 * be used
 */
export function pickArray(table: ReadTable, names: readonly string[]): ReadArray {
  const [name] = names;
  const arrays = table.columns.filter((column): column is ReadArray => column.shape !== undefined);
  const named = names.flatMap((own) => arrays.filter((array) => array.name === own));
  const unread = table.unread?.find((array) => names.includes(array.name));
  if (named.length === 0 && unread) throw unread.error;
  const picked = named[0] ?? (arrays.length === 1 ? arrays[0] : undefined);
  if (picked) return picked;
  const found = arrays.map((array) => `${array.name} ${shapeText(array.shape)}`).join(', ');
  const problem = arrays.length === 0 ? 'holds no array' : `holds ${arrays.length} arrays and none is called '${name}'`;
  throw new MsmError('E_CONFIG', `${table.name} ${problem}${found === '' ? '' : `: ${found}`}`, {
    place: table.name,
    next: `Call the array '${name}', or save it alone.`,
    data: { arrays: arrays.map((array) => array.name) },
  });
}

/**
 * The values of the array that is meant, in row-major order, and its shape. A vector may also be one row or one column; a wanted size below 0
 * is free.
 *
 * @throws MsmError E_CONFIG for another shape, naming both, and for a value that is not finite, naming its place
 */
export function fromArray(
  table: ReadTable,
  wanted: readonly number[],
  names: readonly string[],
): { readonly values: Float64Array; readonly shape: readonly number[] } {
  const [name] = names;
  const array = pickArray(table, names);
  if (!fits(array.shape, wanted)) {
    const called = array.name === '' || names.includes(array.name) ? name : `'${array.name}'`;
    const isTurned = wanted.length === 2 && fits([...array.shape].reverse(), wanted);
    throw new MsmError(
      'E_CONFIG',
      `${table.name} holds ${called} with shape ${shapeText(array.shape)}, wanted ${shapeText(wanted)}`,
      {
        place: table.name,
        next: isTurned ? 'Save it transposed: the first index is that of the rows.' : undefined,
        data: { found: array.shape, wanted },
      },
    );
  }
  const values = Float64Array.from(array.data as ArrayLike<number>); // [...wanted]
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    const place = placeIn(array.shape, odd).join(', ');
    throw new MsmError('E_CONFIG', `${table.name}: entry [${place}] is ${values[odd]}; all must be finite numbers`, {
      place: table.name,
    });
  }
  return { values, shape: wanted.length === array.shape.length ? array.shape : [values.length] };
}

function fits(found: readonly number[], wanted: readonly number[]): boolean {
  const isEqual = (sizes: readonly number[]): boolean =>
    sizes.length === wanted.length && sizes.every((size, i) => wanted[i] < 0 || size === wanted[i]);
  const isLine = wanted.length === 1 && found.length === 2 && (found[0] === 1 || found[1] === 1);
  return isEqual(isLine ? [found[0] * found[1]] : found);
}

/** The indices of a position in a row-major array. */
export function placeIn(shape: readonly number[], position: number): number[] {
  const indices: number[] = [];
  let rest = position;
  for (const size of [...shape].reverse()) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indices;
}

/** `[*, 4]`, free sizes as stars. */
export const shapeText = (shape: readonly number[]): string =>
  `[${shape.map((size) => (size < 0 ? '*' : String(size))).join(', ')}]`;
