import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { planRuns } from '../../src/run/plan-runs.js';
import { identityOf, readRun } from '../../src/run/run-record.js';
import { restoreRun } from '../../src/run/stored-run.js';
import { restoreRequest, storeRequest } from '../../src/sweep/tasks/stored-request.js';
import { temporaryFolders } from './folders.js';
import { plan, start } from './harness.js';

const folder = temporaryFolders();
const TEXTS = { max_epochs: 1, train_size: 20, hidden: '[4]' };
const OPTIONS = { family: HETEROSYNAPTIC };

describe('parameters that an earlier version took', () => {
  it('are gone on with where one of them only has no effect, and nowhere else', async () => {
    const place = join(folder(), 'run');
    await start(place, TEXTS, OPTIONS);
    const run = readRun(place);
    const { build } = (await plan(TEXTS, OPTIONS)).request;
    const restored = (more: object) => {
      const stored = { ...run, parameters: { ...run.parameters, ...more } };
      return restoreRun(place, { ...stored, identity: identityOf(stored) }, () => build);
    };
    expect((await restored({ dropout: 0.25 })).parameters.dropout).toBe(0.25);
    await expect(restored({ prune: true, prune_n: 9, prune_m: 4 })).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('prune_n = 9 is more than prune_m = 4'),
    });
  });

  it('are refused where they are asked for, and planned again where they are stored', async () => {
    const idle = { ...TEXTS, dropout: 0.25 };
    await expect(plan(idle, OPTIONS)).rejects.toThrow('dropout = 0.25 has no effect with task = digits');
    const { request } = await plan(TEXTS, OPTIONS);
    const [space] = request.spaces;
    const asked = {
      ...request,
      spaces: [{ ...space, settings: [...space.settings, { key: 'dropout', text: '0.25' }] }],
    };
    const stored = { request: storeRequest(asked), place: '', inputs: [] };
    const again = await restoreRequest(folder(), stored as never, () => request.build);
    expect((await planRuns(again)).plan.base.dropout).toBe(0.25);
  });
});
