/** The family of the card game: a recurrent spiking network that learns by reward, on the kernels of all spiking networks. */
import type { Kernels } from '../../../kernel/kernels.js';
import { uniformDraws } from '../../../method/random.js';
import { countOf, roomToDraw } from '../../../train/tensors.js';
import type {
  Continuation,
  CreateOptions,
  Estimate,
  Family,
  Headline,
  Model,
  RoomOptions,
  TeamWork,
} from '../../family.js';
import { numericShape } from '../../input-shape.js';
import type { RecordRequest, ResultTable } from '../../record.js';
import { finalState } from '../../recording/final-state.js';
import { SPIKING_MODULE, type SpikingKernels } from '../kernels.js';
import { type Numeric, numericOf } from '../numeric.js';
import { PURPOSE } from '../purposes.js';
import { activityTables } from './activity.js';
import { type CardAgent, openAgent } from './agent.js';
import { crewHands, crewMember } from './crew.js';
import type { CardThread } from './crew-board.js';
import { cardTables } from './drawn-tables.js';
import { type CardWork, ownHands } from './hands.js';
import { openHearing } from './hearing.js';
import { drawAgent } from './initial.js';
import { PLAYER_LAYERS } from './layers.js';
import { openLearner } from './learning.js';
import { cardStateBytes } from './network.js';
import { wordsOfState } from './network-states.js';
import type { CardParameters } from './parameters.js';
import { cardRecording, cardRows, openRecorder } from './recording.js';
import { type CardOutcome, cardNotes, cardSummary, cardTables as resultTables } from './results.js';
import { openPlaying } from './rollout.js';
import { CardRun, stepsOfCards } from './run.js';
import { CARDS_SCHEMA, observablesOf } from './schema.js';
import { adamOf, learningOf, networkOf, rateOf, rulesOf, tensorsOf, testOf, updatesOf } from './settings.js';
import { openShares, sharesOfGroup } from './shares.js';
import { agentArray, type CardsBlock, type CardsSizes, cardsBytes, openCardsBlock, tablesIn } from './state.js';
import type { Tables, TablesState } from './tables.js';

type P = CardParameters;

/** Operations for each synapse of the memory in a step of time, forward and back. */
const FLOPS_OF_A_SYNAPSE = 5;

const sizesOf = (p: P): CardsSizes => ({
  tables: p.num_envs,
  cells: p.num_cells,
  moves: updatesOf(p) > 0 ? p.num_steps : 0,
  observation: networkOf(p).observation,
  words: wordsOfState({ stateBytes: cardStateBytes(networkOf(p), p.precision === 'f32' ? 4 : 8) }),
  layers: p.form === 'relu' ? 0 : PLAYER_LAYERS.length,
  // as many more may be over at once
  tested: p.test_games === 0 ? 0 : p.test_games + p.num_envs,
  parameters: countOf(tensorsOf(p)),
});

function openAgentIn(numeric: Numeric, block: CardsBlock, p: P): CardAgent {
  const at = (name: Parameters<typeof agentArray>[1]): number => agentArray(block, name);
  return openAgent(numeric, networkOf(p), p.num_cells, adamOf(p), {
    ...{ parameters: at('parameters'), moment: at('moment'), variance: at('variance'), best: at('best') },
    steps: () => block.get('optimized'),
    stepped: () => block.set('optimized', block.get('optimized') + 1),
  });
}

/** An agent in a block of its own, with all that a thread can do for it. */
function openThread(kernels: Kernels<SpikingKernels>, p: P): CardThread & { readonly numeric: Numeric } {
  const numeric = numericOf(kernels, p.precision);
  const block = openCardsBlock(kernels, p.precision, sizesOf(p));
  const agent = openAgentIn(numeric, block, p);
  const learning = learningOf(p);
  const work: CardWork = {
    hear: openHearing(numeric, agent, block),
    ...(updatesOf(p) > 0
      ? { learn: openShares(numeric, agent, block, learning), shares: sharesOfGroup(learning) }
      : { shares: [] }),
  };
  return { numeric, block, agent, work };
}

/** Threads that share the tables of a move and the groups that are learned from: each has a share of those at least. */
const TEAM: TeamWork<SpikingKernels, P> = {
  most: (p) => (updatesOf(p) > 0 ? sharesOfGroup(learningOf(p)).length : p.num_envs),
  member: ({ kernels, parameters }) => crewMember(openThread(kernels, parameters)),
};

/** Tables of training, or those of the test. */
const openTables = (kernels: Kernels, p: P, isTest: boolean, state?: TablesState): Tables =>
  cardTables(
    kernels,
    { ...rulesOf(p), tables: p.num_envs, isResampled: p.resample_cards, seed: p.env_seed, isTest },
    state,
  );

/** Both on the same state: one after the other. */
function tablesOf(kernels: Kernels, block: CardsBlock, p: P) {
  const testing = openTables(kernels, p, true, tablesIn(block));
  return { testing, training: openTables(kernels, p, false, tablesIn(block)) };
}

/** Weights of the end and of the best update, by what they are called. */
const keptOf = (agent: CardAgent, block: CardsBlock) => [
  { name: 'weights', meaning: 'all weights', values: agent.parameters().slice() },
  ...(block.get('bestUpdate') > 0
    ? [
        {
          name: 'best',
          meaning: 'weights of the update after which games took the fewest flips',
          values: agent.best().slice(),
        },
      ]
    : []),
];

function create({ kernels, parameters: p, inputs, seed, record, team }: CreateOptions<SpikingKernels, P>): Model {
  // tasks draw, which every module can
  const plain = kernels as unknown as Kernels;
  const thread = openThread(kernels, p);
  const { numeric, block, agent, work } = thread;
  const hands = team === undefined ? ownHands(work) : crewHands(thread, team);
  drawAgent(plain, agent, seed);
  if (inputs.weights !== undefined) agent.parameters().set(inputs.weights);
  const [learning, updates] = [learningOf(p), updatesOf(p)];
  const draws = uniformDraws(plain, seed, p.num_envs);
  const playing = openPlaying(
    agent.elementary,
    hands,
    block,
    learning,
    (move, table) => draws(PURPOSE.actions, table, move, 1)[0],
  );
  const order = (update: number, pass: number) => draws(PURPOSE.tableOrder, pass, update * p.num_envs, p.num_envs);
  const learner = updates > 0 ? openLearner(agent, hands, learning, order) : undefined;
  playing.begin();
  const recorder = openRecorder(
    cardRecording(observablesOf(p), record),
    ...([block, agent.player.layers, networkOf(p), learning, rateOf(p)] as const),
  );
  const ended: number[] = [];
  const run = new CardRun({
    ...{ agent, block, playing, learner, learning, updates },
    ...tablesOf(plain, block, p),
    rateOf: rateOf(p),
    test: testOf(p),
    takesFirstGames: p.mode === 'faithful',
    advice: 'Choose a smaller learning_rate or max_grad_norm, or smaller rates of the memory, gamma_pos and gamma_neg.',
    onUpdate: (update) => void ended.push(update),
  });
  const outcome: CardOutcome = {
    ...{ block, agent, updates },
    cells: p.num_cells,
    movesOfUpdate: p.num_envs * p.num_steps,
  };
  const recorded = (): readonly ResultTable[] =>
    p.record_games === 0
      ? []
      : activityTables(numeric, agent, {
          ...{ games: p.record_games, mostFlips: p.most_flips, count: p.num_envs, detail: p.record_detail },
          tables: openTables(plain, p, true),
        });
  return {
    steps: run.steps,
    block,
    tables: recorder.tables,
    step: () => run.step,
    advance: async (_, sink, pause) => {
      await run.tick(pause);
      for (const update of ended.splice(0)) recorder.take(update, sink);
      recorder.flush(sink);
    },
    summary: () => cardSummary(outcome),
    notes: () => cardNotes(outcome),
    results: () => [...resultTables(outcome), ...recorded()],
    weights: () =>
      keptOf(agent, block).map(({ name, meaning, values }) => ({
        ...{ name, meaning },
        tensors: agent.tensors.map(({ name: tensor, shape, offset, count }) => ({
          ...{ name: tensor, shape },
          values: values.subarray(offset, offset + count),
        })),
      })),
    finalState: () =>
      finalState(
        keptOf(agent, block).map(({ name, meaning, values }) => ({
          ...{ name, meaning, shape: [agent.count] },
          values: () => Float64Array.from(values),
        })),
      ),
  };
}

function estimate(p: P, request: RecordRequest): Estimate {
  const [updates, { memory: M, steps: T }] = [updatesOf(p), networkOf(p)];
  const move = 2 * FLOPS_OF_A_SYNAPSE * M * M * (p.form === 'relu' ? 1 : T);
  const flops = updates * p.num_envs * p.num_steps * (1 + 2 * p.ppo_epochs) * move;
  const recording = cardRecording(observablesOf(p), request);
  const steps = stepsOfCards(updates, testOf(p));
  return {
    steps,
    stateBytes: cardsBytes(p.precision, sizesOf(p)),
    flopsPerStep: flops / Math.max(1, updates),
    flops,
    tables: cardRows(recording, updates),
  };
}

/** The state of a run and its agent, with all that hears and learns. */
function makeRoom({ kernels, parameters }: RoomOptions<SpikingKernels, P>): number {
  const { agent } = openThread(kernels, parameters);
  roomToDraw(kernels, agent.tensors);
  return 0;
}

/** Moves of each table, and tables of each group, in an update that is done on trial. */
const TRIAL = { moves: 2, tables: 1 };

/** Updates of few moves on few tables: their operations grow with both. */
function trial(p: P): P {
  const num_steps = Math.min(p.num_steps, TRIAL.moves);
  const num_envs = Math.min(p.num_envs, TRIAL.tables * p.ppo_batches);
  return { ...p, num_steps, num_envs, num_env_steps: num_steps * num_envs * updatesOf(p) };
}

/** The same game and network from the last weights. */
const continues = (): Continuation => ({
  parameters: CARDS_SCHEMA.parameters
    .filter(({ group }) => group !== 'learning' && group !== 'record')
    .map(({ key }) => key),
  inputs: { weights: 'state' },
  given: [],
});

const INTERVAL: readonly Headline[] = [
  { label: '95 % interval, from', item: 'test_flips_low', isOptional: true },
  { label: 'to', item: 'test_flips_high', isOptional: true },
];

/** The card game of spiking networks with a Hebbian memory. */
export const CARDS: Family<SpikingKernels, P> = {
  module: SPIKING_MODULE,
  figures: async () => (await import('./figures.js')).CARDS_FIGURES,
  schema: CARDS_SCHEMA,
  headlines: [
    { label: 'mean flips of a game', item: 'test_flips', after: { item: 'updates', word: 'update' } },
    ...INTERVAL,
    { label: 'best player', item: 'optimal_flips', unit: 'flips' },
    { label: 'random player', item: 'random_flips', unit: 'flips' },
    { label: 'games given up', item: 'test_given_up', isOptional: true },
    { label: 'flips while learning', item: 'train_flips', isOptional: true },
    { label: 'silent read-outs', item: 'train_silent', isOptional: true },
  ],
  listed: [
    { label: 'flips of a game', item: 'test_flips', symbol: 'flips' },
    ...INTERVAL.map((line) => ({ ...line, symbol: line.label })),
  ],
  continues,
  whyNotLonger: () => 'its last update is followed by the test; begin anew from its weights instead',
  create,
  team: TEAM,
  estimate,
  makeRoom,
  trial,
  inputParts: (key, p) =>
    key === 'weights' ? { parts: tensorsOf(p).map(({ name, shape }) => ({ name, shape })) } : undefined,
  inputShape: (key, p) => numericShape(CARDS_SCHEMA, key, { weights: countOf(tensorsOf(p)) }),
};
