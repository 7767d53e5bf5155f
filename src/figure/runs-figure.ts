/** The series of all runs of a sweep in one panel. */
import { type FigureData, type FigureDescription, type RunColumns, runsHaveColumns } from './figure.js';
import type { Mark } from './marks.js';
import type { Axis } from './panel.js';
import { panelFigure } from './panels.js';
import { thinned } from './reduce.js';
import { type RunStyle, resultColumns, runStyles } from './varying.js';

export interface RunsFigure
  extends Pick<FigureDescription, 'name' | 'title' | 'meaning' | 'aliases' | 'isExtra' | 'instead'> {
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns of the results that it reads besides those that vary. */
  readonly results?: readonly string[];
  /** Absent: series thinned to what can be seen. */
  readonly reduced?: (run: RunColumns, f: FigureData['f']) => RunColumns;
  readonly x: Axis;
  readonly y: Axis;
  /** Marks of one run. */
  readonly marksOf: (run: RunColumns, style: RunStyle, row: number, data: FigureData) => readonly Mark[];
  readonly notes?: (data: FigureData) => readonly string[];
}

/** Stretches of which the least and the largest value of a run are kept. */
const STRETCHES = 240;

/** A figure of the runs of a sweep whose first run recorded these columns. */
export function runsFigure(figure: RunsFigure): FigureDescription {
  const { name, title, meaning, aliases, isExtra, instead, table, columns, x, y } = figure;
  const { results = [], reduced = (run) => thinned(run, STRETCHES) } = figure;
  return {
    name,
    title,
    meaning,
    aliases,
    isExtra,
    instead,
    needs: (subject) =>
      subject.kind === 'sweep' && runsHaveColumns(subject, table, columns)
        ? [resultColumns(subject, ...results), { kind: 'ofRuns', table, columns, reduced }]
        : undefined,
    draw(data) {
      const { styles, notes } = runStyles(data);
      const marks = data.ofRuns(table).flatMap(({ columns: run, row }) => figure.marksOf(run, styles[row], row, data));
      const said = figure.notes?.(data) ?? [];
      return panelFigure(data, { title, meaning, panels: [{ share: 0.6, x, y, marks }], notes: [...said, ...notes] });
    },
  };
}
