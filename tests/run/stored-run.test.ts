import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testedRun } from '../../src/cli/trained.js';
import { forBegun } from '../../src/config/validate.js';
import type { Family } from '../../src/model/family.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { MEMORIZE } from '../../src/model/spiking/commands.js';
import { SPIKING } from '../../src/model/spiking/model.js';
import { type PlannedRuns, planRuns } from '../../src/run/plan-runs.js';
import { identityOf, type RunRecord, readRun } from '../../src/run/run-record.js';
import { restoreRun } from '../../src/run/stored-run.js';
import { simulate } from '../../src/simulate/simulate.js';
import { restoreRequest, storeRequest } from '../../src/sweep/tasks/stored-request.js';
import { temporaryFolders } from './folders.js';
import { plan, start, surroundings } from './harness.js';
import { planOf } from './lines.js';

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

  it('say nothing to a run that tests one of that version, begins from it or repeats it', async () => {
    const family = SPIKING as unknown as Family;
    const earlier: Family = { ...family, schema: forBegun(family.schema) };
    const sizes = '--image-size 4 --encoder-channels 32 --embedding-size 32 --memory-size 8 --num-time-steps 8';
    const few = '--num-classes 2 --batch-size 8 --train-size 16 --validation-size 8 --test-size 16 --epochs 1';
    const line = `--task omniglot ${sizes} ${few} --audio true --test-classes [3,4] --sequence-length 4`.split(' ');
    const place = folder();
    const begin = async (planned: Promise<PlannedRuns>, name: string) => {
      await simulate(await planned, join(place, name), surroundings());
      return readRun(join(place, name));
    };
    const first = await begin(planOf(earlier, line), 'a');
    expect(first.parameters).toMatchObject({ audio: true, test_classes: [3, 4], sequence_length: 4 });
    await expect(planOf(family, line)).rejects.toThrow('has no effect with task = omniglot');
    const { build } = (await planOf(family, [])).request;
    expect((await restoreRun(join(place, 'a'), first, () => build)).parameters).toEqual(first.parameters);
    const { between, above } = await testedRun(MEMORIZE, 'omniglot', join(place, 'a'), { flags: {}, raw: [] });
    const usual = { audio: false, sequence_length: 10 };
    const accuracyOf = ({ summary = [] }: RunRecord) => summary.find(({ name }) => name === 'test_accuracy')?.value;
    const tested = await begin(planOf(family, [], { between, above }), 'b');
    expect(tested.parameters).toMatchObject({ ...usual, epochs: 0, num_classes: 2, image_size: 4 });
    expect(accuracyOf(tested)).toBe(accuracyOf(first));
    const repeated = await begin(planOf(family, ['--preset', join(place, 'a')]), 'c');
    expect(repeated.parameters).toMatchObject({ ...usual, epochs: 1, num_classes: 2, image_size: 4 });
    expect(repeated.summary).toEqual(first.summary);
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
