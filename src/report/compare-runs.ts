/** Runs beside each other: numbers of their summaries with the differences, and the curves that they share over each other. */
import { loadData } from '../draw/run-data.js';
import type { Source } from '../draw/run-subject.js';
import { type CurveTable, curvesOf } from '../figure/curves.js';
import type { Numbers, ObservableAbout, Subject } from '../figure/figure.js';
import { type OverlaidRun, overlayFigure } from '../figure/overlay.js';
import { spoken } from '../figure/text.js';
import type { PageFigure, PageTable } from '../page/report.js';
import { numberText } from '../text.js';
import type { Compared } from './compared.js';
import { PAGE_SIZE, type PageFigures, pageFigure, pageFigures } from './figures.js';
import { samenessIn } from './sameness.js';
import { numberCell } from './words.js';

/** A number at the end of runs, and its value in each of them; null where one has none that is the same. */
interface SharedNumber {
  readonly item: { readonly name: string; readonly unit?: string; readonly meaning?: string };
  readonly values: readonly (number | null)[];
}

/** The numbers that at least two of them report, in the order of the first. */
export function sharedNumbers(all: readonly Compared[]): readonly SharedNumber[] {
  const textOf = samenessIn(all);
  const own = all.map(({ run }) => new Map((run?.summary ?? []).map((item) => [textOf(item), item])));
  const texts = new Set(own.flatMap((items) => [...items.keys()]));
  return [...texts].flatMap((text) => {
    const found = own.map((items) => items.get(text));
    const [item, other] = found.filter((one) => one !== undefined);
    return other === undefined ? [] : [{ item, values: found.map((one) => one?.value ?? null) }];
  });
}

/** How many of them are not the same in all. */
export const differingNumbers = (numbers: readonly SharedNumber[]): number =>
  numbers.filter(({ values }) => values.some((value) => value !== values[0])).length;

/** A difference with its sign. */
function differenceText(value: number | null): string {
  if (value === null) return '–';
  return value > 0 ? `+${numberText(value, 4)}` : numberText(value, 4);
}

/** Numbers of all, and how much each of the later ones is above the first. */
export function numbersTable(all: readonly Compared[], numbers: readonly SharedNumber[]): PageTable {
  const [first, ...others] = all;
  return {
    id: 'numbers',
    caption: `Numbers at the end of each run, and differences from ${first.name}`,
    columns: [
      { title: 'number' },
      ...all.map(({ name }) => ({ title: name, isNumber: true })),
      ...others.map(({ name }) => ({ title: `${name} − ${first.name}`, isNumber: true })),
      { title: 'unit' },
      { title: 'meaning' },
    ],
    rows: numbers.map(({ item: { name, unit = '', meaning = '' }, values }) => {
      const differences = values.slice(1).map((value) => {
        const difference = value === null || values[0] === null ? null : value - values[0];
        return { text: differenceText(difference), value: difference };
      });
      return [name, ...values.map((value) => numberCell(value, 8)), ...differences, unit, meaning];
    }),
  };
}

/** Figures that a page of several runs has at most, and panels of one of them. */
const MOST_FIGURES = 24;
const MOST_PANELS = 4;

/** Curves that are shown together: an observable of several columns, or one column. */
interface Shown {
  readonly name: string;
  readonly meaning: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns that are not shown. */
  readonly hidden: number;
}

/** The curves of one run in figures. */
function shownOf({ subject }: Source): readonly Shown[] {
  return curvesOf(subject.tables).flatMap(({ table, values }) => {
    const ofTable = subject.observables.filter((one) => one.table === table && one.index.length === 0);
    const inObservable = (column: string): ObservableAbout | undefined =>
      ofTable.find((one) => one.values.includes(column));
    const groups = new Map<string, Shown>();
    for (const { name: column, meaning = '' } of values) {
      const observable = inObservable(column);
      const name = observable?.name ?? column;
      const known = groups.get(name);
      const columns = [...(known?.columns ?? []), column];
      groups.set(name, {
        name: table === 'timeseries' ? name : `${table}_${name}`,
        meaning: observable?.meaning ?? (meaning || column),
        table,
        columns: columns.slice(0, MOST_PANELS),
        hidden: (known?.hidden ?? 0) + Math.max(0, columns.length - MOST_PANELS),
      });
    }
    return [...groups.values()];
  });
}

const curveTable = ({ subject }: Source, table: string): CurveTable | undefined =>
  curvesOf(subject.tables).find((one) => one.table === table);

/** Curves, and the sources that have them. */
interface SharedCurves {
  readonly shown: Shown;
  readonly sources: ReadonlySet<Source>;
}

/** The curves that at least two of them have. */
function sharedCurves(all: readonly Compared[]): readonly SharedCurves[] {
  const textOf = samenessIn(all);
  const known = new Map<string, (readonly [Source, Shown])[]>();
  for (const { source } of all) {
    for (const one of source === undefined ? [] : shownOf(source)) {
      known.set(textOf(one), [...(known.get(textOf(one)) ?? []), [source as Source, one]]);
    }
  }
  return [...known.values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      shown: same.map(([, one]) => one).reduce((most, one) => (one.columns.length > most.columns.length ? one : most)),
      sources: new Set(same.map(([source]) => source)),
    }));
}

async function overlaidRun(source: Source, { table, columns }: Shown, label: string): Promise<OverlaidRun | undefined> {
  const about = curveTable(source, table);
  const own = about?.values.map(({ name }) => name).filter((name) => columns.includes(name)) ?? [];
  if (about === undefined || own.length === 0) return undefined;
  const { clock } = about;
  const data = await loadData(source, [{ kind: 'columns', table, columns: [clock.name, ...own] }], PAGE_SIZE);
  const values = columns.map((name): Numbers | undefined =>
    own.includes(name) ? data.numbers(table, name) : undefined,
  );
  return { label, clock: data.numbers(table, clock.name), values };
}

/** What a legend calls each: by name, and by what differs where that is short. */
export function labelsOf(
  all: readonly Compared[],
  differing: readonly { readonly symbol: string; readonly values: readonly (string | null)[] }[],
): readonly string[] {
  const LONGEST = 36;
  return all.map(({ name }, i) => {
    const own = differing.flatMap(({ symbol, values }) => (values[i] === null ? [] : [`${symbol} = ${values[i]}`]));
    const label = `${name} (${own.join(', ')})`;
    return own.length === 0 || label.length > LONGEST ? name : label;
  });
}

/** The curves that runs share, over each other, and what is not shown. */
export async function curveFigures(
  all: readonly Compared[],
  subject: Subject,
  labels: readonly string[],
): Promise<PageFigures & { readonly left: number }> {
  const shared = sharedCurves(all);
  const figureOf = async ({ shown, sources }: SharedCurves): Promise<PageFigure> => {
    const runs: (OverlaidRun | undefined)[] = [];
    for (const [i, { source }] of all.entries()) {
      const has = source !== undefined && sources.has(source);
      runs.push(has ? await overlaidRun(source, shown, labels[i]) : undefined);
    }
    const without = all.filter((_, i) => runs[i] === undefined).map(({ name }) => name);
    const { name, meaning, hidden, columns } = shown;
    const notes = [
      ...(hidden > 0 ? [`the first ${columns.length} of ${columns.length + hidden}`] : []),
      ...(without.length > 0 ? [`not recorded in ${without.join(', ')}`] : []),
    ];
    const title = name;
    const log = { x: false, y: false };
    const figure = overlayFigure({ subject, size: PAGE_SIZE, log }, { title, meaning, runs, notes });
    return pageFigure({ name, title: spoken(name), meaning }, figure);
  };
  const drawn = shared.slice(0, MOST_FIGURES);
  const made = await pageFigures(drawn.map((one) => ({ name: one.shown.name, draw: () => figureOf(one) })));
  return { ...made, left: shared.length - drawn.length };
}
