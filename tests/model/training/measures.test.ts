/** What a run of training takes from its network beside the loss, and gives it beside batches, on a toy network. */
import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import type { Model } from '../../../src/model/family.js';
import type { RowSink } from '../../../src/model/record.js';
import { silentEpochs } from '../../../src/model/training/silence.js';
import { trainingModel } from '../../../src/model/training/training.js';
import { measureObservables, trainingObservables } from '../../../src/model/training/watcher.js';
import type { Examples } from '../../../src/train/examples.js';
import { CLASSES } from '../../../src/train/scoring.js';
import { freshKernels } from '../../conformance/kernels.js';
import { openToy, TOY_MEASURES, TOY_STATE, TOY_TENSORS, toyBatch } from '../../train/toy.js';

const EVERY = { every: 1 };
const SIZES = { training: 20, validation: 5, test: 5 };

/** Items drawn anew in each epoch; notes what it was asked for. */
function examplesThat(ask: (part: string, epoch: number | undefined) => void): Examples {
  return {
    sizes: SIZES,
    batch: (part, items, _, epoch) => {
      ask(part, epoch);
      return toyBatch(items.length, 100 * (epoch ?? 7) + items[0]);
    },
  };
}

function model(rateOf?: (at: { readonly epoch: number; readonly updates: number }) => number) {
  const asked: (readonly [string, number | undefined])[] = [];
  const names = ['loss', 'pull', 'low'];
  const made = trainingModel({
    kernels: freshKernels(CORE_MODULE),
    seed: 1,
    record: { observables: new Map(names.map((name) => [name, EVERY])), from: 0, to: 1000 },
    observables: [...trainingObservables(CLASSES), ...measureObservables(TOY_MEASURES)],
    precision: 'f64',
    state: TOY_STATE,
    tensors: TOY_TENSORS,
    open: (block) => openToy(block, { items: 8, pull: 0.5, longest: 0.2 }),
    examples: examplesThat((part, epoch) => asked.push([part, epoch])),
    schedule: { sizes: SIZES, batchSize: 8, epochs: 3, prune: false },
    pruning: { n: 2, m: 4 },
    isStrict: true,
    confusion: 0,
    flopsPerStep: 1e9,
    orderPurpose: 70,
    advice: '',
    measures: TOY_MEASURES.length,
    ...(rateOf !== undefined && { rateOf }),
  });
  return { made, asked };
}

interface Ran {
  readonly rows: readonly (readonly number[])[];
  readonly columns: readonly string[];
}

async function run(made: Model): Promise<Ran> {
  const rows: number[][] = [];
  const sink: RowSink = {
    append: (_, count, columns) => {
      for (let i = 0; i < count; i++) rows.push(columns.map((column) => column[i]));
    },
  };
  while (made.step() < made.steps) await made.advance(made.steps, sink);
  return { rows, columns: made.tables[0].columns.map(({ name }) => name) };
}

const columnOf = (made: Model, name: string): readonly unknown[] => {
  const epochs = made.results?.().find((table) => table.name === 'epochs');
  return Array.from<unknown>(epochs?.rows[epochs.columns.findIndex((column) => column.name === name)] ?? []);
};

describe('what a network measures', () => {
  it('is a column of the time series, and its mean over targets one of the epochs', async () => {
    const { made } = model();
    const { rows, columns } = await run(made);
    expect(columns).toEqual(['step', 'epoch', 'loss', 'pull', 'low']);
    // batches of 8, 8 and 4
    const [, first] = [0, 1].map((epoch) => rows.filter((row) => row[1] === epoch));
    const low = first.map((row) => row[4]);
    expect(columnOf(made, 'train_low')[0]).toBeCloseTo((8 * low[0] + 8 * low[1] + 4 * low[2]) / 20, 14);
    expect(columnOf(made, 'train_pull')).toHaveLength(3);
    const summary = made.summary();
    const item = summary.find(({ name }) => name === 'train_pull');
    expect(item?.value).toBe(columnOf(made, 'train_pull')[2]);
    expect(summary.some(({ name }) => name === 'train_low')).toBe(false);
  });

  it('is nothing in a run that has no epoch yet', () => {
    const { made } = model();
    expect(made.summary().find(({ name }) => name === 'train_pull')?.value).toBeNull();
    expect(columnOf(made, 'train_pull')).toEqual([]);
  });

  it('is said where it is 0 in whole epochs and that means something', () => {
    const silent = { name: 'x', meaning: '', whenZero: 'layer x did not spike' };
    const of = (values: readonly number[]) =>
      silentEpochs(
        [silent, { name: 'y', meaning: '' }],
        values.map((v) => () => v),
      );
    expect(of([1, 0, 2])).toEqual(['layer x did not spike in epoch 2 of training']);
    expect(of([0, 0, 1, 0, 0, 0, 3, 0])).toEqual(['layer x did not spike in epochs 1 to 2, 4 to 6 and 8 of training']);
    expect(of([1, 2])).toEqual([]);
  });
});

describe('a run of training', () => {
  it('asks for the training items of each epoch, and for the others without one', async () => {
    const { made, asked } = model();
    await run(made);
    const epochs = [0, 1, 2].flatMap((epoch) => [...Array(3).fill(['training', epoch]), ['validation', undefined]]);
    expect(asked).toEqual([...epochs, ['test', undefined]]);
  });

  it('steps at the rate of each epoch and step', async () => {
    const asked: unknown[] = [];
    const rated = model((at) => {
      asked.push(at);
      return at.epoch === 1 ? 1e-9 : 0.1;
    });
    const plain = model();
    const [slow, fast] = [await run(rated.made), await run(plain.made)];
    expect(asked).toEqual(Array.from({ length: 9 }, (_, updates) => ({ epoch: Math.floor(updates / 3), updates })));
    // the first epoch is that of the network's own rate, the second stands nearly still
    expect(slow.rows.slice(0, 4)).toEqual(fast.rows.slice(0, 4));
    expect(slow.rows[4]).not.toEqual(fast.rows[4]);
  });
});
