/**
 * The figure that every observable of any model has, from its shape: a number or a few over time as lines, a vector over time as a picture, a
 * matrix as a picture with its spectrum; and the last state.
 */
import { sweepFigures } from './columns.js';
import type { Animation, FigureDescription, Numbers, ObservableAbout, Subject, TableAbout } from './figure.js';
import { hasColumns, tableOf } from './figure.js';
import { coursePanel, linesPanel, matrixPanel, sidesOf, spectrumPanel } from './heat-map.js';
import type { Mark } from './marks.js';
import { COLOURS } from './palette.js';
import { type Panel, panelFigure } from './panels.js';
import { searchFigures } from './search.js';
import { axisTitle, spoken } from './text.js';

/** The column along which records stand: time where there is one. */
export const clockOf = ({ columns }: TableAbout): string =>
  columns.some(({ name }) => name === 'time') ? 'time' : 'step';

/** Lines that can be told apart; of more, a picture says more. */
const MOST_LINES = 8;

const POINTS_MARKED = 40;

/** Lines of some columns along time. */
function seriesPanel(x: Numbers, ys: readonly Numbers[]): Panel {
  const isAlone = ys.length === 1;
  const marks = ys.map((y): Mark => {
    const label = isAlone ? {} : { label: axisTitle(y) };
    const isMarked = x.values.length <= POINTS_MARKED;
    return { kind: 'line', x: x.values, y: y.values, colour: isAlone ? COLOURS.blue : undefined, isMarked, ...label };
  });
  const title = isAlone ? axisTitle(ys[0]) : null;
  const isWhole = ys.every(({ type }) => type === 'i32');
  return { share: 0.5, x: { title: axisTitle(x) }, y: { title, isWhole }, marks };
}

/** Numbers of the time series: lines, or a picture of many. */
function numbersFigure({ name, meaning, table, values }: ObservableAbout): FigureDescription {
  const shown = values.slice(0, MOST_LINES);
  return {
    name,
    title: spoken(name),
    meaning: values.length > MOST_LINES ? `${meaning}; the first ${MOST_LINES} of ${values.length}` : meaning,
    needs: (subject) => {
      const about = tableOf(subject, table);
      const isEmpty = about === undefined || about.nRows === 0;
      return isEmpty ? undefined : [{ kind: 'columns', table, columns: [clockOf(about), ...shown] }];
    },
    draw(data) {
      const clock = clockOf(tableOf(data.subject, table) as TableAbout);
      const panel = seriesPanel(
        data.numbers(table, clock),
        shown.map((column) => data.numbers(table, column)),
      );
      return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes: [this.meaning] });
    },
  };
}

/** All records of a vector. */
function courseFigure({ name, meaning, table }: ObservableAbout, value: string): FigureDescription {
  return {
    name,
    title: spoken(name),
    meaning,
    needs: () => [{ kind: 'course', table, value }],
    draw(data) {
      const course = data.course(table, value);
      const { panel, notes } = course.entries <= MOST_LINES ? linesPanel(course) : coursePanel(course);
      return panelFigure(data, { title: this.title, meaning, panels: [panel], notes: [meaning, ...notes] });
    },
  };
}

/** An array of one record with its spectrum, if it is square. */
export function matrixFigure({
  name,
  meaning,
  table,
  value,
}: {
  readonly name: string;
  readonly meaning: string;
  readonly table: string;
  readonly value: string;
}): FigureDescription {
  return {
    name,
    title: spoken(name),
    meaning,
    needs: () => [{ kind: 'array', table, value }],
    draw(data) {
      const array = data.array(table, value);
      const { panel, notes } = matrixPanel(array);
      const spectrum = spectrumPanel(array);
      return panelFigure(data, {
        title: this.title,
        meaning,
        panels: spectrum === undefined ? [panel] : [[panel, spectrum]],
        notes: [array.step === undefined ? meaning : `${meaning}, step ${array.step}`, ...notes],
      });
    },
  };
}

/** A vector of one record: points over its entries. */
function vectorFigure(name: string, meaning: string, table: string, value: string): FigureDescription {
  const ofMatrix = matrixFigure({ name, meaning, table, value });
  return {
    ...ofMatrix,
    draw(data) {
      const array = data.array(table, value);
      const { values, axes, shape } = array;
      const [rows] = sidesOf(array);
      if (shape.length > 1 && rows > 1) return ofMatrix.draw(data);
      const x = values.map((_, i) => i);
      return panelFigure(data, {
        title: this.title,
        meaning,
        notes: [meaning],
        panels: [
          {
            share: 0.45,
            x: { title: spoken(axes.at(-1) ?? 'entry'), isWhole: true },
            y: { title: axisTitle(array) },
            marks: [{ kind: 'points', x, y: values, colour: COLOURS.blue }],
          },
        ],
      });
    },
  };
}

/** Several columns of values have a figure each. */
const nameOf = ({ name, values }: ObservableAbout, value: string): string =>
  values.length > 1 && value !== name ? `${name}_${value}` : name;

/** The records of an array as they are, one after the other. */
const recordsAnimation = (table: string, value: string): Animation => ({
  kind: 'picture',
  records: (subject) => (hasColumns(subject, table, ['step', value]) ? [{ table, value }] : undefined),
  frame: ([array]) => array,
});

function observableFigures(observable: ObservableAbout): readonly FigureDescription[] {
  const { index, values, table, meaning } = observable;
  if (index.length === 0) return [numbersFigure(observable)];
  return values.map((value) => {
    const own = { ...observable, name: nameOf(observable, value) };
    const figure =
      index.length === 1 ? courseFigure(own, value) : matrixFigure({ name: own.name, meaning, table, value });
    return { ...figure, animation: recordsAnimation(table, value) };
  });
}

/** The table of the last state, and columns that only number its rows. */
const STATE = 'state';
const ROW_NUMBER = 'unit';

function stateFigures(subject: Subject): readonly FigureDescription[] {
  const state = tableOf(subject, STATE);
  if (state === undefined) return [];
  const isUnits = state.columns.some(({ name }) => name === ROW_NUMBER);
  return state.columns
    .filter(({ name, type, width }) => name !== ROW_NUMBER && type !== 'text' && (isUnits || width !== undefined))
    .map((column) => ({
      ...vectorFigure(`${STATE}_${column.name}`, column.meaning ?? column.name, STATE, column.name),
      isExtra: subject.observables.some(({ name }) => name === column.name),
    }));
}

/** The default figures of a run or sweep, one a name. */
export function defaultFigures(subject: Subject): readonly FigureDescription[] {
  if (subject.kind === 'sweep') return sweepFigures(subject);
  const all = [...subject.observables.flatMap(observableFigures), ...stateFigures(subject)];
  return all.filter((one, at) => all.findIndex(({ name }) => name === one.name) === at);
}

/**
 * Figures of a family before the default ones; a name that both have is the family's. Of a search those that say how it went come first, and the others
 * are drawn if they are named: what is drawn of a grid says little of points that were chosen one by one.
 */
export function allFigures(subject: Subject, own: readonly FigureDescription[]): readonly FigureDescription[] {
  const ofSearch = searchFigures(subject);
  const of = figuresBeside(subject, own);
  return ofSearch.length === 0 ? of : [...ofSearch, ...of.map((one) => ({ ...one, isExtra: true }))];
}

function figuresBeside(subject: Subject, own: readonly FigureDescription[]): readonly FigureDescription[] {
  const names = new Set(own.map(({ name }) => name));
  const covered = new Set(own.filter((one) => one.needs(subject) !== undefined).flatMap(({ instead = [] }) => instead));
  const others = defaultFigures(subject).filter(({ name }) => !names.has(name));
  return [...own, ...others.map((one) => (covered.has(one.name) ? { ...one, isExtra: true } : one))];
}
