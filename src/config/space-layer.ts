/** What one source (a preset, a sweep file, one of its spaces, the command line) says of a space, and how they add up. */

import { type Often, oftenOver } from './seeds.js';
import { mergeSettings, type TextSetting } from './settings.js';
import type { TextSpace } from './space.js';

export interface SpaceLayer extends Often {
  readonly settings: readonly TextSetting[];
  readonly zips: readonly (readonly string[])[];
  readonly derived: readonly TextSetting[];
}

/** `tau_h` for `tau_h.min`, which sets one half of it. */
const parameterOf = (key: string): string => key.replace(/\.(min|max)$/, '');

function without(settings: readonly TextSetting[], keys: ReadonlySet<string>): readonly TextSetting[] {
  return settings.filter(({ key }) => !keys.has(parameterOf(key)));
}

/**
 * The later layer wins, key by key: a value replaces an expression of the same key and an expression a value; a group that
 * moves together replaces earlier groups that share a key with it; seeds and replicas replace each other.
 */
function over(below: SpaceLayer, above: SpaceLayer): SpaceLayer {
  const set = new Set(above.settings.map(({ key }) => parameterOf(key)));
  const derived = new Set(above.derived.map(({ key }) => key));
  const grouped = new Set(above.zips.flat());
  const zips = below.zips
    .filter((group) => !group.some((key) => grouped.has(key)))
    .map((group) => group.filter((key) => !derived.has(key)));
  return {
    settings: mergeSettings(without(below.settings, derived), above.settings),
    zips: [...zips, ...above.zips],
    derived: mergeSettings(without(below.derived, set), above.derived),
    ...oftenOver(below, above),
  };
}

const NOTHING: SpaceLayer = { settings: [], zips: [], derived: [] };

/** Layers from the lowest to the highest as one space. */
export function layered(name: string, isSorted: boolean, ...layers: readonly SpaceLayer[]): TextSpace {
  return { name, isSorted, ...layers.reduce(over, NOTHING) };
}

/** A layer of settings alone. */
export const settingsLayer = (settings: readonly TextSetting[]): SpaceLayer => ({ ...NOTHING, settings });
