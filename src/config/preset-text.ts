/** A preset as text: the sections that `preset-yaml.ts` reads, so that the same spaces, inputs and run options come out again. */

import { Document, isMap, visit } from 'yaml';
import type { FamilySchema, ParameterValue } from '../model/schema.js';
import { canonicalJson } from '../text.js';
import { printValue } from './describe.js';
import type { RunOptions } from './run-options.js';
import { namedSeeds, sweepSeed } from './seeds.js';
import { RUN_KEYS } from './settings.js';
import type { Axis, Space, TextSpace } from './space.js';

/** A value as YAML has it: a random duration is text. */
type Written = number | string | boolean | null | readonly number[];
type Values = { readonly [key: string]: Written | readonly Written[] };

/** The sections of a space. */
interface WrittenSpace {
  readonly parameters?: Values;
  readonly zip?: readonly Values[];
  readonly derived?: { readonly [key: string]: string };
  readonly seeds?: readonly number[];
  readonly replicas?: number;
}

/** A preset as plain data. */
export interface WrittenPreset extends Omit<WrittenSpace, 'seeds' | 'replicas'> {
  readonly spaces?: { readonly [name: string]: WrittenSpace };
  readonly inputs?: { readonly [key: string]: string | readonly string[] };
  readonly run: { readonly [key: string]: string | number | boolean | readonly (string | number)[] };
}

/** A space together with the text that it was read from. */
export interface ReadSpace {
  readonly text: TextSpace;
  readonly space: Space;
}

/** What a preset is made of. */
export interface PresetParts {
  readonly schema: FamilySchema;
  /** At least one. */
  readonly spaces: readonly ReadSpace[];
  /** Parameters that follow from inputs, and differ between them. */
  readonly open: ReadonlySet<string>;
  /** Files and names, paths absolute. */
  readonly inputs: { readonly [key: string]: readonly string[] };
  readonly run: RunOptions;
}

/** Most values of a sweep that are written one by one; a longer sweep stays as the person wrote it. */
const MOST_WRITTEN = 1000;

function written(value: ParameterValue): Written {
  const isRange = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRange ? printValue(value) : (value as Written);
}

function valuesOf({ keys, rows }: Axis, { settings }: TextSpace): Values {
  const listed = keys.map((key, k) => {
    const values = rows.map((row) => written(row[k]));
    const text = settings.findLast((setting) => setting.key === key)?.text;
    return [key, values.length > MOST_WRITTEN && text !== undefined ? text : values] as const;
  });
  return Object.fromEntries(listed);
}

/** Axes keep their order: side by side among the parameters, or all of them as groups if one has several keys. */
function axesOf({ axes }: Space, text: TextSpace): Pick<WrittenSpace, 'parameters' | 'zip'> {
  const all = axes.map((axis) => valuesOf(axis, text));
  const isPlain = axes.every(({ keys }) => keys.length === 1);
  return isPlain ? { parameters: Object.assign({}, ...all) } : { parameters: {}, zip: all };
}

/** The values that a space does not sweep over, in the order of the schema. */
function fixedOf({ schema, open }: PresetParts, { axes, base, derived }: Space): Values {
  const other = new Set([...open, ...axes.flatMap(({ keys }) => keys), ...derived.map(({ key }) => key)]);
  const keys = schema.parameters.map(({ key }) => key).filter((key) => !other.has(key));
  return Object.fromEntries(keys.map((key) => [key, written(base[key])]));
}

function spaceOf(fixed: Values, { text, space }: ReadSpace): WrittenSpace {
  const { parameters, zip } = axesOf(space, text);
  const { seeds, replicas } = text;
  const values = { ...fixed, ...parameters };
  return {
    ...(Object.keys(values).length > 0 && { parameters: values }),
    ...(zip && { zip }),
    ...(space.derived.length > 0 && {
      derived: Object.fromEntries(space.derived.map(({ key, text: expression }) => [key, expression])),
    }),
    ...(seeds && { seeds }),
    ...(replicas !== undefined && { replicas }),
  };
}

/** Spaces, written over the values that all have in common. */
function spacesOf(parts: PresetParts): Pick<WrittenPreset, 'parameters' | 'spaces'> {
  const fixed = parts.spaces.map(({ space }) => fixedOf(parts, space));
  const [first, ...others] = fixed;
  const isCommon = (key: string): boolean =>
    others.every((other) => key in other && canonicalJson(other[key]) === canonicalJson(first[key]));
  const common = Object.keys(first).filter(isCommon);
  const own = parts.spaces.map((one, s) => {
    const rest = Object.entries(fixed[s]).filter(([key]) => !common.includes(key));
    return [one.space.name, spaceOf(Object.fromEntries(rest), one)] as const;
  });
  return { parameters: Object.fromEntries(common.map((key) => [key, first[key]])), spaces: Object.fromEntries(own) };
}

/** Run options in the order of their keys. */
function runOf({ seeds, replicas = 1, from, to, ...rest }: RunOptions): WrittenPreset['run'] {
  const named = namedSeeds({ seeds });
  const values = {
    ...rest,
    seed: named ?? sweepSeed({ seeds }),
    replicas: named === undefined ? replicas : undefined,
    from: from === undefined ? undefined : Number(from),
    to: to === undefined ? undefined : Number(to),
  };
  return Object.fromEntries(
    RUN_KEYS.flatMap((key) => {
      const value = values[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The preset that comes to the same runs. */
export function writtenPreset(parts: PresetParts): WrittenPreset {
  const { spaces, inputs, run } = parts;
  const [first, ...others] = spaces;
  const named = Object.entries(inputs).map(([key, texts]) => [key, texts.length === 1 ? texts[0] : texts] as const);
  const given = named.length === 0 ? {} : { inputs: Object.fromEntries(named) };
  if (others.length > 0 || first.space.name !== '') return { ...spacesOf(parts), ...given, run: runOf(run) };
  const { seeds = run.seeds, replicas = run.replicas, ...space } = spaceOf(fixedOf(parts, first.space), first);
  return { ...space, ...given, run: runOf({ ...run, seeds, replicas }) };
}

/** The text of a preset under a line of comment; the values of a list are on one line. */
export function presetText(preset: WrittenPreset, comment: string): string {
  const document = new Document(preset, { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_, list) => {
      list.flow = !list.items.some(isMap);
    },
  });
  document.commentBefore = ` ${comment}`;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
