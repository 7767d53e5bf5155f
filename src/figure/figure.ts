/**
 * What a figure is: a description that says what it reads, and a pure function from that to a Vega-Lite specification with its data inside.
 * Whoever draws loads what is needed and knows no model; whoever describes knows no file.
 */
import type { Elementary } from '../kernel/elementary.js';
import type { FigureSize } from './size.js';
import type { Spec } from './spec.js';

/** What is known of a column without its values. */
export interface ColumnAbout {
  readonly name: string;
  readonly type: 'f64' | 'i32' | 'text' | 'boolean';
  readonly unit?: string;
  readonly symbol?: string;
  readonly meaning?: string;
  /** Each row is a list of that many numbers; 0 where only the values tell how many. */
  readonly width?: number;
}

/** What is known of a table without its rows. */
export interface TableAbout {
  readonly name: string;
  readonly meaning?: string;
  readonly nRows: number;
  readonly columns: readonly ColumnAbout[];
}

/** An observable among the tables: columns of the time series, or the columns of an array's own table. */
export interface ObservableAbout {
  readonly name: string;
  readonly meaning: string;
  readonly table: string;
  /** Columns of the place of an entry; none of a number. */
  readonly index: readonly string[];
  readonly values: readonly string[];
}

/** A parameter as people read it. */
export type ParameterWritten = {
  readonly key: string;
  readonly symbol: string;
  readonly text: string;
  readonly isUsual: boolean;
};

/** What is drawn: a finished run; or a sweep, whose table `results` has a row a run, with whatever other tables were collected of it. */
export interface Subject {
  readonly kind: 'run' | 'sweep';
  readonly family: string;
  /** Of a sweep: those that all its runs have in common. */
  readonly parameters: { readonly [key: string]: unknown };
  /** The same as text, in the order of the schema. */
  readonly written: readonly ParameterWritten[];
  /** Numbers of the summary by name; none of a sweep. */
  readonly summary: { readonly [name: string]: number | null };
  /** Absent where there are several. */
  readonly seed?: number;
  readonly identity?: string;
  /** Of a sweep: how many are done. */
  readonly runs: number;
  /** Those that `msm analyse` left in the folder are called `analysis/NAME`. */
  readonly tables: readonly TableAbout[];
  /** Keys of the arrays that it was given; of a sweep those of its first run, none if its folder is not there. */
  readonly inputs: readonly string[];
  /** Of a sweep: the tables that its first run has; absent if its folder is not there. */
  readonly tablesOfRuns?: readonly TableAbout[];
  /** Of a run: what it recorded. */
  readonly observables: readonly ObservableAbout[];
  /** Of a sweep: columns of the parameters that vary, numbers before words, those with the most values first. */
  readonly axes: readonly string[];
  /** Of a search: the scales by which ranges of its parameters were searched; none of those that were chosen from a list. */
  readonly scales?: { readonly [parameter: string]: 'linear' | 'log' };
  /** Of a sweep: columns of the numbers by which its family reports runs. */
  readonly reported: readonly string[];
}

/** What a figure reads. Series are whole, arrays are one record, courses are reduced while they are read. */
export type Need =
  | { readonly kind: 'columns'; readonly table: string; readonly columns: readonly string[] }
  /** The array of one record: the step, or the last one; a table without steps is one record. */
  | { readonly kind: 'array'; readonly table: string; readonly value: string; readonly step?: number }
  /** The records of a vector from one step to another, both included. */
  | {
      readonly kind: 'records';
      readonly table: string;
      readonly value: string;
      readonly steps: readonly [number, number];
    }
  /** An array that the run was given. */
  | { readonly kind: 'input'; readonly key: string }
  /** All records of an array one behind the other, in tiles; `where`: only of entries that have this number in that column. */
  | { readonly kind: 'course'; readonly table: string; readonly value: string; readonly where?: Where }
  /**
   * Columns of numbers of a table of single runs of a sweep: of all, or of those that have this number in that column of the results. Runs
   * are read one after the other; what stays in memory is what `reduced` makes of each.
   */
  | {
      readonly kind: 'ofRuns';
      readonly table: string;
      readonly columns: readonly string[];
      readonly where?: Where;
      readonly reduced?: (run: RunColumns, f: Elementary) => RunColumns;
    };

export interface Where {
  readonly column: string;
  readonly value: number;
}

/** Columns by their names, NaN where there is nothing; one that the run does not have is empty. */
export type RunColumns = { readonly [name: string]: Float64Array };

/** Columns of a table of one run of a sweep. */
export interface OfRun {
  /** Its row in the results. */
  readonly row: number;
  readonly columns: RunColumns;
}

export interface Numbers extends ColumnAbout {
  /** NaN where there is nothing. */
  readonly values: Float64Array;
}

/** An array of one record. */
export interface ArrayValues extends ColumnAbout {
  /** [n] or [rows, columns]; more axes are flattened behind the first. */
  readonly shape: readonly number[];
  /** Row-major, NaN where there is nothing. A symmetric array is whole, whatever of it was written. */
  readonly values: Float64Array;
  /** Names of its axes. */
  readonly axes: readonly string[];
  readonly step?: number;
}

/** Some records of a vector, [records, entries]; none where none of the steps was recorded. */
export interface Records extends ArrayValues {
  /** Step of each record. */
  readonly steps: readonly number[];
}

/** All records of an array: rows are entries, columns are records, each tile the mean of what lies in it. */
export interface Course extends ColumnAbout {
  readonly values: Float64Array; // [rows, columns]
  readonly rows: number;
  readonly columns: number;
  readonly entries: number;
  readonly records: number;
  /** Smallest and largest single value. */
  readonly range: readonly [number, number];
  readonly axis: ColumnAbout;
  /** First and last place along `axis` (time or step) if records are at equal distances. */
  readonly from: number;
  readonly to: number;
  readonly isRegular: boolean;
  /** What the entries are called. */
  readonly of: string;
}

export type LogAxes = { readonly x: boolean; readonly y: boolean };

/** What a figure is drawn from: all that it needs, and nothing else. */
export interface FigureData {
  readonly subject: Subject;
  readonly size: FigureSize;
  /** Axes that were asked to be logarithmic, whatever the description says. */
  readonly log: LogAxes;
  /** Functions with the same bits everywhere. */
  readonly f: Elementary;
  /** A column of numbers. Throws E_INTERNAL for one that is not needed. */
  numbers(table: string, column: string): Numbers;
  words(table: string, column: string): readonly (string | null)[];
  array(table: string, value: string): ArrayValues;
  records(table: string, value: string): Records;
  input(key: string): ArrayValues;
  course(table: string, value: string): Course;
  /** In the order of the results. */
  ofRuns(table: string): readonly OfRun[];
}

export interface Figure {
  readonly spec: Spec;
  /** All that a reader should know: what it shows, parameters, seed, identity. */
  readonly caption: string;
  /** For whoever cannot see it. */
  readonly alt: string;
}

/** A column of values of which each record is a frame. */
export interface Moving {
  readonly table: string;
  readonly value: string;
}

interface Animated {
  /** What it shows, if that is not what the figure shows. */
  readonly meaning?: string;
  /** Arrays whose records are frames; of several, the steps that all of them have. Undefined if the subject has none. */
  records(subject: Subject): readonly Moving[] | undefined;
  /** What else it reads, once. */
  needs?(subject: Subject): readonly Need[];
}

/** Each frame is a picture of an array. */
export interface AnimatedPicture extends Animated {
  readonly kind: 'picture';
  frame(arrays: readonly ArrayValues[], data: FigureData): ArrayValues;
}

/** Each frame is the path through the points so far. */
export interface AnimatedPath extends Animated {
  readonly kind: 'path';
  /** Titles of the axes. */
  readonly x: string;
  readonly y: string;
  point(arrays: readonly ArrayValues[], data: FigureData): readonly [number, number];
}

export type Animation = AnimatedPicture | AnimatedPath;

/** A figure of one trial among several, which count from 0. */
export interface OneTrial {
  /** How many this subject has. */
  count(subject: Subject): number;
  /** The same figure of another one, under a name of its own. */
  figure(trial: number): FigureDescription;
}

export interface FigureDescription {
  /** A word, also the name of its files. */
  readonly name: string;
  /** Other words by which it is asked for. */
  readonly aliases?: readonly string[];
  readonly title: string;
  /** One sentence: what it shows. */
  readonly meaning: string;
  /** Names of default figures that say no more than this one, and so are drawn only if they are asked for. */
  readonly instead?: readonly string[];
  /** Whether it is drawn only if it is asked for. */
  readonly isExtra?: boolean;
  /** How it moves, if it can. */
  readonly animation?: Animation;
  /** It shows the first trial, and can show another one. */
  readonly oneTrial?: OneTrial;
  /** The analysis whose tables it draws; `kind`: if it is one of single runs or of sweeps alone. */
  readonly after?: { readonly analysis: string; readonly kind?: Subject['kind'] };
  /** What it reads of this subject; undefined if the subject has no such figure. */
  needs(subject: Subject): readonly Need[] | undefined;
  draw(data: FigureData): Figure;
}

/** How a trial is spoken of. */
export interface TrialWords {
  /** Its number, from 0 on. */
  readonly at: number;
  /** In a title. */
  readonly called: string;
  /** In a sentence. */
  readonly the: string;
  /** Behind the name of its figure. */
  readonly ending: string;
}

/** A figure of one trial: the first, unless another is asked for. */
export function figureOfTrial(
  figureOf: (trial: TrialWords) => FigureDescription,
  count: OneTrial['count'],
): FigureDescription {
  const figure = (at: number): FigureDescription => {
    const [called, the, ending] =
      at === 0 ? ['first trial', 'the first trial', ''] : [`trial ${at}`, `trial ${at}`, `_${at}`];
    return figureOf({ at, called, the, ending });
  };
  return { ...figure(0), oneTrial: { count, figure } };
}

/** A table of a subject by its name. */
export const tableOf = ({ tables }: Subject, name: string): TableAbout | undefined =>
  tables.find((table) => table.name === name);

const hasAll = (table: TableAbout | undefined, names: readonly string[]): boolean =>
  table !== undefined && names.every((name) => table.columns.some((column) => column.name === name));

/** Whether a table has all of these columns. */
export const hasColumns = (subject: Subject, table: string, columns: readonly string[]): boolean =>
  hasAll(tableOf(subject, table), columns);

/** Whether a table of the runs of a sweep has all of these columns. */
export const runsHaveColumns = ({ tablesOfRuns = [] }: Subject, table: string, columns: readonly string[]): boolean =>
  hasAll(
    tablesOfRuns.find(({ name }) => name === table),
    columns,
  );

/** Runs whose series one figure shows; of more, nobody could follow one. */
export const MOST_RUNS = 40;

/** Why a figure of this subject is not drawn, though it has what is needed. */
export const whyNotDrawn = (needs: readonly Need[], { runs }: Subject): string | undefined =>
  runs > MOST_RUNS && needs.some((need) => need.kind === 'ofRuns' && need.where === undefined)
    ? `it shows the series of each run, of at most ${MOST_RUNS}, and there are ${runs}`
    : undefined;
