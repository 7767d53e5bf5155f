/** Presets by name or path: finding them, following `extends`, listing them. No file is touched here. */

import { dirname, isAbsolute, join, normalize } from 'node:path';
import type { FamilySchema } from '../model/schema.js';
import { parsePreset } from './preset-yaml.js';
import { configError } from './problem.js';
import { type Layer, mergeLayers, type TextSetting } from './settings.js';
import { alternatives, nearestWords, quoted } from './text.js';

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
  /** Keys that must be set on top of it. */
  readonly required: readonly string[];
}

function isPath(name: string): boolean {
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
  const bases = own.extends.map((base) =>
    load(schema, files, { name: base.text, place: base.place, trail: [...trail, path] }),
  );
  const layer = mergeLayers(...bases, own);
  const inherited = bases.flatMap((base) => base.required).filter((key) => !isSet(layer.settings, key));
  const required = [...new Set([...inherited, ...own.required.map((key) => key.text)])];
  return { ...layer, name, path, summary: own.summary, required };
}

function isSet(settings: readonly TextSetting[], key: string): boolean {
  return settings.some((setting) => setting.key === key);
}

/**
 * Loads a shipped preset by name, or a file by path, with everything it extends.
 *
 * @throws E_CONFIG for an unknown name (with the nearest ones), a missing file, a circle, or a fault in a file
 */
export function loadPreset(schema: FamilySchema, name: string, files: PresetFiles, place = '--preset'): Preset {
  return load(schema, files, { name, place, trail: [] });
}

/**
 * A preset with later layers (`--set`, flags) on top.
 *
 * @throws E_CONFIG if a key that the preset requires is not set
 */
export function applyPreset(preset: Preset, ...layers: readonly Layer[]): Layer {
  const merged = mergeLayers(preset, ...layers);
  const missing = preset.required.find((key) => !isSet(merged.settings, key));
  if (missing === undefined) return merged;
  throw configError(`preset ${preset.name} needs a value of ${missing} (${preset.path})`, preset.path, preset.summary);
}

/** The shipped presets of a family, by name. @throws E_CONFIG for a faulty file */
export function listPresets(schema: FamilySchema, files: PresetFiles): readonly PresetSummary[] {
  return shippedNames(schema.name, files).map((name) => {
    const path = locate(schema, name, undefined, files);
    return { name, path, summary: parsePreset(schema, files.readText(path) ?? '', path).summary };
  });
}
