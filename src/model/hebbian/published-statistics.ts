/** The published statistics of runs, and their parameter table, from the row that the published program keeps of each. */
import { toHalf } from '../../analysis/half.js';
import { populationMoments } from '../../analysis/statistics.js';
import type { DerivedColumn, FinishedRun, ParameterTable } from '../collections.js';
import type { HebbianParameters } from './parameters.js';
import { PUBLISHED_COLUMNS, publishedRow, publishedTable, recomputedStd } from './published-table.js';

type Run = FinishedRun<HebbianParameters>;
type Value = DerivedColumn['values'][number];

const isFaithful = ({ parameters }: Run): boolean => parameters.mode === 'faithful';

const isInt32 = (value: Value): boolean => value === null || (typeof value === 'number' && value === (value | 0));

/** Moments of the residual in half precision, as the published collector reads it; null unless every step was recorded. */
async function halfMoments(run: Run): Promise<{ readonly variance: number; readonly std: number } | null> {
  if (!isFaithful(run) || !run.recorded.includes('residual')) return null;
  const series = await run.series('residual');
  if (series.length !== run.steps || !series.every(Number.isFinite)) return null;
  return populationMoments(series.map(toHalf));
}

/** A column typed as its values are: tau_h is text only if one of them is random, tau_J infinite if it is frozen. */
function publishedColumn(
  { name, type, unit, meaning }: (typeof PUBLISHED_COLUMNS)[number],
  values: readonly Value[],
): DerivedColumn {
  const plain = values.map((value) => (value === 'infinity' ? Number.POSITIVE_INFINITY : value));
  if (name === 'tau_h' && plain.every(isInt32)) return { name, type: 'i32', unit, meaning, values: plain };
  const text = type === 'text' ? plain.map((value) => (value === null ? null : String(value))) : plain;
  return { name, type, unit, meaning, values: text };
}

/** Columns of the scaling figures, which read the residual in half precision. */
async function halfColumns(runs: readonly Run[]): Promise<readonly DerivedColumn[]> {
  if (!runs.some(isFaithful)) return [];
  const half: Awaited<ReturnType<typeof halfMoments>>[] = [];
  for (const run of runs) half.push(await halfMoments(run));
  const note = 'of the residual in half precision, as the published scaling figures take it; mode faithful only';
  return [
    {
      name: 'residuals_variance_half',
      type: 'f64',
      meaning: `variance ${note}`,
      values: half.map((m) => m?.variance ?? null),
    },
    {
      name: 'residuals_std_half',
      type: 'f64',
      meaning: `standard deviation ${note}`,
      values: half.map((m) => m?.std ?? null),
    },
  ];
}

/** The published columns, the recomputed theory, and for runs of mode faithful the moments of the residual in half precision. */
export async function publishedStatistics(runs: readonly Run[]): Promise<readonly DerivedColumn[]> {
  const rows = runs.map(({ parameters, summary }) => publishedRow(parameters, summary));
  return [
    ...PUBLISHED_COLUMNS.map((column) =>
      publishedColumn(
        column,
        rows.map((row) => row[column.name].value),
      ),
    ),
    {
      name: 'theoretical_std',
      type: 'f64',
      meaning: 'long-time standard deviation of S/k^2 by the published formula (mode faithful: with K as given)',
      values: runs.map(({ parameters }) => recomputedStd(parameters)),
    },
    {
      name: 'theory_applies',
      type: 'i32',
      meaning: '1 if the run fulfils what its theory assumes, 0 if not; nothing if there is no theory',
      values: runs.map(({ summary }) => summary.find(({ name }) => name === 'theory_applies')?.value ?? null),
    },
    ...(await halfColumns(runs)),
  ];
}

/** The published parameter table, with its literal headings where all runs are of mode faithful. */
export function publishedParameterTable(runs: readonly Run[]): ParameterTable {
  const tables = runs.map(({ parameters, summary }) => publishedTable(publishedRow(parameters, summary)));
  return {
    header: tables[0].header,
    rows: tables.map(({ cells }) => cells),
    isLiteral: runs.every(isFaithful),
  };
}
