/**
 * Spaces: the sub-grids of a sweep. A space is the product of its axes times its seeds; a plan is one space after another.
 *
 * `TextSpace` is plain data in the person's own words; a sweep stores it, and its plan follows from it again.
 * `Space` is the same, read and checked against the schema.
 */

import { type Expression, ExpressionError, parseExpression } from '../model/expression.js';
import type { FamilySchema, Parameters, ParameterValue } from '../model/schema.js';
import { canonicalJson } from '../text.js';
import { printValue } from './describe.js';
import { configError, unknownParameter } from './problem.js';
import { type Often, type SeedSource, seedsOf } from './seeds.js';
import { joinNested, mergeSettings, type TextSetting } from './settings.js';
import { parseValues, refuseRepeated } from './sweep.js';
import { checkValue, completeParameters, findParameter, type Places } from './validate.js';

/** Most combinations of a plan, and most runs; each is checked before the first run starts. */
export const MOST_COMBINATIONS = 1_000_000;

/** Without seeds or replicas of its own, it has those of the sweep. */
export interface TextSpace extends Often {
  /** Name in a sweep file or of the preset; empty for the only space of a command line. */
  readonly name: string;
  /** Values and sweeps as text; several values of a key make an axis. */
  readonly settings: readonly TextSetting[];
  /** Groups of keys that move together: each group is one axis. */
  readonly zips: readonly (readonly string[])[];
  /** Expressions of other values, by the key they set. */
  readonly derived: readonly TextSetting[];
  /** Whether the axes are ordered by name and not as given. */
  readonly isSorted: boolean;
}

/** One direction of a sweep: a parameter, or several that move together. */
export interface Axis {
  readonly keys: readonly string[];
  /** For each value of the axis, the values of its keys. */
  readonly rows: readonly (readonly ParameterValue[])[];
}

interface Derived {
  readonly key: string;
  readonly text: string;
  readonly expression: Expression;
  readonly place?: string;
}

export interface Space {
  readonly name: string;
  readonly axes: readonly Axis[];
  /** Complete parameters with the first value of each axis, derived values not yet applied. */
  readonly base: Parameters;
  /** In an order in which each reads only what is already known. */
  readonly derived: readonly Derived[];
  readonly seeds: readonly number[];
  readonly combinations: number;
  readonly places: Places;
}

/** A space of settings alone, as flags make it. */
export const plainSpace = (settings: readonly TextSetting[], name = ''): TextSpace => ({
  name,
  settings,
  zips: [],
  derived: [],
  isSorted: false,
});

interface ReadSetting {
  readonly key: string;
  readonly values: readonly ParameterValue[];
  readonly place?: string;
}

function readTexts(schema: FamilySchema, { settings, zips }: TextSpace): readonly ReadSetting[] {
  const together = new Set(zips.flat());
  return mergeSettings(joinNested(mergeSettings(settings))).map(({ key, text, place }) => {
    const parameter = findParameter(schema, key, place);
    const values = parseValues(parameter, text, place);
    // two parameters that move together may each have a value twice
    if (!together.has(key)) refuseRepeated(parameter, values, place);
    return { key, values, place };
  });
}

function zippedAxis(keys: readonly string[], read: readonly ReadSetting[]): Axis | undefined {
  const members = keys.map((key) => {
    const found = read.find((setting) => setting.key === key);
    if (found === undefined) throw configError(`${key} is to move together with others and has no values`);
    return found;
  });
  const moving = members.filter(({ values }) => values.length > 1);
  if (moving.length === 0) return undefined;
  const [first, ...others] = moving;
  const odd = others.find(({ values }) => values.length !== first.values.length);
  if (odd !== undefined) {
    const message = `${first.key} has ${first.values.length} values and ${odd.key} ${odd.values.length}; parameters that move together must have equally many`;
    const place = odd.place ?? first.place;
    throw configError(place === undefined ? message : `${message} (${place})`, place);
  }
  const rows = first.values.map((_, i) => moving.map(({ values }) => values[i]));
  refuseRepeatedRows(moving, rows);
  return { keys: moving.map(({ key }) => key), rows };
}

function refuseRepeatedRows(moving: readonly ReadSetting[], rows: readonly (readonly ParameterValue[])[]): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const text = canonicalJson(row);
    const { place } = moving[0];
    const shown = moving.map(({ key }, i) => `${key}=${printValue(row[i])}`).join(', ');
    if (seen.has(text)) {
      throw configError(`${shown} stands there more than once${place === undefined ? '' : ` (${place})`}`, place);
    }
    seen.add(text);
  }
}

function compareKeys(a: Axis, b: Axis): number {
  return a.keys[0] < b.keys[0] ? -1 : 1;
}

/** Axes in the order in which their first keys were given, or by name. */
function readAxes({ zips, isSorted }: TextSpace, read: readonly ReadSetting[]): readonly Axis[] {
  const groupOf = new Map<string, readonly string[]>();
  for (const group of zips) {
    const keys = isSorted ? [...group].sort() : group;
    for (const key of keys) {
      if (groupOf.has(key)) throw configError(`${key} moves together with two groups of parameters; give it to one`);
      groupOf.set(key, keys);
    }
  }
  const done = new Set<readonly string[]>();
  const axes: Axis[] = [];
  for (const { key, values } of read) {
    const group = groupOf.get(key);
    if (group === undefined && values.length > 1) axes.push({ keys: [key], rows: values.map((value) => [value]) });
    if (group === undefined || done.has(group)) continue;
    done.add(group);
    const axis = zippedAxis(group, read);
    if (axis !== undefined) axes.push(axis);
  }
  for (const group of new Set(groupOf.values())) if (!done.has(group)) zippedAxis(group, read);
  return isSorted ? axes.sort(compareKeys) : axes;
}

/** The place of a letter of an expression, if the expression's own has a column. */
function letter(place: string | undefined, at: number): string | undefined {
  return place?.replace(/(:\d+):(\d+)$/, (_, line, column) => `${line}:${Number(column) + at}`);
}

/** The error of an expression as a sentence with its place; a place with a column is moved to the letter at fault. */
function expressionError(key: string, text: string, place: string | undefined, error: unknown, space = ''): unknown {
  if (!(error instanceof ExpressionError)) return error;
  const exact = letter(place, error.at);
  const where = [exact, space].filter((part) => part !== undefined && part !== '').join('; ');
  return configError(`${key} = ${text}${where === '' ? '' : ` (${where})`}: ${error.message}`, exact, undefined, {
    key,
  });
}

/** Expressions in an order in which each reads only what is already known. */
function readDerived(schema: FamilySchema, derived: readonly TextSetting[]): readonly Derived[] {
  const read = derived.map(({ key, text, place }): Derived => {
    findParameter(schema, key, place);
    try {
      return { key, text, place, expression: parseExpression(text) };
    } catch (error) {
      throw expressionError(key, text, place, error);
    }
  });
  for (const { expression, place } of read) {
    for (const [name, at] of expression.names) {
      if (!schema.parameters.some(({ key }) => key === name)) throw unknownParameter(schema, name, letter(place, at));
    }
  }
  const [ordered, open]: [Derived[], Derived[]] = [[], [...read]];
  while (open.length > 0) {
    const waits = ({ key, expression }: Derived): boolean =>
      expression.names.has(key) || open.some((other) => other.key !== key && expression.names.has(other.key));
    const next = open.findIndex((one) => !waits(one));
    if (next < 0) {
      const [{ key, place }] = open;
      const circle = open.map((one) => one.key).join(', ');
      const where = place === undefined ? '' : ` (${place})`;
      throw configError(`${key} is derived from itself, by way of ${circle}${where}`, place);
    }
    ordered.push(...open.splice(next, 1));
  }
  return ordered;
}

/** The sizes of the axes in words: `u (3) x K with beta (2)`. */
export function axesText(axes: readonly Axis[]): string {
  return axes.map(({ keys, rows }) => `${keys.join(' with ')} (${rows.length})`).join(' x ');
}

function countCombinations(axes: readonly Axis[]): number {
  const count = axes.reduce((product, { rows }) => product * rows.length, 1);
  if (count <= MOST_COMBINATIONS) return count;
  throw configError(`the sweep has ${count} combinations, the limit is ${MOST_COMBINATIONS}: ${axesText(axes)}`);
}

/**
 * Reads a space and checks each of its values alone.
 *
 * @throws E_CONFIG for unknown keys, values outside grammar or schema, parameters that cannot move together as asked,
 *   expressions that cannot be read or depend on themselves, too many combinations, a wrong seed
 */
export function readSpace(schema: FamilySchema, text: TextSpace, source: SeedSource): Space {
  const read = readTexts(schema, text);
  const derived = readDerived(schema, text.derived);
  const twice = derived.find(({ key }) => read.some((setting) => setting.key === key));
  if (twice !== undefined) {
    throw configError(`${twice.key} has a value and an expression; give one of them (${twice.place ?? 'derived'})`);
  }
  const axes = readAxes(text, read);
  const all = [...read, ...derived];
  const places = new Map(all.flatMap(({ key, place }) => (place === undefined ? [] : [[key, place] as const])));
  const base = completeParameters(schema, Object.fromEntries(read.map(({ key, values }) => [key, values[0]])), places);
  const seeds = seedsOf(text, source);
  return { name: text.name, axes, base, derived, seeds, combinations: countCombinations(axes), places };
}

/** The values that combination c takes on the axes, the last axis moving fastest. */
function onAxes(axes: readonly Axis[], c: number): { [key: string]: ParameterValue } {
  const chosen: { [key: string]: ParameterValue } = {};
  let rest = c;
  for (let a = axes.length - 1; a >= 0; a--) {
    const { keys, rows } = axes[a];
    const row = rows[rest % rows.length];
    for (let k = 0; k < keys.length; k++) chosen[keys[k]] = row[k];
    rest = Math.floor(rest / rows.length);
  }
  return chosen;
}

/**
 * The complete parameters of combination c, 0 <= c < `combinations`, in the schema's order.
 *
 * @throws E_CONFIG if a derived value cannot be computed or is outside its parameter's range
 */
export function parametersAt(schema: FamilySchema, space: Space, c: number): Parameters {
  const parameters: { [key: string]: ParameterValue } = { ...space.base, ...onAxes(space.axes, c) };
  for (const { key, text, expression, place } of space.derived) {
    try {
      const value = expression.evaluate(parameters);
      parameters[key] = checkValue(findParameter(schema, key), value, place, `${printValue(value)} from ${text}`);
    } catch (error) {
      throw expressionError(key, text, place, error, combinationText(space, parameters));
    }
  }
  return parameters;
}

/** How messages name a combination: `md: N=10, K=20`. */
export function combinationText({ name, axes }: Space, parameters: Parameters): string {
  const values = axes.flatMap(({ keys }) => keys.map((key) => `${key}=${printValue(parameters[key])}`)).join(', ');
  return [name, values].filter((part) => part !== '').join(': ');
}
