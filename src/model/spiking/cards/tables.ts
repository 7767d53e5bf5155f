/** Several games at once, each dealt anew when it is over. */
import {
  type CardRules,
  type Deal,
  flip,
  freshCells,
  gridText,
  NO_CARD,
  observationSize,
  writeObservation,
} from './game.js';

/** The deal of a game of a table, by their numbers. The same whenever it is asked for. */
export type Dealer = (table: number, game: number) => Deal;

/** What tables depend on beside their dealer: all that a checkpoint needs. */
export interface TablesState {
  /** [tables, cells] */
  readonly states: Uint8Array;
  /** Game that is played, and flips in it so far, [tables] each. */
  readonly games: Int32Array;
  readonly flips: Int32Array;
  /** Rewards of the game so far, [tables]. */
  readonly rewards: Float64Array;
  /** What is seen, [tables, size of an observation]; where a game was just over, what is seen of the next one. */
  readonly observations: Float64Array;
}

/** Instead of a cell: no card is turned over on that table. */
export const NO_MOVE = -1;

/** A game that is over. */
export interface FinishedGame {
  readonly table: number;
  readonly game: number;
  readonly flips: number;
  readonly reward: number;
}

export interface Tables {
  /** Those of the state. */
  readonly observations: Float64Array;
  /** Of the last step, [tables]. */
  readonly rewards: Float64Array;
  /** 1 where the game that was played is over, [tables]. */
  readonly done: Uint8Array;
  readonly state: TablesState;
  /** Turns over a card on each table, or none, and returns the games that are over by that. */
  step(cells: ArrayLike<number>): readonly FinishedGame[];
  /** Every table is at the beginning of its first game. */
  restart(): void;
  /** The game of a table is over as it is, and the next one begins; returns the one that is given up. */
  giveUp(table: number): FinishedGame;
  /** The state was written from outside. */
  changed(): void;
  /** The table with its cards, as a text. */
  grid(table: number): string;
}

/** A state of nothing. */
const ownState = (tables: number, cells: number, size: number): TablesState => ({
  states: new Uint8Array(tables * cells),
  games: new Int32Array(tables),
  flips: new Int32Array(tables),
  rewards: new Float64Array(tables),
  observations: new Float64Array(tables * size),
});

/**
 * Games at their beginning.
 *
 * @param given - where their state is kept; it is looked up at each use, so it may be made of views of memory that grows
 */
export function openTables(tables: number, rules: CardRules, deal: Dealer, given?: TablesState): Tables {
  const { cells, shape } = rules;
  const size = observationSize(rules);
  const [rewards, done] = [new Float64Array(tables), new Uint8Array(tables)];
  const state = given ?? ownState(tables, cells, size);
  let deals: readonly Deal[] = [];
  const statesOf = (table: number) => state.states.subarray(table * cells, (table + 1) * cells);
  const observationOf = (table: number) => state.observations.subarray(table * size, (table + 1) * size);
  const begin = (table: number): void => {
    statesOf(table).set(freshCells(deals[table].deck));
    state.flips[table] = 0;
    state.rewards[table] = 0;
    writeObservation(observationOf(table), statesOf(table), 0, undefined);
  };
  const changed = (): void => {
    deals = Array.from({ length: tables }, (_, table) => deal(table, state.games[table]));
  };
  const restart = (): void => {
    state.games.fill(0);
    changed();
    for (let table = 0; table < tables; table++) begin(table);
  };
  /** On to the next game of a table. */
  const end = (table: number): FinishedGame => {
    const game = { table, game: state.games[table], flips: state.flips[table], reward: state.rewards[table] };
    state.games[table]++;
    deals = deals.map((one, i) => (i === table ? deal(table, state.games[table]) : one));
    begin(table);
    return game;
  };
  const play = (table: number, cell: number): FinishedGame | undefined => {
    if (cell === NO_MOVE) {
      rewards[table] = 0;
      done[table] = 0;
      return undefined;
    }
    if (!Number.isInteger(cell) || cell < 0 || cell >= cells)
      throw new RangeError(`cell ${cell} of table ${table}; there are 0 to ${cells - 1}`);
    const { deck, images } = deals[table];
    const { reward, isOver, seen } = flip(statesOf(table), deck, cell, rules);
    const image = seen === NO_CARD ? undefined : images.subarray(seen * shape, (seen + 1) * shape);
    writeObservation(observationOf(table), statesOf(table), cell, image);
    rewards[table] = reward;
    done[table] = isOver ? 1 : 0;
    state.flips[table]++;
    state.rewards[table] += reward;
    return isOver ? end(table) : undefined;
  };
  restart();
  return {
    get observations() {
      return state.observations;
    },
    ...{ rewards, done, state, restart, changed, giveUp: end },
    grid: (table) => gridText(statesOf(table), deals[table].deck),
    step: (chosen) =>
      Array.from({ length: tables }, (_, table) => play(table, chosen[table])).filter((game) => game !== undefined),
  };
}
