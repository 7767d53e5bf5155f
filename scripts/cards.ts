/**
 * Learns the card game with a recurrent spiking network and proximal policy optimization, and says how many flips a game takes, beside the best player's:
 *
 *     npx tsx scripts/cards.ts [--cells 4] [--updates 200] [--tables 16] [--moves 10] [--steps 40] [--memory 40] [--embedding 30] [--rate 0.001] [--seed 1]
 *
 * The published run has 64 tables, steps = memory = 100, embedding = 80, rate 3e-4 and 156,250 updates.
 */
import { parseArgs } from 'node:util';
import { uniformDraws } from '../src/method/random.js';
import { openAgent } from '../src/model/spiking/cards/agent.js';
import { observationSize } from '../src/model/spiking/cards/game.js';
import { drawAgent } from '../src/model/spiking/cards/initial.js';
import { openLearner } from '../src/model/spiking/cards/learning.js';
import { optimalFlips } from '../src/model/spiking/cards/optimal.js';
import { SPIKING_MODULE } from '../src/model/spiking/kernels.js';
import { numericOf } from '../src/model/spiking/numeric.js';
import { PURPOSE } from '../src/model/spiking/purposes.js';
import { ADAM_DEFAULTS, NEURON_DEFAULTS, PLASTICITY_DEFAULTS } from '../src/model/spiking/settings-types.js';
import { cardTables } from '../src/model/spiking/tasks/cards.js';
import { freshKernels } from '../tests/conformance/kernels.js';

const option = (value: string) => ({ type: 'string', default: value }) as const;
const { values } = parseArgs({
  options: {
    cells: option('4'),
    updates: option('200'),
    tables: option('16'),
    moves: option('10'),
    steps: option('40'),
    memory: option('40'),
    embedding: option('30'),
    rate: option('0.001'),
    seed: option('1'),
  },
});
const [cells, updates, tables, moves, steps, memory, embedding, rate, seed] = Object.values({
  ...{ cells: '', updates: '', tables: '', moves: '', steps: '', memory: '', embedding: '', rate: '', seed: '' },
  ...values,
}).map(Number);

const kernels = freshKernels(SPIKING_MODULE);
const numeric = numericOf(kernels, 'f32');
const rules = { cells, shape: 10, matchReward: 25, flipPenalty: -0.5 };
const network = {
  ...{ observation: observationSize(rules), embedding, memory, steps, readoutDelay: 1, readoutWindow: 30 },
  ...{ encoderGain: embedding, feedbackGain: 0.2, neuron: NEURON_DEFAULTS, plasticity: PLASTICITY_DEFAULTS },
};
const agent = openAgent(numeric, network, cells, { ...ADAM_DEFAULTS, epsilon: 1e-5 });
drawAgent(kernels, agent, seed);
const draws = uniformDraws(kernels, seed, tables);
const of = { ...rules, isResampled: false, seed: 42 };
const learner = openLearner(
  numeric,
  agent,
  cardTables(kernels, { ...of, tables, isTest: false }),
  {
    ...{ tables, moves, passes: 4, groups: Math.min(16, tables), discount: 0.99, longest: 0.5 },
    ...{ clip: 0.2, valueCoefficient: 0.1, entropyCoefficient: 0.01 },
  },
  {
    action: (move, table) => draws(PURPOSE.actions, table, move, 1)[0],
    order: (update, pass) => draws(PURPOSE.tableOrder, pass, update * tables, tables),
  },
);

const EVERY = 20;
const mean = (games: readonly { readonly flips: number }[]): string =>
  games.length === 0 ? '-' : (games.reduce((sum, { flips }) => sum + flips, 0) / games.length).toFixed(2);

console.log(`best player: ${optimalFlips(cells).toFixed(3)} flips`);
const recent: { readonly flips: number }[] = [];
const begun = performance.now();
for (let update = 1; update <= updates; update++) {
  const { games, value, entropy } = learner.update(rate * (1 - (update - 1) / updates));
  recent.push(...games);
  if (update % EVERY > 0) continue;
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const said = `flips ${mean(recent)} of ${recent.length} games, entropy ${entropy.toFixed(3)}, value loss ${value.toFixed(1)}`;
  console.log(`update ${update} (${seconds} s): ${said}`);
  recent.length = 0;
}
const tested = learner.test(cardTables(kernels, { ...of, tables, isTest: true }), 200, 2000);
console.log(`test: flips ${mean(tested)} of ${tested.length} games`);
