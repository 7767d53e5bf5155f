/**
 * Configurations of a collection, shipped in data/collect or a person's own file:
 *
 *     summary: one line
 *     for: [tau_J_std, 3d_std_fit]     # published figures whose data are wanted
 *     fit: power-law:tau_J:residuals_std
 *     theory: [K, tau_J]
 *     series: timeseries
 *     group-by: [K, tau_J]
 *     histogram: residual
 *     latex: true
 *     published: true
 */
import { join } from 'node:path';
import type { PresetFiles } from '../config/preset.js';
import { configError, unknownKey } from '../config/problem.js';
import { openYaml, rootEntries, words } from '../config/yaml-source.js';
import type { CollectRequest } from './request.js';

type Options = Pick<
  CollectRequest,
  'figures' | 'fits' | 'theory' | 'series' | 'groupBy' | 'histogram' | 'latex' | 'published'
>;

export interface CollectPreset {
  readonly name: string;
  readonly summary: string;
  readonly options: Options;
}

const KEYS = ['summary', 'for', 'fit', 'theory', 'series', 'group-by', 'histogram', 'latex', 'published'] as const;

/** Reads the text of one configuration. `name` is for messages. Throws E_CONFIG with file, line and column. */
export function parseCollectPreset(text: string, name: string): CollectPreset {
  const source = openYaml(text, name);
  const found = new Map<string, readonly string[]>();
  for (const entry of rootEntries(source, 'a configuration of msm collect', KEYS)) {
    if (!KEYS.some((key) => key === entry.key)) {
      throw unknownKey(entry.key, 'a key of a configuration of msm collect', KEYS, entry.place);
    }
    const values = words(source, entry).map(({ text: word }) => word);
    const isFlag = entry.key === 'latex' || entry.key === 'published';
    if (isFlag && !['true', 'false'].includes(values.join())) {
      throw configError(`${entry.key} must be true or false (${entry.place})`, entry.place);
    }
    found.set(entry.key, values);
  }
  return {
    name,
    summary: found.get('summary')?.join() ?? '',
    options: {
      figures: found.get('for'),
      fits: found.get('fit'),
      theory: found.get('theory'),
      series: found.get('series'),
      groupBy: found.get('group-by'),
      histogram: found.get('histogram')?.join(),
      latex: found.get('latex')?.join() === 'true',
      published: found.get('published')?.join() === 'true',
    },
  };
}

const isPath = (name: string): boolean => /[/\\]|\.ya?ml$/i.test(name);

/** Names of the shipped configurations. `files.dir` is their folder. */
export function collectPresetNames(files: PresetFiles): readonly string[] {
  const yaml = files.listFiles(files.dir).filter((file) => file.endsWith('.yaml'));
  return yaml.map((file) => file.slice(0, -'.yaml'.length)).sort();
}

/** A shipped configuration by its name, or a file by its path. Throws E_CONFIG with the nearest right name. */
export function loadCollectPreset(name: string, files: PresetFiles): CollectPreset {
  const text = files.readText(isPath(name) ? name : join(files.dir, `${name}.yaml`));
  if (text !== undefined) return parseCollectPreset(text, name);
  if (isPath(name)) throw configError(`--preset ${name}: there is no such file`, '--preset');
  throw unknownKey(name, 'a configuration of msm collect', collectPresetNames(files), '--preset');
}

/** What was asked for, on top of what the configuration says. Lists in the configuration are replaced, not extended. */
export function overCollectPreset({ options }: CollectPreset, request: CollectRequest): CollectRequest {
  const given = Object.entries(request).filter(([, value]) => value !== undefined && value !== false);
  return { ...options, ...Object.fromEntries(given), sources: request.sources };
}
