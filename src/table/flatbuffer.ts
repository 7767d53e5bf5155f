/**
 * Tables of FlatBuffers, in which the metadata of Arrow files is written. Every offset and length is checked against the bytes that
 * are there, which the generated accessors of the usual libraries do not do.
 *
 * Format: https://flatbuffers.dev/internals/
 */

/** A table: the bytes it lies in, and where. */
export interface FlatTable {
  readonly view: DataView;
  readonly at: number;
}

/** The elements of a vector, which lie one after the other. */
export interface FlatVector {
  readonly view: DataView;
  readonly start: number;
  readonly length: number;
}

/** The error for impossible metadata: an offset or a number out of bounds. */
export class MetadataError extends Error {}

/** Runs what reads metadata. @throws MetadataError where an offset leads outside of the bytes */
export function within<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError) throw new MetadataError('its metadata points outside of itself', { cause });
    throw cause;
  }
}

/** The table that a buffer begins with. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, at: view.getUint32(0, true) };
}

/** Where a field of a table begins; 0 where the table has none, so that its default holds. */
function placeOf({ view, at }: FlatTable, field: number): number {
  const fields = at - view.getInt32(at, true);
  const slot = 4 + 2 * field;
  if (slot + 2 > view.getUint16(fields, true)) return 0;
  const offset = view.getUint16(fields + slot, true);
  return offset === 0 ? 0 : at + offset;
}

export function byteField(table: FlatTable, field: number, otherwise = 0): number {
  const place = placeOf(table, field);
  return place === 0 ? otherwise : table.view.getInt8(place);
}

export function shortField(table: FlatTable, field: number, otherwise = 0): number {
  const place = placeOf(table, field);
  return place === 0 ? otherwise : table.view.getInt16(place, true);
}

export function intField(table: FlatTable, field: number, otherwise = 0): number {
  const place = placeOf(table, field);
  return place === 0 ? otherwise : table.view.getInt32(place, true);
}

/** A number of 64 bits. @throws MetadataError when it lies beyond 2^53 */
export function longAt(view: DataView, place: number): number {
  const value = Number(view.getBigInt64(place, true));
  if (!Number.isSafeInteger(value)) throw new MetadataError('its metadata has a number beyond 2^53');
  return value;
}

export function longField(table: FlatTable, field: number): number {
  const place = placeOf(table, field);
  return place === 0 ? 0 : longAt(table.view, place);
}

/** The table that a field points at. */
export function tableField(table: FlatTable, field: number): FlatTable | undefined {
  const place = placeOf(table, field);
  return place === 0 ? undefined : { view: table.view, at: place + table.view.getUint32(place, true) };
}

/** A vector of elements of `size` bytes; empty where the field is missing. */
export function vectorField(table: FlatTable, field: number, size: number): FlatVector {
  const { view } = table;
  const place = placeOf(table, field);
  if (place === 0) return { view, start: 0, length: 0 };
  const at = place + view.getUint32(place, true);
  const length = view.getUint32(at, true);
  if (at + 4 + length * size > view.byteLength)
    throw new MetadataError('its metadata has a list that is longer than itself');
  return { view, start: at + 4, length };
}

/** The tables of a vector. */
export function tablesField(table: FlatTable, field: number): readonly FlatTable[] {
  const { view, start, length } = vectorField(table, field, 4);
  return Array.from({ length }, (_, i) => {
    const place = start + 4 * i;
    return { view, at: place + view.getUint32(place, true) };
  });
}

export function textField(table: FlatTable, field: number): string {
  const { view, start, length } = vectorField(table, field, 1);
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + start, length));
}
