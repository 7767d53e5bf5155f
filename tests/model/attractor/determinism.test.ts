import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../../src/errors.js';
import { ATTRACTOR } from '../../../src/model/attractor/model.js';
import { temporaryFolders } from '../../run/folders.js';
import { dataHashes, goOn, type PlanOptions, randomFrom, start } from '../../run/harness.js';

/** Of the day the test was written. */
const SEED = 20_261_123;

const TEXTS = {
  experiment: 'forget',
  epochs: 8,
  K: 4,
  trials: 2,
  trial_steps: 6,
  forget_steps: 15,
  levels: '[0,0.5]',
  search_steps: 12,
} as const;
const OPTIONS: PlanOptions = {
  family: ATTRACTOR,
  inputFiles: { patterns: 'bars', test: 'bars:plain,cross' },
  record: { record: ['pattern', 'free_energy', 'accuracy', 'weight_change', 'sigma@7', 'evidence@3', 'projection@5'] },
};

describe('a run of the attractor family in its folder', () => {
  const folder = temporaryFolders();

  it('gives the same bytes straight and interrupted at random steps', async () => {
    const straight = join(folder(), 'straight');
    await start(straight, TEXTS, OPTIONS);
    expect(Object.keys(dataHashes(straight))).toContain('manifest.json');
    for (let repetition = 0; repetition < 2; repetition++) {
      const random = randomFrom(SEED + repetition);
      const broken = join(folder(), 'broken');
      const around = () => ({
        spans: 1 + Math.floor(4 * random()),
        tick: () => [1, 9, 12, 40_000][Math.floor(4 * random())],
      });
      const stops: number[] = [];
      for (let isDone = false; !isDone; ) {
        try {
          if (stops.length === 0) await start(broken, TEXTS, OPTIONS, around());
          else await goOn(broken, around());
          isDone = true;
        } catch (error) {
          if (!(error instanceof MsmError) || error.code !== 'E_INTERRUPTED') throw error;
          stops.push(error.data.step as number);
        }
      }
      expect(stops.length, `seed ${SEED + repetition}`).toBeGreaterThan(0);
      expect(dataHashes(broken), `seed ${SEED + repetition}, stopped at ${stops}`).toEqual(dataHashes(straight));
    }
  });
});
