/** What a family makes of its finished runs, as tables: theory along parameters, published statistics, data behind figures. */
import type { Elementary } from '../analysis/elementary.js';
import { configError, unknownKey } from '../config/problem.js';
import type { CollectedFigure, Collections, FinishedRun } from '../model/collections.js';
import { itemsOf } from '../sweep/tasks/look.js';
import { checkedFrame, columnOf, type Frame, varyingColumns } from './frame.js';
import type { DoneRun } from './results.js';
import { seriesColumn } from './series.js';

/** A run as the functions of a family see it. `place` is the option that asks for them. */
export const finishedRun = (one: DoneRun, place: string): FinishedRun => ({
  parameters: one.run.parameters,
  summary: itemsOf(one.run.summary),
  steps: one.run.steps,
  recorded: one.run.record.observables.map(({ name }) => name),
  series: (name) => seriesColumn(one, 'timeseries', name, place),
});

/** Curves along a parameter. Throws E_CONFIG for a family without theory, and for another parameter. */
export function theoryFrame(
  runs: readonly DoneRun[],
  axis: string,
  { theory }: Collections,
  family: string,
  f: Elementary,
): Frame {
  const place = '--theory';
  if (theory === undefined) throw configError(`${place}: ${family} has no theory along a parameter`, place);
  if (!theory.axes.includes(axis)) throw unknownKey(axis, 'a parameter of the theory', theory.axes, place);
  return checkedFrame(
    theory.along(
      runs.map(({ run }) => run.parameters),
      axis,
      f,
    ),
  );
}

/** One row a run with the family's published statistics. Throws E_CONFIG for a family that has none. */
export async function publishedFrame(
  runs: readonly DoneRun[],
  { published }: Collections,
  family: string,
): Promise<Frame> {
  const place = '--published';
  if (published === undefined) throw configError(`${place}: ${family} has no published statistics`, place);
  return checkedFrame([
    { name: 'run', type: 'i32', meaning: 'number of the run in the plan', values: runs.map(({ index }) => index) },
    {
      name: 'identity',
      type: 'text',
      meaning: 'identity of the run, as in the results',
      values: runs.map(({ run }) => run.identity),
    },
    ...(await published(runs.map((one) => finishedRun(one, place)))),
  ]);
}

/** What a figure needs. Throws E_CONFIG with the nearest right key. */
export function figureData({ figures = {} }: Collections, key: string, family: string): CollectedFigure {
  if (Object.hasOwn(figures, key)) return figures[key];
  const known = Object.keys(figures);
  if (known.length === 0) throw configError(`--for ${key}: ${family} has no published figures`, '--for');
  throw unknownKey(key, 'a figure of its pages', known, '--for');
}

/** Tables that figures have of their own. Throws E_CONFIG for results that lack what they need. */
export const figureTables = (
  { figures = {} }: Collections,
  keys: readonly string[],
  results: Frame,
): readonly { readonly name: string; readonly meaning: string; readonly frame: Frame }[] =>
  keys.flatMap((key) => {
    const { table } = figures[key];
    if (table === undefined) return [];
    const column = (name: string) => columnOf(results, name, `--for ${key}`).values;
    return [{ name: key, meaning: table.meaning, frame: checkedFrame(table.of({ nRows: results.nRows, column })) }];
  });

/** Which of some columns vary. */
export const varyingIn =
  (frame: Frame) =>
  (among: readonly string[]): readonly string[] =>
    varyingColumns(frame.columns.filter(({ name }) => among.includes(name))).map(({ name }) => name);
