/** YAML text whose every node knows its place, and the value grammar's text of a node. */

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { looksLikeNumber } from '../method/number-text.js';
import type { Parameter } from '../model/schema.js';
import { isDistribution } from './describe.js';
import { configError } from './problem.js';

/** A text with the place it stands at. */
export interface Placed {
  readonly text: string;
  readonly place: string;
}

/** A key with its value; `place` is where the key stands. */
export interface Entry {
  readonly key: string;
  readonly node: Node | undefined;
  readonly place: string;
}

/** A parsed file that knows the place of each of its nodes, as `my.yaml:3:5` (line and column, from 1). */
export interface Source {
  readonly file: string;
  readonly document: Document;
  readonly placeOf: (node: Node | null | undefined) => string;
}

/** Deepest nesting of brackets and lists; a preset has three levels. */
const DEEPEST = 100;
const OPENING = ['[', '{'];
const CLOSING = [']', '}'];
const MARKS = ['-', '?', ':'];

/** Refuses deep nesting: the parser calls itself for each bracket within another, and a stack that overflows inside it ends the process. */
function assertShallow(text: string, file: string): void {
  let [brackets, marks] = [0, 0];
  for (const token of new Lexer().lex(text)) {
    if (OPENING.includes(token)) brackets++;
    else if (CLOSING.includes(token)) brackets--;
    else if (MARKS.includes(token)) marks++;
    else if (token === '\n') marks = 0;
    if (brackets + marks > DEEPEST) throw configError(`${file} is nested too deeply to be read`, file);
  }
}

/** Parses YAML. @throws E_CONFIG with line and column for text that is not YAML, and for a second document, which nothing would read */
export function openYaml(text: string, file: string): Source {
  assertShallow(text, file);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    // `entries` checks that keys are unique, since the parser would compare each with each
    uniqueKeys: false,
    // with `silent` it drops all documents but the first without notice
    logLevel: 'error',
  });
  const placeAt = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [problem] = document.errors;
  if (problem !== undefined) {
    const place = placeAt(problem.pos[0]);
    const isSecond = problem.code === 'MULTIPLE_DOCS';
    throw configError(
      `${isSecond ? 'a second document begins here; a file has one' : problem.message} (${place})`,
      place,
    );
  }
  return { file, document, placeOf: (node) => (node?.range ? placeAt(node.range[0]) : file) };
}

/** The node itself, or what an alias stands for. */
export function follow(source: Source, node: unknown): Node | undefined {
  const target = isAlias(node) ? node.resolve(source.document) : node;
  return (target ?? undefined) as Node | undefined;
}

/**
 * The pairs of a map. `isOther` is for a key that may appear twice, once in each of two forms. @throws E_CONFIG for a key that is not a
 * plain word, or appears twice
 */
export function entries(
  source: Source,
  map: YAMLMap,
  isOther: (entry: Entry) => boolean = () => false,
): readonly Entry[] {
  const seen = new Set<string>();
  return map.items.map((pair) => {
    const place = source.placeOf(pair.key as Node);
    if (!isScalar(pair.key)) throw configError(`a key must be a plain word (${place})`, place);
    const key = pair.key.source ?? String(pair.key.value);
    const entry = { key, node: follow(source, pair.value), place };
    const form = isOther(entry) ? `${key}:` : key;
    if (seen.has(form)) throw configError(`${key} stands here twice; keys must be unique (${place})`, place);
    seen.add(form);
    return entry;
  });
}

/**
 * The pairs of the whole file. `what` is for the message: `a preset`; `keys` are those that it may have. @throws E_CONFIG for a file
 * without any: whoever wrote it meant to say something.
 */
export function rootEntries(
  source: Source,
  what: string,
  keys: readonly string[],
  isOther?: (entry: Entry) => boolean,
): readonly Entry[] {
  const root = source.document.contents;
  const all = isMap(root) ? entries(source, root, isOther) : [];
  if (all.length > 0) return all;
  if (root === null || isMap(root) || scalarText(root) === 'null') {
    throw configError(`${source.file} is empty`, source.file, `As ${what} it may hold: ${keys.join(', ')}.`);
  }
  const place = `${source.file}:1:1`;
  throw configError(`${what} must be keys with values, as 'parameters:' (${place})`, place);
}

/** The entries of a section; a section that is left empty has none. */
export function section(source: Source, { key, node, place }: Entry): readonly Entry[] {
  if (node === undefined || (isScalar(node) && node.value === null)) return [];
  if (!isMap(node)) throw configError(`${key} must be keys with values (${place})`, place);
  return entries(source, node);
}

/** The source text of a scalar, undefined for anything else. */
export function scalarText(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  return node.value === null ? 'null' : (node.source ?? String(node.value));
}

/** The texts of scalars, undefined if one is something else. */
export function listTexts(source: Source, items: readonly unknown[]): readonly string[] | undefined {
  const texts = items.map((item) => scalarText(follow(source, item)));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** A word or a list of words. */
export function words(source: Source, { key, node, place }: Entry): readonly Placed[] {
  if (isSeq(node) && node.items.length === 0) return [];
  const nodes = isSeq(node) ? node.items.map((item) => follow(source, item)) : [node];
  return nodes.map((one) => {
    const text = scalarText(one);
    if (text === undefined) throw configError(`${key} must be a name or a list of names (${place})`, place);
    return { text, place: source.placeOf(one) };
  });
}

/** One text, or a list as text between commas. */
export function listText(source: Source, { key, node, place }: Entry): Placed {
  const text = isSeq(node) ? listTexts(source, node.items)?.join(',') : scalarText(node);
  if (text === undefined) throw configError(`${key} must be one value or a list (${place})`, place);
  return { text, place };
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

/** The text of a parameter's value or sweep; undefined for a node that is neither. */
export function valueText(source: Source, parameter: Parameter, { node }: Entry): string | undefined {
  if (node === undefined) return 'null';
  if (!isSeq(node) || node.items.length === 0) return itemText(source, node);
  const isOneVector = parameter.kind === 'vector' && node.items.every((item) => isScalar(follow(source, item)));
  // probabilities may be files, and then a list is a sweep over them
  const isPart = (text: string): boolean =>
    isDistribution(parameter) ? looksLikeNumber(text.trim()) : !text.includes('[');
  const numbers = isOneVector && node.items.every((item) => isPart(scalarText(follow(source, item)) ?? ''));
  if (numbers) return itemText(source, node);
  const texts = node.items.map((item) => itemText(source, follow(source, item)));
  return texts.every((text) => text !== undefined) ? texts.join(',') : undefined;
}
