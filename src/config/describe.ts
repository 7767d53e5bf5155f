/** How a parameter and its values are put into words: flag names, allowed values, ranges, defaults. */

import type { FamilySchema, Parameter, ParameterValue, TextOption, VectorParameter } from '../model/schema.js';
import { alternatives } from '../text.js';

/** The command line name of a key, without the dashes in front: `tau_J` -> `tau-J`. */
export function flagName(key: string): string {
  return key.replaceAll('_', '-');
}

/** The parts of the model that may have a parameter of their own in place of this one, in the order of the schema. */
export const partsOf = ({ parameters }: Pick<FamilySchema, 'parameters'>, key: string) =>
  parameters.flatMap(({ part }) => (part?.of === key ? [part] : []));

/** The key by which those of all parts are said at once: `thr_LAYER`. */
export const partsKey = (key: string, kind: string): string => `${key}_${kind.toUpperCase()}`;

/** Whether `null` (nothing given) is a value of this parameter. */
export function isNullable(parameter: Parameter): boolean {
  return parameter.whenAbsent !== undefined || parameter.default === null;
}

/** Whether a parameter is probabilities. */
export const isDistribution = (parameter: Parameter): boolean =>
  parameter.kind === 'vector' && parameter.isDistribution === true;

/** Every word that is a value of this parameter, as the schema spells it. */
export function wordsOf(parameter: Parameter): readonly string[] {
  const own = parameter.words ?? [];
  if (parameter.kind === 'choice') return [...Object.keys(parameter.options), ...own];
  if (parameter.kind === 'boolean') return ['true', 'false', ...own];
  return own;
}

/** The text that reads back as the value: `0.5`, `infinity`, `null`, `[0.5,0.3]`, `random:1..10`. */
export function printValue(value: ParameterValue): string {
  if (Array.isArray(value)) return `[${value.map(printNumber).join(',')}]`;
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'object' && value !== null) {
    const { min, max } = value as { readonly min: number; readonly max: number };
    return `random:${printNumber(min)}..${printNumber(max)}`;
  }
  return String(value);
}

function printNumber(value: number): string {
  return String(value === 0 ? 0 : value);
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

function boundsInWords({ min, max, above, below }: Bounds): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  const parts: string[] = [];
  if (above !== undefined) parts.push(`greater than ${above}`);
  if (min !== undefined) parts.push(`at least ${min}`);
  if (below !== undefined) parts.push(`less than ${below}`);
  if (max !== undefined) parts.push(`at most ${max}`);
  // a number of at least 0, a number greater than 0 and at most 1
  const of = parts[0]?.startsWith('at ') ? ' of' : '';
  return parts.length === 0 ? '' : `${of} ${parts.join(' and ')}`;
}

/** What stands in the brackets of a vector. */
const numbersOf = ({ isWhole }: VectorParameter): string => (isWhole === true ? 'integers' : 'numbers');

function numbersAllowed(parameter: Parameter): string | undefined {
  switch (parameter.kind) {
    case 'number':
      return `a number${boundsInWords(parameter)}`;
    case 'integer':
      return `an integer${boundsInWords(parameter)}`;
    case 'duration':
      return `an integer of at least ${parameter.min} or random:MIN..MAX`;
    case 'vector':
      return isDistribution(parameter)
        ? `numbers${boundsInWords(parameter)} in brackets that sum to 1, as [0.5,0.3,0.2], weights:1,1,2, or a file with them`
        : `${numbersOf(parameter)}${boundsInWords(parameter)} in brackets, as ${parameter.example ?? '[0.5,0.3,0.2]'}`;
    default:
      return undefined;
  }
}

/** What is allowed, as the end of the sentence `must be ...`. */
export function allowedValues(parameter: Parameter): string {
  const numbers = numbersAllowed(parameter);
  const all = [...(numbers === undefined ? [] : [numbers]), ...wordsOf(parameter)];
  return alternatives(isNullable(parameter) ? [...all, 'null'] : all);
}

/** The range in symbols for tables and help: `[0, 1]`, `> 0`, `integer >= 2`, `sigmoid, relu, tanh`. */
export function rangeText(parameter: Parameter | TextOption): string {
  if (parameter.kind === 'text') return 'a text';
  const parts: string[] = [];
  if (parameter.kind === 'number') parts.push(interval(parameter) || 'any number');
  if (parameter.kind === 'integer') parts.push(`integer ${interval(parameter)}`.trim());
  if (parameter.kind === 'duration') parts.push(`integer >= ${parameter.min}`, 'random:MIN..MAX');
  if (parameter.kind === 'vector') parts.push(`[${numbersOf(parameter)} ${interval(parameter)}`.trim().concat(']'));
  return [...parts, ...wordsOf(parameter)].join(', ');
}

function interval({ min, max, above, below }: Bounds): string {
  const low = above ?? min;
  const high = below ?? max;
  if (low !== undefined && high !== undefined) {
    return `${above === undefined ? '[' : '('}${low}, ${high}${below === undefined ? ']' : ')'}`;
  }
  if (low !== undefined) return `${above === undefined ? '>=' : '>'} ${low}`;
  if (high !== undefined) return `${below === undefined ? '<=' : '<'} ${high}`;
  return '';
}

/** The default in words; a default of nothing is described by what it stands for. */
export function defaultText(parameter: Parameter | TextOption): string {
  if (parameter.default === null) return parameter.whenAbsent ?? 'none';
  return printValue(parameter.default);
}
