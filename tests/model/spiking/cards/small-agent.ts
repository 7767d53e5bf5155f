/** An agent so small that it thinks in no time, with all that plays and learns on one block. */
import { agentTensors, type CardAgent, openAgent } from '../../../../src/model/spiking/cards/agent.js';
import { crewHands, crewMember } from '../../../../src/model/spiking/cards/crew.js';
import { cardTables } from '../../../../src/model/spiking/cards/drawn-tables.js';
import { observationSize } from '../../../../src/model/spiking/cards/game.js';
import { ownHands } from '../../../../src/model/spiking/cards/hands.js';
import { openHearing } from '../../../../src/model/spiking/cards/hearing.js';
import { drawAgent } from '../../../../src/model/spiking/cards/initial.js';
import { type CardLearning, type GroupReport, openLearner } from '../../../../src/model/spiking/cards/learning.js';
import { type CardNetwork, cardStateBytes } from '../../../../src/model/spiking/cards/network.js';
import { wordsOfState } from '../../../../src/model/spiking/cards/network-states.js';
import { openPlaying } from '../../../../src/model/spiking/cards/rollout.js';
import { openShares, sharesOfGroup } from '../../../../src/model/spiking/cards/shares.js';
import { agentArray, openCardsBlock, tablesIn } from '../../../../src/model/spiking/cards/state.js';
import { SPIKING_MODULE } from '../../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../../src/model/spiking/numeric.js';
import { ADAM_DEFAULTS, NEURON_DEFAULTS, PLASTICITY_DEFAULTS } from '../../../../src/model/spiking/settings-types.js';
import { countOf } from '../../../../src/train/tensors.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { draws } from '../../../dataset/draws.js';
import { inProcessTeam } from '../../../train/in-process-team.js';

export const RULES = { cells: 4, shape: 3, matchReward: 25, flipPenalty: -0.5 };

const NETWORK: CardNetwork = {
  form: 'spiking',
  ...{ observation: observationSize(RULES), embedding: 12, memory: 12, steps: 30, readoutDelay: 1, readoutWindow: 10 },
  ...{ encoderGain: 12, feedbackGain: 0.2 },
  neuron: { ...NEURON_DEFAULTS, threshold: 0.02 },
  plasticity: { ...PLASTICITY_DEFAULTS, gammaPos: 0.9 },
};

const LEARNING: CardLearning = {
  ...{ tables: 4, moves: 6, passes: 2, groups: 2, discount: 0.99, longest: 0.5 },
  ...{ clip: 0.2, valueCoefficient: 0.1, entropyCoefficient: 0.01 },
};

export interface SmallChanges {
  readonly learning?: Partial<CardLearning>;
  readonly precision?: 'f32' | 'f64';
  readonly keptBytes?: number;
  readonly network?: Partial<CardNetwork>;
  /** Threads, all of them done by this one; absent: one. */
  readonly threads?: number;
}

/** An agent in a block of its own, with what a thread does for it. */
function openThread({ learning = {}, precision = 'f64', keptBytes, network = {} }: SmallChanges) {
  const changed = { ...NETWORK, ...network };
  const kernels = freshKernels(SPIKING_MODULE);
  const numeric = numericOf(kernels, precision);
  const settings = { ...LEARNING, ...learning };
  const size = precision === 'f32' ? 4 : 8;
  const block = openCardsBlock(kernels, precision, {
    ...{ tables: settings.tables, cells: RULES.cells, moves: settings.moves, observation: changed.observation },
    ...{
      layers: changed.form === 'relu' ? 0 : 5,
      tested: 10,
      words: wordsOfState({ stateBytes: cardStateBytes(changed, size) }),
    },
    parameters: countOf(agentTensors(changed, RULES.cells)),
  });
  let steps = 0;
  const agent: CardAgent = openAgent(numeric, changed, RULES.cells, ADAM_DEFAULTS, {
    parameters: agentArray(block, 'parameters'),
    moment: agentArray(block, 'moment'),
    variance: agentArray(block, 'variance'),
    best: agentArray(block, 'best'),
    steps: () => steps,
    stepped: () => void steps++,
  });
  const work = {
    hear: openHearing(numeric, agent, block),
    learn: openShares(numeric, agent, block, settings, keptBytes),
    shares: sharesOfGroup(settings),
  };
  return { kernels, numeric, settings, block, agent, work };
}

export function openSmall(changes: SmallChanges = {}) {
  const thread = openThread(changes);
  const { kernels, numeric, settings, block, agent, work } = thread;
  const others = Array.from({ length: (changes.threads ?? 1) - 1 }, () => crewMember(openThread(changes)));
  const hands = others.length === 0 ? ownHands(work) : crewHands(thread, inProcessTeam(others));
  drawAgent(kernels, agent, 5);
  const tables = (isTest: boolean) =>
    cardTables(kernels, { ...RULES, tables: settings.tables, isResampled: false, seed: 42, isTest }, tablesIn(block));
  const training = tables(false);
  const playing = openPlaying(agent.elementary, hands, block, settings, (move, table) => draws(100 + table, move));
  const order = (update: number, pass: number) =>
    Float64Array.from({ length: settings.tables }, (_, i) => draws(200 + update * 10 + pass, i));
  const learner = openLearner(agent, hands, settings, order);
  playing.begin();
  let updates = 0;
  /** A rollout. */
  const play = async (): Promise<void> => {
    playing.putBy();
    for (let s = 0; s < settings.moves; s++) await playing.move(training, s, updates * settings.moves + s);
    await playing.appraise(settings.discount);
  };
  /** A rollout, and all passes over it: what each group came to. */
  const update = async (rate: number): Promise<readonly GroupReport[]> => {
    await play();
    const reports: GroupReport[] = [];
    for (let pass = 0; pass < settings.passes; pass++) {
      for (let group = 0; group < settings.groups; group++) {
        reports.push(await learner.gradient(updates, pass, group));
        learner.step(rate);
      }
    }
    updates++;
    return reports;
  };
  return { numeric, agent, block, work, hands, playing, learner, tables, play, update };
}
