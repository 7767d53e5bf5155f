/**
 * The text of a sweep file: a preset with more sections.
 *
 *     summary: one line
 *     extends: default                    # presets that everything stands upon
 *     parameters:                         # values and sweeps of all spaces
 *       tau_J: 10..50:10
 *     zip:                                # parameters that move together; a list of such groups if there are several
 *       K: [5, 10, 20]
 *       u: [10, 20, 40]
 *     derived:                            # expressions of other values
 *       T: 70 * tau_J
 *     seeds: [1, 2, 3]                    # or replicas: 5
 *     spaces:                             # sub-grids one after the other; each adds to the common part or overrides it
 *       cold: {parameters: {beta: 1000}}
 *       warm: {parameters: {beta: [1, 10]}, replicas: 20}
 *     inputs:                             # files or names; a list is a sweep over them
 *       patterns: [a.csv, b.csv]
 *     run: {seed: 7, record: [distance], every: 10, format: parquet}
 *
 * The axes of a space are ordered by name, the last one moving fastest, so that the order of lines decides nothing; inputs move slowest.
 */

import type { FamilySchema } from '../model/schema.js';
import type { InputTexts } from './inputs.js';
import { parseInputs, parseRequired, parseRun } from './preset-yaml.js';
import type { RunTexts } from './settings.js';
import type { SpaceLayer } from './space-layer.js';
import { type NamedSpace, parseLayer, parseSpaces, refuseUnknownSection, SPACE_SECTIONS } from './space-yaml.js';
import { listText, openYaml, type Placed, rootEntries, words } from './yaml-source.js';

const SECTIONS = ['summary', 'extends', 'required', ...SPACE_SECTIONS, 'spaces', 'inputs', 'run'] as const;

export interface ParsedSweep {
  readonly summary: string;
  readonly extends: readonly Placed[];
  readonly required: readonly Placed[];
  /** What all spaces have in common. */
  readonly common: SpaceLayer;
  /** Absent: the common part is the only space. */
  readonly spaces?: readonly NamedSpace[];
  /** Inputs of all spaces. */
  readonly inputs: InputTexts;
  readonly run: RunTexts;
}

/**
 * Reads the text of a sweep file. Keys and seeds are checked here; values and expressions are read later.
 *
 * @param file name of the file for messages, which say `file.yaml:7:3`
 * @throws E_CONFIG for text that is not YAML, unknown sections, parameters and run options
 */
export function parseSweepFile(schema: FamilySchema, text: string, file: string): ParsedSweep {
  const source = openYaml(text, file);
  const all = rootEntries(source, 'a sweep file', SECTIONS);
  for (const entry of all) refuseUnknownSection(schema, entry, 'a sweep file', SECTIONS);
  const find = (key: (typeof SECTIONS)[number]) => all.find((entry) => entry.key === key);
  const [bases, run, spaces, summary] = [find('extends'), find('run'), find('spaces'), find('summary')];
  return {
    summary: summary === undefined ? '' : listText(source, summary).text,
    extends: bases === undefined ? [] : words(source, bases),
    required: parseRequired(source, schema, find('required')),
    common: parseLayer(source, schema, all),
    inputs: parseInputs(source, schema, find('inputs')),
    run: run === undefined ? {} : parseRun(source, run),
    ...(spaces && { spaces: parseSpaces(source, schema, spaces) }),
  };
}
