/** Loads what a figure needs of a folder, and hands it over by name. */
import { type Elementary, elementaryOf } from '../analysis/elementary.js';
import { MsmError } from '../errors.js';
import {
  type ArrayValues,
  type Course,
  type FigureData,
  type LogAxes,
  type Need,
  type Numbers,
  type OfRun,
  type Records,
  tableOf,
} from '../figure/figure.js';
import { MOST_TILES } from '../figure/heat-map.js';
import type { FigureSize } from '../figure/size.js';
import { compileBuild, instantiate } from '../host/builds.js';
import { pathKind } from '../host/disk.js';
import { CORE_MODULE } from '../kernel/core-kernels.js';
import { observedIn, tableName } from '../model/recording/observed.js';
import { columnOf, groupsOf, numbersOf } from '../run/table-groups.js';
import { joined } from '../table/pieces.js';
import { type ArrayReads, READ_ALWAYS } from './kept-arrays.js';
import { type LongTable, readArray, readCourse, readRecords } from './read-array.js';
import { filesOf, pathIn, type Source } from './run-subject.js';
import { isStateTable, readStateArray } from './state-array.js';

/** What was loaded, by table and column. */
type Loaded = {
  readonly numbers: Map<string, Numbers>;
  readonly words: Map<string, readonly (string | null)[]>;
  readonly arrays: Map<string, ArrayValues>;
  readonly records: Map<string, Records>;
  readonly inputs: Map<string, ArrayValues>;
  readonly courses: Map<string, Course>;
  readonly ofRuns: Map<string, readonly OfRun[]>;
};

const keyOf = (table: string, column: string): string => `${table}/${column}`;

/** Columns of a table as a whole. */
async function loadColumns(run: Source, table: string, names: readonly string[], into: Loaded): Promise<void> {
  const pieces = new Map<string, Float64Array[]>(names.map((name) => [name, []]));
  const words = new Map<string, (string | null)[]>();
  for await (const group of run.rows(table, new Set(names))) {
    for (const name of names) {
      const { type, data } = columnOf(group, name);
      if (type !== 'text') {
        pieces.get(name)?.push(numbersOf(data));
        continue;
      }
      const list = words.get(name) ?? [];
      for (const word of data as readonly (string | null)[]) list.push(word);
      words.set(name, list);
    }
  }
  const about = tableOf(run.subject, table);
  for (const column of about?.columns ?? []) {
    const key = keyOf(table, column.name);
    const text = words.get(column.name);
    if (text !== undefined) into.words.set(key, text);
    if (names.includes(column.name) && column.type !== 'text') {
      into.numbers.set(key, { ...column, values: joined(pieces.get(column.name) ?? []) });
    }
  }
}

/** Whole numbers in front of the values: where an entry stands. */
function guessedIndex(run: Source, table: string, value: string): readonly string[] {
  const columns = tableOf(run.subject, table)?.columns ?? [];
  const clock = ['step', 'time', 'phase', 'epoch'];
  const before = columns.slice(
    0,
    columns.findIndex(({ name }) => name === value),
  );
  return before.filter(({ name, type }) => type === 'i32' && !clock.includes(name)).map(({ name }) => name);
}

/** A table in the long form with one of its columns of values. */
export function longTable(run: Source, table: string, value: string): LongTable {
  const observable = run.subject.observables.find((one) => one.table === table && one.values.includes(value));
  const described = observedIn(run.family?.schema.observables ?? [], {}).find((one) => tableName(one) === table);
  return {
    path: pathIn(run.files, run.folder, table),
    columns: tableOf(run.subject, table)?.columns ?? [],
    index: observable?.index ?? guessedIndex(run, table, value),
    value,
    isUpper: observable !== undefined && described?.table?.isUpper === true,
  };
}

/** Columns of numbers of a table as a whole. */
async function numbersIn(path: string, names: readonly string[]): Promise<OfRun['columns']> {
  const pieces = new Map(names.map((name): [string, Float64Array[]] => [name, []]));
  for await (const group of groupsOf(path, new Set(names))) {
    // a run may have recorded less than the first
    for (const { name, data } of group.columns) pieces.get(name)?.push(numbersOf(data));
  }
  return Object.fromEntries([...pieces].map(([name, list]) => [name, joined(list)]));
}

/** A table of the runs that are wanted; of those that have it. */
async function columnsOfRuns(
  { runs = [], rows }: Source,
  { table, columns, where, reduced = (run) => run }: Need & { readonly kind: 'ofRuns' },
  f: Elementary,
): Promise<readonly OfRun[]> {
  const values: number[] = [];
  if (where !== undefined) {
    for await (const group of rows('results', new Set([where.column]))) {
      for (const value of numbersOf(columnOf(group, where.column).data)) values.push(value);
    }
  }
  const found: OfRun[] = [];
  for (const [row, folder] of runs.entries()) {
    if (where !== undefined && values[row] !== where.value) continue;
    const path = pathKind(folder) === undefined ? undefined : filesOf(folder).get(table);
    if (path !== undefined) found.push({ row, columns: reduced(await numbersIn(path, columns), f) });
  }
  return found;
}

/** The array of one record, of a table in the long form or of the last state. */
const readOne = (run: Source, { table, value, step }: Need & { readonly kind: 'array' }): Promise<ArrayValues> =>
  isStateTable(table)
    ? readStateArray(pathIn(run.files, run.folder, table), value)
    : readArray(longTable(run, table, value), step);

async function loadNeed(run: Source, need: Need, into: Loaded, f: Elementary, reads: ArrayReads): Promise<void> {
  if (need.kind === 'columns') return loadColumns(run, need.table, need.columns, into);
  if (need.kind === 'input') {
    into.inputs.set(need.key, await run.input(need.key));
    return;
  }
  if (need.kind === 'ofRuns') {
    into.ofRuns.set(need.table, await columnsOfRuns(run, need, f));
    return;
  }
  const { table, value } = need;
  const key = keyOf(table, value);
  if (need.kind === 'course') {
    const nRows = tableOf(run.subject, table)?.nRows ?? 0;
    into.courses.set(key, await readCourse(longTable(run, table, value), nRows, MOST_TILES, need.where));
  } else if (need.kind === 'records') {
    into.records.set(key, await readRecords(longTable(run, table, value), need.steps));
  } else {
    into.arrays.set(key, await reads(need, () => readOne(run, need)));
  }
}

function found<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value !== undefined) return value;
  throw new MsmError('E_INTERNAL', `a figure takes ${key} without saying that it needs it`);
}

/** What a figure is drawn from, in memory. `reads`: how its arrays are read. Throws E_CORRUPT for damaged tables. */
export async function loadData(
  run: Source,
  needs: readonly Need[],
  size: FigureSize,
  log: LogAxes = { x: false, y: false },
  reads: ArrayReads = READ_ALWAYS,
): Promise<FigureData> {
  const into: Loaded = {
    numbers: new Map(),
    words: new Map(),
    arrays: new Map(),
    records: new Map(),
    inputs: new Map(),
    courses: new Map(),
    ofRuns: new Map(),
  };
  const f = elementaryOf(instantiate(compileBuild(CORE_MODULE, 'strict')));
  for (const need of needs) await loadNeed(run, need, into, f, reads);
  return {
    subject: run.subject,
    size,
    log,
    f,
    numbers: (table, column) => found(into.numbers, keyOf(table, column)),
    words: (table, column) => found(into.words, keyOf(table, column)),
    array: (table, value) => found(into.arrays, keyOf(table, value)),
    records: (table, value) => found(into.records, keyOf(table, value)),
    input: (key) => found(into.inputs, key),
    course: (table, value) => found(into.courses, keyOf(table, value)),
    ofRuns: (table) => found(into.ofRuns, table),
  };
}
