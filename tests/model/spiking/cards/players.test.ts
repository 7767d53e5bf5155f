import { describe, expect, it } from 'vitest';
import { type CardRules, NO_CARD } from '../../../../src/model/spiking/cards/game.js';
import { optimalFlips, randomFlips } from '../../../../src/model/spiking/cards/players.js';
import { openTables } from '../../../../src/model/spiking/cards/tables.js';

/** Sums of few fractions: a few roundings. */
const CLOSE = 1e-13;

/** Every deck of so many cards, each once. */
function decks(cards: number): readonly (readonly number[])[] {
  const left = Array.from({ length: cards / 2 }, () => 2);
  const grow = (deck: readonly number[]): readonly (readonly number[])[] => {
    if (deck.length === cards) return [deck];
    return left.flatMap((count, kind) => {
      if (count === 0) return [];
      left[kind]--;
      const found = grow([...deck, kind]);
      left[kind]++;
      return found;
    });
  };
  return grow([]);
}

/** Flips of a player who takes every pair that is known, turns over unseen cards in order, and never forgets. */
function play(deck: readonly number[]): number {
  const rules: CardRules = { cells: deck.length, shape: deck.length / 2, matchReward: 1, flipPenalty: 0 };
  // the image of a kind says which it is
  const images = new Float64Array(rules.shape * rules.shape);
  for (let kind = 0; kind < rules.shape; kind++) images[kind * rules.shape + kind] = 1;
  const tables = openTables(1, rules, () => ({ deck: Int32Array.from(deck), images }));
  const seen = new Map<number, number>();
  const gone = new Set<number>();
  const look = (cell: number): number => {
    const [over] = tables.step([cell]);
    const image = tables.observations.subarray(4 * rules.cells);
    const kind = over === undefined ? image.indexOf(1) : deck[cell];
    seen.set(cell, kind);
    if (tables.rewards[0] > 0) for (const [one, of] of seen) if (of === kind) gone.add(one);
    return kind;
  };
  const twin = (cell: number, kind: number) =>
    [...seen].find(([one, of]) => one !== cell && of === kind && !gone.has(one))?.[0];
  let flips = 0;
  while (tables.state.games[0] === 0) {
    const known = [...seen].find(([cell, kind]) => !gone.has(cell) && twin(cell, kind) !== undefined);
    const first = known?.[0] ?? deck.findIndex((_, cell) => !seen.has(cell));
    const kind = look(first);
    const second = twin(first, kind) ?? deck.findIndex((_, cell) => !seen.has(cell));
    look(second);
    flips += 2;
  }
  return flips;
}

describe('the flips of the best player', () => {
  it.each([
    [2, 2],
    [4, 16 / 3],
    [5, 16 / 3],
    [6, 26 / 3],
    [8, 1244 / 105],
  ])('of %d cells are %f', (cells, flips) => {
    expect(Math.abs(optimalFlips(cells) - flips)).toBeLessThan(CLOSE * flips);
  });

  it.each([4, 6])('of %d cells are those of a player with memory, over all decks', (cells) => {
    const all = decks(cells);
    const mean = all.reduce((sum, deck) => sum + play(deck), 0) / all.length;
    expect(Math.abs(mean - optimalFlips(cells))).toBeLessThan(1e-12);
    expect(all.every((deck) => !deck.includes(NO_CARD))).toBe(true);
  });
});

describe('the flips of a player who turns over any cell', () => {
  it.each([2, 4, 5])('of %d cells are what many games come to', (cells) => {
    const rules: CardRules = { cells, shape: 1, matchReward: 1, flipPenalty: 0 };
    const deck = Int32Array.from({ length: cells }, (_, i) => (i < cells - (cells % 2) ? i >> 1 : NO_CARD));
    const tables = openTables(1, rules, () => ({ deck, images: new Float64Array(cells >> 1) }));
    let state = 7;
    const flips: number[] = [];
    while (flips.length < 4000) {
      state = (state * 48271) % 2147483647;
      flips.push(...tables.step([Math.floor((state / 2147483647) * cells)]).map((game) => game.flips));
    }
    const mean = flips.reduce((sum, x) => sum + x, 0) / flips.length;
    const deviation = Math.sqrt(flips.reduce((sum, x) => sum + (x - mean) ** 2, 0) / flips.length);
    // four standard errors are passed once in 16,000
    expect(Math.abs(mean - randomFlips(cells))).toBeLessThan((4 * deviation) / Math.sqrt(flips.length));
  });
});
