/** Steps of PyTorch with encoders that are normalised over a batch (scripts/interop/torch_normed.py), and the same steps here. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import { ADAM_DEFAULTS, type TrainedNetwork } from '../../../src/model/spiking/settings-types.js';
import type { Batch, Precision, Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';

interface NamedNumbers {
  readonly [tensor: string]: readonly number[];
}

export interface NormedGolden {
  readonly rate: number;
  readonly pictures: readonly number[];
  readonly targets: readonly number[];
  readonly start: NamedNumbers;
  readonly steps: readonly { readonly loss: number; readonly gradient: NamedNumbers; readonly after: NamedNumbers }[];
  readonly judged: number;
}

export const readGolden = (name: string): NormedGolden =>
  JSON.parse(readFileSync(`tests/golden/spiking/${name}.json`, 'utf8'));

/** A network with the weights of the beginning. */
export function begunAs({ rate, start, targets }: NormedGolden, network: TrainedNetwork, precision: Precision = 'f64') {
  const settings = { network, precision, items: targets.length, maxGradient: 0, adam: { ...ADAM_DEFAULTS, rate } };
  const trainable = openAlone(freshKernels(SPIKING_MODULE), { ...settings, rates: { weight: 0, target: 0 } });
  for (const { name, offset } of trainable.tensors) trainable.parameters().set(start[name], offset);
  trainable.changed();
  return trainable;
}

/** The largest difference, relative to the largest number. */
export const apart = (found: ArrayLike<number>, wanted: readonly number[]): number =>
  Math.max(...wanted.map((one, i) => Math.abs(one - found[i]))) / Math.max(...wanted.map(Math.abs));

/** Loss, gradients, steps of Adam, running statistics, and what is said with them. */
export function expectSteps({ steps, judged }: NormedGolden, network: Trainable, batch: Batch): void {
  for (const [step, { loss, gradient, after }] of steps.entries()) {
    const found = network.lossAndGradient(batch, { step, epoch: 0 });
    expect(Math.abs(found.loss / batch.items - loss)).toBeLessThan(1e-13);
    const made = network.gradient().slice();
    network.optimize();
    for (const { name, offset, count } of network.tensors) {
      const own = made.subarray(offset, offset + count);
      // what is counted is not learned
      if (gradient[name].length === 0) expect(own.every((one) => one === 0)).toBe(true);
      else expect(apart(own, gradient[name]), name).toBeLessThan(1e-12);
      expect(apart(network.parameters().subarray(offset, offset + count), after[name]), name).toBeLessThan(1e-12);
    }
  }
  expect(Math.abs(network.evaluate(batch).loss / batch.items - judged)).toBeLessThan(1e-12);
}
