/**
 * Weights that the errors of a layer go back through, where the threads of a team have some units each. Whoever has units packs their rows, a
 * part for the columns of each thread, and each thread puts together the strips of its own columns: half of what weights are, and mixed once.
 */
import type { Rank } from '../../train/team.js';
import type { Made, Share } from '../../train/trainable.js';
import { stripOf, unitsOf, widthOf } from './columns.js';
import type { Numeric } from './numeric.js';

export interface SharedStrips {
  /** Address of the strips of this thread. */
  readonly at: number;
  /** Numbers that go between threads. */
  readonly numbers: number;
  /** Packs the rows of this thread of weights [outputs, inputs] at an address. */
  pack(weights: number): void;
  /** What a thread packs: this one for all others, another one for this. */
  made(rank: number): readonly Made[];
}

export function openSharedStrips(numeric: Numeric, inputs: number, outputs: number, place: Rank): SharedStrips {
  const { size } = numeric;
  const k = numeric.pick('pack_strips');
  const strip = stripOf(numeric);
  const ranks = Array.from({ length: place.size }, (_, rank) => rank);
  const rows = ranks.map((rank) => unitsOf(outputs, { ...place, rank }, strip));
  const columns = ranks.map((rank) => unitsOf(inputs, { ...place, rank }, strip));
  const stripsOf = (rank: number): number => Math.ceil(widthOf(columns[rank]) / strip);
  const numbersOf = (maker: number, taker: number): number => stripsOf(taker) * widthOf(rows[maker]) * strip;
  const isSent = (maker: number, taker: number): boolean => maker !== taker;
  // where what goes from one to another is, among all that does
  let numbers = 0;
  const places = ranks.map((maker) =>
    ranks.map((taker) => {
      const from = numbers;
      if (isSent(maker, taker)) numbers += numbersOf(maker, taker);
      return from;
    }),
  );
  const own: Share = rows[place.rank];
  const at = numeric.room(stripsOf(place.rank) * outputs * strip);
  const sent = ranks.map((taker) => (taker === place.rank ? 0 : numeric.room(numbersOf(place.rank, taker))));
  /** Where the rows of a thread are in a strip of this one. */
  const rowsAt = (t: number, { from }: Share): number => at + (t * outputs + from) * strip * size;
  const packOwn = (weights: number): void => {
    const { from, to } = columns[place.rank];
    for (let t = 0, column = from; column < to; t++, column += strip) {
      const there = Math.min(strip, to - column);
      k.pack_strips(false, there, widthOf(own), weights + column * size, inputs, rowsAt(t, own));
    }
  };
  return {
    at,
    numbers,
    pack: (weights) => {
      const from = weights + own.from * inputs * size;
      for (const taker of ranks) {
        if (!isSent(place.rank, taker)) packOwn(from);
        else
          k.pack_strips(
            false,
            widthOf(columns[taker]),
            widthOf(own),
            from + columns[taker].from * size,
            inputs,
            sent[taker],
          );
      }
    },
    made: (maker) => {
      if (maker === place.rank) {
        return ranks
          .filter((taker) => isSent(maker, taker))
          .map((taker) => ({
            from: places[maker][taker],
            numbers: numeric.view(sent[taker], numbersOf(maker, taker)),
          }));
      }
      const count = widthOf(rows[maker]) * strip;
      return Array.from({ length: stripsOf(place.rank) }, (_, t) => ({
        from: places[maker][place.rank] + t * count,
        numbers: numeric.view(rowsAt(t, rows[maker]), count),
      }));
    },
  };
}
