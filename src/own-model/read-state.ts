/** The sections `state:` and `noise:` of a model.yaml, and the expressions in them. */
import { isMap, isSeq } from 'yaml';
import { configError } from '../config/problem.js';
import { type Entry, entries, type Source, scalarText, section } from '../config/yaml-source.js';
import { parseNumber } from '../method/number-text.js';
import { type Expression, ExpressionError, parseExpression } from '../model/expression.js';
import type { Draw, ExpressionText, OwnNoise, OwnState, Size, StateType } from '../model/own/description.js';
import type { Parameter } from '../model/schema.js';
import { alternatives, didYouMean, quoted } from '../text.js';
import { Fields, listOf, shownNode, wrongValue } from './fields.js';
import { assertName } from './names.js';

const TYPES = ['f64', 'f32', 'i32', 'u8'] as const;
const WORDS = ['zeros', 'normal', 'uniform', 'sign'] as const;
const DRAWS = ['normal', 'uniform', 'integer'] as const;
const EACH = ['normal', 'uniform', 'sign'] as const;

const START =
  'a number, zeros, normal, uniform, sign, { normal: [mean, sd] }, { uniform: [low, high] } or { integer: [low, high] }';
const NOISE = 'normal, uniform, sign or { integer: [low, high] }';

/** Checks that an expression reads numbers of the model. @throws E_CONFIG with the nearest right name */
export function readExpression(
  what: string,
  text: string,
  place: string,
  parameters: readonly Parameter[],
): ExpressionText {
  let read: Expression;
  try {
    read = parseExpression(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw configError(`${what} = ${quoted(text)} (${place}) ${error.message}`, place);
  }
  const numbers = parameters.filter(({ kind }) => kind === 'number' || kind === 'integer').map(({ key }) => key);
  for (const name of read.names.keys()) {
    if (numbers.includes(name)) continue;
    const other = parameters.find(({ key }) => key === name);
    const why = other === undefined ? 'which is not a parameter' : `which is a ${other.kind}, not a number`;
    const next = numbers.length === 0 ? 'There are no parameters that are numbers.' : `Numbers: ${numbers.join(', ')}.`;
    throw configError(
      `${what} = ${quoted(text)} (${place}) reads ${quoted(name)}, ${why}. ${didYouMean(name, numbers)}`.trim(),
      place,
      next,
    );
  }
  return text;
}

/** A shape: integer parameters and numbers. */
function readShape(source: Source, fields: Fields, parameters: readonly Parameter[]): readonly Size[] {
  const must = 'a list of integer parameters or numbers, as [N] or [3], and [] for a number';
  const entry = fields.need('shape', must);
  const what = `shape of ${fields.what}`;
  const integers = parameters.filter(({ kind }) => kind === 'integer').map(({ key }) => key);
  return listOf(source, what, entry, must).map(({ text, place }) => {
    const value = parseNumber(text);
    if (value !== undefined) {
      if (Number.isSafeInteger(value) && value >= 1) return value;
      throw wrongValue(what, text, place, 'sizes of at least 1');
    }
    if (integers.includes(text)) return text;
    const other = parameters.find(({ key }) => key === text);
    const isWord = /^\w+$/.test(text);
    const no = isWord ? 'is not a parameter' : 'is an expression: a size is an integer parameter or a number';
    const why = other === undefined ? no : `is a ${other.kind}, and a size must be an integer`;
    const next = `Sizes: ${alternatives([...integers, 'a whole number'])}.`;
    throw configError(`${what} (${place}): ${quoted(text)} ${why}. ${didYouMean(text, integers)}`.trim(), place, next);
  });
}

/** `{ normal: [0, 0.1] }`. */
function readBounds(
  source: Source,
  what: string,
  entry: Entry,
  kinds: readonly ('normal' | 'uniform' | 'integer')[],
  must: string,
  parameters: readonly Parameter[],
): Draw {
  const all = isMap(entry.node) ? entries(source, entry.node) : [];
  const [found] = all;
  const kind = kinds.find((candidate) => candidate === found?.key);
  if (all.length !== 1 || kind === undefined)
    throw wrongValue(what, found?.key ?? shownNode(entry.node), found?.place ?? entry.place, must, kinds);
  const names = kind === 'normal' ? '[mean, sd]' : '[low, high]';
  const list = listOf(source, `${kind} of ${what}`, found, `two numbers, as ${names}`);
  if (list.length !== 2)
    throw configError(
      `${kind} of ${what} has ${list.length} numbers, it must have two: ${names} (${found.place})`,
      found.place,
    );
  const [first, second] = list.map(({ text, place }) => readExpression(`${kind} of ${what}`, text, place, parameters));
  return kind === 'normal' ? { kind, mean: first, sd: second } : { kind, low: first, high: second };
}

const plain = (word: string): Draw => {
  if (word === 'normal') return { kind: 'normal', mean: '0', sd: '1' };
  if (word === 'uniform') return { kind: 'uniform', low: '0', high: '1' };
  return word === 'sign' ? { kind: 'sign' } : { kind: 'value', value: '0' };
};

function readStart(source: Source, name: string, entry: Entry | undefined, parameters: readonly Parameter[]): Draw {
  if (entry === undefined) return plain('zeros');
  const what = `start of ${name}`;
  const { node, place } = entry;
  if (isMap(node)) return readBounds(source, what, entry, DRAWS, START, parameters);
  const text = scalarText(node);
  if (text === undefined || text === 'null' || isSeq(node)) throw wrongValue(what, shownNode(node), place, START);
  if ((WORDS as readonly string[]).includes(text)) return plain(text);
  const isWord = /^[A-Za-z_]\w*$/.test(text) && !parameters.some(({ key }) => key === text);
  if (isWord) throw wrongValue(what, text, place, START, [...WORDS, ...parameters.map(({ key }) => key)]);
  return { kind: 'value', value: readExpression(what, text, place, parameters) };
}

/** Refuses draws that a type cannot hold. */
function assertHeld(what: string, draw: Draw, type: StateType, place: string): void {
  const isWhole = type === 'i32' || type === 'u8';
  const broken =
    (isWhole && (draw.kind === 'normal' || draw.kind === 'uniform')) || (type === 'u8' && draw.kind === 'sign');
  if (!broken) return;
  throw configError(
    `${what} is ${draw.kind}, which ${type} cannot hold (${place})`,
    place,
    'Take type: f64, or { integer: [low, high] }.',
  );
}

export interface Placed<T> {
  readonly item: T;
  readonly place: string;
}

export function readState(
  source: Source,
  entry: Entry | undefined,
  parameters: readonly Parameter[],
): readonly Placed<OwnState>[] {
  if (entry === undefined) return [];
  return section(source, entry).map((item) => {
    const { key: name, place } = item;
    assertName(name, 'a part of the state', place);
    const fields = new Fields(source, item, name, ['shape', 'start', 'type', 'unit', 'help']);
    const type = fields.word('type', TYPES) ?? 'f64';
    const start = readStart(source, name, fields.get('start'), parameters);
    assertHeld(`start of ${name}`, start, type, fields.get('start')?.place ?? place);
    const unit = fields.text('unit');
    const shape = readShape(source, fields, parameters);
    return {
      item: { name, shape, type, start, ...(unit !== undefined && { unit }), help: fields.text('help') ?? name },
      place,
    };
  });
}

export function readNoise(
  source: Source,
  entry: Entry | undefined,
  parameters: readonly Parameter[],
): readonly Placed<OwnNoise>[] {
  if (entry === undefined) return [];
  return section(source, entry).map((item) => {
    const { key: name, place } = item;
    assertName(name, 'a noise', place, false);
    const fields = new Fields(source, item, name, ['shape', 'each', 'help']);
    const each = readEach(source, name, fields.need('each', NOISE), parameters);
    return {
      item: { name, shape: readShape(source, fields, parameters), each, help: fields.text('help') ?? name },
      place,
    };
  });
}

function readEach(source: Source, name: string, entry: Entry, parameters: readonly Parameter[]): OwnNoise['each'] {
  const what = `each of ${name}`;
  if (isMap(entry.node)) {
    return readBounds(source, what, entry, ['integer'], NOISE, parameters) as OwnNoise['each'];
  }
  const text = scalarText(entry.node) ?? shownNode(entry.node);
  if ((EACH as readonly string[]).includes(text)) return plain(text) as OwnNoise['each'];
  throw wrongValue(what, text, entry.place, NOISE, [...EACH, 'integer']);
}
