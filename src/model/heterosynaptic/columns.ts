/** Rows of numbers, one for each unit of a layer, of which each thread of a team computes some columns. */
import type { Rank } from '../../train/team.js';
import type { Made, Share } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';

/** Units of a thread begin at a multiple of this, so that they are whole vectors and whole blocks of most couplings. */
const GRAIN = 8;

/**
 * The units of a layer of n that a thread has: neighbours. A product takes `strip` of them at a time and as long for a part of that. Who has
 * one more is a later thread, since that of the run has more to do beside, and the last one has what fills no strip.
 */
export function unitsOf(n: number, { rank, size }: Rank, strip: number): Share {
  const strips = Math.ceil(n / strip);
  const begin = (thread: number): number =>
    thread === size ? n : GRAIN * Math.floor((strip * Math.floor((thread * strips) / size)) / GRAIN);
  return { from: begin(rank), to: begin(rank + 1) };
}

/** Whether no thread is without a strip of such a layer. */
export const hasUnitsForAll = (n: number, { size }: Rank, strip: number): boolean => Math.ceil(n / strip) >= size;

/** Columns that products take at a time. */
export const stripOf = (numeric: Numeric): number => numeric.pick('strip_numbers').strip_numbers(1, 1);

export const widthOf = ({ from, to }: Share): number => to - from;

export interface Columns {
  /** Address of the columns of this thread, [rows, its units]. */
  readonly own: number;
  /** Address of all of them side by side, [rows, n]. */
  readonly all: number;
  /** Numbers of all rows. */
  readonly numbers: number;
  /** The columns of a thread. */
  made(rank: number, rows: number): readonly Made[];
  /** Puts the columns of all threads side by side. */
  join(rows: number): void;
}

/** @param rows - at most */
export function openColumns(numeric: Numeric, n: number, rows: number, { rank, size: threads }: Rank): Columns {
  const { size } = numeric;
  const k = numeric.pick('place_columns');
  const parts = Array.from({ length: threads }, (_, one) => {
    const units = unitsOf(n, { rank: one, size: threads }, stripOf(numeric));
    return { ...units, at: numeric.room(rows * widthOf(units)) };
  });
  const { at: own } = parts[rank];
  const all = threads === 1 ? own : numeric.room(rows * n);
  return {
    own,
    all,
    numbers: rows * n,
    made: (one, count) => [
      { from: rows * parts[one].from, numbers: numeric.view(parts[one].at, count * widthOf(parts[one])) },
    ],
    join: (count) => {
      if (threads === 1) return;
      for (const part of parts) k.place_columns(count, widthOf(part), part.at, all + part.from * size, n);
    },
  };
}
