/** The pages of a column of a row group: levels, values, dictionary. */

import { crc32 } from 'node:zlib';
import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { Budget } from './limit.js';
import { unpackPage } from './parquet-codec.js';
import { decodeValues, type Encoded, hybrid, type Reading, type Stored } from './parquet-encoding.js';
import { checkThrift } from './parquet-thrift.js';
import type { Piece } from './read-columns.js';

/** A column of the schema with the levels that its values have. */
export interface Leaf {
  /** 0, or 1 where rows are lists. */
  readonly mostRepeated: number;
  /** The level at which a value is present. */
  readonly mostDefined: number;
  /** Of lists the level from which on there is an element; below the level before, the list itself is missing. */
  readonly listed: number;
  readonly width?: number;
}

/** Decoded values of a page, or whatever they are turned into. */
export interface Page {
  /** For each place, whether it continues the previous list; undefined if rows are not lists. */
  readonly repeated?: Uint8Array | Uint32Array;
  /** For each place, up to which level it is present; undefined if all are. */
  readonly defined?: Uint8Array | Uint32Array;
  /** The values that are present. */
  readonly values: Piece;
}

/**
 * The pages of a column.
 *
 * @param bytes - of the column
 * @param turn - makes the values that are wanted of stored ones; a dictionary is turned once
 * @throws Error when a page is damaged or holds another number of values than stated, MsmError E_CONFIG beyond the budget
 */
export function* pagesOf(
  bytes: Uint8Array,
  column: ColumnMetaData,
  leaf: Leaf,
  budget: Budget,
  turn: (values: Stored) => Piece,
): Generator<Page> {
  const count = Number(column.num_values);
  let dictionary: Piece | undefined;
  let done = 0;
  for (let at = 0; done < count; ) {
    const { header, start } = headerAt(bytes, at);
    at = start + header.compressed_page_size;
    if (!(header.compressed_page_size >= 0 && at <= bytes.length)) throw new Error('a page is longer than its column');
    const stored = bytes.subarray(start, at);
    if (header.crc !== undefined && (crc32(stored) | 0) !== header.crc)
      throw new Error('the checksum of a page is wrong');
    if (header.type === 'DICTIONARY_PAGE') {
      if (dictionary !== undefined) throw new Error('it has two dictionaries');
      dictionary = turn(readDictionary(stored, header, column, leaf, budget));
    } else if (header.type !== 'INDEX_PAGE') {
      const page = readPage(stored, header, column, leaf, budget);
      done += page.count;
      yield {
        ...page.levels,
        values: page.indices === undefined ? turn(page.values) : lookUp(dictionary, page.indices),
      };
    }
  }
  if (done !== count) throw new Error(`its pages hold ${done} of ${count} values`);
}

function headerAt(bytes: Uint8Array, at: number): { readonly header: PageHeader; readonly start: number } {
  const start = checkThrift(bytes, at);
  const header = parquetHeader({ view: new DataView(bytes.buffer, bytes.byteOffset + at, start - at), offset: 0 });
  return { header, start };
}

function lookUp(dictionary: Piece | undefined, indices: Uint8Array | Uint32Array): Piece {
  if (dictionary === undefined) throw new Error('its dictionary is missing');
  const { length } = dictionary;
  const odd = indices.findIndex((index) => index >= length);
  if (odd >= 0) throw new Error(`a value is number ${indices[odd]} of a dictionary of ${length}`);
  return dictionary instanceof Float64Array
    ? Float64Array.from(indices, (index) => dictionary[index])
    : Array.from(indices, (index) => dictionary[index]);
}

function readDictionary(
  stored: Uint8Array,
  header: PageHeader,
  column: ColumnMetaData,
  leaf: Leaf,
  budget: Budget,
): Stored {
  const count = header.dictionary_page_header?.num_values;
  if (count === undefined || count < 0) throw new Error('a dictionary has no number of values');
  const bytes = unpackWithin(stored, header.uncompressed_page_size, column, count, budget);
  return decodeValues({ bytes, at: 0 }, { type: column.type, encoding: 'PLAIN', count, width: leaf.width }, budget);
}

/** Unpacks a page, for which and for whose values the budget must do as far as they are more than what is stored. */
function unpackWithin(
  stored: Uint8Array,
  size: number,
  column: ColumnMetaData,
  count: number,
  budget: Budget,
): Uint8Array {
  if (!(size >= 0)) throw new Error(`a page unpacks to ${size} bytes`);
  budget.take(Math.max(0, Math.max(size, 8 * count) - stored.length));
  return unpackPage(stored, column.codec, size);
}

interface DataPage {
  readonly count: number;
  readonly levels: Pick<Page, 'repeated' | 'defined'>;
  readonly values: Stored;
  /** Numbers in the dictionary, in place of values. */
  readonly indices?: Uint8Array | Uint32Array;
}

function readPage(
  stored: Uint8Array,
  header: PageHeader,
  column: ColumnMetaData,
  leaf: Leaf,
  budget: Budget,
): DataPage {
  const isFirst = header.type === 'DATA_PAGE';
  const data = isFirst ? header.data_page_header : header.data_page_header_v2;
  const count = data?.num_values ?? -1;
  if (data === undefined || count < 0) throw new Error(`a page of type ${header.type} has no header of that type`);
  const { reading, levels } = isFirst
    ? levelsOfFirst(unpackWithin(stored, header.uncompressed_page_size, column, count, budget), count, leaf)
    : levelsOfSecond(stored, header, column, count, leaf, budget);
  const nValues = levels.defined === undefined ? count : occurrences(levels.defined, leaf.mostDefined);
  const { encoding } = data;
  if (encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY') {
    const encoded: Encoded = { type: column.type, encoding, count: nValues, width: leaf.width };
    return { count, levels, values: decodeValues(reading, encoded, budget) };
  }
  const width = nValues === 0 ? 0 : reading.bytes[reading.at++];
  return { count, levels, values: [], indices: hybrid(reading, width ?? 0, nValues) };
}

function occurrences(levels: ArrayLike<number>, level: number): number {
  let count = 0;
  for (let i = 0; i < levels.length; i++) if (levels[i] === level) count++;
  return count;
}

interface Levels {
  readonly reading: Reading;
  readonly levels: DataPage['levels'];
}

const bitsFor = (most: number): number => 32 - Math.clz32(most);

/** Levels of the first kind of page have their length in front of them. */
function levelsOfFirst(bytes: Uint8Array, count: number, { mostRepeated, mostDefined }: Leaf): Levels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const next = (most: number): Uint8Array | Uint32Array | undefined => {
    if (most === 0) return undefined;
    if (at + 4 > bytes.length) throw new Error('a page has no levels');
    const end = at + 4 + view.getUint32(at, true);
    if (end > bytes.length) throw new Error('the levels of a page are longer than the page');
    const levels = hybrid({ bytes: bytes.subarray(at + 4, end), at: 0 }, bitsFor(most), count);
    at = end;
    return levels;
  };
  const repeated = next(mostRepeated);
  const defined = next(mostDefined);
  return { reading: { bytes, at }, levels: { repeated, defined } };
}

/** Levels of the second kind are not packed, and their lengths stand in the header. */
function levelsOfSecond(
  stored: Uint8Array,
  header: PageHeader,
  column: ColumnMetaData,
  count: number,
  { mostRepeated, mostDefined }: Leaf,
  budget: Budget,
): Levels {
  const {
    repetition_levels_byte_length: first = 0,
    definition_levels_byte_length: second = 0,
    is_compressed: isPacked = true,
  } = header.data_page_header_v2 ?? {};
  const start = first + second;
  if (!(first >= 0 && second >= 0 && start <= stored.length))
    throw new Error('the levels of a page are longer than the page');
  const levelsIn = (from: number, end: number, most: number): Uint8Array | Uint32Array | undefined =>
    most === 0 ? undefined : hybrid({ bytes: stored.subarray(from, end), at: 0 }, bitsFor(most), count);
  const codec = isPacked ? column.codec : 'UNCOMPRESSED';
  const bytes = unpackWithin(
    stored.subarray(start),
    header.uncompressed_page_size - start,
    { ...column, codec },
    count,
    budget,
  );
  const levels = { repeated: levelsIn(0, first, mostRepeated), defined: levelsIn(first, start, mostDefined) };
  return { reading: { bytes, at: 0 }, levels };
}
