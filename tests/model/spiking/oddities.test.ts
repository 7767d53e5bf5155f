/** What the page says of each oddity of the original (docs/spiking.md, "One by one"): a behaviour to look at for each of its rows. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { spellDashes } from '../../../src/config/flags.js';
import { completeParameters } from '../../../src/config/validate.js';
import { asMsmError, type MsmError } from '../../../src/errors.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { withDefaults } from '../../../src/model/defaults.js';
import type { CardParameters } from '../../../src/model/spiking/cards/parameters.js';
import { CARDS_SCHEMA } from '../../../src/model/spiking/cards/schema.js';
import { learningOf, testOf } from '../../../src/model/spiking/cards/settings.js';
import { checkInputs } from '../../../src/model/spiking/check-inputs.js';
import { MEMORIZE } from '../../../src/model/spiking/commands.js';
import { encoderNotes, takeEncoders } from '../../../src/model/spiking/given-encoders.js';
import { drawParameters } from '../../../src/model/spiking/initial.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { SPIKING } from '../../../src/model/spiking/model.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import type { SpikingParameters } from '../../../src/model/spiking/parameters.js';
import { SPIKING_SCHEMA } from '../../../src/model/spiking/schema.js';
import { scheduleOf, settingsOf } from '../../../src/model/spiking/settings.js';
import { ADAM_DEFAULTS, hasMemory } from '../../../src/model/spiking/settings-types.js';
import { associationExamples } from '../../../src/model/spiking/tasks/associations.js';
import { crossModalNetwork, crossModalOptions } from '../../../src/model/spiking/tasks/cross-modal-task.js';
import { assertFits } from '../../../src/run/fitting.js';
import type { Part } from '../../../src/train/examples.js';
import { trainingState } from '../../../src/train/training-state.js';
import { freshKernels } from '../../conformance/kernels.js';
import { spikingParameters } from './parameters.js';
import { CROSS_MODAL } from './small-networks.js';

type Set = Partial<SpikingParameters>;

const MODES = ['right', 'faithful'] as const;
const wrong = (set: Set): readonly string[] =>
  SPIKING_SCHEMA.compatible(spikingParameters(set)).map(({ message }) => message);
const inBoth = (set: Set): readonly (readonly string[])[] => MODES.map((mode) => wrong({ ...set, mode }));
const networkOf = (set: Set) => {
  const { network } = settingsOf(spikingParameters(set));
  if (!hasMemory(network)) throw new Error('no memory');
  return network;
};
const cards = (set: object): CardParameters => withDefaults(CARDS_SCHEMA, set) as unknown as CardParameters;
const wrongCards = (set: object): readonly string[] =>
  CARDS_SCHEMA.compatible(cards(set)).map(({ message }) => message);

function errorOf(call: () => unknown): MsmError {
  try {
    call();
  } catch (error) {
    return asMsmError(error);
  }
  throw new Error('nothing was refused');
}

/** Numbers of the first examples of a part, in an epoch. */
function examples(set: Set, part: Part, epoch = 0, count = 12): readonly number[] {
  const p = spikingParameters({ sequence_length: 2, num_classes: 3, batch_size: 16, train_size: 64, ...set });
  const source = associationExamples(freshKernels(CORE_MODULE), p, {});
  return Array.from({ length: count }, (_, item) => [
    ...source.batch(part, Int32Array.of(item), 0, epoch).inputs.subarray(0, 24),
  ]).flat();
}

const FAITHFUL = { mode: 'faithful' } as const;
const ENCODERS = { task: 'cross-modal', sequence_length: 3, use_pretrained_protonet: 1 } as const;

/** What is checked of each row; rows without a check here have their own tests. */
const ROWS: { readonly [row: string]: () => void } = {
  1: () => {
    for (const mode of MODES) expect(networkOf({ mode, embedding_size: 40 }).encoderGain).toBe(40);
    expect(networkOf({ encoder_gain: 1 }).encoderGain).toBe(1);
  },
  2: () => expect(inBoth({ workers: 0 })).toEqual([[], [expect.stringMatching(/^workers = 0 fails/)]]),
  3: () => {
    expect(wrongCards({ embedding_size: 40, readout_delay: 3 })).toEqual([]);
    expect(wrongCards({ ...FAITHFUL, embedding_size: 40, readout_delay: 3 }).length).toBe(2);
    expect([{}, FAITHFUL].map((set) => testOf(cards(set)).mostFlips)).toEqual([100, undefined]);
  },
  4: () => {
    const named = CARDS_SCHEMA.observables.map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(['policy_loss', 'entropy']));
  },
  5: () =>
    expect(spellDashes(['--dist_url', 'a_b', '--dist-url', 'a'])).toEqual(['--dist-url', 'a_b', '--dist-url', 'a']),
  6: () => {
    const [alone, shared] = [
      { ...FAITHFUL, batch_size: 8, train_size: 32, workers: 2 },
      { ...FAITHFUL, batch_size: 16, train_size: 64, workers: 4, gpus: 2 },
    ] as const;
    // a step of all GPUs is one of the examples of one, with its share of the workers
    for (const epoch of [0, 1]) {
      expect(examples(shared, 'training', epoch, 32)).toEqual(examples(alone, 'training', epoch, 32));
    }
    expect(examples(shared, 'training')).not.toEqual(examples({ ...shared, gpus: 1 }, 'training'));
    expect(settingsOf(spikingParameters(shared))).toEqual(settingsOf(spikingParameters(alone)));
    expect(scheduleOf(spikingParameters(shared))).toEqual(scheduleOf(spikingParameters(alone)));
    // sets that are judged were made before the workers were shared
    expect(examples(shared, 'test')).toEqual(examples({ ...shared, gpus: 1 }, 'test'));
    expect(scheduleOf(spikingParameters({ ...FAITHFUL, batch_size: 10, train_size: 11, gpus: 4 }))).toMatchObject({
      ...{ batchSize: 2, sizes: { training: 3 } },
    });
    expect(wrong(shared)).toEqual([]);
    expect(wrong({ gpus: 2 })).toEqual([
      'gpus = 2 has no effect with mode = right, where no example of a step is drawn twice: --world-size shares a run',
    ]);
    expect(wrong({ ...FAITHFUL, gpus: 2, inf_data: 0 })[0]).toMatch(/^gpus = 2 needs inf_data = 1/);
    expect(wrong({ ...FAITHFUL, gpus: 9, batch_size: 8 })[0]).toMatch(/^gpus = 9 are more than the 8 examples/);
    expect(wrong({ ...FAITHFUL, gpus: 2, task: 'qa' })).toEqual(['gpus = 2 has no effect with task = qa']);
    const given = { features: new Float64Array(3) };
    expect(checkInputs(spikingParameters(shared), given)[0].message).toMatch(/^features cannot be given with gpus = 2/);
  },
  7: () => {
    for (const part of ['validation', 'test'] as const) {
      const [few, many] = [2, 3].map((workers) => ({ workers }));
      expect(examples(few, part)).toEqual(examples(many, part));
      expect(examples({ ...FAITHFUL, ...few }, part)).not.toEqual(examples({ ...FAITHFUL, ...many }, part));
    }
  },
  8: () => {
    for (const mode of MODES) {
      const stored = spikingParameters({ mode });
      const line = ['thr', 'w_max'].map((key) => ({ key, text: '7' }));
      const error = errorOf(() => assertFits(SPIKING_SCHEMA, 'net', stored, line, []));
      expect(error.exitStatus).toBe(2);
      expect(error.message).toContain('thr = 0.1, not 7; w_max = 1, not 7');
    }
  },
  9: () => {
    const [right, faithful] = inBoth({ form: 'relu', batch_size: 1 });
    expect([right, faithful.length]).toEqual([[], 1]);
  },
  10: () => {
    const twin = { form: 'relu', task: 'cross-modal' } as const;
    const given = (mode: 'right' | 'faithful', use_batch_norm: boolean) => {
      const p = spikingParameters({ ...twin, mode, use_batch_norm });
      const named = ['image_protonet', 'audio_protonet'].flatMap(
        (key) => SPIKING.inputParts?.(key, { ...p, use_pretrained_protonet: 1 })?.parts ?? [],
      );
      const isNormed = named.some(({ name }) => name.includes('.bn.'));
      return [named[0].name, named[named.length - 1].name.split('.')[0], isNormed, encoderNotes(p, {}).length];
    };
    for (const mode of MODES) {
      expect(given(mode, true)).toEqual(['image_encoder.0.weight', 'audio_encoder', true, 0]);
      expect(given(mode, false)).toEqual(['image_encoder.0.weight', 'audio_encoder', false, mode === 'right' ? 0 : 1]);
    }
  },
  12: () => {
    const centres = MODES.map(
      (mode) => crossModalOptions(spikingParameters({ task: 'cross-modal', mode })).sound.centre,
    );
    expect(centres).toEqual(['energy', 'published']);
  },
  14: () => {
    const parts = MODES.map(
      (mode) => crossModalOptions(spikingParameters({ task: 'cross-modal', mode })).dividesValidation,
    );
    expect(parts).toEqual([true, false]);
  },
  15: () => {
    expect([{}, FAITHFUL].map((set) => learningOf(cards(set)).valueClip)).toEqual([undefined, 0.2]);
  },
  '16, 17': () => {
    const { scalars, arrays } = trainingState({ arrays: [], sizes: {} }, 'f32');
    expect(scalars.map(({ name }) => name)).toEqual(expect.arrayContaining(['bestScore', 'bestEpoch']));
    expect(arrays.find(({ name }) => name === 'best')?.keep ?? 'state').toBe('state');
  },
  18: () => {
    expect(MEMORIZE.idle['learn-readout-delay']).toBe(false);
    const biased = ([{}, { fix_cnn_thresholds: true }] as const).map(
      (set) => crossModalNetwork(spikingParameters({ task: 'cross-modal', ...set })).hasBias,
    );
    expect(biased).toEqual([true, false]);
  },
  19: () => {
    const hasBias = (set: Set): boolean => crossModalNetwork(spikingParameters({ ...ENCODERS, ...set })).hasBias;
    expect(MODES.map((mode) => hasBias({ mode }))).toEqual([false, true]);
    expect(hasBias({ ...FAITHFUL, fix_cnn_thresholds: true })).toBe(false);
    expect(hasBias({ ...FAITHFUL, form: 'relu' })).toBe(false);
  },
  20: () => {
    const constants = { feedback_gain: 0.2, readout_window: 30, pixel_spikes: 15, image_size: 28 };
    expect(spikingParameters()).toMatchObject(constants);
    expect(spikingParameters({ mode: 'faithful' })).toMatchObject(constants);
  },
  21: () => {
    for (const mode of MODES) expect(settingsOf(spikingParameters({ mode })).rates.from).toBe(1);
    expect(settingsOf(spikingParameters({ rates_from_epoch: 0 })).rates.from).toBe(0);
  },
  22: () => {
    expect(SPIKING_SCHEMA.observables.map(({ name }) => name)).toContain('silent');
    expect(inBoth({ target_rate: 5, surrogate_width: 3, warmup_steps: 10 })).toEqual([[], []]);
  },
  23: () => {
    const error = errorOf(() => completeParameters(SPIKING_SCHEMA, { colour: 3 }));
    expect([error.code, error.message]).toEqual(['E_CONFIG', expect.stringMatching(/^colour is not a parameter/)]);
  },
  24: () => expect(inBoth({ thr_write_key: 0.05 }).map((found) => found.length)).toEqual([0, 1]),
};

/** Kept by tests of their own: best weights of encoders, and that nothing is kept of a set. */
const ELSEWHERE = ['11', '13'];

describe('the rows of "One by one"', () => {
  const [, section] = readFileSync('docs/spiking.md', 'utf8').split('### One by one');
  const rows = [...section.matchAll(/^\| ([\d, ]+) \| (.+?) \| (.+) \| (.+?) \|$/gm)].map(([, row]) => row);

  it('are those of the list, each once', () => {
    expect(rows.flatMap((row) => row.split(', '))).toEqual(Array.from({ length: 24 }, (_, i) => `${i + 1}`));
    expect([...Object.keys(ROWS), ...ELSEWHERE].sort()).toEqual([...rows].sort());
  });

  it.each(Object.entries(ROWS))('row %s does what it says', (_, check) => check());
});

describe('an encoder that was trained before', () => {
  it('has in faithful mode the given weights, and between them biases that are drawn from their inputs', () => {
    const kernels = freshKernels(SPIKING_MODULE);
    const rates = { weight: 0, target: 0 };
    const trainable = openAlone(kernels, {
      ...{ network: CROSS_MODAL, precision: 'f64', items: 1, adam: ADAM_DEFAULTS, maxGradient: 0, rates },
    });
    drawParameters(kernels, trainable, 3, { kind: 'cross-modal' });
    const before = [...trainable.parameters()];
    const of = (pattern: RegExp) => trainable.tensors.filter(({ name }) => pattern.test(name));
    const weights = of(/^image_encoder\.\d\.weight$/);
    const given = Float64Array.from({ length: weights.reduce((sum, { count }) => sum + count, 0) }, (_, i) => i + 1);
    takeEncoders(spikingParameters({ ...ENCODERS, mode: 'faithful' }), { image_protonet: given }, trainable);
    const after = trainable.parameters();
    expect(weights.flatMap(({ offset, count }) => [...after.subarray(offset, offset + count)])).toEqual([...given]);
    const others = trainable.tensors.filter((tensor) => !weights.includes(tensor));
    for (const { name, offset, count } of others)
      expect([...after.subarray(offset, offset + count)], name).toEqual(before.slice(offset, offset + count));
    // largest magnitude by a channel's inputs: 9 of one picture, then 9 of each channel before
    const channels = [1, CROSS_MODAL.images.channels[0]];
    for (const [i, { offset, count }] of of(/^image_encoder\.\d\.bias$/).entries()) {
      const bound = 1 / Math.sqrt(9 * channels[i]);
      const own = [...after.subarray(offset, offset + count)].map(Math.abs);
      expect(Math.max(...own)).toBeLessThanOrEqual(bound);
      expect(Math.max(...own)).toBeGreaterThan(0.2 * bound);
    }
  });
});
