/** Data for figures, made in memory. */
import type { ArrayValues, ColumnAbout, Course, FigureData, OfRun, Subject } from '../../src/figure/figure.js';
import { DEFAULT_SIZE } from '../../src/figure/size.js';
import { type Channel, type Spec, type View, viewsOf } from '../../src/figure/spec.js';

export const SUBJECT: Subject = {
  kind: 'run',
  family: 'walk',
  parameters: { N: 3 },
  written: [
    { key: 'N', symbol: 'N', text: '3', isUsual: false },
    { key: 'eta', symbol: 'η', text: '0.1', isUsual: true },
  ],
  summary: {},
  seed: 7,
  identity: 'abcdef0123456789'.repeat(4),
  runs: 1,
  tables: [],
  inputs: [],
  observables: [],
  axes: [],
  reported: [],
};

export const about = (name: string, more: Partial<ColumnAbout> = {}): ColumnAbout => ({ name, type: 'f64', ...more });

interface Given {
  readonly subject?: Partial<Subject>;
  readonly numbers?: { readonly [column: string]: ArrayLike<number> };
  readonly columns?: readonly ColumnAbout[];
  readonly array?: ArrayValues;
  readonly course?: Course;
  readonly ofRuns?: readonly OfRun[];
  readonly words?: { readonly [column: string]: readonly (string | null)[] };
  readonly width?: number;
  readonly log?: FigureData['log'];
}

/** What a figure of these values is drawn from: those of `table/column` if they are there, else of `column`, whatever table it asks for. */
export const dataOf = ({
  subject,
  numbers = {},
  columns = [],
  array,
  course,
  ofRuns = [],
  words = {},
  width,
  log = { x: false, y: false },
}: Given): FigureData => ({
  subject: { ...SUBJECT, ...subject },
  size: { ...DEFAULT_SIZE, ...(width !== undefined && { width }) },
  f: { exp: Math.exp, log: Math.log, log1p: Math.log1p, tanh: Math.tanh },
  numbers: (table, name) => ({
    ...(columns.find((column) => column.name === name) ?? about(name)),
    values: Float64Array.from(numbers[`${table}/${name}`] ?? numbers[name]),
  }),
  words: (table, name) => words[`${table}/${name}`] ?? words[name],
  log,
  array: () => array as ArrayValues,
  records: () => ({ ...(array as ArrayValues), steps: [] }),
  input: () => array as ArrayValues,
  course: () => course as Course,
  ofRuns: () => ofRuns,
});

/** The panels of a figure, without those that only take the place of one. */
export const shownViews = (spec: Spec): readonly View[] =>
  spec.vconcat.flatMap(viewsOf).filter(({ layer }) => {
    const [{ data, encoding }] = layer;
    const isBare = [encoding.x, encoding.y].every((channel) => (channel as Channel | undefined)?.axis === null);
    return !(layer.length === 1 && isBare && data?.values[0]?.text === '');
  });
