import { describe, expect, it } from 'vitest';
import { KINDS_OF_JOBS } from '../../src/train/jobs.js';
import { trainingMember } from '../../src/train/member.js';
import { ownSteps, teamSteps } from '../../src/train/steps.js';
import type { StepMoment } from '../../src/train/trainable.js';
import { clipFactor, sumOfShares } from '../../src/train/whole-batch.js';
import { inProcessTeam } from './in-process-team.js';
import { type ToySettings, toy, toyBatch } from './toy.js';

const ITEMS = 9;

/** The same network alone, and in a team of some threads. */
function both(settings: Partial<ToySettings>, threads: number) {
  const [alone, first, ...rest] = Array.from({ length: threads + 1 }, () => toy({ items: ITEMS, ...settings }));
  const team = inProcessTeam(rest.map(trainingMember));
  return { alone, first, jobs: team.jobs, own: ownSteps(alone), shared: teamSteps(first, team) };
}

/** How far a step moves the weights. */
async function moved(settings: Partial<ToySettings>, at: Partial<StepMoment>): Promise<readonly number[]> {
  const network = toy({ items: ITEMS, ...settings });
  const before = [...network.parameters()];
  await ownSteps(network).learn(toyBatch(ITEMS), { step: 0, ...at });
  return [...network.parameters()].map((after, i) => after - before[i]);
}

const lengthOf = (values: readonly number[]): number => Math.hypot(...values);

describe.each([2, 3, 5])('%d threads', (threads) => {
  it.each([
    ['a gradient that is shortened', { longest: 0.05, pull: 0.4 }],
    ['one that is short enough', { longest: 5, pull: 0.4 }],
    ['one that is never shortened', { pull: 0.4 }],
  ])('have the bits of one, with sums over the batch and %s', async (_, settings) => {
    const { alone, first, own, shared } = both(settings, threads);
    for (const [step, items] of [9, 9, 2, 9].entries()) {
      const at = { step, epoch: Math.floor(step / 2), rate: 0.3 / (step + 1), isWatched: step === 1 };
      const batch = toyBatch(items, step);
      expect(await shared.learn(batch, at)).toEqual(await own.learn(batch, at));
      expect([...first.parameters()]).toEqual([...alone.parameters()]);
      if (step === 1) expect([...first.gradient()]).toEqual([...alone.gradient()]);
      expect(await shared.judge(batch)).toEqual(await own.judge(batch));
    }
  });

  it('have jobs of their own for the sums and for the length, where a network asks for them', async () => {
    const { jobs, shared } = both({ longest: 1 }, threads);
    await shared.learn(toyBatch(ITEMS), { step: 0 });
    const kinds = jobs.map(([kind]) => KINDS_OF_JOBS[kind]);
    expect(kinds).toEqual(['load', 'survey', 'gradient', 'add', 'update']);
    const other = both({}, threads);
    await other.shared.learn(toyBatch(ITEMS), { step: 0 });
    expect(other.jobs.map(([kind]) => KINDS_OF_JOBS[kind])).toEqual(['load', 'survey', 'gradient', 'update']);
  });
});

describe('a step', () => {
  it('is as long as the rate of its epoch says, or as the settings do', async () => {
    const [short, long, own] = [await moved({}, { rate: 0.2 }), await moved({}, { rate: 0.4 }), await moved({}, {})];
    expect(lengthOf(long) / lengthOf(short)).toBeCloseTo(2, 12);
    expect(lengthOf(own) / lengthOf(short)).toBeCloseTo(0.5, 12);
  });

  it('of a gradient that is too long is one of the longest that it may be, in the same direction', async () => {
    const [whole, clipped] = [await moved({}, { rate: 1 }), await moved({ longest: 0.01 }, { rate: 1 })];
    const length = lengthOf(whole);
    expect(lengthOf(clipped)).toBeCloseTo((0.01 * length) / (length + 1e-6), 14);
    for (const [i, one] of clipped.entries()) {
      expect(one / lengthOf(clipped)).toBeCloseTo(whole[i] / length, 12);
    }
    expect(await moved({ longest: length + 1 }, { rate: 1 })).toEqual(whole);
  });

  it('feels what is said of the whole batch from the second epoch on', async () => {
    expect(await moved({ pull: 5 }, { epoch: 0 })).toEqual(await moved({}, {}));
    expect(await moved({ pull: 5 }, { epoch: 1 })).not.toEqual(await moved({}, {}));
  });
});

describe('what is known of a whole batch', () => {
  it('is the sums of shares, added up in their order', () => {
    expect([...sumOfShares([1, 10, 2, 20, 3, 30], 2)]).toEqual([6, 60]);
    // another order would lose the small numbers
    expect([...sumOfShares([2 ** 53, 1, 1], 1)]).toEqual([2 ** 53]);
    expect([...sumOfShares([1, 1, 2 ** 53], 1)]).toEqual([2 ** 53 + 2]);
  });

  it('is the length of the gradient: only what is longer than it may be is shortened', () => {
    const clipping = { longest: 5, squares: () => 0, scale: () => {} };
    expect(clipFactor(clipping, [9, 15.9])).toBe(1);
    expect(clipFactor(clipping, [36, 64])).toBe(5 / (10 + 1e-6));
    expect(clipFactor(clipping, [0])).toBe(1);
  });
});
