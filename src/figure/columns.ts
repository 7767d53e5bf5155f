/** Any columns of a table against each other: points, lines with error bars over replicas, a map over two parameters. */
import { rowsBy } from '../analysis/rows-by.js';
import { MsmError } from '../errors.js';
import { cellPanel, distinct, folded } from './cell-map.js';
import { type ColumnAbout, type FigureData, type FigureDescription, type Subject, tableOf } from './figure.js';
import { mapOf } from './heat-map.js';
import type { Mark, PointMarks } from './marks.js';
import { anchorsOf } from './palette.js';
import type { Axis, Panel } from './panels.js';
import { panelFigure } from './panels.js';
import { rangeOf } from './reduce.js';
import { axisTitle, numberWords, plainMeaning, printed, spoken } from './text.js';
import { variedAxes } from './varying.js';

export interface ColumnsRequest {
  readonly table: string;
  readonly x: string;
  /** One panel for each. */
  readonly y: readonly string[];
  readonly colour?: string;
}

/** A column as places on an axis. */
export interface Places {
  readonly about: ColumnAbout;
  readonly values: Float64Array;
  /** Of a column of words: those at the places 0, 1, ... */
  readonly labels?: readonly string[];
}

export function placesOf(data: FigureData, table: string, name: string): Places {
  const about = tableOf(data.subject, table)?.columns.find((column) => column.name === name) as ColumnAbout;
  if (about.type !== 'text') return { about, values: data.numbers(table, name).values };
  const words = data.words(table, name);
  const labels = [...new Set(words.filter((word) => word !== null))].sort();
  return {
    about,
    values: Float64Array.from(words, (word) => (word === null ? Number.NaN : labels.indexOf(word))),
    labels,
  };
}

export const axisOf = ({ about, labels }: Places, more: Partial<Axis> = {}): Axis => ({
  title: axisTitle(about),
  ...(labels !== undefined && { labels, domain: [-0.5, labels.length - 0.5] as const }),
  ...more,
});

function meanAndSpread(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, spread: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Number.NaN };
}

/** Parameters that vary within what is drawn as one. */
const othersVarying = (subject: Subject, { x, y, colour }: ColumnsRequest): readonly string[] =>
  variedAxes(subject).filter((axis) => axis !== x && axis !== colour && !y.includes(axis));

interface Curve {
  readonly marks: readonly Mark[];
  readonly note?: string;
}

/** Rows of one colour: their mean at each place with error bars if only seeds differ, else every point. */
function curveOf(
  rows: readonly number[],
  x: Float64Array,
  y: Float64Array,
  error: Float64Array | undefined,
  isOneSeries: boolean,
  /** What a row is. */
  each: string,
  style: { readonly label?: string; readonly colour?: string },
): Curve {
  const usable = rows.filter((row) => Number.isFinite(x[row]) && Number.isFinite(y[row]));
  const groups = [...rowsBy(x, usable)].sort(([a], [b]) => a - b);
  if (!isOneSeries) {
    const points = {
      kind: 'points',
      x: usable.map((row) => x[row]),
      y: usable.map((row) => y[row]),
      opacity: 0.7,
    } as const;
    return { marks: [{ ...points, ...style }] };
  }
  const xs = groups.map(([at]) => at);
  const of = groups.map(([, own]) => meanAndSpread(own.map((row) => y[row])));
  const isRepeated = groups.some(([, own]) => own.length > 1);
  const bars = isRepeated
    ? of.map(({ spread }) => spread)
    : error === undefined
      ? undefined
      : groups.map(([, [row]]) => error[row]);
  const ys = of.map(({ mean }) => mean);
  const counts = groups.map(([, own]) => own.length);
  const [least, most] = rangeOf(counts);
  const runs = least === most ? `${most}` : `${least} to ${most}`;
  return {
    marks: [
      { kind: 'line', x: xs, y: ys, ...style },
      { kind: 'points', x: xs, y: ys, ...(bars !== undefined && { error: bars }), ...style },
    ],
    ...(isRepeated && { note: `means over ${runs} ${each}; bars: ± standard deviation` }),
  };
}

/** Values of a colour that stand in a legend; more are a scale. */
const MOST_LABELS = 8;

const colourLabel = ({ about, labels }: Places, value: number): string =>
  labels?.[value] ??
  `${about.symbol === undefined ? spoken(about.name) : printed(about.symbol)} = ${Number.isSafeInteger(value) ? value : numberWords(value)}`;

/** The standard errors that stand beside a column, under its name. */
const errorName = (y: string): string => `${y}_error`;

function curvesPanel(
  data: FigureData,
  request: ColumnsRequest,
  name: string,
): { readonly panel: Panel; readonly notes: readonly string[] } {
  const { table, colour } = request;
  const [x, y] = [request.x, name].map((column) => placesOf(data, table, column));
  const rows = Array.from(x.values, (_, row) => row);
  const error = hasError(data.subject, table, name) ? data.numbers(table, errorName(name)).values : undefined;
  const isOneSeries = x.labels === undefined && othersVarying(data.subject, request).length === 0;
  const by = colour === undefined ? undefined : placesOf(data, table, colour);
  const values = by === undefined ? [] : distinct(by.values);
  const frame = { share: 0.6, x: axisOf(x), y: axisOf(y) };
  if (by !== undefined && values.length > MOST_LABELS)
    return { panel: { ...frame, marks: [colouredPoints(x, y, by)] }, notes: [] };
  const each = request.table === 'results' ? 'runs' : 'rows';
  const curves =
    by === undefined
      ? [curveOf(rows, x.values, y.values, error, isOneSeries, each, { colour: '#0072b2' })]
      : values.map((value) => {
          const own = rows.filter((row) => by.values[row] === value);
          return curveOf(own, x.values, y.values, error, isOneSeries, each, { label: colourLabel(by, value) });
        });
  const notes = [...new Set(curves.flatMap(({ note }) => note ?? []))];
  return { panel: { ...frame, marks: curves.flatMap(({ marks }) => marks) }, notes };
}

function colouredPoints(x: Places, y: Places, by: Places): PointMarks {
  const { map, domain } = mapOf(rangeOf(by.values));
  const coloured = { values: by.values, title: axisTitle(by.about), domain, range: anchorsOf(map) };
  return { kind: 'points', x: x.values, y: y.values, coloured };
}

const hasError = (subject: Subject, table: string, y: string): boolean =>
  tableOf(subject, table)?.columns.some(({ name, type }) => name === errorName(y) && type === 'f64') === true;

/** Cells of a map, each the mean of the runs in it. */
function mapPanel(data: FigureData, { table, x: across, y: [up], colour }: ColumnsRequest): Panel {
  const [x, y, value] = [across, up, colour as string].map((name) => placesOf(data, table, name));
  const { xs, ys, values } = folded(x.values, y.values, value.values);
  const words = ({ about, labels }: Places, all: readonly number[]) => ({
    title: axisTitle(about),
    labels: all.map((at) => labels?.[at] ?? numberWords(at)),
  });
  return cellPanel({ values, x: words(x, xs), y: words(y, ys), title: axisTitle(value.about) });
}

/** Whether a request asks for a map: two parameters that vary, and a number as colour. */
const isMap = ({ axes }: Subject, { x, y, colour }: ColumnsRequest): boolean =>
  colour !== undefined && y.length === 1 && axes.includes(x) && axes.includes(y[0]) && !axes.includes(colour);

const nameOf = ({ x, y, colour }: ColumnsRequest): string =>
  [`${y.join('-')}_over_${x}`, ...(colour === undefined ? [] : [`by_${colour}`])].join('_');

/** Columns that a request names and its table does not have. */
export function unknownColumn(subject: Subject, { table, x, y, colour }: ColumnsRequest): string | undefined {
  const known = tableOf(subject, table)?.columns.map(({ name }) => name) ?? [];
  return [x, ...y, ...(colour === undefined ? [] : [colour])].find((name) => !known.includes(name));
}

/** A figure of the columns that a person names. */
export function columnsFigure(request: ColumnsRequest, name = nameOf(request)): FigureDescription {
  const { table, x, y, colour } = request;
  const title = `${y.map(spoken).join(', ')} against ${spoken(x)}`;
  return {
    name,
    title,
    meaning: colour === undefined ? title : `${title}, coloured by ${spoken(colour)}`,
    needs(subject) {
      if (unknownColumn(subject, request) !== undefined) return undefined;
      const errors = y.map(errorName).filter((_, i) => hasError(subject, table, y[i]));
      const names = [x, ...y, ...(colour === undefined ? [] : [colour]), ...errors];
      return [{ kind: 'columns', table, columns: [...new Set(names)] }];
    },
    draw(data) {
      const { subject } = data;
      for (const one of y) assertNumbers(data, table, one);
      const others = othersVarying(subject, request);
      const varying = others.length === 0 ? [] : [`${others.join(', ')} ${others.length > 1 ? 'vary' : 'varies'} too`];
      const meanings = y.map((one) => meaningOf(subject, table, one));
      if (isMap(subject, request)) {
        assertNumbers(data, table, colour as string);
        const shown = `${meaningOf(subject, table, colour as string)}, means over the runs of a cell`;
        const mapTitle = `${spoken(colour as string)} over ${spoken(x)} and ${spoken(y[0])}`;
        return panelFigure(data, {
          title: mapTitle,
          meaning: mapTitle,
          panels: [mapPanel(data, request)],
          notes: [shown, ...varying],
        });
      }
      const made = y.map((one) => curvesPanel(data, request, one));
      const notes = [...new Set([...meanings, ...made.flatMap((one) => one.notes), ...varying])];
      return panelFigure(data, { title, meaning: this.meaning, panels: made.map(({ panel }) => panel), notes });
    },
  };
}

function meaningOf(subject: Subject, table: string, name: string): string {
  const about = tableOf(subject, table)?.columns.find((column) => column.name === name);
  return about === undefined ? name : `${spoken(name)}: ${plainMeaning(about)}`;
}

/** Throws E_CONFIG for a column without any number. */
function assertNumbers(data: FigureData, table: string, name: string): void {
  const { values, about } = placesOf(data, table, name);
  if (values.some(Number.isFinite)) return;
  throw new MsmError('E_CONFIG', `${name} has no value in any row of ${table}`, {
    place: about.name,
    next: 'Draw another column; --list names those that runs are reported by.',
  });
}

/** The figures of a sweep that come without a word: what its family reports, against what varies. */
export function sweepFigures(subject: Subject): readonly FigureDescription[] {
  const [x = 'run', second] = variedAxes(subject);
  return subject.reported.map((name) => columnsFigure({ table: 'results', x, y: [name], colour: second }, name));
}
