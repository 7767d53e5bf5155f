/** Twins without time of the sister tasks, against differences and what they must keep. */
import { describe, expect, it } from 'vitest';
import { activityTables } from '../../../src/model/spiking/activity.js';
import { itemLayout } from '../../../src/model/spiking/item-layout.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import {
  ADAM_DEFAULTS,
  type AssociationsNetwork,
  type CharactersNetwork,
  type CrossModalNetwork,
  PLASTICITY_DEFAULTS,
  type SpikingNetwork,
} from '../../../src/model/spiking/settings-types.js';
import type { Batch, Precision, Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { differencesOf } from './differences.js';
import { SMALL, stream } from './networks.js';
import { rowsOf } from './recorded-rows.js';
import { CHARACTERS, CROSS_MODAL } from './small-networks.js';

const PLASTICITY = { ...PLASTICITY_DEFAULTS, gammaPos: 0.1, gammaNeg: 0.1 };
const SEEN: CharactersNetwork = {
  ...CHARACTERS,
  form: 'relu',
  hasBias: false,
  embedding: 7,
  channels: [8, 12],
  plasticity: PLASTICITY,
};
const HEARD: CrossModalNetwork = {
  ...{ ...CROSS_MODAL, form: 'relu', hasBias: false, plasticity: PLASTICITY },
  sounds: { ...CROSS_MODAL.sounds, channels: [4, 8] },
  images: { ...CROSS_MODAL.images, channels: [4, 12] },
};

function opened(network: SpikingNetwork, precision: Precision = 'f64', rate = 0.01): Trainable {
  const trainable = openAlone(freshKernels(SPIKING_MODULE), {
    ...{ network, precision, items: 4, adam: { ...ADAM_DEFAULTS, rate }, maxGradient: 0 },
    rates: { weight: 0, target: 0 },
  });
  const draw = stream(3);
  for (const { shape, offset, count } of trainable.tensors) {
    const largest = shape.length === 1 ? 0.3 : 0.7 * Math.sqrt(6 / (shape[1] * (shape.length > 2 ? 9 : 1)));
    trainable.parameters().set(
      Float64Array.from({ length: count }, () => (2 * draw() - 0.8) * largest),
      offset,
    );
  }
  trainable.changed();
  return trainable;
}

/** Numbers of pictures are of both signs, but for images that are an answer; labels are 0 and 1. */
function batchOf(network: CharactersNetwork | CrossModalNetwork, { width }: Trainable, items = 3): Batch {
  const draw = stream(8);
  const rows = Array.from({ length: items }, () => {
    const row = Array.from({ length: width }, () => draw() - 0.3);
    const [images] = itemLayout(network).told.slice(-1);
    if (network.kind === 'characters') row.splice(images.from, 2, 0, 1);
    return row.map((x, i) =>
      network.kind === 'cross-modal' && i >= images.from && i < images.from + 32 ? x + 0.3 : x,
    );
  });
  return {
    items,
    inputs: Float64Array.from(rows.flat()),
    targets: Int32Array.from({ length: items }, (_, i) => i % 2),
  };
}

describe.each([
  ['characters', SEEN],
  ['sounds with images', HEARD],
] as const)('the twin without time of %s', (_, network) => {
  it('has the gradient of differences, in each of its parameters', () => {
    const trainable = opened(network);
    const batch = batchOf(network, trainable);
    const lossAt = (): number => trainable.evaluate(batch).loss / batch.items;
    trainable.lossAndGradient(batch, { step: 0, epoch: 0 });
    const gradient = trainable.gradient().slice();
    for (const tensor of trainable.tensors) {
      const { name, offset } = tensor;
      const differences = differencesOf(trainable, tensor, lossAt);
      const largest = Math.max(...differences.map(Math.abs));
      expect(largest, name).toBeGreaterThan(1e-4);
      for (const [i, difference] of differences.entries())
        expect(Math.abs(gradient[offset + i] - difference), `${name} ${i}`).toBeLessThan(1e-6 * Math.max(1, largest));
    }
    trainable.changed();
  });

  it('has in single precision the gradient of double', () => {
    const [single, double] = [opened(network, 'f32'), opened(network)];
    double.parameters().set(single.parameters());
    double.changed();
    const batch = batchOf(network, double);
    const rounded = { ...batch, inputs: Float64Array.from(batch.inputs, Math.fround) };
    for (const own of [single, double]) own.lossAndGradient(rounded, { step: 0, epoch: 0 });
    for (const { name, offset, count } of double.tensors) {
      const wanted = [...double.gradient().subarray(offset, offset + count)];
      const largest = Math.max(...wanted.map(Math.abs));
      const off = wanted.map((value, i) => Math.abs(value - single.gradient()[offset + i]));
      expect(Math.max(...off) / largest, name).toBeLessThan(1e-4);
    }
  });

  it('leaves encoders that are not learned as they are, and answers alike', () => {
    const frozen = network.kind === 'characters' ? { learnsImages: false } : { learnsEncoders: false };
    const [learns, stays] = [opened(network), opened({ ...network, ...frozen } as SpikingNetwork)];
    const batch = batchOf(network, learns);
    for (const own of [learns, stays]) own.lossAndGradient(batch, { step: 0, epoch: 0 });
    expect([...stays.logits(batch)]).toEqual([...learns.logits(batch)]);
    for (const { name, offset, count } of learns.tensors) {
      const own = [...stays.gradient().subarray(offset, offset + count)];
      const isFrozen = name.includes('_encoder.');
      expect(own, name).toEqual(
        isFrozen ? new Array(count).fill(0) : [...learns.gradient().subarray(offset, offset + count)],
      );
    }
  });

  it('learns a few items by heart', () => {
    const trainable = opened(network, 'f64', 0.01);
    const batch = batchOf(network, trainable, 4);
    const before = trainable.evaluate(batch);
    for (let step = 0; step < 150; step++) {
      trainable.lossAndGradient(batch, { step, epoch: 0 });
      trainable.optimize();
    }
    const after = trainable.evaluate(batch);
    expect(after.loss).toBeLessThan(0.3 * before.loss);
  });
});

describe.each([
  ['associations', { ...SMALL, form: 'relu', plasticity: PLASTICITY } satisfies AssociationsNetwork],
  ['characters', SEEN],
  ['sounds with images', HEARD],
] as const)('the record of the twin without time of %s', (_, network) => {
  const { memory: M, facts } = network;
  const trainable = opened(network);
  const kernels = freshKernels(SPIKING_MODULE);
  const numeric = numericOf(kernels, 'f64');
  const parameters = numeric.room(trainable.count);
  numeric.view(parameters, trainable.count).set(trainable.parameters());
  const layout = itemLayout(network);
  const draw = stream(8);
  const numbers = Float64Array.from({ length: layout.width }, () => draw());
  if (layout.labels !== undefined) for (let n = 0; n < facts; n++) numbers[layout.labels.from + n] = n % 2;
  const tables = activityTables(kernels, 'f64', network, parameters, [{ numbers, target: 1 }], 'steps');
  const of = (layer: string, fact: number): readonly number[] =>
    rowsOf(tables, 'activities')
      .filter((row) => row.layer === layer && row.fact === fact)
      .map(({ activity }) => Number(activity));
  /** A row of a matrix of the network times activities. */
  const heard = (name: string, row: number, activities: readonly number[]): number => {
    const { offset } = trainable.tensors.find((tensor) => tensor.name === name) as Trainable['tensors'][number];
    const n = activities.length;
    return activities.reduce((sum, x, i) => sum + x * trainable.parameters()[offset + row * n + i], 0);
  };
  const CLOSE = 1e-11;

  it('has activities from which those behind them follow, and the memory that the rule makes of them', () => {
    const told = layout.told.map(({ layer }) => layer);
    const memory = rowsOf(tables, 'memory');
    expect(memory).toHaveLength((facts + 1) * M * M);
    const own = new Float64Array(M * M);
    for (let fact = 0; fact <= facts; fact++) {
      for (const [i, row] of memory.slice(fact * M * M, (fact + 1) * M * M).entries()) {
        expect([row.fact, row.step, row.key, row.value]).toEqual([fact, fact, Math.floor(i / M), i % M]);
        expect(Math.abs(Number(row.weight) - own[i])).toBeLessThan(CLOSE);
      }
      if (fact === facts) break;
      const s = told.flatMap((layer) => of(layer, fact));
      const [keys, values] = ['write_key', 'write_value'].map((layer) => of(layer, fact));
      for (const [i, value] of [...keys, ...values].entries())
        expect(Math.abs(value - Math.max(0, heard('writing_layer.W', i, s)))).toBeLessThan(CLOSE);
      const { gammaPos, gammaNeg, wMax } = PLASTICITY;
      for (let i = 0; i < M * M; i++) {
        const [key, value] = [keys[Math.floor(i / M)], values[i % M]];
        own[i] += gammaPos * (wMax - own[i]) * value * key - gammaNeg * key * key * own[i];
      }
    }
    const [query, keys, values] = ['query', 'read_key', 'read_value'].map((layer) => of(layer, facts));
    for (const [i, key] of keys.entries())
      expect(Math.abs(key - Math.max(0, heard('reading_layer.W', i, query)))).toBeLessThan(CLOSE);
    for (const [i, value] of values.entries()) {
      const read = keys.reduce((sum, key, j) => sum + key * own[j * M + i], 0);
      expect(Math.abs(value - read)).toBeLessThan(CLOSE);
    }
    expect(Math.max(...values)).toBeGreaterThan(0);
  });

  it('has the answer of the network, and no table of what takes time', () => {
    const batch: Batch = { items: 1, inputs: numbers, targets: Int32Array.of(1) };
    const said = rowsOf(tables, network.kind === 'cross-modal' ? 'pixels' : 'logits');
    expect(said.map(({ logit, value }) => logit ?? value)).toEqual([...trainable.logits(batch)]);
    const answers = network.kind === 'cross-modal' ? ['pixels', 'distances'] : ['labels', 'logits'];
    expect(tables.map(({ name }) => name)).toEqual(['inputs', ...answers, 'activities', 'memory']);
    const short = activityTables(kernels, 'f64', network, parameters, [{ numbers, target: 1 }], 'trials');
    expect(short.map(({ name }) => name)).toEqual([...answers, 'memory']);
  });
});

describe('the names of the parameters of twins', () => {
  it('are those of the published programs, with encoders without biases', () => {
    expect(opened(SEEN).tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['image_encoder.0.weight', [8, 1, 3, 3]],
      ['image_encoder.1.weight', [12, 8, 3, 3]],
      ['embedding_layer.embedding.weight', [2, 7]],
      ['writing_layer.W', [24, 19]],
      ['reading_layer.W', [12, 12]],
      ['output_layer.weight', [2, 12]],
    ]);
    expect(
      opened(HEARD)
        .tensors.slice(4)
        .map(({ name, shape }) => [name, shape]),
    ).toEqual([
      ['writing_layer.W', [12, 20]],
      ['reading_layer.W', [6, 8]],
      ['decoder.0.weight', [7, 6]],
      ['decoder.0.bias', [7]],
      ['decoder.2.weight', [16, 7]],
      ['decoder.2.bias', [16]],
    ]);
  });
});
