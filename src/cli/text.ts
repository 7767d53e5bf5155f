/** Lines for people. */
import type { SkippedFigure } from '../draw/plot.js';

export { bytesText, countText, durationText, numberText } from '../text.js';

/** Two columns, the first padded. */
export function pairs(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

/** Columns padded to equal width. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows.map((row) =>
    row
      .map((cell, c) => cell.padEnd(widths[c]))
      .join('  ')
      .trimEnd(),
  );
}

/** Why a figure was not drawn. */
export function skippedText({ name, reason, formats = [] }: SkippedFigure): string {
  const as = formats.length === 0 ? '' : ` as ${formats.join(' or ')}`;
  return `${name} is not drawn${as}: ${reason}`;
}
