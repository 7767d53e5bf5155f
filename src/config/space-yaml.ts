/** The sections of a file that make spaces: `parameters`, `zip`, `derived`, `seeds`, `replicas` and `spaces`. */

import { dirname } from 'node:path';
import { isMap, isSeq } from 'yaml';
import type { FamilySchema } from '../model/schema.js';
import { isDistribution } from './describe.js';
import { fromBase } from './inputs.js';
import { configError, unknownKey } from './problem.js';
import { parseReplicas, parseSeeds } from './seeds.js';
import type { TextSetting } from './settings.js';
import type { SpaceLayer } from './space-layer.js';
import { placeDistributions } from './sweep.js';
import { findParameter } from './validate.js';
import {
  type Entry,
  entries,
  follow,
  listText,
  type Placed,
  type Source,
  scalarText,
  section,
  valueText,
} from './yaml-source.js';

export const SPACE_SECTIONS = ['parameters', 'zip', 'derived', 'seeds', 'replicas'] as const;

/** One of the `spaces:`. */
export interface NamedSpace {
  readonly name: string;
  readonly layer: SpaceLayer;
}

/** Probabilities whose files start from the folder of the file that names them. */
const placed = (source: Source, text: string): string =>
  placeDistributions(text, (path) => fromBase(path, dirname(source.file)));

/** The values of a `parameters:` section as text. @throws E_CONFIG for unknown keys and for what is not a value */
export function parseParameters(source: Source, schema: FamilySchema, entry: Entry): readonly TextSetting[] {
  return section(source, entry).map((item) => {
    const { key, place } = item;
    const parameter = findParameter(schema, key, place);
    const text = valueText(source, parameter, item);
    if (text !== undefined) return { key, text: isDistribution(parameter) ? placed(source, text) : text, place };
    throw configError(`${key} must be a value, a list of values, or {min: 1, max: 10} (${place})`, place);
  });
}

/** @throws E_CONFIG for a section that `what` (`a preset`) does not have, and for a parameter outside `parameters:` */
export function refuseUnknownSection(
  schema: FamilySchema,
  { key, place }: Entry,
  what: string,
  sections: readonly string[],
): void {
  if (sections.includes(key)) return;
  if (!schema.parameters.some((parameter) => parameter.key === key)) {
    throw unknownKey(key, `a section of ${what}`, sections, place);
  }
  throw configError(`${key} is a parameter and must stand under 'parameters:' (${place})`, place);
}

interface Zip {
  readonly settings: readonly TextSetting[];
  readonly groups: readonly (readonly string[])[];
}

/** A group, or a list of groups. */
function parseZip(source: Source, schema: FamilySchema, entry: Entry): Zip {
  const { key, node, place } = entry;
  const nodes = isSeq(node) ? node.items.map((item) => follow(source, item)) : [node];
  const groups = nodes.map((group) => {
    if (!isMap(group)) throw configError(`${key} must be keys with values, or a list of such groups (${place})`, place);
    return parseParameters(source, schema, { key, node: group, place });
  });
  const settings = groups.flat();
  const seen = new Set<string>();
  for (const setting of settings) {
    if (seen.has(setting.key)) {
      throw configError(`${setting.key} stands in two groups that move together (${setting.place})`, setting.place);
    }
    seen.add(setting.key);
  }
  return { settings, groups: groups.map((group) => group.map((setting) => setting.key)) };
}

/** Expressions; the place is that of the expression's first letter. */
function parseDerived(source: Source, schema: FamilySchema, entry: Entry): readonly TextSetting[] {
  return section(source, entry).map(({ key, node, place }) => {
    findParameter(schema, key, place);
    const text = scalarText(node);
    if (text === undefined || text === 'null') {
      throw configError(`${key} must be an expression of other values, as L + 2*M (${place})`, place);
    }
    const isQuoted = /^QUOTE/.test((node as { readonly type?: string }).type ?? '');
    const start = source.placeOf(node).replace(/\d+$/, (column) => String(Number(column) + (isQuoted ? 1 : 0)));
    return { key, text, place: start };
  });
}

function refuseTwice(
  settings: readonly TextSetting[],
  derived: readonly TextSetting[],
  zip: readonly TextSetting[],
): void {
  for (const [first, second, what] of [
    [settings, zip, 'parameters and zip'],
    [settings, derived, 'parameters and derived'],
    [zip, derived, 'zip and derived'],
  ] as const) {
    const found = second.find(({ key }) => first.some((other) => other.key === key));
    if (found === undefined) continue;
    throw configError(`${found.key} stands under ${what}; one of them must go (${found.place})`, found.place);
  }
}

/** The sections that both a space and the common part may have. @throws E_CONFIG */
export function parseLayer(source: Source, schema: FamilySchema, all: readonly Entry[]): SpaceLayer {
  const find = (key: (typeof SPACE_SECTIONS)[number]) => all.find((entry) => entry.key === key);
  const [parameters, zip, derived, seeds, replicas] = SPACE_SECTIONS.map(find);
  const settings = parameters === undefined ? [] : parseParameters(source, schema, parameters);
  const together = zip === undefined ? { settings: [], groups: [] } : parseZip(source, schema, zip);
  const expressions = derived === undefined ? [] : parseDerived(source, schema, derived);
  refuseTwice(settings, expressions, together.settings);
  if (seeds !== undefined && replicas !== undefined) {
    const { place } = replicas;
    throw configError(`seeds and replicas both say how often; give one of them (${place})`, place);
  }
  const read = (entry: Entry): Placed => listText(source, entry);
  return {
    settings: [...settings, ...together.settings],
    zips: together.groups,
    derived: expressions,
    ...(seeds && { seeds: parseSeeds(read(seeds).text, seeds.place) }),
    ...(replicas && { replicas: parseReplicas(read(replicas).text, replicas.place) }),
  };
}

/** The spaces of a `spaces:` section, at least one. @throws E_CONFIG */
export function parseSpaces(source: Source, schema: FamilySchema, entry: Entry): readonly NamedSpace[] {
  const found = section(source, entry).map((space) => {
    if (space.node === undefined || !isMap(space.node)) {
      throw configError(`the space ${space.key} must have sections, as 'parameters:' (${space.place})`, space.place);
    }
    const all = entries(source, space.node);
    for (const one of all) refuseUnknownSection(schema, one, 'a space', SPACE_SECTIONS);
    return { name: space.key, layer: parseLayer(source, schema, all) };
  });
  if (found.length > 0) return found;
  throw configError(`spaces has no space in it (${entry.place})`, entry.place);
}
