/** Flags of every command that runs a model, and the request that they make. */

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import * as Flags from '@oclif/core/flags';
import { inputFlags, inputsOfLine, parameterFlags, type RawToken, readCommandLine } from '../config/flags.js';
import { type Gathered, gatherSpaces } from '../config/gather.js';
import type { Preset, PresetFiles } from '../config/preset.js';
import { configError } from '../config/problem.js';
import { DEFAULT_TRIALS, readSearch, type SearchRequest, type SearchTexts } from '../config/search-options.js';
import { sweepSeed } from '../config/seeds.js';
import type { Layer, TextSetting } from '../config/settings.js';
import type { TextSpace } from '../config/space.js';
import { layered, settingsLayer } from '../config/space-layer.js';
import { MsmError } from '../errors.js';
import { type CompiledBuild, compileBuild } from '../host/builds.js';
import { listFolder, readWhole } from '../host/disk.js';
import { MOST_TEXT_BYTES, textOf } from '../host/text-file.js';
import type { Family } from '../model/family.js';
import { otherArithmetic } from '../run/arithmetic.js';
import type { RunRequest } from '../run/plan-runs.js';
import type { Compile } from '../run/stored-run.js';
import { placeName } from './place-name.js';

const RUN = 'RUN';
const SEARCH = 'SEARCH';
const RECORD = 'RECORD';

/** `aliases`: other names of the flag. */
export const fromRunFlag = (aliases: string[] = []) =>
  Flags.string({
    helpGroup: RUN,
    helpValue: 'DIR',
    description:
      'Begin from the last state of a finished run, with what defines its network. With nothing but a longer duration: go on with it, to the bytes of a run of that length (docs/sweeps.md).',
    ...(aliases.length > 0 && { aliases }),
  });

/** Names that its help lists. */
type Recordable = readonly { readonly name: string }[];

/** Not offered where nothing is numbered, and refused there with the reason. */
export const unitsFlag = (isOffered: boolean) =>
  Flags.string({
    helpGroup: RECORD,
    helpValue: 'LIST',
    hidden: !isOffered,
    description: 'Units whose states are recorded, by their numbers. Default: all. Example: --units 0..9,20',
  });

/** The flag that says what is recorded; its help names what a family has. */
export const recordFlag = (observables: Recordable) => {
  const names = observables.map(({ name }) => name);
  const known = names.length === 0 ? '' : ` Names: ${names.join(', ')}.`;
  return Flags.string({
    helpGroup: RECORD,
    helpValue: 'NAMES',
    description: `What to record, with commas. NAME@10: every ten steps; NAME@10:4: the first four of these; NAME@[0,500]: at these.${known}`,
  });
};

/** Flags that do not depend on the family. */
export const RUN_FLAGS = {
  seed: Flags.string({
    helpGroup: RUN,
    helpValue: 'N',
    description: 'Seed of all random numbers, an integer from 0 to 2^53 - 1; a list repeats each run. Default: 0.',
  }),
  replicas: Flags.string({
    helpGroup: RUN,
    helpValue: 'N',
    description: 'Independent runs of each combination, with seeds derived from the seed. Default: 1.',
  }),
  out: Flags.string({
    parse: placeName,
    helpGroup: RUN,
    helpValue: 'DIR',
    description: 'New folder for the result. Default: the next free runs/FAMILY-0001.',
  }),
  preset: Flags.string({
    helpGroup: RUN,
    helpValue: 'NAMES',
    description:
      "Start from a shipped configuration (msm presets), your own FILE.yaml, or a run to repeat (its folder or run.json); flags win over it. a,b or a schedule: one after the other; a+b: b on top of a; 'th1*': all that match.",
  }),
  'from-run': fromRunFlag(),
  sweep: Flags.string({
    helpGroup: RUN,
    helpValue: 'NAME|FILE.yaml',
    description: 'Grids, values that move together, sub-grids and derived values from a file (docs/sweeps.md).',
  }),
  set: Flags.string({
    helpGroup: RUN,
    helpValue: 'KEY=VALUE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Set a parameter by its key, also nested: --set run.seed=7.',
  }),
  fast: Flags.boolean({
    helpGroup: RUN,
    allowNo: true,
    description: 'Use the fast build (fused multiply-add): quicker, but not the same bits on every machine.',
  }),
  'dry-run': Flags.boolean({
    helpGroup: RUN,
    description: 'Print the plan with estimated time, memory and disk; write nothing.',
  }),
  'print-config': Flags.boolean({
    helpGroup: RUN,
    description: 'Print all that the runs follow from as a preset (YAML), for --preset FILE; write nothing.',
  }),
  search: Flags.string({
    helpGroup: SEARCH,
    helpValue: 'tpe|random',
    description:
      'Search for the best values instead of running all: of a list, of uniform:0..1, log:1..1000, or whole numbers uniform:1..20:1.',
  }),
  budget: Flags.string({
    helpGroup: SEARCH,
    helpValue: 'N',
    description: `Points to try. Default: ${DEFAULT_TRIALS}.`,
  }),
  startup: Flags.string({
    helpGroup: SEARCH,
    helpValue: 'N',
    description: 'Points drawn at random before the search learns from results. Default: 8.',
  }),
  objective: Flags.string({
    helpGroup: SEARCH,
    helpValue: 'NAME[:min|max]',
    description: "Number of a run's summary to make small, or large. Example: --objective distance:min",
  }),
  record: recordFlag([]),
  every: Flags.string({ helpGroup: RECORD, helpValue: 'STEPS', description: 'Steps between records. Default: 1.' }),
  from: Flags.string({ helpGroup: RECORD, helpValue: 'STEP', description: 'First recorded step. Default: 0.' }),
  to: Flags.string({ helpGroup: RECORD, helpValue: 'STEP', description: 'Last recorded step. Default: the last one.' }),
  units: unitsFlag(true),
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

/** How many runs of a sweep are done at the same time unless a flag says so. */
export const defaultJobs = (): number => availableParallelism();

/** All flags of a family's run command. */
export function familyFlags(family: Family): ReturnType<typeof parameterFlags> {
  return { ...parameterFlags(family.schema), ...inputFlags(family.schema) };
}

/** The text of a preset or sweep file that was named; that it cannot be read is a mistake of the command line. @throws E_CONFIG */
function readText(path: string): string {
  try {
    return textOf(readWhole(path, { most: MOST_TEXT_BYTES }), path);
  } catch (error) {
    if (!(error instanceof MsmError) || error.code === 'E_CONFIG') throw error;
    throw configError(error.message, path);
  }
}

/** The shipped presets and the person's own files. */
export const PRESET_FILES: PresetFiles = {
  dir: fileURLToPath(new URL('../../data/presets', import.meta.url)),
  readText: (path) => (existsSync(path) ? readText(path) : undefined),
  listFiles: (dir) => listFolder(dir),
  exists: existsSync,
};

/** Flags as oclif parsed them. */
export interface ParsedRun {
  readonly flags: { readonly [name: string]: unknown };
  readonly raw: readonly RawToken[];
}

/** What a command stands for, beneath everything that a person says. */
export interface Below {
  /** A shipped preset. */
  readonly base?: string;
  /** Above that preset, beneath the person's presets and flags. */
  readonly between?: Layer;
  /** Is handed what the person's presets, files and flags say, and throws where that does not go with what lies below. */
  readonly assertFits?: (settings: readonly TextSetting[]) => void;
  /** What holds whatever a person says, once that fits. */
  readonly above?: readonly TextSetting[];
}

/** A preset that says nothing. */
const NOTHING: Preset = { name: '', path: '', summary: '', settings: [], run: {}, zips: [], derived: [], required: [] };

/** The named presets over what lies below them, `own` lowest; that alone if none is named. */
function presetsOver(
  own: Preset | undefined,
  named: readonly Preset[] | undefined,
  { between = { settings: [], run: {} } }: Below,
  { stacked }: typeof import('../config/preset.js'),
): readonly Preset[] | undefined {
  if (own === undefined && between.settings.length === 0) return named;
  const below = own ?? NOTHING;
  const over = named ?? [{ ...below, settings: [], run: {}, inputs: {}, required: [] }];
  const idle = over.find(({ madeWith }) => madeWith !== undefined && between.settings.length > 0);
  if (idle !== undefined) {
    const { place } = between.settings[0];
    throw configError(`${place} has no effect beside ${idle.name}, a run that is repeated with all that it had`, place);
  }
  return over.map((one) => ({ ...one, ...stacked(below, { ...between, required: [] }, one) }));
}

/** Where a request finds files and kernels, and where it sends its notes. */
export interface RequestSources {
  readonly files: PresetFiles;
  readonly compile: Compile;
  /** What repeats runs; absent: no preset is a run. */
  readonly runs?: () => Promise<typeof import('../run/repeated-run.js')>;
  readonly onNote?: (text: string) => void;
}

export const SYSTEM_SOURCES: RequestSources = {
  files: PRESET_FILES,
  compile: compileBuild,
  runs: () => import('../run/repeated-run.js'),
};

/** What presets, a sweep file and the command line say together. The reader of files is loaded only if one is named. */
async function gather(
  { schema }: Family,
  line: Layer,
  flags: ParsedRun['flags'],
  below: Below,
  sources: RequestSources,
): Promise<Gathered & { readonly presets?: readonly Preset[] }> {
  const { preset, sweep } = flags as { readonly preset?: string; readonly sweep?: string };
  const { base } = below;
  const isBare = base === undefined && below.between === undefined;
  if (preset === undefined && sweep === undefined && isBare) return gatherSpaces({ line });
  const runs = preset === undefined ? undefined : await sources.runs?.();
  const files = runs === undefined ? sources.files : { ...sources.files, runAt: runs.repeatedRun };
  const [reader, { loadPresets }, { loadSweepFile }, { assertOfCommand }] = await Promise.all([
    import('../config/preset.js'),
    import('../config/preset-list.js'),
    import('../config/sweep-file.js'),
    import('./of-command.js'),
  ]);
  const own = base === undefined ? undefined : reader.loadPreset(schema, base, files);
  const named = preset === undefined ? undefined : loadPresets(schema, preset, files);
  const presets = presetsOver(own, named, below, reader);
  const file = sweep === undefined ? undefined : loadSweepFile(schema, sweep, files);
  const gathered = gatherSpaces({ presets, file, line });
  if (own !== undefined) assertOfCommand(schema, own, { spaces: gathered.spaces, presets: named ?? [], flags });
  const { between, assertFits, above = [] } = below;
  const said = gathered.spaces.flatMap(({ settings, derived }) => [...settings, ...derived]);
  assertFits?.(said.filter((setting) => between?.settings.includes(setting) !== true));
  const spaces = gathered.spaces.map((one) => layered(one.name, one.isSorted, one, settingsLayer(above)));
  return { ...gathered, spaces, ...(presets && { presets }) };
}

/** The note on a run that other kernels made, or another revision of the family. */
function arithmeticNote({ schema }: Family, { name, madeWith }: Preset, build: CompiledBuild): string | undefined {
  if (madeWith === undefined || madeWith.build !== build.build) return undefined;
  const other = otherArithmetic(madeWith, schema, build);
  if (other === undefined) return undefined;
  return `${name} was made by version ${madeWith.version} with ${other}: its numbers may differ`;
}

/** The spaces of a sweep; a search finds its own later. @throws E_CONFIG for a search in several spaces */
function asked(
  spaces: readonly TextSpace[],
  search: ReturnType<typeof readSearch>,
): Pick<RunRequest, 'spaces' | 'search'> {
  if (search === undefined) return { spaces };
  const [space, another] = spaces;
  if (another === undefined) return { spaces: [], search: { ...search, space } };
  throw configError(
    `--search goes through one space, and here are ${spaces.length}`,
    '--search',
    'Search them one by one.',
  );
}

/** A search plans its trials from its space, and resumes from its folder without the files that were named. */
async function withFiles({ schema }: Family, search: SearchRequest): Promise<Pick<RunRequest, 'spaces' | 'search'>> {
  const { readDistributions } = await import('../input/distributions.js');
  const [space] = (await readDistributions(schema, [search.space])).read;
  return { spaces: [], search: { ...search, space } };
}

/** Turns the command line into a request. Throws E_CONFIG. */
export async function runRequest(
  described: Family,
  { flags, raw }: ParsedRun,
  below: Below = {},
  sources: RequestSources = SYSTEM_SOURCES,
): Promise<RunRequest> {
  const line = readCommandLine(described.schema, raw);
  const { spaces, inputs, run, presets = [] } = await gather(described, line, flags, below, sources);
  const { replicas, record, every, from, to, units, format = 'parquet', parquet = 'compact', fast } = run;
  const computing = fast === true ? 'fast' : 'strict';
  const family = (await described.built?.(computing)) ?? described;
  const build = sources.compile(family.module, computing);
  const notes = presets.map((one) => arithmeticNote(family, one, build)).filter((note) => note !== undefined);
  for (const note of notes) sources.onNote?.(note);
  const request = asked(spaces, readSearch(flags as SearchTexts));
  return {
    family,
    ...(request.search === undefined ? request : await withFiles(family, request.search)),
    inputFiles: { ...inputs, ...inputsOfLine(family.schema, flags) },
    seed: sweepSeed(run),
    replicas: replicas ?? 1,
    record: { record, every, from, to, units },
    output: { format, parquet },
    build,
  };
}
