/**
 * What a sweep of the preset `corruption` (or `corruption-mnist`) says, as rows of docs/figures/corruption.csv and as a table in Markdown:
 *
 *     npx tsx scripts/corruption.ts digits FOLDER
 *
 * FOLDER was collected. Of each rule and strength the rate with the best mean of the last validation counts, among those at which no
 * seed diverged; its test accuracy is a mean over seeds with a 95 % interval (Student's t), and so is the difference to gradient
 * descent, seed by seed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleStatistics } from '../src/analysis/sample.js';
import { readTable } from '../src/table/read.js';
import { ROOT } from '../tests/docs/blocks.js';
import { minus } from './figure-runs.js';

export const CORRUPTION_CSV = join(ROOT, 'docs', 'figures', 'corruption.csv');
const HEADER = 'task,alpha_C,rule,lr,is_largest,seeds,accuracy,interval,difference,difference_interval';

export const RULES = ['descent', 'coupling', 'learned'] as const;
type Rule = (typeof RULES)[number];

/** Quantiles 0.975 of Student's t, by degrees of freedom. */
const STUDENT: { readonly [freedom: number]: number } = {
  2: 4.302653,
  3: 3.182446,
  4: 2.776445,
  5: 2.570582,
  6: 2.446912,
  7: 2.364624,
  8: 2.306004,
  9: 2.262157,
};

interface Run {
  readonly rule: Rule;
  readonly strength: number;
  readonly rate: number;
  readonly seed: number;
  readonly validation: number;
  readonly test: number;
}

async function runsOf(folder: string): Promise<readonly Run[]> {
  const path = join(folder, 'results.parquet');
  const table = await readTable(readFileSync(path), path);
  const column = (name: string): ArrayLike<unknown> => {
    const found = table.columns.find((one) => one.name === name);
    if (found === undefined) throw new Error(`${path} has no column ${name}`);
    return found.data as ArrayLike<unknown>;
  };
  const [rules, hessians, rates, strengths, seeds, validations, tests] = [
    'update_alg',
    'hessian',
    'lr',
    'corruption_alpha',
    'seed',
    'validation_accuracy',
    'test_accuracy',
  ].map(column);
  return Array.from({ length: rules.length }, (_, i) => ({
    rule: rules[i] === 'gd' ? 'descent' : hessians[i] === 'data' ? 'learned' : 'coupling',
    strength: Number(strengths[i]),
    rate: Number(rates[i]),
    seed: Number(seeds[i]),
    validation: Number(validations[i]),
    test: Number(tests[i]),
  }));
}

const mean = (values: readonly number[]): number => sampleStatistics(values).mean;

/** Half of the 95 % interval of a mean. */
function interval(values: readonly number[]): number {
  const { sem } = sampleStatistics(values);
  const quantile = STUDENT[values.length - 1];
  if (quantile === undefined || sem === null) throw new Error(`no quantile for ${values.length} seeds`);
  return quantile * sem;
}

/** The runs at the best rate of a rule, in the order of seeds, and whether that is the largest rate of all that were tried. */
function bestOf(runs: readonly Run[], seeds: number): { readonly runs: readonly Run[]; readonly isLargest: boolean } {
  const rates = [...new Set(runs.map(({ rate }) => rate))];
  const at = (rate: number): readonly Run[] => runs.filter((run) => run.rate === rate);
  const whole = rates.filter((rate) => at(rate).length === seeds);
  const best = whole.reduce((a, b) => {
    const [x, y] = [a, b].map((rate) => mean(at(rate).map(({ validation }) => validation)));
    return y > x ? b : a;
  });
  return { runs: [...at(best)].sort((a, b) => a.seed - b.seed), isLargest: best === Math.max(...rates) };
}

async function rowsOf(task: string, folder: string): Promise<readonly string[]> {
  const runs = await runsOf(folder);
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  const strengths = [...new Set(runs.map(({ strength }) => strength))].sort((a, b) => a - b);
  return strengths.flatMap((strength) => {
    const best = (rule: Rule) =>
      bestOf(
        runs.filter((run) => run.strength === strength && run.rule === rule),
        seeds,
      );
    const plain = best('descent').runs.map(({ test }) => test);
    return RULES.filter((rule) => runs.some((run) => run.rule === rule)).map((rule) => {
      const { runs: chosen, isLargest } = best(rule);
      const tests = chosen.map(({ test }) => test);
      const differences = tests.map((value, i) => value - plain[i]);
      const numbers = [mean(tests), interval(tests), mean(differences), interval(differences)];
      return [
        task,
        strength,
        rule,
        chosen[0].rate,
        isLargest ? 1 : 0,
        seeds,
        ...numbers.map((value) => value.toFixed(5)),
      ].join();
    });
  });
}

/** One line of the file. */
export interface CorruptionRow {
  readonly task: string;
  readonly strength: number;
  readonly rule: string;
  readonly rate: number;
  readonly accuracy: number;
  readonly interval: number;
  readonly difference: number;
  readonly differenceInterval: number;
}

export function corruptionRows(): readonly CorruptionRow[] {
  const lines = existsSync(CORRUPTION_CSV) ? readFileSync(CORRUPTION_CSV, 'utf8').trim().split('\n').slice(1) : [];
  return lines.map((line) => {
    const [task, strength, rule, rate, , , accuracy, half, difference, halfOfDifference] = line.split(',');
    return {
      task,
      strength: Number(strength),
      rule,
      rate: Number(rate),
      accuracy: Number(accuracy),
      interval: Number(half),
      difference: Number(difference),
      differenceInterval: Number(halfOfDifference),
    };
  });
}

/** A line a strength: rate and accuracy of each rule, and the difference to gradient descent. */
export function markdownOf(task: string): string {
  const rows = corruptionRows().filter((row) => row.task === task);
  const strengths = [...new Set(rows.map(({ strength }) => strength))];
  const number = (value: number): string => minus(Number(value.toFixed(3)));
  return strengths
    .map((strength) => {
      const cells = rows
        .filter((row) => row.strength === strength)
        .flatMap(({ rule, rate, accuracy, interval: half, difference, differenceInterval }) => [
          `${rate}, ${accuracy.toFixed(3)} ± ${half.toFixed(3)}`,
          ...(rule === 'descent' ? [] : [`${number(difference)} ± ${differenceInterval.toFixed(3)}`]),
        ]);
      return `| ${[strength, ...cells].join(' | ')} |`;
    })
    .join('\n');
}

if (process.argv[1]?.endsWith('corruption.ts')) {
  const [task, folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('npx tsx scripts/corruption.ts TASK FOLDER');
  const fresh = await rowsOf(task, folder);
  const kept = existsSync(CORRUPTION_CSV)
    ? readFileSync(CORRUPTION_CSV, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .filter((line) => !line.startsWith(`${task},`))
    : [];
  writeFileSync(CORRUPTION_CSV, `${[HEADER, ...kept, ...fresh].join('\n')}\n`);
  console.log(markdownOf(task));
}
