/** What a run of the card game comes to: numbers of its test beside those of other players, tables, and what a person should know. */
import { meanWithInterval } from '../../../analysis/proportion.js';
import type { ResultTable } from '../../record.js';
import { f64, i32, orNull, table } from '../../recording/filled-columns.js';
import { tensorTable } from '../../recording/tensor-table.js';
import type { SummaryItem } from '../../summary-item.js';
import { whole } from '../../whole.js';
import type { CardAgent } from './agent.js';
import { PLAYER_LAYERS } from './layers.js';
import { optimalFlips, randomFlips } from './players.js';
import { recentFlips } from './run.js';
import type { CardsBlock } from './state.js';

/** A run that is over, or stands somewhere. */
export interface CardOutcome {
  readonly block: CardsBlock;
  readonly agent: Pick<CardAgent, 'count' | 'tensors' | 'player'>;
  readonly cells: number;
  readonly updates: number;
  /** Moves of an update, on all tables together. */
  readonly movesOfUpdate: number;
}

const testedFlips = (block: CardsBlock): Int32Array => block.i32('testFlips').slice(0, block.get('testGames'));

const givenUp = (block: CardsBlock): number =>
  block
    .u8('testGivenUp')
    .subarray(0, block.get('testGames'))
    .reduce((sum, one) => sum + one, 0);

const item = (name: string, value: number | null | undefined, meaning: string): SummaryItem => ({
  ...{ name, value: orNull(value), meaning },
});

/** Where the test stands: first what a sweep compares. */
function testItems({ block }: CardOutcome): readonly SummaryItem[] {
  const [tested, games] = [meanWithInterval(testedFlips(block)), block.get('testGames')];
  const isTested = games > 0;
  const end = (sign: -1 | 1): number | undefined =>
    tested?.half === undefined ? undefined : tested.mean + sign * tested.half;
  const reward = meanWithInterval(block.f64('testReward').subarray(0, games))?.mean;
  const of = "of the 95 % interval of test_flips, by Student's t over games";
  return [
    item('test_flips', tested?.mean, 'mean flips of a game of the test'),
    item('test_flips_low', end(-1), `low end ${of}`),
    item('test_flips_high', end(1), `high end ${of}`),
    whole(item('test_games', games, 'games of the test')),
    whole(
      item('test_given_up', isTested ? givenUp(block) : null, 'games of the test that were given up, at most_flips'),
    ),
    item('test_reward', reward, 'mean sum of rewards of a game of the test'),
  ];
}

export function cardSummary(outcome: CardOutcome): readonly SummaryItem[] {
  const { block, agent, cells, updates, movesOfUpdate } = outcome;
  const done = Math.min(block.get('step'), updates);
  const hasBest = block.get('bestUpdate') > 0;
  return [
    ...testItems(outcome),
    item('optimal_flips', optimalFlips(cells), 'expected flips of the best player, who forgets nothing'),
    item('random_flips', randomFlips(cells), 'expected flips of a player who turns over any cell, all alike'),
    item('train_flips', recentFlips(block), 'mean flips of the last 30 games of training, whose moves are drawn'),
    item('best_flips', hasBest ? block.get('bestFlips') : null, 'least mean flips of 30 games in a row of training'),
    whole(item('best_update', hasBest ? block.get('bestUpdate') : null, 'the update after which they were')),
    item(
      'train_silent',
      done > 0 ? block.get('lastSilent') : null,
      'share of moves of the last update of which the readout saw nothing',
    ),
    whole(item('train_games', block.get('allGames'), 'games of training that were over')),
    whole(item('updates', done, 'updates done')),
    whole(item('moves', done * movesOfUpdate, 'moves of training, on all tables together')),
    whole(item('parameters', agent.count, 'numbers that are learned')),
  ];
}

/** Games of the test, and how many took so many flips. */
function testTables({ block }: CardOutcome): readonly ResultTable[] {
  const games = block.get('testGames');
  const flips = testedFlips(block);
  const kinds = [...new Set(flips)].sort((a, b) => a - b);
  const counts = kinds.map((kind) => flips.reduce((sum, one) => sum + (one === kind ? 1 : 0), 0));
  return [
    table('games', 'games of the test, in the order in which they were over', [
      i32('table', 'the table', block.i32('testTable').slice(0, games)),
      i32('game', 'number of the game on that table', block.i32('testGame').slice(0, games)),
      i32('flips', 'its flips', flips),
      f64('reward', 'sum of its rewards', block.f64('testReward').slice(0, games)),
      i32(
        'is_given_up',
        '1 if it was given up, at most_flips',
        Int32Array.from(block.u8('testGivenUp').slice(0, games)),
      ),
    ]),
    table('flips', 'how many games of the test took how many flips', [
      i32('flips', 'flips of a game', Int32Array.from(kinds)),
      i32('games', 'games that took so many', Int32Array.from(counts)),
    ]),
  ];
}

export const cardTables = (outcome: CardOutcome): readonly ResultTable[] => [
  ...testTables(outcome),
  tensorTable(outcome.agent.tensors, 'agent'),
];

/** `update 3`, `3 updates, the first of them 1 and the last 7`. */
function updatesText(count: number, first: number, last: number): string {
  return count === 1 ? `update ${first}` : `${count} updates, the first of them ${first} and the last ${last}`;
}

/** What a person should know who reads the results. */
export function cardNotes({ block, agent }: CardOutcome): readonly string[] {
  const silent = agent.player.layers.flatMap(({ name }, layer) => {
    const count = block.f64('silentUpdates')[layer];
    if (count === 0) return [];
    const when = updatesText(count, block.f64('firstSilent')[layer], block.f64('latestSilent')[layer]);
    const of = PLAYER_LAYERS.find((one) => one.name === name)?.of;
    return [`no neuron of layer ${name} (${of}) spiked in ${when}`];
  });
  const [lost, games] = [givenUp(block), block.get('testGames')];
  if (lost === 0) return silent;
  const [was, counts] = lost === 1 ? ['was', 'counts'] : ['were', 'count'];
  return [
    ...silent,
    `${lost} of ${games} games of the test ${was} given up at most_flips and ${counts} as having had so many: without a limit the mean would be larger`,
  ];
}
