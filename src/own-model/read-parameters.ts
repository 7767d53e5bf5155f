/** The section `parameters:` of a model.yaml. */
import { isMap } from 'yaml';
import { configError } from '../config/problem.js';
import { checkValue } from '../config/validate.js';
import { type Entry, entries, type Source, scalarText, section } from '../config/yaml-source.js';
import { parseNumber } from '../method/number-text.js';
import type { NumberParameter, Parameter } from '../model/schema.js';
import { alternatives } from '../text.js';
import { Fields, shownNode, wrongValue } from './fields.js';
import { assertName } from './names.js';

const KINDS = ['number', 'integer', 'boolean', 'choice'] as const;
const BOUNDS = ['min', 'max', 'above', 'below'] as const;
const KEYS = ['kind', 'default', ...BOUNDS, 'options', 'symbol', 'unit', 'help'] as const;

/** A choice is a number in a step, and its words become constants. */
const WORD = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** Parameters with the place where each is written. */
export type PlacedParameter = { readonly parameter: Parameter; readonly place: string };

export function readParameters(source: Source, entry: Entry | undefined): readonly PlacedParameter[] {
  if (entry === undefined) return [];
  return section(source, entry).map((item) => {
    assertName(item.key, 'a parameter', item.place);
    return { parameter: readParameter(source, item), place: item.place };
  });
}

/** What all kinds have in common. */
const described = (fields: Fields, key: string) => ({
  key,
  symbol: fields.text('symbol') ?? key,
  help: fields.text('help') ?? key,
  group: 'model',
  ...(fields.text('unit') !== undefined && { unit: fields.text('unit') }),
});

function readParameter(source: Source, item: Entry): Parameter {
  const { key, node, place } = item;
  const text = scalarText(node);
  if (text !== undefined) {
    const value = parseNumber(text);
    if (value === undefined) {
      throw wrongValue(key, text, place, `a number, or keys with values as { kind: ${KINDS.join('|')}, default: ... }`);
    }
    return { key, symbol: key, help: key, group: 'model', kind: 'number', default: value };
  }
  const fields = new Fields(source, item, `parameter ${key}`, KEYS);
  const kind = fields.word('kind', KINDS);
  if (kind === undefined) fields.need('kind', alternatives(KINDS));
  if (kind !== 'choice') refuseKeys(fields, ['options'], `a ${kind} has no options`);
  if (kind === 'boolean' || kind === 'choice') refuseKeys(fields, BOUNDS, `a ${kind} has no bounds`);
  const own = described(fields, key);
  switch (kind) {
    case 'boolean':
      fields.need('default', 'true or false');
      return { ...own, kind, default: fields.boolean('default') as boolean };
    case 'choice':
      return readChoice(fields, own);
    default:
      return readNumber(fields, { ...own, kind: kind as 'number' | 'integer' });
  }
}

function refuseKeys(fields: Fields, keys: readonly string[], why: string): void {
  for (const key of keys) {
    const found = fields.get(key);
    if (found !== undefined) throw configError(`${key} of ${fields.what} (${found.place}): ${why}`, found.place);
  }
}

function readNumber(fields: Fields, own: Omit<NumberParameter, 'default'>): NumberParameter {
  const bounds = Object.fromEntries(
    BOUNDS.flatMap((bound) => {
      const value = fields.number(bound);
      return value === undefined ? [] : [[bound, value]];
    }),
  ) as Pick<NumberParameter, (typeof BOUNDS)[number]>;
  const entry = fields.need('default', `a number, since without it each run would have to name ${own.key}`);
  const parameter: NumberParameter = { ...own, ...bounds, default: 0 };
  const low = Math.max(bounds.min ?? Number.NEGATIVE_INFINITY, bounds.above ?? Number.NEGATIVE_INFINITY);
  const high = Math.min(bounds.max ?? Number.POSITIVE_INFINITY, bounds.below ?? Number.POSITIVE_INFINITY);
  if (low > high)
    throw configError(
      `the bounds of ${fields.what} leave no value: above ${low} and below ${high} (${fields.place})`,
      fields.place,
    );
  const value = fields.number('default') as number;
  return { ...parameter, default: checkValue({ ...parameter, symbol: own.symbol }, value, entry.place) as number };
}

function readChoice(fields: Fields, own: ReturnType<typeof described>): Parameter {
  const entry = fields.need('options', 'words with their help, as { hebb: plain sum, storkey: with local fields }');
  if (!isMap(entry.node)) {
    throw wrongValue(
      `options of ${fields.what}`,
      shownNode(entry.node),
      entry.place,
      'words with their help, as { hebb: plain sum }',
    );
  }
  const options = entries(fields.source, entry.node).map(({ key, node, place }) => {
    if (!WORD.test(key)) throw wrongValue(`option of ${fields.what}`, key, place, 'letters, digits, - and _');
    const help = scalarText(node);
    if (help === undefined) throw wrongValue(`help of option ${key}`, shownNode(node), place, 'a text');
    return [key, help === 'null' ? key : help] as const;
  });
  if (options.length === 0) throw configError(`options of ${fields.what} are none (${entry.place})`, entry.place);
  const words = options.map(([word]) => word);
  const folded = words.map((word) => word.replaceAll('-', '_').toLowerCase());
  const again = folded.findIndex((word, i) => folded.indexOf(word) < i);
  if (again >= 0) {
    const both = `${words[folded.indexOf(folded[again])]} and ${words[again]}`;
    throw configError(`options of ${fields.what}: ${both} would be one constant (${entry.place})`, entry.place);
  }
  fields.need('default', alternatives(words));
  return {
    ...own,
    kind: 'choice',
    default: fields.word('default', words) as string,
    options: Object.fromEntries(options),
  };
}
