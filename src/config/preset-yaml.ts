/**
 * The text of one preset:
 *
 *     summary: one line for `msm presets`
 *     extends: default            # a shipped name, a path, or a list of them, merged from left to right
 *     required: [tau_J]           # keys that have no sensible value here and must be given on top
 *     parameters:
 *       N: 200                    # any text of the value grammar, sweeps too: 250,500,800 or 1..21:3
 *       tau_J: [250, 500, 800]    # a list is a sweep
 *       p: [0.5, 0.3, 0.2]        # but for a vector parameter it is one vector; a list of lists is a sweep of vectors
 *       tau_h: {min: 1, max: 10}  # the same as random:1..10
 *     inputs:                     # files or names of given inputs; a relative path starts from the folder of this file
 *       patterns: digits:1,2,3    # a list is a sweep: [digits:1,2,3, my/patterns.csv]
 *     run:                        # seed, replicas, record, every, from, to, units, format, parquet, fast
 *       seed: 7
 *
 * Sections `zip`, `derived` and `spaces` are those of a sweep file (sweep-yaml.ts), but that axes are in the order of the lines; --print-config
 * writes them where flags or a sweep file said such things. Nothing can extend a preset that has them.
 *
 * A schedule is a preset of other presets, which run one after the other; it has a summary and
 *
 *     schedule: [gaussian_patterns, variable_field_update]
 *
 * Scalars are read from their source text by the same grammar as flags, so 0x10 and 1_000 are refused in both.
 */

import { dirname } from 'node:path';
import { isSeq } from 'yaml';
import { type FamilySchema, givenOf } from '../model/schema.js';
import type { InputTexts } from './inputs.js';
import { configError, unknownKey } from './problem.js';
import { RUN_KEYS, type RunKey, type RunTexts, type TextSetting } from './settings.js';
import type { SpaceLayer } from './space-layer.js';
import { type NamedSpace, parseLayer, parseSpaces, refuseUnknownSection } from './space-yaml.js';
import { findParameter } from './validate.js';
import {
  type Entry,
  listText,
  listTexts,
  openYaml,
  type Placed,
  rootEntries,
  type Source,
  section,
  words,
} from './yaml-source.js';

const SECTIONS = [
  'summary',
  'extends',
  'required',
  'parameters',
  'zip',
  'derived',
  'spaces',
  'inputs',
  'run',
  'schedule',
] as const;

/** One preset file, before what it extends is added. */
export interface ParsedPreset {
  readonly summary: string;
  readonly extends: readonly Placed[];
  readonly required: readonly Placed[];
  readonly settings: readonly TextSetting[];
  readonly zips: SpaceLayer['zips'];
  readonly derived: SpaceLayer['derived'];
  /** Sub-grids on top of all that; absent: there are none. */
  readonly spaces?: readonly NamedSpace[];
  readonly inputs: InputTexts;
  readonly run: RunTexts;
  /** Presets that run one after the other; absent if this is no schedule. */
  readonly schedule?: readonly Placed[];
}

/** The texts of a `run:` section. @throws E_CONFIG for unknown keys */
export function parseRun(source: Source, entry: Entry): RunTexts {
  const run: { [key in RunKey]?: Placed } = {};
  for (const item of section(source, entry)) {
    const name = RUN_KEYS.find((candidate) => candidate === item.key);
    if (name === undefined) throw unknownKey(item.key, 'a run option', RUN_KEYS, item.place);
    run[name] = listText(source, item);
  }
  return run;
}

/** The files and names of an `inputs:` section; paths start from the folder of the file. @throws E_CONFIG for unknown keys and for what is no name */
export function parseInputs(source: Source, schema: FamilySchema, entry: Entry | undefined): InputTexts {
  if (entry === undefined) return {};
  const known = givenOf(schema).map(({ key }) => key);
  const base = dirname(source.file);
  const given = section(source, entry).map((item) => {
    const { key, place } = item;
    if (!known.includes(key)) throw unknownKey(key, `an input of '${schema.name}'`, known, place);
    const names = inputNames(source, item);
    if (names.length === 0) throw configError(`${key} has no file and no name (${place})`, place);
    return [key, names.map((text) => (base === '.' ? { text } : { text, base }))] as const;
  });
  return Object.fromEntries(given);
}

/** A name, or a list of names. */
function inputNames(source: Source, { key, node, place }: Entry): readonly string[] {
  const texts = isSeq(node) ? listTexts(source, node.items) : listTexts(source, [node]);
  if (texts !== undefined && !texts.includes('null')) return texts;
  throw configError(`${key} must be the name of a file or of patterns, or a list of such names (${place})`, place);
}

/** The words of a `required:` section. @throws E_CONFIG for one that is not a parameter */
export function parseRequired(source: Source, schema: FamilySchema, entry: Entry | undefined): readonly Placed[] {
  const required = entry === undefined ? [] : words(source, entry);
  for (const { text, place } of required) findParameter(schema, text, place);
  return required;
}

function refuseMixture(all: readonly Entry[]): void {
  const other = all.find(({ key }) => !['summary', 'schedule'].includes(key));
  if (!all.some(({ key }) => key === 'schedule') || other === undefined) return;
  const { key, place } = other;
  throw configError(`${key} has no place beside schedule: each preset of a schedule has its own (${place})`, place);
}

/**
 * Reads the text of one preset. Keys are checked here; values are read later, with the place noted.
 *
 * @param file name of the file for messages, which say `file.yaml:7:3`
 * @throws E_CONFIG for text that is not YAML, unknown sections, parameters and run options
 */
export function parsePreset(schema: FamilySchema, text: string, file: string): ParsedPreset {
  const source = openYaml(text, file);
  const all = rootEntries(source, 'a preset', SECTIONS);
  for (const entry of all) refuseUnknownSection(schema, entry, 'a preset', SECTIONS);
  refuseMixture(all);
  const find = (key: (typeof SECTIONS)[number]) => all.find((entry) => entry.key === key);
  const wordsOf = (entry: Entry | undefined) => (entry === undefined ? [] : words(source, entry));
  const [inputs, run, spaces, schedule] = (['inputs', 'run', 'spaces', 'schedule'] as const).map(find);
  const { settings, zips, derived } = parseLayer(source, schema, all);
  return {
    summary: wordsOf(find('summary'))
      .map((word) => word.text)
      .join(' '),
    extends: wordsOf(find('extends')),
    required: parseRequired(source, schema, find('required')),
    settings,
    zips,
    derived,
    inputs: parseInputs(source, schema, inputs),
    run: run === undefined ? {} : parseRun(source, run),
    ...(spaces && { spaces: parseSpaces(source, schema, spaces) }),
    ...(schedule && { schedule: words(source, schedule) }),
  };
}
