/** Runs of training as a whole, on the digits that ship. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MsmError, type Simulation, simulate } from '../../../src/index.js';
import { HETEROSYNAPTIC } from '../../../src/model/heterosynaptic/model.js';
import { temporaryFolders } from '../../run/folders.js';
import { dataHashes, goOn, HASTY_MS, type PlanOptions, start, type Texts } from '../../run/harness.js';

type Values = { readonly [key: string]: number | string | boolean };

const train = (parameters: Values, inputs?: { readonly weights: ArrayLike<number> }): Promise<Simulation> =>
  simulate({ family: HETEROSYNAPTIC, parameters, ...(inputs !== undefined && { inputs }) });

const column = ({ tables }: Simulation, table: string, name: string): readonly unknown[] =>
  Array.from(tables[table].columns[name] as ArrayLike<unknown>);

const stateOf = ({ state }: Simulation, name: string): readonly number[] =>
  Array.from(state.columns[name] as ArrayLike<number>);

const SMALL = { train_size: 300, validation_size: 100, test_size: 100, max_epochs: 4 } as const;
/** A rate at which digits are learned in a few epochs, but not without setbacks. */
const UNSTEADY = { ...SMALL, lr: 0.8, max_epochs: 19, min_epochs: 0 } as const;

describe('training', () => {
  it.each([0, 1])('reaches 0.95 of the test digits with the defaults, seed %d', async (seed) => {
    const { summary, steps } = await simulate({ family: 'heterosynaptic', seed });
    expect(summary.test_accuracy).toBeGreaterThanOrEqual(0.95);
    expect(steps).toBe(40 * (41 + 7) + 10);
  });

  it('has a row for each epoch and each batch that was learned, and none for others', async () => {
    const run = await train(SMALL);
    expect(column(run, 'epochs', 'epoch')).toEqual([1, 2, 3, 4]);
    expect(column(run, 'trials', 'pass')).toEqual(['test']);
    expect(column(run, 'timeseries', 'epoch')).toEqual([1, 2, 3, 4].flatMap((epoch) => Array(10).fill(epoch)));
    // ten batches of training and four of validation
    expect(column(run, 'timeseries', 'step').slice(8, 12)).toEqual([8, 9, 14, 15]);
  });

  it('weighs the loss of an epoch by targets; the plain mean of its batches stands beside it', async () => {
    const run = await train(SMALL);
    const losses = (column(run, 'timeseries', 'loss') as number[]).slice(0, 10);
    const items = [...Array(9).fill(32), 12];
    const weighed = losses.reduce((sum, loss, i) => sum + loss * items[i], 0) / 300;
    expect(column(run, 'epochs', 'train_loss')[0]).toBeCloseTo(weighed, 12);
    expect(column(run, 'epochs', 'train_batch_loss')[0]).toBeCloseTo(losses.reduce((a, b) => a + b) / 10, 12);
  });

  it('counts the answers of the test by class', async () => {
    const run = await train(SMALL);
    const [classes, answers, items] = ['class', 'answer', 'items'].map((name) => column(run, 'confusion', name));
    const counts = items as readonly number[];
    expect(counts.reduce((a, b) => a + b)).toBe(100);
    const right = counts.filter((_, i) => classes[i] === answers[i]).reduce((a, b) => a + b);
    expect(right / 100).toBe(run.summary.test_accuracy);
  });

  it('keeps the weights of the best epoch, which are those of a run that ends there', async () => {
    const run = await train(UNSTEADY);
    const best = run.summary.best_epoch as number;
    const accuracies = column(run, 'epochs', 'validation_accuracy') as number[];
    expect(accuracies.indexOf(Math.max(...accuracies)) + 1).toBe(best);
    expect(best).toBeLessThan(19);
    expect(stateOf(run, 'best')).not.toEqual(stateOf(run, 'weights'));
    expect(stateOf(await train({ ...UNSTEADY, max_epochs: best }), 'weights')).toEqual(stateOf(run, 'best'));
  });

  it('stops early where validation has not improved, and goes on to the test', async () => {
    const whole = column(await train(UNSTEADY), 'epochs', 'validation_accuracy') as number[];
    const run = await train({ ...UNSTEADY, early_stopping: 'right', patience: 2 });
    const stopped = column(run, 'epochs', 'validation_accuracy') as number[];
    expect(stopped).toEqual(whole.slice(0, stopped.length));
    expect(stopped.length).toBeLessThan(19);
    const best = Math.max(...stopped);
    expect(stopped.indexOf(best)).toBe(stopped.length - 3);
    expect(run.summary.epochs).toBe(stopped.length);
    const there = await train({ ...UNSTEADY, max_epochs: stopped.length });
    expect(run.summary.test_loss).toBe(there.summary.test_loss);
  });

  it('stops after 13 epochs by the rule of the original', async () => {
    expect((await train({ ...SMALL, max_epochs: 20, mode: 'faithful' })).summary.epochs).toBe(13);
    expect((await train({ ...SMALL, max_epochs: 15, mode: 'faithful', min_epochs: 15 })).summary.epochs).toBe(15);
    expect((await train({ ...SMALL, max_epochs: 20, early_stopping: 'off' })).summary.epochs).toBe(20);
  });

  it('prunes after the first fit, judges, and fits anew what is left', async () => {
    const run = await train({ ...SMALL, prune: true });
    expect(column(run, 'trials', 'pass')).toEqual(['test', 'validation after pruning', 'test']);
    expect(column(run, 'epochs', 'fit')).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    const weights = stateOf(run, 'weights').slice(0, 6400);
    const left = Array.from({ length: 1600 }, (_, g) => weights.slice(4 * g, 4 * g + 4).filter((w) => w !== 0).length);
    expect(new Set(left)).toEqual(new Set([2]));
    const [, pruned, fitted] = column(run, 'trials', 'accuracy') as number[];
    expect(fitted).toBeGreaterThan(pruned);
    expect(run.summary.test_accuracy).toBe(fitted);
  });

  it('says what a step did to each tensor, if that is asked for', async () => {
    const record = ['loss', 'updates@10'];
    const { tables } = await simulate({ family: HETEROSYNAPTIC, parameters: { ...SMALL, update_alg: 'gd' }, record });
    const { columns, rows } = tables.updates;
    // steps 0, 20, 30 and 50 of 66 are of learning
    expect(rows).toBe(4 * 6);
    const [gradient, update, cosine, sideways] = ['gradient_norm', 'update_norm', 'cosine', 'sideways'].map(
      (name) => columns[name] as Float64Array,
    );
    for (let i = 0; i < rows; i++) {
      // plain descent: the change is lr times the gradient
      expect(update[i] / gradient[i]).toBeCloseTo(0.3, 4);
      expect(cosine[i]).toBeCloseTo(1, 4);
      expect(sideways[i]).toBeLessThan(0.01);
    }
    const coupled = await simulate({ family: HETEROSYNAPTIC, parameters: { ...SMALL, alpha: 0.5 }, record });
    const [first, second] = coupled.tables.updates.columns.cosine as Float64Array;
    expect(first).toBeLessThan(0.99);
    // biases are not coupled
    expect(second).toBeCloseTo(1, 4);
  });

  it('begins from given weights, and only judges with no epochs', async () => {
    const fitted = await train(SMALL);
    const judged = await train({ ...SMALL, max_epochs: 0 }, { weights: stateOf(fitted, 'weights') });
    expect(judged.summary.test_loss).toBe(fitted.summary.test_loss);
    expect(judged.summary.best_epoch).toBeNull();
    expect(Object.keys(judged.state.columns)).toEqual(['weights']);
  });

  it('names tensor and step of a divergence, and keeps the steps before it', async () => {
    const failure: unknown = await train({ ...SMALL, lr: 1e30 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MsmError);
    expect(failure).toMatchObject({ code: 'E_DIVERGED', place: 'step 1', data: { step: 1 } });
    expect((failure as MsmError).message).toMatch(
      /^fc\d\.(weight\[\d+, \d+\]|bias\[\d+\]) = .* before step 1, in epoch 1$/,
    );
    expect((failure as MsmError).next).toContain('smaller lr');
  });

  it('goes on to the test of a diverged network in faithful mode, and says so', async () => {
    const run = await train({ ...SMALL, lr: 1e30, mode: 'faithful' });
    expect(run.summary).toMatchObject({ diverged: 1, diverged_at: 1, test_loss: null });
    expect(run.notes).toEqual([expect.stringContaining('stopped being finite before step 1')]);
    expect(column(run, 'timeseries', 'step')).toEqual([0]);
    expect((await train(SMALL)).notes).toEqual([]);
  });
});

describe('an interrupted run of training', () => {
  const folder = temporaryFolders();
  const texts: Texts = {
    ...SMALL,
    max_epochs: 3,
    batch_size: 8,
    prune: 'true',
    momentum: 0.9,
    early_stopping: 'right',
    patience: 1,
    min_epochs: 2,
  };
  const options: PlanOptions = { family: HETEROSYNAPTIC, record: { record: ['loss', 'updates@3'] } };

  it('has the bytes of an undisturbed one, wherever it stops', async () => {
    const place = folder();
    await start(join(place, 'whole'), texts, options);
    const [cut, stops] = [join(place, 'cut'), [] as number[]];
    const around = { tick: () => HASTY_MS, spans: 7 };
    for (let session = 0; ; session++) {
      try {
        await (session === 0 ? start(cut, texts, options, around) : goOn(cut, around));
        break;
      } catch (error) {
        if (!(error instanceof MsmError) || error.code !== 'E_INTERRUPTED') throw error;
        stops.push(error.data.step as number);
      }
    }
    expect(stops.length).toBeGreaterThan(8);
    expect(dataHashes(cut)).toEqual(dataHashes(join(place, 'whole')));
  });
});
