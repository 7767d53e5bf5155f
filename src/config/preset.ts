/** A preset by name or path: finding it, following `extends`; the list of those shipped. No file is touched here. */

import { dirname, isAbsolute, join, normalize } from 'node:path';
import type { FamilySchema } from '../model/schema.js';
import { alternatives, nearestWords, quoted } from '../text.js';
import { type ParsedPreset, parsePreset } from './preset-yaml.js';
import { configError } from './problem.js';
import { type Layer, mergeLayers } from './settings.js';

/** Access to preset files, supplied by the layer that touches the disk. */
export interface PresetFiles {
  /** Folder of the shipped presets; those of a family stand in its subfolder. */
  readonly dir: string;
  /** The text of a file, or undefined if it does not exist. */
  readonly readText: (path: string) => string | undefined;
  /** Names of the files in a folder, none if it does not exist. */
  readonly listFiles: (dir: string) => readonly string[];
  /** Whether a path leads to something; absent: a path does if it has a text. */
  readonly exists?: (path: string) => boolean;
  /** The run at a path, which is its folder or its run.json; undefined if the path is neither. */
  readonly runAt?: (schema: FamilySchema, path: string, place: string) => RepeatedRun | undefined;
}

/** What a run followed from: nothing beneath it counts. */
export interface RepeatedRun extends Layer {
  readonly madeWith: {
    readonly build: 'strict' | 'fast';
    readonly kernelSha256: string;
    readonly revision?: number;
    readonly version: string;
  };
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
  /** Keys that must have a value, here or on top. */
  readonly required: readonly string[];
  /** If it repeats a run: the kernels of that. */
  readonly madeWith?: RepeatedRun['madeWith'];
}

/** Whether a path leads to something. */
export const isThere = ({ exists, readText }: PresetFiles, path: string): boolean =>
  exists === undefined ? readText(path) !== undefined : exists(path);

type Stacked = Pick<Preset, 'settings' | 'run' | 'inputs' | 'required' | 'madeWith'>;

/** Presets on top of each other: the later one wins. A preset that repeats a run says everything, so nothing beneath it counts. */
export function stacked(...parts: readonly Stacked[]): Stacked {
  const counted = parts.slice(
    Math.max(
      0,
      parts.findLastIndex(({ madeWith }) => madeWith !== undefined),
    ),
  );
  const layer = mergeLayers(...counted);
  const [{ madeWith }] = counted;
  const required = [...new Set(counted.flatMap((part) => part.required))];
  return { ...layer, required, ...(madeWith && { madeWith }) };
}

/** Whether a name on the command line names a file. */
export function isPath(name: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/i.test(name);
}

/** The names of the presets that ship with a family. */
export function shippedNames(family: string, files: PresetFiles): readonly string[] {
  return files
    .listFiles(join(files.dir, family))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** The error for a name that no preset has, with the nearest names. */
export function unknownPreset(schema: FamilySchema, name: string, place: string, files: PresetFiles): Error {
  const near = nearestWords(name, shippedNames(schema.name, files));
  const guess = near.length === 0 ? '' : ` Did you mean ${alternatives(near)}?`;
  const what = isPath(name) ? 'there is no such file' : `is not a preset of '${schema.name}'`;
  const next =
    'List them with: msm presets. A file of your own or a run is given by its path, as ./my.yaml or runs/hebbian-0001.';
  return configError(`${place} ${quoted(name)}: ${what}.${guess}`, place, next, { nearest: near });
}

/** Where a name or path leads; a path inside a preset starts from that preset's folder. */
export function locate(schema: FamilySchema, name: string, from: string | undefined, files: PresetFiles): string {
  if (!isPath(name)) return join(files.dir, schema.name, `${name}.yaml`);
  const path = from === undefined || isAbsolute(name) ? normalize(name) : join(dirname(from), name);
  // a folder is the same with a slash after it
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

/** Most files and characters that one command may read by following names in presets: each may name several others, and so on. */
const MOST_FILES = 200;
const MOST_CHARACTERS = 2 ** 22;

/** Files as they are, until too many have been read. */
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

/** A preset with groups, expressions or sub-grids stands alone: nothing says how others would combine with it. */
export function assertPlain(
  { zips, derived, spaces }: Pick<Preset, 'zips' | 'derived' | 'spaces'>,
  name: string,
  place: string,
  cannot = 'nothing can extend it',
): void {
  const has = [zips.length > 0 && 'zip', derived.length > 0 && 'derived', spaces && 'spaces'].filter(Boolean);
  if (has.length === 0) return;
  throw configError(`${place}: ${quoted(name)} has ${has.join(' and ')}, so that ${cannot}`, place);
}

/** A name with the place where it was written. */
export interface Visit {
  readonly name: string;
  readonly place: string;
  /** The files that led here, outermost first. */
  readonly trail: readonly string[];
}

/** The run that a name leads to; undefined if it leads to none. A word that is no shipped preset may be the name of a folder. Throws as `runAt`. */
export function repeatedRun(
  schema: FamilySchema,
  files: PresetFiles,
  { name, place, trail }: Visit,
): Preset | undefined {
  const path = locate(schema, name, trail.at(-1), files);
  const isFolder = !isPath(name) && files.readText(path) === undefined && isThere(files, name);
  const run = isFolder || isPath(name) ? files.runAt?.(schema, isFolder ? name : path, place) : undefined;
  return run && { ...run, name, path: isFolder ? name : path, summary: '', required: [], zips: [], derived: [] };
}

/** Loads a preset with everything that it extends, reading from files as they are. Throws as `loadPreset`. */
export function loadWithin(schema: FamilySchema, files: PresetFiles, { name, place, trail }: Visit): Preset {
  const path = locate(schema, name, trail.at(-1), files);
  if (trail.includes(path)) {
    throw configError(`${place}: presets extend each other in a circle: ${[...trail, path].join(' -> ')}`, place);
  }
  const run = repeatedRun(schema, files, { name, place, trail });
  if (run !== undefined) return run;
  const text = files.readText(path);
  if (text === undefined) throw unknownPreset(schema, name, place, files);
  const own = parsePreset(schema, text, path);
  if (own.schedule !== undefined) {
    const next = `Its presets: ${own.schedule.map((one) => one.text).join(', ')}.`;
    throw configError(`${place}: ${quoted(name)} is a schedule of presets, which nothing can extend`, place, next);
  }
  if (trail.length > 0) assertPlain(own, name, place);
  const bases = own.extends.map((base) =>
    loadWithin(schema, files, { name: base.text, place: base.place, trail: [...trail, path] }),
  );
  const required = own.required.map((key) => key.text);
  const { summary, zips, derived, spaces } = own;
  const layers = stacked(...bases, { ...own, required });
  return { ...layers, name, path, summary, zips, derived, ...(spaces && { spaces }) };
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
  return loadWithin(schema, boundedFiles(files), { name, place, trail: from === undefined ? [] : [from] });
}

/** The shipped presets of a family, by name. @throws E_CONFIG for a faulty file */
export function listPresets(schema: FamilySchema, files: PresetFiles): readonly PresetSummary[] {
  return shippedNames(schema.name, files).map((name) => {
    const path = locate(schema, name, undefined, files);
    return { name, path, summary: parsePreset(schema, files.readText(path) ?? '', path).summary };
  });
}
