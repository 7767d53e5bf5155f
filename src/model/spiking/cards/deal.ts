/** Decks and images by position: those of a game are a function of its numbers alone. */
import { permute } from '../../../train/order.js';
import { type CardRules, NO_CARD, pairsOf } from './game.js';
import type { Dealer } from './tables.js';

export interface DealOptions extends Pick<CardRules, 'cells' | 'shape'> {
  /** Whether each game has images of its own; otherwise all games have the same. */
  readonly isResampled: boolean;
}

/** Uniform draws in [0, 1) of decks or images; valid until the next call. */
export type DealDraws = (of: 'decks' | 'images', stream: number, first: number, count: number) => ArrayLike<number>;

/** Stream of the images that all games have, which no table has. */
const STREAM_OF_ALL = 2 ** 31;

export function dealer({ cells, shape, isResampled }: DealOptions, draw: DealDraws): Dealer {
  const [cards, numbers] = [2 * pairsOf(cells), pairsOf(cells) * shape];
  const imagesAt = (stream: number, game: number) => Float64Array.from(draw('images', stream, game * numbers, numbers));
  const shared = isResampled ? undefined : imagesAt(STREAM_OF_ALL, 0);
  return (table, game) => {
    const order = new Int32Array(cards);
    permute(order, draw('decks', table, game * cards, cards));
    const deck = new Int32Array(cells).fill(NO_CARD);
    // two cards next to each other before shuffling are of a kind
    for (const [cell, card] of order.entries()) deck[cell] = card >> 1;
    return { deck, images: shared ?? imagesAt(table, game) };
  };
}
