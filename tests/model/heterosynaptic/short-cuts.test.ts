/** Exact savings of the specification, section 15, against the same without them. Those of zero inputs are in shares.test.ts. */
import { describe, expect, it } from 'vitest';
import type { Batch, Trainable } from '../../../src/train/trainable.js';
import { batchFor, gpt, NONE, opened, perceptron } from './networks.js';

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, bound = 1e-13): void {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i] - b[i]), `entry ${i}`).toBeLessThanOrEqual(bound);
}

/** Item `i` of a batch of sequences by itself: no token stands twice at the same position there. */
const itemOf = ({ inputs, targets }: Batch, i: number, context: number, last: number): Batch => ({
  items: 1,
  inputs: (inputs as Int32Array).slice(i * context, (i + 1) * context),
  targets: targets.slice(i * last, (i + 1) * last),
});

describe('a transformer', () => {
  const [context, items] = [6, 12];

  it('of which the last positions are read has the logits of one of which all are read', () => {
    const [some, all] = [2, 0].map((last) => opened({ network: gpt({ context }, last), items }));
    const batch = batchFor(gpt({ context }, 2), items);
    const [few, many] = [some.logits(batch).slice(), all.logits(batch).slice()];
    const rows = Array.from({ length: items }, (_, i) =>
      many.slice(((i + 1) * context - 2) * 7, (i + 1) * context * 7),
    );
    expectClose(
      few,
      rows.flatMap((row) => [...row]),
    );
  });

  it.each([0, 2])('has the gradient of sequences one by one where it makes rows alike only once (last %i)', (last) => {
    const network = gpt({ context, vocabulary: 2 }, last);
    const batch = batchFor(network, items);
    const whole = opened({ network, items });
    const { loss } = whole.lossAndGradient(batch, { step: 0 });
    const [sum, losses] = [new Float64Array(whole.count), [] as number[]];
    for (let i = 0; i < items; i++) {
      const one = itemOf(batch, i, context, last || context);
      const alone = opened({ network, items: 1 });
      losses.push(alone.lossAndGradient(one, { step: 0 }).loss);
      for (const [at, g] of alone.gradient().entries()) sum[at] += g / items;
    }
    expectClose(whole.gradient(), sum);
    expect(losses.reduce((a, b) => a + b, 0)).toBeCloseTo(loss, 12);
  });
});

describe('mixing of activities', () => {
  const MIXED = { type: 'block_diagonal', alpha: 0.6, block: 3 };
  const batches = { perceptron: batchFor(perceptron([9, 8, 4]), 5), gpt: batchFor(gpt(), 5) };
  const meanLoss = (trainable: Trainable, batch: Batch) => trainable.evaluate(batch).loss;

  it.each(['perceptron', 'gpt'] as const)('is chosen apart for learning and for tests (%s)', (kind) => {
    const batch = batches[kind];
    const settings = (training: object, test: object) => {
      const network = kind === 'gpt' ? gpt() : perceptron([9, 8, 4]);
      return { ...network, corruption: { training: { ...NONE, ...training }, test: { ...NONE, ...test } } };
    };
    const of = (training: object, test: object) => opened({ network: settings(training, test), items: 5 });
    const [clean, trained, tested] = [of({}, {}), of(MIXED, {}), of({}, MIXED)];
    expect(meanLoss(trained, batch)).toBe(meanLoss(clean, batch));
    expect(meanLoss(tested, batch)).not.toBeCloseTo(meanLoss(clean, batch), 6);
    const learned = [clean, trained, tested].map((one) => one.lossAndGradient(batch, { step: 0 }).loss);
    expect(learned[2]).toBe(learned[0]);
    expect(learned[1]).not.toBeCloseTo(learned[0], 6);
    // what is mixed while learning costs what it costs in a test
    expect(learned[1]).toBeCloseTo(meanLoss(tested, batch), 11);
  });
});

describe('masks', () => {
  const network = perceptron([8, 16, 3]);

  it('made elsewhere act as if they had been made here, and the optimizer goes on', () => {
    const rule = { momentum: 0.5, rate: 0.1 };
    const [maker, taker] = [0, 1].map(() => opened({ network, items: 4, prunes: true, rule }));
    const batch = batchFor(network, 4);
    for (const one of [maker, taker]) {
      one.lossAndGradient(batch, { step: 0 });
      one.optimize();
    }
    maker.prune(2, 4);
    const masks = maker.masks()?.slice() as Uint8Array;
    expect(taker.evaluate(batch)).not.toEqual(maker.evaluate(batch));
    taker.setMasks(masks);
    expect(taker.masks()).toEqual(masks);
    expect(taker.evaluate(batch)).toEqual(maker.evaluate(batch));
    expect(taker.lossAndGradient(batch, { step: 1 })).toEqual(maker.lossAndGradient(batch, { step: 1 }));
    expect(taker.gradient()).toEqual(maker.gradient());
    expect(taker.block.f64('progress')[0]).toBe(1);
    expect(taker.block.f64('moment').some((m) => m !== 0)).toBe(true);
  });

  it('are refused where nothing is pruned, or of another length', () => {
    expect(() => opened({ network, items: 4 }).setMasks(new Uint8Array(195))).toThrow('not pruned');
    expect(() => opened({ network, items: 4, prunes: true }).setMasks(new Uint8Array(3))).toThrow('3 masks of 195');
  });
});
