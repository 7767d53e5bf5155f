/** What a run of the card game keeps in its block: the agent, the tables and networks in the middle of their games, and the rollout that is learned from. */
import {
  type ArrayDeclaration,
  type Block,
  type BlockOf,
  layOut,
  openBlock,
  type ScalarDeclaration,
  type StructDeclaration,
} from '../../../kernel/struct.js';
import type { Precision } from '../../../train/trainable.js';
import type { TablesState } from './tables.js';

const scalar = <N extends string>(name: N, meaning: string) => ({ name, type: 'f64', meaning }) as const;

const SCALARS = [
  scalar('step', 'steps of the run done: updates, then the test'),
  scalar('move', 'moves of the rollout made'),
  scalar('group', 'groups of tables learned from in this update, over all passes'),
  scalar('optimized', 'steps of the optimizer done'),
  scalar('explained', 'share of the variance of returns that the values of the rollout explain'),
  scalar('hasExplained', '1 if it has one: returns that are all alike have no variance'),
  scalar('total', 'sums over the groups of this update: of the loss'),
  scalar('policy', 'of the policy loss'),
  scalar('value', 'of the value loss'),
  scalar('entropy', 'of the entropy'),
  scalar('length', 'of the length of the gradient'),
  scalar('games', 'games that were over in this update'),
  scalar('flips', 'their flips'),
  scalar('reward', 'their rewards'),
  scalar('silent', 'moves of this update of which the readout saw nothing'),
  scalar('allGames', 'games that were over so far'),
  scalar('lastSilent', 'share of silent readouts of the last update'),
  scalar('bestFlips', 'least mean flips of the last games'),
  scalar('bestUpdate', 'update after which they were, from 1 on; 0 if there is none'),
  scalar('isTest', '1 once the tables are those of the test'),
  scalar('testMoves', 'moves of the test made on each table'),
  scalar('testGames', 'games of the test that are over'),
] as const satisfies readonly ScalarDeclaration[];

const ROLL = ['moves', 'tables'] as const;

const ARRAYS = [
  { name: 'cells', type: 'u8', shape: ['tables', 'cells'], meaning: 'state of each cell of each table' },
  { name: 'isNew', type: 'u8', shape: ['tables'], meaning: '1 where a game begins' },
  { name: 'game', type: 'i32', shape: ['tables'], meaning: 'number of the game of each table' },
  { name: 'gameFlips', type: 'i32', shape: ['tables'], meaning: 'flips in it so far' },
  { name: 'gameReward', type: 'f64', shape: ['tables'], meaning: 'rewards in it so far' },
  { name: 'seen', type: 'f64', shape: ['tables', 'observation'], meaning: 'what is seen on each table' },
  { name: 'networks', type: 'i32', shape: ['tables', 'words'], meaning: 'state of the network at each table' },
  { name: 'before', type: 'i32', shape: ['tables', 'words'], meaning: 'the same at the first move of the rollout' },
  { name: 'observations', type: 'f64', shape: [...ROLL, 'observation'], meaning: 'of the rollout: what was seen' },
  { name: 'actions', type: 'i32', shape: ROLL, meaning: 'the cell that was chosen' },
  { name: 'logs', type: 'f64', shape: ROLL, meaning: 'logarithm of its probability' },
  { name: 'values', type: 'f64', shape: ROLL, meaning: 'what was expected' },
  { name: 'rewards', type: 'f64', shape: ROLL, meaning: 'what was paid' },
  { name: 'firsts', type: 'u8', shape: ROLL, meaning: '1 where it was the first move of a game' },
  { name: 'returns', type: 'f64', shape: ROLL, meaning: 'discounted returns' },
  { name: 'advantages', type: 'f64', shape: ROLL, meaning: 'returns beyond what was expected' },
  { name: 'spikes', type: 'f64', shape: ['layers'], meaning: 'spikes of each layer in this update' },
  { name: 'silentUpdates', type: 'f64', shape: ['layers'], meaning: 'updates in which a layer had none' },
  { name: 'firstSilent', type: 'f64', shape: ['layers'], meaning: 'the first of them, from 1 on' },
  { name: 'latestSilent', type: 'f64', shape: ['layers'], meaning: 'the last of them' },
  { name: 'recent', type: 'f64', shape: ['recent'], meaning: 'flips of the last games that were over' },
  { name: 'testTable', type: 'i32', shape: ['tested'], meaning: 'of each game of the test: its table' },
  { name: 'testGame', type: 'i32', shape: ['tested'], meaning: 'its number there' },
  { name: 'testFlips', type: 'i32', shape: ['tested'], meaning: 'its flips' },
  { name: 'testReward', type: 'f64', shape: ['tested'], meaning: 'its rewards' },
  { name: 'testGivenUp', type: 'u8', shape: ['tested'], meaning: '1 if it was given up' },
] as const satisfies readonly ArrayDeclaration[];

const CARDS_STATE = { name: 'cards', scalars: SCALARS, arrays: ARRAYS } as const satisfies StructDeclaration;

export type CardsBlock = BlockOf<typeof CARDS_STATE>;

/** Games of which the mean flips say how well it plays, while it learns. */
export const RECENT_GAMES = 30;

export interface CardsSizes {
  readonly tables: number;
  readonly cells: number;
  /** Moves of a rollout. */
  readonly moves: number;
  readonly observation: number;
  /** Words of the state of a network. */
  readonly words: number;
  readonly layers: number;
  /** Most games of the test. */
  readonly tested: number;
  /** Parameters of the agent. */
  readonly parameters: number;
}

/** The agent's own arrays are of its precision. */
function declarationOf(precision: Precision): StructDeclaration {
  const own = (name: string, meaning: string): ArrayDeclaration => ({
    ...{ name, type: precision, shape: ['parameters'], meaning },
  });
  const agent = [
    own('parameters', 'parameters of the agent'),
    own('moment', 'first moments of the gradient'),
    own('variance', 'second moments of the gradient'),
    own('best', 'weights of the update after which games took the fewest flips'),
  ];
  return { ...CARDS_STATE, arrays: [...agent, ...ARRAYS] };
}

const layoutOf = (precision: Precision, sizes: CardsSizes) =>
  layOut(declarationOf(precision), { ...sizes, recent: RECENT_GAMES });

/** Bytes of the block. */
export const cardsBytes = (precision: Precision, sizes: CardsSizes): number => layoutOf(precision, sizes).bytes;

/** A block in which all is 0. */
export function openCardsBlock(
  { memory, allocate }: { readonly memory: WebAssembly.Memory; allocate(bytes: number): number },
  precision: Precision,
  sizes: CardsSizes,
): CardsBlock {
  const layout = layoutOf(precision, sizes);
  const block: Block = openBlock(memory, declarationOf(precision), layout, allocate(layout.bytes), true);
  return block as CardsBlock;
}

/** The agent's arrays, in its precision: they are not part of the declaration that both precisions share. */
export const agentArray = (block: Block, name: 'parameters' | 'moment' | 'variance' | 'best'): number =>
  block.pointer(name);

/** The state of the tables in a block. */
export const tablesIn = (block: CardsBlock): TablesState => ({
  get states() {
    return block.u8('cells');
  },
  get games() {
    return block.i32('game');
  },
  get flips() {
    return block.i32('gameFlips');
  },
  get rewards() {
    return block.f64('gameReward');
  },
  get observations() {
    return block.f64('seen');
  },
});
