/**
 * Rules compared under corruption, each at its best rate: of every rule and strength the rate with the best mean of the last validation, among
 * those at which no run failed. Its test accuracy is a mean over seeds with a 95 % interval by Student's t, and so is the difference to gradient
 * descent, seed by seed.
 */
import { type Mean, meanWithInterval } from '../../analysis/proportion.js';
import type { DerivedColumn, ResultColumns, ResultValue } from '../collections.js';
import { ACCURACY, type Group, groupsOf, numbers, type Row, rowsOf } from './result-rows.js';

/** A rule of learning, as these tables and figures name it: what `update_alg` and `hessian` come to. */
export const RULES = {
  gd: 'gradient descent',
  md: 'mirror descent',
  learned: 'mirror descent, learned blocks',
} as const;

const ruleOf = ({ update_alg: rule, hessian }: Row): string => {
  if (rule === 'md') return hessian === 'data' ? RULES.learned : RULES.md;
  return rule === 'gd' ? RULES.gd : String(rule);
};

const CASE = ['task', 'corruption_type', 'corruption_alpha'];

interface Best {
  readonly rate: number;
  /** Whether no larger rate was tried. */
  readonly isLargest: boolean;
  readonly runs: readonly Row[];
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The best rate of a rule; undefined if runs failed at each. `seeds`: as many as a rate has where no run failed. */
function bestOf(rows: readonly Row[], seeds: number): Best | undefined {
  const rates = groupsOf(rows, ['lr']).map(({ key, rows: runs }) => ({ rate: Number(key.lr), runs }));
  const whole = rates.filter(({ runs }) => numbers(runs, 'validation_accuracy').length === seeds);
  if (whole.length === 0) return undefined;
  const scoreOf = ({ runs }: { readonly runs: readonly Row[] }): number => meanOf(numbers(runs, 'validation_accuracy'));
  const { rate, runs } = whole.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a));
  return { rate, runs, isLargest: rate === rates.at(-1)?.rate };
}

/** Differences of runs of the same seed. */
function differences({ runs }: Best, to: Best): readonly number[] {
  const others = new Map(to.runs.map((run) => [run.seed, run[ACCURACY]]));
  return runs.flatMap((run) => {
    const [own, other] = [run[ACCURACY], others.get(run.seed)];
    return typeof own === 'number' && typeof other === 'number' ? [own - other] : [];
  });
}

interface Compared {
  readonly key: Row;
  readonly rule: string;
  readonly best: Best;
  readonly accuracy?: Mean;
  readonly difference?: Mean;
}

/** Settings of one task, kind and strength of corruption, rule by rule. */
function comparedIn({ key, rows }: Group, seeds: number): readonly Compared[] {
  const rules = groupsOf(
    rows.map((row) => ({ ...row, rule: ruleOf(row) })),
    ['rule'],
  );
  const best = new Map(rules.map((group) => [String(group.key.rule), bestOf(group.rows, seeds)]));
  const plain = best.get(RULES.gd);
  return [...best].flatMap(([rule, found]): readonly Compared[] => {
    if (found === undefined) return [];
    const isCompared = plain !== undefined && rule !== RULES.gd;
    return [
      {
        key,
        rule,
        best: found,
        accuracy: meanWithInterval(numbers(found.runs, ACCURACY)),
        ...(isCompared && { difference: meanWithInterval(differences(found, plain)) }),
      },
    ];
  });
}

/** A row a task, kind and strength of corruption, and rule. */
export function corruptionBest(results: ResultColumns): readonly DerivedColumn[] {
  const names = [...CASE, 'update_alg', 'hessian', 'lr', 'seed', 'validation_accuracy', ACCURACY];
  const rows = rowsOf(results, names);
  const all = groupsOf(rows, ['task']).flatMap(({ rows: own }) => {
    const seeds = new Set(own.map(({ seed }) => seed)).size;
    return groupsOf(own, CASE).flatMap((group) => comparedIn(group, seeds));
  });
  const column = (
    name: string,
    type: DerivedColumn['type'],
    meaning: string,
    of: (one: Compared) => ResultValue,
  ): DerivedColumn => ({ name, type, meaning, values: all.map(of) });
  return [
    column('task', 'text', 'what was learned', ({ key }) => key.task),
    column('corruption_type', 'text', 'kind of corruption', ({ key }) => key.corruption_type),
    column('corruption_alpha', 'f64', 'strength of the corruption', ({ key }) => key.corruption_alpha),
    column('rule', 'text', 'rule of learning', ({ rule }) => rule),
    column('lr', 'f64', 'its best learning rate by the last validation', ({ best }) => best.rate),
    column('is_largest', 'i32', '1 if no larger one was tried', ({ best }) => Number(best.isLargest)),
    column('runs', 'i32', 'runs at that rate', ({ best }) => best.runs.length),
    column('mean', 'f64', 'mean test accuracy of these', ({ accuracy }) => accuracy?.mean ?? null),
    column('interval', 'f64', 'half of its 95 % interval', ({ accuracy }) => accuracy?.half ?? null),
    column('difference', 'f64', 'mean of accuracy minus that of gradient descent, seed by seed', (one) =>
      one.difference === undefined ? null : one.difference.mean,
    ),
    column('difference_interval', 'f64', 'half of its 95 % interval', (one) => one.difference?.half ?? null),
  ];
}
