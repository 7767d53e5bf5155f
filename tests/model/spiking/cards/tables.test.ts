import { describe, expect, it } from 'vitest';
import { dealer } from '../../../../src/model/spiking/cards/deal.js';
import { type CardRules, NO_CARD } from '../../../../src/model/spiking/cards/game.js';
import { type Dealer, NO_MOVE, openTables, type Tables } from '../../../../src/model/spiking/cards/tables.js';
import { draws } from '../../../dataset/draws.js';

const RULES: CardRules = { cells: 4, shape: 3, matchReward: 25, flipPenalty: -0.5 };
const OPTIONS = { cells: RULES.cells, shape: RULES.shape };

/** Draws of decks and images that differ. */
const drawOf = (of: 'decks' | 'images', stream: number, first: number, count: number) =>
  Float64Array.from({ length: count }, (_, i) => draws(stream + (of === 'decks' ? 0 : 5000), first + i));

const deal = dealer({ ...OPTIONS, isResampled: false }, drawOf);

/** Plays the pairs of the game that lies on each table, one card a step. */
function finishAll(tables: Tables, of: Dealer) {
  const orders = Array.from(tables.state.games, (game, table) => {
    const { deck } = of(table, game);
    return [...deck.keys()].sort((a, b) => deck[a] - deck[b]);
  });
  return Array.from({ length: RULES.cells }, (_, s) => tables.step(orders.map((order) => order[s])));
}

describe('games on several tables', () => {
  it('are dealt anew when they are over, and then show the new game with the reward of the old', () => {
    const tables = openTables(2, RULES, deal);
    const fresh = [...tables.observations];
    const finished = finishAll(tables, deal);
    expect(finished.slice(0, -1)).toEqual([[], [], []]);
    const reward = 2 * 25 - 4 * 0.5;
    expect(finished.at(-1)).toEqual([
      { table: 0, game: 0, flips: 4, reward },
      { table: 1, game: 0, flips: 4, reward },
    ]);
    expect([[...tables.done], [...tables.rewards]]).toEqual([
      [1, 1],
      [24.5, 24.5],
    ]);
    expect([...tables.observations]).toEqual(fresh);
    expect([...tables.state.games]).toEqual([1, 1]);
    expect([...tables.state.flips, ...tables.state.rewards]).toEqual([0, 0, 0, 0]);
    // the next game has a deck of its own, and is played with it
    expect(finishAll(tables, deal).at(-1)).toHaveLength(2);
  });

  it('go on from their state as if nothing had been', () => {
    const [one, other] = [openTables(3, RULES, deal), openTables(3, RULES, deal)];
    const actions = Array.from({ length: 60 }, (_, s) =>
      [0, 1, 2].map((table) => Math.floor(4 * draws(table + 99, s))),
    );
    for (const cells of actions.slice(0, 30)) one.step(cells);
    other.state.states.set(one.state.states);
    other.state.games.set(one.state.games);
    other.state.flips.set(one.state.flips);
    other.state.rewards.set(one.state.rewards);
    other.state.observations.set(one.state.observations);
    other.changed();
    expect(other.grid(1)).toBe(one.grid(1));
    for (const cells of actions.slice(30)) {
      expect(other.step(cells)).toEqual(one.step(cells));
      expect([...other.observations, ...other.rewards, ...other.done]).toEqual([
        ...one.observations,
        ...one.rewards,
        ...one.done,
      ]);
    }
    expect(Math.max(...one.state.games)).toBeGreaterThan(0);
  });

  it('are left alone where no card is turned over', () => {
    const tables = openTables(2, RULES, deal);
    tables.step([1, 3]);
    const before = [...tables.observations];
    expect(tables.step([NO_MOVE, 0])).toEqual([]);
    const size = before.length / 2;
    expect([...tables.observations.subarray(0, size)]).toEqual(before.slice(0, size));
    expect([...tables.observations.subarray(size)]).not.toEqual(before.slice(size));
    expect([[...tables.state.flips], tables.rewards[0], tables.done[0]]).toEqual([[1, 2], 0, 0]);
  });

  it('can be given up, and begin from the first game again', () => {
    const tables = openTables(2, RULES, deal);
    const fresh = [...tables.observations];
    tables.step([1, 3]);
    expect(tables.giveUp(1)).toEqual({ table: 1, game: 0, flips: 1, reward: -0.5 });
    expect([[...tables.state.games], [...tables.state.flips]]).toEqual([
      [0, 1],
      [1, 0],
    ]);
    tables.restart();
    expect([[...tables.state.games], [...tables.state.flips]]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect([...tables.observations]).toEqual(fresh);
  });

  it('can be seen as a text, with what lies face up', () => {
    const tables = openTables(1, RULES, () => ({ deck: Int32Array.from([0, 1, 1, 0]), images: new Float64Array(6) }));
    tables.step([2]);
    expect(tables.grid(0)).toBe('-0- -1- +1+ -0-');
    tables.step([1]);
    expect(tables.grid(0)).toBe('-0-  x   x  -0-');
  });

  it('refuse a cell that there is not', () => {
    expect(() => openTables(1, RULES, deal).step([4])).toThrow('cell 4 of table 0; there are 0 to 3');
    expect(() => openTables(1, RULES, deal).step([Number.NaN])).toThrow('cell NaN of table 0');
  });
});

describe('a deal', () => {
  it('has two cards of each kind, shuffled, and the odd cell empty', () => {
    const { deck } = dealer({ ...OPTIONS, cells: 7, isResampled: false }, drawOf)(0, 0);
    expect([...deck].sort((a, b) => a - b)).toEqual([NO_CARD, 0, 0, 1, 1, 2, 2]);
    expect(deck[6]).toBe(NO_CARD);
  });

  it('finds every order of four cards equally often', () => {
    const counts = new Map<string, number>();
    const games = 6000;
    for (let game = 0; game < games; game++) {
      const key = deal(game % 10, Math.floor(game / 10)).deck.join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // chi squared with 5 degrees of freedom: 20.5 is passed with probability 0.001
    const chi = [...counts.values()].reduce((sum, n) => sum + (n - games / 6) ** 2 / (games / 6), 0);
    expect(chi).toBeLessThan(20.5);
  });

  it('has the images of all games, or images of its own', () => {
    const [a, b, c] = [deal(0, 0), deal(0, 1), deal(3, 7)].map(({ images }) => [...images]);
    expect([b, c]).toEqual([a, a]);
    expect(a).toHaveLength(2 * RULES.shape);
    const fresh = dealer({ ...OPTIONS, isResampled: true }, drawOf);
    const sets = [fresh(0, 0), fresh(0, 1), fresh(1, 0)].map(({ images }) => images.join());
    expect(new Set(sets).size).toBe(3);
    expect(fresh(1, 5)).toEqual(fresh(1, 5));
  });
});
