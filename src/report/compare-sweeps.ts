/** Sweeps beside each other: results joined on the parameters that vary. A run counts as a sweep of one. */

import { sampleStatistics } from '../analysis/sample.js';
import { type Frame, type FrameColumn, frameOf, groupRows, type Value } from '../collect/frame.js';
import { axesOf } from '../collect/statistics.js';
import type { Source } from '../draw/run-subject.js';
import type { Subject } from '../figure/figure.js';
import { type SweepsOverlay, sweepsFigure } from '../figure/side-by-side.js';
import { axisTitle, plainMeaning, spoken } from '../figure/text.js';
import { REPLICAS } from '../figure/varying.js';
import type { Cell, PageFigure, PageTable } from '../page/report.js';
import { countText, numberText } from '../text.js';
import { PAGE_SIZE, type PageFigures, pageFigure, pageFigures } from './figures.js';
import { numberCell } from './words.js';

/** Results of one that is compared. */
export interface Side {
  readonly name: string;
  readonly label: string;
  readonly frame: Frame;
  /** Keys of its parameters. */
  readonly keys: readonly string[];
  readonly reported: readonly string[];
}

/** All results of a source. */
export async function resultsOf({ rows }: Source): Promise<Frame> {
  for await (const table of rows('results', new Set())) return frameOf(table);
  return { nRows: 0, columns: [] };
}

const columnOf = ({ columns }: Frame, name: string): FrameColumn =>
  columns.find((column) => column.name === name) as FrameColumn;

const sharedBy = (lists: readonly (readonly string[])[]): readonly string[] =>
  lists[0].filter((name) => lists.every((list) => list.includes(name)));

/** Parameters along which results are joined: those that all have, and of which one of the sweeps has several values. */
export function joinAxes(sides: readonly Side[]): readonly string[] {
  const shared = sharedBy(
    sides.map(({ keys, frame }) => keys.filter((key) => frame.columns.some(({ name }) => name === key))),
  );
  const varying = new Set(sides.flatMap(({ frame }) => axesOf(frame, shared).map(({ name }) => name)));
  return shared.filter((key) => varying.has(key) && !REPLICAS.includes(key));
}

/** Numbers that all of them report. */
export function joinNumbers(sides: readonly Side[]): readonly string[] {
  const reported = sharedBy(sides.map((side) => side.reported));
  if (reported.length > 0) return reported;
  const numbers = sides.map(({ frame, keys }) =>
    frame.columns.filter(({ name, type }) => type === 'f64' && !keys.includes(name)).map(({ name }) => name),
  );
  return sharedBy(numbers);
}

/** A combination of values, and its runs in each sweep. */
export interface Combination {
  readonly values: readonly Value[];
  readonly rows: readonly (readonly number[])[];
}

export interface Joined {
  readonly axes: readonly string[];
  /** Those that all have. */
  readonly combinations: readonly Combination[];
  /** Combinations of each that another one lacks. */
  readonly alone: readonly number[];
}

/** Joins results on what varies. */
export function joined(sides: readonly Side[]): Joined {
  const axes = joinAxes(sides);
  const keyOf = (values: readonly Value[]): string => JSON.stringify(values.map(String));
  const groups = sides.map(({ frame }) =>
    groupRows(
      frame,
      axes.map((axis) => columnOf(frame, axis)),
    ),
  );
  const byKey = groups.map((list) => new Map(list.map((group) => [keyOf(group.values), group.rows])));
  const combinations = groups[0].flatMap(({ values }): readonly Combination[] => {
    const rows = byKey.map((map) => map.get(keyOf(values)));
    return rows.every((own) => own !== undefined) ? [{ values, rows: rows as (readonly number[])[] }] : [];
  });
  return { axes, combinations, alone: groups.map((list) => list.length - combinations.length) };
}

interface Measured {
  readonly mean: number;
  readonly std: number;
  readonly count: number;
}

/** Mean and standard deviation over the runs of a combination. */
function measured({ frame }: Side, name: string, rows: readonly number[]): Measured {
  const { values } = columnOf(frame, name);
  const finite = rows.map((row) => values[row]).filter((value): value is number => Number.isFinite(value));
  if (finite.length === 0) return { mean: Number.NaN, std: Number.NaN, count: 0 };
  const { mean, std } = sampleStatistics(finite);
  return { mean, std: std ?? Number.NaN, count: finite.length };
}

function measuredCell({ mean, std, count }: Measured): Cell {
  if (count === 0) return null;
  const text = count > 1 && Number.isFinite(std) ? `${numberText(mean)} ± ${numberText(std, 2)}` : numberText(mean, 7);
  return { text, value: mean };
}

/** Rows that a page lists. */
const MOST_ROWS = 500;

/** The joined results, a row a combination. */
export function joinedTable(sides: readonly Side[], { axes, combinations, alone }: Joined): PageTable {
  const names = joinNumbers(sides);
  const [first, ...others] = sides;
  const only = sides.flatMap(({ name }, i) => (alone[i] > 0 ? [`${countText(alone[i])} only in ${name}`] : []));
  const shown = combinations.slice(0, MOST_ROWS);
  const count =
    shown.length < combinations.length
      ? `the first ${countText(shown.length)} of ${countText(combinations.length)} combinations`
      : `${countText(combinations.length)} ${combinations.length === 1 ? 'combination' : 'combinations'}`;
  return {
    id: 'joined',
    caption: `Results joined on ${axes.length === 0 ? 'nothing, since nothing varies' : axes.join(', ')}: ${[count, ...only].join('; ')}. Means over the runs of each, ± standard deviation; differences from ${first.name}`,
    columns: [
      ...axes.map((title) => ({ title, isNumber: sides.every(({ frame }) => columnOf(frame, title).type !== 'text') })),
      ...names.flatMap((name) => [
        ...sides.map((side) => ({ title: `${name}, ${side.name}`, isNumber: true })),
        ...others.map((side) => ({
          title: `${side.name} − ${first.name}`,
          isNumber: true,
          hint: `difference of ${name}`,
        })),
      ]),
    ],
    rows: shown.map(({ values, rows }) => [
      ...values.map(
        (value): Cell => (typeof value === 'number' ? numberCell(value) : value === null ? null : String(value)),
      ),
      ...names.flatMap((name): readonly Cell[] => {
        const all = sides.map((side, i) => measured(side, name, rows[i]));
        const differences = all.slice(1).map(({ mean }): Cell => {
          const difference = mean - all[0].mean;
          return Number.isFinite(difference) ? numberCell(difference, 4) : null;
        });
        return [...all.map(measuredCell), ...differences];
      }),
    ]),
  };
}

/** Axes of numbers first, those with the most values before all others. */
function sortedAxes([{ frame }]: readonly Side[], { axes, combinations }: Joined): readonly number[] {
  const rankOf = (a: number): number =>
    columnOf(frame, axes[a]).type === 'text' ? 0 : new Set(combinations.map(({ values }) => values[a])).size;
  return axes
    .map((_, a) => a)
    .filter((a) => new Set(combinations.map(({ values }) => values[a])).size > 1)
    .sort((a, b) => rankOf(b) - rankOf(a));
}

/** The shared numbers over what varies, a colour a sweep. */
export async function joinedFigures(sides: readonly Side[], join: Joined, subject: Subject): Promise<PageFigures> {
  const { axes, combinations } = join;
  if (combinations.length === 0) return { figures: [], problems: [] };
  const [first] = sides;
  const [x, by] = sortedAxes(sides, join);
  const titleOf = (axis: number): string => axisTitle(columnOf(first.frame, axes[axis]));
  const isAlong = x !== undefined && columnOf(first.frame, axes[x]).type !== 'text';
  const figureOf = (name: string): Promise<PageFigure> => {
    const column = columnOf(first.frame, name);
    const meaning = plainMeaning(column);
    const overlay: SweepsOverlay = {
      name,
      title: name,
      meaning,
      axis: axisTitle(column),
      ...(isAlong && { x: { title: titleOf(x), values: combinations.map(({ values }) => Number(values[x])) } }),
      ...(isAlong &&
        by !== undefined && {
          by: { title: titleOf(by), values: combinations.map(({ values }) => values[by] as number | string) },
        }),
      sweeps: sides.map((side, i) => {
        const all = combinations.map(({ rows }) => measured(side, name, rows[i]));
        return { label: side.label, mean: all.map(({ mean }) => mean), spread: all.map(({ std }) => std) };
      }),
    };
    const figure = sweepsFigure({ subject, size: PAGE_SIZE, log: { x: false, y: false } }, overlay);
    return pageFigure({ name, title: spoken(name), meaning }, figure);
  };
  return pageFigures(joinNumbers(sides).map((name) => ({ name, draw: async () => figureOf(name) })));
}
