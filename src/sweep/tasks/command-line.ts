/** The command line that makes a sweep again, from what its folder says of it. */
import { resolve } from 'node:path';
import { flagName } from '../../config/describe.js';
import { inputTexts } from '../../config/inputs.js';
import { mergeSettings } from '../../config/settings.js';
import type { TextSpace } from '../../config/space.js';
import { RAW } from '../../dataset/source.js';
import { pathOfDataset } from '../../input/data-references.js';
import { copyName } from '../../input/inputs.js';
import { withDefaults } from '../../model/defaults.js';
import { commandOf, saidByCommand } from '../../model/families.js';
import type { FamilySchema, Parameters } from '../../model/schema.js';
import { copyFolder } from '../../run/model-copy.js';
import type { StoredRequest, SweepRequest } from './record.js';
import { arraysOf } from './stored-request.js';

/** A flag with its value; one that begins with a dash would be taken for another flag. */
const flag = (name: string, text: string): readonly string[] =>
  text.startsWith('-') ? [`--${name}=${text}`] : [`--${name}`, text];

/** Whether flags can say a space: neither groups nor expressions. */
const isPlain = ({ zips, derived }: TextSpace): boolean => zips.length === 0 && derived.length === 0;

/** Values as flags; axes that are ordered by name stand in that order. */
function settingFlags({ parameters }: FamilySchema, { settings, isSorted }: TextSpace, skipped: readonly string[]) {
  const merged = mergeSettings(settings).filter(({ key }) => !skipped.includes(key));
  const ordered = isSorted ? [...merged].sort((a, b) => (a.key < b.key ? -1 : 1)) : merged;
  return ordered.flatMap(({ key, text }) =>
    parameters.some((parameter) => parameter.key === key) ? flag(flagName(key), text) : flag('set', `${key}=${text}`),
  );
}

/** Given arrays from the copies that the sweep keeps, data sets from where they were, by absolute paths. */
function inputFlags({ inputs }: FamilySchema, folder: string, stored: SweepRequest): readonly string[] {
  const { inputFiles, data = [] } = stored.request;
  const arrays = arraysOf(folder, stored);
  const given = inputs.flatMap((input) => {
    const list = inputTexts(inputFiles)[input.key] ?? [];
    const copies = list.flatMap((_, i) => arrays.get(copyName(input.key, i, list.length)) ?? []);
    // a copy of patterns is z-scored already
    const how = input.isPatterns === true ? RAW : '';
    return copies.flatMap(({ path }) => flag(flagName(input.key), `${how}${resolve(folder, path)}`));
  });
  return [...given, ...data.flatMap((one) => flag(flagName(one.key), pathOfDataset(one)))];
}

function oftenFlags({ seeds, replicas }: TextSpace, request: StoredRequest): readonly string[] {
  if (seeds !== undefined) return flag('seed', seeds.join(','));
  const times = replicas ?? request.replicas;
  return [
    ...(request.seed === 0 ? [] : flag('seed', String(request.seed))),
    ...(times === 1 ? [] : flag('replicas', String(times))),
  ];
}

/** What is recorded and how it is written, as flags; none for what is so by default. */
export function recordFlags({ record, output }: Pick<StoredRequest, 'record' | 'output'>): readonly string[] {
  const { record: names, every, from, to, units } = record;
  const texts = {
    record: names?.join(','),
    every: every === undefined ? undefined : String(every),
    from,
    to,
    units,
    format: output.format === 'parquet' ? undefined : output.format,
    parquet: output.format === 'parquet' && output.parquet !== 'compact' ? output.parquet : undefined,
  };
  return Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : flag(name, text)));
}

function searchFlags({ search }: StoredRequest): readonly string[] {
  if (search === undefined) return [];
  const { method, trials, startup, objective, direction } = search;
  return [
    ...flag('search', method),
    ...flag('budget', String(trials)),
    ...flag('startup', String(startup)),
    ...flag('objective', `${objective}:${direction}`),
  ];
}

/** The words that run its family: `simulate`, `attractor learn`. */
function commandWords(folder: string, { family, model }: StoredRequest, values: Parameters): readonly string[] {
  if (model !== undefined) return ['run', copyFolder(folder)];
  return (commandOf(family, values) ?? family).split(' ');
}

/**
 * The words of a command line, behind `msm`, that asks for what a request asked for; undefined if flags cannot say it: several spaces,
 * parameters that move together, derived ones. Where the result goes is left open.
 */
export function requestWords(
  folder: string,
  schema: FamilySchema,
  stored: SweepRequest,
): readonly string[] | undefined {
  const { request } = stored;
  const { spaces, search } = request;
  const all = search === undefined ? spaces : [search.space];
  const [space] = all;
  if (all.length !== 1 || !isPlain(space)) return undefined;
  const texts = Object.fromEntries(mergeSettings(space.settings).map(({ key, text }) => [key, text]));
  const values = withDefaults(schema, texts);
  const skipped = request.model === undefined ? saidByCommand(request.family, values) : [];
  return [
    ...commandWords(folder, request, values),
    ...settingFlags(schema, space, skipped),
    ...inputFlags(schema, folder, stored),
    ...oftenFlags(space, request),
    ...searchFlags(request),
    ...recordFlags(request),
    ...(request.build === 'fast' ? ['--fast'] : []),
  ];
}
