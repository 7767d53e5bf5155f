import { describe, expect, it } from 'vitest';
import { openBatchNorm } from '../../../src/model/spiking/batch-norm.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import type { DigitsNetwork } from '../../../src/model/spiking/settings-types.js';
import { NORM_TENSORS, normTensor } from '../../../src/model/spiking/tensors.js';
import { trainingMember } from '../../../src/train/member.js';
import { ended } from '../../../src/train/pieces.js';
import { ownSteps, teamSteps } from '../../../src/train/steps.js';
import type { Batch, Precision, Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { inProcessTeam } from '../../train/in-process-team.js';
import { apart, begunAs, expectSteps, readGolden } from './normed-golden.js';

const [ROWS, CHANNELS, PICTURES] = [6, 4, 3];
const AT = { step: 0, epoch: 0 };

/** Mean and biased variance of a channel, and what is normalised, by the formula. */
function plain(x: readonly number[], weight: number, bias: number) {
  const mean = x.reduce((sum, one) => sum + one, 0) / x.length;
  const variance = x.reduce((sum, one) => sum + (one - mean) ** 2, 0) / x.length;
  const root = Math.sqrt(variance + 1e-5);
  return { mean, variance, root, y: x.map((one) => ((one - mean) / root) * weight + bias) };
}

function openLayer(precision: Precision) {
  const numeric = numericOf(freshKernels(SPIKING_MODULE), precision);
  const parameters = numeric.room(4 * CHANNELS);
  const at = (name: string): number =>
    NORM_TENSORS.findIndex((of) => normTensor('image', 0, of) === name) * CHANNELS * numeric.size;
  const norm = openBatchNorm(numeric, { name: 'image', block: 0, rows: ROWS, channels: CHANNELS }, at);
  const given = [
    [1.5, -0.5, 1, 2],
    [0.25, 1, 0, -1],
    [0.5, 0, -1, 3],
    [1, 2, 0.5, 4],
  ].flat();
  numeric.view(parameters, given.length).set(given);
  norm.take(parameters);
  const count = ROWS * CHANNELS;
  const pictures = Array.from({ length: PICTURES }, (_, p) => {
    const address = numeric.room(count);
    // far from 0, so that a variance of squares would cancel
    numeric.view(address, count).set(Array.from({ length: count }, (_, i) => 1000 + ((i * 37 + 11 * p) % 23) / 4));
    return address;
  });
  const read = (address: number) => Array.from(numeric.view(address, count));
  return { numeric, norm, parameters, pictures, read, count, given };
}

/** Forward over all pictures; the outcome of each. */
function forward({ numeric, norm, pictures, count }: ReturnType<typeof openLayer>): readonly number[] {
  norm.begin();
  for (const picture of pictures) norm.sum(picture);
  norm.center();
  for (const picture of pictures) norm.deviate(picture);
  norm.spread();
  return pictures.map((picture) => {
    const out = numeric.room(count);
    norm.normalise(picture, out);
    return out;
  });
}

const channelOf = (all: readonly (readonly number[])[], c: number): number[] =>
  all.flatMap((one) => one.filter((_, i) => i % CHANNELS === c));

describe.each([
  ['f64', 1e-10],
  // three roundings of numbers of about 1, and of pictures of 1000, whose quarters are exact
  ['f32', 1e-6],
] as const)('batch normalisation in %s', (precision, bound) => {
  it('has the mean and the biased variance of all places of all pictures', () => {
    const layer = openLayer(precision);
    const outs = forward(layer).map(layer.read);
    const pictures = layer.pictures.map(layer.read);
    for (let c = 0; c < CHANNELS; c++) {
      const { y } = plain(channelOf(pictures, c), layer.given[c], layer.given[CHANNELS + c]);
      for (const [i, value] of channelOf(outs, c).entries())
        expect(Math.abs(value - y[i])).toBeLessThan(bound * Math.max(1, Math.abs(y[i])));
    }
  });

  it('gives a tenth of the mean and of the unbiased variance to the running ones', () => {
    const layer = openLayer(precision);
    forward(layer);
    layer.norm.renew(layer.parameters);
    const after = layer.numeric.view(layer.parameters, 4 * CHANNELS);
    expect(Array.from(after.subarray(0, 2 * CHANNELS))).toEqual(layer.given.slice(0, 2 * CHANNELS));
    for (let c = 0; c < CHANNELS; c++) {
      const x = channelOf(layer.pictures.map(layer.read), c);
      const { mean, variance } = plain(x, 1, 0);
      const [m, v] = [layer.given[2 * CHANNELS + c], layer.given[3 * CHANNELS + c]];
      const unbiased = (variance * x.length) / (x.length - 1);
      expect(after[2 * CHANNELS + c] / (0.9 * m + 0.1 * mean)).toBeCloseTo(1, 6);
      expect(after[3 * CHANNELS + c] / (0.9 * v + 0.1 * unbiased)).toBeCloseTo(1, 6);
    }
  });

  it('takes the running ones where a picture is alone', () => {
    const { norm, pictures, read, given } = openLayer(precision);
    const before = read(pictures[0]);
    norm.run(pictures[0]);
    for (const [i, value] of read(pictures[0]).entries()) {
      const [w, b, m, v] = [0, 1, 2, 3].map((of) => given[of * CHANNELS + (i % CHANNELS)]);
      const y = ((before[i] - m) / Math.sqrt(v + 1e-5)) * w + b;
      expect(Math.abs(value - y)).toBeLessThan(bound * Math.abs(y));
    }
  });
});

it('goes back as its differences say', () => {
  const layer = openLayer('f64');
  const { numeric, norm, pictures, parameters, count, read } = layer;
  const slopes = pictures.map((_, p) => Array.from({ length: count }, (_, i) => ((i * 29 + 7 * p) % 13) / 13 - 0.3));
  const said = (): number => {
    const outs = forward(layer).map(read);
    return outs.reduce((sum, out, p) => sum + out.reduce((own, y, i) => own + y * slopes[p][i], 0), 0);
  };
  said();
  const bars = slopes.map((slope) => {
    const bar = numeric.room(count);
    numeric.view(bar, count).set(slope);
    return bar;
  });
  const gradient = numeric.room(4 * CHANNELS);
  norm.beginBack();
  for (const [p, picture] of pictures.entries()) norm.sumBack(picture, bars[p]);
  norm.endBack(gradient);
  for (const [p, picture] of pictures.entries()) norm.back(picture, bars[p]);
  const h = 1e-3;
  const differs = (address: number, i: number, found: number): void => {
    const before = numeric.view(address, i + 1)[i];
    const at = (step: number): number => {
      numeric.view(address, i + 1)[i] = before + step;
      norm.take(parameters);
      return said();
    };
    // in numbers of about 1000 a step of h has an error of 1e-13 / h, beside that of h^2
    expect(Math.abs((at(h) - at(-h)) / (2 * h) - found)).toBeLessThan(2e-6);
    at(0);
  };
  for (const [p, picture] of pictures.entries()) for (let i = 0; i < count; i++) differs(picture, i, read(bars[p])[i]);
  for (let i = 0; i < 2 * CHANNELS; i++) differs(parameters, i, numeric.view(gradient, i + 1)[i]);
});

const GOLDEN = readGolden('batch_norm');
const NETWORK: DigitsNetwork = {
  ...{ kind: 'digits', form: 'relu', encoder: 'image', height: 6, width: 6, channels: [4, 4], classes: 3 },
  hasNorm: true,
};
const BATCH: Batch = {
  items: 5,
  inputs: Float64Array.from(GOLDEN.pictures),
  targets: Int32Array.from(GOLDEN.targets),
};

const begun = (precision?: Precision): Trainable => begunAs(GOLDEN, NETWORK, precision);

describe('an encoder that is normalised over a batch', () => {
  it('does what PyTorch does: loss, gradients, steps of Adam, running statistics, and what is said with them', () => {
    expectSteps(GOLDEN, begun(), BATCH);
  });

  it('learns all but running statistics, four numbers of mean and variance in each of two blocks', () => {
    const { count, unlearned } = begun();
    expect([count, unlearned]).toEqual([36 + 144 + 2 * 16 + 12, 16]);
  });

  it('does nearly so in single precision', () => {
    const network = begun('f32');
    const [{ loss, gradient }] = GOLDEN.steps;
    expect(Math.abs(network.lossAndGradient(BATCH, AT).loss / 5 - loss)).toBeLessThan(1e-6);
    const { offset, count, name } = network.tensors[0];
    expect(apart(network.gradient().subarray(offset, offset + count), gradient[name])).toBeLessThan(1e-4);
  });

  it('judges each item for itself, and leaves running statistics as they are', () => {
    const network = begun();
    const before = network.parameters().slice();
    const all = Array.from(network.logits(BATCH));
    network.lossAndGradient(BATCH, AT);
    const second = { items: 1, inputs: BATCH.inputs.slice(36, 72), targets: BATCH.targets.slice(1, 2) };
    expect(Array.from(network.logits(second))).toEqual(all.slice(3, 6));
    expect(network.parameters()).toEqual(before);
  });

  it('is one share, and a step that was left half way is done again with the same bytes', () => {
    const [one, other] = [begun('f32'), begun('f32')];
    expect(one.shares(5)).toEqual([{ from: 0, to: 5 }]);
    const pieces = other.inPieces?.lossAndGradient(BATCH, AT);
    for (let i = 0; i < 8; i++) pieces?.next();
    for (let step = 0; step < 2; step++) {
      one.lossAndGradient(BATCH, AT);
      one.optimize();
      if (other.inPieces === undefined) throw new Error('no pieces');
      other.evaluate(BATCH);
      ended(other.inPieces.lossAndGradient(BATCH, AT));
      other.optimize();
    }
    expect(other.parameters()).toEqual(one.parameters());
  });

  it.each([2, 3])('has the bytes of one process with %d, of which one has all the work', async (size) => {
    const [alone, first, ...rest] = Array.from({ length: size + 1 }, () => begun('f32'));
    const steps = teamSteps(first, inProcessTeam(rest.map(trainingMember)));
    for (const step of [0, 1]) {
      const outcome = await ownSteps(alone).learn(BATCH, { ...AT, step });
      expect(await steps.learn(BATCH, { ...AT, step })).toEqual(outcome);
      steps.settle();
      expect(first.parameters()).toEqual(alone.parameters());
      expect(await steps.judge(BATCH)).toEqual(await ownSteps(alone).judge(BATCH));
    }
    // those that have no share of a batch have no statistics of it
    for (const one of rest) expect(one.parameters().every(Number.isFinite)).toBe(true);
  });

  it('goes on from its state alone', () => {
    const [straight, first, then] = [begun('f32'), begun('f32'), begun('f32')];
    const step = (network: Trainable) => {
      network.lossAndGradient(BATCH, AT);
      network.optimize();
    };
    step(straight);
    step(straight);
    step(first);
    for (const name of ['parameters', 'moment', 'variance']) then.block.f32(name).set(first.block.f32(name));
    then.block.f64('progress').set(first.block.f64('progress'));
    then.changed();
    step(then);
    expect(then.parameters()).toEqual(straight.parameters());
  });
});
