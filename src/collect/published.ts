/** The published statistics of each run, and parameter tables in LaTeX. */
import { toHalf } from '../analysis/half.js';
import { populationMoments } from '../analysis/statistics.js';
import { configError } from '../config/problem.js';
import { completeParameters } from '../config/validate.js';
import {
  PUBLISHED_COLUMNS,
  type PublishedValue,
  publishedRow,
  publishedTable,
  recomputedStd,
} from '../model/hebbian/published-table.js';
import { HEBBIAN_SCHEMA } from '../model/hebbian/schema.js';
import { escapeLatex, type LatexCell, latexCell, latexSymbol, latexTable, mergeLatexTables } from '../table/latex.js';
import { columnOf, type Frame, type FrameColumn, isInt32, type Value } from './frame.js';
import { type DoneRun, familyOf } from './results.js';
import { seriesColumn } from './series.js';

/** What the run was made with, checked against the schema that its columns follow from. */
const parametersOf = (run: DoneRun['run']) => completeParameters(HEBBIAN_SCHEMA, run.parameters);

const isFaithful = ({ run }: DoneRun): boolean => run.parameters.mode === 'faithful';

/** Moments of the residual in half precision, as the published collector reads it; null unless every step was recorded. */
async function halfMoments(one: DoneRun): Promise<{ readonly variance: number; readonly std: number } | null> {
  const recorded = one.run.record.observables.some(({ name }) => name === 'residual');
  if (!isFaithful(one) || !recorded) return null;
  const series = await seriesColumn(one, 'timeseries', 'residual', '--published');
  if (series.length !== one.run.steps || !series.every(Number.isFinite)) return null;
  return populationMoments(series.map(toHalf));
}

/** A column as its values are: tau_h is text only if one of them is random, tau_J infinite if it is frozen. */
function publishedColumn({ name, type, unit, meaning }: (typeof PUBLISHED_COLUMNS)[number], values: readonly Value[]) {
  const plain = values.map((value) => (value === 'infinity' ? Number.POSITIVE_INFINITY : value));
  if (name === 'tau_h' && plain.every(isInt32)) return { name, type: 'i32' as const, unit, meaning, values: plain };
  const text = type === 'text' ? plain.map((value) => (value === null ? null : String(value))) : plain;
  return { name, type, unit, meaning, values: text };
}

/**
 * One row a run with the columns of the published statistics, the recomputed theory, and for runs of mode faithful the moments of
 * the residual in half precision. Throws E_CONFIG for another family.
 */
export async function publishedFrame(runs: readonly DoneRun[]): Promise<Frame> {
  if (familyOf(runs) !== 'hebbian')
    throw configError('--published: these are statistics of the hebbian model', '--published');
  const rows = runs.map(({ run }) => publishedRow(parametersOf(run), run.summary));
  const columns: FrameColumn[] = [
    { name: 'run', type: 'i32', meaning: 'number of the run in the plan', values: runs.map(({ index }) => index) },
    {
      name: 'identity',
      type: 'text',
      meaning: 'identity of the run, as in the results',
      values: runs.map(({ run }) => run.identity),
    },
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
      values: runs.map(({ run }) => recomputedStd(parametersOf(run))),
    },
  ];
  columns.push({
    name: 'theory_applies',
    type: 'i32',
    meaning: '1 if the run fulfils what its theory assumes, 0 if not; nothing if there is no theory',
    values: runs.map(({ run }) => run.summary.find(({ name }) => name === 'theory_applies')?.value ?? null),
  });
  if (!runs.some(isFaithful)) return { nRows: runs.length, columns };
  const half: Awaited<ReturnType<typeof halfMoments>>[] = [];
  for (const one of runs) half.push(await halfMoments(one));
  const note = 'of the residual in half precision, as the published scaling figures take it; mode faithful only';
  columns.push(
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
  );
  return { nRows: runs.length, columns };
}

/** The published parameter table: literal headings in mode faithful; else names are escaped, so that LaTeX takes them. */
function publishedLatex(runs: readonly DoneRun[]): string {
  const isLiteral = runs.every(isFaithful);
  const tables = runs.map(({ run }) =>
    publishedTable(publishedRow(parametersOf(run), run.summary) as { readonly [name: string]: PublishedValue }),
  );
  const { header } = tables[0];
  const names = isLiteral ? header : header.map((name) => (name.startsWith('$') ? name : escapeLatex(name)));
  return latexTable(
    names,
    tables.map(({ cells }) => cells.map((cell) => latexCell(cell, !isLiteral))),
  );
}

/** What a computed number is that does not exist; a parameter that was not given is `default`. */
const ABSENT = '--';

/** Cells of chosen columns; computed numbers show decimals even if they are whole. */
function cellOf(value: Value, isGiven: boolean): LatexCell {
  if (value === null && !isGiven) return ABSENT;
  if (typeof value !== 'number') return value;
  return { kind: isGiven && Number.isInteger(value) ? 'whole' : 'real', value };
}

/** A table of columns of the results, headed by their symbols. */
function columnsLatex(frame: Frame, columns: readonly FrameColumn[], given: readonly string[]): string {
  const header = columns.map(({ name, symbol }) => latexSymbol(symbol ?? '') ?? escapeLatex(name));
  const rows = Array.from({ length: frame.nRows }, (_, row) =>
    columns.map(({ name, type, values }) =>
      latexCell(cellOf(values[row], type === 'i32' || given.includes(name)), true),
    ),
  );
  return latexTable(header, rows);
}

/**
 * The parameter table of all runs: the published one for the hebbian model (one part a source, refused if their headings differ),
 * every parameter that has a value for other families, or the columns that are named.
 *
 * @param given names of all parameters
 * @param names columns that are asked for
 */
export function latexText(
  frame: Frame,
  runs: readonly DoneRun[],
  given: readonly string[],
  names: readonly string[] | undefined,
): string {
  if (names !== undefined) {
    return columnsLatex(
      frame,
      names.map((name) => columnOf(frame, name, '--columns')),
      given,
    );
  }
  if (familyOf(runs) !== 'hebbian') {
    const own = frame.columns.filter(({ name, values }) => given.includes(name) && values.some((v) => v !== null));
    return columnsLatex(frame, own, given);
  }
  const sources = [...new Set(runs.map(({ source }) => source))];
  return mergeLatexTables(
    sources.map((name) => ({ name, text: publishedLatex(runs.filter(({ source }) => source === name)) })),
  );
}
