/** The main curves of a run, or how a sweep comes along, for people at a terminal: a line of letters each, with its numbers. */
import { join, parse } from 'node:path';
import type { TableAbout } from '../figure/figure.js';
import { readRun } from '../run/run-record.js';
import type { ShownRun } from '../run/show.js';
import type { WrittenTable } from '../run/written.js';
import type { States, StoredSweep } from '../sweep/tasks/tasks.js';
import { curveNumbers, isUnicode, sparkline } from './sparkline.js';
import { columns, countText, numberText } from './text.js';

/** Curves that are shown of a run, and rows up to which they are read for that. */
const MOST_CURVES = 8;
const MOST_ROWS = 2_000_000;

const [USUAL_WIDTH, WIDEST, NARROWEST] = [80, 40, 8];

/** A curve with what it is called. */
export interface NamedCurve {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** Where lines are shown: how wide it is, and what it can show. */
export interface Screen {
  readonly width: number;
  readonly hasUnicode: boolean;
}

export const terminalScreen = (): Screen => ({
  width: process.stdout.columns || USUAL_WIDTH,
  hasUnicode: isUnicode(process.env),
});

/** Lines of curves that fit: name, letters, first, last, least and largest value. */
export function linesOfCurves(curves: readonly NamedCurve[], { width, hasUnicode }: Screen): readonly string[] {
  const numbers = curves.map(({ values }) => {
    const { first, last, min, max } = curveNumbers(values);
    return [first, last, min, max].map((value) => numberText(value, 4));
  });
  const names = ['', ...curves.map(({ name }) => `  ${name}`)];
  const cells = [['first', 'last', 'min', 'max'], ...numbers];
  const taken = [names, ...[0, 1, 2, 3].map((c) => cells.map((row) => row[c]))]
    .map((column) => Math.max(...column.map((text) => text.length)) + 2)
    .reduce((sum, one) => sum + one, 0);
  const wide = Math.max(NARROWEST, Math.min(WIDEST, width - taken));
  const drawn = ['', ...curves.map(({ values }) => sparkline(values, wide, hasUnicode))];
  return columns(names.map((name, i) => [name, drawn[i], ...cells[i]]));
}

/** Curves of tables: those that are shown, by table and name, and how many more there are. */
interface Chosen {
  readonly shown: readonly { readonly table: string; readonly name: string }[];
  readonly more: number;
}

async function chosenOf(tables: readonly TableAbout[]): Promise<Chosen> {
  const { curvesOf } = await import('../figure/curves.js');
  const all = curvesOf(tables).flatMap(({ table, values }) => values.map(({ name }) => ({ table, name })));
  const shown = all.slice(0, MOST_CURVES);
  return { shown, more: all.length - shown.length };
}

/** Lines of the curves that were chosen, below an empty one. */
function linesOf(
  { shown, more }: Chosen,
  valuesOf: (table: string, name: string) => ArrayLike<number>,
  screen: Screen,
): readonly string[] {
  if (shown.length === 0) return [];
  const named = shown.map(({ table, name }) => ({ name, values: valuesOf(table, name) }));
  return [
    '',
    ...linesOfCurves(named, screen),
    ...(more > 0 ? [`  and ${countText(more)} more ${more === 1 ? 'curve' : 'curves'}`] : []),
  ];
}

/** The main curves of a run: those of its time series first. Nothing of a run whose tables are not written yet. */
export async function curveLines({ folder, tables }: ShownRun, screen = terminalScreen()): Promise<readonly string[]> {
  const { columnOf, groupsOf, numbersOf } = await import('../run/table-groups.js');
  const small = tables
    .filter(({ nRows }) => nRows > 0 && nRows <= MOST_ROWS)
    .map((table) => ({ ...table, name: parse(table.file).name }));
  const chosen = await chosenOf(small);
  const curves = new Map<string, Float64Array>();
  for (const { file, name: table, nRows } of small) {
    const wanted = chosen.shown.filter((one) => one.table === table).map(({ name }) => name);
    if (wanted.length === 0) continue;
    for (const name of wanted) curves.set(`${table}/${name}`, new Float64Array(nRows));
    let at = 0;
    for await (const group of groupsOf(join(folder, file), new Set(wanted))) {
      for (const name of wanted) curves.get(`${table}/${name}`)?.set(numbersOf(columnOf(group, name).data), at);
      at += group.nRows;
    }
  }
  return linesOf(chosen, (table, name) => curves.get(`${table}/${name}`) ?? [], screen);
}

/** The main curves of a run that goes on, as far as they are written. */
export async function writtenLines(
  tables: readonly WrittenTable[],
  screen = terminalScreen(),
): Promise<readonly string[]> {
  const rowsOf = ({ columns }: WrittenTable): number => columns[0]?.values.length ?? 0;
  const filled = tables.filter((table) => rowsOf(table) > 0);
  const chosen = await chosenOf(filled.map((table) => ({ ...table, nRows: rowsOf(table) })));
  const valuesOf = (table: string, name: string): ArrayLike<number> =>
    filled.find((one) => one.name === table)?.columns.find((column) => column.name === name)?.values ?? [];
  const cut = filled.filter(({ isCut, name }) => isCut && chosen.shown.some(({ table }) => table === name));
  return [
    ...linesOf(chosen, valuesOf, screen),
    ...cut.map((table) => `  the last ${countText(rowsOf(table))} rows of ${table.name}`),
  ];
}

/** Runs that are read anew at each look. */
const MOST_READ = 200;

/** The number that a sweep is about, run after run; of a search its objective, trial after trial. It is read on at each look. */
export class ProgressCurve {
  readonly #sweep: StoredSweep;
  readonly #known = new Map<number, number>();
  #name: string | undefined;

  constructor(sweep: StoredSweep) {
    this.#sweep = sweep;
  }

  /** Lines for the runs that are done now; none if there are none. */
  async lines(states: States, screen = terminalScreen()): Promise<readonly string[]> {
    const name = await this.#item();
    if (name === undefined) return [];
    const done = states.indices('done').filter((index) => !this.#known.has(index));
    for (const index of done.slice(0, MOST_READ)) {
      const { summary } = readRun(states.place(index));
      this.#known.set(index, summary.find((item) => item.name === name)?.value ?? Number.NaN);
    }
    if (this.#known.size === 0) return [];
    const values = [...this.#known].sort(([a], [b]) => a - b).map(([, value]) => value);
    return linesOfCurves([{ name, values }], screen);
  }

  async #item(): Promise<string | undefined> {
    if (this.#name !== undefined) return this.#name;
    const [{ request }] = this.#sweep.record.requests;
    if (request.search !== undefined) this.#name = request.search.objective;
    else {
      const { familyOfFolder } = await import('../run/model-copy.js');
      const { headlines, listed } = await familyOfFolder(this.#sweep.folder, request, this.#sweep.folder);
      this.#name = (listed ?? headlines)[0]?.item;
    }
    return this.#name;
  }
}
