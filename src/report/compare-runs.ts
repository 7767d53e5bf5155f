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
import { PAGE_SIZE, pageFigure } from './figures.js';
import { samenessIn } from './sameness.js';
import { numberCell } from './words.js';

/** Names of the numbers that at least two of them report, in the order of the first. */
export function sharedNumbers(all: readonly Compared[]): readonly string[] {
  const textOf = samenessIn(all);
  const counts = new Map<string, { readonly name: string; count: number }>();
  for (const item of all.flatMap(({ run }) => run?.summary ?? [])) {
    const known = counts.get(textOf(item)) ?? { name: item.name, count: 0 };
    counts.set(textOf(item), { ...known, count: known.count + 1 });
  }
  return [...counts.values()].filter(({ count }) => count > 1).map(({ name }) => name);
}

const numberOf = ({ run }: Compared, name: string): number | null =>
  run?.summary.find((item) => item.name === name)?.value ?? null;

/** How many numbers of the summaries are not the same in all of them. */
export const differingNumbers = (all: readonly Compared[]): number =>
  sharedNumbers(all).filter((name) => all.some((one) => numberOf(one, name) !== numberOf(all[0], name))).length;

/** A difference with its sign. */
function differenceText(value: number | null): string {
  if (value === null) return '–';
  return value > 0 ? `+${numberText(value, 4)}` : numberText(value, 4);
}

/** Numbers of all, and how much each of the later ones is above the first. */
export function numbersTable(all: readonly Compared[]): PageTable {
  const [first, ...others] = all;
  const items = all.flatMap(({ run }) => run?.summary ?? []);
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
    rows: sharedNumbers(all).map((name) => {
      const { unit = '', meaning = '' } = items.find((item) => item.name === name) ?? {};
      const values = all.map((one) => numberOf(one, name));
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

/** The curves that at least two of them have. */
function sharedCurves(all: readonly Compared[]): readonly Shown[] {
  const textOf = samenessIn(all);
  const lists = all.map(({ source }) => (source === undefined ? [] : shownOf(source)));
  const known = new Map<string, Shown[]>();
  for (const one of lists.flat()) known.set(textOf(one), [...(known.get(textOf(one)) ?? []), one]);
  return [...known.values()]
    .filter((same) => same.length > 1)
    .map((same) => same.reduce((most, one) => (one.columns.length > most.columns.length ? one : most)));
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
): Promise<{ readonly figures: readonly PageFigure[]; readonly left: number }> {
  const shared = sharedCurves(all);
  const figures: PageFigure[] = [];
  for (const shown of shared.slice(0, MOST_FIGURES)) {
    const runs: (OverlaidRun | undefined)[] = [];
    for (const [i, { source }] of all.entries()) {
      runs.push(source === undefined ? undefined : await overlaidRun(source, shown, labels[i]));
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
    figures.push(await pageFigure({ name, title: spoken(name), meaning }, figure));
  }
  return { figures, left: shared.length - figures.length };
}
