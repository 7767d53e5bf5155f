/** Columns of rows of numbers in linear memory. */
import type { Numeric } from './numeric.js';

/** Rows that stand somewhere: address of the first, and numbers from one to the next. */
export interface Rows {
  readonly address: number;
  readonly stride: number;
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
