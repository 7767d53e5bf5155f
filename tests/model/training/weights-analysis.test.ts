import { describe, expect, it } from 'vitest';
import type { AnalysedRun, AnalysisTools } from '../../../src/model/analysis.js';
import type { RunTable } from '../../../src/model/collections.js';
import { weightsAnalysis } from '../../../src/model/training/weights-analysis.js';

const TENSORS = {
  tensor: [0, 1],
  name: ['fc1.weight', 'fc1.bias'],
  shape: ['2 x 3', '2'],
  first: [0, 6],
  numbers: [6, 2],
};
const ARRAYS: { readonly [name: string]: Float64Array } = {
  weights: Float64Array.of(1, 0, -2, 0, 4, 2, 3, -4),
  best: Float64Array.of(9, 9, 9, 9, 9, 9, 1, 1),
};

/** What is made of a run with these arrays. */
const made = (arrays: typeof ARRAYS, which = 'last', tensor: string | null = null, tensors: object = TENSORS) => {
  const run: AnalysedRun = {
    ...{ name: 'a run', parameters: {}, summary: [], steps: 1, recorded: [], seed: 0, data: () => ({}) },
    ...{ series: async () => new Float64Array(), input: async () => undefined },
    table: async (name) => (name === 'tensors' ? (tensors as RunTable) : undefined),
    state: async (name) => arrays[name],
  };
  return weightsAnalysis().of(run, { weights: which, tensor }, {} as AnalysisTools);
};
const columns = ({ columns: all, rows }: Awaited<ReturnType<typeof made>>['tables'][number]) =>
  Object.fromEntries(all.map(({ name }, i) => [name, Array.from(rows[i] as ArrayLike<unknown>)]));

describe('the weights of a run as tables', () => {
  it('are a row for each, in the order of the state, with tensor and indexes', async () => {
    const [weights] = (await made(ARRAYS)).tables;
    expect(columns(weights)).toEqual({
      tensor: [...new Array(6).fill('fc1.weight'), 'fc1.bias', 'fc1.bias'],
      output: [0, 0, 0, 1, 1, 1, 0, 1],
      input: [0, 1, 2, 0, 1, 2, 0, 0],
      weights: [1, 0, -2, 0, 4, 2, 3, -4],
    });
    expect(columns((await made(ARRAYS, 'best')).tables[0]).weights).toEqual([9, 9, 9, 9, 9, 9, 1, 1]);
  });

  it('have norms by tensor, of which the largest is named', async () => {
    const { tables, verdict } = await made(ARRAYS);
    expect(columns(tables[1])).toEqual({
      tensor: ['fc1.weight', 'fc1.bias'],
      shape: ['2 x 3', '2'],
      numbers: [6, 2],
      norm: [5, 5],
      l1: [9, 7],
      mean: [5 / 6, -0.5],
      least: [-2, -4],
      largest: [4, 3],
      zeros: [1 / 3, 0],
    });
    expect(verdict).toEqual(['8 weights in 2 tensors; the largest norm has fc1.weight, 5.00']);
  });

  it('are those of one tensor where it is named', async () => {
    const { tables, verdict } = await made(ARRAYS, 'last', 'fc1.bias');
    expect(columns(tables[0])).toMatchObject({ tensor: ['fc1.bias', 'fc1.bias'], weights: [3, -4] });
    expect(columns(tables[1]).tensor).toEqual(['fc1.weight', 'fc1.bias']);
    expect(verdict[0]).toMatch(/^8 weights in 2 tensors/);
    await expect(made(ARRAYS, 'last', 'fc1.biass')).rejects.toMatchObject({
      message: expect.stringContaining('fc1.biass is not a tensor of a run. Did you mean fc1.bias'),
      next: 'Valid: fc1.weight, fc1.bias.',
    });
  });

  it('are refused where they are too many for a table, with what there is', async () => {
    const large = { ...TENSORS, shape: ['1000001 x 2', '2'], first: [0, 2_000_002], numbers: [2_000_002, 2] };
    const weights = new Float64Array(2_000_004);
    await expect(made({ weights }, 'last', null, large)).rejects.toMatchObject({
      message: 'a run: 2,000,004 weights are more than the 2,000,000 rows of a table',
      next: 'Take one with --set tensor=NAME: fc1.weight (2,000,002), fc1.bias (2).',
    });
    await expect(made({ weights }, 'last', 'fc1.weight', large)).rejects.toMatchObject({
      next: 'The file weights.safetensors in the folder of the run has them all.',
    });
    expect(columns((await made({ weights }, 'last', 'fc1.bias', large)).tables[0]).weights).toEqual([0, 0]);
  });

  it('are missing where a run diverged, or had no epoch', async () => {
    await expect(made({})).rejects.toThrow('a run: it has no weights: it diverged');
    await expect(made({ weights: ARRAYS.weights }, 'best')).rejects.toThrow(
      'a run: it has no best weights: it had no epoch',
    );
  });
});
