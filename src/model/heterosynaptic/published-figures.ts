/** The tables behind the published figures (specification, section 12), made of the results of a sweep. */
import { sampleStatistics } from '../../analysis/sample.js';
import type { CollectedFigure, DerivedColumn, ResultColumns, ResultValue } from '../collections.js';
import { corruptionBest } from './corruption-best.js';
import { ACCURACY, type Group, groupsOf, numbers, type Row, rowsOf } from './result-rows.js';

/** Statistics of some values; undefined if there are none. */
const statistics = (values: readonly number[]) => (values.length === 0 ? undefined : sampleStatistics(values));
const mean = (values: readonly number[]): number | null => statistics(values)?.mean ?? null;
/** Sample standard deviation (divisor n - 1); nothing of fewer than two. */
const deviation = (values: readonly number[]): number | null => statistics(values)?.std ?? null;
const largest = (values: readonly number[]): number | null => statistics(values)?.max ?? null;

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The best of some values, largest first. */
const best = (values: readonly number[], count: number): readonly number[] =>
  [...values].sort((a, b) => b - a).slice(0, count);

/** How a column of a table is made of a group. */
interface Made {
  readonly name: string;
  readonly meaning: string;
  readonly type?: 'i32' | 'text';
  readonly of: (group: Group) => ResultValue;
}

const KEYS: { readonly [name: string]: Omit<Made, 'of' | 'name'> } = {
  task: { type: 'text', meaning: 'what was learned' },
  update_alg: { type: 'text', meaning: 'optimizer' },
  corruption_type: { type: 'text', meaning: 'kind of corruption' },
  block_size: { type: 'i32', meaning: 'synapses that compete' },
  alpha: { meaning: 'coupling' },
  corruption_alpha: { meaning: 'strength of the corruption' },
  lr: { meaning: 'learning rate' },
  weight_decay: { meaning: 'weight decay' },
  momentum: { meaning: 'momentum' },
};

const keyed = (name: string): Made => ({ ...KEYS[name], name, of: ({ key }) => key[name] });

function tableOf(groups: readonly Group[], columns: readonly Made[]): readonly DerivedColumn[] {
  return columns.map(
    ({ name, meaning, type, of }): DerivedColumn => ({ name, type: type ?? 'f64', meaning, values: groups.map(of) }),
  );
}

const accuracies = ({ rows }: Group): readonly number[] => numbers(rows, ACCURACY);

const RUNS: Made = { name: 'runs', type: 'i32', meaning: 'runs', of: ({ rows }) => rows.length };
const BEST: Made = { name: 'best', meaning: 'largest test accuracy', of: (group) => largest(accuracies(group)) };
const MEAN: Made = { name: 'mean', meaning: 'mean test accuracy', of: (group) => mean(accuracies(group)) };
const SD: Made = {
  name: 'sd',
  meaning: 'sample standard deviation of the test accuracy (divisor n - 1)',
  of: (group) => deviation(accuracies(group)),
};

/** Runs of the published comparisons of best runs. */
const TOP = 10;
const TOP_MEAN: Made = {
  name: 'top_mean',
  meaning: `mean of the ${TOP} largest test accuracies`,
  of: (group) => mean(best(accuracies(group), TOP)),
};
const TOP_SD: Made = {
  name: 'top_sd',
  meaning: `sample standard deviation of these`,
  of: (group) => deviation(best(accuracies(group), TOP)),
};

const is =
  (name: string, value: ResultValue) =>
  (row: Row): boolean =>
    row[name] === value;

/** A table of groups of those rows that `only` takes. */
const grouped =
  (by: readonly string[], columns: readonly Made[], only: (row: Row) => boolean = () => true, needs: string[] = []) =>
  (results: ResultColumns): readonly DerivedColumn[] => {
    const rows = rowsOf(results, [...new Set([...by, ACCURACY, 'update_alg', 'corruption_type', ...needs])]);
    return tableOf(groupsOf(rows.filter(only), by), [...by.map(keyed), ...columns]);
  };

/** Of each rule and rate the setting with the best mean, and all its runs. */
function architectures(results: ResultColumns): readonly DerivedColumn[] {
  const settings = ['alpha', 'block_size', 'weight_decay', 'momentum'];
  const by = ['task', 'update_alg', 'lr'];
  const rows = rowsOf(results, [...by, ...settings, ACCURACY, 'validation_accuracy', 'seed']);
  const picked = groupsOf(rows, by).flatMap(({ rows: own }) => {
    const choices = groupsOf(own, settings);
    const meanOf = (group: Group): number => mean(accuracies(group)) ?? Number.NEGATIVE_INFINITY;
    const chosen = choices.reduce((a, b) => (meanOf(b) > meanOf(a) ? b : a));
    return chosen.rows.map((row): Group => ({ key: row, rows: [row] }));
  });
  const single = (name: string, meaning: string): Made => ({ name, meaning, of: ({ key }) => key[name] });
  return tableOf(picked, [
    ...by.map(keyed),
    ...settings.map(keyed),
    single('seed', 'seed of the run'),
    single(ACCURACY, 'test accuracy'),
    single('validation_accuracy', 'last validation accuracy'),
  ]);
}

/** Runs that learned nothing are below. */
const LEARNED = 0.2;
const learned = (group: Group): readonly number[] => accuracies(group).filter((value) => value > LEARNED);

const GD_CORRUPTION: readonly Made[] = [
  RUNS,
  MEAN,
  SD,
  { name: 'median', meaning: 'median test accuracy', of: (group) => median(accuracies(group)) },
  {
    name: 'learned_runs',
    type: 'i32',
    meaning: `runs with a test accuracy above ${LEARNED}`,
    of: (group) => learned(group).length,
  },
  { name: 'learned_mean', meaning: 'mean test accuracy of these', of: (group) => mean(learned(group)) },
  { name: 'learned_median', meaning: 'median test accuracy of these', of: (group) => median(learned(group)) },
];

const PRUNED = ['test_accuracy', 'best_validation_accuracy', 'train_accuracy'];
const pruning: readonly Made[] = [
  RUNS,
  ...PRUNED.flatMap((name): readonly Made[] => [
    { name: `${name}_mean`, meaning: `mean of ${name}`, of: ({ rows }) => mean(numbers(rows, name)) },
    {
      name: `${name}_sd`,
      meaning: 'its sample standard deviation (divisor n - 1)',
      of: ({ rows }) => deviation(numbers(rows, name)),
    },
  ]),
];

const figure = (
  help: string,
  of: (results: ResultColumns) => readonly DerivedColumn[],
  meaning = help,
): CollectedFigure => ({ help, table: { meaning, of } });

/** By the names that the pages give them; the original has notebooks. */
export const HETEROSYNAPTIC_FIGURES: { readonly [key: string]: CollectedFigure } = {
  alpha_lr_map: figure(
    'largest test accuracy of md over coupling and rate',
    grouped(['task', 'alpha', 'lr'], [BEST, MEAN, RUNS], is('update_alg', 'md')),
  ),
  alpha_scatter: figure(
    'test accuracy over the coupling, all rates and block sizes, of each rule',
    grouped(['task', 'update_alg', 'alpha'], [BEST, MEAN, SD, RUNS]),
  ),
  block_size_bars: figure(
    'test accuracy of md over the block size',
    grouped(['task', 'block_size'], [BEST, MEAN, SD, RUNS], is('update_alg', 'md')),
  ),
  architectures: figure('of each rule and rate all runs of the setting with the best mean', architectures),
  corruption_curves: figure(
    'test accuracy over the strength of each kind of corruption, of each rule',
    grouped(['task', 'corruption_type', 'update_alg', 'corruption_alpha'], [MEAN, SD, TOP_MEAN, TOP_SD, RUNS]),
  ),
  corruption_best: figure(
    'test accuracy over the strength of the corruption, of each rule at its best rate, and the difference to gd',
    corruptionBest,
  ),
  equal_alpha_map: figure(
    'mean of the best test accuracies of md where coupling and corruption are equally strong, over both and the block size',
    grouped(
      ['task', 'corruption_type', 'alpha', 'block_size'],
      [TOP_MEAN, TOP_SD, RUNS],
      (row) => row.update_alg === 'md' && row.alpha === row.corruption_alpha,
      ['corruption_alpha'],
    ),
  ),
  gd_corruption: figure(
    'test accuracy of gd under block corruption',
    grouped(
      ['task', 'corruption_alpha'],
      GD_CORRUPTION,
      (row) => row.update_alg === 'gd' && row.corruption_type === 'block_diagonal',
    ),
  ),
  pruning: figure(
    'accuracies of each rule, after pruning if there was one',
    grouped(['task', 'update_alg'], pruning, undefined, PRUNED),
  ),
  learning_curves: { help: 'the epochs of all runs', series: 'epochs' },
  confusion: { help: 'items of the test by class and answer, of all runs', series: 'confusion' },
};
