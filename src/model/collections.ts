/**
 * What can be made of finished runs of a family beyond their results: theory along a parameter, statistics as they were published,
 * a parameter table, the data behind published figures. Pure functions of what the runs hold; the rooms that collect and show know
 * none of their names.
 */
import type { Elementary } from '../kernel/elementary.js';
import type { Parameters } from './schema.js';
import type { SummaryItem } from './summary-item.js';

/** A finished run, as these functions see it. */
export interface FinishedRun<P = Parameters> {
  readonly parameters: P;
  readonly summary: readonly SummaryItem[];
  readonly steps: number;
  /** Names of the observables that it recorded. */
  readonly recorded: readonly string[];
  /** A column of its time series, NaN where there is nothing. */
  series(name: string): Promise<Float64Array>;
}

/** A column with its values, one a row. */
export interface DerivedColumn {
  readonly name: string;
  readonly type: 'f64' | 'i32' | 'text' | 'boolean';
  readonly unit?: string;
  readonly symbol?: string;
  readonly meaning: string;
  readonly values: readonly (number | string | boolean | null)[];
}

export interface TheoryCurves<P = Parameters> {
  /** Parameters along which there are curves. */
  readonly axes: readonly string[];
  /** Curves along one of them, for each combination of the others among the runs. Throws E_CONFIG if there is nothing to draw. */
  along(runs: readonly P[], axis: string, f: Elementary): readonly DerivedColumn[];
}

/** A cell of a parameter table; `real` is a number that shows decimals even if it is whole. */
export type TableCell = null | string | { readonly kind: 'whole' | 'real'; readonly value: number };

export interface ParameterTable {
  /** Headings; those in dollar signs are mathematics. */
  readonly header: readonly string[];
  /** Cells of each run. */
  readonly rows: readonly (readonly TableCell[])[];
  /** Whether headings and words are written unchanged, though LaTeX may refuse them. */
  readonly isLiteral: boolean;
}

/** A value of the results. */
export type ResultValue = number | string | boolean | null;

/** The results of all runs, a row a run. */
export interface ResultColumns {
  readonly nRows: number;
  /** Values of a column. Throws E_CONFIG for one that the results do not have. */
  column(name: string): readonly ResultValue[];
}

/** What a figure adds to a collection. `statistics` over the runs of each combination are made in any case where runs repeat. */
export interface CollectedFigure {
  readonly help: string;
  readonly theory?: string;
  readonly series?: string;
  readonly histogram?: string;
  /** Fits; `varying` tells which of some columns vary among the runs. */
  readonly fits?: (varying: (among: readonly string[]) => readonly string[]) => readonly string[];
  /** A table of its own, named as the figure, made of the results. */
  readonly table?: { readonly meaning: string; readonly of: (results: ResultColumns) => readonly DerivedColumn[] };
}

/** Which columns of a run's time series are judged as a whole. */
export interface SeriesOfInterest {
  readonly distribution: {
    readonly name: string;
    /** In words, for headings. */
    readonly label: string;
    /** What a message says if the column has no value at all. */
    readonly absent: string;
    /** Item of the summary that is 0 where the column says nothing about the run, with its reason. */
    readonly applies?: string;
  };
  readonly correlation?: { readonly name: string; readonly label: string };
}

/** Columns of a table of a finished run, by their names. */
export type RunTable = { readonly [column: string]: ArrayLike<number | string | boolean | null> };

/** Numbers along steps, as programs draw them that follow training. */
export interface Curve {
  readonly tag: string;
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

export interface Collections<P = Parameters> {
  readonly theory?: TheoryCurves<P>;
  /** Statistics of each run as they were published, a row a run. */
  published?(runs: readonly FinishedRun<P>[]): Promise<readonly DerivedColumn[]>;
  parameterTable?(runs: readonly FinishedRun<P>[]): ParameterTable;
  /**
   * What programs draw that follow training, of the tables of a run; undefined for one that it does not have. Absent: the numbers of its
   * time series.
   */
  curves?(table: (name: string) => RunTable | undefined): readonly Curve[];
  /** By the key that the published configurations use. */
  readonly figures?: { readonly [key: string]: CollectedFigure };
}
