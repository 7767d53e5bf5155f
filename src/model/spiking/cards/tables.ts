/** Several games at once, each dealt anew when it is over. */
import { type CardRules, type Deal, flip, freshCells, NO_CARD, observationSize, writeObservation } from './game.js';

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
}

/** A game that is over. */
export interface FinishedGame {
  readonly table: number;
  readonly flips: number;
  readonly reward: number;
}

export interface Tables {
  /** [tables, size of an observation]; of games that are over, what is seen of the next one. Valid until the next step. */
  readonly observations: Float64Array;
  /** Of the last step, [tables]. */
  readonly rewards: Float64Array;
  /** 1 where the game that was played is over, [tables]. */
  readonly done: Uint8Array;
  readonly state: TablesState;
  /** Turns over a card on each table, and returns the games that are over by that. */
  step(cells: ArrayLike<number>): readonly FinishedGame[];
  /** The state was written from outside; what was seen last is not part of it. */
  changed(): void;
}

/** Games at their beginning. */
export function openTables(tables: number, rules: CardRules, deal: Dealer): Tables {
  const { cells, shape } = rules;
  const size = observationSize(rules);
  const observations = new Float64Array(tables * size); // [tables, size]
  const [rewards, done] = [new Float64Array(tables), new Uint8Array(tables)];
  const state: TablesState = {
    states: new Uint8Array(tables * cells),
    games: new Int32Array(tables),
    flips: new Int32Array(tables),
    rewards: new Float64Array(tables),
  };
  let deals: readonly Deal[] = [];
  const statesOf = (table: number) => state.states.subarray(table * cells, (table + 1) * cells);
  const observationOf = (table: number) => observations.subarray(table * size, (table + 1) * size);
  const begin = (table: number): void => {
    statesOf(table).set(freshCells(deals[table].deck));
    state.flips[table] = 0;
    state.rewards[table] = 0;
    writeObservation(observationOf(table), statesOf(table), 0, undefined);
  };
  const changed = (): void => {
    deals = Array.from({ length: tables }, (_, table) => deal(table, state.games[table]));
  };
  const play = (table: number, cell: number): FinishedGame | undefined => {
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
    if (!isOver) return undefined;
    const game = { table, flips: state.flips[table], reward: state.rewards[table] };
    state.games[table]++;
    deals = deals.map((one, i) => (i === table ? deal(table, state.games[table]) : one));
    begin(table);
    return game;
  };
  changed();
  for (let table = 0; table < tables; table++) begin(table);
  return {
    observations,
    rewards,
    done,
    state,
    step: (chosen) =>
      Array.from({ length: tables }, (_, table) => play(table, chosen[table])).filter((game) => game !== undefined),
    changed,
  };
}
