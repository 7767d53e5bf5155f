/**
 * The space that a search explores, by the values of its parameters:
 *
 *     uniform:0..1        any number between the ends
 *     log:1..1000         any number, equal ratios counting alike
 *     uniform:1..20:1     whole numbers, both ends included; an integer parameter needs no :1
 *     log:1..1024:1       whole numbers, equal ratios counting alike
 *     10,20,50   1..9:2   one of these
 *     relu,tanh           one of these
 *
 * A parameter with one value is fixed; derived values follow each trial.
 */

import { parseNumber } from '../method/number-text.js';
import type { Dimension, Point } from '../method/search/space.js';
import type { FamilySchema, Parameter, ParameterValue } from '../model/schema.js';
import { quoted } from '../text.js';
import { printValue } from './describe.js';
import { configError, valueError } from './problem.js';
import { mergeSettings, type TextSetting } from './settings.js';
import type { TextSpace } from './space.js';
import { parseSweep } from './sweep.js';
import { checkValue, findParameter } from './validate.js';

/** A parameter that a search varies. */
export interface Searched {
  readonly key: string;
  readonly dimension: Dimension;
  /** The values of a choice. */
  readonly choices?: readonly ParameterValue[];
  readonly place?: string;
}

export interface SearchSpace {
  readonly searched: readonly Searched[];
  /** All other values. */
  readonly fixed: TextSpace;
}

const LONGEST_RANGE = 400;
const RANGE = /^(uniform|log):([^:]+?)\.\.([^:/]+)(?::([^:/]+))?$/i;

/** Whether a text is a range to search in, not a list of values. */
export function isSearchRange(text: string): boolean {
  return text.length <= LONGEST_RANGE && (/^uniform:/i.test(text) || (/^log:/i.test(text) && !/[/,]/.test(text)));
}

function rangeDimension(parameter: Parameter, text: string, place: string | undefined): Dimension {
  const fail = (reason: string): Error => valueError(parameter, text, place, reason);
  const [, word, ...texts] = RANGE.exec(text) ?? [];
  if (word === undefined) throw fail('must be a range to search in, as uniform:0..1 or log:1..1000');
  const [low, high] = texts.slice(0, 2).map((end) => {
    const value = parseNumber(end.trim());
    if (value === undefined) throw fail(`has ${quoted(end)} where a number must stand`);
    checkValue(parameter, value, place, `${printValue(value)} in ${text}`);
    return value;
  });
  const isWhole = texts[2] !== undefined || parameter.kind === 'integer' || parameter.kind === 'duration';
  if (texts[2] !== undefined && texts[2].trim() !== '1')
    throw fail('has a step other than 1; a list names other values');
  if (isWhole && !(Number.isInteger(low) && Number.isInteger(high))) throw fail('must have whole ends');
  if (high <= low) throw fail('must have an end greater than its start');
  const isLog = word.toLowerCase() === 'log';
  if (isLog && low <= 0) throw fail('needs ends greater than 0 for logarithmic spacing');
  return { kind: isWhole ? 'integer' : 'real', low, high, isLog };
}

function readSearched(schema: FamilySchema, { key, text, place }: TextSetting): Searched | undefined {
  const parameter = findParameter(schema, key, place);
  const plain = text.trim();
  const isNumeric = parameter.kind === 'number' || parameter.kind === 'integer' || parameter.kind === 'duration';
  if (isNumeric && isSearchRange(plain)) return { key, place, dimension: rangeDimension(parameter, plain, place) };
  const choices = parseSweep(parameter, text, place);
  if (choices.length === 1) return undefined;
  return { key, place, choices, dimension: { kind: 'choice', count: choices.length } };
}

/**
 * Reads the space that a search explores.
 *
 * @throws E_CONFIG for ranges outside grammar or schema, parameters that move together, and if nothing is searched
 */
export function readSearchSpace(schema: FamilySchema, space: TextSpace): SearchSpace {
  if (space.zips.length > 0) {
    throw configError(
      `${space.zips[0].join(' and ')} move together, which a search cannot do; derive one from the other`,
    );
  }
  // the halves of a random duration are not dimensions; they are joined when the trial is planned
  const isHalf = ({ key }: TextSetting): boolean => /\.(min|max)$/.test(key);
  const settings = mergeSettings(space.settings);
  const searched = settings.flatMap((setting) => {
    const found = isHalf(setting) ? undefined : readSearched(schema, setting);
    return found === undefined ? [] : [found];
  });
  if (searched.length === 0) {
    const next = 'Give a parameter a range, as --u uniform:0..10 or --tau-J log:1..1000, or a list.';
    throw configError('there is nothing to search: every parameter has one value', '--search', next);
  }
  const keys = new Set(searched.map(({ key }) => key));
  return { searched, fixed: { ...space, settings: settings.filter(({ key }) => !keys.has(key)) } };
}

/** The values of a point, by key. */
export function pointValues({ searched }: SearchSpace, point: Point): { readonly [key: string]: ParameterValue } {
  return Object.fromEntries(
    searched.map(({ key, choices }, d) => [key, choices === undefined ? point[d] : choices[point[d]]]),
  );
}

/** The space of one trial: the fixed values and those of its point. */
export function trialSpace(space: SearchSpace, trial: number, point: Point): TextSpace {
  const values = pointValues(space, point);
  const own = space.searched.map(({ key, place }) => ({ key, text: printValue(values[key]), place }));
  return { ...space.fixed, name: `trial ${trial}`, settings: [...space.fixed.settings, ...own] };
}
