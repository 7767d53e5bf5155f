/** What separates the cells of a text table: told from its first lines, without regard to what stands in quotes. */
import { hasDecimalComma, isBoolean, isEmpty, isNumber } from './cells.js';

/** A blank stands for any run of blanks and tabs; an empty text for a table of one column. */
export type Separator = '\t' | ';' | ',' | ' ' | '';

/** In the order of preference where two would do. */
const SEPARATORS = ['\t', ';', ',', ' '] as const;

const WORDS: { readonly [separator in Separator]: string } = {
  '\t': 'separated by tabs',
  ';': 'separated by semicolons',
  ',': 'separated by commas',
  ' ': 'separated by blanks',
  '': 'one cell a line',
};

/** How lines are cut, in words. */
export const separatorText = (separator: Separator): string => WORDS[separator];

/** The cells of a line without quotes. */
export function cellsOf(line: string, separator: Separator): string[] {
  if (separator === ' ') return line.trim().split(/[ \t]+/);
  return separator === '' ? [line] : line.split(separator);
}

/** The cells of a line in which blanks separate and quotes join. */
export function quotedCellsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"|[^\s"]+/g)].map(([word, quoted]) => quoted?.replaceAll('""', '"') ?? word);
}

/** Whether a cell can stand below a header of numbers. */
const isValue = (cell: string, separator: Separator): boolean =>
  isEmpty(cell) || isNumber(cell) || isBoolean(cell) || (separator !== ',' && hasDecimalComma(cell));

interface Cut {
  readonly separator: Separator;
  readonly isEven: boolean;
  readonly isNumeric: boolean;
  /** Whether it can just as well be part of a name: blanks in the first line alone. */
  readonly isLoose: boolean;
}

function cut(lines: readonly string[], separator: Separator): Cut | undefined {
  const rows = lines.map((line) => cellsOf(line, separator));
  const [first] = rows;
  if (rows.every((row) => row.length === 1)) return undefined;
  // the first line may be a header
  const below = rows.length > 1 ? rows.slice(1) : rows;
  const hasValues = (row: readonly string[]): boolean => row.every((cell) => isValue(cell, separator));
  return {
    separator,
    isEven: rows.every((row) => row.length === first.length),
    isNumeric: below.every(hasValues),
    isLoose: separator === ' ' && !(hasValues(first) || below.some((row) => row.length > 1)),
  };
}

/**
 * The separator that cuts all lines into equally many cells, of several the one that leaves numbers. Where none does, the first that
 * is there: the reader then names the line that differs. Blanks inside texts separate nothing.
 *
 * @param lines - some of the first lines, not empty, with anything quoted replaced by a digit
 */
export function separatorOf(lines: readonly string[]): Separator {
  const cuts = SEPARATORS.flatMap((separator) => cut(lines, separator) ?? []);
  const even = cuts.filter(({ isEven }) => isEven);
  const found =
    even.find(({ isNumeric }) => isNumeric) ??
    even[0] ??
    cuts.find(({ separator, isNumeric, isLoose }) => separator !== ' ' || (isNumeric && !isLoose));
  return found?.separator ?? '';
}
