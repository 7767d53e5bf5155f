/**
 * Command line flags made from a schema. A flag keeps its raw text: a list or range makes a sweep, and a wrong value must
 * be reported with its place and exit status 2, so nothing is parsed (or thrown) inside the command line parser.
 */

import * as Flags from '@oclif/core/flags';
import {
  type DatasetDescription,
  type FamilySchema,
  givenOf,
  type InputDescription,
  type Parameter,
} from '../model/schema.js';
import { defaultText, flagName, partsKey, partsOf, rangeText } from './describe.js';
import { type InputTexts, inputTexts } from './inputs.js';
import { type Layer, mergeLayers, parseSet, RUN_KEYS } from './settings.js';

type TextFlag = ReturnType<typeof Flags.string>;

/** Flags by their name, without the leading dashes. */
export interface TextFlags {
  readonly [name: string]: TextFlag;
}

/** A word of the command line as the parser saw it, in the order of the command line. */
export interface RawToken {
  readonly type: string;
  readonly flag?: string;
  readonly input: string;
}

const aliasHelp = ({ aliases = [] }: { readonly aliases?: readonly string[] }): string =>
  aliases.length === 0 ? '' : ` Also: ${aliases.map((alias) => `--${alias}`).join(', ')}.`;

/** `Correlation of patterns (rho). Range [0, 1]. Default 0. Example: --rho 0,0.5`. */
function parameterHelp(parameter: Parameter): string {
  const flag = flagName(parameter.key);
  const symbol = parameter.symbol === '' || parameter.symbol === parameter.key ? '' : ` (${parameter.symbol})`;
  const unit = parameter.unit === undefined ? '' : ` Unit: ${parameter.unit}.`;
  const example = parameter.example === undefined ? '' : ` Example: --${flag} ${parameter.example}`;
  const help = parameter.help.replace(/\.$/, '');
  const bare = parameter.kind === 'boolean' ? ` Bare it is true; --no-${flag} is false.` : '';
  return `${help}${symbol}.${unit} Range: ${rangeText(parameter)}. Default: ${defaultText(parameter)}.${bare}${example}`;
}

/** What the help of a parameter says of its parts: `One layer: --thr-LAYER, with LAYER query, write-key.` */
function partsHelp(schema: FamilySchema, { key }: Parameter): string {
  const parts = partsOf(schema, key);
  if (parts.length === 0) return '';
  const [{ kind }] = parts;
  const names = parts.map(({ name }) => flagName(name)).join(', ');
  return ` One ${kind}: --${flagName(partsKey(key, kind))}, with ${kind.toUpperCase()} ${names}.`;
}

function helpValue(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'number':
      return '<number>';
    case 'integer':
      return '<integer>';
    case 'duration':
      return '<steps>';
    case 'vector':
      return '<[x,y,...]>';
    case 'boolean':
      return '[true|false]';
    case 'choice':
      return '<word>';
  }
}

/** One flag per parameter: `tau_J` -> `--tau-J`, grouped in the help as in the schema, which has those of parts under the parameter that they share. */
export function parameterFlags(schema: FamilySchema): TextFlags {
  const flags = schema.parameters.map((parameter) => [
    flagName(parameter.key),
    Flags.string({
      description: `${parameterHelp(parameter)}${aliasHelp(parameter)}${partsHelp(schema, parameter)}`,
      helpGroup: parameter.group,
      hidden: parameter.part !== undefined,
      helpValue: helpValue(parameter),
      ...(parameter.aliases !== undefined && { aliases: [...parameter.aliases] }),
    }),
  ]);
  return Object.fromEntries(flags);
}

/**
 * The words of a command line with boolean parameters spelled out: `--centred` becomes `--centred true` where no value follows,
 * `--no-centred` becomes `--centred false`. All other words, `--centred=false` and `--centred true,false` too, stay.
 */
export function spellBooleans(schema: FamilySchema, argv: readonly string[]): string[] {
  const booleans = new Set(schema.parameters.filter(({ kind }) => kind === 'boolean').map(({ key }) => flagName(key)));
  const end = argv.indexOf('--');
  return argv.flatMap((word, i) => {
    if (!word.startsWith('--') || (end >= 0 && i >= end)) return [word];
    const name = word.slice(2);
    if (name.startsWith('no-') && booleans.has(name.slice(3))) return [`--${name.slice(3)}`, 'false'];
    const next = argv[i + 1];
    return booleans.has(name) && (next === undefined || next.startsWith('-')) ? [word, 'true'] : [word];
  });
}

/** The words of a command line with dashes in the names of flags: `--batch_size 8` becomes `--batch-size 8`, as published programs are called. */
export function spellDashes(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, i) => {
    if (!word.startsWith('--') || (end >= 0 && i >= end)) return word;
    const [, name, rest] = /^([^=]*)(.*)$/s.exec(word) ?? [];
    return `${name.replaceAll('_', '-')}${rest}`;
  });
}

function inputHelp({ help, symbol, shape, type, isPatterns }: InputDescription): string {
  const what = `${help.replace(/\.$/, '')}${symbol === '' ? '' : ` (${symbol})`}`;
  if (isPatterns === true) {
    return `${what}: digits:1,2,3, bars, a table with one row a pattern, a folder or a list of PNG or PGM images; FILE:0..9 takes rows. Each is z-scored, or left as it is with raw: in front.`;
  }
  const dimensions = shape.length === 0 ? 'one number' : `[${shape.join(', ')}]`;
  return `${what}, from a table or array in a file instead of drawn. Shape: ${dimensions}, ${type}.`;
}

/** One flag per input that a file can supply: `sigma0` -> `--sigma0 FILE`; and per data set. */
export function inputFlags(schema: FamilySchema): TextFlags {
  const flags = schema.inputs.map((input) => [
    flagName(input.key),
    Flags.string({
      description: `${inputHelp(input)}${aliasHelp(input)} Given several times it is a sweep.`,
      helpGroup: 'INPUT',
      helpValue: 'FILE',
      ...(input.aliases !== undefined && { aliases: [...input.aliases] }),
      multiple: true,
      multipleNonGreedy: true,
    }),
  ]);
  const datasets = (schema.datasets ?? []).map((dataset) => [flagName(dataset.key), datasetFlag(dataset)]);
  return Object.fromEntries([...flags, ...datasets]);
}

/** One flag per data set: `data` -> `--data PATH`. */
const datasetFlag = (dataset: DatasetDescription): TextFlag =>
  Flags.string({
    description: `${dataset.help.replace(/\.$/, '')}.${aliasHelp(dataset)} It is read where it is and not copied; runs keep its path and SHA-256.`,
    helpGroup: 'INPUT',
    helpValue: 'PATH',
    ...(dataset.aliases !== undefined && { aliases: [...dataset.aliases] }),
    multiple: true,
    multipleNonGreedy: true,
  });

function layerOf(schema: FamilySchema, flag: string, input: string): Layer {
  const place = `--${flag}`;
  if (flag === 'set') return parseSet(input);
  const parameter = schema.parameters.find((candidate) => flagName(candidate.key) === flag);
  if (parameter !== undefined) return { settings: [{ key: parameter.key, text: input, place }], run: {} };
  const run = RUN_KEYS.find((key) => key === flag);
  if (run === undefined) return { settings: [], run: {} };
  // for a flag without a value, the parser hands on the flag itself
  const text = run === 'fast' ? String(!input.startsWith('--no-')) : input;
  return { settings: [], run: { [run]: { text, place } } };
}

/**
 * What the command line sets, in its order: parameters, run options (`--seed`, ...) and `--set`. Other flags are left out.
 *
 * @param raw the parser's list of words (`raw` of its output), since its table of flags loses the order
 * @throws E_CONFIG for a malformed `--set`
 */
export function readCommandLine(schema: FamilySchema, raw: readonly RawToken[]): Layer {
  const layers = raw.flatMap(({ type, flag, input }) =>
    type === 'flag' && flag !== undefined ? [layerOf(schema, flag, input)] : [],
  );
  // on one command line, format and profile belong together
  return { ...mergeLayers(...layers), run: Object.assign({}, ...layers.map(({ run }) => run)) };
}

/** Files and names given for inputs, in their order. */
export function inputsOfLine(schema: FamilySchema, flags: { readonly [name: string]: unknown }): InputTexts {
  const given = givenOf(schema).flatMap(({ key }) => {
    const texts = flags[flagName(key)] as readonly string[] | undefined;
    return texts === undefined ? [] : [[key, texts] as const];
  });
  return inputTexts(Object.fromEntries(given));
}
