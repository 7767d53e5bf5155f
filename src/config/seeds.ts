/** How often each combination of a sweep is run, and with which seeds: read from text, checked, combined and counted out here alone. */
import type { Parameter } from '../model/schema.js';
import { integerFrom } from './integer.js';
import { configError } from './problem.js';
import { parseSweep } from './sweep.js';

/** Several seeds by name, or replicas of one seed. */
export interface Often {
  /** Integers from 0 to 2^53 - 1, at least one. */
  readonly seeds?: readonly number[];
  readonly replicas?: number;
}

/** The seed of a sweep, of which those of its replicas are drawn. */
export interface SeedSource {
  readonly seed: number;
  readonly replicas: number;
  /** Seed of replica r; not called for a single replica, whose seed is the sweep's own. */
  readonly replicaSeed: (seed: number, replica: number) => number;
}

export const DEFAULT_SEED = 0;
const MOST_REPLICAS = 1_000_000;

/** A seed as the value grammar sees it, so that lists and ranges of seeds are written as those of parameters. */
const SEED: Parameter = {
  key: 'seed',
  symbol: '',
  help: 'seed of all random numbers',
  group: '',
  kind: 'integer',
  default: DEFAULT_SEED,
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
};

/** @throws E_CONFIG unless it is an integer from 0 to 2^53 - 1 */
export function assertSeed(seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw configError(`seed ${seed}: must be an integer from 0 to 2^53 - 1`, 'seed');
}

/** One seed, a list or a range. @throws E_CONFIG unless they are different integers from 0 to 2^53 - 1, at most a million */
export function parseSeeds(text: string, place = '--seed'): readonly number[] {
  return parseSweep(SEED, text, place) as readonly number[];
}

/** @throws E_CONFIG unless the text is an integer from 1 to a million */
export function parseReplicas(text: string, place?: string): number {
  return integerFrom('replicas', 1, MOST_REPLICAS, text, place);
}

/** Whether seeds name the runs; a single one is that of the sweep. */
const nameRuns = ({ seeds }: Often): boolean => seeds !== undefined && seeds.length > 1;

/** The seed of a sweep. */
export const sweepSeed = ({ seeds }: Often): number => seeds?.[0] ?? DEFAULT_SEED;

/** Several seeds name the runs; replicas are drawn from one. @throws E_CONFIG for both */
export function assertOften({ seeds, replicas = 1 }: Often): void {
  if (!nameRuns({ seeds }) || replicas === 1) return;
  throw configError(
    `${seeds?.length} seeds and ${replicas} replicas exclude each other: replicas have seeds derived from one`,
    '--replicas',
    'Give the seeds alone, or one seed and --replicas.',
  );
}

/** Those that name the runs of a space; undefined if they belong to the sweep. */
export const namedSeeds = (often: Often): readonly number[] | undefined => (nameRuns(often) ? often.seeds : undefined);

/** The upper of two layers that says how often; seeds and replicas replace each other. */
export function oftenOver(below: Often, above: Often): Often {
  const { seeds, replicas } = above.seeds !== undefined || above.replicas !== undefined ? above : below;
  return { ...(seeds && { seeds }), ...(replicas !== undefined && { replicas }) };
}

/** The seeds of each combination. @throws E_CONFIG for a wrong seed of the sweep or number of replicas */
export function seedsOf({ seeds, replicas }: Often, source: SeedSource): readonly number[] {
  assertSeed(source.seed);
  const count = replicas ?? source.replicas;
  if (!Number.isSafeInteger(count) || count < 1) throw configError('replicas must be an integer of at least 1');
  if (seeds !== undefined) return seeds;
  if (count === 1) return [source.seed];
  return Array.from({ length: count }, (_, r) => source.replicaSeed(source.seed, r));
}
