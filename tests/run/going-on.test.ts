import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordRequest } from '../../src/config/record-request.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { readRun } from '../../src/run/folder.js';
import { asksForLonger, assertLonger } from '../../src/run/from-run.js';
import { storeRecord } from '../../src/run/stored-record.js';
import { simulate } from '../../src/simulate/simulate.js';
import { temporaryFolders } from './folders.js';
import { dataHashes, goOn, type PlanOptions, plan, start, surroundings, type Texts } from './harness.js';

const made = temporaryFolders();

/** A run of `texts` to T = `to`, begun from one to T = `from`; hashes of both ways, and where the second began. */
async function bothWays(texts: Texts, [from, to]: readonly [number, number], options: PlanOptions = {}) {
  const [short, long, straight] = ['short', 'long', 'straight'].map((name) => join(made(), name));
  await start(short, { ...texts, T: from }, options);
  const before = dataHashes(short);
  const planned = await plan({ ...texts, T: to }, options);
  assertLonger(HEBBIAN, short, planned);
  await simulate(planned, long, { ...surroundings(), goesOnFrom: short });
  await start(straight, { ...texts, T: to }, options);
  expect(dataHashes(short)).toEqual(before);
  const [began] = readFileSync(join(long, 'log.jsonl'), 'utf8').split('\n');
  return { short, long: dataHashes(long), straight: dataHashes(straight), began: JSON.parse(began) };
}

const RECORDED: PlanOptions = {
  record: { record: ['distance', 'energy', 'lyapunov', 'overlap', 'sigma@7', 'J@1000'] },
};

describe('a run that goes on with a finished one', () => {
  it.each<[string, Texts, PlanOptions]>([
    ['the default model', { N: 80, K: 5 }, {}],
    ['everything recorded, the field held at random', { N: 60, K: 5, u: 2, tau_h: 'random:1..6' }, RECORDED],
    [
      'memories with delayed transitions, as CSV',
      { N: 60, K: 3, model_class: 'memory-matrix', delay: 3, u: 1 },
      { record: { record: ['distance', 'transitions@50'] }, output: { format: 'csv', parquet: 'compact' } },
    ],
    ['several groups of rows', { N: 64, K: 3 }, { record: { record: ['distance', 'sigma'] } }],
    ['Arrow', { N: 80, K: 5 }, { output: { format: 'arrow', parquet: 'compact' } }],
  ])('gives the bytes of one run of the whole length: %s', async (_, texts, options) => {
    const { short, long, straight, began } = await bothWays(texts, [4500, 9000], options);
    expect(existsSync(join(short, 'final.state'))).toBe(true);
    expect(began).toMatchObject({ event: 'taken up', from: short, step: 4500 });
    expect(long).toEqual(straight);
  });

  it('does all of it again where the first was too short to keep its state', async () => {
    const { short, long, straight, began } = await bothWays({ N: 20, K: 2 }, [100, 150]);
    expect(existsSync(join(short, 'final.state'))).toBe(false);
    expect(began).toMatchObject({ step: 0 });
    expect(long).toEqual(straight);
  });

  it('gives the same bytes when it is interrupted on the way', async () => {
    const texts = { N: 80, K: 5 };
    const [short, long, straight] = ['short', 'long', 'straight'].map((name) => join(made(), name));
    await start(short, { ...texts, T: 4000 });
    const planned = await plan({ ...texts, T: 9000 });
    const stopped = simulate(planned, long, { ...surroundings({ spans: 2, tick: () => 9 }), goesOnFrom: short });
    await expect(stopped).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    expect(readRun(long).step).toBeGreaterThan(4000);
    await goOn(long);
    await start(straight, { ...texts, T: 9000 });
    expect(dataHashes(long)).toEqual(dataHashes(straight));
  });

  it('refuses a damaged folder, and one that is not the same run but shorter', async () => {
    const short = join(made(), 'short');
    await start(short, { N: 80, K: 5, T: 4000 });
    const longer = await plan({ N: 80, K: 5, T: 4000 });
    expect(() => assertLonger(HEBBIAN, short, longer)).toThrow(`--T 4000 is 4000 steps, and ${short} has done 4000`);
    const two = await plan({ N: 80, K: 5, T: '5000,6000' });
    expect(() => assertLonger(HEBBIAN, short, two)).toThrow('--T: --from-run goes on with one run; give one value');
    const bytes = readFileSync(join(short, 'final.state'));
    bytes[500] ^= 1;
    writeFileSync(join(short, 'final.state'), bytes);
    const planned = await plan({ N: 80, K: 5, T: 5000 });
    expect(() => assertLonger(HEBBIAN, short, planned)).toThrow(/final\.state/);
  });
});

describe('what is asked for with --from-run', () => {
  it('is a longer run if nothing but its length is set', () => {
    const stored = { parameters: {}, record: storeRecord(recordRequest(HEBBIAN, { record: ['distance'] }, {})) };
    expect(asksForLonger(HEBBIAN, stored, ['from-run', 'T', 'out'])).toBe(true);
    expect(asksForLonger(HEBBIAN, stored, ['from-run', 'out'])).toBe(false);
    expect(asksForLonger(HEBBIAN, stored, ['from-run', 'T', 'beta'])).toBe(false);
    expect(asksForLonger(HEBBIAN, stored, ['from-run', 'T', 'seed'])).toBe(false);
    expect(() => asksForLonger(HEBBIAN, stored, ['from-run', 'T', 'record'])).toThrow(
      '--record: a run that goes on keeps what it records',
    );
  });

  it('is a run of its own where large deviations were recorded, of which the last step is one', () => {
    const stored = { parameters: {}, record: storeRecord(recordRequest(HEBBIAN, { record: ['deviations'] }, {})) };
    expect(asksForLonger(HEBBIAN, stored, ['from-run', 'T', 'out'])).toBe(false);
  });
});
