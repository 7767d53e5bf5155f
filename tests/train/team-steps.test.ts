/** Steps by several threads have the bits of one, here with members in the same thread. */
import { describe, expect, it } from 'vitest';
import { unitsOf } from '../../src/model/heterosynaptic/columns.js';
import type { NetworkSettings } from '../../src/model/heterosynaptic/open.js';
import type { RuleSettings } from '../../src/model/heterosynaptic/rules.js';
import { Board, boardMemory } from '../../src/train/board.js';
import { trainingMember } from '../../src/train/member.js';
import { runOf, tensorsOfThreads } from '../../src/train/partner.js';
import { ownSteps, type Steps, teamSteps } from '../../src/train/steps.js';
import type { Batch, Outcome, Share, Trainable } from '../../src/train/trainable.js';
import { batchFor, gpt, type Opened, opened, perceptron } from '../model/heterosynaptic/networks.js';
import { inProcessTeam } from './in-process-team.js';

const MIXED = { type: 'block_diagonal', alpha: 0.3, block: 4 };
const IMAGES = perceptron([20, 16, 8, 4], MIXED);
/** With units for several threads, of which some have more than others. */
const WIDE = perceptron([20, 84, 68, 60, 4], MIXED);
const TOKENS = gpt({ context: 12 }, 3, 0.2);

const CASES: readonly (readonly [string, NetworkSettings, number, Partial<RuleSettings>, Opened['precision']])[] = [
  ['a perceptron with mirror descent', IMAGES, 270, { rule: 'md', alpha: 0.4 }, 'f64'],
  ['one in single precision with momentum', IMAGES, 270, { rule: 'md', momentum: 0.9 }, 'f32'],
  ['one with Adam', IMAGES, 270, { rule: 'adamW', weightDecay: 0.1 }, 'f64'],
  ['one whose units are shared', WIDE, 130, { rule: 'md', momentum: 0.9 }, 'f32'],
  ['one of these with Adam', WIDE, 256, { rule: 'adam' }, 'f64'],
  ['one of these with blocks in rows', WIDE, 130, { rule: 'md', blocks: 'row', block: 7 }, 'f64'],
  ['one whose blocks are cut where units are', WIDE, 130, { rule: 'md', block: 7 }, 'f64'],
  ['one without a hidden layer', perceptron([20, 4]), 130, { rule: 'gd' }, 'f64'],
  ['one with two layers', perceptron([300, 84, 9], { type: 'full_dense', alpha: 0.1 }), 130, { rule: 'gd' }, 'f32'],
  [
    'one with learned blocks',
    IMAGES,
    270,
    { rule: 'md', hessian: { kind: 'learned', keep: 0.9, damping: 0.1, every: 2 } },
    'f64',
  ],
  ['a transformer with dropout', TOKENS, 11, { rule: 'gd', momentum: 0.5, dampening: 0.5 }, 'f32'],
];

/** What is shared of a batch: its items, or the units of the network. */
const WAYS = [
  ['shares', IMAGES, 270],
  ['units', WIDE, 130],
] as const;

/** The same network once alone, and once in a team of some threads. */
function both(settings: Opened, threads: number, isNear = false) {
  const [alone, first, ...rest] = Array.from({ length: threads + 1 }, () => opened(settings));
  // members have nothing of their own that counts
  for (const one of rest) one.parameters().fill(7);
  const team = inProcessTeam(rest.map(trainingMember), isNear);
  return { alone, first, jobs: team.jobs, own: ownSteps(alone), shared: teamSteps(first, team) };
}

/** The state when whoever did steps was told that somebody wants it. */
function stateOf(network: Trainable, steps?: Steps): readonly number[] {
  steps?.settle();
  return [...network.block.bytes()];
}

async function learned(steps: Steps, batch: Batch, step: number): Promise<Outcome> {
  return steps.learn(batch, { step, isWatched: step === 1 });
}

describe.each([
  [2, 'that meet within jobs', true],
  [3, 'that meet within jobs', true],
  [2, 'that do not', false],
  [3, 'that do not', false],
  [5, 'that do not', false],
])('%d threads %s', (threads, _, isNear) => {
  it.each(CASES)('learn and judge as one does: %s', async (__, network, items, rule, precision) => {
    const { alone, first, own, shared } = both(
      { network, items, rule: { rate: 0.1, ...rule }, precision },
      threads,
      isNear,
    );
    // the third batch is short, so that some have no share
    for (const [step, size] of [items, items, 3, items].entries()) {
      const batch = batchFor(network, size);
      expect(await learned(shared, batch, step)).toEqual(await learned(own, batch, step));
      if (step === 1) expect(first.gradient()).toEqual(alone.gradient());
      expect(stateOf(first, shared)).toEqual(stateOf(alone));
      expect(await shared.judge(batch)).toEqual(await own.judge(batch));
      expect(first.answers(batch)).toEqual(alone.answers(batch));
    }
  });

  it.each(WAYS)('go on with masks that were made after some steps, by %s', async (__, network, items) => {
    const rule = { rate: 0.1, momentum: 0.5 };
    const { alone, first, own, shared } = both({ network, items, rule, prunes: true }, threads, isNear);
    const batch = batchFor(network, items);
    for (const pass of [0, 1]) {
      for (let step = 0; step < 3; step++) {
        expect(await learned(shared, batch, step)).toEqual(await learned(own, batch, step));
      }
      expect(stateOf(first, shared)).toEqual(stateOf(alone));
      if (pass === 0) for (const steps of [own, shared]) steps.prune(2, 4);
    }
    expect(alone.masks()?.some((mask) => mask === 0)).toBe(true);
  });

  it.each(WAYS)('make no step where the loss is not finite, by %s', async (__, network, items) => {
    const { alone, first, own, shared } = both({ network, items }, threads, isNear);
    const batch = batchFor(network, items);
    const inputs = (batch.inputs as Float64Array).slice();
    // of the last share, which the thread of the run does not have
    inputs[(items - 1) * 20] = Number.NaN;
    const lost = { ...batch, inputs };
    const before = stateOf(first, shared);
    expect(await learned(shared, lost, 0)).toEqual(await learned(own, lost, 0));
    expect([stateOf(first, shared), stateOf(alone)]).toEqual([before, before]);
    expect(await learned(shared, batch, 1)).toEqual(await learned(own, batch, 1));
    expect(stateOf(first, shared)).toEqual(stateOf(alone));
  });
});

describe('what goes between threads', () => {
  it('is the state once, then two jobs a step', async () => {
    const { jobs, shared } = both({ network: IMAGES, items: 270 }, 2);
    const batch = batchFor(IMAGES, 270);
    for (let step = 0; step < 2; step++) await learned(shared, batch, step);
    await shared.judge(batch);
    const [load, gradient, update, look] = [0, 1, 2, 3];
    expect(jobs.map(([kind]) => kind)).toEqual([load, gradient, update, gradient, update, look]);
  });

  it.each([
    // the rest of the state is given when somebody wants it
    ['a job', true, [[7, 0]], [[8, 0]]],
    [
      'a job for each layer up and down where threads do not meet within one',
      false,
      [0, 2, 4, 6, 10, 12].map((n) => [6, n]),
      [],
    ],
  ])('is %s where units are shared, and the state for those who look at items then', async (_, isNear, step, given) => {
    const { jobs, shared } = both({ network: WIDE, items: 130 }, 2, isNear);
    const batch = batchFor(WIDE, 130);
    for (let step = 0; step < 2; step++) await learned(shared, batch, step);
    for (let pass = 0; pass < 2; pass++) await shared.judge(batch);
    await learned(shared, batch, 2);
    const [load, look] = [0, 3];
    expect(jobs.map((job) => [job[0], job[9]])).toEqual([
      [load, 0],
      ...step,
      ...step,
      ...given,
      [load, 0],
      [look, 0],
      [look, 0],
      ...step,
    ]);
  });

  it('is shares where a layer has too few units for all', () => {
    const at = (network: NetworkSettings, size: number) => opened({ network, items: 130 }).split?.({ rank: 0, size });
    expect([at(WIDE, 3) !== undefined, at(WIDE, 4), at(IMAGES, 2)]).toEqual([true, undefined, undefined]);
  });

  it('is neither pixels nor weights but those of the logits, and for errors half of the others, where units are shared', () => {
    const place = { rank: 1, size: 2 };
    const network = opened({ network: WIDE, items: 130 });
    const split = network.split?.(place);
    const read = split?.parts.map((parts) => parts.filter(split.isReadByAll).map(({ name }) => name));
    expect(read).toEqual([['fc4.weight', 'fc4.bias'], []]);
    // the rows of each thread for the columns of the other, in strips of 20
    const strips = [
      [84, 68],
      [68, 60],
    ].map(([inputs, outputs]) => {
      const [columns, rows] = [inputs, outputs].map((n) => [0, 1].map((rank) => unitsOf(n, { rank, size: 2 }, 20)));
      const width = ({ from, to }: Share): number => to - from;
      return [0, 1].map((rank) => width(rows[rank]) * 20 * Math.ceil(width(columns[1 - rank]) / 20));
    });
    const sum = strips.flat().reduce((all, n) => all + n, 0);
    expect(split?.numbers).toBe(130 * (84 + 68 + 60 + 68 + 60) + sum);
  });

  it('has batches of bytes and of shorter items as they are', () => {
    const network = opened({ network: TOKENS, items: 4 });
    const board = new Board(network, boardMemory(network));
    const batch: Batch = {
      items: 2,
      inputs: Int32Array.from({ length: 48 }, (_, i) => i % 7),
      targets: new Int32Array(6),
      length: 5,
    };
    const seen = board.batch(board.post(batch));
    expect([seen.items, seen.length, seen.inputs.subarray(0, 10)]).toEqual([2, 5, batch.inputs.subarray(0, 10)]);
    const images = opened({ network: IMAGES, items: 2 });
    const bytes = new Board(images, boardMemory(images));
    const pixels = { items: 2, inputs: Uint8Array.from({ length: 40 }, (_, i) => i), targets: Int32Array.of(1, 2) };
    expect(bytes.batch(bytes.post(pixels)).inputs.subarray(0, 40)).toEqual(pixels.inputs);
  });
});

describe('the work of a thread', () => {
  it('is neighbouring shares, the most of them for the thread of the run', () => {
    const runs = (count: number, size: number) =>
      Array.from({ length: size }, (_, rank) => {
        const { from, to } = runOf(count, { rank, size });
        return to - from;
      });
    expect([runs(4, 2), runs(4, 3), runs(4, 5), runs(1, 3)]).toEqual([
      [2, 2],
      [2, 1, 1],
      [1, 1, 1, 1, 0],
      [1, 0, 0],
    ]);
  });

  it('is neighbouring units, all of them once, as many as products take at a time', () => {
    const widths = (n: number, size: number) =>
      Array.from({ length: size }, (_, rank) => {
        const { from, to } = unitsOf(n, { rank, size }, 40);
        return to - from;
      });
    expect([widths(500, 2), widths(400, 3), widths(20, 3), widths(133, 2)]).toEqual([
      [240, 260],
      [120, 120, 160],
      [0, 0, 20],
      [80, 53],
    ]);
  });

  it('is the update of about as many parameters as that of others', () => {
    const tensors = [50, 3, 40, 20, 30].map((count, i) => ({ name: `t${i}`, shape: [count], offset: 0, count }));
    const names = tensorsOfThreads(tensors, 2).map((owned) => owned.map(({ name }) => name));
    expect(names).toEqual([
      ['t0', 't3', 't1'],
      ['t2', 't4'],
    ]);
  });
});
