/**
 * Checks that the buffers of an Arrow record batch are as long as its row count says. The library reads past their ends
 * without complaint, and for a damaged row count it would do so for minutes.
 */
import type * as Arrow from 'apache-arrow';

/** @throws Error naming the column that does not fit */
export function checkBatch(arrow: typeof Arrow, batch: Arrow.RecordBatch): void {
  for (const [index, data] of batch.data.children.entries()) {
    if (data.length !== batch.numRows || !isComplete(arrow, data)) {
      throw new Error(
        `column '${batch.schema.fields[index].name}' has fewer values than the ${batch.numRows} stated rows`,
      );
    }
  }
}

function isComplete(arrow: typeof Arrow, data: Arrow.Data): boolean {
  const { type, length, nullBitmap } = data;
  if (!(length >= 0) || (nullBitmap && nullBitmap.length > 0 && nullBitmap.length * 8 < length)) return false;
  if (arrow.DataType.isBool(type)) return data.values.length * 8 >= length;
  if (arrow.DataType.isFixedSizeList(type)) {
    const [child] = data.children;
    return type.listSize > 0 && child.length >= length * type.listSize && isComplete(arrow, child);
  }
  if (arrow.DataType.isList(type) || arrow.DataType.isUtf8(type)) {
    const offsets: ArrayLike<number> = data.valueOffsets;
    const end = arrow.DataType.isUtf8(type) ? data.values.length : data.children[0].length;
    if (length > 0 && !(offsets.length > length && isAscending(offsets, length) && offsets[length] <= end))
      return false;
    return arrow.DataType.isUtf8(type) || isComplete(arrow, data.children[0]);
  }
  if (arrow.DataType.isFloat(type) || arrow.DataType.isInt(type)) return data.values.length >= length;
  return true;
}

function isAscending(offsets: ArrayLike<number>, length: number): boolean {
  for (let i = 0; i < length; i++) {
    if (offsets[i] < 0 || offsets[i] > offsets[i + 1]) return false;
  }
  return true;
}
