/** Twins without time whose encoders are normalised over a batch. */
import { describe, expect, it } from 'vitest';
import { itemLayout } from '../../../src/model/spiking/item-layout.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { SPIKING } from '../../../src/model/spiking/model.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import { SPIKING_SCHEMA } from '../../../src/model/spiking/schema.js';
import {
  ADAM_DEFAULTS,
  type CharactersNetwork,
  type CrossModalNetwork,
  PLASTICITY_DEFAULTS,
} from '../../../src/model/spiking/settings-types.js';
import { isCounted } from '../../../src/model/spiking/tensors.js';
import { trainingMember } from '../../../src/train/member.js';
import { ownSteps, teamSteps } from '../../../src/train/steps.js';
import type { Batch, Precision, Tensor, Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { inProcessTeam } from '../../train/in-process-team.js';
import { differencesOf } from './differences.js';
import { stream } from './networks.js';
import { begunAs, expectSteps, readGolden } from './normed-golden.js';
import { spikingParameters } from './parameters.js';
import { CHARACTERS, CROSS_MODAL } from './small-networks.js';

const PLASTICITY = { ...PLASTICITY_DEFAULTS, gammaPos: 0.1, gammaNeg: 0.1 };
const TWIN = { form: 'relu', hasBias: false, hasNorm: true, plasticity: PLASTICITY } as const;
const SEEN: CharactersNetwork = { ...CHARACTERS, ...TWIN, embedding: 7, channels: [4, 8] };
const HEARD: CrossModalNetwork = {
  ...{ ...CROSS_MODAL, ...TWIN },
  sounds: { ...CROSS_MODAL.sounds, channels: [4, 8] },
  images: { ...CROSS_MODAL.images, channels: [4, 8] },
};
const AT = { step: 0, epoch: 0 };
const ITEMS = 3;

function opened(network: CharactersNetwork | CrossModalNetwork, precision: Precision = 'f64'): Trainable {
  const trainable = openAlone(freshKernels(SPIKING_MODULE), {
    ...{ network, precision, items: ITEMS, adam: { ...ADAM_DEFAULTS, rate: 0.01 }, maxGradient: 0 },
    rates: { weight: 0, target: 0 },
  });
  const draw = stream(3);
  for (const { shape, offset, count, name } of trainable.tensors) {
    const largest = shape.length === 1 ? 0.3 : 0.6 * Math.sqrt(6 / (shape[1] * (shape.length > 2 ? 9 : 1)));
    // scales and variances are of about 1, and most units active
    const from = /running_var|bn\.weight/.test(name) ? 1 : name.endsWith('bn.bias') ? 0.3 : 0;
    const values = Float64Array.from({ length: count }, () => from + (2 * draw() - 0.7) * largest);
    trainable.parameters().set(values, offset);
  }
  trainable.changed();
  return trainable;
}

function batchOf(network: CharactersNetwork | CrossModalNetwork, { width }: Trainable): Batch {
  const draw = stream(8);
  const { labels } = itemLayout(network);
  const rows = Array.from({ length: ITEMS }, () => {
    const row = Array.from({ length: width }, () => draw());
    if (labels !== undefined) row.splice(labels.from, 2, 0, 1);
    return row;
  });
  return { items: ITEMS, inputs: Float64Array.from(rows.flat()), targets: Int32Array.of(0, 1, 1) };
}

it('does what PyTorch does: loss, gradients, steps of Adam, running statistics, and what is said with them', () => {
  const golden = readGolden('normed_twin');
  const [side, facts] = [6, 2];
  const sizes = { embedding: 3, memory: 5, classes: facts, facts, height: side, width: side, channels: [4, 4] };
  const network: CharactersNetwork = { ...CHARACTERS, ...TWIN, ...sizes };
  // pictures of an item, with its labels before the last of them
  const each = (facts + 1) * side * side;
  const inputs = golden.targets.flatMap((_, item) => {
    const pictures = golden.pictures.slice(item * each, (item + 1) * each);
    return [...pictures.slice(0, facts * side * side), 0, 1, ...pictures.slice(facts * side * side)];
  });
  const batch = { items: 3, inputs: Float64Array.from(inputs), targets: Int32Array.from(golden.targets) };
  expectSteps(golden, begunAs(golden, network), batch);
});

describe.each([
  ['characters', SEEN],
  ['sounds with images', HEARD],
] as const)('the twin of %s with an encoder that is normalised over a batch', (_, network) => {
  it('has the gradient of differences, in each of its parameters', () => {
    const trainable = opened(network);
    const batch = batchOf(network, trainable);
    const lossAt = (): number => trainable.lossAndGradient(batch, AT).loss / batch.items;
    lossAt();
    const gradient = trainable.gradient().slice();
    for (const tensor of trainable.tensors) {
      const { name, offset } = tensor;
      const differences = differencesOf(trainable, tensor, lossAt);
      // statistics of the batch act, and not those that are counted
      if (isCounted(tensor)) expect(differences.every((one) => one === 0)).toBe(true);
      else expect(Math.max(...differences.map(Math.abs)), name).toBeGreaterThan(1e-5);
      for (const [i, difference] of differences.entries())
        expect(Math.abs(gradient[offset + i] - difference), `${name} ${i}`).toBeLessThan(5e-7);
    }
  });

  it('judges each item for itself by running statistics, which are those of all its batches', () => {
    const trainable = opened(network);
    const batch = batchOf(network, trainable);
    const before = trainable.parameters().slice();
    trainable.lossAndGradient(batch, AT);
    trainable.optimize();
    for (const tensor of trainable.tensors.filter(isCounted)) {
      const own = trainable.parameters().subarray(tensor.offset, tensor.offset + tensor.count);
      expect(own.some((value, i) => value !== before[tensor.offset + i])).toBe(true);
    }
    const after = trainable.parameters().slice();
    const all = Array.from(trainable.logits(batch));
    trainable.lossAndGradient(batch, AT);
    const second = {
      items: 1,
      inputs: batch.inputs.slice(trainable.width, 2 * trainable.width),
      targets: batch.targets.slice(1, 2),
    };
    expect(Array.from(trainable.logits(second))).toEqual(all.slice(trainable.classes, 2 * trainable.classes));
    expect(trainable.parameters()).toEqual(after);
  });

  it('has the bytes of one process with three, of which one has all the work', async () => {
    const [alone, first, ...rest] = Array.from({ length: 4 }, () => opened(network, 'f32'));
    expect(alone.shares(ITEMS)).toEqual([{ from: 0, to: ITEMS }]);
    const batch = batchOf(network, alone);
    const steps = teamSteps(first, inProcessTeam(rest.map(trainingMember)));
    for (const step of [0, 1]) {
      const outcome = await ownSteps(alone).learn(batch, { ...AT, step });
      expect(await steps.learn(batch, { ...AT, step })).toEqual(outcome);
      steps.settle();
      expect(first.parameters()).toEqual(alone.parameters());
      expect(await steps.judge(batch)).toEqual(await ownSteps(alone).judge(batch));
    }
  });

  it('learns by running statistics, item by item, where its encoder stays as it is', () => {
    const frozen = network.kind === 'characters' ? { learnsImages: false } : { learnsEncoders: false };
    const trainable = opened({ ...network, ...frozen } as typeof network);
    const batch = batchOf(network, trainable);
    const judged = trainable.evaluate(batch).loss;
    expect(trainable.lossAndGradient(batch, AT).loss).toBe(judged);
    expect(opened(network).lossAndGradient(batch, AT).loss).not.toBeCloseTo(judged, 4);
    const before = trainable.parameters().slice();
    trainable.optimize();
    const isSame = ({ offset, count }: Tensor): boolean =>
      trainable
        .parameters()
        .subarray(offset, offset + count)
        .every((one, i) => one === before[offset + i]);
    expect(trainable.tensors.filter(({ name }) => name.includes('_encoder.')).every(isSame)).toBe(true);
    expect(trainable.tensors.every(isSame)).toBe(false);
    const numbers = trainable.tensors.filter(isCounted).reduce((sum, { count }) => sum + count, 0);
    expect(trainable.unlearned).toBe(numbers);
  });
});

it.each<readonly [number, string, object]>([
  [1, 'a twin that normalises', { form: 'relu', use_batch_norm: true }],
  [4, 'one whose encoder stays as it is', { form: 'relu', use_batch_norm: true, freeze_protonet: 1 }],
  [4, 'one that does not', { form: 'relu' }],
  [4, 'spikes with an encoder that was normalised', { use_batch_norm: true, use_pretrained_protonet: 1 }],
])('lets at most %d threads share a batch of %s', (most, _, set) => {
  for (const task of ['omniglot', 'cross-modal'] as const)
    expect(SPIKING.team?.most(spikingParameters({ task, batch_size: 32, ...set }))).toBe(most);
});

describe('what can be normalised', () => {
  const wrong = (set: object) =>
    SPIKING_SCHEMA.compatible(spikingParameters({ use_batch_norm: true, ...set })).map(({ message }) => message);

  it('are batches for which there is room, of pictures that are shown and that ask', () => {
    const twin = { form: 'relu', precision: 'f64', batch_size: 512 } as const;
    const [seen] = wrong({ ...twin, task: 'omniglot', num_classes: 5 });
    expect(seen).toMatch(/^batch_size = 512 makes batches of 3072 pictures, of which use_batch_norm = true keeps \d+ /);
    const [heard] = wrong({ ...twin, task: 'cross-modal', sequence_length: 3 });
    // three sounds, one that asks, and three images
    expect(heard).toMatch(
      /^batch_size = 512 makes batches of 3584 pictures, .* 1610612736 are the most: choose at most/,
    );
    const most = Number(/at most (\d+)$/.exec(heard)?.[1]);
    expect(wrong({ ...twin, task: 'cross-modal', sequence_length: 3, batch_size: most })).toEqual([]);
    expect(wrong({ ...twin, task: 'cross-modal', sequence_length: 3, batch_size: most + 1 })).toHaveLength(1);
    expect(wrong({ ...twin, task: 'omniglot', freeze_protonet: 1 })).toEqual([]);
  });

  it.each<readonly [object, string]>([
    [{ task: 'qa' }, 'has no effect with task = qa, whose network has no encoder of pictures'],
    [{ task: 'cross-modal' }, 'has no effect with task = cross-modal and form = spiking where'],
    [
      { task: 'omniglot', embedding_size: 64, use_pretrained_protonet: 1, fix_cnn_thresholds: true },
      'makes biases of running statistics, and fix_cnn_thresholds = true takes biases away: choose fix_cnn_thresholds = false',
    ],
  ])('is not said in vain: %j', (set, message) => {
    expect(wrong(set)).toEqual([expect.stringContaining(`use_batch_norm = true ${message}`)]);
  });
});
