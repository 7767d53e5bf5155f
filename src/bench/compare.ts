/** Two results of `msm bench` of one machine: what has become slower, as shares of the ceiling that was measured in each run. */
import { MsmError } from '../errors.js';
import type { Ceiling, Measurement } from './measure.js';

/** What `msm bench --json` prints, and a comparison reads. */
export interface BenchResult {
  readonly build: string;
  readonly processor: string;
  readonly node: string;
  /** Bits of the vectors that the engine was asked for; earlier results do not say it, and had 128. */
  readonly vectors?: number;
  readonly ceiling: Ceiling;
  readonly kernels: readonly Measurement[];
  readonly workloads: readonly Measurement[];
}

export interface Change {
  readonly name: string;
  /** Shares of the ceiling, or of peak arithmetic where a measurement has no share of its own. */
  readonly of: 'the ceiling' | 'peak arithmetic';
  readonly before: number;
  readonly now: number;
}

export interface BenchComparison {
  /** Those that are slower by more than was asked about, the worst first. */
  readonly slower: readonly Change[];
  readonly faster: readonly Change[];
  /** Measurements of both results. */
  readonly compared: number;
  /** In one of them alone. */
  readonly onlyThen: readonly string[];
  readonly onlyNow: readonly string[];
  readonly notes: readonly string[];
}

const measurementsOf = ({ kernels, workloads }: BenchResult): readonly Measurement[] => [...kernels, ...workloads];

/** A share that two runs can be compared by. */
const shareOf = ({ share, gflops }: Measurement, { ceiling }: BenchResult): number => share ?? gflops / ceiling.gflops;

const isMeasurement = (value: unknown): boolean => {
  const { name, gflops, share } = (value ?? {}) as Partial<Measurement>;
  return typeof name === 'string' && Number.isFinite(gflops) && (share === null || Number.isFinite(share));
};

/** Reads what `msm bench --json` printed. Throws E_CORRUPT, naming the file, for anything else. */
export function readBenchResult(text: string, place: string): BenchResult {
  const fail = (what: string, cause?: unknown): never => {
    const next = 'Such a file is made by: msm bench --json > FILE';
    throw new MsmError('E_CORRUPT', `${place} is no result of msm bench: ${what}`, { place, next, cause });
  };
  let found: Partial<BenchResult>;
  try {
    found = JSON.parse(text) ?? {};
  } catch (error) {
    return fail('it is not JSON', error);
  }
  for (const key of ['build', 'processor', 'node'] as const) {
    if (typeof found[key] !== 'string') fail(`it has no text ${key}`);
  }
  if (!Number.isFinite(found.ceiling?.gflops)) fail('it has no number ceiling.gflops');
  if (![undefined, 128, 256].includes(found.vectors)) fail('vectors are neither 128 nor 256');
  for (const key of ['kernels', 'workloads'] as const) {
    if (!Array.isArray(found[key]) || !found[key].every(isMeasurement)) fail(`${key} are no list of measurements`);
  }
  return found as BenchResult;
}

/** Bits of the vectors of a result. */
export const vectorsOf = ({ vectors = 128 }: Pick<BenchResult, 'vectors'>): number => vectors;

/** Throws E_CONFIG if two results are not of one processor, build and width of vectors: their shares say nothing of each other. */
export function checkComparable(
  then: Pick<BenchResult, 'processor' | 'build' | 'vectors'>,
  now: typeof then,
  place: string,
): void {
  if (then.processor !== now.processor) {
    throw new MsmError('E_CONFIG', `${place} was measured on ${then.processor}, this is ${now.processor}`, {
      place: '--compare',
      next: 'Compare with a result of this machine: msm bench --json > FILE',
    });
  }
  if (then.build !== now.build) {
    throw new MsmError('E_CONFIG', `${place} is of the ${then.build} build, this run of the ${now.build} build`, {
      place: '--compare',
      next: then.build === 'fast' ? 'Add --fast.' : 'Leave --fast out.',
    });
  }
  const [before, bits] = [vectorsOf(then), vectorsOf(now)];
  if (before !== bits) {
    throw new MsmError('E_CONFIG', `${place} was measured with vectors of ${before} bits, this engine makes ${bits}`, {
      place: '--compare',
      next:
        before === 128
          ? 'Set MSM_VECTORS=128, or compare with a result of this engine.'
          : 'Compare with a version of Node that makes them (docs/performance.md), and without MSM_VECTORS.',
    });
  }
}

/** What differs by more than `by`, a share of the share then: 0.15 for 15 %. */
export function compareResults(then: BenchResult, now: BenchResult, by: number): BenchComparison {
  const before = new Map(measurementsOf(then).map((one) => [one.name, shareOf(one, then)]));
  const after = new Map(measurementsOf(now).map((one) => [one.name, one]));
  const changes: Change[] = [];
  for (const [name, one] of after) {
    const share = before.get(name);
    const of = one.share === null ? 'peak arithmetic' : 'the ceiling';
    if (share !== undefined) changes.push({ name, of, before: share, now: shareOf(one, now) });
  }
  const byRatio = (a: Change, b: Change): number => a.now / a.before - b.now / b.before;
  return {
    slower: changes.filter((one) => one.now < (1 - by) * one.before).sort(byRatio),
    faster: changes.filter((one) => one.before < (1 - by) * one.now).sort((a, b) => byRatio(b, a)),
    compared: changes.length,
    onlyThen: [...before.keys()].filter((name) => !after.has(name)),
    onlyNow: [...after.keys()].filter((name) => !before.has(name)),
    notes: then.node === now.node ? [] : [`it was measured with Node ${then.node}, this is Node ${now.node}`],
  };
}
