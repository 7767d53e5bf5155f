import { describe, expect, it } from 'vitest';
import { instantiate } from '../../src/host/builds.js';
import { SYSTEM_CLOCK } from '../../src/host/environment.js';
import { datasetsOf } from '../../src/input/data-references.js';
import { inputArrays } from '../../src/input/inputs.js';
import type { Kernels } from '../../src/kernel/kernels.js';
import { ATTRACTOR } from '../../src/model/attractor/model.js';
import type { Family } from '../../src/model/family.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { RATE } from '../../src/model/rate/model.js';
import { CARDS } from '../../src/model/spiking/cards/model.js';
import { SPIKING } from '../../src/model/spiking/model.js';
import { estimatePlan } from '../../src/run/estimate.js';
import { memoryOf } from '../../src/run/memory.js';
import type { NewRun } from '../../src/run/new-run.js';
import { createModel } from '../../src/run/session.js';
import { type PlanOptions, plan, type Texts } from './harness.js';

/** Buffers that a summary or a draw has beside what a run is made of. */
const SMALL = 2 ** 16;
const PAGE = 65536;

const runOf = async (family: unknown, texts: Texts, options: Omit<PlanOptions, 'family'>): Promise<NewRun> =>
  (await plan(texts, { ...options, family: family as Family })).run(0);

/** Bytes that are laid out for a run, without a draw. */
function laidOut({ family, build, parameters, inputs, record }: NewRun): number {
  const kernels = instantiate(build);
  family.makeRoom({ kernels, parameters, inputs: inputArrays(inputs), record });
  return kernels.needed();
}

/** The kernels of a run that did some steps. */
async function worked(
  { family, build, parameters, inputs, data, seed, record }: NewRun,
  steps: number,
): Promise<Kernels> {
  const kernels = instantiate(build);
  const model = family.create({
    ...{ kernels, parameters, inputs: inputArrays(inputs), data: datasetsOf(data), seed, record },
  });
  while (model.step() < steps) await model.advance(steps - model.step(), { append: () => {} });
  return kernels;
}

const NORMED = { form: 'relu', use_batch_norm: 'true', image_size: 12, encoder_channels: 32, num_classes: 3 } as const;
const LEARNED = { train_size: 24, validation_size: 4, test_size: 4, batch_size: 24, epochs: 1 } as const;

describe('the memory that is laid out for a run', () => {
  it.each<[string, unknown, Texts, Omit<PlanOptions, 'family'>?]>([
    ['hebbian', HEBBIAN, { N: 600, T: 4 }],
    ['hebbian with its states', HEBBIAN, { N: 90, T: 4 }, { record: { record: ['sigma'] } }],
    ['hebbian with memories', HEBBIAN, { N: 150, K: 6, T: 4, model_class: 'memory-matrix' }],
    ['rate, sparse, with exponents', RATE, { N: 800, p: 0.05, T: 8, trials: 3, exponents: 4, align: 10, duration: 20 }],
    ['rate, dense, with noise', RATE, { N: 300, p: 1, T: 8, trials: 2, exponents: 0, noise: 0.1 }],
    ['attractor', ATTRACTOR, { epochs: 4 }, { inputFiles: { patterns: 'digits:0..9' } }],
    [
      'perceptron',
      HETEROSYNAPTIC,
      { task: 'digits', train_size: 64, validation_size: 32, test_size: 32, hidden: '[300,200]' },
    ],
    [
      'transformer',
      HETEROSYNAPTIC,
      {
        task: 'selective-copying',
        train_size: 16,
        validation_size: 8,
        test_size: 8,
        batch_size: 8,
        n_layer: 2,
        n_embd: 32,
      },
    ],
    ['spiking', SPIKING, { ...LEARNED, sequence_length: 2, num_classes: 2, memory_size: 40 }],
    ['twin', SPIKING, { ...LEARNED, form: 'relu', sequence_length: 2, num_classes: 2 }],
    ['twin that sees, normalised over a batch', SPIKING, { ...LEARNED, ...NORMED, task: 'omniglot' }],
    [
      'card game',
      CARDS,
      { num_envs: 8, num_cells: 4, num_steps: 8, num_env_steps: 64, ppo_batches: 2, test_games: 0, memory_size: 20 },
    ],
  ])('of %s is what it takes once it learns', async (_, family, texts, options = {}) => {
    const run = await runOf(family, texts, options);
    const [needed, kernels] = [laidOut(run), await worked(run, 1)];
    expect(needed).toBeGreaterThan(3 * SMALL);
    expect(Math.abs(kernels.needed() - needed)).toBeLessThan(SMALL + 0.02 * needed);
    expect(kernels.memory.buffer.byteLength - needed).toBeLessThan(SMALL + PAGE + 0.02 * needed);
    expect(kernels.memory.buffer.byteLength).toBeGreaterThan(0.9 * needed);
  });
});

describe('the memory of a process', () => {
  const small = { N: 40, T: 8, trials: 2, exponents: 0 };

  it('has given arrays and the edges of a network in the memory of the host, beside what is laid out', async () => {
    const run = await runOf(RATE, small, {});
    const values = Float64Array.from({ length: 1600 }, (_, at) => (at % 40 < 10 ? 1 : 0)); // 10 edges a unit
    const given = { ...run, inputs: [{ key: 'W', source: 'W.npy', shape: [40, 40], sha256: '', values }] };
    // of an edge its column, its weight, that times g, and its place in lists that grow
    const others = (one: NewRun, edges: number): number => memoryOf(one, { tables: [] }) - laidOut(one) - 40 * edges;
    // drawn are a tenth of the pairs
    expect(others(given, 400) - others(run, 156)).toBe(8 * 1600);
  });

  it('has rows that wait for the disk three times up to a group of 8 MiB, and what comes at once beyond that', async () => {
    const run = await runOf(RATE, small, {});
    const waiting = (rows: number, columns: number, atOnce?: number): number =>
      memoryOf(run, { tables: [{ name: 't', rows, columns, atOnce }] }) - memoryOf(run, { tables: [] });
    expect(waiting(100, 5)).toBe(3 * 8 * 100 * 5);
    expect(waiting(10 ** 7, 5)).toBe(3 * 2 ** 23);
    expect(waiting(10 ** 7, 1, 2 ** 21)).toBe(3 * 2 ** 23 + 2 ** 23);
    // no more than there are
    expect(waiting(3 * 2 ** 19, 1, 2 ** 21)).toBe(3 * 2 ** 23 + 2 ** 22);
  });

  it('is that of the run of a sweep that takes the most, wherever it stands', async () => {
    const memory = async (N: string): Promise<number> => {
      const planned = await plan({ ...small, N }, { family: RATE as unknown as Family });
      return (await estimatePlan(planned, SYSTEM_CLOCK)).memoryBytes;
    };
    const [most, first, last] = [await memory('900'), await memory('900,50'), await memory('50,900')];
    expect([first, last]).toEqual([most, most]);
  });

  it('is refused with what a run needs where that is more than any can have, planned or begun', async () => {
    const family = {
      ...RATE,
      create: () => {
        throw new RangeError('Invalid array length');
      },
    } as unknown as Family;
    const planned = await plan({ ...small, N: 100_000, p: 1 }, { family });
    // 1e10 edges are drawn as 8 bytes each
    const refused = 'the run needs 74.5 GiB or more, which cannot be had';
    expect(() => createModel(planned.run(0))).toThrow(refused);
    await expect(estimatePlan(planned, SYSTEM_CLOCK)).rejects.toThrow(refused);
    // what others have the system refuses
    const other = await plan(small, { family });
    expect(() => createModel(other.run(0))).toThrow('the system refuses the memory for a state of 1 MiB');
  });
});
