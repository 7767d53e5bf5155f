/** Figures of a search, from its table of trials: how it came along, what its parameters have to do with it. */
import { axisOf, type Places, placesOf } from './columns.js';
import { type ColumnAbout, type FigureData, type FigureDescription, type Subject, tableOf } from './figure.js';
import type { Mark } from './marks.js';
import { anchorsOf, COLOURS, colourTable, hexOf } from './palette.js';
import { inPairs, type Panel, panelFigure } from './panels.js';
import { rangeOf } from './reduce.js';
import { axisTitle, numberWords, plainMeaning } from './text.js';

const TABLE = 'search';

/** Columns that are about the trial and not a parameter of it. */
const OWN: readonly string[] = ['trial', 'objective', 'best', 'state', 'run'];

/** The parameters that were searched. */
const searchedIn = (subject: Subject): readonly ColumnAbout[] =>
  tableOf(subject, TABLE)?.columns.filter(({ name }) => !OWN.includes(name)) ?? [];

const columnsNeeded = (subject: Subject, columns: readonly string[]) =>
  tableOf(subject, TABLE) === undefined ? undefined : [{ kind: 'columns' as const, table: TABLE, columns }];

/** What the objective is, and of how many trials there is none. */
function notesOf(data: FigureData): readonly string[] {
  const objective = data.numbers(TABLE, 'objective');
  const failed = objective.values.filter((value) => !Number.isFinite(value)).length;
  const trials = `${failed} of ${objective.values.length} trials have none`;
  return [`objective: ${plainMeaning(objective)}`, ...(failed > 0 ? [trials] : [])];
}

/** Number of the row with the best objective; -1 if no trial has one. */
function bestRow({ values }: { readonly values: Float64Array }, best: Float64Array): number {
  const last = best.findLast(Number.isFinite);
  return last === undefined ? -1 : values.indexOf(last);
}

/** Corners of a curve that stays until it changes. */
function stairs(x: Float64Array, y: Float64Array): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const rows = Array.from(y, (_, row) => row).filter((row) => Number.isFinite(y[row]));
  const corners = rows.filter((row, i) => i === 0 || i === rows.length - 1 || y[row] !== y[rows[i - 1]]);
  return {
    x: corners.flatMap((row, i) => (i === 0 ? [x[row]] : [x[row], x[row]])),
    y: corners.flatMap((row, i) => (i === 0 ? [y[row]] : [y[corners[i - 1]], y[row]])),
  };
}

const progress: FigureDescription = {
  name: 'search_progress',
  title: 'the search, trial after trial',
  meaning: 'objective of each trial, and the best up to then',
  needs: (subject) => columnsNeeded(subject, ['trial', 'objective', 'best']),
  draw(data) {
    const [trial, objective, best] = ['trial', 'objective', 'best'].map((name) => data.numbers(TABLE, name).values);
    const panel: Panel = {
      share: 0.5,
      x: { title: 'trial', isWhole: true },
      y: { title: 'objective' },
      marks: [
        { kind: 'line', ...stairs(trial, best), label: 'best so far', colour: COLOURS.vermillion },
        { kind: 'points', x: trial, y: objective, label: 'trial', colour: COLOURS.blue },
      ],
    };
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes: notesOf(data) });
  },
};

/** Values above zero that differ by at least this factor stand on a logarithmic axis. */
const WIDE = 20;

/** Whether a parameter stands on a logarithmic axis: as it was searched; of one that was chosen from a list, its values say. */
function isLog({ scales = {} }: Subject, { about, values, labels }: Places): boolean {
  const scale = scales[about.name];
  if (scale !== undefined) return scale === 'log';
  const [low, high] = rangeOf(values);
  return labels === undefined && low > 0 && high >= WIDE * low;
}

/** The objective against one parameter; later trials lighter, the best one marked. */
function parameterPanel(data: FigureData, name: string): Panel {
  const places = placesOf(data, TABLE, name);
  const [trial, best] = ['trial', 'best'].map((column) => data.numbers(TABLE, column).values);
  const objective = data.numbers(TABLE, 'objective');
  const row = bestRow(objective, best);
  const found: readonly Mark[] =
    row < 0
      ? []
      : [
          {
            kind: 'points',
            x: [places.values[row]],
            y: [objective.values[row]],
            label: 'best',
            colour: COLOURS.vermillion,
            size: 70,
          },
        ];
  const [first, last] = rangeOf(trial);
  const domain: readonly [number, number] = [first, first === last ? first + 1 : last];
  const coloured = { values: trial, title: 'trial', domain, range: anchorsOf('viridis') };
  return {
    share: 0.7,
    x: axisOf(places, { isLog: isLog(data.subject, places) }),
    y: { title: 'objective' },
    marks: [{ kind: 'points', x: places.values, y: objective.values, coloured, about: { trial } }, ...found],
  };
}

/** Parameters that have a panel each. */
const MOST_PANELS = 8;

const parameters: FigureDescription = {
  name: 'search_parameters',
  title: 'objective against each parameter',
  meaning: 'objective of each trial against the values that were tried; the best trial is marked',
  needs: (subject) =>
    columnsNeeded(subject, ['trial', 'objective', 'best', ...searchedIn(subject).map(({ name }) => name)]),
  draw(data) {
    const all = searchedIn(data.subject);
    const shown = all.slice(0, MOST_PANELS);
    const hidden = all.length > shown.length ? [`the first ${shown.length} of ${all.length} parameters`] : [];
    const panels = inPairs(shown.map(({ name }) => parameterPanel(data, name)));
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      panels,
      notes: [...notesOf(data), ...hidden],
    });
  },
};

/** Classes of trials by their objective, as equally large as can be. */
const CLASSES = 5;

/** Where each trial stands along an axis of its own, from 0 to 1; the middle where all are the same. */
function sharesOf({ values, labels }: Places, isLogarithmic: boolean, log: (value: number) => number): Float64Array {
  const placed = isLogarithmic ? values.map(log) : values;
  const [low, high] = labels === undefined ? rangeOf(placed) : [0, labels.length - 1];
  return placed.map((value) => (high > low ? (value - low) / (high - low) : 0.5));
}

/** Name of an axis with its ends below it: least and largest. */
function endsText(places: Places): string {
  const { about, labels, values } = places;
  const title = axisTitle(about);
  if (labels !== undefined) return `${title}: ${labels[0] ?? ''} to ${labels.at(-1) ?? ''}`;
  const [low, high] = rangeOf(values);
  return `${title}: ${numberWords(low)} to ${numberWords(high)}`;
}

/** Rows of the trials that have an objective, the best first. */
function ranked(objective: Float64Array, best: Float64Array): readonly number[] {
  const rows = Array.from(objective, (_, row) => row).filter((row) => Number.isFinite(objective[row]));
  const isLeast = best.findLast(Number.isFinite) === rangeOf(objective)[0];
  return [...rows].sort((a, b) => (isLeast ? objective[a] - objective[b] : objective[b] - objective[a]));
}

const together: FigureDescription = {
  name: 'search_together',
  title: 'parameters of good and bad trials',
  meaning:
    'each trial as a line through the values of its parameters, from the least to the largest of each; coloured by objective',
  needs(subject) {
    const searched = searchedIn(subject);
    return searched.length < 2
      ? undefined
      : columnsNeeded(subject, ['objective', 'best', ...searched.map(({ name }) => name)]);
  },
  draw(data) {
    const searched = searchedIn(data.subject).map(({ name }) => placesOf(data, TABLE, name));
    const [objective, best] = ['objective', 'best'].map((name) => data.numbers(TABLE, name).values);
    const shares = searched.map((places) => sharesOf(places, isLog(data.subject, places), data.f.log));
    const rows = ranked(objective, best);
    const count = Math.min(CLASSES, rows.length);
    const colours = colourTable('viridis', CLASSES + 1).map(hexOf);
    const marks = Array.from({ length: count }, (_, c): Mark => {
      const own = rows.slice(Math.floor((c * rows.length) / count), Math.floor(((c + 1) * rows.length) / count));
      const [from, to] = [objective[own[0]], objective[own[own.length - 1]]].map(numberWords);
      const pieces = own.flatMap((row) => shares.slice(1).map((_, p) => ({ row, p })));
      return {
        kind: 'segments',
        x: [pieces.map(({ p }) => p), pieces.map(({ p }) => p + 1)],
        y: [pieces.map(({ row, p }) => shares[p][row]), pieces.map(({ row, p }) => shares[p + 1][row])],
        label: from === to ? from : `${from} to ${to}`,
        colour: colours[c],
      };
    });
    const panel: Panel = {
      share: 0.5,
      x: { title: null, labels: searched.map(({ about }) => axisTitle(about)), domain: [0, searched.length - 1] },
      y: { title: 'least to largest', domain: [0, 1] },
      // the best lie above the others
      marks: [...marks].reverse(),
    };
    const notes = [...notesOf(data), searched.map(endsText).join('; ')];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

/** The figures of a search; none of a sweep that is none. */
export const searchFigures = (subject: Subject): readonly FigureDescription[] =>
  tableOf(subject, TABLE) === undefined ? [] : [progress, parameters, together];
