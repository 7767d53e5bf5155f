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

import { isMap, isSeq } from 'yaml';
import type { FamilySchema } from '../model/schema.js';
import type { InputTexts } from './inputs.js';
import { parseInputs, parseParameters, parseRequired, parseRun, refuseUnknownSection } from './preset-yaml.js';
import { configError } from './problem.js';
import { parseReplicas, parseSeeds } from './run-options.js';
import type { RunTexts, TextSetting } from './settings.js';
import type { SpaceLayer } from './space-layer.js';
import { findParameter } from './validate.js';
import {
  type Entry,
  entries,
  follow,
  listText,
  openYaml,
  type Placed,
  rootEntries,
  type Source,
  scalarText,
  section,
  words,
} from './yaml-source.js';

const SPACE_SECTIONS = ['parameters', 'zip', 'derived', 'seeds', 'replicas'] as const;
const SECTIONS = ['summary', 'extends', 'required', ...SPACE_SECTIONS, 'spaces', 'inputs', 'run'] as const;

export interface ParsedSweep {
  readonly summary: string;
  readonly extends: readonly Placed[];
  readonly required: readonly Placed[];
  /** What all spaces have in common. */
  readonly common: SpaceLayer;
  /** Absent: the common part is the only space. */
  readonly spaces?: readonly { readonly name: string; readonly layer: SpaceLayer }[];
  /** Inputs of all spaces. */
  readonly inputs: InputTexts;
  readonly run: RunTexts;
}

interface Zip {
  readonly settings: readonly TextSetting[];
  readonly groups: readonly (readonly string[])[];
}

/** A group, or a list of groups. */
function parseZip(source: Source, schema: FamilySchema, entry: Entry): Zip {
  const { key, node, place } = entry;
  const nodes = isSeq(node) ? node.items.map((item) => follow(source, item)) : [node];
  const groups = nodes.map((group) => {
    if (!isMap(group)) throw configError(`${key} must be keys with values, or a list of such groups (${place})`, place);
    return parseParameters(source, schema, { key, node: group, place });
  });
  const settings = groups.flat();
  const seen = new Set<string>();
  for (const setting of settings) {
    if (seen.has(setting.key)) {
      throw configError(`${setting.key} stands in two groups that move together (${setting.place})`, setting.place);
    }
    seen.add(setting.key);
  }
  return { settings, groups: groups.map((group) => group.map((setting) => setting.key)) };
}

/** Expressions; the place is that of the expression's first letter. */
function parseDerived(source: Source, schema: FamilySchema, entry: Entry): readonly TextSetting[] {
  return section(source, entry).map(({ key, node, place }) => {
    findParameter(schema, key, place);
    const text = scalarText(node);
    if (text === undefined || text === 'null') {
      throw configError(`${key} must be an expression of other values, as L + 2*M (${place})`, place);
    }
    const isQuoted = /^QUOTE/.test((node as { readonly type?: string }).type ?? '');
    const start = source.placeOf(node).replace(/\d+$/, (column) => String(Number(column) + (isQuoted ? 1 : 0)));
    return { key, text, place: start };
  });
}

function refuseTwice(
  settings: readonly TextSetting[],
  derived: readonly TextSetting[],
  zip: readonly TextSetting[],
): void {
  for (const [first, second, what] of [
    [settings, zip, 'parameters and zip'],
    [settings, derived, 'parameters and derived'],
    [zip, derived, 'zip and derived'],
  ] as const) {
    const found = second.find(({ key }) => first.some((other) => other.key === key));
    if (found === undefined) continue;
    throw configError(`${found.key} stands under ${what}; one of them must go (${found.place})`, found.place);
  }
}

/** The sections that a space and the common part have alike. */
function parseLayer(source: Source, schema: FamilySchema, all: readonly Entry[]): SpaceLayer {
  const find = (key: (typeof SPACE_SECTIONS)[number]) => all.find((entry) => entry.key === key);
  const [parameters, zip, derived, seeds, replicas] = SPACE_SECTIONS.map(find);
  const settings = parameters === undefined ? [] : parseParameters(source, schema, parameters);
  const together = zip === undefined ? { settings: [], groups: [] } : parseZip(source, schema, zip);
  const expressions = derived === undefined ? [] : parseDerived(source, schema, derived);
  refuseTwice(settings, expressions, together.settings);
  if (seeds !== undefined && replicas !== undefined) {
    const { place } = replicas;
    throw configError(`seeds and replicas both say how often; give one of them (${place})`, place);
  }
  const read = (entry: Entry): Placed => listText(source, entry);
  return {
    settings: [...settings, ...together.settings],
    zips: together.groups,
    derived: expressions,
    ...(seeds && { seeds: parseSeeds(read(seeds).text, `seeds (${seeds.place})`) }),
    ...(replicas && { replicas: parseReplicas(read(replicas).text, `replicas (${replicas.place})`) }),
  };
}

function parseSpaces(source: Source, schema: FamilySchema, entry: Entry): ParsedSweep['spaces'] {
  const found = section(source, entry).map((space) => {
    if (space.node === undefined || !isMap(space.node)) {
      throw configError(`the space ${space.key} must have sections, as 'parameters:' (${space.place})`, space.place);
    }
    const all = entries(source, space.node);
    for (const one of all) refuseUnknownSection(schema, one, 'a space', SPACE_SECTIONS);
    return { name: space.key, layer: parseLayer(source, schema, all) };
  });
  if (found.length > 0) return found;
  throw configError(`spaces has no space in it (${entry.place})`, entry.place);
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
