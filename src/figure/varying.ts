/** What tells the runs of a sweep apart, as labels and colours. */
import { type FigureData, hasColumns, type Need, type Subject, tableOf } from './figure.js';
import { CATEGORIES, categoryColours } from './palette.js';
import { numberWords, printed, spoken } from './text.js';

export const RESULTS = 'results';

/** Columns that tell runs with equal parameters apart. */
export const REPLICAS: readonly string[] = ['seed', 'replica'];

/** Parameters that vary, but for those that repeat runs. */
export const variedAxes = ({ axes }: Subject): readonly string[] => axes.filter((axis) => !REPLICAS.includes(axis));

/** Columns of the results as far as there are any, those that vary among them. */
export const resultColumns = (subject: Subject, ...more: readonly string[]): Need => ({
  kind: 'columns',
  table: RESULTS,
  columns: [...new Set([...variedAxes(subject), ...more])].filter((name) => hasColumns(subject, RESULTS, [name])),
});

/** Numbers of a column that the results may lack. */
export const optionalNumbers = (data: FigureData, name: string): Float64Array =>
  hasColumns(data.subject, RESULTS, [name])
    ? data.numbers(RESULTS, name).values
    : new Float64Array(data.subject.runs).fill(Number.NaN);

/** Values of a column of the results, a run each. */
export function resultValues(data: FigureData, name: string): readonly (number | string | null)[] {
  const about = tableOf(data.subject, RESULTS)?.columns.find((column) => column.name === name);
  return about?.type === 'text' ? data.words(RESULTS, name) : [...data.numbers(RESULTS, name).values];
}

/** `τ' = 20`. */
export function valueLabel(data: FigureData, name: string, value: number | string | null): string {
  const about = tableOf(data.subject, RESULTS)?.columns.find((column) => column.name === name);
  const symbol = about?.symbol === undefined || about.symbol === '' ? spoken(name) : printed(about.symbol);
  return `${symbol} = ${typeof value === 'number' ? numberWords(value) : value}`;
}

/** Colour and label of a run; runs with one label have one colour. */
export interface RunStyle {
  readonly label?: string;
  readonly colour: string;
  /** Whether it is the first of its colour. */
  readonly isFirst: boolean;
}

/** Values upwards, words by the alphabet behind them. */
const inOrder = (a: number | string | null, b: number | string | null): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;

/**
 * Styles of all runs by the parameters that vary: a label each while a legend has room for them; else by the first parameter that
 * has few values; else by colours from dark to light in the order of the runs.
 */
export function runStyles(data: FigureData): {
  readonly styles: readonly RunStyle[];
  readonly notes: readonly string[];
} {
  const axes = variedAxes(data.subject);
  const columns = new Map(axes.map((axis) => [axis, resultValues(data, axis)]));
  const keyOf = (by: readonly string[], row: number): string =>
    by.map((axis) => valueLabel(data, axis, columns.get(axis)?.[row] ?? null)).join(', ');
  const rows = Array.from({ length: data.subject.runs }, (_, row) => row);
  const kinds = (by: readonly string[]): number => new Set(rows.map((row) => keyOf(by, row))).size;
  const few = axes.find((axis) => kinds([axis]) <= CATEGORIES.length);
  const by = kinds(axes) <= CATEGORIES.length ? axes : few === undefined ? [] : [few];
  if (by.length === 0 && axes.length > 0) {
    const colours = categoryColours(rows.length);
    return {
      styles: rows.map((row) => ({ colour: colours[row], isFirst: true })),
      notes: [`${rows.length} runs, dark to light in the order of ${axes.join(', ')}`],
    };
  }
  const sorted = [...rows].sort((a, b) => {
    const differing = by.find((axis) => columns.get(axis)?.[a] !== columns.get(axis)?.[b]);
    const of = columns.get(differing ?? '') ?? [];
    return differing === undefined ? a - b : inOrder(of[a], of[b]);
  });
  const labels = [...new Set(sorted.map((row) => keyOf(by, row)))];
  const colours = categoryColours(labels.length);
  const seen = new Set<string>();
  const styles = rows.map((row): RunStyle => {
    const label = keyOf(by, row);
    const isFirst = !seen.has(label);
    seen.add(label);
    return { ...(label !== '' && { label }), colour: colours[labels.indexOf(label)], isFirst };
  });
  const others = axes.filter((axis) => !by.includes(axis));
  return {
    styles,
    notes: others.length === 0 ? [] : [`${others.join(', ')} ${others.length > 1 ? 'vary' : 'varies'} too`],
  };
}
