/** A measurement of everything with its ceiling, of which parts can be measured again. */
import { CORE_MODULE } from '../kernel/core-kernels.js';
import type { FreshKernels } from '../kernel/kernels.js';
import type { Bench, Subject } from '../model/bench.js';
import { openCeiling } from './ceiling.js';
import { type BenchComparison, type BenchResult, compareResults } from './compare.js';
import { coreSubjects } from './core.js';
import { type Measurement, type Milliseconds, rate, type Timed, timeAll } from './measure.js';

export interface SessionOptions {
  readonly machine: Pick<BenchResult, 'build' | 'processor' | 'node' | 'vectors'>;
  readonly fresh: FreshKernels;
  readonly clock: Milliseconds;
  readonly budgetMs: number;
  readonly benches: readonly Bench[];
}

export interface Session {
  /** Times all subjects, or those of the names that are wanted; the least time of each counts. The ceiling is measured in between. */
  measure(isWanted?: (name: string) => boolean): void;
  /** What was found so far, as shares of the largest ceiling so far. */
  result(): BenchResult;
}

/** Part of the budget of a measurement that each number of the ceiling has; it is measured once more than there are lists of subjects. */
const CEILING_BUDGET = 0.25;

type Kind = 'kernels' | 'workloads';

/** Those that are wanted, made one after the other. */
function* only(subjects: Iterable<Subject>, isWanted: (name: string) => boolean): Iterable<Subject> {
  for (const subject of subjects) if (isWanted(subject.name)) yield subject;
}

export function openSession({ machine, fresh, clock, budgetMs, benches }: SessionOptions): Session {
  const ceilingNow = openCeiling(fresh(CORE_MODULE), clock, budgetMs * CEILING_BUDGET);
  const parts: readonly { readonly kind: Kind; readonly subjects: () => Iterable<Subject> }[] = [
    { kind: 'kernels', subjects: () => coreSubjects(fresh) },
    ...benches.map((bench) => ({ kind: 'kernels', subjects: () => bench.kernels(fresh) }) as const),
    ...benches.map((bench) => ({ kind: 'workloads', subjects: () => bench.workloads(fresh) }) as const),
  ];
  const found = new Map<string, Timed & { readonly kind: Kind }>();
  let ceiling = ceilingNow();
  return {
    measure(isWanted = () => true) {
      for (const { kind, subjects } of parts) {
        const times = timeAll(only(subjects(), isWanted), clock, budgetMs);
        for (const { subject, seconds } of times) {
          const before = found.get(subject.name)?.seconds ?? Number.POSITIVE_INFINITY;
          found.set(subject.name, { kind, subject, seconds: Math.min(before, seconds) });
        }
        if (times.length > 0) ceiling = ceilingNow();
      }
    },
    result() {
      const all = (wanted: Kind): readonly Measurement[] =>
        [...found.values()]
          .filter(({ kind }) => kind === wanted)
          .map(({ subject, seconds }) => rate(subject, seconds, ceiling));
      return { ...machine, ceiling, kernels: all('kernels'), workloads: all('workloads') };
    },
  };
}

/** How often what seems slower is measured again before it counts as slower. */
const AGAIN = 2;

/** Compares with an earlier result; what seems slower is measured again, since noise only ever adds time. */
export function compareAgain(session: Session, then: BenchResult, by: number): BenchComparison {
  for (let again = 0; again < AGAIN; again++) {
    const names = new Set(compareResults(then, session.result(), by).slower.map(({ name }) => name));
    if (names.size > 0) session.measure((name) => names.has(name));
  }
  return compareResults(then, session.result(), by);
}
