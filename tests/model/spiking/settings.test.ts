import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/defaults.js';
import { SPIKING_SCHEMA } from '../../../src/model/spiking/schema.js';
import { explicit, learningRate, settingsOf, stoppingOf } from '../../../src/model/spiking/settings.js';
import { hasMemory, type SpikingNetwork } from '../../../src/model/spiking/settings-types.js';
import { spikingParameters } from './parameters.js';

/** Rounding of some products. */
const EPS = 1e-15;

describe('the learning rate', () => {
  const at = (set: object, epoch: number, updates = 1e6): number =>
    learningRate(spikingParameters(set))({ epoch, updates });

  it('falls from time to time, as published', () => {
    expect([0, 19, 20, 39, 40].map((epoch) => at({}, epoch))).toEqual([
      0.003,
      0.003,
      0.003 * 0.85,
      0.003 * 0.85,
      0.003 * 0.85 * 0.85,
    ]);
    expect(at({ decay_learning_rate_every: 1, learning_rate_decay: 0.5, learning_rate: 1 }, 3)).toBe(0.125);
  });

  it('is that of its form where nothing is said', () => {
    expect(at({ form: 'relu' }, 0)).toBe(0.001);
    expect(at({ form: 'relu', learning_rate: 0.01 }, 0)).toBe(0.01);
  });

  it('rises in a line at first, if that is asked for', () => {
    const rates = [0, 1, 2, 3, 4].map((updates) => at({ warmup_steps: 4, learning_rate: 1 }, 0, updates));
    for (const [i, rate] of rates.entries()) expect(Math.abs(rate - [0.2, 0.4, 0.6, 0.8, 1][i])).toBeLessThan(EPS);
    expect(at({ learning_rate: 1 }, 0, 0)).toBe(1);
  });
});

/** The network of parameters, which has a memory. */
function memoryOf(set: object = {}): SpikingNetwork {
  const { network } = settingsOf(spikingParameters(set));
  if (!hasMemory(network)) throw new Error(`${network.kind} has no memory`);
  return network;
}

describe('settings', () => {
  it('have the published rates of the rule, and currents as strong as the published program has them', () => {
    const network = memoryOf();
    expect(network.plasticity).toMatchObject({ gammaPos: 0.3, gammaNeg: 0.3, wMax: 1, tauTrace: 20, isOn: true });
    expect(network).toMatchObject({ encoderGain: 80, feedbackGain: 0.2, readoutWindow: 30 });
    expect(memoryOf({ encoder_gain: 1 }).encoderGain).toBe(1);
  });

  it('of the twin without time are others', () => {
    const network = memoryOf({ form: 'relu' });
    expect(network.plasticity).toMatchObject({ gammaPos: 0.1, gammaNeg: 0.1 });
    expect(network.encoderGain).toBe(1);
  });

  it('shorten no gradient where the longest is 0 or less', () => {
    const of = (max_grad_norm: number): number => settingsOf(spikingParameters({ max_grad_norm })).maxGradient;
    expect([of(40), of(0), of(-1)]).toEqual([40, 0, 0]);
  });

  it('say what holds where a person said nothing', () => {
    expect(explicit(spikingParameters({ form: 'relu', gamma_neg: 0.2 }))).toMatchObject({
      ...{ gamma_pos: 0.1, gamma_neg: 0.2, learning_rate: 0.001, encoder_gain: 1 },
    });
  });

  it('end learning early only if that is asked for', () => {
    expect(stoppingOf(spikingParameters())).toBeUndefined();
    expect(stoppingOf(spikingParameters({ patience: 3 }))?.rule).toEqual({ direction: 'max', least: 0, patience: 3 });
  });
});

describe('parameters that do not go together', () => {
  it.each([
    [
      { sequence_length: 11 },
      'sequence_length',
      /11 is more than num_classes = 10: the labels of an example are all diff/,
    ],
    [{ mode: 'faithful', workers: 0 }, 'workers', /fails in the original; choose mode = right/],
    [{ mode: 'faithful', form: 'relu', train_size: 513 }, 'batch_size', /batch of one of train_size = 513, at which/],
    [{ mode: 'faithful', form: 'relu', batch_size: 1 }, 'batch_size', /at which the original fails/],
  ])('are refused: %j', (set, key, message) => {
    const [violation, ...others] = SPIKING_SCHEMA.compatible(spikingParameters(set as object));
    expect([violation.key, others]).toEqual([key, []]);
    expect(violation.message).toMatch(message);
  });

  const EPISODES = ['classes_per_iteration_train', 'num_samples_support_train', 'num_samples_query_train'] as const;
  const JUDGED = ['classes_per_iteration_val', 'num_samples_support_val', 'num_samples_query_val'] as const;
  const small = { batch_size: 1, train_size: 8 } as const;

  it.each([...EPISODES, ...JUDGED])('are refused where another task has them: %s', (key) => {
    const of = (task: string, set: object = {}) =>
      SPIKING_SCHEMA.compatible(spikingParameters({ ...small, task, [key]: 3, ...set } as object));
    const message = `${key} = 3 has no effect with task = pretrain-digits: it belongs to task = pretrain-protonet`;
    expect(of('pretrain-digits')).toEqual([{ key, message, isIdle: true }]);
    expect(of('pretrain-digits', { mode: 'faithful' })).toEqual([]);
    expect(of('pretrain-protonet')).toEqual([]);
  });

  it.each([
    ['pretrain-digits', { num_classes: 5 }, 'associations or omniglot'],
    ['qa', { sequence_length: 3 }, 'associations or cross-modal'],
    ['associations', { babi_task: 2 }, 'qa'],
    ['cross-modal', { sequence_length: 3, feature_size: 3 }, 'associations'],
    ['associations', { audio: true }, 'pretrain-digits'],
    ['pretrain-digits', { decoder_size: 3 }, 'cross-modal'],
    ['associations', { image_size: 14 }, 'omniglot, cross-modal, pretrain-protonet or pretrain-digits'],
    ['pretrain-digits', { cnn_thresholds: [1, 1, 1, 1] }, 'omniglot or cross-modal'],
    ['qa', { train_classes: [1, 2] }, 'cross-modal or pretrain-digits'],
  ])('are refused with the tasks that have them: %s, %j', (task, set, owners) => {
    const [found, ...others] = SPIKING_SCHEMA.compatible(spikingParameters({ ...small, task, ...set } as object));
    const key = Object.keys(set).at(-1);
    expect([found.key, found.isIdle, others]).toEqual([key, true, []]);
    expect(found.message).toContain(` has no effect with task = ${task}: it belongs to task = ${owners}`);
  });

  it('have one reason, that of the task where it has its own', () => {
    const found = SPIKING_SCHEMA.compatible(
      spikingParameters({ ...small, task: 'pretrain-protonet', num_classes: 20 }),
    );
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining('whose episodes have classes_per_')]);
  });

  it('are none among the published defaults, nor where only the original fails', () => {
    for (const set of [{}, { mode: 'faithful' }, { workers: 0 }, { form: 'relu', batch_size: 1 }]) {
      expect(SPIKING_SCHEMA.compatible(spikingParameters(set as object))).toEqual([]);
    }
    expect(withDefaults(SPIKING_SCHEMA, {})).toMatchObject({
      epochs: 250,
      batch_size: 512,
      l2: 1e-5,
      memory_size: 100,
    });
  });
});
