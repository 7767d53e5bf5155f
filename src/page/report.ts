/** What a report says, as plain data: whoever reads folders makes it, and `page.ts` makes a page of it. */

/** A name and what it is. */
export type Fact = readonly [label: string, text: string];

/** A number is sorted by its value and shown as text; no value is null. */
export type Cell =
  | string
  | null
  | { readonly text: string; readonly value: number | null; readonly isMarked?: boolean };

export interface PageTable {
  /** A word. */
  readonly id: string;
  /** One sentence: what it lists. */
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean; readonly hint?: string }[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A panel of a live figure: the scales of its axes, and what these are called. */
export interface LivePanel {
  readonly group: string;
  readonly x: string;
  readonly y: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Words at the places 0, 1, ... of an axis instead of numbers. */
  readonly xWords?: readonly string[];
  readonly yWords?: readonly string[];
}

/** What a page needs to draw a figure by itself. */
export interface LiveFigure {
  /** A Vega specification; the values of its data are in `columns`. */
  readonly spec: unknown;
  /** Rows of each of its data, by columns. */
  readonly columns: { readonly [data: string]: { readonly [field: string]: readonly unknown[] } };
  readonly panels: readonly LivePanel[];
  /** Names of its series, which can be hidden. */
  readonly series: readonly string[];
}

export interface PageFigure {
  /** A word. */
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  /** The drawn figure: what is seen on paper, and where no program runs. */
  readonly svg: string;
  /** For whoever cannot see it. */
  readonly alt: string;
  readonly caption: string;
  readonly live: LiveFigure;
}

export type Part =
  | { readonly kind: 'figures'; readonly figures: readonly PageFigure[] }
  | { readonly kind: 'table'; readonly table: PageTable }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'words'; readonly text: string }
  /** A command as it is typed. */
  | { readonly kind: 'command'; readonly label: string; readonly text: string };

export interface Section {
  /** A word. */
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Part[];
}

export interface Report {
  readonly title: string;
  /** What it is of, in a line. */
  readonly subtitle: string;
  readonly status: { readonly word: string; readonly tone: 'good' | 'open' | 'bad' };
  /** What came out, in words. */
  readonly verdict: readonly Fact[];
  /** What a reader must know before believing anything, each a sentence. */
  readonly warnings: readonly string[];
  readonly sections: readonly Section[];
  /** The version of the program that wrote it. */
  readonly version: string;
}
