import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModule, MsmError, type SimulationRequest, simulate, type Table } from '../../src/index.js';
import { familyNamed } from '../../src/model/families.js';
import { simulate as runPlan } from '../../src/simulate/simulate.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { plan, surroundings } from '../run/harness.js';

const folder = temporaryFolders();
const SMALL = { family: 'hebbian', parameters: { N: 30, K: 3, T: 40, u: 1 } } as const;

/** What a request is refused with. */
async function refusal(request: SimulationRequest): Promise<MsmError> {
  const error: unknown = await simulate(request).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof MsmError) return error;
  throw new Error(`no MsmError but ${String(error)}`);
}

/** Values of a column, with null where there is none. */
const valuesOf = ({ columns }: Table, name: string): readonly unknown[] =>
  Array.from<unknown>(columns[name] as ArrayLike<unknown>).map((value) => (Number.isNaN(value) ? null : value));

/** Every table of a run on disk has the values of the same run in memory. */
async function expectSame(
  request: SimulationRequest & { readonly family: string },
  record: readonly string[],
): Promise<void> {
  const texts = Object.fromEntries(
    Object.entries(request.parameters ?? {}).map(([key, value]) => [key, String(value)]),
  );
  const family = await familyNamed(request.family);
  const planned = await plan(texts, { family, seed: request.seed, record: { record } });
  const out = join(folder(), 'run');
  await runPlan(planned, out, surroundings());
  const run = await simulate({ ...request, record });
  expect(Object.keys(run.tables).length).toBeGreaterThan(0);
  for (const [name, table] of [...Object.entries(run.tables), ['state', run.state] as const]) {
    const file = name === 'state' ? 'state.arrow' : `${name}.parquet`;
    const { columns, nRows } = await readTable(readFileSync(join(out, file)), file);
    expect([name, table.rows]).toEqual([name, nRows]);
    expect(Object.keys(table.columns)).toEqual(columns.map((column) => column.name));
    for (const { name: column, data } of columns)
      expect(valuesOf(table, column), column).toEqual(Array.from<unknown>(data));
  }
  const { summary } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
  expect(run.items).toEqual(summary);
}

describe('a simulation in memory', () => {
  it('gives the values of the same run on disk: hebbian', async () => {
    await expectSame({ ...SMALL, seed: 5 }, ['distance', 'residual', 'sigma@10', 'J@[0,20]']);
  });

  it('gives the values of the same run on disk: rate, with tables that are made at its end', async () => {
    await expectSame({ family: 'rate', parameters: { N: 20, g: 4, trials: 2, T: 200, duration: 100 } }, [
      'mean_distance',
    ]);
  });

  it('names what it is, with all parameters and the numbers of the end', async () => {
    const run = await simulate(SMALL);
    expect(run).toMatchObject({ family: 'hebbian', seed: 0, steps: 40, notes: [] });
    expect(run.parameters).toMatchObject({ N: 30, tau_J: 1000, scheme: 'euler' });
    expect(run.summary.patterns).toBe(3);
    expect(run.items.map(({ name }) => name)).toEqual(Object.keys(run.summary));
  });

  it('takes arrays in place of drawn ones', async () => {
    const sigma0 = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const { tables } = await simulate({ ...SMALL, inputs: { sigma0 }, record: ['sigma'], to: 0 });
    expect(Array.from(tables.sigma.columns.sigma as Float64Array)).toEqual(sigma0);
  });

  it('records the units, steps and observables that are asked for', async () => {
    const { tables } = await simulate({ ...SMALL, record: ['sigma'], from: 10, to: 30, every: 10, units: [2, 7] });
    expect(Array.from(tables.sigma.columns.step as Int32Array)).toEqual([10, 10, 20, 20, 30, 30]);
    expect(Array.from(tables.sigma.columns.unit as Int32Array)).toEqual([2, 7, 2, 7, 2, 7]);
  });

  it('gives Arrow tables, with null for numbers that do not exist and lists where a row has several', async () => {
    const { tables, state } = await simulate({
      ...SMALL,
      record: ['distance', 'theory_mean'],
      parameters: { ...SMALL.parameters, model_class: 'memory-matrix' },
    });
    const series = await tables.timeseries.toArrow();
    expect(series.numRows).toBe(40);
    expect(series.getChild('distance')?.toArray()).toEqual(tables.timeseries.columns.distance);
    expect(series.getChild('theory_mean')?.get(3)).toBeNull();
    const arrow = await state.toArrow();
    expect(Array.from(arrow.getChild('J')?.get(1))).toEqual(
      Array.from((state.columns.J as Float64Array).slice(30, 60)),
    );
  });

  it('uses a module that it is given, for any number of simulations', async () => {
    const module = await loadModule('hebbian');
    const [a, b] = [await simulate({ ...SMALL, module }), await simulate({ ...SMALL, module })];
    expect(a.summary).toEqual(b.summary);
  });

  it('tells of its progress, to the end', async () => {
    const steps: number[] = [];
    await simulate({ ...SMALL, onProgress: (step, of) => steps.push(step, of) });
    expect(steps.slice(-2)).toEqual([40, 40]);
  });

  it('stops at the signal, between two spans', async () => {
    const stop = new AbortController();
    const request = { ...SMALL, parameters: { ...SMALL.parameters, T: 1e6 }, record: [], signal: stop.signal };
    const error = await refusal({ ...request, onProgress: () => stop.abort() });
    expect(error.code).toBe('E_INTERRUPTED');
    expect(error.data.step).toBeLessThan(1e6);
  });

  it('ends with step, variable and index where a number is not finite', async () => {
    const error = await refusal({ family: 'hebbian', parameters: { N: 20, K: 2, T: 50, k: 1e200 } });
    expect(error.code).toBe('E_DIVERGED');
    expect(error.data).toMatchObject({ step: expect.any(Number), variable: expect.any(String) });
  });

  it.each<[string, SimulationRequest, RegExp]>([
    ['an unknown family', { family: 'hebian' }, /^family hebian: there is no such family\. Did you mean hebbian\?$/],
    ['an unknown build of an unknown family', { family: 'rat', build: 'fast' }, /Did you mean rate/],
    ['an unknown parameter', { ...SMALL, parameters: { tauJ: 3 } }, /tauJ is not a parameter.*Did you mean tau_J/],
    ['a value out of range', { ...SMALL, parameters: { N: 1 } }, /N = 1: must be an integer of at least 2/],
    ['an unknown input', { ...SMALL, inputs: { sigma: [1] } }, /^inputs\.sigma: .*Did you mean sigma0\?/],
    ['an input of another size', { ...SMALL, inputs: { sigma0: [1] } }, /has 1 numbers.*\[N = 30\]/],
    ['a number that is none', { ...SMALL, inputs: { field: [0, Number.NaN] } }, /inputs\.field\[1\] is NaN/],
    ['an unknown observable', { ...SMALL, record: ['distanc'] }, /Did you mean distance/],
    ['a step beyond the end', { ...SMALL, from: 40 }, /there is no step 40/],
    ['steps between records', { ...SMALL, every: 0.5 }, /^every 0\.5: must be an integer of at least 1$/],
    ['a seed without effect', { family: 'rate', parameters: { stream: 'published' }, seed: 1 }, /published/],
    ['a seed', { ...SMALL, seed: -1 }, /^seed -1: must be an integer from 0/],
  ])('refuses %s and says what is allowed', async (_, request, message) => {
    const error = await refusal(request);
    expect(error.code).toBe('E_CONFIG');
    expect(error.message).toMatch(message);
  });
});
