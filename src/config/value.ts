/**
 * The grammar of one value given as text, the same in a flag and in a YAML file:
 *
 *     10   1e3   -0.5        numbers in decimal notation, nothing else (no hexadecimal, no underscores)
 *     infinity               words of the parameter, in any case
 *     null   none            nothing, where the parameter may be absent
 *     true   false
 *     rademacher             words of a closed list
 *     [0.5,0.3,0.2]          a vector
 *     weights:1,1,2          probabilities in these proportions
 *     random:1..10           a duration drawn anew each time, a uniform integer from 1 to 9
 */

import { LONGEST_NUMBER, looksLikeNumber, parseNumber } from '../method/number-text.js';
import type { Parameter, ParameterValue } from '../model/schema.js';
import { isDistribution, isNullable, wordsOf } from './describe.js';
import { normalised, sumOf, weightsText } from './distribution.js';
import { valueError } from './problem.js';
import { checkValue } from './validate.js';

function parseWord(parameter: Parameter, text: string): string | undefined {
  const words = wordsOf(parameter);
  const lower = text.toLowerCase();
  return words.find((word) => word === text) ?? words.find((word) => word.toLowerCase() === lower);
}

function parseVector(text: string): readonly number[] | undefined {
  const inner = /^\[([^[\]]*)\]$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  const numbers = inner.split(',').map((item) => parseNumber(item.trim()));
  return numbers.every((value) => value !== undefined) ? numbers : undefined;
}

/** Weights divided by their sum, if the text has some: `weights:1,1,2`, with or without brackets. */
function parseWeights(text: string): readonly number[] | undefined {
  const given = weightsText(text);
  if (given === undefined) return undefined;
  const numbers = parseVector(given.startsWith('[') ? given : `[${given}]`);
  const isUsable =
    numbers?.every((value) => value >= 0) === true && sumOf(numbers) > 0 && sumOf(numbers) < Number.POSITIVE_INFINITY;
  return isUsable ? normalised(numbers) : undefined;
}

function parseRandom(text: string): { readonly min: number; readonly max: number } | undefined {
  if (text.length > 3 * LONGEST_NUMBER) return undefined;
  const match = /^random:(.+?)\.\.(.+)$/i.exec(text);
  const min = match === null ? undefined : parseNumber(match[1].trim());
  const max = match === null ? undefined : parseNumber(match[2].trim());
  return min === undefined || max === undefined ? undefined : { min, max };
}

function parseByKind(parameter: Parameter, text: string): ParameterValue | undefined {
  switch (parameter.kind) {
    case 'number':
    case 'integer':
      return parseNumber(text);
    case 'duration':
      return parseRandom(text) ?? parseNumber(text);
    case 'vector':
      return (isDistribution(parameter) ? parseWeights(text) : undefined) ?? parseVector(text);
    default:
      return undefined;
  }
}

/**
 * Reads one value of a parameter and checks it against the schema.
 *
 * @param place where the text came from, for messages: `--tau-J`, `conf/my.yaml:7`
 * @throws E_CONFIG naming the place, the text, what is allowed and the nearest right word
 */
export function parseValue(parameter: Parameter, text: string, place?: string): ParameterValue {
  const plain = text.trim();
  const word = parseWord(parameter, plain);
  if (word !== undefined) return parameter.kind === 'boolean' && /^(true|false)$/.test(word) ? word === 'true' : word;
  if (isNullable(parameter) && /^(null|none)$/i.test(plain)) return null;
  const value = parseByKind(parameter, plain);
  if (value === undefined) {
    const isTooFar = looksLikeNumber(plain) && parseNumber(plain) === undefined;
    throw valueError(parameter, text, place, isTooFar ? 'does not fit a 64-bit number' : undefined);
  }
  return checkValue(parameter, value, place, plain);
}
