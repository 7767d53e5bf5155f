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
 *     run:                        # seed, replicas, record, every, format
 *       seed: 7
 *
 * Scalars are read from their source text by the same grammar as flags, so 0x10 or 1_000 is refused in both.
 */

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { FamilySchema, Parameter } from '../model/schema.js';
import { configError, unknownKey } from './problem.js';
import { RUN_KEYS, type RunKey, type RunTexts, type TextSetting } from './settings.js';
import { findParameter } from './validate.js';

const SECTIONS = ['summary', 'extends', 'required', 'parameters', 'run'] as const;

/** A text with the place it stands at. */
export interface Placed {
  readonly text: string;
  readonly place: string;
}

/** One preset file, before what it extends is added. */
export interface ParsedPreset {
  readonly summary: string;
  readonly extends: readonly Placed[];
  readonly required: readonly Placed[];
  readonly settings: readonly TextSetting[];
  readonly run: RunTexts;
}

interface Entry {
  readonly key: string;
  readonly node: Node | undefined;
  readonly place: string;
}

/** A parsed file that knows the place of each of its nodes. */
interface Source {
  readonly document: Document;
  readonly placeOf: (node: Node | null | undefined) => string;
}

function openYaml(text: string, file: string): Source {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true, logLevel: 'silent' });
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line;
  const [problem] = document.errors;
  if (problem !== undefined) {
    const place = `${file}:${lineAt(problem.pos[0])}`;
    throw configError(`${problem.message} (${place})`, place);
  }
  return { document, placeOf: (node) => (node?.range ? `${file}:${lineAt(node.range[0])}` : file) };
}

function follow(source: Source, node: unknown): Node | undefined {
  const target = isAlias(node) ? node.resolve(source.document) : node;
  return (target ?? undefined) as Node | undefined;
}

function entries(source: Source, map: YAMLMap): readonly Entry[] {
  return map.items.map((pair) => {
    const place = source.placeOf(pair.key as Node);
    if (!isScalar(pair.key)) throw configError(`a key must be a plain word (${place})`, place);
    const key = pair.key.source ?? String(pair.key.value);
    return { key, node: follow(source, pair.value), place };
  });
}

/** The entries of a section; a section that is left empty has none. */
function section(source: Source, { key, node, place }: Entry): readonly Entry[] {
  if (node === undefined || (isScalar(node) && node.value === null)) return [];
  if (!isMap(node)) throw configError(`${key} must be keys with values (${place})`, place);
  return entries(source, node);
}

function scalarText(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  return node.value === null ? 'null' : (node.source ?? String(node.value));
}

function listTexts(source: Source, items: readonly unknown[]): readonly string[] | undefined {
  const texts = items.map((item) => scalarText(follow(source, item)));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** `{min: 1, max: 10}` as `random:1..10`. */
function rangeText(source: Source, node: YAMLMap): string | undefined {
  const parts = entries(source, node);
  const text = (key: string) => scalarText(parts.find((part) => part.key === key)?.node);
  const [min, max] = [text('min'), text('max')];
  return parts.length === 2 && min !== undefined && max !== undefined ? `random:${min}..${max}` : undefined;
}

/** One entry of a sweep list: a scalar, a vector in brackets, or a random duration. */
function itemText(source: Source, node: Node | undefined): string | undefined {
  if (isSeq(node)) {
    const texts = listTexts(source, node.items);
    return texts && `[${texts.join(',')}]`;
  }
  return isMap(node) ? rangeText(source, node) : scalarText(node);
}

function valueText(source: Source, parameter: Parameter, { node }: Entry): string | undefined {
  if (node === undefined) return 'null';
  if (!isSeq(node) || node.items.length === 0) return itemText(source, node);
  const isOneVector = parameter.kind === 'vector' && node.items.every((item) => isScalar(follow(source, item)));
  const numbers = isOneVector && node.items.every((item) => !/\[/.test(scalarText(follow(source, item)) ?? ''));
  if (numbers) return itemText(source, node);
  const texts = node.items.map((item) => itemText(source, follow(source, item)));
  return texts.every((text) => text !== undefined) ? texts.join(',') : undefined;
}

function parseParameters(source: Source, schema: FamilySchema, entry: Entry): readonly TextSetting[] {
  return section(source, entry).map((item) => {
    const { key, place } = item;
    const text = valueText(source, findParameter(schema, key, place), item);
    if (text !== undefined) return { key, text, place };
    throw configError(`${key} must be a value, a list of values, or {min: 1, max: 10} (${place})`, place);
  });
}

function parseRun(source: Source, entry: Entry): RunTexts {
  const run: { [key in RunKey]?: Placed } = {};
  for (const { key, node, place } of section(source, entry)) {
    const name = RUN_KEYS.find((candidate) => candidate === key);
    if (name === undefined) throw unknownKey(key, 'a run option', RUN_KEYS, place);
    const text = isSeq(node) ? listTexts(source, node.items)?.join(',') : scalarText(node);
    if (text === undefined) throw configError(`${key} must be one value or a list (${place})`, place);
    run[name] = { text, place };
  }
  return run;
}

/** A word or a list of words. */
function parseWords(source: Source, { key, node, place }: Entry): readonly Placed[] {
  const texts = isSeq(node) ? listTexts(source, node.items) : listTexts(source, [node]);
  if (texts === undefined) throw configError(`${key} must be a name or a list of names (${place})`, place);
  return texts.map((text) => ({ text, place }));
}

function refuseUnknownSection(schema: FamilySchema, { key, place }: Entry): void {
  if ((SECTIONS as readonly string[]).includes(key)) return;
  if (!schema.parameters.some((parameter) => parameter.key === key)) {
    throw unknownKey(key, 'a section of a preset', SECTIONS, place);
  }
  throw configError(`${key} is a parameter and must stand under 'parameters:' (${place})`, place);
}

/**
 * Reads the text of one preset. Keys are checked here; values are read later, with the place noted.
 *
 * @param file name of the file for messages, which say `file.yaml:7`
 * @throws E_CONFIG for text that is not YAML, unknown sections, parameters and run options
 */
export function parsePreset(schema: FamilySchema, text: string, file: string): ParsedPreset {
  const source = openYaml(text, file);
  const root = source.document.contents;
  if (root !== null && !isMap(root) && scalarText(root) !== 'null') {
    throw configError(`a preset must be keys with values, as 'parameters:' (${file}:1)`, `${file}:1`);
  }
  const all = isMap(root) ? entries(source, root) : [];
  for (const entry of all) refuseUnknownSection(schema, entry);
  const find = (key: (typeof SECTIONS)[number]) => all.find((entry) => entry.key === key);
  const words = (entry: Entry | undefined) => (entry === undefined ? [] : parseWords(source, entry));
  const [parameters, run] = [find('parameters'), find('run')];
  const required = words(find('required'));
  for (const { text: key, place } of required) findParameter(schema, key, place);
  return {
    summary: words(find('summary'))
      .map((word) => word.text)
      .join(' '),
    extends: words(find('extends')),
    required,
    settings: parameters === undefined ? [] : parseParameters(source, schema, parameters),
    run: run === undefined ? {} : parseRun(source, run),
  };
}
