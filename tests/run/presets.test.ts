/** Every shipped configuration, variant and schedule runs. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gatherSpaces } from '../../src/config/gather.js';
import { listPresets, type PresetFiles } from '../../src/config/preset.js';
import { loadPresets } from '../../src/config/preset-list.js';
import type { TextSetting } from '../../src/config/settings.js';
import { compileBuild } from '../../src/host/builds.js';
import { allFamilies } from '../../src/model/families.js';
import type { FamilySchema } from '../../src/model/schema.js';
import { CARDS_SCHEMA } from '../../src/model/spiking/cards/schema.js';
import { SPIKING_SCHEMA } from '../../src/model/spiking/schema.js';
import { planRuns } from '../../src/run/plan-runs.js';
import { simulate } from '../../src/simulate/simulate.js';
import { smallMnist, writeFiles } from '../dataset/idx-files.js';
import { temporaryFolders } from './folders.js';
import { surroundings } from './harness.js';

const SHIPPED: PresetFiles = {
  dir: join(import.meta.dirname, '../../data/presets'),
  readText: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  listFiles: (dir) => (existsSync(dir) ? readdirSync(dir) : []),
};

const SMALL_CHARACTERS: readonly TextSetting[] = [
  { key: 'image_size', text: '8' },
  { key: 'encoder_channels', text: '32' },
  { key: 'embedding_size', text: '32' },
];

/** What is set on top: as many steps as show that the run goes, and what a preset leaves open. */
const SHORT: { readonly [family: string]: readonly TextSetting[] } = {
  hebbian: [{ key: 'T', text: '12' }],
  heterosynaptic: [
    { key: 'max_epochs', text: '1' },
    { key: 'train_size', text: '16' },
    { key: 'validation_size', text: '8' },
    { key: 'test_size', text: '8' },
    { key: 'hidden', text: '[8,4]' },
    { key: 'n_layer', text: '1' },
    { key: 'n_embd', text: '8' },
    { key: 'lr', text: '0.01' },
    { key: 'alpha', text: '0.1' },
    { key: 'block_size', text: '4' },
    { key: 'momentum', text: '0' },
    { key: 'weight_decay', text: '0' },
    { key: 'dropout', text: '0' },
  ],
  spiking: [
    { key: 'epochs', text: '1' },
    { key: 'train_size', text: '16' },
    { key: 'validation_size', text: '8' },
    { key: 'test_size', text: '8' },
    { key: 'batch_size', text: '8' },
    { key: 'num_time_steps', text: '10' },
    { key: 'memory_size', text: '12' },
    { key: 'embedding_size', text: '10' },
  ],
  cards: [
    { key: 'num_envs', text: '4' },
    { key: 'ppo_batches', text: '2' },
    { key: 'num_env_steps', text: '32' },
    { key: 'num_steps', text: '4' },
    { key: 'num_time_steps', text: '10' },
    { key: 'memory_size', text: '12' },
    { key: 'embedding_size', text: '10' },
    { key: 'test_games', text: '4' },
    { key: 'most_flips', text: '6' },
  ],
  rate: [
    { key: 'session', text: '1' },
    { key: 'g', text: '1,4' },
    { key: 'T', text: '60' },
  ],
  attractor: [
    { key: 'e', text: '6,11' },
    { key: 'beta', text: '0.1' },
    { key: 'epochs', text: '3' },
    { key: 'trials', text: '2' },
    { key: 'trial_steps', text: '3' },
    { key: 'free_steps', text: '12' },
    { key: 'forget_steps', text: '12' },
    { key: 'search_steps', text: '20' },
  ],
};
const SMALL_PICTURES: readonly TextSetting[] = [
  { key: 'image_size', text: '7' },
  { key: 'encoder_channels', text: '32' },
  { key: 'num_mfcc', text: '4' },
  { key: 'num_mfcc_time_samples', text: '4' },
];
/** What perceptrons and transformers have not must be as it usually is. */
const NO_LAYERS: readonly TextSetting[] = [
  { key: 'n_layer', text: '2' },
  { key: 'n_embd', text: '64' },
];
const OPEN: { readonly [preset: string]: readonly TextSetting[] } = {
  model_fig_delta: [{ key: 'tau_J', text: '250' }],
  corruption: NO_LAYERS,
  'corruption-mnist': NO_LAYERS,
  'penn-treebank': [{ key: 'hidden', text: 'null' }],
  omniglot: SMALL_CHARACTERS,
  'small-omniglot': SMALL_CHARACTERS,
  'relu-omniglot': SMALL_CHARACTERS,
  'cross-modal': SMALL_PICTURES,
  'small-cross-modal': [...SMALL_PICTURES.slice(0, 2), { key: 'num_mfcc', text: '4' }],
};

/** Its weights are always given; `attractor-requests.test.ts` holds it to that. */
const NEEDS_WEIGHTS = 'attractor attractors';

/** Whether a preset is about images that do not ship; small ones stand in for them. */
const takesImages = (settings: readonly TextSetting[]): boolean =>
  settings.some(({ key, text }) => key === 'task' && ['mnist', 'fmnist'].includes(text));

describe('every shipped preset', async () => {
  const folder = temporaryFolders();
  const presets = (await allFamilies()).flatMap((family) =>
    listPresets(family.schema, SHIPPED)
      .map(({ name }) => ({ family, name, id: `${family.schema.name} ${name}` }))
      .filter(({ id }) => id !== NEEDS_WEIGHTS),
  );

  it.each(presets.map((preset) => [preset.id, preset] as const))('runs: %s', async (_, { family, name }) => {
    const settings = [...(SHORT[family.schema.name] ?? []), ...(OPEN[name] ?? [])];
    const { spaces, inputs, run } = gatherSpaces({
      presets: loadPresets(family.schema, name, SHIPPED),
      line: { settings, run: {} },
    });
    const isOfImages = spaces.some((space) => takesImages(space.settings));
    const planned = await planRuns({
      family,
      spaces,
      inputFiles: isOfImages ? { ...inputs, data: writeFiles(join(folder(), 'images'), smallMnist()) } : inputs,
      seed: run.seeds?.[0] ?? 0,
      replicas: run.replicas ?? 1,
      record: { record: run.record, every: run.every },
      output: { format: 'parquet', parquet: 'compact' },
      build: compileBuild(family.module, 'strict'),
    });
    const { runs, failures } = await simulate(planned, join(folder(), 'out'), surroundings());
    expect(failures).toEqual([]);
    expect(runs).toHaveLength(planned.plan.runCount);
    for (const { run: record } of runs) expect(record).toMatchObject({ status: 'done' });
  });
});

describe('a published configuration', () => {
  const textsOf = (schema: FamilySchema, name: string) =>
    Object.fromEntries(
      loadPresets(schema, name, SHIPPED).flatMap(({ settings }) => settings.map(({ key, text }) => [key, text])),
    );
  const SIX = { num_cells: '6', num_steps: '100', decay_lr_linearly: 'true' };

  it('has the numbers of the paper: six cards, with and without new ones in each game, and a delay of 1 beside 30', () => {
    expect(textsOf(CARDS_SCHEMA, 'six-cards')).toEqual(SIX);
    expect(textsOf(CARDS_SCHEMA, 'resampled-six-cards')).toEqual({ ...SIX, resample_cards: 'true' });
    const qa = textsOf(SPIKING_SCHEMA, 'qa');
    expect(qa.readout_delay).toBe('30');
    expect(textsOf(SPIKING_SCHEMA, 'short-delay-qa')).toEqual({ ...qa, readout_delay: '1' });
  });
});

describe('a preset of a task of msm memorize', () => {
  const names = listPresets(SPIKING_SCHEMA, SHIPPED).map(({ name }) => name);
  const settingsOf = (...presets: readonly string[]): ReadonlyMap<string, string> =>
    new Map(
      loadPresets(SPIKING_SCHEMA, presets.join(','), SHIPPED).flatMap(({ settings }) =>
        settings.map(({ key, text }) => [key, text] as const),
      ),
    );

  it.each(names)('%s: is the same with the command of its task and without', (name) => {
    const task = settingsOf(name).get('task');
    if (task === undefined || !names.includes(task)) return;
    const under = settingsOf(task);
    const alone = settingsOf(name);
    for (const key of under.keys()) expect([key, alone.has(key)]).toEqual([key, true]);
  });
});
