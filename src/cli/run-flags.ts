/** Flags of every command that runs a model, and the request they make. */

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import * as Flags from '@oclif/core/flags';
import { inputFiles, inputFlags, parameterFlags, type RawToken, readCommandLine } from '../config/flags.js';
import type { PresetFiles } from '../config/preset.js';
import { configError } from '../config/problem.js';
import { readRunOptions } from '../config/run-options.js';
import type { Layer } from '../config/settings.js';
import { didYouMean, quoted } from '../config/text.js';
import type { Family } from '../model/family.js';
import { compileBuild } from '../run/builds.js';
import { listFolder, readWhole } from '../run/disk.js';
import type { RunRequest } from '../run/plan-runs.js';

const RUN = 'RUN';
const RECORD = 'RECORD';

/** Flags that do not depend on the family. */
export const RUN_FLAGS = {
  seed: Flags.string({
    helpGroup: RUN,
    helpValue: 'N',
    description: 'Seed of all random numbers, an integer from 0 to 2^53 - 1. Default: 0.',
  }),
  replicas: Flags.string({
    helpGroup: RUN,
    helpValue: 'N',
    description: 'Independent runs of each combination, with seeds derived from the seed. Default: 1.',
  }),
  out: Flags.string({
    helpGroup: RUN,
    helpValue: 'DIR',
    description: 'New folder for the result. Default: the next free runs/FAMILY-0001.',
  }),
  preset: Flags.string({
    helpGroup: RUN,
    helpValue: 'NAME|FILE.yaml',
    description: 'Start from a shipped configuration (msm presets) or your own file; flags win over it.',
  }),
  set: Flags.string({
    helpGroup: RUN,
    helpValue: 'KEY=VALUE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Set a parameter by its key, also nested: --set tau_J=250.',
  }),
  jobs: Flags.integer({
    helpGroup: RUN,
    helpValue: 'N',
    min: 1,
    description: 'Runs of a sweep at the same time. Default: one per core.',
  }),
  fast: Flags.boolean({
    helpGroup: RUN,
    description: 'Use the fast build (fused multiply-add): quicker, but not the same bits on every machine.',
  }),
  'dry-run': Flags.boolean({
    helpGroup: RUN,
    description: 'Print the plan with estimated time, memory and disk; write nothing.',
  }),
  record: Flags.string({
    helpGroup: RECORD,
    helpValue: 'NAMES',
    description:
      'What to record, with commas. NAME@10: every ten steps; J@[0,500]: at these. Example: --record distance,energy,sigma@10',
  }),
  every: Flags.string({ helpGroup: RECORD, helpValue: 'STEPS', description: 'Steps between records. Default: 1.' }),
  from: Flags.string({ helpGroup: RECORD, helpValue: 'STEP', description: 'First recorded step. Default: 0.' }),
  to: Flags.string({ helpGroup: RECORD, helpValue: 'STEP', description: 'Last recorded step. Default: the last one.' }),
  units: Flags.string({
    helpGroup: RECORD,
    helpValue: 'LIST',
    description: 'Neurons whose states are recorded. Default: all. Example: --units 0..9,20',
  }),
  format: Flags.string({
    helpGroup: RECORD,
    helpValue: 'parquet|arrow|csv',
    description: 'Format of the tables. Default: parquet.',
  }),
  parquet: Flags.string({
    helpGroup: RECORD,
    helpValue: 'compact|compatible',
    description: 'Parquet profile: compact, or plain encodings for old readers. Default: compact.',
  }),
};

/** Runs of a sweep at the same time where nothing is said. */
export const defaultJobs = (): number => availableParallelism();

/** All flags of a family's run command. */
export function familyFlags(family: Family): ReturnType<typeof parameterFlags> {
  return { ...parameterFlags(family.schema), ...inputFlags(family.schema) };
}

/** The shipped presets and the person's own files. */
export const PRESET_FILES: PresetFiles = {
  dir: fileURLToPath(new URL('../../data/presets', import.meta.url)),
  readText: (path) => (existsSync(path) ? new TextDecoder().decode(readWhole(path)) : undefined),
  listFiles: (dir) => listFolder(dir),
};

function parquetProfile(text: string | undefined, format: string): 'compact' | 'compatible' {
  const profiles = ['compact', 'compatible'] as const;
  if (text === undefined) return 'compact';
  const found = profiles.find((profile) => profile === text);
  if (found === undefined) {
    const guess = didYouMean(text, profiles);
    throw configError(`--parquet ${quoted(text)}: must be compact or compatible. ${guess}`.trim(), '--parquet');
  }
  if (format !== 'parquet')
    throw configError(`--parquet ${text} and --format ${format} exclude each other`, '--parquet');
  return found;
}

/** Flags as oclif parsed them. */
export interface ParsedRun {
  readonly flags: { readonly [name: string]: unknown };
  readonly raw: readonly RawToken[];
}

/** The command line over a preset. The reader of presets is loaded only if one is asked for. */
async function overPreset(family: Family, name: string, line: Layer): Promise<Layer> {
  if (/,/.test(name) && PRESET_FILES.readText(name) === undefined) {
    throw configError(
      `--preset ${quoted(name)}: one preset at a time`,
      '--preset',
      'Run the command once for each of them.',
    );
  }
  const { applyPreset, loadPreset } = await import('../config/preset.js');
  return applyPreset(loadPreset(family.schema, name, PRESET_FILES), line);
}

/** Turns the command line into a request. Throws E_CONFIG. */
export async function runRequest(family: Family, { flags, raw }: ParsedRun): Promise<RunRequest> {
  const text = (name: string): string | undefined => flags[name] as string | undefined;
  const line = readCommandLine(family.schema, raw);
  const preset = text('preset');
  const layer = preset === undefined ? line : await overPreset(family, preset, line);
  const { seed, replicas, record, every, format = 'parquet' } = readRunOptions(layer.run);
  return {
    family,
    settings: layer.settings,
    inputFiles: inputFiles(family.schema, flags),
    seed: seed ?? 0,
    replicas: replicas ?? 1,
    record: { record, every, from: text('from'), to: text('to'), units: text('units') },
    output: { format, parquet: parquetProfile(text('parquet'), format) },
    build: compileBuild(flags.fast === true ? 'fast' : 'strict'),
  };
}
