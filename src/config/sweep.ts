/**
 * The grammar of several values for one parameter; each makes a sweep along it.
 *
 *     10,20,30          a list; commas inside brackets do not split
 *     1..21:3           1, 4, ... 19; the end belongs to it if it lies on the grid
 *     1..5   1..0:-0.1  step 1 if none is given; a step may be fractional or negative
 *     lin:0..1/5        5 values with equal differences, both ends included
 *     log:1..1000/7     7 values with equal ratios, both ends included
 *     1,2,5..20:5       mixtures
 *
 * Of probabilities, weights:1,1,2 is one value: the numbers behind it belong to it.
 *
 * `random:1..10` of a duration is one value. Ranges are computed in exact decimals, `lin:` and `log:` in big integers
 * (spacing.ts), so the values do not depend on the engine: 0..1:0.1 gives 0.3, log:1..1000/7 gives 10 and 100.
 */

import { looksLikeNumber, parseNumber } from '../method/number-text.js';
import type { Parameter, ParameterValue } from '../model/schema.js';
import { quoted } from '../text.js';
import { type Decimal, parseDecimal } from './decimal.js';
import { isDistribution, printValue } from './describe.js';
import { distributionFile, distributionText, joinWeights } from './distribution.js';
import { valueError } from './problem.js';
import { countSteps, linearValues, logarithmicValues, steppedValues } from './spacing.js';
import { checkValue } from './validate.js';
import { parseValue } from './value.js';

/** Most values along one parameter: more is a slip of the finger, and would fill the memory before it is noticed. */
export const MOST_VALUES = 1_000_000;

/** Room for three numbers; where the patterns below fail, they cost the square of the length. */
const LONGEST_RANGE = 400;

type Fail = (reason: string) => Error;

/**
 * The items of a list: text between commas that stand outside brackets, without surrounding spaces. Brackets need not
 * close here; the item is refused later, by its own grammar.
 */
export function splitList(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (letter === '[') depth++;
    else if (letter === ']') depth--;
    else if (letter === ',' && depth === 0) {
      items.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  items.push(text.slice(start).trim());
  return items;
}

function decimalOf(text: string, fail: Fail): Decimal {
  if (parseNumber(text) === undefined) throw fail(`has ${quoted(text)} where a number must stand`);
  return parseDecimal(text);
}

/** `start..end:step` or `start..end`. */
function parseRange(item: string, fail: Fail): readonly number[] {
  const match = /^(.+?)\.\.([^:]+)(?::(.+))?$/.exec(item);
  if (match === null) throw fail('must be a range START..END:STEP, as 1..21:3');
  const start = decimalOf(match[1].trim(), fail);
  const end = decimalOf(match[2].trim(), fail);
  const step = decimalOf(match[3]?.trim() ?? '1', fail);
  if (step.mantissa === 0n) throw fail('has step 0, which never arrives');
  const count = countSteps(start, end, step);
  if (count === 0n) throw fail(wrongDirection(match, step));
  if (count > MOST_VALUES) throw fail(`has ${count} values, the limit is ${MOST_VALUES}`);
  return steppedValues(start, end, step, Number(count));
}

function wrongDirection(match: RegExpExecArray, step: Decimal): string {
  const [, start, end, size = '1'] = match.map((part) => part?.trim());
  const other = step.mantissa < 0n ? size.replace(/^-/, '') : `-${size.replace(/^\+/, '')}`;
  return `steps away from its end; write ${start}..${end}:${other} or ${end}..${start}:${size}`;
}

/** `lin:start..end/count` or `log:start..end/count`. */
function parseSpaced(item: string, fail: Fail): readonly number[] {
  const match = /^(lin|log):(.+?)\.\.([^/]+)\/(.+)$/i.exec(item);
  if (match === null && /^log:[^/]+$/i.test(item))
    throw fail('has no count, as log:1..1000/7; --search takes it as a range');
  if (match === null) throw fail('must be KIND:START..END/COUNT, as log:1..1000/7 or lin:0..1/5');
  const start = decimalOf(match[2].trim(), fail);
  const end = decimalOf(match[3].trim(), fail);
  const count = parseNumber(match[4].trim());
  if (count === undefined || !Number.isInteger(count) || count < 2) {
    throw fail('must have an integer count of at least 2, as log:1..1000/7');
  }
  if (count > MOST_VALUES) throw fail(`has ${count} values, the limit is ${MOST_VALUES}`);
  if (match[1].toLowerCase() === 'lin') return linearValues(start, end, count);
  if (start.mantissa <= 0n || end.mantissa <= 0n) throw fail('needs ends greater than 0 for logarithmic spacing');
  return logarithmicValues(start, end, count);
}

function isNumeric(parameter: Parameter): boolean {
  return parameter.kind === 'number' || parameter.kind === 'integer' || parameter.kind === 'duration';
}

function parseItem(parameter: Parameter, item: string, place: string | undefined): readonly ParameterValue[] {
  const fail: Fail = (reason) => valueError(parameter, item, place, reason);
  if (isNumeric(parameter) && /^uniform:/i.test(item)) throw fail('is a range to search in, which needs --search');
  const isSpaced = /^(lin|log):/i.test(item);
  const isRange = item.includes('..') && !/^random:/i.test(item);
  if (!isNumeric(parameter) || !(isSpaced || isRange)) return [parseValue(parameter, item, place)];
  if (item.length > LONGEST_RANGE) throw fail('is too long for a range');
  const values = isSpaced ? parseSpaced(item, fail) : parseRange(item, fail);
  return values.map((value) => checkValue(parameter, value, place, `${printValue(value)} in ${item}`));
}

/** Refuses the same setting twice, which would count one run with one identity twice. @throws E_CONFIG naming the value */
export function refuseRepeated(parameter: Parameter, values: readonly ParameterValue[], place?: string): void {
  const seen = new Set<string>();
  for (const value of values) {
    const text = printValue(value);
    if (seen.has(text)) throw valueError(parameter, text, place, 'stands in the list more than once');
    seen.add(text);
  }
}

/** Values of probabilities in a list; the numbers behind `weights:` belong to it. */
export const distributionItems = (text: string): readonly string[] => joinWeights(splitList(text), looksLikeNumber);

/** A text of probabilities with other paths for its files. */
export function placeDistributions(text: string, inPlace: (path: string) => string): string {
  const placed = distributionItems(text).map((item) => {
    const file = distributionFile(item, looksLikeNumber);
    return file === undefined ? item : distributionText(inPlace(file.path), file);
  });
  return placed.join(',');
}

/**
 * The values of one parameter given as text: one, or several, in the order of the text; a value may appear twice.
 *
 * @param place where the text came from, for messages: `--tau-J`, `conf/my.yaml:7:3`
 * @throws E_CONFIG for text outside the grammar, a value that the parameter does not take, or more than `MOST_VALUES`
 *   values
 */
export function parseValues(parameter: Parameter, text: string, place?: string): readonly ParameterValue[] {
  const items = isDistribution(parameter) ? distributionItems(text) : splitList(text);
  if (items.length > MOST_VALUES) throw valueError(parameter, text, place, `lists more than ${MOST_VALUES} values`);
  if (items.length > 1 && items.includes('')) throw valueError(parameter, text, place, 'has an empty entry');
  const values: ParameterValue[] = [];
  for (const item of items) {
    for (const value of parseItem(parameter, item, place)) values.push(value);
    if (values.length > MOST_VALUES) throw valueError(parameter, text, place, `has more than ${MOST_VALUES} values`);
  }
  return values;
}

/** `parseValues` for a sweep along one parameter. @throws E_CONFIG as `parseValues`, and for a value given twice */
export function parseSweep(parameter: Parameter, text: string, place?: string): readonly ParameterValue[] {
  const values = parseValues(parameter, text, place);
  refuseRepeated(parameter, values, place);
  return values;
}
