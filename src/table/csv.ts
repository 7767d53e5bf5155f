/**
 * CSV for people and spreadsheets: one header line, `\n` line ends, quoting of RFC 4180, numbers in the shortest form
 * that reads back to the same double. Units and run parameters go to a second file (`csvMetadata`), because a comment
 * block in front of the header breaks most readers.
 */
import {
  type AnyIterable,
  type ColumnData,
  type ColumnDescription,
  checkDescription,
  checkRows,
  metadataEntries,
  type Rows,
  type Sink,
  type TableDescription,
} from './table.js';

/** Lines that are joined to one piece of bytes: some hundred kB, small beside a row group. */
const LINES_PER_WRITE = 4096;

/**
 * Writes a table as CSV. `null` is an empty field and an empty text is `""`.
 *
 * @returns the number of rows
 * @throws MsmError E_INTERNAL when the rows do not fit the description
 */
export async function writeCsv(description: TableDescription, groups: AnyIterable<Rows>, sink: Sink): Promise<number> {
  checkDescription(description, 'CSV', false);
  const encoder = new TextEncoder();
  sink.write(encoder.encode(`${description.columns.map(({ name }) => quoted(name)).join(',')}\n`));
  let nRows = 0;
  for await (const rows of groups) {
    const count = checkRows(description, rows);
    for (let start = 0; start < count; start += LINES_PER_WRITE) {
      sink.write(encoder.encode(linesOf(description.columns, rows, start, Math.min(start + LINES_PER_WRITE, count))));
    }
    nRows += count;
  }
  return nRows;
}

/** What the CSV cannot hold, as JSON text for `NAME.csv.json`: the key-value metadata of the other formats. */
export function csvMetadata(description: TableDescription): string {
  const entries = metadataEntries(description).map(([key, value]) => [
    key,
    key === 'msm.table' ? (JSON.parse(value) as unknown) : value,
  ]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/**
 * A number as text that reads back to the same double and that readers which guess types take for floating point.
 * Whole numbers get `.0`: a column that begins with many whole numbers would otherwise be guessed to be of integers.
 */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

function linesOf(columns: readonly ColumnDescription[], rows: Rows, start: number, end: number): string {
  let text = '';
  for (let row = start; row < end; row++) {
    for (let index = 0; index < columns.length; index++) {
      text += index === 0 ? '' : ',';
      text += fieldText(columns[index], rows[index], row);
    }
    // A lone empty field would be an empty line, which readers skip.
    text += columns.length === 1 && rows[0][row] === null ? '""\n' : '\n';
  }
  return text;
}

function fieldText(column: ColumnDescription, data: ColumnData, row: number): string {
  const value = data[row];
  if (value === null) return '';
  if (typeof value === 'string') return value === '' ? '""' : quoted(value);
  return column.type === 'f64' ? numberText(value as number) : String(value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
