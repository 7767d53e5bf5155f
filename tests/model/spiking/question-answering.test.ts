import { describe, expect, it } from 'vitest';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import { ADAM_DEFAULTS, type QuestionAnsweringNetwork } from '../../../src/model/spiking/settings-types.js';
import { TENSOR } from '../../../src/model/spiking/tensors.js';
import type { Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { QUESTIONS } from './small-networks.js';

const NETWORK = QUESTIONS;
const PLACES = NETWORK.places;
const EMPTY = [0, 0, 0];
const [TOLD, QUERY] = [
  [1, 2, 5, 3, 4, 6],
  [2, 1, 0],
];

function opened(network: QuestionAnsweringNetwork): Trainable {
  const trainable = openAlone(freshKernels(SPIKING_MODULE), {
    ...{ network, precision: 'f64', items: 2, adam: ADAM_DEFAULTS, maxGradient: 0 },
    rates: { weight: 1e-4, target: 10 },
  });
  const { tensors } = trainable;
  for (const { name, offset, count, shape } of tensors)
    for (let i = 0; i < count; i++) {
      const isPadding = name === TENSOR.embedding && i < shape[1];
      trainable.parameters()[offset + i] = isPadding ? 0 : (((i + 3) * 7919) % 2003) / 1001.5 - 0.7;
    }
  trainable.changed();
  return trainable;
}

/** Loss, gradient and logits of the same two items. */
function learned(network: QuestionAnsweringNetwork, stories: readonly (readonly number[])[]) {
  const trainable = opened(network);
  const inputs = Float64Array.from(
    stories.flatMap((story) => {
      const told = story.length / PLACES;
      return [told, ...story, ...new Array((network.facts - told) * PLACES).fill(0), ...QUERY];
    }),
  );
  const batch = { items: stories.length, inputs, targets: Int32Array.from(stories, (_, i) => 1 + i) };
  const { loss } = trainable.lossAndGradient(batch, { step: 0, epoch: 1 });
  return {
    loss,
    gradient: trainable.gradient().slice(),
    tensors: trainable.tensors,
    logits: trainable.logits(batch).slice(),
  };
}

const gradientOf = ({ gradient, tensors }: ReturnType<typeof learned>, name: string) => {
  const { offset, count } = tensors.find((tensor) => tensor.name === name) as (typeof tensors)[number];
  return gradient.subarray(offset, offset + count);
};

describe('a network that answers questions', () => {
  const whole = learned(NETWORK, [
    [...EMPTY, ...EMPTY, ...TOLD],
    [...TOLD, ...TOLD],
  ]);

  it('has the logits of a story without the empty sentences before it', () => {
    const alone = learned({ ...NETWORK, facts: 2 }, [TOLD]);
    expect(whole.logits.subarray(0, 5)).toEqual(alone.logits);
    expect(alone.logits.some((value) => value !== 0)).toBe(true);
  });

  it('takes a story that is shorter than others as if empty sentences stood before it', () => {
    const short = learned(NETWORK, [TOLD, [...TOLD, ...TOLD]]);
    expect(short.logits).toEqual(whole.logits);
    expect(short.gradient).toEqual(whole.gradient);
  });

  it('goes on in empty sentences behind a story', () => {
    const [before, behind] = [
      [...EMPTY, ...TOLD],
      [...TOLD, ...EMPTY],
    ].map((story) => learned(NETWORK, [story]));
    expect(behind.gradient).not.toEqual(before.gradient);
  });

  it('takes rates over the sentences that are told, however many empty ones there are', () => {
    const short = learned({ ...NETWORK, facts: 2 }, [TOLD]);
    const long = learned(NETWORK, [[...EMPTY, ...EMPTY, ...TOLD]]);
    expect(long.loss).toBeCloseTo(short.loss, 12);
    for (const [i, value] of long.gradient.entries()) expect(value).toBeCloseTo(short.gradient[i], 12);
  });

  it('learns nothing of the empty word', () => {
    expect([...gradientOf(whole, TENSOR.embedding).subarray(0, 6)].every((value) => value === 0)).toBe(true);
    expect(gradientOf(whole, TENSOR.embedding).some((value) => value !== 0)).toBe(true);
  });

  it('leaves the encoding of the last place as it is where time words are masked', () => {
    const masked = learned({ ...NETWORK, masksTimeWords: true }, [[...TOLD, ...TOLD]]);
    const encoding = gradientOf(masked, TENSOR.encoding);
    const last = 6 * (PLACES - 1);
    expect(encoding.subarray(last).every((value) => value === 0)).toBe(true);
    expect(encoding.subarray(0, last).some((value) => value !== 0)).toBe(true);
  });

  it('takes words as a bag where the encoding is not learned', () => {
    const bag = { ...NETWORK, learnsEncoding: false };
    const one = learned(bag, [[...TOLD, ...TOLD]]);
    const other = learned(bag, [[2, 5, 1, 3, 4, 6, ...TOLD]]);
    expect(one.logits).toEqual(other.logits);
    expect(one.logits.some((value) => value !== 0)).toBe(true);
    expect(one.tensors.map(({ name }) => name)).not.toContain(TENSOR.encoding);
  });
});
