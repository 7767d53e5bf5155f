import { describe, expect, it } from 'vitest';
import { SYSTEM_CLOCK } from '../../src/host/environment.js';
import type { Family } from '../../src/model/family.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { CARDS } from '../../src/model/spiking/cards/model.js';
import type { CardParameters } from '../../src/model/spiking/cards/parameters.js';
import { SPIKING } from '../../src/model/spiking/model.js';
import type { SpikingParameters } from '../../src/model/spiking/parameters.js';
import { estimatePlan, secondsPerStep } from '../../src/run/estimate.js';
import { smallMnist, writeFiles } from '../dataset/idx-files.js';
import { temporaryFolders } from './folders.js';
import { plan } from './harness.js';

/** A model whose calls take and do what is listed, the last one ever again. */
function modelOf(calls: readonly { readonly ms: number; readonly steps: number }[], steps = 10_000) {
  let [at, now, k] = [0, 0, 0];
  return {
    clock: { now: () => '', milliseconds: () => now },
    model: {
      steps,
      step: () => at,
      advance: (count: number) => {
        const call = calls[Math.min(k++, calls.length - 1)];
        now += call.ms;
        at += Math.min(call.steps, count, steps - at);
      },
    },
    calls: () => k,
  };
}

describe('the trial of an estimate', () => {
  it('does not count its first call, for which kernels are compiled, and takes the quickest of the others', async () => {
    const { model, clock } = modelOf([
      { ms: 200, steps: 4 },
      { ms: 30, steps: 8 },
      { ms: 8, steps: 16 },
      { ms: 40, steps: 32 },
    ]);
    expect(await secondsPerStep(model, clock)).toBe(0.0005);
  });

  it('goes on beyond a long first call, and ends after a second one that is long', async () => {
    const { model, clock, calls } = modelOf([
      { ms: 500, steps: 1 },
      { ms: 100, steps: 1 },
    ]);
    expect([await secondsPerStep(model, clock), calls()]).toEqual([0.1, 2]);
  });

  it('adds the parts of a step', async () => {
    const { model, clock } = modelOf([
      { ms: 50, steps: 1 },
      { ms: 40, steps: 0 },
      { ms: 40, steps: 1 },
    ]);
    expect(await secondsPerStep(model, clock)).toBe(0.08);
  });

  it('takes the first call where that is the whole run, and no time where there is no step', async () => {
    const whole = modelOf([{ ms: 20, steps: 4 }], 4);
    expect(await secondsPerStep(whole.model, whole.clock)).toBe(0.005);
    const none = modelOf([{ ms: 20, steps: 4 }], 0);
    expect(await secondsPerStep(none.model, none.clock)).toBe(0);
  });
});

describe('an estimate', () => {
  const folder = temporaryFolders();

  it('counts a step that only looks as the third of one that learns', async () => {
    const texts = { train_size: 320, validation_size: 96, test_size: 96, batch_size: 32, max_epochs: 2 };
    const planned = await plan(texts, { family: HETEROSYNAPTIC });
    const { parameters, record } = planned.run(0);
    const { steps, flopsPerStep, flops = 0 } = HETEROSYNAPTIC.estimate(parameters as never, record);
    expect([steps, flops / flopsPerStep]).toEqual([2 * (10 + 3) + 3, 2 * (10 + 3 / 3) + 3 / 3]);
  });

  it('tries short steps where those of the run are long, which operations make comparable', async () => {
    const tried: unknown[] = [];
    const spy = {
      ...SPIKING,
      create: (options: Parameters<typeof SPIKING.create>[0]) => {
        tried.push(options.parameters.batch_size);
        return SPIKING.create(options);
      },
    };
    const planned = await plan({}, { family: spy as unknown as Family });
    const { parameters, record } = planned.run(0);
    await estimatePlan(planned, SYSTEM_CLOCK);
    // 55 million operations an item of the published network
    expect(tried).toEqual([4]);
    const own = parameters as unknown as SpikingParameters;
    const flopsOf = (batch_size: number): number => SPIKING.estimate({ ...own, batch_size }, record).flopsPerStep;
    expect(flopsOf(512) / flopsOf(4)).toBeCloseTo(128, 9);
    expect(SPIKING.trial?.({ ...own, batch_size: 3 }).batch_size).toBe(3);
    expect(SPIKING.trial?.({ ...own, task: 'omniglot', num_classes: 5, embedding_size: 64 }).batch_size).toBe(2);
  });

  it('tries updates of few moves of the card game, on a table of each group', async () => {
    const planned = await plan({ num_steps: 100, num_cells: 6 }, { family: CARDS as unknown as Family });
    const { parameters, record } = planned.run(0);
    const own = parameters as unknown as CardParameters;
    const short = CARDS.trial?.(own) ?? own;
    expect([short.num_envs, short.num_steps]).toEqual([16, 2]);
    const [all, tried] = [own, short].map((one) => CARDS.estimate(one, record));
    expect(tried.steps).toBe(all.steps);
    expect(all.flopsPerStep / tried.flopsPerStep).toBeCloseTo((64 * 100) / (16 * 2), 9);
  });

  it('has the data sets in memory', async () => {
    const texts = { task: 'mnist', train_size: 24, validation_size: 8, test_size: 12, max_epochs: 1 };
    const memoryOf = async (training: number): Promise<number> => {
      const data = writeFiles(folder(), smallMnist(training));
      const planned = await plan(texts, { family: HETEROSYNAPTIC, inputFiles: { data } });
      return (await estimatePlan(planned, SYSTEM_CLOCK)).memoryBytes;
    };
    // an image is 12 pixels and a label
    expect((await memoryOf(140)) - (await memoryOf(40))).toBe(100 * 13);
  });
});
