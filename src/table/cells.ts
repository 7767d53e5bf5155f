/** How one cell of a text table is read: as a number, a truth value, a missing value or a word. */

/** The text of a cell; `null` for an empty one. */
export type Cell = string | null;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const NOT_FINITE = /^([+-]?)(inf|infinity|nan)$/i;
const DECIMAL_COMMA = /^[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?$/;
const BOOLEAN = /^(true|false)$/i;
/** What programs write in place of a missing value, and so never the name of a column. */
const MISSING_WORDS: readonly string[] = ['NA', 'N/A', '#N/A', '<NA>', 'null', 'NULL', 'None'];

/** Whether a cell is empty. */
export const isEmpty = (cell: Cell): boolean => cell === null || cell === '' || cell.trim() === '';

export function isNumber(cell: string): boolean {
  const text = cell.trim();
  return NUMBER.test(text) || NOT_FINITE.test(text);
}

/** The double nearest to what is written. The cell must be a number. */
export function numberOf(cell: string): number {
  const match = NOT_FINITE.exec(cell.trim());
  if (!match) return Number(cell);
  if (match[2].toLowerCase() === 'nan') return Number.NaN;
  return match[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Whether a cell is a number with a comma in place of the point: `0,5`. */
export const hasDecimalComma = (cell: string): boolean => DECIMAL_COMMA.test(cell.trim());

/** Whether a number is written with a decimal point or an exponent, as programs write floating point. */
export const isWrittenAsDecimal = (cell: string): boolean => isNumber(cell) && /[.eEnN]/.test(cell);

export const isBoolean = (cell: string): boolean => BOOLEAN.test(cell.trim());

/** Whether a cell is a word, as the name of a column is: not a number, a truth value or a mark for a missing value. */
export const isWord = (cell: string): boolean =>
  !isEmpty(cell) && !isNumber(cell) && !isBoolean(cell) && !MISSING_WORDS.includes(cell.trim());
