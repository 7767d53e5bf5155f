/** Columns of rows of numbers in linear memory. */
import type { Numeric } from './numeric.js';

/** Rows that stand somewhere: address of the first, and numbers from one to the next. */
export interface Rows {
  readonly address: number;
  readonly stride: number;
}

/** Columns side by side in rows from an address on, each so many numbers wide; undefined where there are no rows, at address 0. */
export function sideBySide(
  { size }: Pick<Numeric, 'size'>,
  { address, stride }: Rows,
  widths: readonly number[],
): readonly (Rows | undefined)[] {
  let at = address;
  return widths.map((width) => {
    if (address === 0) return undefined;
    const own = { address: at, stride };
    at += width * size;
    return own;
  });
}

/** Copies the first `count` numbers of each row. */
export function copyColumns(numeric: Numeric, rows: number, count: number, from: Rows, to: Rows): void {
  const { size } = numeric;
  for (let row = 0; row < rows; row++) {
    const [source, target] = [from, to].map(({ address, stride }) =>
      numeric.view(address + row * stride * size, count),
    );
    target.set(source);
  }
}
