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
 *     run:                        # seed, replicas, record, every, format
 *       seed: 7
 *
 * A schedule is a preset of other presets, which run one after the other; it has a summary and
 *
 *     schedule: [gaussian_patterns, variable_field_update]
 *
 * Scalars are read from their source text by the same grammar as flags, so 0x10 or 1_000 is refused in both.
 */

import { dirname } from 'node:path';
import { isSeq } from 'yaml';
import type { FamilySchema } from '../model/schema.js';
import { isDistribution } from './describe.js';
import { fromBase, type InputTexts } from './inputs.js';
import { configError, unknownKey } from './problem.js';
import { RUN_KEYS, type RunKey, type RunTexts, type TextSetting } from './settings.js';
import { placeDistributions } from './sweep.js';
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
  valueText,
  words,
} from './yaml-source.js';

const SECTIONS = ['summary', 'extends', 'required', 'parameters', 'inputs', 'run', 'schedule'] as const;

/** One preset file, before what it extends is added. */
export interface ParsedPreset {
  readonly summary: string;
  readonly extends: readonly Placed[];
  readonly required: readonly Placed[];
  readonly settings: readonly TextSetting[];
  readonly inputs: InputTexts;
  readonly run: RunTexts;
  /** Presets that run one after the other; absent if this is no schedule. */
  readonly schedule?: readonly Placed[];
}

/** Probabilities whose files start from the folder of the file that names them. */
const placed = (source: Source, text: string): string =>
  placeDistributions(text, (path) => fromBase(path, dirname(source.file)));

/** The values of a `parameters:` section as text. @throws E_CONFIG for unknown keys and for what is no value */
export function parseParameters(source: Source, schema: FamilySchema, entry: Entry): readonly TextSetting[] {
  return section(source, entry).map((item) => {
    const { key, place } = item;
    const parameter = findParameter(schema, key, place);
    const text = valueText(source, parameter, item);
    if (text !== undefined) return { key, text: isDistribution(parameter) ? placed(source, text) : text, place };
    throw configError(`${key} must be a value, a list of values, or {min: 1, max: 10} (${place})`, place);
  });
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
  const known = schema.inputs.map(({ key }) => key);
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

/** @throws E_CONFIG for a section that `what` (`a preset`) does not have, and for a parameter outside `parameters:` */
export function refuseUnknownSection(
  schema: FamilySchema,
  { key, place }: Entry,
  what: string,
  sections: readonly string[],
): void {
  if (sections.includes(key)) return;
  if (!schema.parameters.some((parameter) => parameter.key === key)) {
    throw unknownKey(key, `a section of ${what}`, sections, place);
  }
  throw configError(`${key} is a parameter and must stand under 'parameters:' (${place})`, place);
}

/** The words of a `required:` section. @throws E_CONFIG for one that is no parameter */
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
  const [parameters, inputs, run, schedule] = (['parameters', 'inputs', 'run', 'schedule'] as const).map(find);
  return {
    summary: wordsOf(find('summary'))
      .map((word) => word.text)
      .join(' '),
    extends: wordsOf(find('extends')),
    required: parseRequired(source, schema, find('required')),
    settings: parameters === undefined ? [] : parseParameters(source, schema, parameters),
    inputs: parseInputs(source, schema, inputs),
    run: run === undefined ? {} : parseRun(source, run),
    ...(schedule && { schedule: words(source, schedule) }),
  };
}
