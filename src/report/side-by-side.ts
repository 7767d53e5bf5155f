/** What several runs say of the same things, beside each other: what differs stands first and in bold. */
import type { Cell, PageTable } from '../page/report.js';

/** One thing, and what each of them says of it; null where it says nothing. */
export interface Line {
  readonly label: string;
  readonly values: readonly (string | null)[];
  /** Columns behind: unit, meaning. */
  readonly behind?: readonly string[];
}

export interface SideBySide {
  readonly id: string;
  readonly caption: string;
  /** Title of the first column. */
  readonly of: string;
  /** Names of those that are compared. */
  readonly names: readonly string[];
  readonly behind?: readonly string[];
  readonly lines: readonly Line[];
}

/** Whether they do not all say the same. */
export const isDifferent = ({ values }: Line): boolean => values.some((value) => value !== values[0]);

/** As a table. */
export function sideBySide({ id, caption, of, names, behind = [], lines }: SideBySide): PageTable {
  const cellOf = (text: string | null, isMarked: boolean): Cell =>
    text === null ? null : { text, value: null, isMarked };
  const sorted = [...lines.filter(isDifferent), ...lines.filter((line) => !isDifferent(line))];
  return {
    id,
    caption,
    columns: [of, ...names, ...behind].map((title) => ({ title })),
    rows: sorted.map((line) => [
      line.label,
      ...line.values.map((value) => cellOf(value, isDifferent(line))),
      ...(line.behind ?? []),
    ]),
  };
}
