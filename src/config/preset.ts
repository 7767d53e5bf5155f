/** Presets by name or path: finding them, following `extends`, listing them. No file is touched here. */

import { dirname, isAbsolute, join, normalize } from 'node:path';
import type { FamilySchema } from '../model/schema.js';
import { alternatives, nearestWords, quoted } from '../text.js';
import { type ParsedPreset, parsePreset } from './preset-yaml.js';
import { configError } from './problem.js';
import { isSet, type Layer, mergeLayers } from './settings.js';
import { splitList } from './sweep.js';

/** Access to preset files, supplied by the layer that touches the disk. */
export interface PresetFiles {
  /** Folder of the shipped presets; those of a family stand in its subfolder. */
  readonly dir: string;
  /** The text of a file, or undefined if it does not exist. */
  readonly readText: (path: string) => string | undefined;
  /** Names of the files in a folder, none if it does not exist. */
  readonly listFiles: (dir: string) => readonly string[];
}

export interface PresetSummary {
  readonly name: string;
  readonly path: string;
  readonly summary: string;
}

/** A preset with everything it extends merged in. */
export interface Preset extends Layer {
  readonly name: string;
  readonly path: string;
  readonly summary: string;
  /** Groups that move together, expressions and sub-grids, if it is a sweep of that kind. */
  readonly zips: ParsedPreset['zips'];
  readonly derived: ParsedPreset['derived'];
  readonly spaces?: ParsedPreset['spaces'];
  /** Keys that must be set on top of it. */
  readonly required: readonly string[];
}

/** Whether a name on the command line is that of a file. */
export function isPath(name: string): boolean {
  return /[/\\]|\.ya?ml$/i.test(name);
}

function shippedNames(family: string, files: PresetFiles): readonly string[] {
  return files
    .listFiles(join(files.dir, family))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

function unknownPreset(schema: FamilySchema, name: string, place: string, files: PresetFiles): Error {
  const near = nearestWords(name, shippedNames(schema.name, files));
  const guess = near.length === 0 ? '' : ` Did you mean ${alternatives(near)}?`;
  const what = isPath(name) ? 'there is no such file' : `is not a preset of '${schema.name}'`;
  const next = 'List them with: msm presets. A file of your own is given by its path, as ./my.yaml.';
  return configError(`${place} ${quoted(name)}: ${what}.${guess}`, place, next, { nearest: near });
}

/** Where a name or path leads; a path inside a preset starts from that preset's folder. */
function locate(schema: FamilySchema, name: string, from: string | undefined, files: PresetFiles): string {
  if (!isPath(name)) return join(files.dir, schema.name, `${name}.yaml`);
  return from === undefined || isAbsolute(name) ? normalize(name) : join(dirname(from), name);
}

/** Files and characters that one command may read by names in presets: each may name several others, and so on. */
const MOST_FILES = 200;
const MOST_CHARACTERS = 2 ** 22;

/** Files as they are, until too many were read. */
export function boundedFiles(files: PresetFiles): PresetFiles {
  let [count, characters] = [0, 0];
  return {
    ...files,
    readText: (path) => {
      const text = files.readText(path);
      if (text === undefined) return undefined;
      count++;
      characters += text.length;
      if (count <= MOST_FILES && characters <= MOST_CHARACTERS) return text;
      throw configError(
        `${path}: with it, presets that name each other are more than ${MOST_FILES} files or ${MOST_CHARACTERS / 2 ** 20} MiB`,
        path,
        'Let each preset extend fewer others; a file that is reached twice counts twice.',
      );
    },
  };
}

/** A preset with groups, expressions or sub-grids stands alone: what others would add to it is not said anywhere. */
function assertPlain({ zips, derived, spaces }: ParsedPreset, name: string, place: string): void {
  const has = [zips.length > 0 && 'zip', derived.length > 0 && 'derived', spaces && 'spaces'].filter(Boolean);
  if (has.length === 0) return;
  throw configError(`${place}: ${quoted(name)} has ${has.join(' and ')}, so that nothing can extend it`, place);
}

interface Visit {
  readonly name: string;
  readonly place: string;
  /** Files that led here, outermost first. */
  readonly trail: readonly string[];
}

function load(schema: FamilySchema, files: PresetFiles, { name, place, trail }: Visit): Preset {
  const path = locate(schema, name, trail.at(-1), files);
  if (trail.includes(path)) {
    throw configError(`${place}: presets extend each other in a circle: ${[...trail, path].join(' -> ')}`, place);
  }
  const text = files.readText(path);
  if (text === undefined) throw unknownPreset(schema, name, place, files);
  const own = parsePreset(schema, text, path);
  if (own.schedule !== undefined) {
    const next = `Its presets: ${own.schedule.map((one) => one.text).join(', ')}.`;
    throw configError(`${place}: ${quoted(name)} is a schedule of presets, which nothing can extend`, place, next);
  }
  if (trail.length > 0) assertPlain(own, name, place);
  const bases = own.extends.map((base) =>
    load(schema, files, { name: base.text, place: base.place, trail: [...trail, path] }),
  );
  const layer = mergeLayers(...bases, own);
  const inherited = bases.flatMap((base) => base.required).filter((key) => !isSet(layer.settings, key));
  const required = [...new Set([...inherited, ...own.required.map((key) => key.text)])];
  const { summary, zips, derived, spaces } = own;
  return { ...layer, name, path, summary, required, zips, derived, ...(spaces && { spaces }) };
}

/**
 * Loads a shipped preset by name, or a file by path, with everything it extends.
 *
 * @param from the file that names it, from whose folder a path starts
 * @throws E_CONFIG for an unknown name (with the nearest ones), a missing file, a circle, or a fault in a file
 */
export function loadPreset(
  schema: FamilySchema,
  name: string,
  files: PresetFiles,
  place = '--preset',
  from?: string,
): Preset {
  return load(schema, boundedFiles(files), { name, place, trail: from === undefined ? [] : [from] });
}

/** The presets of a schedule, with the file they stand in; undefined if the name is that of a plain preset. */
function scheduleOf(schema: FamilySchema, name: string, files: PresetFiles, place: string) {
  const path = locate(schema, name, undefined, files);
  const text = files.readText(path);
  if (text === undefined) throw unknownPreset(schema, name, place, files);
  const { schedule } = parsePreset(schema, text, path);
  return schedule === undefined ? undefined : { path, schedule };
}

/**
 * Loads presets by name or path, those of a schedule in its place.
 *
 * @param names names between commas; a file whose path has a comma is found as it is
 * @throws E_CONFIG as `loadPreset`, and for a preset that is named twice
 */
export function loadPresets(
  schema: FamilySchema,
  names: string,
  files: PresetFiles,
  place = '--preset',
): readonly Preset[] {
  const bounded = boundedFiles(files);
  const list = isPath(names) && files.readText(normalize(names)) !== undefined ? [names] : splitList(names);
  if (list.includes('')) throw configError(`${place} ${quoted(names)}: has an empty entry`, place);
  const presets = list.flatMap((name) => {
    const found = scheduleOf(schema, name, bounded, place);
    if (found === undefined) return [load(schema, bounded, { name, place, trail: [] })];
    if (found.schedule.length === 0) throw configError(`${place} ${quoted(name)}: this schedule is empty`, place);
    return found.schedule.map((one) =>
      load(schema, bounded, { name: one.text, place: one.place, trail: [found.path] }),
    );
  });
  const again = presets.find(({ path }, i) => presets.findIndex((other) => other.path === path) < i);
  if (again !== undefined) throw configError(`${place} ${quoted(names)}: ${again.name} runs more than once`, place);
  return presets;
}

/** The shipped presets of a family, by name. @throws E_CONFIG for a faulty file */
export function listPresets(schema: FamilySchema, files: PresetFiles): readonly PresetSummary[] {
  return shippedNames(schema.name, files).map((name) => {
    const path = locate(schema, name, undefined, files);
    return { name, path, summary: parsePreset(schema, files.readText(path) ?? '', path).summary };
  });
}
