/** A sweep file with everything that it extends. No file is touched here. */

import { join } from 'node:path';
import type { FamilySchema } from '../model/schema.js';
import { didYouMean, quoted } from '../text.js';
import { boundedFiles, isPath, loadPreset, type Preset, type PresetFiles, type PresetSummary } from './preset.js';
import { configError } from './problem.js';
import { type ParsedSweep, parseSweepFile } from './sweep-yaml.js';

/** A sweep file with its bases in the place of their names. */
export interface SweepFile extends Omit<ParsedSweep, 'extends'> {
  readonly path: string;
  readonly bases: readonly Preset[];
}

/** Folder of the shipped sweep files of a family. */
const folderOf = (schema: FamilySchema, files: PresetFiles): string => join(files.dir, schema.name, 'sweeps');

function shippedNames(schema: FamilySchema, files: PresetFiles): readonly string[] {
  const names = files.listFiles(folderOf(schema, files)).filter((file) => file.endsWith('.yaml'));
  return names.map((file) => file.slice(0, -'.yaml'.length)).sort();
}

/**
 * Loads a shipped sweep file by name, or one's own by path; a path inside it starts from its folder.
 *
 * @throws E_CONFIG if there is none, and for faults in it or in what it extends, with line and column
 */
export function loadSweepFile(schema: FamilySchema, name: string, files: PresetFiles): SweepFile {
  const path = isPath(name) ? name : join(folderOf(schema, files), `${name}.yaml`);
  const text = files.readText(path);
  if (text === undefined) {
    const what = isPath(name) ? 'there is no such file' : `is not a sweep file of '${schema.name}'`;
    const guess = didYouMean(name, shippedNames(schema, files));
    const next = 'A file of your own is given by its path, as ./my.yaml; its form is in docs/sweeps.md.';
    throw configError(`--sweep ${quoted(name)}: ${what}. ${guess}`.trim(), '--sweep', next);
  }
  const { extends: bases, ...sweep } = parseSweepFile(schema, text, path);
  const bounded = boundedFiles(files);
  return { ...sweep, path, bases: bases.map((base) => loadPreset(schema, base.text, bounded, base.place, path)) };
}

/** The shipped sweep files of a family, by name. @throws E_CONFIG for a faulty file */
export function listSweepFiles(schema: FamilySchema, files: PresetFiles): readonly PresetSummary[] {
  return shippedNames(schema, files).map((name) => {
    const path = join(folderOf(schema, files), `${name}.yaml`);
    return { name, path, summary: parseSweepFile(schema, files.readText(path) ?? '', path).summary };
  });
}
