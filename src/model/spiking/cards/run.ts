/**
 * A run of the card game: updates, then a test. A tick is a move of the rollout on all tables, or a step of the optimizer with a group of them, or a move
 * of the test. What it leaves is in the block, so that a run can be interrupted within an update.
 */
import type { MsmError } from '../../../errors.js';
import type { Pause } from '../../../train/pause.js';
import { divergence, tensorSuspects } from '../../divergence.js';
import type { CardAgent } from './agent.js';
import type { CardLearner, CardLearning, GroupReport } from './learning.js';
import type { Playing } from './rollout.js';
import { type CardsBlock, RECENT_GAMES } from './state.js';
import type { FinishedGame, Tables } from './tables.js';

/** How a test is made. */
export interface CardTest {
  /** Games that are played to their end or given up; where none is given up, games after which it ends. */
  readonly games: number;
  /** Flips after which a game is given up, and counts as if it had been over then. Undefined: none is, as published. */
  readonly mostFlips: number | undefined;
}

/** Moves after which the published test ends. */
const PUBLISHED_MOVES = 10_000;

export interface CardRunParts {
  readonly agent: CardAgent;
  readonly block: CardsBlock;
  readonly playing: Playing;
  /** Absent: there are no updates. */
  readonly learner: CardLearner | undefined;
  readonly training: Tables;
  readonly testing: Tables;
  readonly learning: CardLearning;
  readonly updates: number;
  readonly rateOf: (update: number) => number;
  readonly test: CardTest;
  /** Whether the first games to be over count when the best agent is looked for; they are the short ones. */
  readonly takesFirstGames: boolean;
  readonly advice: string;
  /** Told of each update when it is done. */
  readonly onUpdate: (update: number) => void;
}

/** Steps of a run: its updates, and one for the test. */
export const stepsOfCards = (updates: number, { games }: CardTest): number => updates + (games > 0 ? 1 : 0);

/** Games of the test that a table plays. */
const quotaOf = ({ games }: CardTest, table: number, tables: number): number => Math.ceil((games - table) / tables);

export class CardRun {
  readonly #parts: CardRunParts;
  /** Whether the agent and the tables know what is in the block. */
  #isKnown = false;

  constructor(parts: CardRunParts) {
    this.#parts = parts;
  }

  get step(): number {
    return this.#parts.block.get('step');
  }

  get steps(): number {
    return stepsOfCards(this.#parts.updates, this.#parts.test);
  }

  /** Does a tick. What `pause` throws leaves the block as it was. */
  async tick(pause?: Pause): Promise<void> {
    const { agent, block, training, testing, updates } = this.#parts;
    if (!this.#isKnown) {
      agent.changed();
      (block.get('isTest') === 1 ? testing : training).changed();
      this.#isKnown = true;
    }
    if (this.step >= updates) await this.#test();
    else if (block.get('move') < this.#parts.learning.moves) await this.#play();
    else await this.#learn(pause);
  }

  #add(name: Parameters<CardsBlock['get']>[0], more: number): void {
    const { block } = this.#parts;
    block.set(name, block.get(name) + more);
  }

  async #play(): Promise<void> {
    const { block, playing, training, learning } = this.#parts;
    const move = block.get('move');
    if (move === 0) this.#begin();
    const games = await playing.move(training, move, this.step * learning.moves + move);
    const values = block.f64('values').subarray(move * learning.tables, (move + 1) * learning.tables);
    if (!values.every(Number.isFinite)) throw this.#diverged(`move ${move + 1} of the rollout`);
    for (const game of games) this.#take(game);
    block.set('move', move + 1);
    if (move + 1 < learning.moves) return;
    const explained = await playing.appraise(learning.discount);
    block.set('explained', explained ?? 0);
    block.set('hasExplained', explained === undefined ? 0 : 1);
  }

  /** Sums of an update begin with 0. */
  #begin(): void {
    const { block, playing } = this.#parts;
    playing.putBy();
    for (const name of ['total', 'policy', 'value', 'entropy', 'length', 'games', 'flips', 'reward', 'silent'] as const)
      block.set(name, 0);
    block.f64('spikes').fill(0);
  }

  #take({ flips, reward }: FinishedGame): void {
    const { block } = this.#parts;
    block.f64('recent')[block.get('allGames') % RECENT_GAMES] = flips;
    this.#add('allGames', 1);
    this.#add('games', 1);
    this.#add('flips', flips);
    this.#add('reward', reward);
  }

  async #learn(pause: Pause | undefined): Promise<void> {
    const { block, learner, learning, rateOf } = this.#parts;
    const { groups, passes } = learning;
    const done = block.get('group');
    const [pass, group] = [Math.floor(done / groups), done % groups];
    if (learner === undefined) throw new Error('there is nobody who learns');
    const report = await learner.gradient(this.step, pass, group, pause);
    if (!Number.isFinite(report.total) || !Number.isFinite(report.length))
      throw this.#diverged(`pass ${pass + 1}, group ${group + 1}`);
    this.#sum(report);
    learner.step(rateOf(this.step));
    block.set('group', done + 1);
    if (done + 1 === passes * groups) this.#finish();
  }

  #sum({ total, policy, value, entropy, length }: GroupReport): void {
    for (const [name, more] of Object.entries({ total, policy, value, entropy, length }))
      this.#add(name as 'total', more);
  }

  #finish(): void {
    const { block, learning, onUpdate } = this.#parts;
    const update = this.step;
    block.set('lastSilent', block.get('silent') / (learning.moves * learning.tables));
    for (const [layer, spikes] of block.f64('spikes').entries()) {
      if (spikes > 0) continue;
      if (block.f64('silentUpdates')[layer] === 0) block.f64('firstSilent')[layer] = update + 1;
      block.f64('silentUpdates')[layer]++;
      block.f64('latestSilent')[layer] = update + 1;
    }
    this.#keepBest();
    onUpdate(update);
    block.set('move', 0);
    block.set('group', 0);
    block.set('step', update + 1);
  }

  /** Keeps the agent if the last games took fewer flips than ever. */
  #keepBest(): void {
    const { agent, block, takesFirstGames } = this.#parts;
    const mean = recentFlips(block);
    if (mean === undefined) return;
    if (!takesFirstGames && block.i32('game').some((games) => games === 0)) return;
    if (block.get('bestUpdate') > 0 && mean >= block.get('bestFlips')) return;
    block.set('bestFlips', mean);
    block.set('bestUpdate', this.step + 1);
    agent.best().set(agent.parameters());
  }

  async #test(): Promise<void> {
    const { block, playing, testing, test, learning } = this.#parts;
    if (block.get('isTest') === 0) {
      testing.restart();
      playing.begin();
      block.set('isTest', 1);
    }
    const { mostFlips, games } = test;
    const isPlaying = (table: number): boolean =>
      mostFlips === undefined || block.i32('game')[table] < quotaOf(test, table, learning.tables);
    for (const game of await playing.likeliest(testing, isPlaying)) this.#note(game, false);
    this.#add('testMoves', 1);
    for (let table = 0; table < learning.tables; table++) {
      if (mostFlips === undefined || block.i32('gameFlips')[table] < mostFlips) continue;
      this.#note(testing.giveUp(table), true);
      block.u8('isNew')[table] = 1;
    }
    const isOver = block.get('testGames') >= games;
    if (isOver || (mostFlips === undefined && block.get('testMoves') >= PUBLISHED_MOVES))
      block.set('step', this.step + 1);
  }

  #note({ table, game, flips, reward }: FinishedGame, isGivenUp: boolean): void {
    const { block } = this.#parts;
    const at = block.get('testGames');
    block.i32('testTable')[at] = table;
    block.i32('testGame')[at] = game;
    block.i32('testFlips')[at] = flips;
    block.f64('testReward')[at] = reward;
    block.u8('testGivenUp')[at] = isGivenUp ? 1 : 0;
    block.set('testGames', at + 1);
  }

  #diverged(within: string): MsmError {
    const { agent, advice } = this.#parts;
    return divergence(tensorSuspects(agent.tensors, agent.parameters()), {
      ...{ when: 'before', step: this.step, within, next: advice },
    });
  }
}

/** Mean flips of the last games of training; undefined if none is over. */
export function recentFlips(block: CardsBlock): number | undefined {
  const count = Math.min(RECENT_GAMES, block.get('allGames'));
  if (count === 0) return undefined;
  return (
    block
      .f64('recent')
      .subarray(0, count)
      .reduce((sum, flips) => sum + flips, 0) / count
  );
}
