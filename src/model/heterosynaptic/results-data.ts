/** The tables behind the published figures as figures read them: from the results that are drawn. */
import { type FigureData, type FigureDescription, type Need, type Subject, tableOf } from '../../figure/figure.js';
import type { ResultColumns } from '../collections.js';
import { HETEROSYNAPTIC_FIGURES } from './published-figures.js';
import type { Row } from './result-rows.js';

const RESULTS = 'results';

/** Columns that any of the tables is made of. */
const COLUMNS: readonly string[] = [
  'task',
  'update_alg',
  'hessian',
  'alpha',
  'lr',
  'block_size',
  'weight_decay',
  'momentum',
  'corruption_type',
  'corruption_alpha',
  'seed',
  'test_accuracy',
  'best_validation_accuracy',
  'validation_accuracy',
  'train_accuracy',
];

const namesIn = (subject: Subject): readonly string[] =>
  tableOf(subject, RESULTS)?.columns.map(({ name }) => name) ?? [];

/** A need of the results and `more` of their columns, if these parameters vary among the runs. */
export const needing =
  (axes: readonly string[], more: readonly string[] = []): FigureDescription['needs'] =>
  (subject): readonly Need[] | undefined => {
    const known = namesIn(subject);
    if (subject.kind !== 'sweep' || !axes.every((axis) => subject.axes.includes(axis))) return undefined;
    const columns = [...COLUMNS, ...more];
    return columns.every((name) => known.includes(name)) ? [{ kind: 'columns', table: RESULTS, columns }] : undefined;
  };

const resultsOf = (data: FigureData): ResultColumns => ({
  nRows: tableOf(data.subject, RESULTS)?.nRows ?? 0,
  column(name) {
    const about = tableOf(data.subject, RESULTS)?.columns.find((one) => one.name === name);
    if (about?.type === 'text') return data.words(RESULTS, name);
    return Array.from(data.numbers(RESULTS, name).values, (value) => (Number.isFinite(value) ? value : null));
  },
});

/** A table of `msm collect --for KEY`, row by row. */
export function publishedRows(data: FigureData, key: string): readonly Row[] {
  const columns = HETEROSYNAPTIC_FIGURES[key].table?.of(resultsOf(data)) ?? [];
  return Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row]])),
  );
}

/** A column of such rows; NaN where there is no number. */
export const numbersOf = (rows: readonly Row[], name: string): Float64Array =>
  Float64Array.from(rows, (row) => (typeof row[name] === 'number' ? row[name] : Number.NaN));

/** Rows of each task, or each value of some columns, under the name of those that vary. */
export function partsOf(
  rows: readonly Row[],
  by: readonly string[],
): readonly { readonly name?: string; readonly rows: readonly Row[] }[] {
  const varying = by.filter((name) => new Set(rows.map((row) => row[name])).size > 1);
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const name = varying.map((one) => String(row[one])).join(', ');
    const own = found.get(name);
    if (own === undefined) found.set(name, [row]);
    else own.push(row);
  }
  return [...found].map(([name, own]) => ({ ...(name !== '' && { name }), rows: own }));
}
