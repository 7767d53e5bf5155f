/** What an Arrow file says of its columns in its metadata: rows, types and widths, without the values. */
import { type ArrowField, type ArrowType, schemaOf } from './arrow-schema.js';
import { longAt, longField, rootTable, tableField, vectorField, within } from './flatbuffer.js';
import { notesOf } from './read-columns.js';
import type { ByteSource } from './read-parquet.js';
import type { ColumnType, TableSummary } from './table.js';

type ColumnSummary = TableSummary['columns'][number];

const MAGIC = 'ARROW1';
/** Length of the footer and the magic word behind it. */
const TAIL = 4 + MAGIC.length;
/** Bytes that are likely to hold the whole footer. */
const GUESS = 1 << 14;

/** The type of a column as reading it would find; undefined where its values decide. */
function typeOf(type: ArrowType): ColumnType | undefined {
  switch (type.kind) {
    case 'number':
      if (type.element.kind === 'float') return 'f64';
      return type.element.kind === 'signed' && type.element.bytes <= 4 ? 'i32' : undefined;
    case 'list':
    case 'fixed list':
    case 'decimal':
      return 'f64';
    case 'boolean':
      return 'boolean';
    case 'dictionary':
      return typeOf(type.value);
    case 'unsupported':
      return undefined;
    default:
      return 'text';
  }
}

/** Lengths of the columns of a batch and of what their lists hold, in the order of the format. */
type Lengths = readonly number[];

/** Numbers in each row of a column of lists; undefined of other columns. */
function widthOf({ type }: ArrowField, nRows: number, items: number): number | undefined {
  if (type.kind === 'fixed list') return type.size;
  return type.kind !== 'list' ? undefined : nRows === 0 ? 0 : items / nRows;
}

/** Sums of the lengths of all batches. */
async function lengthsIn(source: ByteSource, footer: Uint8Array): Promise<Lengths> {
  const { view, start, length } = vectorField(rootTable(footer), 3, 24);
  const sums: number[] = [0];
  for (let i = 0; i < length; i++) {
    const at = longAt(view, start + 24 * i);
    // the word in front, the length, the message
    const message = await source.read(at + 8, at + view.getInt32(start + 24 * i + 8, true));
    const header = tableField(rootTable(message), 2);
    if (header === undefined) throw new RangeError('a batch has no header');
    const nodes = vectorField(header, 1, 16);
    sums[0] += longField(header, 0);
    for (let n = 0; n < nodes.length; n++) sums[n + 1] = (sums[n + 1] ?? 0) + longAt(nodes.view, nodes.start + 16 * n);
  }
  return sums;
}

/** Columns with the widths of their lists; undefined where that takes the values. */
function columnsOf(fields: readonly ArrowField[], [nRows, ...nodes]: Lengths): readonly ColumnSummary[] | undefined {
  let node = 0;
  const columns = fields.flatMap((field): readonly ColumnSummary[] => {
    node++;
    const items = field.type.kind === 'list' || field.type.kind === 'fixed list' ? nodes[node++] : 0;
    const [type, width] = [typeOf(field.type), widthOf(field, nRows, items)];
    if (type === undefined || (width !== undefined && !Number.isSafeInteger(width))) return [];
    const { unit, symbol, meaning } = field.metadata;
    const notes = { ...(unit && { unit }), ...(symbol && { symbol }), ...(meaning && { meaning }) };
    return [{ name: field.name, ...notes, type, ...(width !== undefined && { width }) }];
  });
  return columns.length === fields.length ? columns : undefined;
}

/** Reads the metadata alone; undefined where they do not say it all, or are not sound: then the file must be read as a whole. */
export async function summarizeArrow(source: ByteSource, name: string): Promise<TableSummary | undefined> {
  const { byteLength } = source;
  const tail = await source.read(Math.max(0, byteLength - GUESS), byteLength);
  const end = tail.length - TAIL;
  if (end < 0 || String.fromCharCode(...tail.subarray(-MAGIC.length)) !== MAGIC) return undefined;
  const length = intAt(tail, end);
  if (!(length > 0 && length <= byteLength - TAIL)) return undefined;
  const footer =
    length <= end ? tail.subarray(end - length, end) : await source.read(byteLength - TAIL - length, byteLength - TAIL);
  try {
    const schemaTable = within(() => tableField(rootTable(footer), 1));
    if (schemaTable === undefined) return undefined;
    const { fields, metadata } = within(() => schemaOf(schemaTable));
    // an index of pandas is moved among the columns
    if ('pandas' in metadata) return undefined;
    const lengths = await lengthsIn(source, footer);
    const columns = columnsOf(fields, lengths);
    const notes = notesOf(metadata, name);
    if (columns === undefined) return undefined;
    return {
      name,
      nRows: lengths[0],
      columns: columns.map((column) => ({ ...notes.get(column.name), ...column })),
      metadata,
    };
  } catch {
    // reading the whole file says what is wrong with it
    return undefined;
  }
}

const intAt = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(at, true);
