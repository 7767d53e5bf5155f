import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import type { Kernels } from '../../../src/kernel/kernels.js';
import { drawParameters } from '../../../src/model/spiking/initial.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import type { SpikingParameters } from '../../../src/model/spiking/parameters.js';
import { prototypicalLoss } from '../../../src/model/spiking/prototypes.js';
import { settingsOf } from '../../../src/model/spiking/settings.js';
import { taskOf } from '../../../src/model/spiking/tasks.js';
import type { Batch } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { spikingParameters } from './parameters.js';

const AT = { step: 0, epoch: 0 };
/** Sides that are no power of 2, so that a last row and column are left out. */
const SIZES = { image_size: 7, encoder_channels: 32, num_mfcc: 5, num_mfcc_time_samples: 6, batch_size: 3 };
const EXACT = { ...SIZES, precision: 'f64', train_size: 40, test_size: 200 } as const;

/** Those that are judged have fewer classes than those that are learned. */
const EPISODES = {
  classes_per_iteration_train: 3,
  num_samples_support_train: 2,
  num_samples_query_train: 2,
  classes_per_iteration_val: 2,
  num_samples_support_val: 1,
  num_samples_query_val: 3,
};

const TASKS: readonly (readonly [string, Partial<SpikingParameters>])[] = [
  ['characters', { ...EXACT, ...EPISODES, task: 'pretrain-protonet' }],
  ['images', { ...EXACT, task: 'pretrain-digits' }],
  ['sounds', { ...EXACT, task: 'pretrain-digits', audio: true }],
];

function begun(set: Partial<SpikingParameters>) {
  const p = spikingParameters(set);
  const kernels = freshKernels(SPIKING_MODULE);
  const network = openAlone(kernels, settingsOf(p));
  drawParameters(kernels as unknown as Kernels, network, 4);
  const { examples } = taskOf(p).items({ kernels: freshKernels(CORE_MODULE), parameters: p, inputs: {}, data: {} });
  return { p, network, examples };
}

/** A batch of its own memory. */
function copied({ items, inputs, targets }: Batch): Batch {
  return { items, inputs: inputs.slice(), targets: targets.slice() };
}

/** The code of a picture by the formula: convolutions, relu, the largest of four; [side, side] of single numbers, channel by channel. */
function codeOf(picture: readonly number[], side: number, blocks: readonly ArrayLike<number>[], channels: number) {
  let maps = [Array.from({ length: side }, (_, r) => picture.slice(r * side, (r + 1) * side))];
  for (const weights of blocks) {
    const inputs = maps;
    const at = (map: number[][], r: number, c: number): number => map[r]?.[c] ?? 0;
    const own = Array.from({ length: channels }, (_, o) =>
      inputs[0].map((row, r) =>
        row.map((_, c) => {
          let sum = 0;
          for (const [i, map] of inputs.entries()) {
            for (let k = 0; k < 9; k++) {
              const weight = weights[(o * inputs.length + i) * 9 + k];
              sum += weight * at(map, r + Math.floor(k / 3) - 1, c + (k % 3) - 1);
            }
          }
          return sum;
        }),
      ),
    );
    const half = Math.floor(inputs[0].length / 2);
    maps = own.map((map) =>
      Array.from({ length: half }, (_, r) =>
        Array.from({ length: half }, (_, c) =>
          Math.max(0, map[2 * r][2 * c], map[2 * r][2 * c + 1], map[2 * r + 1][2 * c], map[2 * r + 1][2 * c + 1]),
        ),
      ),
    );
  }
  return maps.map((map) => map[0][0]);
}

/** Codes of the pictures of an episode by the formula, with their classes; [count, 32]. */
function codedEpisode({ network, p }: ReturnType<typeof begun>, row: ArrayLike<number>, from: number) {
  const all = Array.from(row);
  const [classes, support, queries] = all.slice(from, from + 3);
  const [count, side] = [classes * (support + queries), p.image_size];
  const first = from + 3 + count;
  const blocks = network.tensors.map(({ offset, count }) => network.parameters().slice(offset, offset + count));
  const codes = Array.from({ length: count }, (_, i) =>
    codeOf(all.slice(first + i * side * side, first + (i + 1) * side * side), side, blocks, 32),
  );
  return { codes: Float64Array.from(codes.flat()), places: all.slice(from + 3, first), support };
}

const elementary = elementaryOf(freshKernels(CORE_MODULE));

describe('a prototypical network', () => {
  const PARTS = [
    ['training', 6],
    ['validation', 6],
  ] as const;
  it.each(PARTS)('has the loss and the accuracy of the formula, in an episode of %s', (part, asked) => {
    const own = begun(TASKS[0][1]);
    const { network, examples } = own;
    const batch = copied(examples.batch(part, [0, 2]));
    // numbers that a wrong place would show; sizes and classes stay
    const inputs = batch.inputs.map((value, i) => {
      const within = i % network.width;
      return within < 3 + (part === 'training' ? 12 : 8) || value === 0 ? value : 1 + (i % 5) / 7;
    });
    const found = network.evaluate({ ...batch, inputs });
    const plain = [0, 1].map((item) => {
      const { codes, places, support } = codedEpisode(own, inputs, item * network.width);
      return prototypicalLoss(elementary, codes, 32, places, support);
    });
    expect(found.targets).toBe(2 * asked);
    expect(found.correct).toBe(Math.round(asked * (plain[0].accuracy + plain[1].accuracy)));
    const loss = asked * (plain[0].loss + plain[1].loss);
    expect(loss).toBeGreaterThan(0.1);
    expect(Math.abs(found.loss - loss)).toBeLessThan(1e-12 * loss);
    // answers are classes of the episode, and those that are right are counted
    const answers = Array.from(network.answers(batch));
    const right = answers.filter((answer, i) => answer === batch.targets[i]).length;
    expect([answers.length, right]).toEqual([2 * asked, found.correct]);
    expect(Math.max(...answers)).toBeLessThan(part === 'training' ? 3 : 2);
  });

  it('has nothing to answer with but the classes of an episode', () => {
    const { network, examples } = begun(TASKS[0][1]);
    const logits = Array.from(network.logits(copied(examples.batch('test', [1]))));
    expect(logits).toHaveLength(18);
    expect(logits.map((logit, i) => (i % 3 === 2) === (logit === Number.NEGATIVE_INFINITY))).not.toContain(false);
  });
});

describe.each(TASKS)('an encoder of %s', (_, set) => {
  it('has the gradient of its differences', () => {
    const { network, examples } = begun(set);
    const batch = copied(examples.batch('training', [0, 1, 2]));
    network.lossAndGradient(batch, AT);
    const gradient = network.gradient().slice();
    const weights = network.parameters().slice();
    const h = 1e-6;
    for (const { name, offset, count } of network.tensors) {
      const direction = Array.from({ length: count }, (_, i) => ((i * 7919) % 101) / 101 - 0.5);
      const at = (step: number): number => {
        network.parameters().set(
          direction.map((d, i) => weights[offset + i] + step * d),
          offset,
        );
        network.changed();
        const { loss, targets } = network.evaluate(batch);
        return loss / targets;
      };
      const difference = (at(h) - at(-h)) / (2 * h);
      at(0);
      const along = direction.reduce((sum, d, i) => sum + d * gradient[offset + i], 0);
      expect(Math.abs(along), name).toBeGreaterThan(1e-4);
      // the differences have an error of h^2 and of rounding over h
      expect(Math.abs(along - difference), name).toBeLessThan(1e-6 * Math.max(1, Math.abs(along)));
    }
  });

  it('learns in some steps', () => {
    const { network, examples } = begun({ ...set, image_size: 14, precision: 'f32', batch_size: 200 });
    const test = () => copied(examples.batch('test', [...Array(200).keys()]));
    const before = network.evaluate(test());
    for (let step = 0; step < 60; step++) {
      const items = Array.from({ length: 20 }, (_, i) => i);
      network.lossAndGradient(copied(examples.batch('training', items, 0, step)), { step, epoch: step });
      network.optimize(0.005);
    }
    const after = network.evaluate(test());
    expect(after.loss).toBeLessThan(0.8 * before.loss);
    expect(after.correct).toBeGreaterThan(before.correct + 0.04 * before.targets);
  });
});
