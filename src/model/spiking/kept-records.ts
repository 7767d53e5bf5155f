/** Records of samples: forward passes are kept until their gradients are made, as many as there is room for; the others are done again. */
import type { Numeric } from './numeric.js';

export interface KeptRecords {
  /** The record of an item that was kept; undefined if it has none. */
  of(item: number): number | undefined;
  /** A record to make an item in: one of its own if it is to be kept and there is room, else one that the next may write over. */
  place(item: number, keeps: boolean): number;
  /** Nothing that was made before holds any more. */
  forget(): void;
}

/** @param items - of which records are kept at once, at most: 0 where nobody asks for that */
export function openKeptRecords({ kernels }: Numeric, bytes: number, items: number, keptBytes: number): KeptRecords {
  const most = Math.floor(keptBytes / bytes);
  const [next, passed] = [kernels.later(Math.min(items, most), bytes), kernels.later(1, bytes)];
  const pool: number[] = [];
  const made = new Map<number, number>();
  const places = new Map<number, number>();
  let shared = 0;
  const passing = (): number => {
    if (shared === 0) shared = passed();
    return shared;
  };
  return {
    of: (item) => made.get(item),
    place: (item, keeps) => {
      if (!keeps) return passing();
      let record = places.get(item);
      if (record === undefined) {
        if (places.size >= most) return passing();
        if (places.size === pool.length) pool.push(next());
        record = pool[places.size];
        places.set(item, record);
      }
      made.set(item, record);
      return record;
    },
    forget: () => {
      made.clear();
      places.clear();
    },
  };
}
