/** From presets, a sweep file and a command line to the spaces of a sweep and its run options. No file is touched here. */

import { fromBase, type InputText, type InputTexts } from './inputs.js';
import type { Preset } from './preset.js';
import { configError } from './problem.js';
import { type RunOptions, readRunOptions } from './run-options.js';
import { assertOften, namedSeeds, type Often, oftenOver } from './seeds.js';
import { isSet, type Layer, mergeRuns, RUN_KEYS, type RunTexts } from './settings.js';
import type { TextSpace } from './space.js';
import { layered, type SpaceLayer, settingsLayer } from './space-layer.js';
import type { SweepFile } from './sweep-file.js';

/** What a person named on the command line, loaded. */
export interface Sources {
  /** To be run one after the other; absent if none was named. */
  readonly presets?: readonly Preset[];
  readonly file?: SweepFile;
  /** The command line itself, which wins over both. */
  readonly line: Layer;
}

export interface Gathered {
  readonly spaces: readonly TextSpace[];
  /** Files or names of given inputs. */
  readonly inputs: InputTexts;
  /** Seeds that belong to one space are in that space. */
  readonly run: RunOptions;
}

/** A name, the layers below the command line, and what must be set on top. */
interface Part {
  readonly name: string;
  readonly layers: readonly SpaceLayer[];
  readonly required: readonly { readonly key: string; readonly by: string; readonly summary: string }[];
}

/** The spaces of a preset: one, unless it has sub-grids. */
function presetParts({
  name,
  path,
  summary,
  settings,
  zips,
  derived,
  spaces,
  required: keys,
}: Preset): readonly Part[] {
  const by = `preset ${name} needs a value of`;
  const required = keys.map((key) => ({ key, by: `${by} ${key} (${path})`, summary }));
  const layers = [settingsLayer(settings), { settings: [], zips, derived }];
  if (spaces === undefined) return [{ name, layers, required }];
  return spaces.map((space) => ({ name: space.name, layers: [...layers, space.layer], required }));
}

/** The spaces of a sweep file, each over what the file extends and has in common. */
function sweepParts({ path, bases, common, required: own, spaces }: SweepFile): readonly Part[] {
  const parts = bases.flatMap(presetParts);
  const below = [...parts.flatMap(({ layers }) => layers), common];
  const asked = own.map(({ text, place }) => ({
    key: text,
    by: `${path} needs a value of ${text} (${place})`,
    summary: '',
  }));
  const required = [...parts.flatMap((base) => base.required), ...asked];
  const named = spaces ?? [{ name: '', layer: undefined }];
  return named.map(({ name, layer }) => ({ name, layers: layer === undefined ? below : [...below, layer], required }));
}

/** Run options on which several sources agree; the command line decides where they do not. */
function commonRun(names: readonly string[], sources: readonly RunTexts[], line: RunTexts): RunTexts {
  const agreed: { -readonly [key in keyof RunTexts]: RunTexts[key] } = {};
  for (const key of RUN_KEYS) {
    const given = sources.map((source) => source[key]);
    const odd = given.findIndex((one) => one?.text !== given[0]?.text);
    if (line[key] === undefined && odd > 0) {
      const says = (i: number): string =>
        `${names[i]} ${given[i] === undefined ? `does not say` : `says ${given[i].text}`}`;
      const message = `the presets of one sweep differ in ${key}: ${says(0)}, ${says(odd)}`;
      throw configError(message, '--preset', `Give --${key}, or run them one by one.`);
    }
    if (given[0] !== undefined) agreed[key] = given[0];
  }
  return mergeRuns(agreed, line);
}

const isEqual = (a: readonly InputText[] = [], b: readonly InputText[] = []): boolean =>
  a.map(({ text, base }) => fromBase(text, base)).join('\n') ===
  b.map(({ text, base }) => fromBase(text, base)).join('\n');

/** Given inputs, on which all presets must agree: one sweep has one set of them. */
function commonInputs(presets: readonly Preset[], file: SweepFile | undefined): Gathered['inputs'] {
  const [first, ...others] = presets;
  for (const { name, inputs = {} } of others) {
    const keys = new Set([...Object.keys(inputs), ...Object.keys(first.inputs ?? {})]);
    const odd = [...keys].find((key) => !isEqual(inputs[key], first.inputs?.[key]));
    if (odd === undefined) continue;
    throw configError(
      `the presets of one sweep differ in the input ${odd}: ${first.name} and ${name}`,
      '--preset',
      'Run them one by one.',
    );
  }
  return Object.assign({}, first?.inputs, ...(file?.bases.map(({ inputs }) => inputs) ?? []), file?.inputs);
}

function assertRequired(parts: readonly Part[], space: TextSpace): void {
  const values = [...space.settings, ...space.derived];
  for (const { key, by, summary } of parts.flatMap(({ required }) => required)) {
    if (!isSet(values, key)) throw configError(by, undefined, summary === '' ? undefined : summary);
  }
}

/** Seeds and replicas of the command line replace those of files. */
function lineLayer({ settings, run }: Layer, often: Often): SpaceLayer {
  const layer = settingsLayer(settings);
  if (run.seed === undefined && run.replicas === undefined) return layer;
  const seeds = namedSeeds(often);
  return { ...layer, ...(seeds === undefined ? { replicas: often.replicas ?? 1 } : { seeds }) };
}

/**
 * Combines what presets, a sweep file and the command line say: every preset with every space of the file, in this
 * order, the command line over all of them.
 *
 * @throws E_CONFIG for values that are required and absent, presets whose run options differ, seeds together with replicas
 */
export function gatherSpaces({ presets = [], file, line }: Sources): Gathered {
  const names = presets.map(({ name }) => name);
  const bases = file?.bases.map(({ run }) => run) ?? [];
  const over = mergeRuns(...bases, file?.run ?? {}, line.run);
  const run = readRunOptions(
    commonRun(
      names,
      presets.map((preset) => preset.run),
      over,
    ),
  );
  assertOften(run);
  const top = lineLayer(line, run);
  const lower = presets.length === 0 ? [undefined] : presets.flatMap(presetParts);
  // one preset alone makes a plain sweep, whose space needs no name
  const isNamed = presets.length > 1 || presets[0]?.spaces !== undefined;
  const upper = file === undefined ? [undefined] : sweepParts(file);
  const spaces = lower.flatMap((preset) =>
    upper.map((part) => {
      const parts = [preset, part].filter((one) => one !== undefined);
      const named = parts.filter((one) => one !== preset || isNamed);
      const name = named.flatMap((one) => (one.name === '' ? [] : [one.name])).join('/');
      const space = layered(name, file !== undefined, ...parts.flatMap(({ layers }) => layers), top);
      assertRequired(parts, space);
      return space;
    }),
  );
  return { spaces: withSeeds(spaces, run), inputs: commonInputs(presets, file), run };
}

/** Spaces without seeds of their own take those that were given. */
function withSeeds(spaces: readonly TextSpace[], often: Often): readonly TextSpace[] {
  const seeds = namedSeeds(often);
  return seeds === undefined ? spaces : spaces.map((one) => ({ ...one, ...oftenOver({ seeds }, one) }));
}
