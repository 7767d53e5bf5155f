/** Arrays of the last state, which is a table of another form: a row a unit, or one row with all arrays as lists. */
import type { ArrayValues } from '../figure/figure.js';
import { openOwn } from '../run/layout.js';
import { numbersOf } from '../run/table-groups.js';
import { readTable } from '../table/read.js';
import type { ReadColumn } from '../table/table.js';

const STATE = 'state';
const UNIT = 'unit';

export const isStateTable = (table: string): boolean => table === STATE;

/** `[3, 4]` at the end of a meaning: the shape of an array that stands in one list. */
const SHAPE = /\[(\d+(?:, \d+)*)\]$/;

function shapeOf({ meaning = '', width }: ReadColumn, nRows: number, isUnits: boolean): readonly number[] {
  if (isUnits) return width === undefined ? [nRows] : [nRows, width];
  const said = SHAPE.exec(meaning)?.[1];
  return said === undefined ? [width ?? nRows] : said.split(', ').map(Number);
}

/** `in each trial` at the end of a meaning: what the entries of a list are. */
const EACH = /\bin each (\w+)$/;

/** What the rows of a table of units are called, and the entries of their lists. */
function axesOfUnits(units: ReadColumn, { meaning = '', width }: ReadColumn, nRows: number): readonly string[] {
  const word = units.meaning ?? UNIT;
  if (width === undefined) return [word];
  return [word, EACH.exec(meaning)?.[1] ?? (width === nRows ? `other ${word}` : 'entry')];
}

/** An array of the last state. */
export async function readStateArray(path: string, value: string): Promise<ArrayValues> {
  const file = openOwn(path);
  try {
    const { columns, nRows } = await readTable(await file.read(0, file.byteLength), path);
    const column = columns.find(({ name }) => name === value) as ReadColumn;
    const units = columns.find(({ name }) => name === UNIT);
    const shape = shapeOf(column, nRows, units !== undefined);
    const { data, ...about } = column;
    const axes =
      units !== undefined ? axesOfUnits(units, column, nRows) : shape.length === 1 ? ['entry'] : ['row', 'column'];
    return { ...about, shape, values: numbersOf(data), axes };
  } finally {
    file.close();
  }
}
