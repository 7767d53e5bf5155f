/** What a person can ask of the attractor family: the shipped presets, and wrong requests. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PRESET_FILES } from '../../src/cli/run-flags.js';
import { listPresets, loadPreset } from '../../src/config/preset.js';
import type { TextSetting } from '../../src/config/settings.js';
import { plainSpace } from '../../src/config/space.js';
import { compileBuild } from '../../src/host/builds.js';
import { ATTRACTOR_MODULE } from '../../src/model/attractor/kernels.js';
import { ATTRACTOR } from '../../src/model/attractor/model.js';
import { planRuns, type RunRequest } from '../../src/run/plan-runs.js';
import { createModel } from '../../src/run/session.js';
import { temporaryFolders } from './folders.js';

const BUILD = compileBuild(ATTRACTOR_MODULE, 'strict');
const NOTHING = { record: undefined, every: undefined, from: undefined, to: undefined, units: undefined };

const plan = (request: { readonly settings: readonly TextSetting[]; readonly inputFiles: RunRequest['inputFiles'] }) =>
  planRuns({
    spaces: [plainSpace(request.settings)],
    inputFiles: request.inputFiles,
    family: ATTRACTOR,
    seed: 0,
    replicas: 1,
    record: NOTHING,
    output: { format: 'parquet', parquet: 'compact' },
    build: BUILD,
  });

const planPreset = (name: string) => {
  const { settings, inputs = {} } = loadPreset(ATTRACTOR.schema, name, PRESET_FILES);
  return plan({ settings, inputFiles: inputs });
};

describe('the shipped presets', () => {
  const names = listPresets(ATTRACTOR.schema, PRESET_FILES).map(({ name }) => name);

  it('include one for each command and one for each published experiment', () => {
    const commands = 'learn sequence retrieve generalise free-run forget bars attractors grid'.split(' ');
    const published = ['balanced', 'high-complexity', 'low-complexity', 'low-complexity-report', 'mixing'];
    expect(names).toEqual([...commands, ...published].sort());
  });

  it.each(names)('%s can be planned, and run unless it needs weights', async (name) => {
    const planned = await planPreset(name);
    if (name === 'attractors') {
      expect(() => createModel(planned.run(0))).toThrow('nothing is learned and there are no weights');
    } else expect(createModel(planned.run(planned.plan.runCount - 1)).steps).toBeGreaterThan(0);
  });

  /** The published values: spec 6.1 to 6.4. */
  it.each([
    ['bars', { N: 25, e: 30, beta: 0.1, eta: 0.01, epochs: 500, K: 10, order: 'random', search_scale: 'pattern' }],
    ['balanced', { N: 64, e: 11, beta: 0.16681005372000582, eta: 0.001, epochs: 5000, K: 10, snr: 1, signal: 0.1 }],
    ['high-complexity', { e: 16, beta: 0.3593813663804626, eta: 0.001, epochs: 5000, trials: 100, trial_steps: 100 }],
    ['low-complexity', { e: 6, beta: 0.027825594022071243, generalise_signal: null }],
    ['low-complexity-report', { e: 6, generalise_signal: 0.2, generalise_beta: 0.5 }],
    ['mixing', { e: 11, generalise_signal: 0.01, generalise_snr: 'infinity', generalise_steps: 500 }],
    ['sequence', { e: 20, beta: 1, eta: 0.001, epochs: 2000, K: 1, order: 'fixed', search_of: 'symmetric' }],
    ['forget', { e: 11, beta: 0.16681005372000582, forget_steps: 50000, free_beta: 1 }],
  ])('%s has the published values', async (name, values) => {
    expect((await planPreset(name)).plan.base).toMatchObject(values);
  });

  it('show the bars at their own strength: signal times evidence level is 1', async () => {
    const { signal, e } = (await planPreset('bars')).plan.base;
    expect((signal as number) * (e as number)).toBe(1);
  });

  it('span the published grid: 20 evidence levels, 19 temperatures 10^(k/9 - 2)', async () => {
    const { plan: grid } = await planPreset('grid');
    expect(grid.runCount).toBe(380);
    const [e, beta] = grid.spaces[0].axes;
    expect(e.rows).toEqual(Array.from({ length: 20 }, (_, i) => [i + 1]));
    beta.rows.forEach(([value], k) => {
      // the host's power is within an ulp or two
      expect(Math.abs((value as number) / 10 ** (k / 9 - 2) - 1)).toBeLessThan(2 ** -50);
    });
  });
});

describe('a wrong request', () => {
  const folder = temporaryFolders();
  const refusal = async (inputFiles: RunRequest['inputFiles'], values: { readonly [key: string]: string } = {}) => {
    const settings = Object.entries(values).map(([key, text]) => ({ key, text, place: `--${key}` }));
    try {
      createModel((await plan({ settings, inputFiles })).run(0));
    } catch (error) {
      return error as Error & { readonly code: string };
    }
    throw new Error('it was not refused');
  };
  const file = (name: string, text: string): string => {
    const path = join(folder(), name);
    writeFileSync(path, text);
    return path;
  };

  it.each([
    ['an evidence level of 0', { patterns: 'bars' }, { e: '0' }, '--e 0: must be a number greater than 0'],
    ['a temperature that is none', { patterns: 'bars' }, { beta: '-1' }, '--beta -1: must be a number greater than 0'],
    ['a row that does not exist', { patterns: 'digits:1,1797' }, {}, 'there is no row 1797, it has rows 0 to 1796'],
    ['a file that does not exist', { patterns: 'no.csv' }, {}, '--patterns cannot read no.csv'],
    [
      'test patterns of another size',
      { patterns: 'digits:1', test: 'bars' },
      {},
      '--patterns digits:1 has N = 64, but --test bars has N = 25',
    ],
    ['no patterns', {}, {}, 'there are no patterns'],
    ['too many epochs', { patterns: 'bars' }, { epochs: '1e9' }, 'are more than the 2147483647 of one run (--epochs)'],
    ['too long an epoch', { patterns: 'bars' }, { epochs: '9', K: '1e9' }, '2147483647 of one run (--K)'],
    [
      'too long a rest',
      { patterns: 'bars', test: 'bars' },
      { experiment: 'forget', forget_steps: '1e10', epochs: '5000' },
      '2147483647 of one run (--forget_steps)',
    ],
    [
      'too many trials',
      { patterns: 'bars', test: 'bars' },
      { experiment: 'generalise', generalise_trials: '1e9' },
      '2147483647 of one run (--generalise_trials)',
    ],
    ['no weights', { patterns: 'bars' }, { epochs: '0', experiment: 'retrieve' }, 'there are no weights'],
  ])('for %s is one sentence', async (_, inputFiles, values, sentence) => {
    const { code, message } = await refusal(
      inputFiles as RunRequest['inputFiles'],
      values as { [key: string]: string },
    );
    expect(code).toBe('E_CONFIG');
    expect(message).toContain(sentence);
    expect(message).not.toContain('\n');
  });

  it('for patterns that cannot be z-scored names the row', async () => {
    const flat = file('flat.csv', 'a,b\n1,2\n2,2\n');
    expect((await refusal({ patterns: flat })).message).toBe(`row 1 of ${flat} is 2 everywhere and cannot be z-scored`);
    const broken = file('nan.csv', 'a,b\n1,nan\n2,1\n');
    expect((await refusal({ patterns: broken })).code).toBe('E_CONFIG');
  });

  it('for a table with a text among its pixels names column, row and value, and takes labels', async () => {
    const text = file('text.csv', 'a,b,c\n1,2,3\n2,3,x\n');
    const { code, message } = await refusal({ patterns: text });
    expect(code).toBe('E_CONFIG');
    expect(message).toBe(`--patterns ${text}: the value in row 1, column 'c' is 'x', which is not a number`);
    const labelled = file('labelled.csv', 'a,b,label\n1,2,one\n3,2,two\n');
    expect((await plan({ settings: [], inputFiles: { patterns: labelled } })).plan.base.N).toBe(2);
  });
});
