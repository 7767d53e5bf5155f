import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { readRun } from '../../src/run/folder.js';
import { temporaryFolders } from './folders.js';
import { dataHashes, goOn, hashOf, type PlanOptions, randomFrom, start, type Texts } from './harness.js';

/** Of the day the test was written; a failure prints it with the step of each interruption. */
const SEED = 20_261_122;

const RECORDED: PlanOptions = { record: { record: ['distance', 'energy', 'overlap', 'lyapunov', 'sigma@3', 'J@7'] } };

const CONFIGURATIONS: readonly { readonly name: string; readonly texts: Texts; readonly options?: PlanOptions }[] = [
  { name: 'the default model', texts: { N: 30, K: 3, T: 120 } },
  { name: 'everything recorded', texts: { N: 13, K: 2, T: 90, u: 2 }, options: RECORDED },
  {
    name: 'random holds and probabilities',
    texts: { N: 13, K: 3, T: 100, tau_h: 'random:1..5', p: '[0.5,0.3,0.2]', u: 1 },
  },
  {
    name: 'Runge-Kutta in fractions of time',
    texts: { N: 13, K: 3, T: 8, dt: 0.1, hold_time: 0.3, scheme: 'rk4', u: 1 },
  },
  {
    name: 'memories with their transitions',
    texts: { N: 13, K: 2, T: 80, model_class: 'memory-matrix', delay: 3, u: 1 },
    options: { record: { record: ['sigma', 'memories', 'transitions'] } },
  },
];

/** Interrupts and resumes until the run is done; returns the steps at which it stood still. */
async function interruptedOften(folder: string, texts: Texts, options: PlanOptions, random: () => number) {
  const stops: number[] = [];
  const around = () => ({
    spans: 1 + Math.floor(4 * random()),
    tick: () => [1, 9, 12, 40_000][Math.floor(4 * random())],
  });
  for (let session = 0; ; session++) {
    try {
      if (session === 0) await start(folder, texts, options, around());
      else await goOn(folder, around());
      return stops;
    } catch (error) {
      if (!(error instanceof MsmError) || error.code !== 'E_INTERRUPTED') throw error;
      stops.push(error.data.step as number);
    }
  }
}

describe('a run', () => {
  const folder = temporaryFolders();

  it.each(CONFIGURATIONS)('gives the same bytes twice: $name', async ({ texts, options = {} }) => {
    const [first, second] = [join(folder(), 'a'), join(folder(), 'b')];
    await start(first, texts, options);
    await start(second, texts, options, { tick: () => 7 });
    expect(dataHashes(second)).toEqual(dataHashes(first));
    expect(Object.keys(dataHashes(first))).toContain('manifest.json');
  });

  it.each(CONFIGURATIONS)('gives the same bytes straight and interrupted at random steps: $name', async (one) => {
    const { texts, options = {} } = one;
    const straight = join(folder(), 'straight');
    await start(straight, texts, options);
    for (let repetition = 0; repetition < 3; repetition++) {
      const broken = join(folder(), 'broken');
      const stops = await interruptedOften(broken, texts, options, randomFrom(SEED + repetition));
      expect(stops.length, `seed ${SEED + repetition}`).toBeGreaterThan(0);
      expect(dataHashes(broken), `seed ${SEED + repetition}, stopped at ${stops}`).toEqual(dataHashes(straight));
    }
  });

  it('gives the same bytes when its tables have several chunks and the interruptions fall between and inside them', async () => {
    // 64 neurons fill a chunk of 2^18 rows in 4096 steps
    const texts = { N: 64, K: 3, T: 10_000 };
    const options = { record: { record: ['distance', 'sigma', 'J@5000'] } };
    const [straight, broken] = [join(folder(), 'straight'), join(folder(), 'broken')];
    await start(straight, texts, options);
    const random = randomFrom(SEED);
    const steps: number[] = [];
    // at this pace a span has 16 steps
    const pace = () => 10;
    let stop = { spans: 100 + Math.floor(200 * random()), tick: pace };
    for (let session = 0; ; session++) {
      try {
        if (session === 0) await start(broken, texts, options, stop);
        else await goOn(broken, stop);
        break;
      } catch (error) {
        if (!(error instanceof MsmError) || error.code !== 'E_INTERRUPTED') throw error;
        steps.push(error.data.step as number);
        stop = { spans: 100 + Math.floor(200 * random()), tick: pace };
      }
    }
    expect(steps.length).toBeGreaterThan(1);
    expect(dataHashes(broken), `seed ${SEED}, stopped at ${steps}`).toEqual(dataHashes(straight));
    expect(existsSync(join(broken, 'chunks'))).toBe(false);
    expect(existsSync(join(broken, 'checkpoint'))).toBe(false);
  });

  it('ends in the same state whatever is recorded', async () => {
    const texts = { N: 30, K: 3, T: 150, u: 2 };
    const choices: readonly PlanOptions[] = [
      {},
      { record: { record: ['distance'], every: 7 } },
      { record: { record: ['lyapunov', 'energy'], from: '20', to: '90' } },
      { record: { record: ['sigma@2'], units: '0..4,20' } },
      { record: { record: ['J@[0,33,149]', 'sigma'] } },
      { output: { format: 'csv', parquet: 'compact' } },
    ];
    const states = new Set<string>();
    for (const choice of choices) {
      const place = join(folder(), 'run');
      await start(place, texts, choice);
      states.add(hashOf(readFileSync(join(place, 'state.arrow'))));
    }
    expect(states.size).toBe(1);
  });

  it('of a sweep has the bytes of the same run alone, and an interrupted sweep those of a straight one', async () => {
    const texts = { N: 13, K: 2, T: 60, tau_J: '10,20' };
    const [straight, broken, alone] = ['straight', 'broken', 'alone'].map((name) => join(folder(), name));
    const { runs } = await start(straight, texts, { replicas: 2, seed: 5 });
    expect(runs).toHaveLength(4);
    await expect(start(broken, texts, { replicas: 2, seed: 5 }, { spans: 4 })).rejects.toMatchObject({
      code: 'E_INTERRUPTED',
      next: `Go on with: msm resume ${broken}`,
    });
    const rest = await goOn(broken);
    expect(rest.skipped + rest.runs.length).toBe(4);
    expect(dataHashes(broken)).toEqual(dataHashes(straight));
    const { parameters, seed } = readRun(runs[2].folder);
    await start(alone, { ...texts, tau_J: parameters.tau_J as number }, { seed });
    const last = runs[2].folder.slice(straight.length + 1);
    for (const [path, hash] of Object.entries(dataHashes(alone))) {
      expect(dataHashes(straight)[join(last, path)], path).toBe(hash);
    }
  });

  it('of a sweep whose process was killed before it wrote run.json leaves nothing of that behind', async () => {
    const [straight, broken] = [join(folder(), 'straight'), join(folder(), 'broken')];
    const texts = { N: 13, K: 2, T: 60, tau_J: '10,20' };
    const { runs } = await start(straight, texts);
    await expect(start(broken, texts, {}, { spans: 1 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const second = join(broken, runs[1].folder.slice(straight.length + 1));
    mkdirSync(join(second, 'inputs'), { recursive: true });
    for (const name of ['.run.json.1.tmp', 'inputs/.sigma0.arrow.1.tmp']) writeFileSync(join(second, name), 'torn');
    await goOn(broken);
    expect(dataHashes(broken)).toEqual(dataHashes(straight));
  });
});
