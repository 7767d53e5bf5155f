/** Parameter tables of runs in LaTeX. */
import type { Collections, FinishedRun } from '../model/collections.js';
import { escapeLatex, type LatexCell, latexCell, latexSymbol, latexTable, mergeLatexTables } from '../table/latex.js';
import { finishedRun } from './derived.js';
import { columnOf, type Frame, type FrameColumn, type Value } from './frame.js';
import type { DoneRun } from './results.js';

/** The family's own parameter table: headings as they stand, or with what LaTeX would refuse escaped. */
function ownLatex(table: NonNullable<Collections['parameterTable']>, runs: readonly FinishedRun[]): string {
  const { header, rows, isLiteral } = table(runs);
  const names = isLiteral ? header : header.map((name) => (name.startsWith('$') ? name : escapeLatex(name)));
  return latexTable(
    names,
    rows.map((cells) => cells.map((cell) => latexCell(cell, !isLiteral))),
  );
}

/** What stands for a computed number that does not exist; a parameter that was not given is `default`. */
const ABSENT = '--';

/** Cells of chosen columns; computed numbers show decimals even if they are whole. */
function cellOf(value: Value, isGiven: boolean): LatexCell {
  if (value === null && !isGiven) return ABSENT;
  if (typeof value !== 'number') return value;
  return { kind: isGiven && Number.isInteger(value) ? 'whole' : 'real', value };
}

/** A table of columns of the results, headed by their symbols. */
function columnsLatex(frame: Frame, columns: readonly FrameColumn[], given: readonly string[]): string {
  const header = columns.map(({ name, symbol }) => latexSymbol(symbol ?? '') ?? escapeLatex(name));
  const rows = Array.from({ length: frame.nRows }, (_, row) =>
    columns.map(({ name, type, values }) =>
      latexCell(cellOf(values[row], type === 'i32' || given.includes(name)), true),
    ),
  );
  return latexTable(header, rows);
}

/**
 * The parameter table of all runs: that of the family if it has one (one part a source, refused if their headings differ), else every
 * parameter that has a value, or the columns that are named.
 *
 * @param given names of all parameters
 * @param names columns that were asked for
 * @param parameterTable the parameter table of the family
 */
export function latexText(
  frame: Frame,
  runs: readonly DoneRun[],
  given: readonly string[],
  names: readonly string[] | undefined,
  parameterTable: Collections['parameterTable'],
): string {
  if (names !== undefined) {
    return columnsLatex(
      frame,
      names.map((name) => columnOf(frame, name, '--columns')),
      given,
    );
  }
  if (parameterTable === undefined) {
    const own = frame.columns.filter(({ name, values }) => given.includes(name) && values.some((v) => v !== null));
    return columnsLatex(frame, own, given);
  }
  const sources = [...new Set(runs.map(({ source }) => source))];
  const textOf = (name: string): string => {
    const own = runs.filter(({ source }) => source === name);
    return ownLatex(
      parameterTable,
      own.map((one) => finishedRun(one, '--latex')),
    );
  };
  return mergeLatexTables(sources.map((name) => ({ name, text: textOf(name) })));
}
