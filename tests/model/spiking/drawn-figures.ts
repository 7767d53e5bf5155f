/** Draws figures from small tables, and looks at what was drawn. */
import type { FigureDescription, Subject } from '../../../src/figure/figure.js';
import { type Channel, type View, viewsOf } from '../../../src/figure/spec.js';
import { about, dataOf, SUBJECT } from '../../figure/data.js';

type Columns = { readonly [column: string]: readonly (number | string)[] };
export type Tables = { readonly [table: string]: Columns };

const typeOf = ([first]: readonly (number | string)[]) => (typeof first === 'string' ? 'text' : 'f64');

const subjectOf = (tables: Tables, more: Partial<Subject> = {}): Subject => ({
  ...SUBJECT,
  tables: Object.entries(tables).map(([name, columns]) => ({
    name,
    nRows: Object.values(columns)[0].length,
    columns: Object.entries(columns).map(([column, values]) => about(column, { type: typeOf(values) })),
  })),
  ...more,
});

/** Draws from tables, of which it may read only what it says that it needs. */
export const drawFrom =
  (figures: readonly FigureDescription[]) =>
  (name: string, tables: Tables, more: Partial<Subject> = {}) => {
    const figure = figures.find((one) => one.name === name) as FigureDescription;
    const subject = subjectOf(tables, more);
    const needs = figure.needs(subject);
    if (needs === undefined) return undefined;
    const given = Object.fromEntries(
      needs.flatMap((need) =>
        need.kind === 'columns'
          ? need.columns.map((column) => [`${need.table}/${column}`, tables[need.table][column]])
          : [],
      ),
    );
    const { spec } = figure.draw(dataOf({ subject, numbers: given as never, words: given as never }));
    const { subtitle } = spec.title as { readonly subtitle: readonly string[] };
    return { views: spec.vconcat.flatMap(viewsOf), notes: subtitle.join(' ') };
  };

export const valuesOf = ({ layer }: View, type: string) =>
  layer.filter(({ mark }) => mark.type === type).map(({ data }) => data?.values ?? []);
export const axis = ({ layer }: View, name: 'x' | 'y') =>
  layer.find(({ encoding }) => name in encoding)?.encoding[name] as Channel;
export const texts = (view: View) => valuesOf(view, 'text').flatMap((rows) => rows.map(({ text }) => text));
export const colourOf = ({ layer }: View): Channel['scale'] =>
  layer.map(({ encoding }) => (encoding.color as Channel | undefined)?.scale).find((scale) => scale != null);
