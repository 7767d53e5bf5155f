import { describe, expect, it } from 'vitest';
import { wholePower } from '../../../src/method/power.js';
import { isPositiveDefinite, matchedRateFactor } from '../../../src/model/heterosynaptic/coupling.js';
import type { RuleSettings } from '../../../src/model/heterosynaptic/rules.js';
import type { Trainable } from '../../../src/train/trainable.js';
import { batchFor, opened, perceptron } from './networks.js';

const NETWORK = perceptron([10, 7, 3]);
const ITEMS = 6;

/** Parameters after some steps of a rule. */
function trained(rule: Partial<RuleSettings>, steps = 3, after: (trainable: Trainable) => void = () => undefined) {
  const trainable = opened({ network: NETWORK, items: ITEMS, rule, prunes: true });
  const batch = batchFor(NETWORK, ITEMS);
  after(trainable);
  for (let step = 0; step < steps; step++) {
    trainable.lossAndGradient(batch, { step });
    trainable.optimize();
  }
  return trainable;
}

const coupling = (block: number, alpha: number): Float64Array =>
  Float64Array.from({ length: block * block }, (_, i) => (i % block === Math.floor(i / block) ? 1 : alpha));

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, bound: number): void {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i] - b[i]), `entry ${i}`).toBeLessThanOrEqual(bound);
}

describe('rules of descent', () => {
  it('solve with any given block as with the closed form, shorter last blocks too', () => {
    for (const blocks of ['flat', 'row'] as const) {
      const settings = { block: 4, alpha: 0.6, blocks, rate: 0.1 };
      const given = { kind: 'given', blocks: { all: coupling(4, 0.6) } } as const;
      expectClose(trained({ ...settings, hessian: given }).parameters(), trained(settings).parameters(), 1e-13);
    }
  });

  it('take a block of their own for a tensor that has one', () => {
    const settings = { block: 2, alpha: 0, rate: 0.1 };
    const identity = trained(settings, 1).parameters();
    const own = { kind: 'given', blocks: { 'fc2.weight': coupling(2, 0.5) } } as const;
    const one = trained({ ...settings, hessian: own }, 1).parameters();
    expect(one.slice(0, 70)).toEqual(identity.slice(0, 70));
    expect(one.slice(77, 98)).not.toEqual(identity.slice(77, 98));
  });

  it('learn the coupling from outer products of gradients, with a mean diagonal of 1', () => {
    const [keep, damping, block, rate] = [0.75, 0.1, 2, 0.1];
    const start = trained({}, 0);
    const before = start.parameters().slice();
    start.lossAndGradient(batchFor(NETWORK, ITEMS), { step: 0 });
    const g = start.gradient().slice();
    const learned = { kind: 'learned', keep, damping, every: 1 } as const;
    const after = trained({ block, rate, hessian: learned }, 1).parameters();
    // after one step A = (1 - keep) g g', and the weight's 21 entries end in a block of one
    const { offset, count } = start.tensors[2];
    const w = Float64Array.from(g.slice(offset, offset + count));
    const mean = w.reduce((sum, x) => sum + x * x, 0) / count;
    const entry = (i: number, j: number): number => ((w[i] * w[j]) / mean + (i === j ? damping : 0)) / (1 + damping);
    const step = Array.from(w, (own, i) => {
      const other = i % 2 === 0 ? i + 1 : i - 1;
      if (other >= count) return own / entry(i, i);
      const determinant = entry(i, i) * entry(other, other) - entry(i, other) ** 2;
      return (entry(other, other) * own - entry(i, other) * w[other]) / determinant;
    });
    expectClose(
      after.slice(offset, offset + count),
      step.map((s, i) => before[offset + i] - rate * s),
      1e-12,
    );
  });

  it('factor what is learned only every few steps', () => {
    const learned = (every: number) => ({ kind: 'learned', keep: 0.5, damping: 0.1, every }) as const;
    const reached = (every: number, steps: number) =>
      trained({ block: 2, hessian: learned(every) }, steps).parameters();
    expect(reached(3, 1)).toEqual(reached(1, 1));
    expect(reached(3, 2)).not.toEqual(reached(1, 2));
  });

  it('couple only survivors where that is asked for, and never move the others then', () => {
    const prune = (trainable: Trainable) => expect(trainable.prune(1, 2)).toEqual({ skipped: ['fc2.weight'] });
    const survivors = trained({ blocks: 'survivors', alpha: 0.5, rate: 0.2 }, 2, prune);
    const flat = trained({ blocks: 'flat', alpha: 0.5, rate: 0.2 }, 2, prune);
    const start = trained({}, 0).parameters();
    const masks = survivors.masks() as Uint8Array;
    const pruned = [...masks.keys()].filter((i) => masks[i] === 0);
    expect(pruned).toHaveLength(35);
    expect(pruned.every((i) => survivors.parameters()[i] === start[i])).toBe(true);
    expect(pruned.some((i) => flat.parameters()[i] !== start[i])).toBe(true);
  });

  it('begin anew with a restart', () => {
    const rule = { rule: 'adam', rate: 0.01 } as const;
    const trainable = trained(rule, 2);
    trainable.restart();
    expect(trainable.block.f64('progress')[0]).toBe(0);
    expect(trainable.block.f64('moment').every((m) => m === 0)).toBe(true);
    trainable.lossAndGradient(batchFor(NETWORK, ITEMS), { step: 2 });
    const before = trainable.parameters().slice();
    trainable.optimize();
    // the first step of Adam is as large as its rate; the last bias is one of the output, whose gradient is never 0
    const last = trainable.count - 1;
    expect(Math.abs(trainable.parameters()[last] - before[last])).toBeCloseTo(0.01, 6);
  });

  it('know which couplings are positive definite, and the rate that matches one', () => {
    expect([
      isPositiveDefinite(4, -1 / 3),
      isPositiveDefinite(4, -0.33),
      isPositiveDefinite(4, 1),
      isPositiveDefinite(1, 5),
    ]).toEqual([false, true, false, true]);
    expect(matchedRateFactor(4, 0.5)).toBeCloseTo(1.6, 12);
    expect(matchedRateFactor(1, 3)).toBe(1);
    expect(wholePower(0.999, 7)).toBeCloseTo(0.999 ** 7, 15);
  });
});
