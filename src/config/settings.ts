/**
 * Settings: parameter values with the place they come from, in the order in which they were given.
 *
 * A preset gives some, `--set` and the parameters' own flags give more; a later one replaces an earlier one of the same
 * key and takes the later position. That order is the order of the sweep's axes.
 */

import { quoted } from '../text.js';
import type { InputTexts } from './inputs.js';
import { configError, unknownKey } from './problem.js';

/** A parameter's value or sweep as text, not yet read. */
export interface TextSetting {
  readonly key: string;
  readonly text: string;
  readonly place?: string;
}

/** The keys under `run:` in a preset and their flags. */
export const RUN_KEYS = [
  'seed',
  'replicas',
  'record',
  'every',
  'from',
  'to',
  'units',
  'format',
  'parquet',
  'fast',
] as const;
export type RunKey = (typeof RUN_KEYS)[number];

/** Texts of the run options that were given. */
export type RunTexts = { readonly [key in RunKey]?: { readonly text: string; readonly place?: string } };

/** What one source (a preset, a command line) gives. */
export interface Layer {
  readonly settings: readonly TextSetting[];
  readonly run: RunTexts;
  /** Files or names of given inputs. */
  readonly inputs?: InputTexts;
}

/** Later settings replace earlier ones of the same key and take their own, later position. */
export function mergeSettings<T extends { readonly key: string }>(...layers: readonly (readonly T[])[]): readonly T[] {
  const merged = new Map<string, T>();
  for (const setting of layers.flat()) {
    merged.delete(setting.key);
    merged.set(setting.key, setting);
  }
  return [...merged.values()];
}

/** Whether a parameter has a value among settings. */
export function isSet(settings: readonly TextSetting[], key: string): boolean {
  return settings.some((setting) => setting.key === key);
}

/**
 * Later run options win. Format and profile of Parquet belong together: where the two exclude each other, asking for one
 * takes back the other, which an earlier source said.
 */
export function mergeRuns(...runs: readonly RunTexts[]): RunTexts {
  return runs.reduce((below, above) => {
    const { format, parquet, ...rest } = below;
    const isOther = above.format !== undefined && above.format.text.trim().toLowerCase() !== 'parquet';
    return {
      ...rest,
      ...(format && above.parquet === undefined && { format }),
      ...(parquet && !isOther && { parquet }),
      ...above,
    };
  }, {});
}

/** Later layers win, for parameters and for run options. */
export function mergeLayers(...layers: readonly Layer[]): Layer {
  return {
    settings: mergeSettings(...layers.map((layer) => layer.settings)),
    run: mergeRuns(...layers.map((layer) => layer.run)),
    inputs: Object.assign({}, ...layers.map((layer) => layer.inputs)),
  };
}

/**
 * Reads one `--set` argument, `key=value` with a dotted path into the structure of a preset:
 * `tau_J=250`, `parameters.tau_J=250,500`, `tau_h.min=1`, `run.seed=7`. The value is all after the first `=`.
 *
 * @throws E_CONFIG without a `=`, or for a path that a preset does not have
 */
export function parseSet(text: string): Layer {
  const cut = text.indexOf('=');
  const place = `--set ${quoted(cut < 0 ? text : text.slice(0, cut))}`;
  if (cut <= 0) throw configError(`${place}: must be KEY=VALUE, as --set run.seed=7`, '--set');
  const path = text.slice(0, cut).trim().split('.');
  const value = text.slice(cut + 1);
  if (path[0] === 'run') {
    const key = RUN_KEYS.find((name) => path.length === 2 && name === path[1]);
    if (key === undefined) throw unknownKey(path.slice(1).join('.'), 'a run option', RUN_KEYS, place);
    return { settings: [], run: { [key]: { text: value, place } } };
  }
  const key = (path[0] === 'parameters' ? path.slice(1) : path).join('.');
  return { settings: [{ key, text: value, place }], run: {} };
}

/**
 * Joins the halves of a duration that were set one by one: `tau_h.min` and `tau_h.max` become `tau_h = random:min..max`.
 * A single half completes the duration that stands before it.
 *
 * @throws E_CONFIG if one half is missing
 */
export function joinNested(settings: readonly TextSetting[]): readonly TextSetting[] {
  const halves = new Map<string, { min?: string; max?: string }>();
  const joined: TextSetting[] = [];
  for (const setting of settings) {
    const match = /^(.+)\.(min|max)$/.exec(setting.key);
    if (match === null) {
      halves.delete(setting.key);
      joined.push(setting);
      continue;
    }
    const [, key, half] = match;
    const before = joined.findLast((other) => other.key === key)?.text ?? '';
    const [, min, max] = /^\s*random:(.+)\.\.(.+)$/i.exec(before) ?? [];
    const both = { min, max, ...halves.get(key), [half]: setting.text.trim() };
    halves.set(key, both);
    if (both.min !== undefined && both.max !== undefined) {
      joined.push({ key, text: `random:${both.min}..${both.max}`, place: setting.place });
      halves.delete(key);
    }
  }
  for (const [key, half] of halves) {
    const missing = half.min === undefined ? 'min' : 'max';
    throw configError(`${key}.${missing} is missing: a random duration needs both`, `--set ${key}`);
  }
  return joined;
}
