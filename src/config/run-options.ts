/** The options of a run that are not parameters of the model: seed, replicas, what is recorded and how, which kernels. */

import { parseNumber } from '../method/number-text.js';
import { didYouMean, quoted } from '../text.js';
import { integerFrom } from './integer.js';
import { configError, subject } from './problem.js';
import { type Often, parseReplicas, parseSeeds } from './seeds.js';
import type { RunKey, RunTexts } from './settings.js';
import { splitList } from './sweep.js';

export const FORMATS = ['parquet', 'arrow', 'csv'] as const;
export type Format = (typeof FORMATS)[number];
const PROFILES = ['compact', 'compatible'] as const;
export type Profile = (typeof PROFILES)[number];

/** Run options that were given; the caller supplies what is absent. */
export interface RunOptions extends Often {
  /** Names of observables. */
  readonly record?: readonly string[];
  /** Steps between records. */
  readonly every?: number;
  /** First and last recorded step, as text. */
  readonly from?: string;
  readonly to?: string;
  /** Recorded neurons, as `0..9,20`. */
  readonly units?: string;
  readonly format?: Format;
  readonly parquet?: Profile;
  /** Whether the fast build computes. */
  readonly fast?: boolean;
}

type RunText = NonNullable<RunTexts[RunKey]>;

/** Steps between records. @throws E_CONFIG unless the text is an integer >= 1 */
export function parseEvery(text: string, place?: string): number {
  return integerFrom('every', 1, Number.MAX_SAFE_INTEGER, text, place);
}

/** @throws E_CONFIG unless the text is one of `FORMATS`, in any case */
export function parseFormat(text: string, place = '--format'): Format {
  const wanted = text.trim().toLowerCase();
  const found = FORMATS.find((format) => format === wanted);
  if (found !== undefined) return found;
  const guess = didYouMean(wanted, FORMATS);
  throw configError(`${subject('format', quoted(text), place)}: must be parquet, arrow or csv. ${guess}`.trim(), place);
}

/** Names separated by commas; the recorder checks whether they exist. @throws E_CONFIG for an empty name */
export function parseRecord(text: string, place = '--record'): readonly string[] {
  const names = splitList(text);
  if (!names.includes('')) return names;
  throw configError(
    `${subject('record', quoted(text), place)}: must be names between commas, as energy,overlaps`,
    place,
  );
}

/** A step as text; the recorder checks whether a run has it. @throws E_CONFIG unless it is an integer >= 0 */
function stepText(name: string, { text, place = `--${name}` }: RunText): string {
  const value = parseNumber(text.trim());
  if (value !== undefined && Number.isSafeInteger(value) && value >= 0) return text.trim();
  throw configError(`${subject(name, quoted(text), place)}: must be an integer of at least 0`, place);
}

/** @throws E_CONFIG unless the text is one of the profiles */
function parseProfile({ text, place = '--parquet' }: RunText): Profile {
  const wanted = text.trim().toLowerCase();
  const found = PROFILES.find((profile) => profile === wanted);
  if (found !== undefined) return found;
  const guess = didYouMean(wanted, PROFILES);
  throw configError(
    `${subject('parquet', quoted(text), place)}: must be compact or compatible. ${guess}`.trim(),
    place,
  );
}

/** @throws E_CONFIG unless the text is a truth value */
function parseFast({ text, place = '--fast' }: RunText): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === 'true' || wanted === 'false') return wanted === 'true';
  throw configError(`${subject('fast', quoted(text), place)}: must be true or false`, place);
}

/** A profile of Parquet means nothing with another format. @throws E_CONFIG */
function assertProfile({ format, parquet }: RunTexts): void {
  if (parquet === undefined || format === undefined || parseFormat(format.text, format.place) === 'parquet') return;
  const place = parquet.place ?? '--parquet';
  throw configError(`--parquet ${parquet.text} and --format ${format.text} exclude each other`, place);
}

/** Reads the texts that a preset or a command line gave. @throws E_CONFIG */
export function readRunOptions(texts: RunTexts): RunOptions {
  const { seed, replicas, record, every, from, to, units, format, parquet, fast } = texts;
  assertProfile(texts);
  return {
    ...(seed && { seeds: parseSeeds(seed.text, seed.place) }),
    ...(replicas && { replicas: parseReplicas(replicas.text, replicas.place) }),
    ...(record && { record: parseRecord(record.text, record.place) }),
    ...(every && { every: parseEvery(every.text, every.place) }),
    ...(from && { from: stepText('from', from) }),
    ...(to && { to: stepText('to', to) }),
    ...(units && { units: units.text }),
    ...(format && { format: parseFormat(format.text, format.place) }),
    ...(parquet && { parquet: parseProfile(parquet) }),
    ...(fast && { fast: parseFast(fast) }),
  };
}
