/** A specification of Vega-Lite as one that a page draws by itself: compiled, with signals by which the page zooms and hides. */

import type { Spec } from '../figure/spec.js';
import type { LiveFigure, LivePanel } from '../page/report.js';
import { compiled } from './render.js';

/** The parts of a Vega specification that are looked at here. */
interface Axis {
  readonly scale: string;
  readonly orient: string;
  readonly title?: unknown;
  readonly encode?: { readonly labels?: { readonly update?: { readonly text?: { readonly signal?: string } } } };
}
interface Mark {
  readonly type: string;
  readonly name?: string;
  readonly marks?: readonly Mark[];
  readonly axes?: readonly Axis[];
}
interface Transform {
  readonly type: string;
  readonly expr?: string;
  readonly as?: string;
}
interface Data {
  readonly name: string;
  readonly values?: readonly { readonly [field: string]: unknown }[];
  readonly transform?: readonly Transform[];
}
interface Scale {
  readonly name: string;
}
interface Vega {
  readonly data: readonly Data[];
  readonly signals?: readonly object[];
  readonly marks: readonly Mark[];
  readonly scales: readonly Scale[];
}

const titleOf = (axes: readonly Axis[], orients: readonly string[], otherwise: string): string => {
  const title = axes.find((axis) => orients.includes(axis.orient) && axis.title !== undefined)?.title;
  return Array.isArray(title) ? title.join(' ') : typeof title === 'string' ? title : otherwise;
};

/** Words of an axis that has them instead of numbers. */
function wordsAt(axes: readonly Axis[], orients: readonly string[]): readonly string[] | undefined {
  const signals = axes
    .filter(({ orient }) => orients.includes(orient))
    .flatMap(({ encode }) => encode?.labels?.update?.text?.signal ?? []);
  const list = signals
    .map((signal) => /^(\[.*\])\[datum\.value\]$/s.exec(signal)?.[1])
    .find((text) => text !== undefined);
  return list === undefined ? undefined : (JSON.parse(list) as readonly string[]);
}

/** Every pair of axes in the order of the panels. */
function panelsOf(marks: readonly Mark[]): readonly LivePanel[] {
  return marks.flatMap((mark): readonly LivePanel[] => {
    const { name, axes = [] } = mark;
    const [x, y] = [
      ['bottom', 'top'],
      ['left', 'right'],
    ].map((orients) => axes.find(({ orient }) => orients.includes(orient))?.scale);
    const [xWords, yWords] = [wordsAt(axes, ['bottom', 'top']), wordsAt(axes, ['left', 'right'])];
    const own =
      name === undefined || x === undefined || y === undefined
        ? []
        : [
            {
              group: name,
              x,
              y,
              xTitle: titleOf(axes, ['bottom', 'top'], 'x'),
              yTitle: titleOf(axes, ['left', 'right'], 'value'),
              ...(xWords !== undefined && { xWords }),
              ...(yWords !== undefined && { yWords }),
            },
          ];
    return [...own, ...panelsOf(mark.marks ?? [])];
  });
}

/** Marks of panels are cut at their edges once something is zoomed, and not before: points at an edge are whole then. */
const clipped = (mark: Mark, isInPanel: boolean): Mark => ({
  ...mark,
  ...(isInPanel && mark.type !== 'group' && { clip: { signal: 'isZoomed' } }),
  ...(mark.marks !== undefined && {
    marks: mark.marks.map((one) => clipped(one, isInPanel || mark.axes !== undefined)),
  }),
});

/** What a layer's rows are called: its only formula for a label. */
const labelOf = ({ transform = [] }: Data): string | undefined => {
  const text = transform.find(({ type, as }) => type === 'formula' && as === 'label')?.expr;
  return text === undefined ? undefined : (JSON.parse(text) as string);
};

/** Digits that matter to whoever looks at a value. */
const DIGITS = 7;

const shortened = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value);

/** Rows as columns: the names of fields are written once. */
const columnsOf = (
  rows: readonly { readonly [field: string]: unknown }[],
): { readonly [field: string]: readonly unknown[] } =>
  Object.fromEntries(
    [...new Set(rows.flatMap(Object.keys))].map((field) => [field, rows.map((row) => shortened(row[field] ?? null))]),
  );

/** A figure for a page. */
export function liveOf(spec: Spec): LiveFigure {
  const full = compiled(spec) as unknown as Vega;
  const panels = panelsOf(full.marks);
  const zoomed = new Set(panels.flatMap(({ x, y }) => [x, y]));
  const isHidden = { type: 'filter', expr: 'indexof(hidden, datum.label) < 0' };
  const data = full.data.map(({ values, ...one }) => {
    const label = labelOf(one);
    return label === undefined ? one : { ...one, transform: [...(one.transform ?? []), isHidden] };
  });
  return {
    panels,
    series: [...new Set(full.data.flatMap((one) => labelOf(one) ?? []))],
    columns: Object.fromEntries(full.data.flatMap(({ name, values }) => (values ? [[name, columnsOf(values)]] : []))),
    spec: {
      ...full,
      background: null,
      data,
      scales: full.scales.map((scale) =>
        zoomed.has(scale.name) ? { ...scale, domainRaw: { signal: `${scale.name}_shown` } } : scale,
      ),
      signals: [
        ...(full.signals ?? []),
        { name: 'isZoomed', value: false },
        { name: 'hidden', value: [] },
        ...[...zoomed].map((name) => ({ name: `${name}_shown`, value: null })),
      ],
      marks: full.marks.map((mark) => clipped(mark, false)),
    },
  };
}
