/** Reads the arrays of a .npz file, which is a ZIP archive of .npy files. */

import { MsmError } from '../errors.js';
import { type ReadArray, tableOfArrays } from './array.js';
import { type Budget, budgetOf } from './limit.js';
import { unusable } from './read-columns.js';
import { parseNpy } from './read-npy.js';
import type { ReadTable, UnreadArray } from './table.js';
import { type ZipMember, zipMembers } from './zip.js';

/** @throws MsmError E_CORRUPT, or E_CONFIG where no array can be read or all are too large together */
export function readNpz(bytes: Uint8Array, name: string, limit: number): ReadTable {
  const members = zipMembers(bytes, name);
  const budget = budgetOf(name, limit);
  const arrays: ReadArray[] = [];
  const unread: UnreadArray[] = [];
  for (const member of members) {
    const array = arrayOf(member, name, budget);
    if (array instanceof MsmError) unread.push({ name: keyOf(member), error: array });
    else arrays.push(array);
  }
  return tableOfArrays(name, arrays, unread);
}

const keyOf = ({ name }: ZipMember): string => name.replace(/\.npy$/, '');

/** The array, or why the sound member cannot be used. */
function arrayOf(member: ZipMember, file: string, budget: Budget): ReadArray | MsmError {
  const place = `${file}, array '${keyOf(member)}'`;
  if (!member.name.endsWith('.npy')) return unusable(`${file}, member '${member.name}'`, 'it is no .npy array');
  const bytes = member.read(budget);
  try {
    return parseNpy(bytes, place, keyOf(member));
  } catch (error) {
    if (error instanceof MsmError && error.code === 'E_CONFIG') return error;
    throw error;
  }
}
