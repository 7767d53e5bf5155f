/** The agent and how it learns, on a network so small that it thinks in no time. */
import { describe, expect, it } from 'vitest';
import { type CardAgent, openAgent } from '../../../../src/model/spiking/cards/agent.js';
import { observationSize } from '../../../../src/model/spiking/cards/game.js';
import { drawAgent } from '../../../../src/model/spiking/cards/initial.js';
import { type CardLearning, openLearner } from '../../../../src/model/spiking/cards/learning.js';
import { SPIKING_MODULE } from '../../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../../src/model/spiking/numeric.js';
import { ADAM_DEFAULTS, NEURON_DEFAULTS, PLASTICITY_DEFAULTS } from '../../../../src/model/spiking/settings-types.js';
import { cardTables } from '../../../../src/model/spiking/tasks/cards.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { draws } from '../../../dataset/draws.js';

const RULES = { cells: 4, shape: 3, matchReward: 25, flipPenalty: -0.5 };
const LEARNING: CardLearning = {
  ...{ tables: 4, moves: 6, passes: 2, groups: 2, discount: 0.99, longest: 0.5 },
  ...{ clip: 0.2, valueCoefficient: 0.1, entropyCoefficient: 0.01 },
};

/** A learner with an agent of its own. */
function open(changes: Partial<CardLearning> = {}, precision: 'f32' | 'f64' = 'f64') {
  const kernels = freshKernels(SPIKING_MODULE);
  const numeric = numericOf(kernels, precision);
  const network = {
    ...{
      observation: observationSize(RULES),
      embedding: 12,
      memory: 12,
      steps: 30,
      readoutDelay: 1,
      readoutWindow: 10,
    },
    ...{
      encoderGain: 12,
      feedbackGain: 0.2,
      neuron: { ...NEURON_DEFAULTS, threshold: 0.02 },
      plasticity: { ...PLASTICITY_DEFAULTS, gammaPos: 0.9 },
    },
  };
  const agent = openAgent(numeric, network, RULES.cells, ADAM_DEFAULTS);
  drawAgent(kernels, agent, 5);
  const settings = { ...LEARNING, ...changes };
  const tables = (isTest: boolean) =>
    cardTables(kernels, { ...RULES, tables: settings.tables, isResampled: false, seed: 42, isTest });
  const learner = openLearner(numeric, agent, tables(false), settings, {
    action: (move, table) => draws(100 + table, move),
    order: (update, pass) =>
      Float64Array.from({ length: settings.tables }, (_, i) => draws(200 + update * 10 + pass, i)),
  });
  return { agent, learner, tables };
}

const tensor = (agent: CardAgent, name: string) => {
  const { offset, count, shape } = agent.tensors.find((one) => one.name === name) ?? { offset: 0, count: 0, shape: [] };
  return { shape, values: Float64Array.from(agent.parameters().subarray(offset, offset + count)) };
};

describe('the parameters of an agent', () => {
  it.each([
    ['actor.0.weight', Math.SQRT2],
    ['critic.0.weight', Math.SQRT2],
    ['policy.weight', 0.01],
    ['value.weight', Math.SQRT2],
  ])('are orthogonal in %s, and of its gain', (name, gain) => {
    const { agent } = open();
    const { shape, values } = tensor(agent, name);
    const [rows, columns] = shape;
    for (let a = 0; a < rows; a++) {
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let i = 0; i < columns; i++) dot += values[a * columns + i] * values[b * columns + i];
        expect(Math.abs(dot - (a === b ? gain * gain : 0))).toBeLessThan(1e-14);
      }
    }
  });

  it('are 0 in biases, and within their bounds in what spikes', () => {
    const { agent } = open();
    expect(tensor(agent, 'actor.1.bias').values.every((x) => x === 0)).toBe(true);
    const { shape, values } = tensor(agent, 'writing_layer.W');
    const largest = Math.sqrt(12 / (shape[0] + shape[1]));
    const most = values.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
    expect(most).toBeLessThan(largest);
    expect(most).toBeGreaterThan(0.9 * largest);
  });
});

describe('learning to play', () => {
  it('sees in its first look at a rollout exactly what was played: all ratios are 1', () => {
    const { learner } = open({ passes: 1, groups: 1 });
    const { policy, gradientLength, entropy } = learner.update(0.001);
    // advantages have mean 0
    expect(Math.abs(policy)).toBeLessThan(1e-14);
    expect(gradientLength).toBeGreaterThan(0);
    // actions are nearly alike at first
    expect(Math.abs(entropy - Math.log(4))).toBeLessThan(0.01);
  });

  it('does so also in a second rollout, which goes on from the states of the first', () => {
    const { learner } = open({ passes: 1, groups: 1 });
    learner.update(0.001);
    expect(Math.abs(learner.update(0.001).policy)).toBeLessThan(1e-14);
  });

  it('follows from its draws alone', () => {
    const run = () => {
      const { agent, learner } = open({}, 'f32');
      const reports = [0, 1, 2].map(() => learner.update(0.001));
      return { parameters: [...agent.parameters()], reports };
    };
    expect(run()).toEqual(run());
  });

  it('changes every tensor, those of the memory too', () => {
    const { agent, learner } = open();
    const before = new Map(agent.tensors.map(({ name }) => [name, tensor(agent, name).values]));
    for (let u = 0; u < 5; u++) learner.update(0.001);
    for (const { name } of agent.tensors) expect(tensor(agent, name).values, name).not.toEqual(before.get(name));
  });

  it('tests with the likeliest moves, on other tables, and changes nothing by that', () => {
    const { agent, learner, tables } = open();
    const before = [...agent.parameters()];
    const games = learner.test(tables(true), 3, 50);
    expect(games.length).toBeLessThanOrEqual(3 + 3);
    expect([...agent.parameters()]).toEqual(before);
    expect(learner.test(tables(true), 3, 50)).toEqual(games);
  });

  it('refuses groups that do not divide the tables', () => {
    expect(() => open({ groups: 3 })).toThrow('3 groups do not divide 4 tables');
  });
});
